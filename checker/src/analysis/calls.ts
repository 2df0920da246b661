/** Calls: structs, functions and the built-in functions. */
import type { Arg, Field, Name, Span, Expr as Syntax } from '#grammar';
import type { Expr, Type } from '../model/ir.ts';
import { cardinality } from '../model/values.ts';
import { type Context, constant, fold, refer, roleNames, type Scope, seesEverything } from './context.ts';
import { enabled } from './enabled.ts';
import { check, coerce, condition, infer, mismatch, number, together } from './expressions.ts';
import { inline } from './functions.ts';
import { inFlight } from './in-flight.ts';
import { asSet, everyInstance, setOf } from './sets.ts';
import { namedType } from './type-expressions.ts';
import { article, BOOL, int, join, typeText } from './types.ts';
import { unknownArgument } from './unknown-field.ts';

type CallSyntax = Extract<Syntax, { kind: 'call' }>;
type Builtin = (cx: Context, e: CallSyntax, scope: Scope, expected: Type | null) => Expr | null;

export function call(cx: Context, e: CallSyntax, scope: Scope, expected: Type | null): Expr | null {
  const { text } = e.name;
  if (cx.structs.has(text)) return struct(cx, e, scope);
  if (cx.functions.has(text) || cx.predicates.has(text)) return inline(cx, e.name, e.args, e.span, scope);
  const builtin = builtins.get(text);
  if (builtin) return builtin(cx, e, scope, expected);
  return cx.reporter.unknown(e.name, 'function', [
    ...cx.functions.keys(),
    ...cx.predicates.keys(),
    ...cx.structs.keys(),
    ...builtins.keys(),
  ]);
}

/** Names of the functions that every system has. */
export function builtinNames(): string[] {
  return [...builtins.keys()];
}

const builtins: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ['count', size],
  ['min', least],
  ['max', least],
  ['majority', majority],
  ['index', numberOf],
  ['up', aboutNode],
  ['correct', aboutNode],
  ['enabled', enabled],
  ['next', next],
  ['knows', knows],
  ['first', listEnd],
  ['last', listEnd],
  ['rest', listEnd],
  ['take', part],
  ['drop', part],
]);

function args(cx: Context, e: CallSyntax, n: number, usage: string): readonly Syntax[] | null {
  if (e.args.length === n && e.args.every((a) => a.name === null)) return e.args.map((a) => a.value);
  return cx.reporter.report('PV0308', e.span, `expected \`${usage}\``);
}

function size(cx: Context, e: CallSyntax, scope: Scope): Expr | null {
  const [arg] = args(cx, e, 1, 'count(S)') ?? [];
  if (arg === undefined) return null;
  if (arg.kind === 'inFlight') return inFlight(cx, arg, scope);
  const of = asSet(cx, arg, scope);
  if (of === null) return null;
  if (of.op === 'const') return constantSize((of.value as readonly unknown[]).length, e.span);
  const most = of.type.kind === 'list' ? of.type.max : of.type.kind === 'set' ? elements(of.type.of) : 0;
  return { op: 'size', of, type: int(0, most), span: e.span };
}

function constantSize(n: number, span: Span): Expr {
  return constant(n, int(n, n), span);
}

/** How many elements a set of the type can have, as far as its range shows. */
function elements(type: Type): number {
  return Math.min(2 ** 20, cardinality(type));
}

function least(cx: Context, e: CallSyntax, scope: Scope, expected: Type | null): Expr | null {
  if (e.args.length === 0 || e.args.some((a) => a.name !== null)) {
    return cx.reporter.report('PV0308', e.span, `expected \`${e.name.text}(a, b)\` or \`${e.name.text}(S)\``);
  }
  if (e.args.length === 1) return leastOf(cx, e, scope);
  const op = e.name.text === 'min' ? 'min' : 'max';
  const all = together(
    cx,
    e.args.map((a) => a.value),
    scope,
    expected,
  );
  const result = all && (leastNumber(op, all, e.span) ?? leastValue(cx, e, op, all));
  if (result === null || !all!.every((x) => x.op === 'const')) return result;
  const found = fold(cx, result);
  if ('problem' in found) return result;
  return result.type.kind === 'int' ? constantSize(found.value as number, e.span) : constant(found.value, result.type, e.span);
}

/** The ends of the result follow from those of the numbers. Undefined where not all are numbers. */
function leastNumber(op: 'min' | 'max', args: readonly Expr[], span: Span): Expr | undefined {
  const types = args.flatMap(({ type }) => (type.kind === 'int' ? [type] : []));
  if (types.length < args.length) return undefined;
  const pick = op === 'min' ? Math.min : Math.max;
  return { op, args, type: int(pick(...types.map(({ lo }) => lo)), pick(...types.map(({ hi }) => hi))), span };
}

