/** The weakest assumption sets in words, each once. */
import type { ProvisosAnswer, Quantity, Rung, Weakest } from '#checker';
import { conditionsOf } from './assumed.ts';

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
export function alternatives({ space, joint }: ProvisosAnswer): Alternative[] {
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

type Space = ProvisosAnswer['space'];

function conditionsAmong({ dimensions, lattice }: Space, point: readonly number[], weakest: readonly Weakest[]) {
  const isIn = (other: readonly number[]) => weakest.some((one) => lattice.isWithin(other, one.point));
  let isWritable = true;
  const each = dimensions.map(({ quantity, rungs }, axis) => {
    const rung = rungs[point[axis]];
    const isFree = lattice.weakest[axis].every((end) => isIn(point.with(axis, end)));
    if (isFree) return [];
    if (rung.kind === 'windows' && rung.until === 'as assumed') isWritable = false;
    if (rung.kind !== 'crash' || rung.mode === 'stop') return conditionsOf(quantity, rung);
    // A condition that permits restarts permits stops as often.
    if (rung.mode === null || stopsWithin(rungs, rung).every((stop) => isIn(point.with(axis, stop)))) return conditionsOf(quantity, rung);
    isWritable = false;
    return [...conditionsOf(quantity, rung), ...returning(quantity, rung)];
  });
  return { each, conditions: each.flat(), isWritable };
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

/** Rungs at which a node stops at most as often as it restarts at `rung`. */
function stopsWithin(rungs: readonly Rung[], rung: Extract<Rung, { kind: 'crash' }>): number[] {
  const most = rung.most ?? Infinity;
  return rungs.flatMap((other, i) => (other.kind === 'crash' && other.mode === 'stop' && (other.most ?? Infinity) <= most ? [i] : []));
}

function returning(quantity: Quantity, { kind }: Rung): string[] {
  return kind === 'crash' && quantity.kind === 'crashes' ? quantity.roles.map((role) => `${role} comes back`) : [];
}

export function alternativeText({ conditions, vacuous }: Alternative): string {
  const text = conditions.length === 0 ? 'nothing: whatever happens, in what was searched' : conditions.join(' and ');
  return vacuous === null ? text : `${text} (vacuously: ${vacuous})`;
}
