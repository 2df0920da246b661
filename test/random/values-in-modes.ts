/** Random systems of one role whose few modes decide what else of a node is read: by every kind of statement, timer and first value. */
import fc from 'fast-check';
import { Tape as NewTape, type Tape, tape } from './tape.ts';

export const aboutValues = fc.record({ values: tape(160) }).map(({ values }) => written(new NewTape(values)));

const TIMING = ['async', 'sync', 'sync { drift <= 1, pause <= 1 }', 'partial { always pause <= 0 }', '{ always pause <= 0 }'];
const FAULTS = ['', '', 'fault R { recovery, up to 1 }', 'fault R { amnesia, up to 1 }', 'fault R { stop, up to 1 }'];
const LIMITS = ['', '', '', 'limit forall r in R: r.x < 2', 'limit forall r in R: not enabled(r.turn)'];

/** What a system may have besides its modes: how it is declared, numbers and conditions that look at it, and statements that change it. */
interface Kind {
  readonly declared: string;
  readonly numbers: readonly string[];
  readonly conditions: readonly string[];
  readonly changes: readonly string[];
}

const KINDS: readonly Kind[] = [
  {
    declared: 'y: 0..2 = FIRST',
    numbers: ['y', 'max(x, y)'],
    conditions: ['y == 1', 'x < y'],
    changes: ['y = NUMBER', 'y = NUMBER', 'x = y', 'y = 0'],
  },
  { declared: 'm: map<0..1, 0..2> = 0', numbers: ['m[0]', 'm[1]'], conditions: ['m[0] == m[1]'], changes: ['m[0] = NUMBER', 'm = NUMBER'] },
  {
    declared: 'xs: list<0..2, 2> = [0]',
    numbers: ['count(xs)', 'xs[0]', 'first(xs)'],
    conditions: ['1 in xs', 'count(xs) > 1'],
    changes: ['xs = [NUMBER]', 'xs[0] = NUMBER', 'xs = []', 'xs = take([NUMBER] + xs, 2)'],
  },
  {
    declared: 's: set<0..1> = {}',
    numbers: ['count(s)', 'max(s)'],
    conditions: ['x in s', '(exists q in s: q == x)'],
    changes: [
      's += min(NUMBER, 1)',
      's -= 1',
      's = {}',
      's = {0, 1}',
      'for LOCAL in s where LOCAL <= x { CHANGE; pause; CHANGE }',
      'for LOCAL in s { CHANGE }',
      'let LOCAL = choose q in s where q <= x; x = LOCAL',
    ],
  },
  {
    declared: 'o: (0..2)? = none',
    numbers: ['o', 'if o == none then 0 else o'],
    conditions: ['o == none', 'o == 1'],
    changes: ['o = NUMBER', 'o = none', 'match o { some LOCAL { x = LOCAL } else { CHANGE } }'],
  },
  { declared: 'who: R? = none', numbers: [], conditions: ['who == self', 'who == none'], changes: ['who = self', 'who = none'] },
  {
    declared: 'p: P = P(a: 0, b: true)',
    numbers: ['p.a'],
    conditions: ['p.b', 'p == P(a: 0, b: false)'],
    changes: ['p.a = min(NUMBER, 1)', 'p.b = CONDITION', 'p = P(a: 1, b: CONDITION)'],
  },
  {
    declared: 'n: Few = 0',
    numbers: ['n'],
    conditions: ['n == 2'],
    changes: ['n += 1', 'n = NUMBER', 'if CONDITION { n = NUMBER + 1 }; assert mode == idle'],
  },
  {
    declared: 'c: bool = any',
    numbers: ['if c then 1 else x'],
    conditions: ['c', 'not c'],
    changes: ['c = CONDITION', 'c = CONDITION', 'if c { CHANGE }'],
  },
  { declared: 'z: 0..2 = x', numbers: ['z'], conditions: ['z != x'], changes: ['z = NUMBER'] },
];

const CLOCKED: readonly Kind[] = [
  {
    declared: 'timer t',
    numbers: ['t.left'],
    conditions: ['t.running', 't.left == 1'],
    changes: ['start t for 1', 'start t for 2', 'stop t'],
  },
  {
    declared: 'timer k[0..1]',
    numbers: ['k[0].left'],
    conditions: ['k[1].running', 'k[min(x, 1)].running'],
    changes: ['start k[min(x, 1)] for 1', 'start k[1] for 2', 'stop k[0]'],
  },
  { declared: 'timer f', numbers: ['f.left'], conditions: ['f.running'], changes: ['start f for 1', 'start f for 2'] },
];

