/** A file that is sound enough to have checks: what is known of it, and what is read of it in earnest where something has to be searched. */
import { type Analysis, analyse, type CheckPlan, type ProvisosPlan } from '#checker';
import type { Diagnostic, Span } from '#grammar';
import type { Found } from '../files.ts';
import { type ImportMet, readSources, type Sources, sourcesIn } from '../sources.ts';
import type { KnownFile } from './file-memory.ts';
import type { Part } from './parts.ts';

/** What stands in the file itself, in the order of its parts. */
export interface ReadFile {
  readonly analysis: Analysis;
  readonly plans: readonly (CheckPlan | ProvisosPlan)[];
}

export interface Analysed {
  readonly file: KnownFile;
  readonly read: ReadFile;
}

/** `imports`: each that was met and could be read. */
export function readSpec(found: Found): { readonly sources: Sources; readonly imports: readonly ImportMet[] } {
  const imports: ImportMet[] = [];
  const sources = readSources(found, (met) => imports.push(met));
  return { sources, imports };
}

export function analysed(found: Found, sources: Exclude<Sources, { readonly problem: string }>): Analysed {
  const analysis = analyse(sources);
  const own = <T extends { readonly span: Span }>(plans: readonly T[]) => plans.filter(({ span }) => span.file === found.path);
  const [checks, blocks] = [own(analysis.checks), own(analysis.provisos)];
  const diagnostics: readonly Diagnostic[] = [...sources.diagnostics, ...analysis.diagnostics];
  const file: KnownFile = {
    found,
    texts: sources.texts,
    diagnostics,
    parts: [...checks.map((plan) => partOfCheck(plan)), ...blocks.map((plan) => partOfBlock(plan))],
  };
  return { file, read: { analysis, plans: [...checks, ...blocks] } };
}

/** Of a file that was known. */
export function readAgain({ found, texts }: KnownFile): ReadFile {
  return analysed(found, sourcesIn(texts, found.path)).read;
}

function partOfCheck({ span, system, assume, runs }: CheckPlan): Part {
  const asks = runs.map(({ expectations }) => expectations.map(({ property }) => property));
  return { kind: 'check', file: span.file, system, assume, asks };
}

function partOfBlock({ span, system, assume, runs }: ProvisosPlan): Part {
  const asks = runs.map(({ claims }) => claims.map(({ property }) => property));
  return { kind: 'provisos', file: span.file, system, assume, asks };
}
