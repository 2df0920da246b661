/**
 * Where somebody stands who walks along a run, and where each move leads. A moment is between two steps: what is shown is what runs next.
 * Inside a step it is between two statements. Ticks in a row are one move. Of a run that loops the last moment is the one that the loop
 * begins with, so from there it goes round again.
 */
import type { InsideStep, Replay, Stands } from '#report';

export interface Position {
  readonly moment: number;
  /** the statement of the next step that runs next; null before the step */
  readonly inside: number | null;
  /** how often the loop was gone round before */
  readonly round: number;
}

export const start: Position = { moment: 0, inside: null, round: 0 };

export class Walk {
  readonly #replay: Replay;
  readonly #stands: Stands;
  /** moments at which a move ends, in order */
  readonly #stops: readonly number[];

  constructor(replay: Replay, stands: Stands) {
    this.#replay = replay;
    this.#stands = stands;
    const stops = [0];
    while (stops[stops.length - 1] < this.last) stops.push(this.#behind(stops[stops.length - 1]));
    this.#stops = stops;
  }

  get last(): number {
    return this.#replay.moments.length;
  }

  /** Index of the step that is next at a moment; null at the end of a run that does not go round. */
  next(moment: number): number | null {
    const { loop } = this.#replay;
    if (moment < this.last) return moment;
    return loop === null || loop === this.last ? null : loop;
  }

  /** Of the step that is next. */
  statements(moment: number): InsideStep['statements'] {
    const step = this.next(moment);
    return step === null ? [] : this.#stands.inside(step).statements;
  }

  /** The moment behind the next step, or behind the ticks in a row that begin here; null at the end. */
  target(moment: number): number | null {
    const step = this.next(moment);
    return step === null ? null : this.#behind(step);
  }

  /** The next step as a whole; at the end nothing moves. */
  over(at: Position): Position {
    const target = this.target(at.moment);
    if (target === null) return at;
    return { moment: target, inside: null, round: at.moment === this.last ? at.round + 1 : at.round };
  }

  /** The next statement, be it in a block of this one; outside of a step its first one. */
  into(at: Position): Position {
    const next = at.inside === null ? 0 : at.inside + 1;
    return next < this.statements(at.moment).length ? { ...at, inside: next } : this.over(at);
  }

  /** The next statement that is in no block of this one, or the next step. */
  along(at: Position): Position {
    if (at.inside === null) return this.over(at);
    const statements = this.statements(at.moment);
    const { depth } = statements[at.inside];
    const next = statements.findIndex((one, i) => i > at.inside! && one.depth <= depth);
    return next < 0 ? this.over(at) : { ...at, inside: next };
  }

  /** The statement before, or the step before; at the start nothing moves. `fine`: into the step before, to its last statement. */
  back(at: Position, fine: boolean): Position {
    if (at.inside !== null) return { ...at, inside: at.inside === 0 ? null : at.inside - 1 };
    const before = this.#stepBack(at);
    const last = this.statements(before.moment).length - 1;
    return fine && before !== at && last >= 0 ? { ...before, inside: last } : before;
  }

  #stepBack(at: Position): Position {
    const { loop } = this.#replay;
    const before = this.#stops.findLast((moment) => moment < at.moment);
    if (before === undefined) return at;
    if (at.round > 0 && loop !== null && before <= loop) return { moment: this.last, inside: null, round: at.round - 1 };
    return { ...at, moment: before };
  }

  /** Every position after this one, in order, up to the next time at the last moment. */
  *after(at: Position): Generator<Position, void> {
    for (let now = at; ; ) {
      for (let inside = (now.inside ?? -1) + 1; inside < this.statements(now.moment).length; inside++) yield { ...now, inside };
      const step = this.next(now.moment);
      if (step === null) return;
      now = { moment: step + 1, inside: null, round: now.moment === this.last ? now.round + 1 : now.round };
      yield now;
      if (now.moment === this.last) return;
    }
  }

  /** Every position before this one, the nearest first. */
  *before(at: Position): Generator<Position, void> {
    for (let inside = (at.inside ?? 0) - 1; inside >= 0; inside--) yield { ...at, inside };
    if (at.inside !== null) yield { ...at, inside: null };
    for (let before = this.momentBefore(at); before !== null; before = this.momentBefore(before)) {
      for (let inside = this.statements(before.moment).length - 1; inside >= 0; inside--) yield { ...before, inside };
      yield before;
    }
  }

  /** One step back, single ticks too; null at the start. */
  momentBefore({ moment, round }: Position): Position | null {
    if (moment === 0) return null;
    const { loop } = this.#replay;
    if (round > 0 && loop !== null && moment === loop + 1) return { moment: this.last, inside: null, round: round - 1 };
    return { moment: moment - 1, inside: null, round };
  }

  /** The moment at which the move that led to this one began. */
  cameFrom(moment: number): number {
    return this.#stops.findLast((one) => one < moment) ?? 0;
  }

  #behind(step: number): number {
    const { moments, loop } = this.#replay;
    let behind = step + 1;
    if (moments[step].kind !== 'tick') return behind;
    while (behind < this.last && behind !== loop && moments[behind].kind === 'tick') behind++;
    return behind;
  }
}
