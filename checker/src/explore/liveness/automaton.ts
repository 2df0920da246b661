/**
 * From a formula to a generalised Büchi automaton: the tableau of Gerth, Peled, Vardi and Wolper ("Simple on-the-fly
 * automatic verification of linear temporal logic", 1995). A run of the automaton over a word is accepting when it visits
 * every acceptance set infinitely often; there is one such run exactly for the words that satisfy the formula.
 */
import { unhandled } from '#grammar';
import { type Formula, type Formulas, joined, type Pair } from './ltl.ts';

export interface Automaton {
  readonly states: readonly AutomatonState[];
  /** states in which a run may begin: they read the word's first letter */
  readonly initial: readonly number[];
  /** number of acceptance sets; 0: every infinite run accepts */
  readonly sets: number;
}

export interface AutomatonState {
  /** the letter read here must make these atoms true, and those false */
  readonly positive: readonly number[];
  readonly negative: readonly number[];
  readonly next: readonly number[];
  /** for each acceptance set, whether this state is in it */
  readonly accepting: readonly boolean[];
}

interface TableauNode {
  readonly incoming: Set<number>;
  /** formulas that hold here and are dealt with */
  readonly old: ReadonlyMap<number, Formula>;
  /** formulas that must hold at the next letter */
  readonly next: ReadonlyMap<number, Formula>;
}

interface Open {
  readonly incoming: Set<number>;
  readonly todo: readonly Formula[];
  readonly old: ReadonlyMap<number, Formula>;
  readonly next: ReadonlyMap<number, Formula>;
}

/** The mark of "comes from nowhere": initial. */
const START = -1;

/** More places than this an automaton does not get: they are multiplied by the states of the system. */
const MOST_PLACES = 16_384;
/** Nor more nodes of the tableau, looked at again and again, which takes some seconds. */
const MOST_LOOKED = 2 ** 20;
/** Nodes of the tableau after which the caller is heard. */
const SLICE = 64;

/** Yields now and then; null where that takes too much: `most` nodes of the tableau, looked at again and again. */
export function* toAutomaton(formulas: Formulas, written: Formula, most = MOST_LOOKED): Generator<number, Automaton | null> {
  const formula = joined(formulas, written);
  const nodes = yield* tableau(formulas, formula, most);
  if (nodes === null) return null;
  const promises = untilsOf(formula);
  const next = nodes.map((): number[] => []);
  for (const [to, { incoming }] of nodes.entries()) for (const from of incoming) if (from !== START) next[from].push(to);
  const states = nodes.map((node, index): AutomatonState => {
    const literals = [...node.old.values()].filter((f) => f.op === 'atom');
    return {
      positive: literals.filter((f) => !f.negated).map((f) => f.atom),
      negative: literals.filter((f) => f.negated).map((f) => f.atom),
      next: next[index],
      accepting: promises.map((f) => !node.old.has(f.id) || f.right.op === 'true' || node.old.has(f.right.id)),
    };
  });
  const initial = nodes.flatMap((node, i) => (node.incoming.has(START) ? [i] : []));
  return yield* merged({ states, initial, sets: promises.length });
}

/**
 * States that read the same letters, count for the same sets and continue in the same way are one. The tableau distinguishes how a promise
 * was come by; a run would need a step more for each such state that it only passes through.
 */
function* merged(automaton: Automaton): Generator<number, Automaton> {
  for (;;) {
    const { states, initial, sets } = automaton;
    const keys = new Map<string, number>();
    const into: number[] = [];
    const kept: AutomatonState[] = [];
    for (const [q, state] of states.entries()) {
      if (q % SLICE === 0) yield 0;
      const letters = [state.positive, state.negative].map((atoms) => [...new Set(atoms)].sort((a, b) => a - b));
      const text = JSON.stringify([letters, state.next, state.accepting]);
      const same = keys.get(text) ?? kept.push(state) - 1;
      keys.set(text, same);
      into.push(same);
    }
    if (kept.length === states.length) return automaton;
    const moved = (places: readonly number[]) => [...new Set(places.map((q) => into[q]))].sort((a, b) => a - b);
    automaton = { states: kept.map((state) => ({ ...state, next: moved(state.next) })), initial: moved(initial), sets };
  }
}

function* tableau(formulas: Formulas, formula: Formula, most: number): Generator<number, TableauNode[] | null> {
  const nodes: TableauNode[] = [];
  const known = new Map<string, number>();
  const open: Open[] = [{ incoming: new Set([START]), todo: [formula], old: new Map(), next: new Map() }];
  for (let looked = 0; open.length > 0; looked++) {
    if (looked % SLICE === 0) yield 0;
    const node = open.pop()!;
    if (node.todo.length > 0) {
      open.push(...expand(formulas, node));
      continue;
    }
    const key = `${keyOf(node.old)}|${keyOf(node.next)}`;
    const same = known.get(key);
    if (same !== undefined) {
      for (const from of node.incoming) nodes[same].incoming.add(from);
      continue;
    }
    if (nodes.length === MOST_PLACES || looked > most) return null;
    known.set(key, nodes.length);
    open.push({ incoming: new Set([nodes.length]), todo: [...node.next.values()], old: new Map(), next: new Map() });
    nodes.push({ incoming: node.incoming, old: node.old, next: node.next });
  }
  return nodes;
}

function keyOf(set: ReadonlyMap<number, Formula>): string {
  return [...set.keys()].sort((a, b) => a - b).join();
}

/** Deals with one formula of `todo`: what must hold now, and what next, in one or two ways. */
function expand(formulas: Formulas, node: Open): Open[] {
  const [f, ...todo] = node.todo;
  if (node.old.has(f.id)) return [{ ...node, todo }];
  if (f.op === 'false' || (f.op === 'atom' && node.old.has(formulas.not(f).id))) return [];
  const old = f.op === 'true' ? node.old : new Map(node.old).set(f.id, f);
  const way = (now: readonly Formula[], next: readonly Formula[]): Open => ({
    incoming: new Set(node.incoming),
    todo: [...now, ...todo],
    old,
    next: next.length === 0 ? node.next : new Map([...node.next, ...next.map((g) => [g.id, g] as const)]),
  });
  switch (f.op) {
    case 'true':
    case 'atom':
      return [way([], [])];
    case 'and':
      return [way([f.left, f.right], [])];
    case 'or':
      return [way([f.left], []), way([f.right], [])];
    case 'until':
      return [way([f.left], [f]), way([f.right], [])];
    case 'release':
      return [way([f.right], [f]), way([f.left, f.right], [])];
    default:
      return unhandled(f.op);
  }
}

/** How much an automaton has to remember of a formula: the promises in it. */
export function promisesIn(formula: Formula): number {
  return untilsOf(formula).length;
}

/** The until formulas inside: each promises its right side, and an accepting run keeps every promise. */
function untilsOf(formula: Formula): Pair[] {
  const found = new Map<number, Pair>();
  const walk = (f: Formula): void => {
    if (!('left' in f)) return;
    if (f.op === 'until') found.set(f.id, f);
    walk(f.left);
    walk(f.right);
  };
  walk(formula);
  return [...found.values()];
}
