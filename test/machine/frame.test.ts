/** The table of globals at the head of frame.ts names just those that a generated program declares. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { frame } from '../../checker/src/model/compile/frame.ts';
import { staysPacked } from '../../checker/src/model/compile/memory/packed-bag.ts';
import { Unit } from '../../checker/src/model/compile/unit.ts';
import { layOut } from '../../checker/src/model/layout.ts';
import { modelOf } from '../support/spec.ts';

const spec = `
system S {
  message M
  clock wall until 3
  node A[2] {
    timer t
    on start { start t for 1 }
    on t { broadcast M to A }
    on M { }
  }
  safety P: always true
}
assume T { timing sync { delay <= 1, skew <= 1 } }
check T { P holds }
`;

/** `K`, `out` and `RAN` are the parameters of the program. */
const parameters = ['K', 'out', 'RAN'];

test('every global of the frame stands in the table, and nothing else does', () => {
  const source = new URL('../../checker/src/model/compile/frame.ts', import.meta.url);
  const rows = [...readFileSync(source, 'utf8').matchAll(/^ \* \| (`[^|]*) \| (.*) \|$/gm)];
  const listed = rows.flatMap(([, names, meaning]) => [
    ...[...names.matchAll(/`(\w+)`/g)].map(([, name]) => name),
    ...[...meaning.matchAll(/`(FORCED)` says/g)].map(([, name]) => name),
  ]);
  const model = modelOf(spec);
  const layout = layOut(model, null);
  const text = frame(new Unit(model, layout, [], staysPacked(model, layout)), { judged: true, normal: '' });
  const declarations = text.split('\n').filter((line) => /^(const|let) /.test(line));
  const declared = declarations.flatMap((line) => [...line.matchAll(/(?:^(?:const|let) |, )(\w+)=/g)].map(([, name]) => name));
  expect(listed.filter((name) => !parameters.includes(name)).sort()).toEqual(declared.sort());
});
