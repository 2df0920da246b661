/** The module being written: its definitions in order, its names, and what of the state it has. */
import type { FaultWindow, Model, Role } from '#checker';
import type { Span } from '#grammar';
import type { Guard } from './guards.ts';
import { fieldNames, Names } from './text/names.ts';
import { comment } from './text/write.ts';

/** Something that has no translation. */
export interface Refused {
  /** one sentence */
  readonly message: string;
  readonly span: Span;
}

export class RefusedSignal extends Error {
  readonly refused: Refused;
  constructor(refused: Refused) {
    super(refused.message);
    this.refused = refused;
  }
}

/** Where something stands, in a few words: "line 12", "base.proviso, line 3". */
export type PlaceOf = (span: Span) => string;

/** The variables of the module that are there whatever the author calls things; those that a model has no use for are left out. */
export const CIRCUMSTANCES = ['status', 'net', 'suspended', 'late', 'stable', 'cuts', 'byzantine', 'used', 'time', 'error', 'cut'] as const;
export type Circumstance = (typeof CIRCUMSTANCES)[number];

/** What a step has beside the state while it is under way. */
const WORKING = { end: '""', why: '""', handled: 'None', wasRead: '{}' } as const;
/** And what it has sent across a cut, where fairness has to know. */
const SEVERED = { severed: '{}' } as const;

export interface RoleNames {
  /** the variable that holds each node's record */
  readonly variable: string;
  /** the set of its nodes */
  readonly nodes: string;
  readonly variables: readonly string[];
  readonly timers: readonly string[];
  /** for each clock of the model that the role reads the name of its floor and, where it can be set off, of its offset */
  readonly clocks: readonly ({ readonly floor: string; readonly offset: string | null } | null)[];
  readonly origin: string | null;
}

export interface MessageNames {
  /** the field that holds the payload */
  readonly payload: string;
  readonly fields: readonly string[];
}

export interface ModuleOptions {
  readonly placeOf: PlaceOf;
  readonly dropped?: Guard | null;
  readonly strongAsAsked?: boolean;
}

export class Module {
  readonly model: Model;
  readonly placeOf: PlaceOf;
  readonly names = new Names();
  readonly roles: readonly RoleNames[];
  readonly messages: readonly MessageNames[];
  readonly ghosts: readonly string[];
  /** in the order in which they are declared */
  readonly variables: readonly string[];
  /** some property is one of liveness: steps are written a second time, so that fairness sees what each takes */
  readonly asksFairness: boolean;
  /** a step under way keeps what it sends across a cut */
  readonly tellsSevered: boolean;
  /** where strong fairness asks for too many kinds of messages, it is exported for those that are asked for only */
  readonly strongAsAsked: boolean;
  /** fields of a step under way, and what they hold at its beginning */
  readonly working: Readonly<Record<string, string>>;
  readonly #texts: string[] = [];
  readonly #dropped: Guard | null;
  readonly #has: ReadonlySet<Circumstance>;
  /** what was asked of it, by a key of the asker's */
  readonly #made = new Map<string, string>();

