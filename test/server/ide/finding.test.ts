/** Finding one’s way in a text: definitions, uses, the outline, and what can be written in a place. */
import { describe, expect, test } from 'vitest';
import { completion } from '../../../server/src/ide/completion.ts';
import { hover } from '../../../server/src/ide/hover.ts';
import { definition, documentLinks, references } from '../../../server/src/ide/navigation.ts';
import { rename } from '../../../server/src/ide/rename.ts';
import { semanticTokens } from '../../../server/src/ide/semantic-tokens.ts';
import { foldingRanges, selectionRanges } from '../../../server/src/ide/structure.ts';
import { outlineOf } from '../../../server/src/ide/symbols.ts';
import { applied, atCursor, inSystem, LEASE, snapshot, words } from './fixture.ts';

describe('finding one’s way', () => {
  test('a definition, and all uses', () => {
    const { snapshot: view, offset } = atCursor(LEASE.replace('lease.left > 0', 'le$0ase.left > 0'));
    const found = definition(view, offset)!;
    expect(view.text.slice(found.start - 6, found.end)).toBe('timer lease');
    expect(references(view, offset, true).map((span) => view.text.slice(0, span.start).split('\n').length)).toEqual([16, 18, 20]);
  });

  test('the outline', () => {
    const names = (all: readonly ReturnType<typeof outlineOf>[number][]): unknown[] =>
      all.map(({ name, inside }) => (inside.length === 0 ? name.text : [name.text, names(inside)]));
    expect(names(outlineOf(snapshot(LEASE)))).toEqual([
      [
        'Lock',
        [
          'Acquire',
          'Granted',
          ['Service', ['holder', 'expiry', 'on Acquire', 'on Acquire', 'on expiry']],
          ['Client', ['asking', 'locked', 'lease', 'wrong', 'ask', 'on Granted', 'work']],
          'InTurn',
        ],
      ],
      ['Paused', ['P']],
    ]);
  });

  test('what folds, and what a selection grows to', () => {
    const view = snapshot(LEASE);
    expect(foldingRanges(view).map((span) => words(view, span).split('{')[0].trim())).toEqual([
      'system Lock',
      'node Service',
      'node Client[2]',
      'optional action work when locked and lease.left > 0',
    ]);
    const grown = selectionRanges(view, LEASE.indexOf('Service.holder') + 2).map((span) => words(view, span));
    expect(grown.slice(0, 3)).toEqual(['Service', 'Service.holder', 'Service.holder != self']);
  });

  test('an import is a link', () => {
    const view = snapshot('import "./other.proviso"\n', { 'other.proviso': 'system Other { }' });
    expect(documentLinks(view).map(({ span, file }) => [words(view, span), file])).toEqual([['"./other.proviso"', 'other.proviso']]);
  });

  test.each([
    ['action a when phase == $0 { }', ['idle', 'busy']],
    ['action a { phase = $0 }', ['idle', 'busy']],
    ['action a { send Write($0) to Server }', ['version', 'stamp']],
    ['action a { send Write(version: 1, stamp: Stamp($0)) to Server }', ['time', 'by']],
  ])('first of all what fits: %s', (body, expected) => {
    const { snapshot: view, offset } = atCursor(inSystem(body));
    const labels = completion(view, offset).map(({ label }) => label);
    expect(labels.slice(0, 2)).toEqual(expected);
  });

  test.each(['enabled(Client#1.$0)', 'enabled(Client#(3 - 1).$0)', 'forall c in Client: enabled(c.$0)'])(
    'what can have its turn: %s',
    (asked) => {
      const text = inSystem('optional action retry { } on Ping { }').replace(
        'node Server',
        `safety Turn: always (${asked})\n  node Server`,
      );
      const { snapshot: view, offset } = atCursor(text);
      const labels = completion(view, offset).map(({ label }) => label);
      expect(labels).toEqual(['patience', 'retry', 'Ping', 'Write']);
    },
  );

  test('an action has its new name where it is asked about too', () => {
    const text = inSystem('optional action ret$0ry { }').replace(
      'node Server',
      'safety Turn: always enabled(Client#1.retry)\n  node Server',
    );
    const { snapshot: view, offset } = atCursor(text);
    const edits = rename(view, offset, 'again');
    if ('problem' in edits) throw new Error(edits.problem);
    expect(applied(view.text, edits)).toContain('always enabled(Client#1.again)');
  });

  test('a keyword as a name; a built-in function is explained', () => {
    const body = 'node: Client = Client#1\n optional action a when in$0dex(node) == 1 { node = Client#(3 - index(node)) }';
    const { snapshot: view, offset } = atCursor(inSystem(body));
    expect(hover(view, offset)?.text).toContain('index(n)');
    const uses = references(view, view.text.indexOf('node: Client'), true);
    expect(uses.map((span) => words(view, span))).toEqual(['node', 'node', 'node', 'node']);
    const token = semanticTokens(view).find(({ span }) => span.start === uses[1].start);
    expect(token?.type).toBe('property');
  });

  test('what can be written', () => {
    const { snapshot: view, offset } = atCursor(inSystem('action a { $0 }'));
    const labels = completion(view, offset).map(({ label }) => label);
    for (const name of ['phase', 'patience', 'LAST', 'larger', 'send', 'Write']) expect(labels).toContain(name);
  });
});
