/**
 * Violations of liveness on random runs: a state that comes again closes a loop, and without time a run may rest. Whether the loop
 * breaks the property is asked of the compiled machine; whether it is fair, of the interpreter, which follows the run.
 */
import { fairnessIfFair, holdsOnLasso } from '../explore/liveness/lasso.ts';
import type { LivenessQuery } from '../explore/liveness/query.ts';
import type { Machine } from '../explore/machine/machine.ts';
import type { Replay } from '../explore/search/replay.ts';
import type { Expr } from '../model/ir.ts';
import type { Watch } from '../model/watch.ts';
import type { Trace } from '../verdict.ts';
import { follow } from './follow.ts';
import type { Path } from './walk.ts';

/** A run that goes on from its last state as from this one, which is the same. */
interface Lasso {
  readonly path: Path;
  readonly from: number;
}

/** Loops of a run that are looked at: the longest, since more of what fairness asks for is in them. */
const LOOPS = 3;
/** States of a run that are looked at for a rest. */
const RESTS = 12;
/** What a state that the interpreter comes to counts as, in states of the compiled machine. */
const EACH = 20;
/** Parts of a lasso that are tried to be left out. */
const MOST_TRIED = 60;

export class LassoSeeker {
  readonly #machine: Machine;
  readonly #replay: Replay;
  readonly #watch: Watch;

  constructor(machine: Machine, replay: Replay, watch: Watch) {
    this.#machine = machine;
    this.#replay = replay;
    this.#watch = watch;
  }

  /** A fair lasso of this run that breaks the property, made shorter. Yields the number of states looked at since it last did. */
  *find(query: LivenessQuery, path: Path): Generator<number, Trace | null> {
    const bits = this.#bitsOf(path);
    const loops = [...(this.#machine.model.timing.time ? [] : restsOf(path)), ...loopsOf(path)];
    for (const [from, to] of loops) {
      if (!this.#breaks(query, bits.slice(0, from), from === to ? [bits[to]] : bits.slice(from, to))) continue;
      const lasso = { path: cut(path, to), from };
      const trace = this.#fair(lasso);
      yield EACH * to;
      if (trace !== null) return yield* this.#shorter(query, lasso, trace);
    }
    return null;
  }

  *#shorter(query: LivenessQuery, first: Lasso, known: Trace): Generator<number, Trace> {
    let [lasso, trace] = [first, known];
    for (let tried = 0, again = true; again && tried < MOST_TRIED; ) {
      again = false;
      for (const { begin, end } of rounds(lasso)) {
        if (tried++ >= MOST_TRIED) break;
        const shorter = without(lasso, begin, end);
        const bits = this.#bitsOf(shorter.path);
        const last = bits.length - 1;
        const loop = shorter.from === last ? bits.slice(last) : bits.slice(shorter.from, last);
        if (!this.#breaks(query, bits.slice(0, shorter.from), loop)) continue;
        const other = this.#fair(shorter);
        yield EACH * last;
        if (other === null) continue;
        [lasso, trace, again] = [shorter, other, true];
        break;
      }
    }
    return trace;
  }

  #bitsOf({ states }: Path): number[] {
    return states.map((state) => this.#machine.evaluate(state, 0));
  }

  #breaks({ property: { formula, provided } }: LivenessQuery, stem: readonly number[], loop: readonly number[]): boolean {
    const holds = (predicate: Expr, bits: number) => ((bits >>> this.#watch.predicates.indexOf(predicate)) & 1) === 1;
    return !holdsOnLasso(holds, formula, stem, loop) && (provided === null || holdsOnLasso(holds, provided, stem, loop));
  }

  #fair({ path, from }: Lasso): Trace | null {
    const trace = follow(this.#machine, this.#replay, null, path);
    const states = [trace.first, ...trace.steps.map(({ state }) => state)];
    const steps = trace.steps.slice(from).map(({ step }) => step);
    const reasons = fairnessIfFair(this.#machine.model, { states: steps.length === 0 ? states.slice(-1) : states.slice(from, -1), steps });
    return reasons === null ? null : { ...trace, loop: from, fairness: reasons };
  }
}

function cut({ states, costs }: Path, last: number): Path {
  return { states: states.slice(0, last + 1), costs: costs.slice(0, last + 1) };
}

/** Where there is no time a run may rest in any state in which nothing has to happen: some of its states, the last one first. */
function restsOf({ states }: Path): (readonly [number, number])[] {
  const last = states.length - 1;
  const places = Array.from({ length: RESTS + 1 }, (_, i) => Math.round((last * (RESTS - i)) / RESTS));
  return [...new Set(places)].map((place) => [place, place]);
}

/** Pairs of visits of one state, those with most between them first. */
function loopsOf({ states }: Path): (readonly [number, number])[] {
  const first = new Map<string, number>();
  const loops = states.flatMap((state, i): (readonly [number, number])[] => {
    const key = state.join();
    const from = first.get(key);
    if (from !== undefined) return [[from, i]];
    first.set(key, i);
    return [];
  });
  return loops.sort(([a, b], [c, d]) => d - c - (b - a)).slice(0, LOOPS);
}

/** Parts of the stem, or of the loop, that begin and end in one state, the longest first. */
function rounds({ path: { states }, from }: Lasso): { readonly begin: number; readonly end: number }[] {
  const last = states.length - 1;
  const visits = new Map<string, number[]>();
  for (const [i, state] of states.entries()) {
    const key = state.join();
    visits.set(key, [...(visits.get(key) ?? []), i]);
  }
  const isPart = (begin: number, end: number) => (end <= from || begin >= from) && !(begin === from && end === last);
  return [...visits.values()]
    .flatMap((places) => places.flatMap((begin, i) => places.slice(i + 1).flatMap((end) => (isPart(begin, end) ? [{ begin, end }] : []))))
    .sort((a, b) => b.end - b.begin - (a.end - a.begin))
    .slice(0, MOST_TRIED);
}

function without({ path: { states, costs }, from }: Lasso, begin: number, end: number): Lasso {
  const path = {
    states: [...states.slice(0, begin + 1), ...states.slice(end + 1)],
    costs: [...costs.slice(0, begin + 1), ...costs.slice(end + 1)],
  };
  return { path, from: end <= from ? from - (end - begin) : from };
}
