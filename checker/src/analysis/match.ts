/** `match` becomes a chain of comparisons; every value must be covered. */
import { append, type Match, type Pattern, type Expr as Syntax, unhandled } from '#grammar';
import type { Block, Expr, Stmt, Type, Value } from '../model/ir.ts';
import { cardinality, equal, values } from '../model/values.ts';
import { type Context, constant, fold, outer, roleNames, type Scope, withLocal } from './context.ts';
import { coerce, infer } from './expressions.ts';
import { block } from './statements.ts';
import { article, BOOL, typeText } from './types.ts';

interface Arm {
  readonly cond: Expr;
  readonly body: Block;
}

export function match(cx: Context, s: Match, scope: Scope): Stmt[] | null {
  const subject = infer(cx, s.subject, scope);
  if (subject === null) return null;
  const bound = withLocal(cx, scope, { text: 'the matched value', span: s.subject.span }, subject.type, false);
  const inner: Scope = { ...bound.scope, names: scope.names };
  const value: Expr = { op: 'local', local: bound.local, type: subject.type, span: s.subject.span };
  const covered: Value[] = [];
  const arms: (Arm | null)[] = s.cases.map((c) => arm(cx, c, value, inner, covered));
  const otherwise = s.otherwise === null ? null : block(cx, s.otherwise, inner);
  if (arms.includes(null)) return null;
  if (otherwise === null && !exhaustive(cx, s, subject.type, covered)) return null;
  const chain = arms.reduceRight<Block>(
    (rest, a) => [{ kind: 'if', cond: a!.cond, then: a!.body, else: rest, span: s.span }],
    otherwise ?? [],
  );
  return [{ kind: 'let', local: bound.local, value: subject, span: s.subject.span }, ...chain];
}

function arm(cx: Context, c: Match['cases'][number], subject: Expr, scope: Scope, covered: Value[]): Arm | null {
  let inner = scope;
  let binding: Stmt[] = [];
  const conds: (Expr | null)[] = [];
  for (const pattern of c.patterns) {
    if (pattern.kind === 'some') {
      const some = bindSome(cx, pattern, subject, inner, covered);
      if (some === null || c.patterns.length > 1) {
        if (some !== null) cx.reporter.report('PV0405', pattern.span, '`some` cannot share a case with other patterns');
        return null;
      }
      ({ scope: inner } = some);
      binding = [some.stmt];
      conds.push(some.cond);
    } else {
      conds.push(valuePattern(cx, pattern.value, subject, covered));
    }
  }
  const body = [...binding, ...block(cx, c.body, inner)];
  // a case whose patterns the parser had to skip has none
  if (conds.length === 0 || conds.includes(null)) return null;
  const cond = (conds as Expr[]).reduce((left, right) => ({ op: 'or', left, right, type: BOOL, span: c.span }));
  return { cond, body };
}

function bindSome(
  cx: Context,
  p: Extract<Pattern, { kind: 'some' }>,
  subject: Expr,
  scope: Scope,
  covered: Value[],
): { scope: Scope; stmt: Stmt; cond: Expr } | null {
  if (subject.type.kind !== 'optional')
    return cx.reporter.report(
      'PV0301',
      p.span,
      `\`some\` matches optional values only, found ${article(typeText(subject.type, roleNames(cx)))}`,
      { help: 'write the value itself' },
    );
  const type = subject.type.of;
  const added = withLocal(cx, scope, p.name, type, true);
  const value: Expr = { op: 'convert', value: subject, what: 'the matched value', type, span: p.span };
  if (cardinality(type) <= 4096) append(covered, values(type));
  const none = constant(null, subject.type, p.span);
  return {
    scope: added.scope,
    stmt: { kind: 'let', local: added.local, value, span: p.span },
    cond: { op: '!=', left: subject, right: none, type: BOOL, span: p.span },
  };
}

function valuePattern(cx: Context, e: Syntax, subject: Expr, covered: Value[]): Expr | null {
  const scope = outer('constant', null);
  const found = infer(cx, e, scope, subject.type);
  if (found === null) return null;
  const isRange = found.type.kind === 'set' && e.kind === 'binary' && e.op === '..';
  const of = isRange && found.type.kind === 'set' ? found.type.of : found.type;
  const sample = isRange ? null : coerce(cx, found, subject.type, 'the pattern');
  if (!isRange && sample === null) return null;
  if (isRange && (subject.type.kind !== 'int' || of.kind !== 'int'))
    return cx.reporter.report('PV0301', e.span, `a range matches numbers only, found ${article(typeText(subject.type, roleNames(cx)))}`);
  const folded = fold(cx, isRange ? found : sample!);
  if ('problem' in folded) return cx.reporter.report('PV0304', e.span, `a pattern must be constant: ${folded.problem}`);
  const all = isRange ? (folded.value as readonly Value[]) : [folded.value];
  if (all.some((v) => covered.some((w) => equal(subject.type, v, w)))) {
    cx.reporter.report('PV0305', e.span, 'unreachable case: an earlier one covers this value');
  }
  append(covered, all);
  if (isRange)
    return { op: 'in', element: subject, of: constant(all, { kind: 'set', of: subject.type }, e.span), type: BOOL, span: e.span };
  return { op: '==', left: subject, right: constant(folded.value, subject.type, e.span), type: BOOL, span: e.span };
}

function exhaustive(cx: Context, s: Match, type: Type, covered: readonly Value[]): boolean {
  const total = cardinality(type);
  if (total > 4096) {
    cx.reporter.report('PV0305', s.subject.span, 'a match on so many values needs an `else { }`');
    return false;
  }
  const missing = values(type).filter((v) => !covered.some((w) => equal(type, v, w)));
  if (missing.length === 0) return true;
  const shown = missing.slice(0, 6).map((v) => pattern(cx, type, v));
  const more = missing.length > shown.length ? ` and ${missing.length - shown.length} more` : '';
  const end = { file: s.span.file, start: s.span.end - 1, end: s.span.end - 1 };
  cx.reporter.report('PV0305', s.subject.span, `non-exhaustive match: ${shown.map((p) => `\`${p}\``).join(', ')}${more} not covered`, {
    label: typeText(type, roleNames(cx)),
    help: 'add the missing cases, or `else { }`',
    fixes: [
      {
        title: `Add ${missing.length === 1 ? 'the missing case' : 'the missing cases'}`,
        edits: [{ span: end, text: missing.length <= 6 ? shown.map((p) => `  ${p} { }\n`).join('') : '  else { }\n' }],
      },
    ],
  });
  return false;
}

function pattern(cx: Context, type: Type, value: Value): string {
  if (value === null) return 'none';
  switch (type.kind) {
    case 'optional':
      return pattern(cx, type.of, value);
    case 'enum':
      return type.members[value as number];
    case 'node':
      return cx.instances[value as number].name;
    case 'bool':
    case 'int':
    case 'struct':
    case 'set':
    case 'list':
    case 'map':
      return String(value);
    default:
      return unhandled(type);
  }
}
