/**
 * Which kinds of faults a violation needs: each that is assumed is removed alone, and the property checked again. A kind that
 * does not stand in the trace may stand in another run that the violation rests on, so it is tried too, unless the trace is as
 * much of a violation without it.
 */
import { unhandled } from '#grammar';
import type { Model, Property } from '../../model/ir.ts';
import type { Blame, FaultKind, PropertyResult, Trace, Verdict } from '../../verdict.ts';
import { assumedFaults, type FaultSource, faultsIn, keyOf, kindOf, withoutFault } from '../search/faults.ts';
import { isBoundedBy, RAISES, restsOnCapacity, withMoreRoom } from './capacity.ts';

/** Verdicts of these properties in another model; none where they may not be checked any more. */
type Recheck = (model: Model, properties: readonly Property[]) => Generator<number, readonly PropertyResult[]>;

interface Violated {
  readonly property: Property;
  readonly trace: Trace;
}

/**
 * The violations that one check has found in a model. What is asked of the model without a kind of fault is asked once, for all of the
 * properties that ask it and share a search: an answer that says "holds" or "violated" is the one that each has alone. Any other rests on the
 * budget, or on an error that another property may have brought in, and then each is asked alone.
 */
export class Blaming {
  readonly #model: Model;
  readonly #violated: readonly Violated[];
  /** the search that found them was cut off by its capacity, so that those without a fault probably are */
  readonly #wasCut: boolean;
  readonly #recheck: Recheck;
  /** by fault and capacity, then by property */
  readonly #answers = new Map<string, Map<Property, Verdict | null>>();
  /** by fault and capacity: together they were not answered */
  readonly #alone = new Set<string>();

  constructor(model: Model, violated: readonly Violated[], bounds: readonly string[], recheck: Recheck) {
    this.#model = model;
    this.#violated = violated;
    this.#wasCut = isBoundedBy(bounds, model.network.capacity);
    this.#recheck = recheck;
  }

  *of(one: Violated): Generator<number, Blame> {
    const model = this.#model;
    const blame = { necessary: [] as FaultKind[], used: [] as FaultKind[], unsettled: [] as FaultKind[], notNeeded: [] as FaultKind[] };
    for (const source of assumedFaults(model)) {
      const without = withoutFault(model, source);
      const isUsed = uses(model, one.trace, source);
      const verdict = isAsked(model, one, source, without) ? yield* this.#standing(one, source, without) : 'violated';
      if (verdict === 'holds') blame.necessary.push(kindOf(model, source));
      else if (verdict !== 'violated') blame.unsettled.push(kindOf(model, source));
      else blame[isUsed ? 'used' : 'notNeeded'].push(kindOf(model, source));
    }
    return blame;
  }

  /**
   * Without a fault, and where that holds within the capacity only, within larger ones.
   *
   * Where it rests on the capacity, the largest is asked first. If it holds there it holds within each smaller one, which need not be
   * asked: a run within a smaller capacity is one within a larger (see deepening.ts), so a violation or an error there would be one of the larger,
   * and a search that has seen all of the larger would have met it. Otherwise all are asked, from the smallest on. That it will rest on the capacity
   * is foreseen where the search of all faults did; not where each answer takes the whole graph, for a violation may be in a small one.
   */
  *#standing(one: Violated, source: FaultSource, without: Model): Generator<number, Verdict['status'] | undefined> {
    const { capacity } = without.network;
    const ask = (within: number) => this.#answer(one, source, without, within);
    if (growsWithRuns(without, one.property)) {
      const ends = searchOf(one.property) !== 'the whole graph';
      const rests = (ends && this.#wasCut) || restsOnCapacity(yield* ask(capacity), capacity);
      const most = rests ? yield* ask(capacity + RAISES) : null;
      if (most?.status === 'holds') return most.status;
    }
    const answers = yield* withMoreRoom(capacity, ask, (verdict) => verdict);
    return answers.at(-1)!.answer?.status;
  }

  *#answer(one: Violated, source: FaultSource, without: Model, capacity: number): Generator<number, Verdict | null> {
    const key = `${keyOf(source)} ${capacity}`;
    const known = this.#answers.get(key) ?? new Map<Property, Verdict | null>();
    this.#answers.set(key, known);
    const before = known.get(one.property);
    if (before !== undefined) return before;
    const model = capacity === without.network.capacity ? without : { ...without, network: { ...without.network, capacity } };
    const together = this.#alone.has(key) ? [one] : this.#askedWith(one, source, without, known);
    const properties = together.map(({ property }) => property);
    for (const { property: name, verdict } of yield* this.#recheck(model, properties)) {
      const isSure = verdict.status === 'holds' || verdict.status === 'violated';
      if (isSure || together.length === 1) known.set(properties.find((property) => property.name === name)!, verdict);
    }
    if (known.has(one.property)) return known.get(one.property)!;
    if (together.length === 1) return null;
    this.#alone.add(key);
    return yield* this.#answer(one, source, without, capacity);
  }

  /** It and those after it that will ask the same, in a search of the same kind. */
  #askedWith(one: Violated, source: FaultSource, without: Model, known: ReadonlyMap<Property, unknown>): Violated[] {
    const shares = searchOf(one.property);
    if (shares === 'its own') return [one];
    const base = this.#answers.get(`${keyOf(source)} ${without.network.capacity}`);
    const isSettled = ({ property }: Violated) => {
      const verdict = base?.get(property) ?? null;
      return verdict !== null && !restsOnCapacity(verdict, without.network.capacity);
    };
    return this.#violated.filter(
      (other) =>
        other === one ||
        (searchOf(other.property) === shares &&
          !known.has(other.property) &&
          !isSettled(other) &&
          isAsked(this.#model, other, source, without)),
    );
  }
}

/** Whether the property is checked again: the trace is not as much of a violation without the fault. */
function isAsked(model: Model, { property, trace }: Violated, source: FaultSource, without: Model): boolean {
  return uses(model, trace, source) || restsOnOtherRuns(model, source, without, property);
}

function uses(model: Model, trace: Trace, source: FaultSource): boolean {
  return faultsIn(model, trace).some((one) => keyOf(one) === keyOf(source));
}

/** Properties of one kind can share a search, in which no answer depends on what else is asked. */
function searchOf({ kind, usesKnowledge }: Property): 'the whole graph' | 'in passing' | 'its own' {
  if (usesKnowledge) return 'its own';
  switch (kind) {
    case 'liveness':
      return 'the whole graph';
    case 'state':
    case 'step':
    case 'reachable':
      return 'in passing';
    case 'deadline':
    case 'scenario':
      return 'its own';
    default:
      return unhandled(kind);
  }
}

/**
 * Whether more runs can only break it, and bring errors. What nodes know depends on all runs; and where it takes time to pass, time may stop
 * for want of steps that a larger capacity has.
 */
function growsWithRuns({ timing }: Model, { kind, usesKnowledge }: Property): boolean {
  return !usesKnowledge && !(timing.time && (kind === 'liveness' || kind === 'deadline'));
}

/**
 * The trace alone does not show this: the knowledge of a node depends on every run; so does `stable`, where without the fault nothing
 * stabilises any more; and where a node may stay down because of this fault, its restart after another one is fair without it.
 */
function restsOnOtherRuns(model: Model, source: FaultSource, without: Model, { kind, usesKnowledge }: Property): boolean {
  const mayStayDown = source.kind === 'crash' && model.crashes[source.fault].mayStayDown;
  return usesKnowledge || model.stabilises !== without.stabilises || (kind === 'liveness' && mayStayDown);
}
