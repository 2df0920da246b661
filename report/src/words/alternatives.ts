/** The weakest assumption sets in words, each once, or one condition for all of them. */
import { fitNumber, mostDown, type ProvisosAnswer, type Quantity, type Rung, type Weakest } from '#checker';
import { unhandled } from '#grammar';
import { conditionsOf } from './assumed.ts';
import { formulaText } from './formula.ts';

export interface Alternative {
  /** what has to be true of a set to be within this one; empty where it is the weakest */
  readonly conditions: readonly string[];
  readonly bounds: readonly string[];
  readonly vacuous: string | null;
  /** conditions of a `provisos` block say just this. No word of theirs forbids that a node stops and permits that it restarts, or says of which faults the set says `until stable`. */
  readonly isWritable: boolean;
}

/**
 * Where a node may stop and may restart, and neither permits the other, there are two weakest sets for one condition: they are one
 * alternative, and each of them alone says which of the two it permits.
 */
export function eachAlternative({ space, joint }: ProvisosAnswer): Alternative[] {
  const found = new Map<string, Alternative>();
  const weakest = joint?.weakest ?? [];
  for (const { point, bounds, vacuous } of weakest) {
    const { conditions, isWritable } = conditionsAmong(space, point, weakest);
    const key = `${conditions.join(' and ')} ${vacuous}`;
    const before = found.get(key);
    const all = [...new Set([...(before?.bounds ?? []), ...bounds])];
    found.set(key, { conditions, bounds: all, vacuous, isWritable: isWritable && before?.isWritable !== false });
  }
  return [...found.values()];
}

/** In place of a list one condition, where quantities trade off against one another in a way that one inequality says. */
export function alternatives(answer: ProvisosAnswer): Alternative[] {
  const one = tradeOff(answer);
  return one === null ? eachAlternative(answer) : [one];
}

/** Every set was decided, and no longer ladder could change that. */
export function isSettled({ joint, stopped }: ProvisosAnswer): boolean {
  return joint !== null && joint.open.length + joint.cut.length === 0 && stopped === null;
}

/** Sets that are compared with an inequality. */
const MOST_POINTS = 5000;

/**
 * Null where no inequality is known to say the same of every set of the space: only numbers may differ between the weakest sets,
 * and the inequality has to be true of just those that are within one of them.
 */
function tradeOff(answer: ProvisosAnswer): Alternative | null {
  const { space, joint } = answer;
  const { dimensions, lattice } = space;
  if (joint === null || joint.weakest.length < 2 || joint.wrong.length > 0 || space.infinite || !isSettled(answer)) return null;
  const [first] = joint.weakest;
  if (joint.weakest.some(({ vacuous }) => vacuous !== null)) return null;
  const traded = dimensions.flatMap((_, axis) => (joint.weakest.some(({ point }) => point[axis] !== first.point[axis]) ? [axis] : []));
  const numbers = traded.map((axis) => dimensions[axis].rungs.map(numberOf));
  const size = numbers.reduce((product, { length }) => product * length, 1);
  if (size > MOST_POINTS || numbers.some((rungs) => rungs.includes(null))) return null;
  const points = Array.from({ length: size }, (_, n) => {
    let rest = n;
    let point: readonly number[] = first.point;
    const bounds = traded.map((axis, i) => {
      const rung = rest % numbers[i].length;
      rest = Math.floor(rest / numbers[i].length);
      point = point.with(axis, rung);
      return numbers[i][rung] ?? Infinity;
    });
    return { bounds, holds: joint.weakest.some((one) => lattice.isWithin(point, one.point)) };
  });
  const quantities = traded.map((axis) => dimensions[axis].quantity);
  const found = fitNumber(points, quantities);
  if (found === null) return null;
  const { each, isWritable } = conditionsAmong(space, first.point, joint.weakest);
  const common = each.flatMap((conditions, axis) => (traded.includes(axis) ? [] : conditions));
  const bounds = [...new Set(joint.weakest.flatMap((one) => one.bounds))];
  return { conditions: [formulaText(found.formula, String(found.number)), ...common], bounds, vacuous: null, isWritable };
}

/** As a condition counts it; null where the rung is none of a number. */
function numberOf(rung: Rung): number | null {
  switch (rung.kind) {
    case 'bound':
      return rung.always ? (rung.most ?? Infinity) : Infinity;
    case 'count':
      return rung.most ?? Infinity;
    case 'crash':
    case 'order':
    case 'windows':
      return null;
    default:
      return unhandled(rung);
  }
}

type Space = ProvisosAnswer['space'];

function conditionsAmong({ dimensions, lattice }: Space, point: readonly number[], weakest: readonly Weakest[]) {
  const isIn = (other: readonly number[]) => weakest.some((one) => lattice.isWithin(other, one.point));
  let isWritable = true;
  const each = dimensions.map(({ quantity, rungs }, axis) => {
    const rung = rungs[point[axis]];
    const isFree = lattice.weakest[axis].every((end) => isIn(point.with(axis, end)));
    if (isFree) return [];
    if (rung.kind === 'windows' && !isWindowWord(rung, rungs)) isWritable = false;
    if (rung.kind !== 'crash' || rung.mode === 'stop') return conditionsOf(quantity, rung);
    // A condition that permits restarts permits stops as often.
    if (rung.mode === null || stopsWithin(rungs, rung).every((stop) => isIn(point.with(axis, stop)))) return conditionsOf(quantity, rung);
    isWritable = false;
    return [...conditionsOf(quantity, rung), ...returning(quantity, rung)];
  });
  return { each, conditions: each.flat(), isWritable };
}

/** `faults end` and `not faults end` say it, unless some of them do. */
function isWindowWord({ until, apart }: Extract<Rung, { kind: 'windows' }>, all: readonly Rung[]): boolean {
  const isBetween = (rung: Rung) => rung.kind === 'windows' && rung.until === 'as assumed';
  return until !== 'as assumed' && !(apart && until === 'none' && all.some(isBetween));
}

/** Of each alternative the conditions of each dimension of the space. */
export function freeAndNeeded({ space, joint }: ProvisosAnswer): (readonly (readonly string[])[])[] {
  const weakest = joint?.weakest ?? [];
  const found = new Map(
    weakest.map(({ point }) => {
      const { each } = conditionsAmong(space, point, weakest);
      return [JSON.stringify(each), each];
    }),
  );
  return [...found.values()];
}

/** Rungs at which a node stops at most as often as it restarts at `rung`, and no more nodes than are down at once there. */
function stopsWithin(rungs: readonly Rung[], rung: Extract<Rung, { kind: 'crash' }>): number[] {
  const most = mostDown(rung);
  return rungs.flatMap((other, i) => (other.kind === 'crash' && other.mode === 'stop' && (other.most ?? Infinity) <= most ? [i] : []));
}

function returning(quantity: Quantity, { kind }: Rung): string[] {
  return kind === 'crash' && quantity.kind === 'crashes' ? quantity.roles.map((role) => `${role} comes back`) : [];
}

export function alternativeText({ conditions, vacuous }: Alternative): string {
  const text = conditions.length === 0 ? 'nothing: whatever happens, in what was searched' : conditions.join(' and ');
  return vacuous === null ? text : `${text} (vacuously: ${vacuous})`;
}
