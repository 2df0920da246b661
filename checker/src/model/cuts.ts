/** Network cuts: which there are, whom each parts, and which of several are active at once. */
import { unhandled } from '#grammar';
import type { CutFault, Model } from './ir.ts';
import type { Cut } from './state.ts';

/** In the order in which cuts are listed in a state. */
const ORDER: Readonly<Record<Cut['kind'], number>> = { 'two-way': 0, 'one-way': 1, link: 2, 'one-way link': 3 };

/** Every cut that the model's assumptions can bring about, in the order in which a state lists them. */
export function everyCut(model: Model): Cut[] {
  const assumed = model.network.cuts.toSorted((a, b) => ORDER[a.kind] - ORDER[b.kind]);
  return assumed.flatMap(({ kind }) => cutsOfKind(kind, model.instances.length));
}

/** Sets go up as binary numbers do, instance 0 being the lowest digit; pairs by their first node, then by their second. */
export function cutsOfKind(kind: Cut['kind'], nodes: number): Cut[] {
  const all = Array.from({ length: nodes }, (_, i) => i);
  switch (kind) {
    case 'two-way':
      return properSets(nodes).flatMap((members) => (members[0] ? [] : [{ kind, members }]));
    case 'one-way':
      return properSets(nodes).map((members) => ({ kind, members }));
    case 'link':
      return all.flatMap((from) => all.filter((to) => to > from).map((to) => ({ kind, from, to })));
    case 'one-way link':
      return all.flatMap((from) => all.filter((to) => to !== from).map((to) => ({ kind, from, to })));
    default:
      return unhandled(kind);
  }
}

/** Every set of nodes that is neither empty nor everyone. */
function properSets(nodes: number): boolean[][] {
  const sets = Array.from({ length: 2 ** nodes }, (_, bits) => Array.from({ length: nodes }, (_, i) => ((bits >>> i) & 1) === 1));
  return sets.filter((members) => members.includes(true) && members.includes(false));
}

/** The active cuts with one more, in order. */
export function withCut(cuts: readonly Cut[], cut: Cut): Cut[] {
  return [...cuts, cut].sort(compareCuts);
}

export function withoutCut(cuts: readonly Cut[], cut: Cut): Cut[] {
  return cuts.filter((other) => !sameCut(other, cut));
}

export function sameCut(a: Cut, b: Cut): boolean {
  return compareCuts(a, b) === 0;
}

function compareCuts(a: Cut, b: Cut): number {
  if (a.kind !== b.kind) return ORDER[a.kind] - ORDER[b.kind];
  if ('members' in a && 'members' in b) {
    const highest = a.members.findLastIndex((inside, i) => inside !== b.members[i]);
    return highest < 0 ? 0 : a.members[highest] ? 1 : -1;
  }
  return 'from' in a && 'from' in b ? a.from - b.from || a.to - b.to : 0;
}

/** Whether this cut takes what `from` sends to `to`. What a node sends to itself crosses none. */
export function severs(cut: Cut, from: number, to: number): boolean {
  switch (cut.kind) {
    case 'two-way':
      return cut.members[from] !== cut.members[to];
    case 'one-way':
      return cut.members[from] && !cut.members[to];
    case 'link':
      return (cut.from === from && cut.to === to) || (cut.from === to && cut.to === from);
    case 'one-way link':
      return cut.from === from && cut.to === to;
    default:
      return unhandled(cut);
  }
}

/** Whether what `from` sends to `to` is lost now. */
export function crosses(cuts: readonly Cut[], from: number, to: number): boolean {
  return cuts.some((cut) => severs(cut, from, to));
}

/**
 * What is lost at these cuts counts as lost now and then only where each of them heals: a cut that may stay owes nothing. (Asking only
 * that some of them heals would change no verdict: see docs/testing.md.)
 */
export function lostWhileHealing(model: Model, cuts: readonly Cut[], from: number, to: number): boolean {
  const crossed = cuts.filter((cut) => severs(cut, from, to));
  return crossed.length > 0 && crossed.every((cut) => !cutFault(model, cut).mayStay);
}

/** The assumption that lets this cut happen; one that is active has one. */
export function cutFault(model: Model, cut: Cut): CutFault {
  return model.network.cuts.find((fault) => fault.kind === cut.kind)!;
}

/** So many cuts can be active at once. */
export function mostCuts(model: Model): number {
  const most = Math.max(0, ...model.network.cuts.map((fault) => fault.atOnce));
  return Math.min(most, everyCut(model).length);
}
