/** The loop of a liveness counterexample: what goes on forever, and why that is fair. What never comes about stands in never.ts. */

import type { FairItem, LoopReason, MessageState, Model, State } from '#checker';
import { unhandled } from '#grammar';
import { type Cell, changesIn, isPartOf } from './cells.ts';
import { type CutOff, cutOff, type Happened, happened, type Letter, letter, namedParams } from './happened.ts';
import { pausesOf } from './pauses.ts';
import { nodeName, nodeOf, type Reader, roleOf, stateAfter } from './reader.ts';
import { type Named, timerName } from './values.ts';

/** What goes on and on; `passing`: nothing but time. `fromStart`: nothing comes before it. */
export type Loop = { readonly fromStart: boolean } & (
  | { readonly kind: 'nothing' | 'passing' }
  /** those of its steps that matter most, in order, and how many more there are */
  | { readonly kind: 'repeats'; readonly steps: readonly LoopStep[]; readonly more: number }
);

export type LoopStep =
  | Happened
  | { readonly kind: 'pause'; readonly node: string; readonly ticks: number; readonly waiting: string | null };

/** What the story mentions of a loop; more would repeat the table. */
const MOST_STEPS = 6;

/** `cells`: what the property is about. */
export function loopOf(reader: Reader, cells: readonly Cell[]): Loop {
  const { steps, loop = 0 } = reader.trace;
  const fromStart = loop === 0;
  if (loop >= steps.length) return { kind: 'nothing', fromStart };
  const pauses = pausesOf(reader.model, reader.trace);
  const all = steps.flatMap(({ step }, index) => {
    if (index < loop) return [];
    const begun = pauses.filter(({ first }) => first === index);
    const paused = begun.map(({ node, ticks, waiting }) => ({
      kind: 'pause' as const,
      node: nodeName(reader.model, node),
      ticks,
      waiting,
    }));
    const weight = weightOf(reader, index, cells);
    return [...paused, ...(step.label.kind === 'tick' ? [] : [happened(reader, index)])].map((one) => ({ one, weight }));
  });
  if (all.length === 0) return { kind: 'passing', fromStart };
  const distinct = [...new Map(all.map((told) => [JSON.stringify(told.one), told])).values()];
  const most = new Set([...distinct].sort((a, b) => b.weight - a.weight).slice(0, MOST_STEPS));
  const told = distinct.filter((one) => most.has(one)).map(({ one }) => one);
  return { kind: 'repeats', fromStart, steps: told, more: distinct.length - told.length };
}

/** How much a step of a loop matters: a fault most, then what changes what the property is about, then what comes to nothing. */
function weightOf(reader: Reader, index: number, cells: readonly Cell[]): number {
  const { step } = reader.trace.steps[index];
  const { events, label } = step;
  if (step.cost > 0 || label.kind === 'lie') return 4;
  if (changesIn(reader, index).some((moved) => cells.some((cell) => isPartOf(moved, cell)))) return 3;
  const isLost = events.some((event) => event.kind === 'vanished' || (event.kind === 'sent' && event.vanished !== null));
  if (isLost || label.kind === 'restart' || label.kind === 'heal' || (label.kind === 'deliver' && label.handler === null)) return 2;
  const node = nodeOf(reader.trace.steps[index]);
  return node !== null && cells.some((cell) => cell.node === nodeName(reader.model, node)) ? 1 : 0;
}

/** Why no assumption forbids a loop. */
export interface Fairness {
  readonly lost: readonly Letter[];
  readonly waiting: readonly { readonly message: Letter; readonly why: 'never free' | 'deferred' }[];
  /** possible only now and then */
  readonly comeAndGo: readonly Possible[];
  /** of each of these every outcome is taken */
  readonly outcomes: readonly string[];
  /** something can happen, and does each time round */
  readonly taken: boolean;
}

export type Possible =
  | { readonly kind: 'resume' | 'restart'; readonly node: string }
  | { readonly kind: 'fire'; readonly node: string; readonly timer: string }
  | { readonly kind: 'act'; readonly node: string; readonly action: string; readonly params: readonly Named[] }
  | { readonly kind: 'heal'; readonly cut: CutOff }
  | { readonly kind: 'stabilise' };

/** Null where the run has no loop, or where no reasons were asked for. */
export function fairnessOf({ model, trace }: Reader): Fairness | null {
  const { fairness } = trace;
  if (fairness === undefined) return null;
  const of = <K extends LoopReason['kind']>(kind: K) =>
    fairness.filter((reason): reason is Extract<LoopReason, { kind: K }> => reason.kind === kind);
  const end = stateAfter(trace);
  return {
    lost: of('lost now and then').map(({ message }) => letter(model, message)),
    waiting: of('never deliverable').map(({ message }) => ({ message: letter(model, message), why: whyWaits(end, message) })),
    comeAndGo: of('comes and goes').map(({ item }) => possible(model, item)),
    outcomes: of('every outcome').map(({ name }) => name),
    taken: of('taken').length + of('delivered').length > 0,
  };
}

function whyWaits(state: State, { to }: MessageState): 'never free' | 'deferred' {
  return state.nodes[to].suspended !== null ? 'never free' : 'deferred';
}

function possible(model: Model, item: FairItem): Possible {
  switch (item.kind) {
    case 'resume':
    case 'restart':
      return { kind: item.kind, node: nodeName(model, item.node) };
    case 'fire':
      return { kind: 'fire', node: nodeName(model, item.node), timer: timerName(model, item.node, item.timer, item.key) };
    case 'act': {
      const { name, params } = roleOf(model, item.node).actions[item.action];
      return { kind: 'act', node: nodeName(model, item.node), action: name, params: namedParams(model, params, item.params) };
    }
    case 'heal':
      return { kind: 'heal', cut: cutOff(model, item.cut) };
    case 'stabilise':
      return { kind: item.kind };
    default:
      return unhandled(item);
  }
}