/** Values of any one type, which are ordered as `<` orders them. */
function leastValue(cx: Context, e: CallSyntax, op: 'min' | 'max', args: readonly Expr[]): Expr | null {
  let type = args[0].type;
  for (const arg of args) {
    const joined = join(type, arg.type);
    if (joined === null) return mismatch(cx, e, args[0], arg);
    type = joined;
  }
  const all = args.map((arg) => coerce(cx, arg, type, `\`${op}\``));
  return all.includes(null) ? null : { op, args: all as Expr[], type, span: e.span };
}

function leastOf(cx: Context, e: CallSyntax, scope: Scope): Expr | null {
  const of = asSet(cx, e.args[0].value, scope);
  if (of === null || (of.type.kind !== 'set' && of.type.kind !== 'list')) return null;
  const result: Expr = { op: e.name.text === 'min' ? 'minOf' : 'maxOf', of, type: of.type.of, span: e.span };
  if (of.op !== 'const') return result;
  const found = fold(cx, result);
  if ('problem' in found) return result;
  const n = found.value;
  return constant(n, typeof n === 'number' && of.type.of.kind === 'int' ? int(n, n) : of.type.of, e.span);
}

/** More than half. */
function majority(cx: Context, e: CallSyntax, scope: Scope): Expr | null {
  const [arg] = args(cx, e, 1, 'majority(Role)') ?? [];
  if (arg === undefined) return null;
  const of = arg.kind === 'name' && cx.rolesByName.has(arg.name.text) ? everyInstance(cx, arg.name) : setOf(cx, arg, scope);
  if (of === null || of.type.kind !== 'set') return null;
  if (of.op === 'const') return constantSize(Math.floor((of.value as readonly unknown[]).length / 2) + 1, e.span);
  const most = elements(of.type.of);
  const n: Expr = { op: 'size', of, type: int(0, most), span: e.span };
  const half: Expr = { op: '/', left: n, right: constant(2, int(2, 2), e.span), type: int(0, Math.floor(most / 2)), span: e.span };
  return { op: '+', left: half, right: constant(1, int(1, 1), e.span), type: int(1, Math.floor(most / 2) + 1), span: e.span };
}

function aboutNode(cx: Context, e: CallSyntax, scope: Scope): Expr | null {
  const op = e.name.text as 'up' | 'correct';
  const [arg] = args(cx, e, 1, `${op}(n)`) ?? [];
  if (arg === undefined) return null;
  if (!seesEverything(scope)) {
    return cx.reporter.report('PV0401', e.span, `a node cannot see whether another is ${op}`, {
      why: 'A silent node may be down, slow, or cut off; no message can tell which.',
      help: 'use it in a property or in a `ghost { }` block',
    });
  }
  const node = nodeValue(cx, arg, scope, `\`${op}\``);
  return node && { op, node, type: BOOL, span: e.span };
}

/** The node's number within its role: `index(Client#2)` is 2. */
function numberOf(cx: Context, e: CallSyntax, scope: Scope): Expr | null {
  const [arg] = args(cx, e, 1, 'index(n)') ?? [];
  const node = arg && nodeValue(cx, arg, scope, '`index`');
  if (node?.type.kind !== 'node') return null;
  if (node.op === 'const') return constantSize(cx.instances[node.value as number].number, e.span);
  const most = Math.max(1, ...node.type.roles.map((role) => cx.roles[role].count));
  return { op: 'numberOf', node, type: int(1, most), span: e.span };
}

export function nodeValue(cx: Context, e: Syntax, scope: Scope, what: string): Expr | null {
  const found = infer(cx, e, scope);
  if (found === null) return null;
  const type = found.type.kind === 'optional' ? found.type.of : found.type;
  if (type.kind === 'node') return coerce(cx, found, type, what);
  return cx.reporter.report('PV0301', e.span, `expected a node for ${what}, found ${article(typeText(found.type, roleNames(cx)))}`);
}

function next(cx: Context, e: CallSyntax, scope: Scope): Expr | null {
  const [arg] = args(cx, e, 1, 'next(x)') ?? [];
  if (arg === undefined) return null;
  if (scope.step !== 'yes') {
    return cx.reporter.report(
      'PV0405',
      e.span,
      scope.step === 'inside' ? '`next` cannot be nested' : '`next` is allowed only in `safety ... : always` properties',
    );
  }
  const of = infer(cx, arg, { ...scope, step: 'inside' });
  return of && { op: 'next', of, type: of.type, span: e.span };
}

