/**
 * Random questions about what symmetric nodes know of each other, who are named by quantifiers alone: among other random systems these are few.
 * What they see mentions each other, in variables, timers and code that is suspended.
 */
import fc from 'fast-check';
import { Tape, tape } from './tape.ts';

const VARIABLES = [
  'a: 0..2 = 0',
  'b: bool = false',
  'friend: N? = none',
  'met: set<N> = {}',
  'heard: map<N, bool> = false',
  'hue: Hue? = none',
  'first: Hue = any',
] as const;

/** Code by the variables that it takes. */
const CODE: readonly (readonly [needs: string, text: string])[] = [
  ['a', 'action up when a < 2 { a += 1 }'],
  ['a', 'optional action down when a > 0 { a -= 1 }'],
  ['b', 'action ready when not b { b = true }'],
  ['b', 'action flip { b = not b }'],
  ['', 'optional action greet for m in N when m != self { send Hello to m }'],
  ['friend', 'action leave when friend != none { friend = none }'],
  ['friend', 'optional action choose for m in N when m != self and friend == none { friend = m }'],
  ['met', 'action meet for m in N when m != self and m not in met { met += m }'],
  ['met b', 'optional action all when count(met) == count(N) - 1 { b = true }'],
  ['heard', 'optional action lend for m in N when m != self { heard[m] = true }'],
  ['hue', 'action paint for h in Hue when hue == none { hue = h }'],
  ['first', 'optional action tell for m in N when m != self { send Paint(hue: first) to m }'],
  ['first', 'optional action change for h in Hue when h != first { first = h }'],
  ['b', 'optional action wait for m in N when m != self and not b { pause  b = true }'],
  ['friend', 'optional action think for m in N when m != self { pause  friend = m }'],
];

const HEARS: readonly (readonly [needs: string, text: string])[] = [
  ['b', 'on Hello { b = true }'],
  ['friend', 'on Hello from m { friend = m }'],
  ['friend', 'on Hello from m { pause  friend = m }'],
  ['met', 'on Hello from m { met += m }'],
  ['heard', 'on Hello from m { heard[m] = true }'],
  ['a', 'on Hello when a > 0 { a = 0 }'],
  ['', 'on Hello from m { send Back to S }'],
];

const PAINTED: readonly (readonly [needs: string, text: string])[] = [
  ['hue', 'on Paint(hue: h) { hue = h }'],
  ['first', 'on Paint(hue: h) { first = h }'],
  ['b', 'on Paint(hue: h) { b = true }'],
];

const TIMED: readonly (readonly [needs: string, text: string])[] = [
  ['', 'optional action arm for m in N when m != self and not t[m].running { start t[m] for 1 }'],
  ['', 'optional action arm for m in N when m != self { start t[m] for 1 }'],
];

const FIRED: readonly (readonly [needs: string, text: string])[] = [
  ['friend', 'on t[m] { friend = m }'],
  ['met', 'on t[m] { met += m }'],
  ['b', 'on t[m] { b = true }'],
  ['', 'on t[m] { send Hello to m }'],
];

/** What can be said of a node `x`, and of it and another, `y`. */
const OF_ONE: readonly (readonly [needs: string, text: string])[] = [
  ['a', 'x.a > 0'],
  ['a', 'x.a == 2'],
  ['b', 'x.b'],
  ['b', 'not x.b'],
  ['friend', 'x.friend == none'],
  ['met', 'x.met == {}'],
  ['met', 'count(x.met) > 1'],
  ['hue', 'x.hue == none'],
  ['first hue', 'x.hue == x.first'],
  ['', 'up(x)'],
  ['', 'x in S.held'],
  ['', 'correct(x)'],
];

const OF_TWO: readonly (readonly [needs: string, text: string])[] = [
  ['friend', 'x.friend == y'],
  ['met', 'x in y.met'],
  ['heard', 'y.heard[x]'],
  ['first', 'x.first == y.first'],
  ['a', 'x.a == y.a'],
  ['b', 'x.b and not y.b'],
  ['a b', '(y.b implies x.a > 0)'],
  ['friend b', '(y.friend == x implies x.b)'],
  ['a', '1 / x.a > y.a'],
];

const FAULTS = [
  '',
  '',
  '',
  'fault N { recovery, up to 1 }',
  'fault N { stop, up to 1 }',
  'fault N { amnesia, up to 1 }',
  'fault N { byzantine, up to 1 }',
];

