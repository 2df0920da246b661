/**
 * The space of assumption sets around one that a file names: a dimension for each quantity that the model has a use for. What is no
 * dimension (node counts, capacity, limits, horizons, queues, `at most j at once`, `may stay`) is the frame, as named.
 */
import type { Bound, CrashFault, CutFault, FaultWindow, Model, Property } from '../model/ir.ts';
import { type Axis, Lattice, type Point } from './lattice.ts';
import { mentionsStable } from './refusal.ts';
import { type CrashMode, type CrashOrder, type Down, isWithin, type Quantity, type Rung, sameRung, type Until } from './rung.ts';

export interface Dimension {
  readonly quantity: Quantity;
  readonly rungs: readonly Rung[];
  /** the rung of the set that the file names */
  readonly assumed: number;
}

export interface Space {
  readonly dimensions: readonly Dimension[];
  readonly lattice: Lattice;
  readonly order: CrashOrder;
  /** for claims about infinite runs: bounds that hold in the end are rungs of their own */
  readonly infinite: boolean;
  /** quantities that are not varied, each as the file assumes it */
  readonly fixed: readonly Dimension[];
  /** what is no dimension although the words for it exist */
  readonly leftOut: readonly LeftOut[];
}

export interface LeftOut {
  readonly quantity: Quantity['kind'];
  readonly why: 'no time' | 'no messages' | 'no timers' | 'no clocks' | 'only on request';
}

export interface SpaceOptions {
  /** faults that are no dimension unless asked for, or assumed already */
  readonly also?: readonly ('corruptions' | 'byzantine' | 'down' | 'clock step size' | CutFault['kind'])[];
  /** only these kinds of quantities; all unless given */
  readonly over?: readonly Quantity['kind'][];
  /** a delay has a least as well; so it has unless given */
  readonly least?: boolean;
  /** how many nodes are down at once is varied with the crashes; where the file assumes it, or `also` says so, unless given */
  readonly down?: boolean;
  /** whether faults end is a dimension; for claims about infinite runs it is unless given */
  readonly ends?: boolean;
  /** the greatest number of a ladder, of ticks or of times; a few unless given */
  readonly top?: (quantity: Quantity) => number;
}

/**
 * For finite prefixes a bound that holds in the end is no bound: only what speaks of infinite runs, or of `stable`, has use for it.
 */
export function isInfinite(property: Property): boolean {
  return property.kind === 'liveness' || mentionsStable(property);
}

/** `model`: the system under the assumption set named. */
export function spaceOf(model: Model, infinite: boolean, options: SpaceOptions = {}): Space {
  const leftOut: LeftOut[] = [];
  const isDownVaried = variesDown(model, options);
  const faults = [
    ...networkOf(model, options, leftOut),
    ...crashesOf(model, options, isDownVaried),
    ...byzantineOf(model, options, leftOut),
  ];
  const { over } = options;
  const isVaried = ({ quantity }: Dimension) => over === undefined || over.includes(quantity.kind);
  const timing = timingOf(model, infinite, options, leftOut);
  const found = [...timing, ...faults, ...endsOf(model, infinite, options, [...timing, ...faults].filter(isVaried))];
  const dimensions = found.filter(isVaried);
  const fixed = found.filter((dimension) => !isVaried(dimension));
  const order = crashOrder(model, infinite, isDownVaried);
  return { dimensions, lattice: latticeOf(dimensions, order), order, infinite, fixed, leftOut };
}

function latticeOf(dimensions: readonly Dimension[], order: CrashOrder): Lattice {
  return new Lattice(
    dimensions.map(({ rungs }): Axis => {
      const within = rungs.map((a) => rungs.map((b) => isWithin(a, b, order)));
      return { size: rungs.length, isWithin: (a, b) => within[a][b] };
    }),
  );
}

/** The point of the set that the file names. */
export function assumedPoint({ dimensions }: Space): Point {
  return dimensions.map(({ assumed }) => assumed);
}

/** The space with one more rung on one axis; the numbers of the others stay. */
export function withRung(space: Space, axis: number, rung: Rung): Space {
  const dimensions = space.dimensions.map((dimension, i) => (i === axis ? { ...dimension, rungs: [...dimension.rungs, rung] } : dimension));
  return { ...space, dimensions, lattice: latticeOf(dimensions, space.order) };
}

/** `rungs` from the strongest on, with the assumed one among them. */
function dimension(quantity: Quantity, rungs: readonly Rung[], assumed: Rung): Dimension {
  const all = rungs.some((rung) => sameRung(rung, assumed)) ? rungs : [...rungs, assumed];
  return { quantity, rungs: all, assumed: all.findIndex((rung) => sameRung(rung, assumed)) };
}

