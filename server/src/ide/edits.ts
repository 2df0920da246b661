/** What becomes of a file and its imports by edits that nobody has made yet. */
import type { Fix } from '#grammar';
import { type Snapshot, snapshotOf } from './snapshot.ts';

export function edited({ path, text, loaded }: Snapshot, edits: Fix['edits']): Snapshot {
  const textOf = (file: string, before: string) => applied(before, file, edits);
  return snapshotOf(path, textOf(path, text), (from, written) => {
    const file = loaded.resolve(from, written);
    const found = file === null ? undefined : loaded.texts.get(file);
    return file === null || found === undefined ? { problem: 'not found', details: {} } : { path: file, text: textOf(file, found) };
  });
}

function applied(text: string, file: string, edits: Fix['edits']): string {
  const own = edits.filter(({ span }) => span.file === file).sort((a, b) => b.span.start - a.span.start);
  return own.reduce((out, { span, text: into }) => out.slice(0, span.start) + into + out.slice(span.end), text);
}
