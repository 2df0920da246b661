/**
 * What the interpreter alone says of a lasso: that its loop is fair, and that the run breaks the property. Nothing is shown
 * to anyone that does not pass. Written from the rules of fairness, without what found the lasso.
 */
import { unhandled } from '#grammar';
import { lostWhileHealing } from '../../model/cuts.ts';
import { type FairItem, fairItems } from '../../model/fair-items.ts';
import { runs } from '../../model/interpreter/bounds.ts';
import { itemEnabled, undeferred } from '../../model/interpreter/fairness.ts';
import type { Expr, Model, Temporal } from '../../model/ir.ts';
import type { MessageState, State, Step } from '../../model/state.ts';
import type { LoopReason } from '../../verdict.ts';
import { stateKey } from '../machine/state-key.ts';

/** States and steps of a loop: step i leads from state i to state i + 1, the last one back to state 0. No step: it stays. */
export interface Round {
  readonly states: readonly State[];
  readonly steps: readonly Step[];
}

/** Why each thing that could demand something is content with the round. Throws where one is not. */
export function fairnessOf(model: Model, round: Round): LoopReason[] {
  if (model.timing.time && !round.steps.some(({ label }) => label.kind === 'tick')) throw unfair('time does not pass');
  return [
    ...fairItems(model).list.flatMap((item) => itemReason(model, round, item)),
    ...messageReasons(model, round),
    ...randomReasons(round),
  ];
}

/** The same, or null where one is not. */
export function fairnessIfFair(model: Model, round: Round): LoopReason[] | null {
  const reasons = fairnessOrOwed(model, round);
  return 'owed' in reasons ? null : reasons.reasons;
}

/** A message of the kind that strong fairness asks for: they never leave, or are always lost. Of one kind it is always the same message. */
export interface Owed {
  readonly why: 'kept' | 'lost';
  readonly message: MessageState;
}

function owedOf(why: Owed['why'], { from, to, message, fields }: MessageState): Owed {
  return { why, message: { from, to, message, fields, corrupted: false, call: null, age: 0 } };
}

/** The same, or what of strong fairness the round owes though it owes nothing else; null where something else demands more of it. */
export function fairnessOrOwed(model: Model, round: Round): { readonly reasons: LoopReason[] } | { readonly owed: Owed | null } {
  try {
    return { reasons: fairnessOf(model, round) };
  } catch (error) {
    if (error instanceof Unfair) return { owed: error.owed };
    throw error;
  }
}

/** Something demands more of the round. */
class Unfair extends Error {
  readonly owed: Owed | null;
  constructor(what: string, owed: Owed | null) {
    super(`internal error: a loop is not fair: ${what}`);
    this.owed = owed;
  }
}

function unfair(what: string, owed: Owed | null = null): Error {
  return new Unfair(what, owed);
}

function itemReason(model: Model, { states, steps }: Round, item: FairItem): LoopReason[] {
  const index = fairItems(model).list.indexOf(item);
  const { indexOf } = fairItems(model);
  const enabled = states.map((state) => itemEnabled(model, state, item));
  const key = JSON.stringify(item);
  const taken = steps.some(({ label }) => JSON.stringify(fairItems(model).list[indexOf(label)] ?? null) === key);
  if (!enabled.includes(true)) return [];
  if (taken) return [{ kind: 'taken', item }];
  if (!enabled.includes(false)) throw unfair(`item ${index} is enabled throughout: ${key}`);
  return [{ kind: 'comes and goes', item }];
}

interface Traffic {
  readonly message: MessageState;
  /** in how many states one is in flight undeferred */
  open: number;
  /** in how many of those its receiver is up and not suspended */
  deliverable: number;
  left: number;
  deliveredIntact: number;
  lostIntact: number;
}

function messageReasons(model: Model, round: Round): LoopReason[] {
  const classes = new Map<string, Traffic>();
  const kinds = new Map<string, Traffic>();
  const both = (message: MessageState): Traffic[] =>
    [[classes, classKey(message)] as const, [kinds, kindKey(message)] as const].map(([map, key]) => {
      const known = map.get(key) ?? { message, open: 0, deliverable: 0, left: 0, deliveredIntact: 0, lostIntact: 0 };
      map.set(key, known);
      return known;
    });
  for (const state of round.states) countInFlight(model, state, both);
  round.steps.forEach((step, i) => {
    countStep(model, round.states[i], step, both);
  });
  for (const [key, { open, left }] of classes) {
    if (open === round.states.length && left === 0) throw unfair(`a message is in flight throughout: ${key}`);
  }
  return [...kinds].flatMap(([key, traffic]): LoopReason[] => {
    const { message, deliverable, left, deliveredIntact, lostIntact } = traffic;
    // What is corrupted again and again does not leave by that: a delivery is owed first, and it leaves by that.
    if (lostIntact > 0 && deliveredIntact === 0) throw unfair(`messages of a kind are always lost: ${key}`, owedOf('lost', message));
    if (deliverable > 0 && left === 0) throw unfair(`messages of a kind never leave: ${key}`, owedOf('kept', message));
    if (lostIntact > 0) return [{ kind: 'lost now and then', message }];
    if (left > 0) return [{ kind: 'delivered', message }];
    return [{ kind: 'never deliverable', message }];
  });
}

function countInFlight(model: Model, state: State, both: (message: MessageState) => Traffic[]): void {
  const seen = new Set<string>();
  for (const message of state.messages) {
    if (seen.has(classKey(message))) continue;
    seen.add(classKey(message));
    const ready = runs(state, message.to) && state.nodes[message.to].suspended === null;
    const open = undeferred(model, state, message);
    for (const traffic of both(message)) {
      if (open) traffic.open++;
      if (open && ready) traffic.deliverable++;
    }
  }
}