/**
 * A node that stops is, on every finite run, one that has yet to recover, unless the frame bounds how many are down at once (where that is varied,
 * rungs say it themselves); on an infinite run only where the others may stay down as well.
 */
function crashOrder({ crashes }: Model, infinite: boolean, isDownVaried: boolean): CrashOrder {
  const back = crashes.filter(({ mode }) => mode === 'recovery' || mode === 'amnesia');
  const isBounded = !isDownVaried && back.some(({ maxDown }) => maxDown !== null);
  return { stopIsWithin: !isBounded && (!infinite || (back.length > 0 && back.every(({ mayStayDown }) => mayStayDown))) };
}

// Timing

const LEAST_TOP = 2;

/** How the ladders of bounds are made. */
interface Ladders {
  readonly infinite: boolean;
  readonly top: SpaceOptions['top'];
}

function timingOf(model: Model, infinite: boolean, options: SpaceOptions, leftOut: LeftOut[]): Dimension[] {
  const ladders: Ladders = { infinite, top: options.top };
  const { timing, roles, messages, clocks } = model;
  if (!timing.time) {
    leftOut.push(...(['delay', 'pause', 'drift', 'skew'] as const).map((quantity) => ({ quantity, why: 'no time' as const })));
    return [];
  }
  const hasTimers = roles.some(({ timers }) => timers.length > 0);
  const withLeast = options.least ?? (hasTimers || clocks.length > 0);
  const dimensions: Dimension[] = [];
  if (messages.length === 0) leftOut.push({ quantity: 'delay', why: 'no messages' });
  else dimensions.push(...perRole(model, 'delay', ladders, withLeast));
  for (const role of roles) {
    const of = model.instances.find((instance) => instance.role === role.index);
    if (of !== undefined) dimensions.push(bounds({ kind: 'pause', role: role.name }, timing.pause[of.index], ladders, false));
  }
  if (hasTimers || clocks.some(({ monotonic }) => monotonic)) dimensions.push(...perRole(model, 'drift', ladders, false));
  else leftOut.push({ quantity: 'drift', why: 'no timers' });
  if (clocks.some(({ monotonic }) => !monotonic)) {
    dimensions.push(...perRole(model, 'skew', ladders, false), clockSteps(model, options), ...clockStepSize(model, options, leftOut));
  } else leftOut.push({ quantity: 'skew', why: 'no clocks' });
  return dimensions;
}

/** One dimension for all roles, unless the set distinguishes them. */
function perRole(model: Model, kind: 'delay' | 'drift' | 'skew', ladders: Ladders, withLeast: boolean): Dimension[] {
  const of = model.timing[kind];
  const { infinite } = ladders;
  const isOne = of.every((bound) => sameRung(rungOf(bound, infinite), rungOf(of[0], infinite)));
  if (isOne) return [bounds({ kind, role: null }, of[0], ladders, withLeast)];
  return model.roles.flatMap((role) => {
    const first = model.instances.find((instance) => instance.role === role.index);
    return first === undefined ? [] : [bounds({ kind, role: role.name }, of[first.index], ladders, withLeast)];
  });
}

function rungOf(bound: Bound | null, infinite: boolean): Rung {
  if (bound === null || (!infinite && !bound.always)) return { kind: 'bound', always: true, least: 0, most: null };
  return { kind: 'bound', always: bound.always, least: bound.min, most: bound.max };
}

/** 0, 1, 2 ... ticks, for a delay also with its least, in the end where that matters, and no bound. */
function bounds(quantity: Quantity, assumed: Bound | null, { infinite, top: topOf }: Ladders, withLeast: boolean): Dimension {
  const top = topOf?.(quantity) ?? Math.max(LEAST_TOP, assumed?.max ?? 0);
  const rungs: Rung[] = [];
  for (let most = 0; most <= top; most++) {
    for (let least = withLeast ? most : 0; least >= 0; least--) rungs.push({ kind: 'bound', always: true, least, most });
  }
  if (infinite) for (let most = 0; most <= top; most++) rungs.push({ kind: 'bound', always: false, least: 0, most });
  rungs.push({ kind: 'bound', always: true, least: 0, most: null });
  return dimension(quantity, rungs, rungOf(assumed, infinite));
}

function clockSteps(model: Model, options: SpaceOptions): Dimension {
  return counts({ kind: 'clock steps' }, model.clockSteps, model, options);
}

/**
 * A step by at most j ticks is one by at most j + 1, and each counts as one fault. A clock is never further off than its horizon, so that no step
 * goes further than from one end to the other: that is what has no bound.
 */
