/** A name is given another: what becomes of the text, and where it is refused. */
import { describe, expect, test } from 'vitest';
import { snapshotOf } from '#server';
import { completion } from '../../../server/src/ide/completion.ts';
import { hover } from '../../../server/src/ide/hover.ts';
import { references } from '../../../server/src/ide/navigation.ts';
import { prepareRename, rename } from '../../../server/src/ide/rename.ts';
import { applied, atCursor, type Edits, inSystem, PATH, snapshot } from './fixture.ts';

describe('giving another name', () => {
  const renamed = (marked: string, to: string) => {
    const { snapshot: view, offset } = atCursor(marked);
    const edits = rename(view, offset, to);
    return 'problem' in edits ? edits.problem : applied(view.text, edits);
  };

  test('a local name may be that of another handler', () => {
    const text = 'on Ping { let other = 1  version = other }  action a { let o$0ne = 2  version = one }';
    expect(renamed(inSystem(text), 'other')).toContain('let other = 2  version = other');
  });

  test.each([
    ['action a { let o$0ne = 2  version = one }', 'version', '`version` already means something here.'],
    ['action a { let other = 2  ver$0sion = other }', 'other', '`version` is used where `other` means something else.'],
    ['ver$0sions: 0..1 = 0', 'phase', 'There is already something called `phase`.'],
    ['ver$0sions: 0..1 = 0', 'send', '`send` is a keyword.'],
    ['ver$0sions: 0..1 = 0', '1st', '`1st` is not a name: use letters, digits and _, and do not begin with a digit.'],
  ])('%s to %s', (body, to, expected) => {
    expect(renamed(inSystem(body), to)).toBe(expected);
  });

  test('a variable may be called as one of another node', () => {
    expect(renamed(inSystem('ver$0sions: 0..1 = 0'), 'seen')).toContain('seen: 0..1 = 0');
  });

  test('a keyword cannot be renamed', () => {
    const { snapshot: view, offset } = atCursor(inSystem('action a { se$0nd Ping to Server }'));
    expect(prepareRename(view, offset)).toEqual({ problem: '`send` is a keyword and cannot be renamed.' });
  });
});

describe('a name in several places', () => {
  const two = `system A { node Wo$0rker { n: 0..1 = 0 } safety P: never Worker.n > 0 }
system B { node Worker { m: 0..1 = 0 } node Other { n: 0..1 = 0 } safety P: never Worker.m > 0 }
assume Stops { timing async  fault Worker { stop } }
check Stops of A { P holds }  check Stops of B { P holds }`;

  test('two systems of which one assumption set speaks share it', () => {
    const { snapshot: view, offset } = atCursor(two);
    expect(applied(view.text, rename(view, offset, 'Hand') as Edits)).toBe(two.replace('$0', '').replaceAll('Worker', 'Hand'));
    expect(rename(view, offset, 'Other')).toEqual({ problem: 'There is already something called `Other`.' });
  });

  test('a file that imports it changes too', () => {
    const file = 'system S { node N { v: 0..1 = 0 } safety Zero: never N.v > 0 }';
    const user = 'import "./spec.proviso"\nassume Q { timing async }\ncheck Q { Zero holds }';
    const view = snapshot(file);
    const load = () => ({ path: PATH, text: file });
    const importer = snapshotOf('user.proviso', user, load);
    const edits = rename(view, file.indexOf('Zero'), 'Never', [importer]) as Edits;
    expect(edits.map(({ span }) => `${span.file} ${span.start}`)).toEqual([
      `spec.proviso ${file.indexOf('Zero')}`,
      `user.proviso ${user.indexOf('Zero')}`,
    ]);
    expect(references(view, file.indexOf('Zero'), false, [importer]).map(({ file: at }) => at)).toEqual(['user.proviso']);
  });

  test('while something is not understood yet, a name in it may be missed', () => {
    const { snapshot: view, offset } = atCursor(
      'system S { node N { v$0al: 0..1 = 0 action a { val = 1 } } node M { action b { val = 0 } } }',
    );
    expect(rename(view, offset, 'value')).toEqual({ problem: '`val` in line 1 is not understood yet: correct the errors first.' });
  });
});

describe('names in assumptions and checks', () => {
  const text = `system S {
  const LIMIT = 1
  node Worker[2] { n: 0..3 = 0 }
  node Boss { m: 0..3 = 0 }
  safety P: never Boss.m > LIMIT
}
assume A { timing sync { delay <= LIMIT, pause Worker <= 1 }  fault Worker, Boss { recovery, up to LIMIT } }
assume B extends A { timing sync  fault Worker { stop } }
check B for Worker in 1..LIMIT, LIMIT in 1..2 { P holds when Worker <= LIMIT }`;
  const everywhere = (name: string, to: string) => text.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), to);
  const renamed = (marked: string, to: string) => {
    const { snapshot: view, offset } = atCursor(marked);
    return applied(view.text, rename(view, offset, to) as Edits);
  };

  test.each([
    ['Worker[', 'Wor$0ker[', 'Worker', 'Hand'],
    ['for Worker in', 'for Wo$0rker in', 'Worker', 'Hand'],
    ['LIMIT = 1', 'LIM$0IT = 1', 'LIMIT', 'MOST'],
    ['when Worker <= LIMIT', 'when Worker <= LIM$0IT', 'LIMIT', 'MOST'],
  ])('%s is renamed everywhere, also where what is said is replaced', (at, marked, name, to) => {
    expect(renamed(text.replace(at, marked), to)).toBe(everywhere(name, to));
  });

  test('a swept node says what it is', () => {
    const { snapshot: view, offset } = atCursor(text.replace('for Worker in', 'for Wo$0rker in'));
    expect(hover(view, offset)?.text).toContain('node Worker[2]');
  });

  test('constants and nodes can be swept', () => {
    const { snapshot: view, offset } = atCursor(text.replace('for Worker in 1..LIMIT', 'for $0'));
    expect(completion(view, offset).map(({ label }) => label)).toEqual(['LIMIT', 'Worker', 'Boss']);
  });
});
