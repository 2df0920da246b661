/**
 * The items of fairness other than messages: one that stays enabled is eventually taken.
 * Optional actions, restarts of nodes that may stay down and heals of cuts that may stay are not among them: no run is forced
 * to take those.
 */

import { unhandled } from '#grammar';
import { comesBack } from './crash-modes.ts';
import { cutFault, everyCut } from './cuts.ts';
import type { Model, Value } from './ir.ts';
import type { Cut, StepLabel } from './state.ts';
import { STEP_KINDS } from './step-kinds.ts';
import { tagOf } from './tags.ts';
import { values } from './values.ts';

export type FairItem =
  | { readonly kind: 'resume'; readonly node: number }
  | { readonly kind: 'fire'; readonly node: number; readonly timer: number; readonly key: number }
  | { readonly kind: 'act'; readonly node: number; readonly action: number; readonly params: readonly Value[] }
  | { readonly kind: 'restart'; readonly node: number }
  | { readonly kind: 'heal'; readonly cut: Cut }
  | { readonly kind: 'stabilise' };

export interface FairItems {
  readonly list: readonly FairItem[];
  /** the item that a step takes; -1 for a step that no fairness asks for */
  indexOf(label: StepLabel): number;
  resume(node: number): number;
  fire(node: number, timer: number, key: number): number;
  act(node: number, action: number, params: readonly Value[]): number;
  restart(node: number): number;
  heal(cut: Cut): number;
  readonly stabilise: number;
}

export function fairItems(model: Model): FairItems {
  const list = [...model.instances.flatMap(({ index }) => itemsOfNode(model, index)), ...worldItems(model)];
  const numbers = new Map(list.map((item, i) => [keyOf(item), i]));
  const numberOf = (item: FairItem) => numbers.get(keyOf(item)) ?? -1;
  return {
    list,
    indexOf(label) {
      switch (label.kind) {
        case 'resume':
        case 'fire':
        case 'act':
        case 'restart':
        case 'heal':
        case 'stabilise':
          return numberOf(label);
        case 'deliver':
        case 'tick':
        case 'crash':
        case 'lose':
        case 'duplicate':
        case 'corrupt':
        case 'cut':
        case 'lie':
        case 'clock':
          return -1;
        default:
          return unhandled(label);
      }
    },
    resume: (node) => numberOf({ kind: 'resume', node }),
    fire: (node, timer, key) => numberOf({ kind: 'fire', node, timer, key }),
    act: (node, action, params) => numberOf({ kind: 'act', node, action, params }),
    restart: (node) => numberOf({ kind: 'restart', node }),
    heal: (cut) => numberOf({ kind: 'heal', cut }),
    stabilise: numberOf({ kind: 'stabilise' }),
  };
}

/** Fairness speaks of the message that the step takes, not of the step. */
export type MessageStep = Extract<StepLabel, { readonly kind: 'deliver' | 'lose' | 'duplicate' | 'corrupt' }>;

/** What fairness asks of a step (see tags.ts); `message` is the number of its message among those in flight. */
export function stepTag(items: FairItems, label: StepLabel, message: (label: MessageStep) => number): number {
  switch (label.kind) {
    case 'deliver':
    case 'lose':
    case 'duplicate':
    case 'corrupt':
      return tagOf(STEP_KINDS[label.kind].tag, message(label));
    case 'fire':
    case 'resume':
    case 'act':
    case 'tick':
    case 'stabilise':
    case 'crash':
    case 'restart':
    case 'cut':
    case 'heal':
    case 'lie':
    case 'clock': {
      const { tag } = STEP_KINDS[label.kind];
      const item = tag === 'item' ? items.indexOf(label) : 0;
      return item < 0 ? tagOf('other') : tagOf(tag, item);
    }
    default:
      return unhandled(label);
  }
}

function itemsOfNode(model: Model, node: number): FairItem[] {
  const role = model.roles[model.instances[node].role];
  const timers = role.timers.flatMap((timer, t) => {
    const keys = timer.key === null ? 1 : values(timer.key).length;
    return timer.hasHandler ? Array.from({ length: keys }, (_, key): FairItem => ({ kind: 'fire', node, timer: t, key })) : [];
  });
  const acts = role.actions.flatMap((action, a) =>
    action.optional
      ? []
      : combinations(action.params.map((p) => p.values)).map((params): FairItem => ({ kind: 'act', node, action: a, params })),
  );
  const returns = model.crashes.some((f) => comesBack(f.mode) && f.instances.includes(node));
  const mayStayDown = model.crashes.some((f) => f.mayStayDown && f.instances.includes(node));
  return [{ kind: 'resume', node }, ...timers, ...acts, ...(returns && !mayStayDown ? [{ kind: 'restart' as const, node }] : [])];
}

function worldItems(model: Model): FairItem[] {
  return [
    ...everyCut(model).flatMap((cut) => (cutFault(model, cut).mayStay ? [] : [{ kind: 'heal' as const, cut }])),
    ...(model.stabilises ? [{ kind: 'stabilise' as const }] : []),
  ];
}

/** Every combination of parameters, first parameter slowest. */
export function combinations(domains: readonly (readonly Value[])[]): Value[][] {
  return domains.reduce<Value[][]>((out, domain) => out.flatMap((prefix) => domain.map((v) => [...prefix, v])), [[]]);
}

function keyOf(item: FairItem): string {
  switch (item.kind) {
    case 'resume':
    case 'restart':
      return `${item.kind} ${item.node}`;
    case 'fire':
      return `fire ${item.node} ${item.timer} ${item.key}`;
    case 'act':
      return `act ${item.node} ${item.action} ${JSON.stringify(item.params)}`;
    case 'heal':
      return `heal ${JSON.stringify(item.cut)}`;
    case 'stabilise':
      return item.kind;
    default:
      return unhandled(item);
  }
}
