/**
 * Leaves steps out of a run that was found at random, as long as what is left still leads there: halves of the run first, then ever
 * smaller parts (Zeller and Hildebrandt, "Simplifying and isolating failure-inducing input", 2002). What is left is played again by
 * what each step does, a delivery by its message and not by its age; a step that cannot be taken any more is left out as well.
 */
import type { Machine } from '../explore/machine/machine.ts';
import { errorOf, type Replay } from '../explore/search/replay.ts';
import type { State, Step, StepLabel } from '../model/state.ts';
import type { Trace } from '../verdict.ts';
import { decides, type Found } from './findings.ts';
import type { Path } from './walk.ts';

/** States whose steps are worked out, at most; and what one of them counts as, in states of the compiled machine. */
const MOST_PLAYED = 10_000;
const EACH = 20;

interface Played {
  readonly steps: readonly Step[];
  readonly faults: number;
  readonly path: Path;
}

/** A step by what it does: exactly so, or else with other choices. */
interface Deed {
  readonly exact: string | null;
  readonly roughly: string;
}

/** Yields the number of states looked at since it last did. */
export function* leaned(machine: Machine, replay: Replay, found: Found, trace: Trace): Generator<number, Path | null> {
  const play = new Play(machine, replay, found, trace);
  let best = play.of(trace.steps.map(({ step }) => deedOf(step)));
  if (best === null) return null;
  const tried = function* (deeds: readonly Deed[]): Generator<number, void> {
    const before = play.played;
    const other = play.of(deeds, best!.faults);
    if (other !== null && isSimpler(other, best!)) best = other;
    yield (play.played - before) * EACH;
  };
  const goesOn = () => play.played < MOST_PLAYED;
  for (let i = best.steps.length - 1; i >= 0 && goesOn(); i--) {
    const { steps }: Played = best;
    const harmless = i < steps.length ? harmlessOf(steps[i]) : null;
    if (harmless !== null) yield* tried([...steps.slice(0, i).map(deedOf), harmless, ...steps.slice(i + 1).map(deedOf)]);
  }
  for (let size = Math.ceil(best.steps.length / 2); size >= 1 && goesOn(); size = size === 1 ? 0 : Math.ceil(size / 2)) {
    // From the end on: what comes late depends on what comes early.
    for (let end = best.steps.length; end > 0 && goesOn(); end -= size) {
      const { steps }: Played = best;
      yield* tried([...steps.slice(0, Math.max(0, end - size)), ...steps.slice(end)].map(deedOf));
    }
  }
  return best.path;
}

function isSimpler(a: Played, b: Played): boolean {
  return a.faults < b.faults || (a.faults === b.faults && a.steps.length < b.steps.length);
}

class Play {
  played = 0;
  readonly #machine: Machine;
  readonly #replay: Replay;
  readonly #found: Found;
  readonly #trace: Trace;

  constructor(machine: Machine, replay: Replay, found: Found, trace: Trace) {
    this.#machine = machine;
    this.#replay = replay;
    this.#found = found;
    this.#trace = trace;
  }

  /** Null where these steps do not lead to what was found, or not with so few faults. */
  of(wanted: readonly Deed[], mostFaults = Infinity): Played | null {
    const replay = this.#replay;
    const { initial, first } = this.#trace;
    let state = first;
    let counter = replay.counter(null, initial, first);
    let faults = initial.cost;
    const states = [this.#packed(state, counter)];
    const costs = [initial.cost];
    const steps: Step[] = [];
    const result = () => ({ steps, faults, path: { states, costs } });
    if (decides(this.#machine, this.#found, states[0], 0, 0)) return result();
    for (const deed of wanted) {
      this.played++;
      const alike = replay.steps(state).filter(({ label, target }) => target.kind !== 'cut' && textOf(label) === deed.roughly);
      const taken = alike.find((one) => deedOf(one).exact === deed.exact) ?? alike[0];
      if (taken === undefined) continue;
      steps.push(taken);
      costs.push(taken.cost);
      faults += taken.cost;
      if (faults > mostFaults) return null;
      if (this.#found === 'error' && errorOf(replay, taken, state) !== null) {
        if (taken.target.kind === 'state' && replay.errorIn(taken.target.state) !== null)
          states.push(this.#packed(taken.target.state, replay.counter({ counter, state }, taken, taken.target.state)));
        return result();
      }
      if (taken.target.kind !== 'state') return null;
      const next = taken.target.state;
      const broken = replay.broken(state, next);
      counter = replay.counter({ counter, state }, taken, next);
      state = next;
      states.push(this.#packed(state, counter));
      if (decides(this.#machine, this.#found, states[states.length - 1], 0, typeof broken === 'number' ? broken : 0)) return result();
    }
    return null;
  }

  #packed(state: State, counter: number): Int32Array {
    const packed = new Int32Array(this.#machine.words);
    this.#machine.encode(state, counter, packed, 0);
    return packed;
  }
}

/** What a step does, whenever it does it. */
function deedOf({ label, choices }: Step): Deed {
  const roughly = textOf(label);
  return { exact: JSON.stringify([roughly, choices.map(({ kind, name, value }) => [kind, name, value])]), roughly };
}

/** Where the network does something to a message: that the message is simply delivered. */
function harmlessOf({ label }: Step): Deed | null {
  const isAbout = label.kind === 'lose' || label.kind === 'duplicate' || label.kind === 'corrupt';
  return isAbout ? { exact: null, roughly: textOf({ kind: 'deliver', message: label.message, handler: null }) } : null;
}

/** A message by what it is and not by its age; which handler takes it is the node's business. */
function textOf(label: StepLabel): string {
  return JSON.stringify('message' in label ? { kind: label.kind, message: { ...label.message, age: 0 } } : label);
}
