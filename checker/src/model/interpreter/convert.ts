/** The same value at another type, checked: the one place where values can fall out of their type. */
import { type Span, unhandled } from '#grammar';
import type { Model, Type, Value } from '../ir.ts';
import { toSet } from '../values.ts';
import { CutSignal, ModelErrorSignal } from './choices.ts';

/** `what` names the value in messages: "version", "the duration of lease". */
export function convert(model: Model, value: Value, from: Type, to: Type, what: string, span: Span): Value {
  const fail = (message: string): never => {
    throw new ModelErrorSignal({ message, span });
  };
  if (from.kind === 'optional' && to.kind !== 'optional') {
    if (value === null) return fail(`${what} needs a value, and this is none`);
    return convert(model, value, from.of, to, what, span);
  }
  switch (to.kind) {
    case 'bool':
    case 'enum':
      return value;
    case 'int': {
      const n = value as number;
      if (n > to.hi && to.limit !== null) throw new CutSignal(`${to.limit} <= ${to.hi}`);
      if (n < to.lo || n > to.hi) return fail(`${what} would become ${n}, outside ${to.lo}..${to.hi}`);
      return n;
    }
    case 'node':
      if (to.instances.includes(value as number)) return value;
      return fail(
        `${what} would become ${model.instances[value as number].name}, which is not ${to.roles.map((r) => model.roles[r].name).join(' or ')}`,
      );
    case 'optional':
      if (value === null) return null;
      return convert(model, value, from.kind === 'optional' ? from.of : from, to.of, what, span);
    case 'struct': {
      const of = from as typeof to;
      return (value as readonly Value[]).map((v, i) =>
        convert(model, v, of.fields[i].type, to.fields[i].type, `${what}.${to.fields[i].name}`, span),
      );
    }
    case 'set': {
      const of = (from as typeof to).of;
      return toSet(
        to.of,
        (value as readonly Value[]).map((v) => convert(model, v, of, to.of, `an element of ${what}`, span)),
      );
    }
    case 'list': {
      const list = value as readonly Value[];
      if (list.length > to.max) return fail(`${what} would have ${list.length} elements, at most ${to.max} fit`);
      return list.map((v) => convert(model, v, (from as typeof to).of, to.of, `an element of ${what}`, span));
    }
    case 'map':
      return (value as readonly Value[]).map((v) => convert(model, v, (from as typeof to).value, to.value, `a value of ${what}`, span));
    default:
      return unhandled(to);
  }
}
