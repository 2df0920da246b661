/** What an assumption set says of a quantity: as a condition of a `provisos` block, and as the fault that it allows. */
import type { ProvisosAnswer, Quantity, Rung } from '#checker';
import { unhandled } from '#grammar';
import { enumerate, plural, thousands } from './counts.ts';

/** The word of a condition for it, as in a `provisos` block. */
export function term(quantity: Quantity): string {
  switch (quantity.kind) {
    case 'delay':
    case 'drift':
    case 'skew':
      return quantity.role === null ? quantity.kind : `${quantity.kind} ${quantity.role}`;
    case 'pause':
      return `pause ${quantity.role}`;
    case 'losses':
    case 'duplications':
    case 'corruptions':
    case 'clock steps':
    case 'clock step size':
    case 'order':
    case 'faults end':
      return quantity.kind;
    case 'cuts':
      return CUTS[quantity.parting];
    case 'crashes':
      return `crashes ${quantity.roles.join(', ')}`;
    case 'byzantine':
      return `byzantine ${quantity.roles.join(', ')}`;
    default:
      return unhandled(quantity);
  }
}

const CUTS = { 'two-way': 'cuts', 'one-way': 'one-way cuts', link: 'link cuts', 'one-way link': 'one-way link cuts' } as const;

/** What has to be true of an assumption set to be within this one; nothing where it is the weakest. */
export function conditionsAt({ dimensions, lattice }: ProvisosAnswer['space'], point: readonly number[]): string[] {
  return dimensions.flatMap(({ quantity, rungs }, axis) =>
    lattice.weakest[axis].every((end) => end === point[axis]) ? [] : conditionsOf(quantity, rungs[point[axis]]),
  );
}

/** What has to be true of the quantity; nothing at its weakest. */
export function conditionsOf(quantity: Quantity, rung: Rung): string[] {
  switch (rung.kind) {
    case 'bound': {
      if (rung.most === null) return [];
      const most = `${rung.always ? '' : 'eventually '}${term(quantity)} <= ${rung.most}`;
      return rung.least === 0 ? [most] : [`least ${term(quantity)} >= ${rung.least}`, most];
    }
    case 'count':
      return rung.most === null ? [] : [`${counting(quantity)} <= ${rung.most}`];
    case 'crash':
      return crashConditions(quantity, rung);
    case 'order':
      return rung.fifo ? ['fifo'] : [];
    case 'windows':
      return rung.apart && rung.until === 'none' ? ['not faults end'] : [...UNTIL[rung.until]];
    default:
      return unhandled(rung);
  }
}

/** Roles that share a number are written by one of them: each condition is true of all or of none. */
function counting(quantity: Quantity): string {
  return quantity.kind === 'byzantine' ? `byzantine ${quantity.roles[0]}` : term(quantity);
}

/** `faults end as assumed` is no word of a block: some of them do. */
const UNTIL: Readonly<Record<Extract<Rung, { kind: 'windows' }>['until'], readonly string[]>> = {
  all: ['faults end'],
  'as assumed': ['faults end as assumed'],
  none: [],
};

function crashConditions(quantity: Quantity, { mode, most, down }: Crash): string[] {
  const roles = quantity.kind === 'crashes' ? quantity.roles : [];
  // Roles that share a budget are written by one of them: each condition is true of all or of none.
  const often = [
    ...(most === null ? [] : [`crashes ${roles[0]} <= ${most}`]),
    ...(typeof down === 'number' ? [`down ${roles[0]} <= ${down}`] : []),
  ];
  switch (mode) {
    case null:
      return roles.map((role) => `no fault ${role}`);
    case 'stop':
      return [...roles.map((role) => `${role} only stops`), ...often];
    case 'recovery':
      return [...roles.map((role) => `${role} keeps its disk`), ...often];
    case 'amnesia':
      return often;
    default:
      return unhandled(mode);
  }
}

export function levelText(quantity: Quantity, rung: Rung): string {
  const conditions = conditionsOf(quantity, rung);
  if (conditions.length > 0) return conditions.join(' and ');
  switch (rung.kind) {
    case 'bound':
      return 'no bound';
    case 'count':
      return 'any number';
    case 'crash':
      return 'any crash';
    case 'order':
      return 'any order';
    case 'windows':
      return 'faults without end';
    default:
      return unhandled(rung);
  }
}

