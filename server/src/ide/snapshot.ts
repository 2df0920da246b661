/**
 * The input of the editor features: one file as it is now, with what it imports, analysed. A snapshot never changes: an
 * edit makes a new one, so a feature that runs late answers about the text that it was asked about.
 */
import { type Analysis, analyse, type Loaded, type Located, load } from '#checker';
import { type Parsed, parse } from '#grammar';
import type { FoundProvisos } from './found-provisos.ts';
import type { BlockVerdicts, FileVerdicts } from './verdicts.ts';

export interface Snapshot {
  /** as the spans of this file name it */
  readonly path: string;
  readonly text: string;
  /** the tree, tokens and comments of this file alone */
  readonly parsed: Parsed;
  readonly loaded: Loaded;
  readonly analysis: Analysis;
  /** of the last run of the checks that this text still stands for; null where there is none */
  readonly verdicts: FileVerdicts | null;
  /** answers of proviso searches that this text still stands for; absent where there are none */
  readonly provisos?: readonly FoundProvisos[];
  /** `provisos` blocks whose claims were checked, or are; absent where there are none */
  readonly blocks?: readonly BlockVerdicts[];
}

/** `locate` finds imports: this part knows no file system. */
export function snapshotOf(path: string, text: string, locate: (from: string, importPath: string) => Located): Snapshot {
  const loaded = load(path, text, locate);
  const analysis = analyse(loaded);
  return { path, text, parsed: parse(path, text), loaded, analysis, verdicts: null };
}

export function withVerdicts(snapshot: Snapshot, verdicts: FileVerdicts | null): Snapshot {
  return { ...snapshot, verdicts };
}

export function withProvisos(snapshot: Snapshot, provisos: readonly FoundProvisos[]): Snapshot {
  return provisos.length === 0 ? snapshot : { ...snapshot, provisos };
}

export function withBlocks(snapshot: Snapshot, blocks: readonly BlockVerdicts[]): Snapshot {
  return blocks.length === 0 ? snapshot : { ...snapshot, blocks };
}
