/** Whether a step of a run is one that a scenario asks for. */
import { unhandled } from '#grammar';
import type { Model, ScenarioMessage, ScenarioStep, Value } from '../../model/ir.ts';
import type { Cut, MessageState, State, StepLabel } from '../../model/state.ts';
import { compare } from '../../model/values.ts';

/** A step of a scenario, but that ticks are counted one by one. */
export type Sought = Exclude<ScenarioStep, { readonly kind: 'ticks' }> | { readonly kind: 'tick'; readonly atOnce: false };

/** The kinds of steps of a run that it can be. */
export function kindsOf(sought: Sought): readonly StepLabel['kind'][] {
  switch (sought.kind) {
    case 'take':
      return ['deliver', 'duplicate', 'lie'];
    case 'ignore':
      return ['deliver', 'duplicate'];
    case 'act':
    case 'resume':
    case 'fire':
    case 'crash':
    case 'restart':
    case 'clock':
    case 'lose':
    case 'duplicate':
    case 'corrupt':
    case 'cut':
    case 'heal':
    case 'stabilise':
    case 'tick':
      return [sought.kind];
    default:
      return unhandled(sought);
  }
}

/** `from` and `to`: the states before and after the step. */
export function isSought(model: Model, sought: Sought, label: StepLabel, from: State, to: State): boolean {
  const pauses = (node: number) => to.nodes[node].suspended !== null;
  switch (sought.kind) {
    case 'act':
      return (
        label.kind === 'act' &&
        label.node === sought.node &&
        label.action === sought.action &&
        (sought.params === null || sameValues(sought.params, label.params)) &&
        (!sought.pauses || pauses(label.node))
      );
    case 'resume':
      return label.kind === 'resume' && label.node === sought.node && (!sought.pauses || pauses(label.node));
    case 'take': {
      if (label.kind !== 'deliver' && label.kind !== 'duplicate' && label.kind !== 'lie') return false;
      return label.handler !== null && isMeant(model, sought.message, label.message) && (!sought.pauses || pauses(label.message.to));
    }
    case 'fire':
      return (
        label.kind === 'fire' &&
        label.node === sought.node &&
        label.timer === sought.timer &&
        label.handler !== null &&
        (sought.key === null || label.key === sought.key) &&
        (!sought.pauses || pauses(label.node))
      );
    case 'ignore': {
      if ((label.kind !== 'deliver' && label.kind !== 'duplicate') || label.handler !== null) return false;
      const { to: node } = label.message;
      return from.nodes[node].status === 'up' && !from.byzantine[node] && isMeant(model, sought.message, label.message);
    }
    case 'crash':
      return label.kind === 'crash' && label.node === sought.node && (!sought.durable || label.durableLost);
    case 'restart':
      return label.kind === 'restart' && label.node === sought.node;
    case 'clock':
      return label.kind === 'clock' && label.node === sought.node && (sought.by === null || label.by === sought.by);
    case 'lose':
    case 'duplicate':
    case 'corrupt':
      return label.kind === sought.kind && isMeant(model, sought.message, label.message);
    case 'cut':
      return label.kind === 'cut' && cutsOff(label.cut, sought.members);
    case 'heal':
    case 'stabilise':
    case 'tick':
      return label.kind === sought.kind;
    default:
      return unhandled(sought);
  }
}

export function isMeant(model: Model, { message, fields, from, to }: ScenarioMessage, found: MessageState): boolean {
  if (found.message !== message || (from !== null && found.from !== from) || (to !== null && found.to !== to)) return false;
  const types = model.messages[message].fields;
  return fields.every((field, i) => field === null || compare(types[i].type, field.value, found.fields[i]) === 0);
}

/** Of a cut just these are in the set, or just these are outside where it is cut both ways; of a link they are its ends. */
export function cutsOff(cut: Cut, members: readonly number[]): boolean {
  const named = new Set(members);
  switch (cut.kind) {
    case 'link':
    case 'one-way link':
      return named.size === 2 && named.has(cut.from) && named.has(cut.to);
    case 'one-way':
      return cut.members.every((inside, node) => inside === named.has(node));
    case 'two-way':
      return (
        cut.members.every((inside, node) => inside === named.has(node)) || cut.members.every((inside, node) => inside !== named.has(node))
      );
    default:
      return unhandled(cut);
  }
}

export function sameValues(a: readonly Value[], b: readonly Value[]): boolean {
  return a.length === b.length && a.every((value, i) => JSON.stringify(value) === JSON.stringify(b[i]));
}
