/** Random assumption sets as data: written as text, and weakened one notch at a time by the order that the language proves. */
import { either } from './spelling.ts';
import type { Tape } from './tape.ts';
import type { GenRole } from './types.ts';

const QUANTITIES = ['delay', 'pause', 'drift', 'skew'] as const;
type Quantity = (typeof QUANTITIES)[number];
const CUT_KINDS = ['cuts', 'one-way cuts', 'link cuts', 'one-way link cuts'] as const;
type CutKind = (typeof CUT_KINDS)[number];

interface GenBound {
  readonly always: boolean;
  readonly min: number;
  readonly max: number;
}

interface GenFault {
  /** null is unlimited */
  readonly upTo: number | null;
  readonly untilStable: boolean;
}

interface GenCut extends GenFault {
  readonly atOnce: number;
  readonly mayStay: boolean;
}

interface GenCrash extends GenFault {
  readonly mode: 'stop' | 'recovery' | 'amnesia' | 'byzantine';
  readonly roles: readonly string[];
  readonly atMost: number | null;
  readonly mayStay: boolean;
}

type PlainKind = 'lossy' | 'duplicating' | 'corrupting';
type NetworkKind = PlainKind | CutKind;

export interface GenAssume {
  readonly async: boolean;
  /** write it as `sync` or `partial` where that says the same */
  readonly short: boolean;
  readonly bounds: { readonly [Q in Quantity]: GenBound | null };
  /** bounds of single roles, each of which replaces the general one */
  readonly roleBounds: readonly { readonly quantity: Quantity; readonly role: string; readonly bound: GenBound }[];
  readonly network: { readonly [K in NetworkKind]: (K extends CutKind ? GenCut : GenFault) | null };
  readonly fifo: boolean;
  readonly queue: number | null;
  readonly capacity: number;
  readonly crashes: readonly GenCrash[];
  readonly clockSteps: (GenFault & { readonly by: number }) | null;
  readonly limit: string | null;
}

export interface Ground {
  readonly roles: readonly GenRole[];
  /** properties may ask for readings of timers: their drift is always bounded */
  readonly exact: boolean;
  /** more often no bound, crashes and clocks that are set */
  readonly ofTime?: boolean;
  /** timers, clocks or deadlines: async would be an error */
  readonly timed: boolean;
  readonly hasWall: boolean;
  readonly hasPayload: boolean;
}

export function writeAssume(tape: Tape, ground: Ground, async: boolean, limit: string | null): GenAssume {
  const mood = tape.pick(['sync', 'partial', 'mixed', ground.ofTime ? 'partial' : 'sync', 'mixed'] as const);
  const bounds = {
    delay: async ? null : bound(tape, mood, 'delay'),
    pause: async ? null : bound(tape, mood, 'pause'),
    drift: async ? null : ground.exact ? exactDrift(tape) : bound(tape, mood, 'drift'),
    skew: async || !ground.hasWall ? null : bound(tape, mood, 'skew'),
  };
  const roleBounds = async ? [] : QUANTITIES.flatMap((quantity) => roleBound(tape, quantity, ground, mood));
  const fault = (part: number, whole: number) =>
    tape.chance(part, whole) ? { upTo: upTo(tape), untilStable: !async && tape.chance(1, 4) } : null;
  const cut = (part: number, whole: number) => {
    const made = fault(part, whole);
    return made && { ...made, atOnce: tape.pick([1, 2, 1, 3]), mayStay: tape.chance(1, 3) };
  };
  return {
    async,
    short: tape.chance(2, 3),
    bounds,
    roleBounds,
    network: {
      lossy: fault(1, 4),
      duplicating: fault(1, 6),
      corrupting: ground.hasPayload ? fault(1, 8) : null,
      cuts: cut(1, 12),
      'one-way cuts': cut(1, 16),
      'link cuts': cut(1, 12),
      'one-way link cuts': cut(1, 16),
    },
    fifo: tape.chance(1, 5),
    queue: tape.chance(1, 10) ? 1 + tape.below(2) : null,
    capacity: tape.pick([2, 1, 2, 3]),
    crashes: crashes(tape, ground, async),
    clockSteps:
      ground.hasWall && tape.chance(ground.ofTime ? 2 : 1, 3)
        ? { upTo: upTo(tape), untilStable: tape.chance(1, 4), by: 1 + tape.below(2) }
        : null,
    limit: tape.chance(1, 8) ? limit : null,
  };
}

function upTo(tape: Tape): number | null {
  return tape.pick([1, 1, null, 2]);
}

function bound(tape: Tape, mood: 'sync' | 'partial' | 'mixed', quantity: Quantity): GenBound | null {
  const max = tape.pick([0, 1, 1, 0, 2]);
  const min = quantity === 'delay' && tape.chance(1, 5) ? tape.below(max + 1) : 0;
  if (mood === 'mixed' && tape.chance(1, 3)) return null;
  return { always: mood === 'sync' || (mood === 'mixed' ? tape.chance(1, 2) : tape.chance(1, 3)), min, max };
}

