/**
 * The proviso search: under which assumptions does a property hold? First one quantity at a time around the set that the file names,
 * then, where asked for, all weakest sets and all smallest breaks. A generator that its caller advances.
 *
 * What is inferred from what: a property of finite runs, a deadline or a claim about fair runs that holds under a set holds under every set
 * within it, with the same bounds of the search (for fair runs: unless the model fails there). So an answer settles all that is
 * stronger, or all that is weaker. A model error settles nothing, but that nothing holds where a step that fails can be taken. What holds within the capacity only is queried again with larger ones
 * before it is reported, since losing messages makes room in a full network: with too little of it a loss seems to be needed for
 * a violation that needs none.
 */

import { type Analysis, type ConstantValue, chainOf, lower } from '../analysis/index.ts';
import { RAISES } from '../explore/check/capacity.ts';
import type { Model, Property } from '../model/ir.ts';
import { likelyNext, MOST_FORESEEN } from './ahead.ts';
import type { Joint, Judgement, ProvisosAnswer, Row } from './answer.ts';
import { leastRoom } from './confirmed.ts';
import { Frontier } from './frontier.ts';
import { between, type Gap, gapsOf, topTicks } from './ladders.ts';
import type { Point } from './lattice.ts';
import { type Asked, Oracle, type OracleOptions, type Subject } from './oracle.ts';
import { type Refusal, refusal } from './refusal.ts';
import { heldAt, largestRoom, type Room, restsOn, smallestOf, smallestRoom, weakestOf } from './room.ts';
import { type Quantity, type Rung, sameRung } from './rung.ts';
import { isShownByRun } from './same-run.ts';
import { seedsOf } from './seeds.ts';
import { assumedPoint, isInfinite, type Space, type SpaceOptions, spaceOf, withRung } from './space.ts';
import { rowOf } from './table.ts';

export interface ProvisosOptions extends OracleOptions, SpaceOptions {
  /** the joint frontier too, and not only one quantity at a time */
  readonly joint: boolean;
  /** names; all that have provisos unless given */
  readonly properties?: readonly string[];
}

/** What the answer would be were the search stopped here for this reason. */
type SoFar = (stopped: string) => ProvisosAnswer;

export type ProvisosEvent =
  | {
      readonly kind: 'progress';
      readonly property: string;
      readonly checks: number;
      readonly states: number;
      readonly soFar: SoFar;
    }
  | { readonly kind: 'row'; readonly property: string; readonly space: Space; readonly row: Row; readonly soFar: SoFar }
  | { readonly kind: 'answer'; readonly answer: ProvisosAnswer }
  | { readonly kind: 'refused'; readonly property: string; readonly why: Refusal };

/** Each property of the system in turn. Null where the system under this set is no sound model. */
export function provisos(
  analysis: Analysis,
  system: string,
  assume: string,
  constants: ReadonlyMap<string, ConstantValue>,
  options: ProvisosOptions,
): Generator<ProvisosEvent, void> | null {
  const { model } = lower(analysis, system, assume, constants);
  if (model === null) return null;
  return run({ analysis, system, frame: chainOf(analysis, assume), model, constants }, options);
}

function* run(subject: Subject, options: ProvisosOptions): Generator<ProvisosEvent, void> {
  const { model } = subject;
  const wanted = model.properties.filter(({ name }) => options.properties === undefined || options.properties.includes(name));
  const able: Property[] = [];
  for (const property of wanted) {
    const why = refusal(property, model);
    if (why === null) able.push(property);
    else yield { kind: 'refused', property: property.name, why };
  }
  for (const infinite of [false, true]) {
    const group = able.filter((property) => isInfinite(property) === infinite);
    if (group.length === 0) continue;
    const oracle = new Oracle(subject, options);
    const space = spaceOf(model, infinite, options);
    const frontiers = new Map<string, Frontier<void>>();
    for (const { name } of group) yield* new PropertySearch(subject, options, oracle, frontiers, name, space, group).run();
  }
}

