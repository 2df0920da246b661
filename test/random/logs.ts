/** Logs of runs: every step in full, as JSON, by names. The events of a step are what a log may say of it, so what fits them is explained by it. */
import { type Model, type Type, type Value, values } from '#checker';
import type { InitialStep, MessageState, State, Step } from '../../checker/src/model/state.ts';

export type Json = { [key: string]: unknown };

/** What happens in a step, in full: each with the state of its node behind it. */
export function eventsOf(model: Model, from: State | null, step: Step | InitialStep): Json[] {
  if (step.target.kind !== 'state') return [];
  const to = step.target.state;
  const own = 'label' in step ? labelEvents(model, from!, step) : startEvents(model, to);
  const others = step.events.flatMap((event): Json[] => {
    if (event.kind === 'sent')
      return [{ event: 'send', node: nameOf(model, event.message.from), ...messageOf(model, event.message, ['to']) }];
    return event.kind === 'paused' ? [{ event: 'pause', node: nameOf(model, event.node) }] : [];
  });
  return [...own, ...others].map((one) => ('node' in one ? { ...one, state: stateOf(model, to, one.node as string) } : one));
}

function startEvents(model: Model, { byzantine }: State): Json[] {
  return model.instances.flatMap(({ name, index }) => (byzantine[index] ? [] : [{ event: 'start', node: name }]));
}

function labelEvents(model: Model, from: State, { label }: Step): Json[] {
  const node = (index: number) => nameOf(model, index);
  switch (label.kind) {
    case 'deliver':
    case 'duplicate':
    case 'lie': {
      const { message } = label;
      const all: Json[] = label.kind === 'duplicate' ? [{ event: 'duplicate', ...messageOf(model, message, ['from', 'to']) }] : [];
      if (from.nodes[message.to].status !== 'up' || from.byzantine[message.to]) return all;
      const handled = label.handler !== null;
      return [...all, { event: 'receive', node: node(message.to), handled, ...messageOf(model, message, ['from']) }];
    }
    case 'fire': {
      const timer = model.roles[model.instances[label.node].role].timers[label.timer];
      const key = timer.key === null ? {} : { key: jsonOf(model, timer.key, values(timer.key)[label.key]) };
      return [{ event: 'fire', node: node(label.node), timer: timer.name, ...key }];
    }
    case 'act': {
      const action = model.roles[model.instances[label.node].role].actions[label.action];
      const params = action.params.map(({ local }, i) => [
        model.locals[local].name,
        jsonOf(model, model.locals[local].type, label.params[i]),
      ]);
      return [{ event: 'act', node: node(label.node), action: action.name, params: Object.fromEntries(params) }];
    }
    case 'resume':
    case 'crash':
    case 'restart':
      return [{ event: label.kind, node: node(label.node) }];
    case 'clock':
      return [{ event: 'clock', node: node(label.node), clock: model.clocks[label.clock].name, by: label.by }];
    case 'lose':
    case 'corrupt':
      return [{ event: label.kind, ...messageOf(model, label.message, ['from', 'to']) }];
    case 'tick':
    case 'stabilise':
    case 'heal':
      return [{ event: label.kind }];
    case 'cut': {
      const { cut } = label;
      const nodes = 'members' in cut ? cut.members.flatMap((inside, i) => (inside ? [node(i)] : [])) : [node(cut.from), node(cut.to)];
      return [{ event: 'cut', nodes }];
    }
  }
}

function messageOf(model: Model, message: MessageState, ends: readonly ('from' | 'to')[]): Json {
  const { name, fields } = model.messages[message.message];
  const known = fields.map((field, i) => [field.name, jsonOf(model, field.type, message.fields[i])]);
  return { message: name, ...Object.fromEntries(ends.map((end) => [end, nameOf(model, message[end])])), fields: Object.fromEntries(known) };
}

/** All variables of a node. */
export function stateOf(model: Model, { nodes }: State, name: string): Json {
  const { index, role } = model.instances.find((one) => one.name === name)!;
  const { variables } = model.roles[role];
  return Object.fromEntries(variables.map((variable, i) => [variable.name, jsonOf(model, variable.type, nodes[index].variables[i])]));
}

function nameOf(model: Model, node: number): string {
  return model.instances[node].name;
}

function jsonOf(model: Model, type: Type, value: Value): unknown {
  const parts = value as readonly Value[];
  switch (type.kind) {
    case 'bool':
    case 'int':
      return value;
    case 'enum':
      return type.members[value as number];
    case 'node':
      return nameOf(model, value as number);
    case 'optional':
      return value === null ? null : jsonOf(model, type.of, value);
    case 'struct':
      return Object.fromEntries(type.fields.map((field, i) => [field.name, jsonOf(model, field.type, parts[i])]));
    case 'set':
    case 'list':
      return parts.map((one) => jsonOf(model, type.of, one));
    case 'map':
      return Object.fromEntries(values(type.key).map((key, i) => [keyOf(model, type.key, key), jsonOf(model, type.value, parts[i])]));
  }
}

function keyOf(model: Model, type: Type, key: Value): string {
  const json = jsonOf(model, type, key);
  return typeof json === 'string' ? json : JSON.stringify(json);
}