function exactDrift(tape: Tape): GenBound {
  return { always: true, min: 0, max: tape.pick([0, 0, 1, 2]) };
}

function roleBound(tape: Tape, quantity: Quantity, ground: Ground, mood: 'sync' | 'partial' | 'mixed'): GenAssume['roleBounds'][number][] {
  if (quantity === 'skew' && !ground.hasWall) return [];
  if (!tape.chance(1, 8)) return [];
  const made = quantity === 'drift' && ground.exact ? exactDrift(tape) : bound(tape, mood, quantity);
  return made === null ? [] : [{ quantity, role: tape.pick(ground.roles).name, bound: made }];
}

function crashes(tape: Tape, ground: Ground, async: boolean): GenCrash[] {
  if (!tape.chance(ground.ofTime ? 3 : 2, 4)) return [];
  const made: GenCrash[] = [];
  for (const again of [true, tape.chance(1, 4)]) {
    if (!again) continue;
    const mode = tape.pick(['stop', 'recovery', 'amnesia', 'recovery', 'amnesia', 'byzantine'] as const);
    const roles = [...new Set([tape.pick(ground.roles).name, ...tape.some(ground.roles, 1, 4).map((role) => role.name)])];
    const returns = mode === 'recovery' || mode === 'amnesia';
    const crash: GenCrash = {
      mode,
      roles,
      upTo: mode === 'byzantine' ? 1 : upTo(tape),
      untilStable: mode !== 'byzantine' && !async && tape.chance(1, 6),
      atMost: returns && tape.chance(1, 4) ? 1 : null,
      mayStay: returns && tape.chance(2, 5),
    };
    // one role in two faults of one mode is an error
    if (!made.some((other) => other.mode === mode && other.roles.some((role) => roles.includes(role)))) made.push(crash);
  }
  return made;
}

export function assumeText(name: string, assume: GenAssume): string[] {
  return [
    `assume ${name} {`,
    `  ${timingText(assume)}`,
    `  network { ${networkText(assume)} }`,
    ...assume.crashes.map((crash) => `  fault ${crash.roles.join(', ')} { ${crashText(crash)} }`),
    ...(assume.clockSteps === null
      ? []
      : [`  clocks { steps${budgetText(assume.clockSteps.upTo)} by ${assume.clockSteps.by}${windowText(assume.clockSteps)} }`]),
    ...(assume.limit === null ? [] : [`  limit ${assume.limit}`]),
    '}',
  ];
}

function timingText(assume: GenAssume): string {
  if (assume.async) return 'timing async';
  const { delay, pause, drift, skew } = assume.bounds;
  if (delay === null || pause === null || drift === null || !assume.short) return timingAs(assume, '');
  const general = [delay, pause, drift, ...(skew === null ? [] : [skew])];
  const model = [...general, ...assume.roleBounds.map((one) => one.bound)].every((one) => one.always) ? 'sync ' : 'partial ';
  const whole = { ...assume.bounds, skew: skew ?? { always: model === 'sync ', min: 0, max: 0 } };
  return either(timingAs(assume, model), timingAs({ ...assume, bounds: whole }, ''));
}

/** Under a word, what is said by default is left out. */
function timingAs(assume: GenAssume, model: '' | 'sync ' | 'partial '): string {
  const general = QUANTITIES.flatMap((quantity) => {
    const found = assume.bounds[quantity];
    return found === null ? [] : [{ quantity, role: '', bound: found }];
  });
  const roles = assume.roleBounds.map((one) => ({ ...one, role: ` ${one.role}` }));
  const defaults = (b: GenBound) => b.min === 0 && b.max === 0 && b.always === (model === 'sync ');
  const written = [...general.filter((one) => model === '' || !defaults(one.bound)), ...roles];
  const texts = written.map(({ quantity, role, bound: b }) => {
    const range = b.min > 0 ? `${quantity}${role} ${b.min}..${b.max}` : `${quantity}${role} <= ${b.max}`;
    const isDefault = b.always === (model !== 'partial ');
    return `${isDefault ? either('', b.always ? 'always ' : 'eventually ') : b.always ? 'always ' : 'eventually '}${range}`;
  });
  return `timing ${model}{ ${texts.join('; ')} }`;
}

function networkText(assume: GenAssume): string {
  const faults = Object.entries(assume.network).flatMap(([kind, fault]) =>
    fault === null ? [] : [`${kind}${budgetText(fault.upTo)}${cutText(fault)}${windowText(fault)}`],
  );
  return [
    ...faults,
    ...(assume.fifo ? ['fifo'] : []),
    ...(assume.queue === null ? [] : [`queue ${assume.queue} per link`]),
    `capacity ${assume.capacity}`,
  ].join(', ');
}

