/** The counterexample of a liveness property: what never comes about, what goes on forever, and why that is fair. */

import {
  type Expr,
  type FairItem,
  holdsIn,
  type LoopReason,
  type MessageState,
  type Model,
  type Property,
  type State,
  type Temporal,
} from '#checker';
import { unhandled } from '#grammar';
import { type Changing, type CutOff, changingIn, cutOff, type Happened, happened, type Letter, letter, namedParams } from './happened.ts';
import { nodeName, type Reader, roleOf, stateAfter } from './reader.ts';
import { type Named, timerName } from './values.ts';

type Liveness = Property & { readonly kind: 'liveness' };

/** What a run fails to do; formulas are in the author's words. */
export type Never =
  /** `since`: the time from which `left` waits for `right`, 0 for the start; null where there is no time, or where it is not known */
  | { readonly kind: 'leads to'; readonly left: string; readonly right: string; readonly since: number | null }
  /** `always eventually`, `eventually`, `eventually always` */
  | { readonly kind: 'never again' | 'never' | 'not for good'; readonly of: string }
  /** `left` ended before `right` came, or (null) though it should hold always: by which step, or (null) at the start */
  | {
      readonly kind: 'ends';
      readonly left: string;
      readonly right: string | null;
      readonly time: number | null;
      readonly step: Changing | null;
    }
  | { readonly kind: 'formula'; readonly formula: string };

export function neverComes(reader: Reader, { formula, text, usesKnowledge }: Liveness): Never {
  return told(reader, formula, usesKnowledge) ?? { kind: 'formula', formula: text };
}

function told(reader: Reader, formula: Temporal, usesKnowledge: boolean): Never | null {
  switch (formula.op) {
    case 'leadsTo': {
      const [left, right] = [quoted(reader, formula.left), quoted(reader, formula.right)];
      if (left === null || right === null) return null;
      // What a node knows no state of the run tells by itself.
      const since = usesKnowledge ? null : waitsSince(reader, left.predicate, right.predicate);
      return { kind: 'leads to', left: left.text, right: right.text, since };
    }
    case 'until': {
      const [left, right] = [quoted(reader, formula.left), quoted(reader, formula.right)];
      if (left === null || right === null) return null;
      return (usesKnowledge ? null : endsBefore(reader, left, right)) ?? { kind: 'never', of: right.text };
    }
    case 'eventually': {
      const of = quoted(reader, formula.of.op === 'always' ? formula.of.of : formula.of);
      return of && { kind: formula.of.op === 'always' ? 'not for good' : 'never', of: of.text };
    }
    case 'always': {
      const always = usesKnowledge ? null : quoted(reader, formula.of);
      if (always !== null) return endsBefore(reader, always, null);
      const of = formula.of.op === 'eventually' ? quoted(reader, formula.of.of) : null;
      return of && { kind: 'never again', of: of.text };
    }
    case 'state':
    case 'not':
    case 'and':
    case 'or':
    case 'implies':
      return null;
    default:
      return unhandled(formula);
  }
}

interface Quoted {
  readonly predicate: Expr;
  readonly text: string;
}

/** A part that is about one state, with the author's words for it. */
function quoted({ source }: Reader, formula: Temporal): Quoted | null {
  if (formula.op !== 'state') return null;
  const text = source(formula.predicate.span)?.replace(/\s+/g, ' ');
  return text === undefined ? null : { predicate: formula.predicate, text };
}

function statesOf({ trace }: Reader): State[] {
  return [trace.first, ...trace.steps.map(({ state }) => state)];
}

/** When the left side was last true with the right side false for good. */
function waitsSince(reader: Reader, left: Expr, right: Expr): number | null {
  const { model, trace } = reader;
  const states = statesOf(reader);
  const isTrue = (predicate: Expr, state: State) => holdsIn(model, predicate, state) === true;
  const settled = states.findLastIndex((state) => isTrue(right, state)) + 1;
  const at = states.findIndex((state, i) => i >= settled && isTrue(left, state));
  if (at < 0 || !model.timing.time) return null;
  return at === 0 ? 0 : trace.steps[at - 1].time;
}

/** Where the left side ends too early; null where it never does. */
function endsBefore(reader: Reader, left: Quoted, right: Quoted | null): Never | null {
  const { model, trace } = reader;
  const at = statesOf(reader).findIndex((state) => holdsIn(model, left.predicate, state) !== true);
  if (at < 0) return null;
  const time = !model.timing.time || at === 0 ? null : trace.steps[at - 1].time;
  return { kind: 'ends', left: left.text, right: right?.text ?? null, time, step: at === 0 ? null : changingIn(reader, at - 1) };
}

/** What goes on and on; `passing`: nothing but time. `fromStart`: nothing comes before it. */
export type Loop = { readonly fromStart: boolean } & (
  | { readonly kind: 'nothing' | 'passing' }
  /** the first of them, and how many more there are */
  | { readonly kind: 'repeats'; readonly steps: readonly Happened[]; readonly more: number }
);

/** What the story mentions of a loop; more would repeat the table. */
const MOST_STEPS = 4;

export function loopOf(reader: Reader): Loop {
  const { steps, loop = 0 } = reader.trace;
  const fromStart = loop === 0;
  if (loop >= steps.length) return { kind: 'nothing', fromStart };
  const all = steps.flatMap(({ step }, i) => (i < loop || step.label.kind === 'tick' ? [] : [happened(reader, i)]));
  if (all.length === 0) return { kind: 'passing', fromStart };
  const distinct = [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
  return { kind: 'repeats', fromStart, steps: distinct.slice(0, MOST_STEPS), more: Math.max(0, distinct.length - MOST_STEPS) };
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