export const knowingAlike = fc.record({ values: tape(70) }).map(({ values }) => {
  const from = new Tape(values);
  // With time there are many more states.
  const timed = from.chance(1, 3);
  const chosen = from.some(VARIABLES, 2, 5);
  const variables = (chosen.length === 0 ? [VARIABLES[from.below(VARIABLES.length)]] : chosen).slice(0, timed ? 1 : 3);
  const names = variables.map((line) => line.slice(0, line.indexOf(':')));
  const open = (all: readonly (readonly [needs: string, text: string])[]) =>
    all.filter(([needs]) => needs.split(' ').every((one) => one === '' || names.includes(one))).map(([, text]) => text);
  const some = (all: readonly (readonly [needs: string, text: string])[], most: number) => {
    const texts = open(all);
    return texts.length === 0 ? [] : Array.from({ length: 1 + from.below(most) }, () => from.pick(texts));
  };
  const hue = names.includes('hue') || names.includes('first');
  const actions = unlike([...some(CODE, timed ? 1 : 3), ...(timed ? [from.pick(open(TIMED))] : [])]);
  const hears = [
    ...some(HEARS, 2),
    'on Hello {}',
    names.includes('b') ? 'on Welcome { b = true }' : 'on Welcome {}',
    ...(hue ? [...some(PAINTED, 1), 'on Paint(hue: h) {}'] : []),
  ];
  const one = (x: string) => from.pick(open(OF_ONE)).replaceAll('x', x);
  const two = (x: string, y: string) => from.pick([...open(OF_TWO), 'x != y']).replace(/\b[xy]\b/g, (name) => (name === 'x' ? x : y));
  const asked = (n: string, m: string): string =>
    from.pick([
      () => `knows(${n}, ${one(m)})`,
      () => `knows(${n}, ${two(m, n)})`,
      () => `not knows(${n}, ${one(m)})`,
      () => `knows(${n}, exists k in N: k != ${n} and ${one('k')})`,
      () => `knows(${n}, forall k in N: k == ${m} or ${two('k', m)})`,
      () => `knows(${n}, knows(${m}, ${one(n)}))`,
      () => `knows(${n}, not knows(${m}, ${two(n, m)}))`,
      () => `(${two(n, m)} implies knows(${n}, ${two(n, m)}))`,
    ])();
  /** What holds and a node may not know: then it takes the state for another one. */
  const told = (n: string, m: string): string => {
    const fact = from.pick([() => one(m), () => two(n, m), () => `not (${two(m, n)})`])();
    return `(${fact} implies knows(${n}, ${fact}))`;
  };
  const predicate = (): string =>
    from.pick([
      () => `forall n in N: forall m in N: n == m or ${told('n', 'm')}`,
      () => `forall n in N: forall m in N: (n != m and ${one('n')}) implies ${told('n', 'm')}`,
      () => `exists n in N: ${one('n')} and ${asked('n', 'n')}`,
      () => `forall n in N: ${one('n')} implies ${asked('n', 'n')}`,
      () => `forall n in N: forall m in N: ${two('n', 'm')} implies ${asked('n', 'm')}`,
      () => `exists n in N: exists m in N: n != m and ${one('n')} and ${asked('n', 'm')}`,
      () => `exists n in N: knows(S, ${one('n')})`,
      () => `knows(S, exists n in N: ${asked('n', 'n')})`,
      () => `${one('N#1')} implies ${told('N#1', 'N#2')}`,
      () => 'S.held == {} or count(n in N where n not in S.held and knows(n, 4 / count(S.held) > 2)) > 0',
      () => `${one('N#2')} implies knows(N#2, ${one('N#2')} and ${one('N#1')})`,
      () => `(exists n in N: ${one('n')}) implies ${told('N#2', 'N#1')}`,
      () =>
        from.pick([
          'count(S.held) == 1 or knows(S, 4 / count(S.held) > 2)',
          `S.held == {} or count(n in N where ${one('n')} and knows(n, 4 / count(S.held) > 2)) > 0`,
          `S.held == {} or count(n in N where n in S.held and knows(n, 4 / count(S.held) > 2)) > 0`,
        ]),
    ])();
  const property = (i: number): string => {
    const what = predicate();
    return from.pick([
      `safety P${i}: always (${what})`,
      `reachable P${i}: ${what}`,
      `safety P${i}: never (${what})`,
      `safety P${i}: always (${what})`,
      from.pick([
        `liveness P${i}: eventually (${what})`,
        `liveness P${i}: (${what}) leads to (exists n in N: ${one('n')})`,
        `liveness P${i}: (${what}) leads to (exists n in N: ${one('n')})`,
      ]),
    ]);
  };
  return `system Knowing {
  ${hue ? 'enum Hue { red, green }\n  message Paint(hue: Hue)' : ''}
  message Hello
  message Back
  message Welcome
  node N[${from.pick(timed ? [2, 2, 3] : [2, 3, 2])}] {
    ${variables.map((line) => from.pick(['', '', 'durable ']) + line).join('\n    ')}
    ${timed ? 'timer t[N]' : ''}
    ${actions.join('\n    ')}
    ${hears.join('\n    ')}
    ${timed ? from.pick(open(FIRED)) : ''}
  }
  node S {
    held: set<N> = {}
    ${from.pick(['', 'optional action take for n in N when n not in held { held += n }', 'action welcome for n in N when n in held { held -= n  send Welcome to n }'])}
    on Back from n { held += n }
  }
  ${Array.from({ length: 1 + from.below(3) }, (_, i) => property(i)).join('\n  ')}
}
assume A {
  timing ${timed ? from.pick(['sync { delay <= 1 }', 'partial { eventually delay <= 1; always pause <= 0 }', 'sync { delay <= 0, pause <= 1 }']) : 'async'}
  network { ${from.pick(['', '', 'lossy, ', 'lossy up to 1, ', 'fifo, '])}${from.pick(['queue 1 per link', 'queue 1 per link', 'capacity 2', 'capacity 1'])} }
  ${from.pick(FAULTS)}
}
check A { }`;
});

/** Actions of one name are one. */
function unlike(actions: readonly string[]): string[] {
  const byName = new Map(actions.map((text) => [/action (\w+)/.exec(text)![1], text]));
  return [...byName.values()];
}