/** The same where nothing beside it names the quantity: "pause Worker without bound". */
export function namedLevelText(quantity: Quantity, rung: Rung): string {
  if (conditionsOf(quantity, rung).length > 0) return levelText(quantity, rung);
  switch (rung.kind) {
    case 'bound':
      return `${term(quantity)} without bound`;
    case 'count':
      return `any number of ${term(quantity)}`;
    case 'crash':
      return `any ${term(quantity)}`;
    case 'order':
    case 'windows':
      return levelText(quantity, rung);
    default:
      return unhandled(rung);
  }
}

export const NO_FAULT = 'no fault at all';

/** "a pause of Worker of 1 tick and one lost message"; what is perfect is left out. */
export function breakText(placed: readonly (readonly [Quantity, Rung])[]): string {
  const parts = placed.flatMap(([quantity, rung]) => deviation(quantity, rung));
  return parts.length === 0 ? NO_FAULT : enumerate(parts);
}

function deviation(quantity: Quantity, rung: Rung): string[] {
  switch (rung.kind) {
    case 'bound':
      return boundDeviation(quantity, rung);
    case 'count':
      return rung.most === 0 ? [] : [counted(quantity, rung.most)];
    case 'crash':
      return rung.mode === null ? [] : [crashed(quantity, rung.mode, rung)];
    case 'order':
      return rung.fifo ? [] : ['messages out of order'];
    case 'windows':
      return [...WITHOUT_END[rung.until]];
    default:
      return unhandled(rung);
  }
}

const WITHOUT_END: Readonly<Record<Extract<Rung, { kind: 'windows' }>['until'], readonly string[]>> = {
  all: [],
  'as assumed': ['faults that end only as assumed'],
  none: ['faults without end'],
};

function boundDeviation(quantity: Quantity, { always, least, most }: Extract<Rung, { kind: 'bound' }>): string[] {
  const noun = quantity.kind === 'pause' ? `a pause of ${quantity.role}` : `a ${term(quantity)}`;
  if (most === null) return [`${noun} without bound`];
  if (!always) return [`${noun} bounded only in the end`];
  if (most === 0) return [];
  if (least === 0) return [`${noun} of up to ${plural(most, 'tick')}`];
  return [least === most ? `${noun} of ${plural(most, 'tick')}` : `${noun} of ${least} to ${plural(most, 'tick')}`];
}

function counted(quantity: Quantity, most: number | null): string {
  if (quantity.kind === 'clock step size') return `clock steps of up to ${plural(most ?? 0, 'tick')}`;
  const [one, many] = nouns(quantity);
  if (most === 1) return `one ${one}`;
  return most === null ? `${many} without limit` : `${thousands(most)} ${many}`;
}

function nouns(quantity: Quantity): readonly [one: string, many: string] {
  switch (quantity.kind) {
    case 'losses':
      return ['lost message', 'lost messages'];
    case 'duplications':
      return ['duplicated message', 'duplicated messages'];
    case 'corruptions':
      return ['corrupted message', 'corrupted messages'];
    case 'clock steps':
      return ['step of a clock', 'steps of clocks'];
    case 'cuts':
      return [CUTS[quantity.parting].replace(/s$/, ''), CUTS[quantity.parting]];
    case 'byzantine':
      return [`Byzantine node of ${enumerate(quantity.roles, 'or')}`, `Byzantine nodes of ${enumerate(quantity.roles, 'or')}`];
    case 'delay':
    case 'drift':
    case 'skew':
    case 'pause':
    case 'order':
    case 'crashes':
    case 'clock step size':
    case 'faults end':
      return [term(quantity), term(quantity)];
    default:
      return unhandled(quantity);
  }
}

type Crash = Extract<Rung, { kind: 'crash' }>;

function crashed(quantity: Quantity, mode: NonNullable<Crash['mode']>, { most, down }: Crash): string {
  const who = quantity.kind === 'crashes' ? enumerate(quantity.roles, 'or') : '';
  const [one, many] = {
    stop: ['a stop', 'stops'],
    recovery: ['a restart', 'restarts'],
    amnesia: ['a restart with an empty disk', 'restarts with an empty disk'],
  }[mode];
  if (most === 1) return `${one} of ${who}`;
  const atOnce = typeof down === 'number' ? ` (at most ${down} down at once)` : '';
  return most === null ? `${many} of ${who} without limit${atOnce}` : `${thousands(most)} ${many} of ${who}${atOnce}`;
}