function knows(cx: Context, e: CallSyntax, scope: Scope): Expr | null {
  const [who, what] = args(cx, e, 2, 'knows(n, P)') ?? [];
  if (who === undefined) return null;
  if (scope.place !== 'property')
    return cx.reporter.report('PV0405', e.span, '`knows` looks at every reachable state, so it is allowed only in properties');
  const node = nodeValue(cx, who, scope, '`knows`');
  const of = condition(cx, what, { ...scope, step: 'no' });
  return node && of && { op: 'knows', node, of, type: BOOL, span: e.span };
}

function listEnd(cx: Context, e: CallSyntax, scope: Scope): Expr | null {
  const op = e.name.text as 'first' | 'last' | 'rest';
  const [arg] = args(cx, e, 1, `${op}(xs)`) ?? [];
  const of = arg && list(cx, arg, scope, op);
  return of ? { op, of, type: op === 'rest' ? of.type : of.type.of, span: e.span } : null;
}

function part(cx: Context, e: CallSyntax, scope: Scope): Expr | null {
  const op = e.name.text as 'take' | 'drop';
  const [xs, n] = args(cx, e, 2, `${op}(xs, n)`) ?? [];
  if (xs === undefined) return null;
  const of = list(cx, xs, scope, op);
  const amount = number(cx, n, scope, `\`${op}\``);
  return of && amount && { op, of, number: amount, type: of.type, span: e.span };
}

type ListExpr = Expr & { type: Extract<Type, { kind: 'list' }> };

function list(cx: Context, e: Syntax, scope: Scope, op: string): ListExpr | null {
  const found = infer(cx, e, scope);
  if (found === null || found.type.kind === 'list') return found as ListExpr | null;
  return cx.reporter.report('PV0301', e.span, `expected a list for \`${op}\`, found ${article(typeText(found.type, roleNames(cx)))}`);
}

// Fields by name: structs and messages

function struct(cx: Context, e: CallSyntax, scope: Scope): Expr | null {
  const type = namedType(cx, e.name);
  if (type?.kind !== 'struct') return null;
  const fields = namedArgs(cx, e.args, type.fields, cx.structs.get(e.name.text)!.fields, e.name, e.span, scope);
  return fields && { op: 'struct', fields, type, span: e.span };
}

/**
 * The value of each declared field, in declared order. Without a field's name, a value is that of the only field, and a name
 * stands for the field and for the variable of that name.
 */
export function namedArgs(
  cx: Context,
  given: readonly Arg[],
  fields: readonly { name: string; type: Type }[],
  declared: readonly Field[],
  owner: Name,
  span: Span,
  scope: Scope,
): Expr[] | null {
  const values = new Map<string, Expr | null>();
  for (const arg of given) {
    const index = fieldIndex(arg, fields, given.length);
    if (index < 0) {
      const others = new Set([...values.keys(), ...given.flatMap((a) => a.name?.text ?? [])]);
      values.set(
        '',
        unknownArgument(
          cx,
          arg,
          fields.map((f) => f.name),
          others,
          owner.text,
        ),
      );
      continue;
    }
    const { name: text, type } = fields[index];
    if (values.has(text)) cx.reporter.report('PV0204', arg.span, `the field \`${text}\` is given twice`);
    values.set(text, check(cx, arg.value, scope, type, `\`${text}\``));
    referToField(cx, arg, declared[index].name);
  }
  const missing = fields.filter((f) => !values.has(f.name)).map((f) => f.name);
  if (missing.length > 0 && !values.has('')) {
    return cx.reporter.report('PV0204', span, `\`${owner.text}\` lacks ${missing.map((m) => `\`${m}\``).join(', ')}`, {
      help: `write \`${owner.text}(${fields.map((f) => `${f.name}: ...`).join(', ')})\``,
    });
  }
  const all = fields.map((f) => values.get(f.name) ?? null);
  return all.includes(null) || values.has('') ? null : (all as Expr[]);
}

/** A name that stands for a field and for a variable too is the variable's first of all. */
export function referToField(cx: Context, { name, value }: Arg, declared: Name): void {
  const written = name ?? (value.kind === 'name' && value.name.text === declared.text ? value.name : null);
  if (written !== null) refer(cx, written.span, declared.span, 'field', declared.text);
}

/** Which field an argument, of so many, is for; -1 where it says none. */
export function fieldIndex({ name, value }: Arg, fields: readonly { name: string }[], given: number): number {
  if (name === null && fields.length === 1 && given === 1) return 0;
  const text = name?.text ?? (value.kind === 'name' ? value.name.text : null);
  return fields.findIndex((f) => f.name === text);
}

export function equalTypes(cx: Context, e: Syntax, left: Expr, right: Expr): Type | null {
  return join(left.type, right.type) ?? mismatch(cx, e, left, right);
}