function countStep(model: Model, state: State, { label, events, target }: Step, both: (message: MessageState) => Traffic[]): void {
  const each = (message: MessageState, change: (traffic: Traffic) => void) => {
    for (const traffic of both(message)) change(traffic);
  };
  const lost = (message: MessageState) => {
    if (!message.corrupted && undeferred(model, state, message)) each(message, (t) => t.lostIntact++);
  };
  const arrived = (message: MessageState) => {
    if (!message.corrupted) each(message, (t) => t.deliveredIntact++);
  };
  const left = (message: MessageState) => each(message, (t) => t.left++);
  switch (label.kind) {
    case 'deliver':
      left(label.message);
      arrived(label.message);
      break;
    case 'duplicate':
      arrived(label.message);
      break;
    case 'lose':
      left(label.message);
      lost(label.message);
      break;
    case 'corrupt':
      lost(label.message);
      break;
    case 'tick':
      for (const message of target.kind === 'state' ? vanished(state, target.state) : []) {
        left(message);
        arrived(message);
      }
      break;
    default:
      label.kind satisfies TakesNoMessage;
  }
  for (const message of lostAtCuts(model, state, events)) each(message, (t) => t.lostIntact++);
}

/** What the step sends across cuts that heal, and its receiver would not have deferred. */
export function lostAtCuts(model: Model, state: State, events: Step['events']): MessageState[] {
  return events.flatMap((event) => {
    if (event.kind !== 'sent' || event.vanished !== 'cut') return [];
    const { message } = event;
    return lostWhileHealing(model, state.cuts, message.from, message.to) && undeferred(model, state, message) ? [message] : [];
  });
}

/** A lie takes a message that was never in flight. */
type TakesNoMessage = 'fire' | 'resume' | 'act' | 'stabilise' | 'crash' | 'restart' | 'cut' | 'heal' | 'lie' | 'clock';

/** Messages that a tick takes from receivers that are down. */
function vanished(before: State, after: State): MessageState[] {
  const still = after.messages.map(classKey);
  return before.messages.filter((message) => {
    const at = still.indexOf(classKey(message));
    if (at >= 0) still.splice(at, 1);
    return at < 0;
  });
}

function classKey(message: MessageState): string {
  const { corrupted, call } = message;
  return `${kindKey(message)} ${corrupted} ${call === null ? '' : `${call.caller} ${call.call} ${call.fresh}`}`;
}

function kindKey({ from, to, message, fields }: MessageState): string {
  return JSON.stringify([from, to, message, fields]);
}

/** Every `random` that the round comes to from some state has all of its outcomes taken from there. */
function randomReasons({ states, steps }: Round): LoopReason[] {
  const reasons: LoopReason[] = [];
  steps.forEach((step, i) => {
    step.choices.forEach((choice, at) => {
      if (choice.kind !== 'random' || choice.of < 2) return;
      const before = (s: Step) => JSON.stringify([s.label, s.choices.slice(0, at).map(({ kind, alternative }) => [kind, alternative])]);
      const here = stateKey(states[i]);
      const outcomes = new Set(
        steps.flatMap((other, j) =>
          stateKey(states[j]) === here && before(other) === before(step) && other.choices[at]?.kind === 'random'
            ? [other.choices[at].alternative]
            : [],
        ),
      );
      if (outcomes.size < choice.of) throw unfair(`random ${choice.name} does not take every value`);
      reasons.push({ kind: 'every outcome', name: choice.name });
    });
  });
  return [...new Map(reasons.map((reason) => [JSON.stringify(reason), reason])).values()];
}

/** The value of a formula on the run that goes through `stem` once and round `loop` forever, by its meaning, place by place. */
export function holdsOnLasso<S = State>(
  holds: (predicate: Expr, state: S) => boolean,
  formula: Temporal,
  stem: readonly S[],
  loop: readonly S[],
): boolean {
  const states = [...stem, ...loop];
  const next = (i: number) => (i + 1 < states.length ? i + 1 : stem.length);
  const evaluate = (f: Temporal): boolean[] => {
    switch (f.op) {
      case 'state':
        return states.map((state) => holds(f.predicate, state));
      case 'not':
        return evaluate(f.of).map((value) => !value);
      case 'and':
      case 'or':
      case 'implies': {
        const [left, right] = [evaluate(f.left), evaluate(f.right)];
        return left.map((value, i) => (f.op === 'and' ? value && right[i] : f.op === 'or' ? value || right[i] : !value || right[i]));
      }
      case 'eventually':
        return until(
          states.map(() => true),
          evaluate(f.of),
          next,
        );
      case 'always':
        return until(
          states.map(() => true),
          evaluate(f.of).map((value) => !value),
          next,
        ).map((value) => !value);
      case 'until':
        return until(evaluate(f.left), evaluate(f.right), next);
      case 'leadsTo': {
        const reached = until(
          states.map(() => true),
          evaluate(f.right),
          next,
        );
        const left = evaluate(f.left);
        const broken = left.map((value, i) => value && !reached[i]);
        return until(
          states.map(() => true),
          broken,
          next,
        ).map((value) => !value);
      }
      default:
        return unhandled(f);
    }
  };
  return evaluate(formula)[0];
}

/** The least solution of: right here, or left here and it holds next. */
function until(left: readonly boolean[], right: readonly boolean[], next: (i: number) => number): boolean[] {
  const value = [...right];
  for (let changed = true; changed; ) {
    changed = false;
    for (let i = value.length - 1; i >= 0; i--) {
      if (value[i] || !left[i] || !value[next(i)]) continue;
      value[i] = changed = true;
    }
  }
  return value;
}
