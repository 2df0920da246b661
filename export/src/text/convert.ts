/** A value at another type: its form, and whether it is one of the type's. */
import { fits, type Type, values } from '#checker';
import { type Span, unhandled } from '#grammar';
import type { Module } from '../module.ts';
import { inOrder, literal, nodes, structFields, typeText } from './values.ts';
import { numeral, quoted, record } from './write.ts';

/** Whether the two types write a common value in one way. */
function sameForm(from: Type, to: Type): boolean {
  switch (to.kind) {
    case 'bool':
    case 'int':
    case 'enum':
    case 'node':
      return from.kind === to.kind;
    case 'optional':
      return from.kind === 'optional' && sameForm(from.of, to.of);
    case 'struct':
      return from.kind === 'struct' && to.fields.every((field, i) => sameForm(from.fields[i].type, field.type));
    case 'set':
    case 'list':
      return from.kind === to.kind && sameForm(from.of, to.of);
    case 'map':
      return from.kind === 'map' && sameForm(from.value, to.value);
    default:
      return unhandled(to);
  }
}

/** The value as one of the type `to`, which it is. */
export function converted(m: Module, text: string, from: Type, to: Type): string {
  if (sameForm(from, to)) return text;
  if (from.kind === 'optional' && to.kind !== 'optional') return converted(m, `${text}.value`, from.of, to);
  switch (to.kind) {
    case 'bool':
    case 'int':
    case 'enum':
    case 'node':
      return text;
    case 'optional': {
      if (from.kind !== 'optional') return `Some(${converted(m, text, from, to.of)})`;
      return `(IF ${text} = None THEN None ELSE Some(${converted(m, `${text}.value`, from.of, to.of)}))`;
    }
    case 'struct': {
      const of = from as typeof to;
      const [before, after] = [structFields(of), structFields(to)];
      return record(to.fields.map((field, i) => [after[i], converted(m, `${text}.${before[i]}`, of.fields[i].type, field.type)]));
    }
    case 'set':
      return each(m, 'y', (y) => `{${converted(m, y, (from as typeof to).of, to.of)} : ${y} \\in ${text}}`);
    case 'list':
      return each(m, 'i', (i) => `TLCEval([${i} \\in DOMAIN ${text} |-> ${converted(m, `${text}[${i}]`, (from as typeof to).of, to.of)}])`);
    case 'map':
      return each(
        m,
        'k',
        (k) => `TLCEval([${k} \\in DOMAIN ${text} |-> ${converted(m, `${text}[${k}]`, (from as typeof to).value, to.value)}])`,
      );
    default:
      return unhandled(to);
  }
}

function each(m: Module, wanted: string, text: (name: string) => string): string {
  return text(m.names.unique(wanted));
}

/**
 * What is wrong with a value of the one type as one of the other: `<<>>` where it is one, else how the step ends, "error" or "cut", and
 * why; of several parts the first that is wrong.
 */
export function wrong(m: Module, text: string, from: Type, to: Type, what: string, span: Span): string {
  if (fits(from, to)) return '<<>>';
  const error = (why: string) => `<<"error", ${quoted(`${m.placeOf(span)}: ${why}`)}>>`;
  if (from.kind === 'optional' && to.kind !== 'optional') {
    const inner = wrong(m, `${text}.value`, from.of, to, what, span);
    return `(IF ${m.guard('none', `${text} = None`, 'FALSE')} THEN ${error(`${what} needs a value, and this is none`)} ELSE ${inner})`;
  }
  switch (to.kind) {
    case 'bool':
    case 'enum':
      return '<<>>';
    case 'int': {
      const [lo, hi] = [numeral(to.lo), numeral(to.hi)];
      const outside = m.guard('range', `${text} < ${lo} \\/ ${text} > ${hi}`, 'FALSE');
      const rest = `IF ${outside} THEN ${error(`${what} would be outside ${to.lo}..${to.hi}`)} ELSE <<>>`;
      if (to.limit === null) return `(${rest})`;
      const passed = m.guard('limited type', `${text} > ${hi}`, 'FALSE');
      return `(IF ${passed} THEN <<"cut", ${quoted(`${to.limit} <= ${to.hi}`)}>> ELSE ${rest})`;
    }
    case 'node': {
      const roles = to.roles.map((role) => m.model.roles[role].name).join(' or ');
      const outside = m.guard('range', `${text} \\notin ${nodes(m, to.instances)}`, 'FALSE');
      return `(IF ${outside} THEN ${error(`${what} would be no ${roles}`)} ELSE <<>>)`;
    }
    case 'optional':
      if (from.kind !== 'optional') return wrong(m, text, from, to.of, what, span);
      return `(IF ${text} = None THEN <<>> ELSE ${wrong(m, `${text}.value`, from.of, to.of, what, span)})`;
    case 'struct': {
      const of = from as typeof to;
      const names = structFields(of);
      const parts = to.fields.map((field, i) =>
        wrong(m, `${text}.${names[i]}`, of.fields[i].type, field.type, `${what}.${field.name}`, span),
      );
      return `First(<<${parts.join(', ')}>>)`;
    }
    case 'set': {
      const { of } = from as typeof to;
      return `First(${eachWrong(m, of, to.of, `an element of ${what}`, span)}(${inOrder(m, of, text, span)}))`;
    }
    case 'list': {
      const { of } = from as typeof to;
      const elements = `First(${eachWrong(m, of, to.of, `an element of ${what}`, span)}(${text}))`;
      const long = m.guard('range', `Len(${text}) > ${to.max}`, 'FALSE');
      return `(IF ${long} THEN ${error(`${what} would have more than ${to.max} elements`)} ELSE ${elements})`;
    }
    case 'map': {
      const { key, value } = from as typeof to;
      const parts = values(key).map((k) => wrong(m, `${text}[${literal(m, key, k, span)}]`, value, to.value, `a value of ${what}`, span));
      return `First(<<${parts.join(', ')}>>)`;
    }
    default:
      return unhandled(to);
  }
}

/** An operator that says of each element of a sequence what is wrong with it. */
function eachWrong(m: Module, from: Type, to: Type, what: string, span: Span): string {
  const key = `wrong ${typeText(from)} ${typeText(to)} ${what} ${span.file} ${span.start}`;
  return m.once(key, 'Wrong', (name) => {
    const scope = m.names.scope();
    const [l, i] = [scope.bind('l'), scope.bind('i')];
    m.define(`${name}(${l}) == [${i} \\in DOMAIN ${l} |-> ${wrong(m, `${l}[${i}]`, from, to, what, span)}]`);
  });
}
