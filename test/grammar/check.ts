/**
 * Text in, annotated text out: under the words that a diagnostic is about stands `^^^ error PV0101: its message`. Lines of
 * that form are taken out before the text is read. `PROVISO_ACCEPT=1` writes what came out into the fixture, to be reviewed.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { Diagnostic } from '../../grammar/src/index.ts';

const annotation = /^ *\^+ (error|warning|hint) PV\d{4}: /;

export function withoutAnnotations(annotated: string): string {
  return annotated
    .split('\n')
    .filter((line) => !annotation.test(line))
    .join('\n');
}

export function annotate(text: string, diagnostics: readonly Diagnostic[]): string {
  const lines: string[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    const end = start + line.length;
    lines.push(line);
    for (const one of diagnostics)
      if (one.span.start >= start && one.span.start <= end) lines.push(caretLine(one, one.span.start - start, end - start));
    start = end + 1;
  }
  return lines.join('\n');
}

function caretLine(one: Diagnostic, column: number, lineLength: number): string {
  const width = Math.max(1, Math.min(one.span.end - one.span.start, lineLength - column));
  return `${' '.repeat(column)}${'^'.repeat(width)} ${one.severity} ${one.code}: ${one.message}`;
}

/** Reads the fixture, diagnoses it without its annotations, and expects exactly those annotations. */
export function check(path: string, diagnose: (text: string) => readonly Diagnostic[]): readonly Diagnostic[] {
  const annotated = readFileSync(path, 'utf8');
  const text = withoutAnnotations(annotated);
  const diagnostics = diagnose(text);
  const found = annotate(text, diagnostics);
  if (process.env.PROVISO_ACCEPT === '1' && found !== annotated) writeFileSync(path, found);
  else expect(found).toBe(annotated);
  return diagnostics;
}
