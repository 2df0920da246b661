/** Editor features on one system with a map by a rule, keyed timers and cuts. */
import { describe, expect, test } from 'vitest';
import { completion } from '../../../server/src/ide/completion.ts';
import { formattedRange } from '../../../server/src/ide/formatting.ts';
import { hover } from '../../../server/src/ide/hover.ts';
import { rename } from '../../../server/src/ide/rename.ts';
import { semanticTokens } from '../../../server/src/ide/semantic-tokens.ts';
import { applied, atCursor, snapshot, words } from './fixture.ts';

describe('a ring with a map by a rule, under cuts', () => {
  const text = `system Ring {
  const LAST = 3
  type Key = 0..LAST
  message Pass(hop: Key)
  node Member[3] {
    durable seen: Key = 1 wiped 0
    best: map<Key, bool> = { key: key == seen for key in Key }
    next: Member? = none
    timer late[Member]
    on start { next = Member#(index(self) % count(Member) + 1); start late[self] for 2 }
    on Pass(hop) when hop < LAST {
      best = { other: best[other] or other == hop for other in Key }
      send Pass(hop) to Member#(index(self))
    }
    on Pass {}
    on late[m] { seen = LAST }
    optional action pass for m in Member - { Member#1 } when m != self { send Pass(hop: seen) to m }
  }
  safety Turn: always (enabled(Member#1.pass[Member#2]) or not enabled(Member#(2).late[Member#2]) or in flight Pass(hop: 1))
}
assume A {
  const CUTS = 2
  timing sync { delay <= 1 }
  network { one-way link cuts up to CUTS at most CUTS at once may stay until stable, capacity 3 }
  fault Member { amnesia, up to 1 }
}
check A for CUTS in 1..2, Member in 2..3 { Turn holds when CUTS < 9 }
`;
  const renamed = (piece: string, to: string) => {
    const { snapshot: view, offset } = atCursor(text.replace(piece.replace('$0', ''), piece));
    const edits = rename(view, offset, to);
    if ('problem' in edits) throw new Error(edits.problem);
    const changed = applied(view.text, edits);
    expect(snapshot(changed).analysis.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    return changed;
  };
  const all = (of: string, name: string, to: string) => of.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), to);

  test.each([
    ['for ke$0y in', 'key'],
    ['or oth$0er ==', 'other'],
    ['most CU$0TS', 'CUTS'],
    ['for CU$0TS', 'CUTS'],
    ['Mem$0ber#(2)', 'Member'],
    ['LAST = 3', 'LAST'],
    ['Member#1.pa$0ss[', 'pass'],
    ['.la$0te[Member#2]', 'late'],
    ['se$0en: Key', 'seen'],
    ['for m$0 in Member', 'm'],
  ])('%s has its new name everywhere', (piece, name) => {
    const at = piece.includes('$0') ? piece : piece.replace('LAST', 'LA$0ST');
    if (name !== 'm') expect(renamed(at, 'zebra')).toBe(all(text, name, 'zebra'));
    else expect(renamed(at, 'zebra')).toContain('for zebra in Member - { Member#1 } when zebra != self { send Pass(hop: seen) to zebra }');
  });

  test('a field and the variable of its name part where one of them is renamed', () => {
    const apart = all(text, 'hop', 'zebra')
      .replace('on Pass(zebra) when zebra <', 'on Pass(zebra: hop) when hop <')
      .replace('or other == zebra', 'or other == hop')
      .replace('send Pass(zebra) to Member', 'send Pass(zebra: hop) to Member');
    expect(renamed('(ho$0p: Key)', 'zebra')).toBe(apart);
    expect(renamed('in flight Pass(ho$0p: 1)', 'zebra')).toBe(apart);
    expect(renamed('== ho$0p for', 'zebra')).toBe(
      text
        .replace('on Pass(hop) when hop <', 'on Pass(hop: zebra) when zebra <')
        .replace('or other == hop', 'or other == zebra')
        .replace('send Pass(hop) to Member', 'send Pass(hop: zebra) to Member'),
    );
  });

  test.each([
    ['wi$0ped 0', 'on an empty disk'],
    ['at on$0ce', '**at most j at once**'],
    ['may st$0ay', '**may stay**'],
    ['one-way li$0nk', '`one-way link cuts`'],
    ['ind$0ex(self) %', 'index(n)'],
    ['enab$0led(Member#1.pass', 'enabled(n.a[x])'],
    ['Member#1.pa$0ss[', 'optional action pass'],
    ['ke$0y == seen', 'key'],
  ])('what is told of %s', (piece, expected) => {
    const { snapshot: view, offset } = atCursor(text.replace(piece.replace('$0', ''), piece));
    expect(hover(view, offset)?.text).toContain(expected);
  });

  test.each([
    ['one-way link cuts up to', 'one-way $0', ['cuts', 'link cuts']],
    ['one-way link cuts up to', 'link $0', ['cuts']],
    ['CUTS at once', 'CUTS $0', ['at once']],
    ['may stay until', 'may $0', ['up to', 'at most', 'may stay', 'until stable']],
    ['{ key: key == seen', '{ key: $0', ['LAST']],
    ['best: map<Key', 'best: $0', ['bool', 'set', 'list', 'map']],
  ])('what can be written in the place of %s', (piece, put, expected) => {
    const { snapshot: view, offset } = atCursor(text.replace(piece, put));
    expect(
      completion(view, offset)
        .map(({ label }) => label)
        .slice(0, expected.length),
    ).toEqual(expected);
  });

  test('each name as what it stands for', () => {
    const view = snapshot(text);
    const told = semanticTokens(view).map(({ span, type }) => `${words(view, span)} ${type}`);
    for (const name of ['key variable', 'other variable', 'hop variable', 'hop property', 'pass method', 'CUTS variable']) {
      expect(told).toContain(name);
    }
  });

  test('the standard form', () => {
    const untidy = text
      .replace('1 wiped 0', '1   wiped  0')
      .replace('{ key: key == seen for key in Key }', '{key:key==seen for key   in Key}')
      .replace('Member#(index(self) %', 'Member#( index( self )%')
      .replace('(enabled(Member#1.pass[Member#2])', '(enabled( Member#1 . pass [Member#2] )')
      .replace('Member - { Member#1 }', 'Member-{Member#1}')
      .replace('at most CUTS at once may stay', 'at  most CUTS at  once may   stay');
    expect(applied(untidy, formattedRange(snapshot(untidy), { start: 0, end: untidy.length }))).toBe(text);
  });
});
