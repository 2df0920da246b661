/** What a position of a run looks like: who stands where, what everybody holds, what is in flight, and what the last move did. */
import { evaluate, type Situation, type State } from '#checker';
import { type Span, unhandled } from '#grammar';
import {
  type Cell,
  type CellKind,
  Cursor,
  cellName,
  cellText,
  cellValueText,
  type Datum,
  datumText,
  inFlightText,
  momentTexts,
  placeOfStep,
  plural,
  type Stand,
  sameDatum,
} from '#report';
import type { DebuggedRun } from './run.ts';
import { plain, type Shown, shown } from './values.ts';
import type { Position, Walk } from './walk.ts';

/** Nodes by their index; the world is what is nobody's: time, the network, faults of it. */
export type Who = number | 'world';

export interface Frame {
  readonly name: string;
  /** null where there is none */
  readonly span: Span | null;
  /** its own step is next, or it stands in code: worth a look */
  readonly isBusy: boolean;
}

export interface Group {
  readonly name: string;
  readonly kind: 'locals' | 'other';
  readonly values: () => readonly Shown[];
}

export class Scene {
  readonly #run: DebuggedRun;
  readonly #walk: Walk;
  readonly #at: Position;
  readonly #cursor: Cursor;
  readonly #values: readonly Datum[];

  constructor(run: DebuggedRun, walk: Walk, at: Position) {
    this.#run = run;
    this.#walk = walk;
    this.#at = at;
    this.#cursor = new Cursor(run.counterexample.replay);
    this.#cursor.to(at.moment);
    this.#values = this.#inside?.values ?? this.#cursor.values;
  }

