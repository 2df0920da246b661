/**
 * Random small systems that are asked who can have a turn while bounds cut much, and that name nodes by number, out of range too:
 * in random systems both seldom meet with something that depends on them.
 */
import fc from 'fast-check';
import { Tape, tape } from './tape.ts';

const TURNS = ['rise', 'pass', 'M', 't'] as const;

export const aboutBounds = fc.record({ values: tape(30) }).map(({ values }) => {
  const from = new Tape(values);
  const count = 1 + from.below(3);
  const timed = from.chance(1, 2);
  const limit = from.chance(1, 3) ? `limit count(in flight M) <= ${from.below(2)}` : '';
  const other = () => from.pick(['P#(index(self) + 1)', 'P#(index(self) % count(P) + 1)', 'P#(level)', 'P#(3 - index(self))']);
  const does = () =>
    from.pick([
      'level += 1',
      `send M to ${other()}`,
      `seen = ${other()}`,
      `level += 1  send M to ${other()}`,
      'send M to self  send M to self',
    ]);
  const plain = ['', ' when level == 0', ' when level < 2', ' when seen == none', ' when P#(level) == self'];
  // They fail for some readings.
  const ofTime = [' when P#(t.left) == self', ' when t.left > 0 and P#(t.left + 1) == self', ' when not t.running or P#(t.left) == self'];
  const guard = () => from.pick(timed && from.chance(1, 2) ? ofTime : plain);
  const timer = timed ? [`timer t`, `on start { start t for ${1 + from.below(2)} }`, `on t${guard()} { ${does()} }`] : [];
  const properties = Array.from({ length: 1 + from.below(3) }, (_, i) => property(from, i, count, timed));
  return `system Bounded {
  type Level = 0..${1 + from.below(2)}${from.pick([' limit', ' limit', ''])}
  message M
  node P[${count}] {
    level: Level = 0
    seen: P? = none
    ${timer.join('\n    ')}
    optional action rise${guard()} { ${does()} }
    optional action pass${guard()} { ${does()} }
    on M from p${guard()} { ${from.pick(['', 'level += 1', 'seen = P#(index(p))', 'seen = P#(index(p) - 1)', 'send M to p'])} }
  }
  node Q[2] { on M {} }
  ${properties.join('\n  ')}
}
assume A {
  timing ${timed ? from.pick(['{ }', '{ }', 'sync { delay <= 1 }']) : 'async'}
  network { capacity ${1 + from.below(2)} }
  ${limit}
}
check A { }`;
});

function property(from: Tape, i: number, count: number, timed: boolean): string {
  const node = () => from.pick(['P#1', `P#${count}`]);
  const turn = () => `enabled(${node()}.${from.pick(timed ? TURNS : TURNS.slice(0, 3))})`;
  const claim = from.pick([
    turn,
    () => `not ${turn()}`,
    () => `(${turn()} or ${node()}.level > 0)`,
    () => `(${node()}.seen == none or ${turn()})`,
    () => `(${node()}.level > 0 and ${turn()})`,
  ])();
  return from.pick([`safety P${i}: always ${claim}`, `reachable P${i}: ${claim}`]);
}