/** So many sets that are not decided within their budgets are borne. */
const MOST_TOO_LARGE = 8;
/** Classes of sets that are told as not settled. */
const MOST_OPEN = 60;

class PropertySearch {
  readonly #options: ProvisosOptions;
  readonly #oracle: Oracle;
  readonly #property: string;
  readonly #before: Pick<Oracle, 'checks' | 'searched'>;
  readonly #frontier: Frontier<void>;
  readonly #top: number;
  /** the smaller capacity with which all is asked where a set takes too long */
  readonly #smaller: number;
  #space: Space;
  #capacity: number;
  readonly #model: Model;
  #assumed: Judgement['standing'] = 'open';
  readonly #rows: Row[] = [];
  #inJoint = false;
  #hasLowered = false;

  constructor(
    subject: Subject,
    options: ProvisosOptions,
    oracle: Oracle,
    frontiers: Map<string, Frontier<void>>,
    property: string,
    space: Space,
    group: readonly Property[],
  ) {
    this.#options = options;
    this.#oracle = oracle;
    this.#property = property;
    this.#space = space;
    this.#model = subject.model;
    this.#capacity = subject.model.network.capacity;
    this.#before = { checks: oracle.checks, searched: oracle.searched };
    this.#top = topTicks(subject.model);
    this.#smaller = smallestRoom(subject.model);
    const others = group.map(({ name }) => name).filter((name) => !frontiers.has(name));
    const shown = isShownByRun(group.find(({ name }) => name === property)!);
    const shows = (violated: Point, stronger: Point) =>
      this.#oracle.isShown(this.#space, violated, stronger, this.#capacity, this.#property);
    const follow = shown === 'no' ? null : { shows, isSure: shown === 'yes' };
    const failsBeyond = (wrong: Point) => this.#oracle.isInherited(this.#space, wrong, this.#capacity, this.#property);
    this.#frontier = new Frontier(space.lattice, (point) => this.#query(point, others), { follow, failsBeyond });
    frontiers.set(property, this.#frontier);
  }

  *run(): Generator<ProvisosEvent, void> {
    this.#assumed = yield* this.#reported(this.#frontier.standing(assumedPoint(this.#space)));
    for (let axis = 0; axis < this.#space.dimensions.length && this.#over() === null; axis++) {
      const row = yield* this.#reported(this.#row(axis));
      this.#rows.push(row);
      yield { kind: 'row', property: this.#property, space: this.#space, row, soFar: this.#soFar };
    }
    const joint = this.#options.joint && this.#over() === null ? yield* this.#reported(this.#joint()) : null;
    if (joint === null) yield* this.#reported(this.#confirmAlone());
    else if (this.#capacity > this.#model.network.capacity) yield* this.#reported(this.#lookAgain());
    yield { kind: 'answer', answer: this.#answer(joint, this.#over()) };
  }

  /** With a larger capacity the table may be another one. */
  *#lookAgain(): Generator<void, void> {
    this.#assumed = yield* this.#frontier.standing(assumedPoint(this.#space));
    for (const axis of this.#rows.keys()) this.#rows[axis] = yield* this.#row(axis);
  }

  /** Nothing is called needed that only makes room in a network that is full. */
  *#confirmAlone(): Generator<void, void> {
    const isConfirmed = () => this.#confirm(this.#capacity + RAISES);
    while (this.#over() === null && !(yield* isConfirmed())) yield* this.#lookAgain();
  }

  #answer(joint: Joint | null, stopped: string | null): ProvisosAnswer {
    const { system, assume } = this.#model;
    const checks = this.#oracle.checks - this.#before.checks;
    return {
      property: this.#property,
      span: this.#model.properties.find(({ name }) => name === this.#property)!.nameSpan,
      system,
      assume,
      space: this.#space,
      points: this.#space.lattice.size,
      assumed: this.#assumed,
      rows: [...this.#rows],
      joint,
      raisedTo: this.#capacity > this.#model.network.capacity ? this.#capacity : null,
      loweredTo: joint === null ? null : leastRoom(joint, this.#model.network.capacity),
      checks,
      remembered: checks - (this.#oracle.searched - this.#before.searched),
      stopped,
    };
  }

  /** Of what is known; nothing is asked for it. */
  readonly #soFar: SoFar = (stopped) => this.#answer(this.#inJoint ? atOnce(this.#jointNow()) : null, stopped);

  #over(): string | null {
    return this.#options.stop();
  }

  *#reported<T>(work: Generator<void, T>): Generator<ProvisosEvent, T> {
    for (;;) {
      const { done, value } = work.next();
      if (done) return value;
      const { checks, states } = this.#oracle;
      yield { kind: 'progress', property: this.#property, checks, states, soFar: this.#soFar };
    }
  }

  *#query(point: Point, others: readonly string[]): Generator<void, Judgement['standing']> {
    if (this.#over() !== null) return 'open';
    const asked = (other: Point): Asked => ({ point: other, capacity: this.#capacity, property: this.#property, others });
    const known = (other: Point) => this.#oracle.foreseen(this.#space, asked(other));
    const next = () => likelyNext(this.#frontier, (copy) => this.#goOn(copy), known, MOST_FORESEEN).map(asked);
    return (yield* this.#oracle.query(this.#space, asked(point), next)).standing;
  }

  /** What is left to be done, as far as it hangs on what sets come to. */
  *#goOn(copy: Frontier<Point>): Generator<Point, void> {
    const assumed = assumedPoint(this.#space);
    yield* copy.standing(assumed);
    for (let axis = this.#rows.length; axis < this.#space.dimensions.length; axis++) yield* copy.rungs(assumed, axis);
    if (!this.#options.joint) return;
    const { seed } = this.#frontier;
    yield* copy.complete(() => false, [...(seed === null ? [] : [seed]), ...seedsOf(this.#space, this.#rows)]);
  }

  // Ladders

  /**
   * While the set as it stands holds with a number of a ladder and not with what comes behind it, the ladder gets one between. Of several
   * ladders the weakest comes first, which stands last: what holds there settles the others.
   */
  *#row(axis: number): Generator<void, Row> {
    for (;;) {
      const standings = yield* this.#frontier.rungs(assumedPoint(this.#space), axis);
      const gap = this.#open(axis).findLast(({ rung, beyond }) => standings[rung] === 'holds' && standings[beyond] !== 'holds');
      if (gap === undefined || this.#over() !== null) return rowOf(this.#space, axis, standings);
      this.#extend(axis, gap.next);
    }
  }

  /** Gaps that may still be filled. */
  #open(axis: number): { readonly rung: number; readonly beyond: number; readonly next: Rung }[] {
    return gapsOf(this.#space, axis).flatMap(({ rung, beyond }) => {
      const next = between(this.#space.dimensions[axis].rungs[rung], this.#space.dimensions[axis].rungs[beyond], this.#top);
      return next === null ? [] : [{ rung, beyond, next }];
    });
  }

  /** Two ladders may have got the same rung. */
  #extend(axis: number, next: Rung): void {
    if (this.#space.dimensions[axis].rungs.some((rung) => sameRung(rung, next))) return;
    this.#space = withRung(this.#space, axis, next);
    this.#frontier.use(this.#space.lattice);
  }

  // The joint frontier

  /**
   * Where a set is not decided within its budget, all are asked with a small capacity. What breaks with that breaks with the capacity assumed,
   * and what was found to hold with that holds with this: a run within the smaller is one within the larger. Then what holds is
   * asked again with larger and larger ones, as far as they are decided.
   */
  *#joint(): Generator<void, Joint> {
    this.#inJoint = true;
    for (;;) {
      yield* this.#frontier.complete(() => this.#over() !== null || this.#hasManyOpen(), seedsOf(this.#space, this.#rows));
      if (this.#over() !== null) break;
      if (this.#lower() || (!this.#hasManyOpen() && this.#extendAll())) continue;
      if (!(yield* this.#restOnCapacity()) || (yield* this.#confirm(largestRoom(this.#room())))) break;
    }
    return yield* this.#jointNow();
  }

  /** More sets that take too long settle nothing: those that are left are told as they are. While there is a smaller capacity, one is too many. */
  #hasManyOpen(): boolean {
    return this.#frontier.open.length > (this.#isLowest() ? MOST_TOO_LARGE : 0);
  }

  #isLowest(): boolean {
    return this.#hasLowered || this.#capacity <= this.#smaller;
  }

  /** Once; false where nothing is open, or where there is no smaller one. */
  #lower(): boolean {
    if (this.#isLowest() || this.#frontier.open.length === 0) return false;
    this.#hasLowered = true;
    this.#capacity = this.#smaller;
    this.#frontier.forgetOpen();
    return true;
  }

  #room(): Room {
    return { oracle: this.#oracle, space: this.#space, property: this.#property, model: this.#model, capacity: this.#capacity };
  }

  *#jointNow(): Generator<void, Joint> {
    const open = this.#frontier.undecided(MOST_OPEN + 1);
    return {
      weakest: yield* weakestOf(this.#room(), this.#frontier.weakest),
      smallest: yield* smallestOf(this.#room(), this.#frontier.smallest),
      open: open.slice(0, MOST_OPEN),
      hasMoreOpen: open.length > MOST_OPEN,
      cut: this.#cut(),
      wrong: this.#frontier.wrong,
      failing: this.#frontier.failing,
    };
  }

  #cut(): Quantity[] {
    return this.#space.dimensions.flatMap(({ quantity }, axis) => {
      const isAt = ({ rung }: Gap) => this.#frontier.weakest.some((point) => point[axis] === rung);
      return gapsOf(this.#space, axis).some(isAt) ? [quantity] : [];
    });
  }

  /** A ladder that has a gap behind a weakest set does not show where it ends. */
  #extendAll(): boolean {
    let any = false;
    for (let axis = 0; axis < this.#space.dimensions.length; axis++) {
      for (const { rung, next } of this.#open(axis)) {
        if (!this.#frontier.weakest.some((point) => point[axis] === rung)) continue;
        this.#extend(axis, next);
        any = true;
      }
    }
    return any;
  }

  *#restOnCapacity(): Generator<void, boolean> {
    for (const point of this.#frontier.weakest) if (restsOn(yield* heldAt(this.#room(), point))) return true;
    return false;
  }

  /** False where one of the weakest sets is violated with more messages in flight: the search goes on with that capacity. */
  *#confirm(larger: number): Generator<void, boolean> {
    const left = new Set(this.#frontier.weakest);
    for (let capacity = this.#capacity + 1; capacity <= larger && left.size > 0; capacity++) {
      for (const point of left) {
        if (this.#over() !== null) return true;
        const held = yield* heldAt(this.#room(), point);
        if (!restsOn(held)) left.delete(point);
        if (!restsOn(held) || held.capacity >= capacity) continue;
        const asked = (other: Point): Asked => ({ point: other, capacity, property: this.#property, others: [] });
        const { standing } = yield* this.#oracle.query(this.#space, asked(point), () => [...left].map(asked));
        if (standing !== 'holds') left.delete(point);
        if (standing !== 'violated') continue;
        this.#capacity = capacity;
        this.#frontier.forgetHolds();
        return false;
      }
    }
    return true;
  }
}

/** The result of work that has nothing to wait for; null where it has. */
function atOnce<T>(work: Generator<void, T>): T | null {
  const { done, value } = work.next();
  return done ? value : null;
}