  /** Whose step is next; the world at the end of the run. */
  get active(): Who {
    const step = this.#walk.next(this.#at.moment);
    return step === null ? 'world' : (this.#replay.moments[step].node ?? 'world');
  }

  get isEnd(): boolean {
    return this.#walk.next(this.#at.moment) === null;
  }

  get time(): number {
    return this.#cursor.time;
  }

  /** One for each cell of the replay. */
  get values(): readonly Datum[] {
    return this.#values;
  }

  get state(): State {
    return this.#inside?.situation.state ?? this.#run.stands.stateAt(this.#at.moment);
  }

  /** In its own step a node stands before the statement that is next. */
  stand(node: number): Stand {
    const stand = this.#run.stands.of(node, this.#walk.next(this.#at.moment));
    if (this.#inside === null) return stand;
    if (this.#inside.node === node) return { ...this.#inside, kind: stand.kind, title: stand.title };
    // Ghosts of others may have changed by now.
    return { ...stand, situation: { ...stand.situation, state: this.state } satisfies Situation };
  }

  frame(who: Who): Frame {
    return who === 'world' ? this.#worldFrame() : this.#nodeFrame(who);
  }

  /** Where the code, or the assumption, of the next step stands; at a statement that one. */
  get span(): Span | null {
    return this.frame(this.active).span;
  }

  groups(who: Who): Group[] {
    const all = who === 'world' ? this.#worldGroups() : this.#nodeGroups(who);
    return all.filter(({ values }) => values().length > 0);
  }

  /** A timer or a clock by its name alone, or with its node's: it is no value of the language. */
  device(text: string, who: Who): string | null {
    const cell = this.#replay.cells.findIndex((one) => {
      const isDevice = one.kind === 'timer' || one.kind === 'clock';
      return isDevice && ((one.node === who && one.name === text) || cellName(one, this.#replay) === text);
    });
    return cell < 0 ? null : cellValueText(this.#replay.cells[cell], this.#values[cell]);
  }

  /** Throws ModelErrorSignal where it has none. */
  valueForAll(expr: Parameters<typeof evaluate>[1]): ReturnType<typeof evaluate> {
    return evaluate(this.#run.model, expr, this.state);
  }

  get #replay() {
    return this.#run.counterexample.replay;
  }

  get #inside() {
    return this.#at.inside === null ? null : this.#walk.statements(this.#at.moment)[this.#at.inside];
  }

  // Frames

  #nodeFrame(node: number): Frame {
    const stand = this.stand(node);
    switch (stand.kind) {
      case 'next':
        return { name: this.#nextText(stand), span: stand.span, isBusy: true };
      case 'suspended':
        return { name: `${stand.title}: stands at a pause`, span: stand.span, isBusy: true };
      case 'idle':
      case 'down':
        return { name: stand.kind, span: stand.span, isBusy: false };
      case 'stopped':
        return { name: 'stopped for good', span: stand.span, isBusy: false };
      case 'byzantine':
        return { name: 'Byzantine: runs none of its code', span: stand.span, isBusy: false };
      default:
        return unhandled(stand.kind);
    }
  }

  /** "step 5: on Granted from LeaseService" */
  #nextText({ title, names }: Stand): string {
    const step = this.#walk.next(this.#at.moment)!;
    const { label } = this.#run.trace.steps[step].step;
    const number = `step ${step + 1}: `;
    if (title === null) return number + this.#told(step);
    if ('message' in label) return `${number}${title} from ${this.#run.model.instances[label.message.from].name}`;
    if (label.kind === 'resume') return `${number}${title} goes on`;
    const params =
      label.kind === 'act' && label.params.length > 0 ? `(${names.slice(0, label.params.length).map(namedText).join(', ')})` : '';
    return number + title + params;
  }

  /** What the step does, without what it changes. */
  #told(step: number): string {
    const { steps } = this.#run.counterexample;
    return steps.find(({ number, kind }) => number === step + 1 && kind !== 'pause')?.text ?? this.#replay.moments[step].kind;
  }

  #worldFrame(): Frame {
    const { moment } = this.#at;
    const step = this.#walk.next(moment);
    if (step === null) {
      const { property, verdict, error, propertySpan } = this.#run;
      const end = this.#replay.loop === null ? 'end' : 'nothing happens any more';
      return {
        name: `${end}: ${property} is ${verdict.status === 'error' ? 'not settled, the model fails' : verdict.status}`,
        span: error?.span ?? propertySpan,
        isBusy: true,
      };
    }
    const next = this.#replay.moments[step];
    if (next.node !== null) return { name: 'waits', span: null, isBusy: false };
    if (next.kind === 'tick') return { name: this.#ticksText(step), span: null, isBusy: true };
    return { name: `step ${step + 1}: ${this.#told(step)}`, span: placeOfStep(this.#run, step), isBusy: true };
  }

  /** "steps 4 to 6: 3 ticks pass, Worker#1 is paused" */
  #ticksText(step: number): string {
    const end = this.#walk.target(this.#at.moment)!;
    const ticks = end - step;
    const paused = this.#replay.pauses
      .filter(({ first, last }) => first <= end && last > step)
      .map(({ node }) => this.#replay.nodes[node].name);
    const steps = ticks === 1 ? `step ${end}` : `steps ${step + 1} to ${end}`;
    const pauses = paused.length === 0 ? '' : `, ${[...new Set(paused)].join(' and ')} ${new Set(paused).size === 1 ? 'is' : 'are'} paused`;
    return `${steps}: ${plural(ticks, 'tick')} ${ticks === 1 ? 'passes' : 'pass'}${pauses}`;
  }

  // What is held

  #nodeGroups(node: number): Group[] {
    const { names } = this.stand(node);
    const own =
      (...kinds: readonly CellKind[]) =>
      () =>
        this.#cells((cell) => cell.node === node && kinds.includes(cell.kind));
    return [
      { name: 'Names', kind: 'locals', values: () => names.map(({ name, value }) => shown(name, value, name)) },
      { name: `Variables of ${this.#replay.nodes[node].name}`, kind: 'other', values: own('status', 'waits', 'variable') },
      { name: 'Timers', kind: 'other', values: own('timer') },
      { name: 'Clocks', kind: 'other', values: own('clock') },
      {
        ...{ name: 'Ghosts', kind: 'other' },
        values: () => this.#cells((cell) => cell.kind === 'ghost' && (cell.node === node || cell.node === null)),
      },
      this.#inFlight(),
      this.#moved(),
      this.#world(),
    ];
  }

  #world(): Group {
    const { timed } = this.#run.counterexample;
    const values = () => [
      ...(timed ? [plain('time', String(this.time))] : []),
      ...this.#cells((cell) => cell.node === null && cell.kind !== 'ghost'),
    ];
    return { name: 'World', kind: 'other', values };
  }

  #worldGroups(): Group[] {
    const nodes = () =>
      this.#replay.nodes.map(({ name }, node): Shown => {
        const { kind } = this.stand(node);
        return { ...plain(name, kind === 'next' ? 'its step is next' : kind), children: () => this.#cells((cell) => cell.node === node) };
      });
    return [
      this.#world(),
      { name: 'Nodes', kind: 'other', values: nodes },
      { name: 'Ghosts', kind: 'other', values: () => this.#cells((cell) => cell.node === null && cell.kind === 'ghost') },
      this.#inFlight(),
      this.#moved(),
    ];
  }