function clockStepSize(model: Model, { also = [], over, top }: SpaceOptions, leftOut: LeftOut[]): Dimension[] {
  const quantity: Quantity = { kind: 'clock step size' };
  const { clockSteps: steps, clocks } = model;
  if (!also.includes(quantity.kind) && over?.includes(quantity.kind) !== true) {
    if (steps !== null) leftOut.push({ quantity: quantity.kind, why: 'only on request' });
    return [];
  }
  const any = 2 * Math.max(...clocks.flatMap(({ monotonic, horizon }) => (monotonic ? [] : [horizon])));
  const most = Math.min(steps?.by ?? 1, any);
  const numbered = Array.from({ length: Math.max(top?.(quantity) ?? LEAST_TOP, most) + 1 }, (_, n) => n).filter((n) => n < any);
  const rungs = [...numbered, any].map((n): Rung => ({ kind: 'count', most: n }));
  return [dimension(quantity, rungs, { kind: 'count', most })];
}

// The network

function networkOf(model: Model, options: SpaceOptions, leftOut: LeftOut[]): Dimension[] {
  const { network, messages } = model;
  const { also = [], over } = options;
  if (messages.length === 0) {
    leftOut.push(...(['losses', 'duplications', 'order'] as const).map((quantity) => ({ quantity, why: 'no messages' as const })));
    return [];
  }
  const dimensions: Dimension[] = [];
  if (model.instances.length > 1 && network.queue === null) {
    const rungs = [true, false].map((fifo): Rung => ({ kind: 'order', fifo }));
    dimensions.push(dimension({ kind: 'order' }, rungs, { kind: 'order', fifo: network.fifo }));
  }
  dimensions.push(
    counts({ kind: 'losses' }, network.loss, model, options),
    counts({ kind: 'duplications' }, network.duplication, model, options),
  );
  const wantsCorruption = also.includes('corruptions') || over?.includes('corruptions') === true;
  if (network.corruption !== null || wantsCorruption) dimensions.push(counts({ kind: 'corruptions' }, network.corruption, model, options));
  else leftOut.push({ quantity: 'corruptions', why: 'only on request' });
  const partings = PARTINGS.filter((parting) => also.includes(parting) || network.cuts.some(({ kind }) => kind === parting));
  for (const parting of partings)
    dimensions.push(counts({ kind: 'cuts', parting }, network.cuts.find(({ kind }) => kind === parting) ?? null, model, options));
  if (partings.length === 0) leftOut.push({ quantity: 'cuts', why: 'only on request' });
  return dimensions;
}

const PARTINGS: readonly CutFault['kind'][] = ['two-way', 'one-way', 'link', 'one-way link'];

/** Never, once, as often as assumed, and as often as may be. */
function counts(quantity: Quantity, assumed: FaultWindow | null, model: Model, { top }: SpaceOptions): Dimension {
  const most = assumed === null ? 0 : limitOf(model, assumed);
  const rungs = numbers(most, top?.(quantity)).map((n): Rung => ({ kind: 'count', most: n }));
  return dimension(quantity, rungs, { kind: 'count', most });
}

function numbers(assumed: number | null, top = 1): (number | null)[] {
  const upTo = Array.from({ length: top + 1 }, (_, n) => n);
  return [...[...new Set([...upTo, assumed ?? 0])].sort((a, b) => a - b), null];
}

function limitOf({ budgets }: Model, { budget }: FaultWindow): number | null {
  return budget === null ? null : budgets[budget].limit;
}

// Crashes

/** Roles that the set names together share a budget, and stay together. */
function crashesOf(model: Model, options: SpaceOptions, isDownVaried: boolean): Dimension[] {
  const { crashes, roles } = model;
  const groups = new Map<string, readonly string[]>();
  for (const role of roles) {
    const fault = crashes.find((one) => isCrash(one) && one.roles.includes(role.index));
    const names = (fault?.roles ?? [role.index]).map((index) => roles[index].name);
    groups.set(names.join(), names);
  }
  return [...groups.values()].flatMap((names) => {
    const own = crashes.filter(isCrash).filter((fault) => fault.roles.some((index) => names.includes(roles[index].name)));
    return own.length > 1 ? [] : [crashDimension(model, names, own[0] ?? null, options, isDownVaried)];
  });
}

type Crash = CrashFault & { readonly mode: CrashMode };

export function isCrash(fault: CrashFault): fault is Crash {
  return fault.mode !== 'byzantine';
}

