/**
 * Counts of small systems with clocks and of empty disks, given by the rules alone: an implementation that shares nothing with this one has
 * them too. Each line is an assumption set: states, cut steps, and the verdict of X, where `h` is that it holds and (f, s)
 * that it is violated with f faults in s steps. Counts are of states without any reduction; where something stabilises, of
 * those reachable from the unstable initial state.
 */
import { describe, expect, test } from 'vitest';
import { checkModel, type Model, type Verdict } from '#checker';
import { count } from '../support/count.ts';
import { modelOf } from '../support/spec.ts';

type MachineName = 'interpreted' | 'compiled';
type Line = readonly [assume: string, expected: string];

/** A wall clock that is read into a variable. */
const W = `
  clock wall until 2
  node A {
    s: 0..2 = 0  back: bool = false
    optional action look { let n = wall.now  if n < s { back = true }  s = n }
  }
  safety X: never A.back`;

/** The same on disk: the clock goes on over a crash. */
const C = `
  clock wall until 2
  node A {
    durable d: 0..2 = 0  back: bool = false
    optional action look { let n = wall.now  if n < d { back = true }  d = n }
  }
  safety X: never A.back`;

/** A monotonic clock counts from the node's start. */
const M = `
  clock up until 3 monotonic
  node A {
    durable d: 0..3 = 0  back: bool = false
    optional action look { let n = up.now  if n < d { back = true }  d = n }
  }
  safety X: never A.back`;

/** What the clock's owner believes: \`latest\` goes beyond the horizon. */
const E = (latest: number) => `
  clock wall until 2 uncertainty 1
  node A {
    e: 0..2 = 0  l: 0..${latest} = 0
    optional action look { e = wall.earliest  l = wall.latest }
  }
  safety X: always A.l <= 2`;

const B = `
  clock wall until 2 uncertainty 1
  message St(t: 0..3)
  node A { optional action put { send St(t: wall.latest) to B } }
  node B {
    durable late: bool = false wiped true
    on St(t: x) { late = wall.earliest >= x }
  }
  safety X: never B.late`;

/** An empty disk, and a first value from another variable. */
const D = (first: string) => `
  node A {
    durable d: 0..2 = ${first}  v: 0..2 = d
    optional action up when d == 1 { d = 2 }
  }
  safety X: always A.d > 0`;

const eventualSkew = (k: number) => `timing { always delay <= 0, pause <= 0, drift <= 0; eventually skew <= ${k} }`;
const eventualDrift = (k: number) => `timing { always delay <= 0, pause <= 0, skew <= 0; eventually drift <= ${k} }`;
const PLAIN = 'timing sync { }';
const NO_SKEW = 'timing { always delay <= 0, pause <= 0, drift <= 0 }';
const skew = (k: number) => `timing sync { skew <= ${k} }`;
const drift = (k: number) => `timing sync { drift <= ${k} }`;
const steps = (of: string) => ` clocks { steps ${of} }`;
const crashes = (of: string) => ` fault A { ${of} }`;

