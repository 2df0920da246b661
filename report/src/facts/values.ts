/** Values as the author writes them: `Client#2`, `none`, `{Replica#1, Replica#3}`, `Stamp(time: 2, by: Server#1)`. */

import { type MessageState, type Model, type TimerState, type Type, type Value, values } from '#checker';
import { datumOf } from './datum.ts';
import { datumText } from './datum-text.ts';

export function formatValue(type: Type, value: Value, model: Model): string {
  return datumText(datumOf(type, value, model));
}

function formatFields(fields: readonly { readonly name: string; readonly type: Type }[], parts: readonly Value[], model: Model): string {
  return inBrackets(namedFields(fields, parts, model));
}

/** `(token: 1, by: Client#2)` */
export function inBrackets(fields: readonly Named[]): string {
  return `(${fields.map(({ name, value }) => `${name}: ${value}`).join(', ')})`;
}

/** `Write(token: 1)`; without fields `Pong` */
export function formatMessage(message: Pick<MessageState, 'message' | 'fields'>, model: Model): string {
  const { name, fields } = model.messages[message.message];
  return fields.length === 0 ? name : name + formatFields(fields, message.fields, model);
}

/** What has a name, with its value as the author writes it: a field, a parameter, a variable. */
export interface Named {
  readonly name: string;
  readonly value: string;
}

export function namedFields(
  fields: readonly { readonly name: string; readonly type: Type }[],
  parts: readonly Value[],
  model: Model,
): Named[] {
  return fields.map(({ name, type }, i) => ({ name, value: formatValue(type, parts[i], model) }));
}

/** The keys of a map in value order, each as the author writes it. */
export function eachKey({ key }: Extract<Type, { kind: 'map' }>, model: Model): { readonly key: string; readonly index: number }[] {
  return values(key).map((value, index) => ({ key: formatValue(key, value, model), index }));
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

/** `4`, `off`; of a timer that nothing bounds, what it was started for */
export function formatTimer(timer: TimerState): string {
  if (timer.kind === 'off') return 'off';
  return String(timer.kind === 'exact' ? timer.left : timer.duration);
}
