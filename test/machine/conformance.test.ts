/**
 * Known state counts of one small system under many assumption sets, worked out independently of this implementation.
 * The counts are of states without symmetry or other reductions; where something stabilises, of those reachable from the
 * unstable initial state. `cut` counts steps that the capacity stops.
 */
import { describe, expect, test } from 'vitest';
import { count } from '../support/count.ts';
import { modelOf } from '../support/spec.ts';

const SYSTEM = `
system PingPong {
  message Ping
  message Pong
  node Client {
    s: 0..2 = 0
    timer t
    action ask when s == 0 { s = 1; start t for 2; send Ping to Server }
    on Pong when s == 1 { s = 2; stop t }
    on t when s == 1 { start t for 2; send Ping to Server }
  }
  node Server { on Ping { reply Pong } }
}
`;

const CASES: readonly [assume: string, states: number, cut: number][] = [
  ['timing sync { delay <= 1 }', 14, 0],
  ['timing sync { delay <= 1, pause <= 1 }', 51, 0],
  ['timing sync { delay <= 1, drift <= 1 }', 70, 0],
  ['timing sync { delay 1..2 }', 37, 0],
  ['timing sync { delay <= 1 } network { lossy }', 18, 0],
  ['timing sync { delay <= 1 } network { lossy up to 1 }', 31, 0],
  ['timing sync { delay <= 1 } fault Server { stop, up to 1 }', 32, 0],
  ['timing sync { delay <= 1, pause <= 1 } fault Server { recovery, up to 1 }', 197, 0],
  ['timing sync { delay <= 1, pause <= 1 } fault Client, Server { recovery, up to 1 }', 289, 15],
  ['timing sync { delay <= 1 } network { duplicating }', 53, 13],
  ['timing sync { delay <= 1 } network { lossy, duplicating, fifo }', 58, 13],
  ['timing { eventually delay <= 1, pause <= 0; always drift <= 0 }', 132, 21],
  ['timing { eventually delay <= 1, pause <= 0; always drift <= 0 } network { lossy until stable }', 139, 21],
  ['timing { eventually delay <= 1, pause <= 0, drift <= 0 }', 126, 20],
  ['timing { always drift <= 0 }', 43, 8],
  ['timing { }', 25, 4],
];

describe.each(['interpreted', 'compiled'] as const)('%s machine', (machine) => {
  test.each(CASES)('%s', (assume, states, cut) => {
    const model = modelOf(`${SYSTEM} assume A { ${assume} network { capacity 3 } } check A { }`);
    const found = count(model, machine, { fromUnstable: model.stabilises });
    expect({ states: found.states, cut: found.cut }).toEqual({ states, cut });
  });
});