const CASES: readonly [name: string, system: string, lines: readonly Line[]][] = [
  [
    'W',
    W,
    [
      [skew(0), '6 (3) h'],
      [skew(1), '8 (3) h'],
      [skew(0) + steps('up to 1 by 1'), '23 (11) (1,4)'],
      [skew(1) + steps('up to 1 by 1'), '36 (14) (1,3)'],
      [skew(0) + steps('up to 2 by 2'), '141 (59) (1,4)'],
      [skew(0) + steps('by 1'), '162 (54) (1,4)'],
      [skew(0) + steps('up to 1 by 1 until stable'), '45 (20) (1,4)'],
      [skew(1) + steps('up to 1 by 1 until stable'), '71 (26) (1,3)'],
      [eventualSkew(0), '18 (6) h'],
      [eventualSkew(1), '18 (6) h'],
      [eventualSkew(0) + steps('up to 1 by 1'), '87 (28) (1,3)'],
      [eventualSkew(0) + steps('up to 1 by 1 until stable'), '78 (24) (1,3)'],
      [NO_SKEW, '9 (3) h'],
      [NO_SKEW + steps('up to 1 by 1'), '45 (15) (1,3)'],
    ],
  ],
  [
    'C',
    C,
    [
      [skew(0) + crashes('recovery, up to 1'), '18 (9) h'],
      [skew(1) + crashes('recovery, up to 1'), '24 (9) h'],
      [skew(1) + crashes('stop, up to 1'), '16 (6) h'],
      [skew(0) + crashes('recovery, up to 1') + steps('up to 1 by 1'), '66 (31) (1,4)'],
      [skew(1) + crashes('recovery, up to 1') + steps('up to 1 by 1'), '102 (39) (1,3)'],
      [eventualSkew(0) + crashes('recovery, up to 1'), '54 (18) h'],
      [NO_SKEW + crashes('recovery, up to 1'), '27 (9) h'],
    ],
  ],
  [
    'M',
    M,
    [
      [drift(0), '10 (4) h'],
      [drift(1), '13 (4) h'],
      [eventualDrift(0), '32 (8) h'],
      [eventualDrift(1), '32 (8) h'],
      ['timing { always delay <= 0, pause <= 0, skew <= 0 }', '16 (4) h'],
      [drift(0) + crashes('recovery, up to 1'), '57 (28) (1,5)'],
      [drift(0) + crashes('recovery, up to 2'), '104 (52) (1,5)'],
      [drift(1) + crashes('recovery, up to 1'), '100 (41) (1,4)'],
      [eventualDrift(0) + crashes('recovery, up to 1'), '274 (98) (1,4)'],
      [eventualDrift(0) + crashes('stop, up to 1'), '64 (16) h'],
    ],
  ],
  [
    'E',
    E(3),
    [
      [skew(0), '9 (4) (0,3)'],
      [skew(1), '11 (4) (0,2)'],
      [skew(0) + steps('up to 1 by 1'), '29 (12) (0,3)'],
    ],
  ],
  [
    'B',
    B,
    [
      [skew(0), '6 (4) h'],
      [skew(1), '39 (41) (0,3)'],
      [skew(0) + steps('up to 1 by 1'), '34 (24) h'],
      [skew(0) + steps('up to 2 by 2'), '423 (335) (1,3)'],
      [`${skew(1)} fault B { amnesia, up to 1 }`, '171 (179) (0,3)'],
      [eventualSkew(0) + steps('up to 1 by 2 until stable'), '703 (856) (0,2)'],
    ],
  ],
  [
    'D',
    D('1 wiped 0'),
    [
      [PLAIN + crashes('recovery, up to 1'), '7 (0) h'],
      [PLAIN + crashes('amnesia, up to 1'), '9 (0) (1,1)'],
      [PLAIN + crashes('amnesia, up to 2'), '16 (0) (1,1)'],
    ],
  ],
  [
    'D without wiped',
    D('1'),
    [
      [PLAIN + crashes('recovery, up to 1'), '7 (0) h'],
      [PLAIN + crashes('amnesia, up to 1'), '7 (0) h'],
      [PLAIN + crashes('amnesia, up to 2'), '12 (0) h'],
    ],
  ],
  ...['any', 'any wiped 0'].map((first): (typeof CASES)[number] => [
    `D with d = ${first}`,
    D(first),
    [
      [PLAIN + crashes('recovery, up to 1'), '11 (0) (0,0)'],
      [PLAIN + crashes('amnesia, up to 1'), '11 (0) (0,0)'],
      [PLAIN + crashes('amnesia, up to 2'), '18 (0) (0,0)'],
    ],
  ]),
];

describe.each(['interpreted', 'compiled'] as const)('%s machine', (machine) => {
  for (const [name, system, lines] of CASES) {
    test.each(lines)(`${name}: %s`, (assume, expected) => expect(outcome(specOf(name, system, assume), machine)).toBe(expected));
  }
  test.each([
    [skew(0), '(0,3)'],
    [skew(1), '(0,2)'],
    [skew(0) + steps('up to 1 by 1'), '(0,3)'],
  ])('E with l: 0..2 is a model error: %s', (assume, expected) => {
    const { error } = checkModel(specOf('E', E(2), assume), { now: () => 0, machine });
    expect(error == null ? 'none' : `(${error.trace.faults},${error.trace.steps.length})`).toBe(expected);
  });
});

function specOf(name: string, system: string, assume: string): Model {
  const capacity = name === 'B' ? ' network { capacity 1 }' : '';
  return modelOf(`system S {${system} }\nassume Z { ${assume}${capacity} }\ncheck Z { }`);
}

function outcome(model: Model, machine: MachineName): string {
  const { states, cut } = count(model, machine, { fromUnstable: model.stabilises });
  const [{ verdict }] = checkModel(model, { now: () => 0, machine }).properties;
  return `${states} (${cut}) ${short(verdict)}`;
}

function short(verdict: Verdict): string {
  switch (verdict.status) {
    case 'holds':
      return 'h';
    case 'violated':
      return `(${verdict.trace.faults},${verdict.trace.steps.length})`;
    default:
      return verdict.status;
  }
}