function crashDimension(
  model: Model,
  roles: readonly string[],
  fault: Crash | null,
  options: SpaceOptions,
  isDownVaried: boolean,
): Dimension {
  const { top } = options;
  const quantity: Quantity = { kind: 'crashes', roles };
  const nodes = model.instances.filter(({ role }) => roles.includes(model.roles[role].name)).length;
  const never: Rung = { kind: 'crash', mode: null, most: 0, down: null };
  /** A bound that no run reaches is none. */
  const rung = (mode: CrashMode, most: number | null, down: Down): Rung => {
    const isNone = mode === 'stop' || (typeof down === 'number' && down >= Math.min(most ?? nodes, nodes));
    return { kind: 'crash', mode, most, down: isNone ? null : down };
  };
  const named: Down = fault === null || fault.maxDown === null ? null : isDownVaried ? fault.maxDown : 'as assumed';
  const assumed = fault === null ? never : rung(fault.mode, limitOf(model, fault), named);
  const downs: Down[] = isDownVaried ? [...numbers(null, Math.min(nodes - 1, top?.(quantity) ?? nodes)).filter((n) => n !== 0)] : [named];
  const times = numbers(assumed.kind === 'crash' ? assumed.most : 0, top?.(quantity)).filter((n) => n !== 0);
  const rungs = (['stop', 'recovery', 'amnesia'] as const).flatMap((mode) =>
    times.flatMap((most) => downs.map((down) => rung(mode, most, down))),
  );
  return dimension(quantity, distinct([never, ...rungs]), assumed);
}

function distinct(rungs: readonly Rung[]): Rung[] {
  return rungs.filter((rung, i) => rungs.findIndex((other) => sameRung(other, rung)) === i);
}

/** Where nobody asks for it, what is said of crashes is no less true: it only refines that. */
function variesDown({ crashes }: Model, { down, also = [] }: SpaceOptions): boolean {
  return down ?? (also.includes('down') || crashes.some(({ maxDown }) => maxDown !== null));
}

/**
 * How many of its nodes lie, of each role. Who lies is chosen at the start, so each run with at most j is one with at most j + 1;
 * with other faults a lie does not compare, so that it is a dimension of its own.
 */
function byzantineOf(model: Model, options: SpaceOptions, leftOut: LeftOut[]): Dimension[] {
  const { crashes, roles, messages, instances } = model;
  const { also = [], over, top } = options;
  const assumed = crashes.filter(({ mode }) => mode === 'byzantine');
  // Without messages nobody can lie, but a liar runs none of its code.
  if (messages.length === 0 && assumed.length === 0) return [];
  const isWanted = also.includes('byzantine') || over?.includes('byzantine') === true;
  const others = isWanted ? roles.map(({ index }) => [index]).filter(([index]) => !assumed.some((one) => one.roles.includes(index))) : [];
  if (assumed.length + others.length === 0) leftOut.push({ quantity: 'byzantine', why: 'only on request' });
  const groups = [...assumed.map((fault) => ({ fault, indices: fault.roles })), ...others.map((indices) => ({ fault: null, indices }))];
  return groups.map(({ fault, indices }) => {
    const quantity: Quantity = { kind: 'byzantine', roles: indices.map((index) => roles[index].name) };
    const all = instances.filter(({ role }) => indices.includes(role)).length;
    const most = fault === null ? 0 : Math.min(all, fault.upTo ?? all);
    const counted = [...Array.from({ length: (top?.(quantity) ?? 1) + 1 }, (_, n) => n), most].filter((n) => n < all);
    const rungs = [...new Set([...counted.sort((a, b) => a - b), all])].map((n): Rung => ({ kind: 'count', most: n }));
    return dimension(quantity, rungs, { kind: 'count', most });
  });
}

/**
 * Whether the faults end once stable. A run whose faults end is one of a set in which they need not, unless clocks step: the stabilisation sets a clock right
 * for nothing, which takes steps of its own where they need not end, more than there may be. Then neither of the two is within the other, and each is asked.
 */
function endsOf(model: Model, infinite: boolean, { ends }: SpaceOptions, varied: readonly Dimension[]): Dimension[] {
  const { network, crashes, clockSteps } = model;
  const assumed = [network.loss, network.duplication, network.corruption, ...network.cuts, ...crashes.filter(isCrash), clockSteps];
  const faults = assumed.filter((window) => window !== null);
  const ending = faults.filter(({ untilStable }) => untilStable).length;
  const canFail = faults.length > 0 || varied.some(({ rungs }) => rungs.some(({ kind }) => kind === 'count' || kind === 'crash'));
  if (!infinite || ends === false || !canFail) return [];
  const apart = clockSteps !== null || varied.some(({ quantity }) => quantity.kind === 'clock steps');
  const here: Until = ending === 0 ? 'none' : ending === faults.length ? 'all' : 'as assumed';
  const untils: readonly Until[] = here === 'as assumed' ? ['all', 'as assumed', 'none'] : ['all', 'none'];
  const rungs = untils.map((until): Rung => ({ kind: 'windows', until, apart }));
  return [dimension({ kind: 'faults end' }, rungs, { kind: 'windows', until: here, apart })];
}