function written(from: Tape): string {
  const timing = from.pick(TIMING);
  const all = [...KINDS, ...(timing === 'async' ? [] : [...CLOCKED, ...CLOCKED])];
  const kinds = [...new Set([from.pick(all), from.pick(all), from.pick(all)])];
  const count = from.chance(1, 4) ? 2 : 1;
  const mode = () => from.pick(['idle', 'busy', 'done']);
  // A timer that may be loose has no single reading outside of its node's code.
  const isLoose = timing.startsWith('partial') || timing.startsWith('{');
  let locals = 0;
  const filled = (text: string): string => {
    locals += 1;
    const local = `l${locals}`;
    return text
      .replaceAll('LOCAL', local)
      .replaceAll('NUMBER', () => number())
      .replaceAll('CONDITION', () => condition())
      .replaceAll('CHANGE', () => change())
      .replaceAll('FIRST', () => from.pick(['0', '1', 'any', 'x']));
  };
  const number = () =>
    from.pick(['x', '0', '1', '2', 'if CONDITION then x else 0', 'x + 1', ...kinds.flatMap(({ numbers }) => numbers)].map(lazy));
  const condition = (): string =>
    filled(
      from.pick([
        'x == 1',
        'mode == busy',
        'mode == idle and x == 1',
        'mode != done or x > 1',
        'mode == busy implies x == 0',
        ...kinds.flatMap(({ conditions }) => [...conditions, ...conditions]),
      ]),
    );
  const lazy = (text: string) => text.replaceAll('CONDITION', 'x > 0');
  let depth = 0;
  const change = (): string => {
    depth += 1;
    const chosen =
      depth > 3
        ? 'x = 0'
        : from.pick([
            `mode = ${mode()}`,
            'x = NUMBER',
            'x = 0',
            'if CONDITION { CHANGE } else { CHANGE }',
            'let LOCAL = NUMBER; x = LOCAL',
            isLoose ? 'ghost { g = x == 1 }' : 'ghost { g = CONDITION }',
            'ghost { g = enabled(R#1.turn) }',
            'mode = idle; ghost { g = enabled(R#1.other) }; x = 0',
            'ghost { if mode == done { all = g } else { g = not g } }',
            'pause',
            'assert mode != idle or x < 2 or CONDITION',
            ...kinds.flatMap(({ changes }) => [...changes, ...changes]),
          ]);
    const text = filled(chosen);
    depth -= 1;
    return text;
  };
  const changes = (most: number) => Array.from({ length: 1 + from.below(most) }, change);
  const guard = () => from.pick([`mode == ${mode()}`, `mode == ${mode()}`, `mode == ${mode()} and CONDITION`, `mode != ${mode()}`]);
  const action = (name: string) => {
    return `${from.pick(['', 'optional '])}action ${name} when ${filled(guard())} { ${[...changes(3), ...(from.chance(2, 3) ? [`mode = ${mode()}`] : [])].join('; ')} }`;
  };
  return `system Values {
  enum Mode { idle, busy, done }
  type Few = 0..2 limit
  struct P(a: 0..1, b: bool)
  ghost all: bool = false
  node R[${count}] {
    mode: Mode = idle
    ${from.pick(['', 'durable '])}x: 0..2 = ${from.pick(['0', '1', 'any'])}
    ${kinds.map(({ declared }) => filled(declared)).join('\n    ')}
    ghost g: bool = false
    ${from.chance(1, 3) ? `on start { ${changes(2).join('; ')} }` : ''}
    ${from.chance(1, 3) ? `on restart { ${changes(2).join('; ')} }` : ''}
    ${kinds.some(({ declared }) => declared === 'timer f') ? `on f { ${changes(2).join('; ')} }` : ''}
    action set for v in {0, 1, 2} when mode == idle { x = v; mode = busy${from.pick(['', `; ${change()}`])} }
    ${action('turn')}
    ${action('other')}
    ${action('more')}
  }
  safety Right: never (exists r in R: r.g and r.mode == done)
  ${from.chance(1, 3) ? 'safety Steps: always (forall r in R: next(r.x) >= 0)' : ''}
  ${from.chance(1, 3) ? 'safety All: always (not all)' : ''}
}
assume A {
  timing ${timing}
  ${from.pick(FAULTS)}
  ${from.pick(LIMITS)}
}
check A { }`;
}
