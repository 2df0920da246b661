/** A sample with pieces of it replaced, and with checks of our own in place of its own. */
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { outcomesOf, surprises } from './outcomes.ts';

const folder = new URL('../../samples/', import.meta.url);

export type Edit = readonly [piece: string, replacement: string];

/** The sample with pieces of it replaced and checks of our own in place of its own; each piece is there exactly once. */
export function varied(name: string, edits: readonly Edit[], checks: string): string {
  const [system] = readFileSync(new URL(`${name}.proviso`, folder), 'utf8').split(/^check /m);
  const changed = edits.reduce((text, [piece, replacement]) => {
    const parts = text.split(piece);
    expect(parts, piece).toHaveLength(2);
    return parts.join(replacement);
  }, system);
  return `${changed}\n${checks}\n`;
}

/** Every verdict on these properties is as the check says, and there are as many as its sweep has: none is missing or open. */
export function comesOut(text: string, properties: readonly string[], verdicts: number) {
  const outcomes = outcomesOf(text, properties, { blame: false });
  expect(surprises(outcomes)).toEqual([]);
  expect(outcomes.filter(({ verdict }) => verdict.status === 'unchecked' || verdict.status === 'unknown')).toEqual([]);
  expect(outcomes).toHaveLength(verdicts);
}
