/**
 * Every name of every sample: it has a definition, a hover and a colour wherever it stands, and renaming it reaches all of it. The ordinary
 * run renames some names of each file, the long one all.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { allWords } from '#grammar';
import { hover } from '../../../server/src/ide/hover.ts';
import { definition, highlights, references } from '../../../server/src/ide/navigation.ts';
import { rename } from '../../../server/src/ide/rename.ts';
import { semanticTokens } from '../../../server/src/ide/semantic-tokens.ts';
import { BUILT_IN } from '../../../server/src/ide/signature-help.ts';
import { type Snapshot, snapshotOf } from '../../../server/src/ide/snapshot.ts';
import { keyOf, occurrencesOf, type Symbol_ } from '../../../server/src/ide/symbols.ts';
import { claimWords } from '../../../server/src/ide/syntax-words.ts';

/** Of how many names one is renamed. */
const EACH = process.env.PROVISO_SLOW === '1' ? 1 : 40;

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folders = ['samples', 'samples/incidents', 'test/public'];
const files = folders.flatMap((folder) =>
  readdirSync(join(root, folder)).flatMap((name) => (name.endsWith('.proviso') ? join(folder, name) : [])),
);

/** `changed`: texts that are not those of the disk. */
function snapshot(path: string, changed: ReadonlyMap<string, string> = new Map()): Snapshot {
  const read = (name: string) => changed.get(name) ?? readFileSync(join(root, name), 'utf8');
  return snapshotOf(path, read(path), (from, written) => {
    const name = join(dirname(from), written);
    return { path: name, text: read(name) };
  });
}

/** Words with a meaning of their own where no name is declared: after a dot, before parentheses, in assumptions and claims. */
const MEANT = new Set([
  ...allWords.map(({ text }) => text),
  ...Object.keys(BUILT_IN),
  ...claimWords.flatMap((words) => words.split(' ')),
  ...'left running now earliest latest corrupted only stops keeps its disk'.split(' '),
]);

const own = (view: Snapshot) => occurrencesOf(view).filter(({ span }) => span.file === view.path);

describe.each(files)('%s', (path) => {
  const view = snapshot(path);

  test('each word that is none of the language is a name with a declaration', () => {
    const starts = new Set(own(view).map(({ span }) => span.start));
    const unknown = view.parsed.tokens.filter((token) => /^[A-Za-z_]/.test(token.image) && !starts.has(token.startOffset));
    expect([...new Set(unknown.map(({ image }) => image))].filter((image) => !MEANT.has(image))).toEqual([]);
  });

  test('each name has a definition, uses, a hover and a colour', () => {
    const colours = new Set(semanticTokens(view).map(({ span }) => span.start));
    const seen = new Set<string>();
    for (const { span, declared, text } of own(view)) {
      const lacks = (what: string) => `${text} at ${span.start} has no ${what}`;
      expect(view.text.slice(span.start, span.end), lacks('place of its own')).toBe(text);
      if (!colours.has(span.start)) expect.fail(lacks('colour'));
      // The rest is the same for each use of a name on its own.
      if (seen.has(keyOf(declared))) continue;
      seen.add(keyOf(declared));
      const at = definition(view, span.start);
      if (at === null) expect.fail(lacks('definition'));
      if (!references(view, span.start, true).some((one) => keyOf(one) === keyOf(at))) expect.fail(lacks('declaration among its uses'));
      if (!highlights(view, span.start).some((one) => keyOf(one) === keyOf(span))) expect.fail(lacks('highlight'));
      if (hover(view, span.start) === null) expect.fail(lacks('hover'));
    }
  });

  test('renamed, it means the same, and renamed back the text is the same', () => {
    const names = [...new Map(own(view).map((one) => [keyOf(one.declared), one])).values()];
    const chosen = names.filter((_, i) => (i + basename(path).length) % EACH === 0);
    expect(chosen.map((one) => roundTrip(path, view, one)).filter((problem) => problem !== null)).toEqual([]);
  });
});

const FRESH = 'fresh_1';

/** What goes wrong, or null. */
function roundTrip(path: string, view: Snapshot, { span, text }: Symbol_): string | null {
  const there = rename(view, span.start, FRESH);
  if ('problem' in there) return `${text}: ${there.problem}`;
  const changed = applied(view, there);
  const after = snapshot(path, changed);
  const errors = ({ loaded, analysis }: Snapshot) => [...loaded.diagnostics, ...analysis.diagnostics].map(({ code }) => code).sort();
  if (String(errors(after)) !== String(errors(view))) return `${text}: ${errors(after)}`;
  const first = own(after).find((one) => one.text === FRESH);
  if (first === undefined) return `${text}: the new name is nowhere`;
  const back = rename(after, first.span.start, text);
  if ('problem' in back) return `${text}, back again: ${back.problem}`;
  const restored = applied(after, back);
  return [...restored].every(([file, now]) => now === view.loaded.texts.get(file)) ? null : `${text}: not the same text`;
}

function applied({ loaded }: Snapshot, edits: Exclude<ReturnType<typeof rename>, { problem: string }>): Map<string, string> {
  const texts = new Map(loaded.texts);
  for (const { span, text } of edits.toSorted((a, b) => b.span.start - a.span.start)) {
    const before = texts.get(span.file)!;
    texts.set(span.file, before.slice(0, span.start) + text + before.slice(span.end));
  }
  return texts;
}
