/** What the code of a role looks at of a message that it handles. */
import type { Model, Role } from '../ir.ts';
import { does, expressionsIn, statements } from '../walk.ts';
import { isSame } from './modes.ts';

export interface MessageReads {
  /** for each field */
  readonly fields: readonly boolean[];
  /** whom it is from: by name, or to reply */
  readonly sender: boolean;
  /** which call it belongs to: to take it, or to reply */
  readonly call: boolean;
}

export function messageReads({ locals, messages }: Model, role: Role, message: number): MessageReads {
  const { fields } = messages[message];
  const patterns = [
    ...role.handlers.flatMap(({ trigger, guard, body }) =>
      trigger.kind === 'message' && trigger.message === message ? [{ ...trigger, code: [guard, body] }] : [],
    ),
    ...role.defers.flatMap((defer) => (defer.message === message ? [{ ...defer, code: [defer.guard] }] : [])),
  ];
  const named = new Set(patterns.flatMap(({ code }) => expressionsIn(code).flatMap((e) => (e.op === 'local' ? [e.local] : []))));
  const taking = role.handlers.filter(({ trigger }) => trigger.kind === 'message' && trigger.message === message);
  const replies = taking.some(({ body }) => [...statements(body)].some((stmt) => does(stmt, 'answers')));
  return {
    fields: fields.map(({ type }, f) =>
      patterns.some(({ fields: bound }) => bound[f] !== null && (named.has(bound[f]) || !isSame(locals[bound[f]].type, type))),
    ),
    sender: replies || patterns.some(({ from }) => from !== null),
    call: replies || patterns.some(({ call }) => call !== null),
  };
}
