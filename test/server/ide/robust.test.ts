/** No feature throws, wherever it is asked and however broken the text is. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { completion } from '../../../server/src/ide/completion.ts';
import { diagnostics } from '../../../server/src/ide/diagnostics.ts';
import { hover } from '../../../server/src/ide/hover.ts';
import { codeLenses, inlineVerdicts } from '../../../server/src/ide/inline-verdicts.ts';
import { definition, documentLinks, highlights, references } from '../../../server/src/ide/navigation.ts';
import { prepareRename, rename } from '../../../server/src/ide/rename.ts';
import { type Snapshot, snapshotOf } from '../../../server/src/ide/snapshot.ts';
import { foldingRanges, selectionRanges } from '../../../server/src/ide/structure.ts';
import { outlineOf } from '../../../server/src/ide/symbols.ts';

const folder = new URL('../../../samples/', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.proviso'));
const snapshot = (text: string) => snapshotOf('s.proviso', text, () => ({ problem: 'nothing to import', details: {} }));

/** `renamed`: renaming is tried as well, which analyses the text anew. */
function everything(view: Snapshot, offset: number, renamed: boolean): void {
  hover(view, offset);
  completion(view, offset);
  definition(view, offset);
  references(view, offset, true);
  highlights(view, offset);
  prepareRename(view, offset);
  if (renamed) rename(view, offset, 'renamed');
  selectionRanges(view, offset);
}

function whole(view: Snapshot): void {
  diagnostics(view);
  inlineVerdicts(view);
  codeLenses(view);
  documentLinks(view);
  foldingRanges(view);
  outlineOf(view);
}

describe.each(names)('%s', (name) => {
  const text = readFileSync(new URL(name, folder), 'utf8');

  const stride = process.env.PROVISO_SLOW === '1' ? 31 : 193;
  const step = process.env.PROVISO_SLOW === '1' ? 151 : 421;

  test(`every ${stride}th place`, () => {
    const view = snapshot(text);
    whole(view);
    for (let offset = 0; offset <= text.length; offset += stride) everything(view, offset, (offset / stride) % 8 === 0);
  });

  test(`every ${step}th beginning of it, at its end`, () => {
    for (let end = 0; end < text.length; end += step) {
      const view = snapshot(text.slice(0, end));
      whole(view);
      everything(view, end, false);
    }
  });

  test('a name that is given another everywhere leaves a file without mistakes', () => {
    const view = snapshot(text);
    const node = view.parsed.file.systems[0].items.find((item) => item.kind === 'node')!;
    const edits = rename(view, node.name.span.start, 'Renamed');
    if ('problem' in edits) throw new Error(edits.problem);
    const changed = edits
      .toSorted((a, b) => b.span.start - a.span.start)
      .reduce((t, { span, text: to }) => t.slice(0, span.start) + to + t.slice(span.end), text);
    expect(diagnostics(snapshot(changed)).filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});