  constructor(
    model: Model,
    { placeOf, dropped = null, strongAsAsked = false }: ModuleOptions,
    reads: (role: Role, clock: number) => boolean,
  ) {
    this.strongAsAsked = strongAsAsked;
    this.model = model;
    this.placeOf = placeOf;
    this.#dropped = dropped;
    this.#has = new Set(CIRCUMSTANCES.filter((one) => HAS[one](model)));
    for (const one of CIRCUMSTANCES) this.names.define(one);
    this.asksFairness = model.properties.some(({ kind }) => kind === 'liveness');
    this.tellsSevered = this.asksFairness && model.network.cuts.some((fault) => !fault.mayStay && lastsForEver(fault));
    this.working = this.tellsSevered ? { ...WORKING, ...SEVERED } : WORKING;
    for (const one of Object.keys({ ...WORKING, ...SEVERED })) this.names.define(one);
    for (const one of PRELUDE_NAMES) this.names.define(one);
    this.roles = model.roles.map((role) => this.#roleNames(role, reads));
    this.messages = model.messages.map(({ name, fields }) => ({
      payload: fieldNames([name], ['name', 'from', 'to', 'corrupted', 'call', 'age'])[0],
      fields: fieldNames(fields.map((field) => field.name)),
    }));
    this.ghosts = model.ghosts.map(({ name }) => this.names.define(name));
    const circumstances = CIRCUMSTANCES.filter((one) => this.#has.has(one));
    this.variables = [...this.roles.map(({ variable }) => variable), ...this.ghosts, ...circumstances];
  }

  #roleNames(role: Role, reads: (role: Role, clock: number) => boolean): RoleNames {
    const { model } = this;
    const wanted = [...role.variables.map(({ name }) => name), ...role.timers.map(({ name }) => name)];
    const own = fieldNames(wanted);
    const clocks = model.clocks.map((clock, c) => (reads(role, c) ? clock : null));
    const extra = fieldNames(
      clocks.flatMap((clock) => (clock === null ? [] : [`${clock.name}_floor`, `${clock.name}_offset`])).concat('origin'),
      own,
    );
    let next = 0;
    return {
      variable: this.names.define(role.name),
      nodes: this.names.define(`${role.name}Nodes`),
      variables: own.slice(0, role.variables.length),
      timers: own.slice(role.variables.length),
      clocks: clocks.map((clock) => {
        if (clock === null) return null;
        const [floor, offset] = [extra[next++], extra[next++]];
        return { floor, offset: model.clockSteps !== null && !clock.monotonic ? offset : null };
      }),
      origin: clocks.some((clock) => clock?.monotonic === true) ? extra[extra.length - 1] : null,
    };
  }

  has(circumstance: Circumstance): boolean {
    return this.#has.has(circumstance);
  }

  /** The text, or what stands in its place where a test drops this guard. */
  guard(name: Guard, text: string, without = 'TRUE'): string {
    return this.#dropped === name ? without : text;
  }

  isDropped(name: Guard): boolean {
    return this.#dropped === name;
  }

  define(text: string): void {
    this.#texts.push(text);
  }

  section(title: string): void {
    this.define(`${'-'.repeat(60)}\n${comment(title)}`);
  }

  /** A definition made when it is first asked for; `make` gets its name and defines it. */
  once(key: string, wanted: string, make: (name: string) => void): string {
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const name = this.names.define(wanted);
    this.#made.set(key, name);
    make(name);
    return name;
  }

  /** What `once` made for the key, before. */
  known(key: string): string {
    const name = this.#made.get(key);
    if (name === undefined) throw new Error(`${key} is not defined`);
    return name;
  }

  text(): string {
    return this.#texts.join('\n\n');
  }

  refuse(message: string, span: Span): never {
    throw new RefusedSignal({ message, span });
  }
}

/** A fault that can happen again and again. */
export function lastsForEver({ budget, untilStable }: FaultWindow): boolean {
  return budget === null && !untilStable;
}

const HAS: Readonly<Record<Circumstance, (model: Model) => boolean>> = {
  status: () => true,
  net: () => true,
  suspended: ({ pausePoints }) => pausePoints.length > 0,
  late: ({ timing }) => timing.time,
  stable: ({ stabilises }) => stabilises,
  cuts: ({ network }) => network.cuts.length > 0,
  byzantine: ({ crashes }) => crashes.some(({ mode }) => mode === 'byzantine'),
  used: ({ budgets }) => budgets.length > 0,
  time: ({ clocks }) => clocks.length > 0,
  error: () => true,
  cut: () => true,
};

/** What every module defines, or may. */
export const PRELUDE_NAMES = [
  ...['TellCuts', 'vars', 'View', 'Node', 'Now', 'Become', 'Init', 'Next', 'Spec', 'Tick', 'Finished', 'NoModelError', 'ToldCuts'],
  ...[
    'None',
    'Some',
    'Off',
    'Least',
    'Greatest',
    'Clamp',
    'Div',
    'Mod',
    'Before',
    'MinBy',
    'MaxBy',
    'First',
    'Last',
    'TakeFirst',
    'Drop',
    'Elements',
    'InOrder',
  ],
  ...['Fail', 'Cut', 'After', 'EachOf', 'Context', 'Put', 'Take', 'Replace', 'Slots', 'Message', 'Older', 'Total', 'InFlight'],
  ...['CountOf', 'Changed', 'Pair', 'MakeStale', 'Stale', 'Vanishes', 'Severs', 'Post', 'PostAll', 'DelayMax', 'DelayMin', 'PauseMax'],
  ...[
    'DriftMax',
    'SkewMax',
    'Runs',
    'CanReact',
    'OldEnough',
    'Arrived',
    'Due',
    'RanOut',
    'Left',
    'IndexOf',
    'NumberOf',
    'Fresh',
    'OlderTimer',
    'Started',
    'Over',
    'Sound',
  ],
  // Of the module of fairness.
  ...['did', 'fairvars', 'Nothing', 'Did', 'Class', 'Kind', 'Undeferred', 'OpenClasses', 'ReadyKinds', 'LostKind', 'LostAtCuts', 'Rests'],
  ...['LeavesKind', 'Leaves', 'CameAs', 'Comes', 'CallsOf', 'CallsBetween', 'Classes', 'DeferredKinds', 'LossyKinds', 'Fairness'],
  ...['FairInit', 'FairNext', 'FairSpec', 'AskedDeferredKinds', 'AskedLossyKinds'],
] as const;
