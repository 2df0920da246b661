/**
 * Random systems that look at a value only on the way to a model error or to a bound, or only in the middle of a step: between two modes a
 * node is in another one, in which a ghost asks what could have its turn.
 */
import fc from 'fast-check';
import { Tape as NewTape, type Tape, tape } from './tape.ts';

export const aboutEnds = fc.record({ values: tape(60) }).map(({ values }) => written(new NewTape(values)));

const MODES = ['idle', 'busy', 'done', 'between'];

function written(from: Tape): string {
  const value = () => from.pick(['x', 'y']);
  const test = () => `${value()} ${from.pick(['==', '!='])} ${from.below(3)}`;
  const between = from.pick(['between', 'between', 'done', 'idle']);
  const forgets = () => from.pick(['x = 0', 'y = 0', 'x = 0; y = 0', 'x = 0; y = 0', 'y = x; x = 0']);
  /** The step is cut, ends in a model error, or goes on. */
  const perhaps = () =>
    from.pick([
      `if ${test()} { n = 3 }`,
      `n = ${value()} + 1`,
      `n = ${value()} + 1`,
      `if ${test()} { n = 3 } else { assert mode == idle }`,
      `for v in {0, 1} where v == ${value()} { n = v + 2 }`,
      `if ${test()} { pause }`,
      `for v in {0, 1} { if v == ${value()} { n = v + 2 } }`,
      `m[1] = ${value()}; if m[1] == 2 { n = 3 }`,
      `assert ${test()}`,
      `let v = ${value()}; n = v + 1`,
    ]);
  const surely = () =>
    from.pick(['assert mode == idle', 'assert false', 'n = 3', 'assert mode != busy', 'mode = idle; assert mode == busy']);
  const asks = () => `mode = ${between}; ghost { g = enabled(R.${from.pick(['late', 'later'])}) }`;
  const inLoop = () => `mode = ${between}; for v in {0, 1} { ghost { g = g or enabled(R.late) } }`;
  const finish = () =>
    from.pick([
      () => `${perhaps()}; ${surely()}`,
      () => `${perhaps()}; ${perhaps()}; ${surely()}`,
      () => `${asks()}; ${forgets()}; mode = idle`,
      () => `${asks()}; mode = idle; ${forgets()}`,
      () => `${inLoop()}; ${forgets()}; mode = idle`,
      () => `${perhaps()}; ${forgets()}; mode = idle`,
      () => `pause; ${perhaps()}; ${surely()}`,
      () => `for v in {0, 1} where v < x { mode = done${from.pick(['', '; pause'])} }; ${forgets()}`,
    ])();
  return `system Ends {
  enum Mode { ${MODES.join(', ')} }
  type Few = 0..2 limit
  node R {
    mode: Mode = idle
    ${from.pick(['', '', 'durable '])}x: 0..9 = 0
    y: 0..9 = 0
    n: Few = 0
    m: map<0..1, 0..2> = 0
    ghost g: bool = false
    action set for v in {0, 1, 2} when mode == idle${from.pick(['', '', '', ' and n < 2'])} { ${from.pick(['x = v; y = 0', 'y = v; x = 0', 'x = v; y = 1', 'x = v; y = min(v, 1)'])}; mode = busy }
    ${from.chance(1, 3) ? `on restart { ${perhaps()}; ${forgets()} }` : ''}
    action finish when mode == busy { ${finish()} }
    optional action late when mode == ${between} and ${test()} { ${forgets()}; mode = idle }
    optional action later when mode == ${from.pick(MODES)} and x != y { ${finish()} }
  }
  safety Right: never (R.g and R.mode == ${from.pick(MODES)})
}
assume A { timing async  ${from.pick(['', 'fault R { recovery, up to 1 }', 'fault R { amnesia, up to 1 }'])} }
check A { }`;
}