function crashText(crash: GenCrash): string {
  return [
    crash.mode,
    ...(crash.upTo === null ? [] : [`up to ${crash.upTo}`]),
    ...(crash.atMost === null ? [] : [`at most ${crash.atMost} down`]),
    ...(crash.mayStay ? ['may stay down'] : []),
    ...(crash.untilStable ? ['until stable'] : []),
  ].join(', ');
}

function budgetText(upTo: number | null): string {
  return upTo === null ? '' : ` up to ${upTo}`;
}

function cutText(fault: GenFault | GenCut): string {
  if (!('atOnce' in fault)) return '';
  return `${fault.atOnce === 1 ? '' : ` at most ${fault.atOnce} at once`}${fault.mayStay ? ' may stay' : ''}`;
}

function windowText(fault: GenFault): string {
  return fault.untilStable ? ' until stable' : '';
}

/** An assumption set that is weaker in one to three ways. */
export function weaken(tape: Tape, assume: GenAssume, ground: Ground): GenAssume {
  let weaker = assume;
  const count = 1 + tape.below(3);
  for (let i = 0; i < count; i += 1) weaker = weakenOnce(tape, weaker, ground);
  return weaker;
}

function weakenOnce(tape: Tape, assume: GenAssume, ground: Ground): GenAssume {
  const kind = tape.below(14);
  if (kind < 5 && !assume.async) return weakenBound(tape, assume, ground);
  if (kind === 5) return { ...assume, fifo: false };
  if (kind < 9) return weakenNetwork(tape, assume, ground);
  if (kind < 12) return { ...assume, crashes: weakenCrashes(tape, assume, ground) };
  if (kind === 12 && ground.hasWall) return { ...assume, clockSteps: weakenSteps(tape, assume) };
  return ground.timed ? weakenBoundOrNetwork(tape, assume, ground) : withoutTime(assume);
}

function weakenBoundOrNetwork(tape: Tape, assume: GenAssume, ground: Ground): GenAssume {
  return assume.async ? weakenNetwork(tape, assume, ground) : weakenBound(tape, assume, ground);
}

function weakenBound(tape: Tape, assume: GenAssume, ground: Ground): GenAssume {
  const quantity = tape.pick(QUANTITIES.filter((q) => q !== 'skew' || ground.hasWall));
  const general = assume.bounds[quantity];
  const single = assume.roleBounds.find((one) => one.quantity === quantity);
  const stays = quantity === 'drift' && ground.exact;
  if (single !== undefined && tape.chance(1, 2)) {
    const bound = stays ? widerBound(single.bound) : (weakerBound(tape, single.bound) ?? { ...single.bound, always: false });
    return { ...assume, roleBounds: assume.roleBounds.map((one) => (one === single ? { ...one, bound } : one)) };
  }
  if (general === null) return assume;
  return { ...assume, bounds: { ...assume.bounds, [quantity]: stays ? widerBound(general) : weakerBound(tape, general) } };
}

function widerBound(bound: GenBound): GenBound {
  return { ...bound, max: bound.max + 1 };
}

function weakerBound(tape: Tape, bound: GenBound): GenBound | null {
  switch (tape.below(4)) {
    case 0:
      return widerBound(bound);
    case 1:
      return { ...bound, min: Math.max(0, bound.min - 1), max: bound.max + (bound.min === 0 ? 1 : 0) };
    case 2:
      return bound.always ? { ...bound, always: false } : null;
    default:
      return null;
  }
}

function weakenFault<F extends GenFault>(tape: Tape, fault: F | null, async: boolean): F | GenFault {
  if (fault === null) return { upTo: tape.pick([1, null]), untilStable: !async && tape.chance(1, 2) };
  if (fault.untilStable && tape.chance(1, 2)) return { ...fault, untilStable: false };
  return { ...fault, upTo: fault.upTo === null || tape.chance(1, 2) ? null : fault.upTo + 1 };
}

function weakenNetwork(tape: Tape, assume: GenAssume, ground: Ground): GenAssume {
  const kinds: NetworkKind[] = ['lossy', 'duplicating', 'lossy', ...(ground.hasPayload ? (['corrupting'] as const) : []), ...CUT_KINDS];
  const kind = tape.pick(kinds);
  const fault = assume.network[kind];
  const weaker = fault !== null && 'atOnce' in fault && tape.chance(1, 2) ? weakenCut(tape, fault) : weakenFault(tape, fault, assume.async);
  const added = isCut(kind) && fault === null ? { atOnce: tape.pick([1, 2]), mayStay: tape.chance(1, 2) } : {};
  return { ...assume, network: { ...assume.network, [kind]: { ...weaker, ...added } } };
}