  #cells(which: (cell: Cell) => boolean): Shown[] {
    return this.#replay.cells.flatMap((cell, i) => {
      if (!which(cell)) return [];
      const isValue = cell.kind === 'variable' || cell.kind === 'ghost';
      const expression = isValue ? cellName(cell, this.#replay) : null;
      return [shown(labelOf(cell), this.#values[i], expression, cellValueText(cell, this.#values[i]))];
    });
  }

  /** "Worker#1.lease" */
  #nameOf(cell: Cell): string {
    return `${cell.node === null ? '' : `${this.#replay.nodes[cell.node].name}.`}${labelOf(cell)}`;
  }

  #inFlight(): Group {
    return { name: 'In flight', kind: 'other', values: () => this.#letters().map((text, i) => plain(String(i + 1), text)) };
  }

  /** Inside a step what it handles is gone, and what it has sent by then is there. */
  #letters(): string[] {
    const { moment } = this.#at;
    const inside = this.#inside;
    if (inside === null) return this.#cursor.inFlight.map((travel) => inFlightText(travel, moment));
    const step = this.#walk.next(moment)!;
    const before = new Cursor(this.#replay);
    before.to(step);
    const now = before.inFlight;
    const behind = step + 1;
    const sent = this.#replay.letters.filter((travel) => travel.sent === behind && travel.fate !== 'lie').slice(0, inside.sent);
    const there = now.filter(({ left }) => left !== behind);
    return [...there, ...sent.filter(({ left }) => left !== behind)].map((travel) => inFlightText(travel, behind));
  }

  #moved(): Group {
    const { moment } = this.#at;
    const from = this.#inside === null ? this.#walk.cameFrom(moment) : moment;
    const before = new Cursor(this.#replay);
    before.to(from);
    const changes = () =>
      this.#replay.cells.flatMap((cell, i): Shown[] => {
        if (sameDatum(before.values[i], this.#values[i])) return [];
        const was = `${cellValueText(cell, this.#values[i])} (was ${cellValueText(cell, before.values[i])})`;
        return [plain(this.#nameOf(cell), was)];
      });
    if (this.#inside !== null) return { name: 'What this step has done so far', kind: 'other', values: changes };
    const told = () =>
      momentTexts(this.#run.counterexample, moment).map((text) => plain(moment === 0 ? 'at the start' : `step ${moment}`, text));
    const name =
      moment === 0
        ? 'What happened at the start'
        : moment - from > 1
          ? `What steps ${from + 1} to ${moment} did`
          : `What step ${moment} did`;
    return { name, kind: 'other', values: () => (moment === 0 ? told() : [...told(), ...changes()]) };
  }
}

function namedText({ name, value }: { readonly name: string; readonly value: Datum }): string {
  return `${name}: ${datumText(value)}`;
}

/** What the author has named is called so; its scope says what it is. */
function labelOf(cell: Cell): string {
  const isNamed = cell.kind === 'variable' || cell.kind === 'ghost' || cell.kind === 'timer' || cell.kind === 'clock';
  return isNamed ? cell.name : cellText(cell);
}
