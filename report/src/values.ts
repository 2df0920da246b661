/** Values as the author writes them: `Client#2`, `none`, `{Replica#1, Replica#3}`, `Stamp(time: 2, by: Server#1)`. */

import { type MessageState, type Model, type TimerState, type Type, type Value, values } from '#checker';
import { unhandled } from '#grammar';

export function formatValue(type: Type, value: Value, model: Model): string {
  switch (type.kind) {
    case 'bool':
    case 'int':
      return String(value);
    case 'enum':
      return type.members[value as number];
    case 'node':
      return model.instances[value as number].name;
    case 'optional':
      return value === null ? 'none' : formatValue(type.of, value, model);
    case 'struct':
      return type.name + formatFields(type.fields, value as readonly Value[], model);
    case 'set':
      return `{${(value as readonly Value[]).map((v) => formatValue(type.of, v, model)).join(', ')}}`;
    case 'list':
      return `[${(value as readonly Value[]).map((v) => formatValue(type.of, v, model)).join(', ')}]`;
    case 'map': {
      const entries = values(type.key).map((key, i) => [key, (value as readonly Value[])[i]] as const);
      return `{${entries.map(([key, v]) => `${formatValue(type.key, key, model)}: ${formatValue(type.value, v, model)}`).join(', ')}}`;
    }
    default:
      return unhandled(type);
  }
}

function formatFields(fields: readonly { readonly name: string; readonly type: Type }[], parts: readonly Value[], model: Model): string {
  return `(${fields.map((field, i) => `${field.name}: ${formatValue(field.type, parts[i], model)}`).join(', ')})`;
}

/** `Write(token: 1)`; without fields `Pong` */
export function formatMessage(message: Pick<MessageState, 'message' | 'fields'>, model: Model): string {
  const { name, fields } = model.messages[message.message];
  return fields.length === 0 ? name : name + formatFields(fields, message.fields, model);
}

/** `granted`, `not granted`, `holder Worker#1` */
export function formatVariable(name: string, type: Type, value: Value, model: Model): string {
  if (type.kind === 'bool') return value ? name : `not ${name}`;
  return `${name} ${formatValue(type, value, model)}`;
}

/** What became of a variable: of a map only the keys that changed. */
export function formatChange(name: string, type: Type, before: Value, after: Value, model: Model): string[] {
  if (type.kind !== 'map') return [formatVariable(name, type, after, model)];
  return values(type.key).flatMap((key, i) => {
    const [was, is] = [(before as readonly Value[])[i], (after as readonly Value[])[i]];
    if (sameValue(was, is)) return [];
    return formatChange(`${name}[${formatValue(type.key, key, model)}]`, type.value, was, is, model);
  });
}

export function sameValue(a: Value, b: Value): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b;
  return a.length === b.length && a.every((v, i) => sameValue(v, b[i]));
}

/** The name of one timer of a node: `lease`, `silence[Server#1]` */
export function timerName(model: Model, node: number, timer: number, key: number): string {
  const declared = model.roles[model.instances[node].role].timers[timer];
  if (declared.key === null) return declared.name;
  return `${declared.name}[${formatValue(declared.key, values(declared.key)[key], model)}]`;
}

/** `lease 4`, `lease off`; of a timer that nothing bounds, what it was started for */
export function formatTimer(name: string, timer: TimerState): string {
  if (timer.kind === 'off') return `${name} off`;
  return `${name} ${timer.kind === 'exact' ? timer.left : timer.duration}`;
}
