/**
 * Two machines for one model, state by state: every successor with its cost, flags and tag, what fairness asks, every cut and error, every
 * predicate, and decoding and encoding on the way.
 */
import type { Machine, State } from '#checker';
import { fairnessIn } from './fairness.ts';

export interface Comparison {
  readonly states: number;
  readonly transitions: number;
  /** null where they agree; else what differs first, and where */
  readonly difference: string | null;
}

export function compareMachines(a: Machine, b: Machine, max = 20_000): Comparison {
  const seen = new Map<string, { a: Int32Array; b: Int32Array }>();
  const [keysOfA, keysOfB]: Keys[] = [new Map(), new Map()];
  const queue: { a: Int32Array; b: Int32Array; key: string }[] = [];
  let transitions = 0;
  const both = (where: string, source: { a: Int32Array; b: Int32Array } | null): string | null => {
    const [x, y] = [outcome(a, source?.a ?? null, keysOfA), outcome(b, source?.b ?? null, keysOfB)];
    transitions += a.successors.count;
    const difference = firstDifference(x.lines, y.lines);
    if (difference !== null) return `${where}\n${difference}`;
    for (const [key, words] of x.states) {
      const other = y.states.get(key)!;
      if (seen.has(key)) {
        if (seen.get(key)!.b.join() !== other.join()) return `two packed forms of one state\n${key}`;
        continue;
      }
      seen.set(key, { a: words, b: other });
      queue.push({ a: words, b: other, key });
    }
    return null;
  };
  const run = (step: (m: Machine, words: (s: { a: Int32Array; b: Int32Array }) => Int32Array) => void) => {
    for (const [m, pick] of [[a, 'a'] as const, [b, 'b'] as const]) {
      m.successors.clear();
      step(m, (s) => s[pick]);
    }
  };
  const result = (difference: string | null) => ({ states: seen.size, transitions, difference });
  run((m) => m.initial());
  const initial = both('initial states', null);
  if (initial !== null) return result(initial);
  for (let i = 0; i < queue.length && seen.size < max; i++) {
    const state = queue[i];
    const alone = compareAlone(a, b, state);
    if (alone !== null) return result(alone);
    for (const which of ['free', 'faults', 'all'] as const) {
      run((m, words) => m.expand(words(state), 0, which));
      const difference = both(`${which} steps of ${state.key}`, state);
      if (difference !== null) return result(difference);
    }
  }
  return result(compareRan(a, b));
}

function compareAlone(a: Machine, b: Machine, state: { a: Int32Array; b: Int32Array; key: string }): string | null {
  const [x, y] = [a.evaluate(state.a, 0), b.evaluate(state.b, 0)];
  if (x !== y) return `predicates ${x} and ${y} in\n${state.key}`;
  for (const [m, words] of [[a, state.a] as const, [b, state.b] as const]) {
    const again = new Int32Array(m.words);
    m.encode(m.decode(words, 0), m.counter(words, 0), again, 0);
    if (again.join() !== words.join()) return `encoding changes\n${state.key}`;
  }
  return null;
}

function compareRan(a: Machine, b: Machine): string | null {
  return a.ran.join() === b.ran.join() ? null : `bodies run: ${a.ran.join()} and ${b.ran.join()}`;
}

/** Of states by their packed forms, from which a machine makes the same state each time. Far more steps lead to states than there are states. */
type Keys = Map<string, string>;

function outcome(m: Machine, source: Int32Array | null, keys: Keys): { lines: string[]; states: Map<string, Int32Array> } {
  const { successors: s } = m;
  const { text, step } = fairnessIn(m, source);
  const states = new Map<string, Int32Array>();
  const lines: string[] = [text];
  for (let i = 0; i < s.count; i++) {
    const words = s.words.slice(i * m.words, (i + 1) * m.words);
    const packed = words.join();
    const key = keys.get(packed) ?? keyOf(m.decode(s.words, i * m.words), m.counter(s.words, i * m.words));
    keys.set(packed, key);
    states.set(key, words);
    lines.push(`${step(s.tag[i])} cost ${s.cost[i]} flags ${s.flags[i]} to ${key}`);
  }
  for (let i = 0; i < s.errors; i++) lines.push(`error of cost ${s.errorCost[i]}`);
  lines.push(`cuts ${s.cuts}, forced ${s.forcedCuts}`, `bounds ${m.bounds.filter((_, i) => s.bounds[i]).sort()}`);
  return { lines: lines.sort(), states };
}

/** Sorted keys: the machines may build objects in different orders. */
function keyOf(state: State, counter: number): string {
  const sorted = (_: string, v: unknown) =>
    v !== null && typeof v === 'object' && !Array.isArray(v)
      ? Object.fromEntries(Object.entries(v).sort(([x], [y]) => (x < y ? -1 : 1)))
      : v;
  return JSON.stringify({ counter, ...state }, sorted);
}

/** Of sorted lines. */
function firstDifference(x: readonly string[], y: readonly string[]): string | null {
  if (x.length === y.length && x.every((line, i) => line === y[i])) return null;
  const count = (lines: readonly string[]) => {
    const counts = new Map<string, number>();
    for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
    return counts;
  };
  const [left, right] = [count(x), count(y)];
  const differences: string[] = [];
  for (const [line, n] of left) if (right.get(line) !== n) differences.push(`first ${n}, second ${right.get(line) ?? 0}: ${line}`);
  for (const [line, n] of right) if (!left.has(line)) differences.push(`first 0, second ${n}: ${line}`);
  return differences.length === 0 ? null : differences.slice(0, 6).join('\n');
}
