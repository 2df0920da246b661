/** Arguments of a message or struct that are none of its fields. */
import { type Arg, closest, type Name, printExpr } from '#grammar';
import type { Context } from './context.ts';

/** In `M(e)` and `M(field: e)`; `given` are the other fields that stand there. */
// A message some of whose fields have a wrong type has lost them: what its fields are is then not known.

export function unknownArgument(cx: Context, arg: Arg, fields: readonly string[], given: ReadonlySet<string>, owner: string): null {
  const name = arg.name ?? (arg.value.kind === 'name' ? arg.value.name : null);
  if (cx.reporter.broken.has(owner) || (name !== null && cx.reporter.broken.has(name.text))) return null;
  if (fields.length === 0) return cx.reporter.report('PV0204', arg.span, `\`${owner}\` has no fields, so its parentheses must be empty`);
  if (name !== null && (arg.name !== null || closest(name.text, fields) !== null)) return unknownName(cx, name, fields, owner);
  const left = fields.filter((f) => !given.has(f));
  if (left.length === 0) return cx.reporter.report('PV0204', arg.span, `all fields of \`${owner}\` are already given`);
  const text = printExpr(arg.value);
  return cx.reporter.report('PV0204', arg.span, `expected the name of a field of \`${owner}\``, {
    why: 'Fields are given by name; a name alone is short for `name: name`.',
    help: `write ${left.map((f) => `\`${f}: ${text}\``).join(' or ')}`,
    ...(left.length === 1
      ? { fixes: [{ title: `Write \`${left[0]}: \``, edits: [{ span: { ...arg.span, end: arg.span.start }, text: `${left[0]}: ` }] }] }
      : {}),
  });
}

/** In `on M(field)`: what is bound has to be one of the message's fields. */
export function unknownBinding(cx: Context, name: Name, fields: readonly string[], owner: string): null {
  if (cx.reporter.broken.has(owner) || cx.reporter.broken.has(name.text)) return null;
  if (fields.length === 0) return cx.reporter.report('PV0204', name.span, `\`${owner}\` has no fields, so there is nothing to bind`);
  return unknownName(
    cx,
    name,
    fields,
    owner,
    fields.length === 1 ? `\`${owner}(${fields[0]}: ${name.text})\` binds it to that name` : undefined,
  );
}

function unknownName(cx: Context, name: Name, fields: readonly string[], owner: string, rename?: string): null {
  const known = fields.map((f) => `\`${f}\``).join(', ');
  const has = `\`${owner}\` has the field${fields.length === 1 ? '' : 's'} ${known}${rename === undefined ? '' : `; ${rename}`}`;
  const unknown = { name: name.text, certain: true };
  return cx.reporter.unknown(name, `field of \`${owner}\``, fields, closest(name.text, fields) === null ? { unknown, help: has } : {});
}