function isCut(kind: NetworkKind): kind is CutKind {
  return (CUT_KINDS as readonly string[]).includes(kind);
}

function weakenCut(tape: Tape, cut: GenCut): GenCut {
  return tape.chance(1, 2) ? { ...cut, atOnce: cut.atOnce + 1 } : { ...cut, mayStay: true };
}

function weakenCrashes(tape: Tape, assume: GenAssume, ground: Ground): GenCrash[] {
  const at = assume.crashes.findIndex((crash) => crash.mode !== 'byzantine');
  if (at < 0) {
    const mode = tape.pick(['stop', 'recovery', 'amnesia'] as const);
    return [...assume.crashes, { mode, roles: [tape.pick(ground.roles).name], upTo: 1, untilStable: false, atMost: null, mayStay: false }];
  }
  const crash = assume.crashes[at];
  const taken = (mode: string) => assume.crashes.some((other) => other !== crash && other.mode === mode);
  const next = weakerCrash(tape, crash);
  return taken(next.mode) ? [...assume.crashes] : assume.crashes.map((other) => (other === crash ? next : other));
}

function weakerCrash(tape: Tape, crash: GenCrash): GenCrash {
  switch (tape.below(4)) {
    case 0:
      return { ...crash, ...weakenFault(tape, crash, true) };
    case 1:
      return { ...crash, atMost: null, untilStable: false };
    case 2:
      return crash.mode === 'stop' ? { ...crash, mode: 'recovery' } : { ...crash, mode: 'amnesia' };
    default:
      return crash.mode === 'stop' ? { ...crash, upTo: null } : { ...crash, mayStay: true };
  }
}

function weakenSteps(tape: Tape, assume: GenAssume): GenAssume['clockSteps'] {
  const steps = assume.clockSteps;
  if (steps === null) return { upTo: 1, by: 1, untilStable: tape.chance(1, 2) };
  return tape.chance(1, 2) ? { ...steps, by: steps.by + 1 } : { ...steps, ...weakenFault(tape, steps, false) };
}

/** Async is weaker than everything, for systems without clocks; it knows no `stable`. */
function withoutTime(assume: GenAssume): GenAssume {
  const forEver = <F extends GenFault | null>(fault: F): F => (fault === null ? fault : { ...fault, untilStable: false });
  const network = Object.fromEntries(Object.entries(assume.network).map(([kind, fault]) => [kind, forEver(fault)])) as GenAssume['network'];
  const none = { delay: null, pause: null, drift: null, skew: null };
  return { ...assume, async: true, bounds: none, roleBounds: [], network, crashes: assume.crashes.map(forEver) };
}

/** For each kind of fault that is assumed the set without it, named after what is left out: `No_loss`, `No_crash_stop_Beta`. */
export function withoutEach(assume: GenAssume, roles: readonly GenRole[]): [string, GenAssume][] {
  const kinds = (Object.keys(NETWORK_NAMES) as NetworkKind[]).filter((kind) => assume.network[kind] !== null);
  const paused = roles.filter(({ name }) => mayPause(assume, name));
  return [
    ...kinds.map((kind): [string, GenAssume] => [`No_${NETWORK_NAMES[kind]}`, { ...assume, network: { ...assume.network, [kind]: null } }]),
    ...assume.crashes.map((crash): [string, GenAssume] => [
      `No_crash_${crash.mode}_${crash.roles.toSorted().join('_')}`,
      { ...assume, crashes: assume.crashes.filter((other) => other !== crash) },
    ]),
    ...(assume.clockSteps === null ? [] : [['No_clock_steps', { ...assume, clockSteps: null }] satisfies [string, GenAssume]]),
    ...paused.map(({ name }): [string, GenAssume] => [`No_pause_${name}`, withoutPause(assume, name)]),
  ];
}

const NETWORK_NAMES: Readonly<Record<NetworkKind, string>> = {
  lossy: 'loss',
  duplicating: 'duplication',
  corrupting: 'corruption',
  cuts: 'cuts_two_way',
  'one-way cuts': 'cuts_one_way',
  'link cuts': 'cuts_link',
  'one-way link cuts': 'cuts_one_way_link',
};

function mayPause({ async, bounds, roleBounds }: GenAssume, role: string): boolean {
  const own = roleBounds.find((one) => one.quantity === 'pause' && one.role === role);
  const bound = own === undefined ? bounds.pause : own.bound;
  return !async && (bound === null || !bound.always || bound.max > 0);
}

function withoutPause(assume: GenAssume, role: string): GenAssume {
  const others = assume.roleBounds.filter((one) => one.quantity !== 'pause' || one.role !== role);
  return { ...assume, roleBounds: [...others, { quantity: 'pause', role, bound: { always: true, min: 0, max: 0 } }] };
}
