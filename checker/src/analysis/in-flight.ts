/** `in flight M(field: e) from a to b`: how many such messages there are. */
import type { Expr as Syntax } from '#grammar';
import type { Expr } from '../model/ir.ts';
import { fieldIndex, nodeValue, referToField } from './calls.ts';
import { type Context, declaredFields, refer, type Scope, seesEverything } from './context.ts';
import { check } from './expressions.ts';
import { int } from './types.ts';
import { unknownArgument } from './unknown-field.ts';

export function inFlight(cx: Context, e: Extract<Syntax, { kind: 'inFlight' }>, scope: Scope): Expr | null {
  if (!seesEverything(scope)) {
    return cx.reporter.report('PV0401', e.span, 'a node cannot see what is in flight', {
      help: 'use it in a property or in a `ghost { }` block',
    });
  }
  const message = cx.messages.get(e.message.text);
  if (message === undefined) return cx.reporter.unknown(e.message, 'message', cx.messages.keys());
  const { fields, span } = cx.messageList[message];
  refer(cx, e.message.span, span, 'message', e.message.text);
  const args: (Expr | null)[] = fields.map(() => null);
  let wrong = false;
  for (const arg of e.args) {
    const index = fieldIndex(arg, fields, e.args.length);
    const names = fields.map((f) => f.name);
    if (index < 0) unknownArgument(cx, arg, names, new Set(e.args.flatMap((a) => a.name?.text ?? [])), e.message.text);
    if (index < 0) wrong = true;
    else {
      args[index] = check(cx, arg.value, scope, fields[index].type, `\`${fields[index].name}\``);
      referToField(cx, arg, declaredFields(cx, e.message.text)[index].name);
    }
    if (index >= 0 && args[index] === null) wrong = true;
  }
  const from = e.from && nodeValue(cx, e.from, scope, '`from`');
  const to = e.to && nodeValue(cx, e.to, scope, '`to`');
  if (wrong || (e.from && !from) || (e.to && !to)) return null;
  return { op: 'countInFlight', message, args, from, to, type: int(0, 1024), span: e.span };
}
