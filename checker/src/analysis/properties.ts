/** Properties: which form a formula has, and its typed form. */
import { type FormulaItem, type PropertyItem, printExpr, printScenario, type Expr as Syntax, unhandled } from '#grammar';
import type { Expr, Property, Temporal, Type, Value } from '../model/ir.ts';
import { cardinality } from '../model/values.ts';
import { expressionsIn } from '../model/walk.ts';
import { type Context, constant, type Ended, fold, outer, type Scope, withLocal } from './context.ts';
import { condition, constantInt } from './expressions.ts';
import { noTime } from './parts.ts';
import { withSharedConditions } from './same-conditions.ts';
import { scenario } from './scenarios.ts';
import { setOf } from './sets.ts';
import { BOOL } from './types.ts';

export function property(cx: Context, item: PropertyItem): Property | null {
  const formula = item.word === 'scenario' ? scenario(cx, item) : form(cx, item);
  if (formula === null) return null;
  return {
    name: item.name.text,
    word: item.word,
    span: item.span,
    nameSpan: item.name.span,
    text:
      item.word === 'scenario'
        ? printScenario(item)
        : `${printExpr(item.formula)}${item.provided === null ? '' : ` provided ${printExpr(item.provided)}`}`,
    usesKnowledge: asksKnowledge(formula),
    ...formula,
  };
}

/** `knows` stands in the formula, or in a predicate that it names. */
function asksKnowledge(part: unknown): boolean {
  if (Array.isArray(part)) return part.some(asksKnowledge);
  if (typeof part !== 'object' || part === null) return false;
  if ((part as Partial<Expr>).op === 'knows') return true;
  return Object.entries(part).some(([key, child]) => key !== 'type' && key !== 'span' && asksKnowledge(child));
}

/** The forms of properties. */
type Form =
  | Pick<Extract<Property, { kind: 'state' }>, 'kind' | 'predicate' | 'antecedent'>
  | Pick<Extract<Property, { kind: 'step' }>, 'kind' | 'predicate' | 'watched' | 'claimsNoChange'>
  | Pick<Extract<Property, { kind: 'deadline' }>, 'kind' | 'from' | 'to' | 'within'>
  | Pick<Extract<Property, { kind: 'reachable' }>, 'kind' | 'predicate'>
  | Pick<Extract<Property, { kind: 'liveness' }>, 'kind' | 'formula' | 'provided'>;

function form(cx: Context, item: FormulaItem): Form | null {
  const { formula, provided } = item;
  if (provided !== null && item.word !== 'liveness') {
    cx.reporter.report('PV0405', provided.span, '`provided` is allowed only in a liveness property', {
      help: 'make the condition part of the formula: `always (P implies Q)`',
    });
  }
  const isDeadline = formula.kind === 'leadsTo' && formula.within !== null;
  switch (item.word) {
    case 'reachable': {
      const predicate = condition(cx, formula, outer('property', null));
      return predicate && { kind: 'reachable', predicate };
    }
    case 'safety':
      return isDeadline ? deadline(cx, formula, formula.within) : safety(cx, formula);
    case 'liveness':
      return isDeadline ? deadline(cx, formula, formula.within) : liveness(cx, item);
    default:
      return unhandled(item.word);
  }
}

function liveness(cx: Context, { formula, provided, ...item }: FormulaItem): Form | null {
  const scope = outer('property', null);
  const tree = temporal(cx, formula, scope);
  const condition_ = provided && temporal(cx, provided, scope);
  if (tree === null || (provided !== null && condition_ === null)) return null;
  if (cx.clockList.length > 0 && cx.timing?.time) {
    return cx.reporter.report(
      'PV0508',
      item.name.span,
      `${item.name.text} is about infinite runs, but \`${cx.clockList[0].name}\` ends every run at ${cx.clockList[0].horizon}`,
      {
        help: 'give it a deadline: `P leads to Q within k`',
      },
    );
  }
  return { kind: 'liveness', ...withSharedConditions({ formula: tree, provided: condition_ }) };
}

function deadline(cx: Context, formula: Extract<Syntax, { kind: 'leadsTo' }>, written: Syntax): Form | null {
  const scope = outer('property', null);
  noTime(cx, written.span, '`within`');
  const from = condition(cx, formula.left, scope);
  const to = condition(cx, formula.right, scope);
  const within = constantInt(cx, written);
  if (within !== null && (within < 0 || within > 10_000))
    return cx.reporter.report('PV0506', written.span, `a deadline is 0 to 10000 ticks, not ${within}`);
  return from && to && within !== null ? { kind: 'deadline', from, to, within } : null;
}

/** `forall x in S: always P` says the same as `always (forall x in S: P)`; and with `never P`, P is false for every x. */
function alwaysOutside(formula: Syntax): Syntax {
  if (formula.kind !== 'quantifier' || formula.word !== 'forall') return formula;
  const body = alwaysOutside(formula.body);
  if (body.kind !== 'temporal' || body.word === 'eventually') return formula;
  const { span } = body.of;
  const inner: Syntax = body.word === 'always' ? body.of : { kind: 'unary', op: 'not', of: body.of, span };
  return { kind: 'temporal', word: 'always', of: { ...formula, body: inner }, span: formula.span };
}

function safety(cx: Context, written: Syntax): Form | null {
  const formula = alwaysOutside(written);
  if (formula.kind !== 'temporal' || formula.word === 'eventually') {
    return cx.reporter.report('PV0405', formula.span, 'a safety property must be `always P` or `never P`', {
      help:
        formula.kind === 'leadsTo'
          ? 'add `within k` for a deadline, or write `liveness` instead of `safety`'
          : 'write `always` if it should hold in every state, `never` if in none',
    });
  }
  const steps = contains(formula.of, (e) => e.kind === 'call' && e.name.text === 'next');
  const inner = condition(cx, formula.of, { ...outer('property', null), step: steps ? 'yes' : 'no' });
  if (inner === null) return null;
  const predicate: Expr = formula.word === 'never' ? { op: 'not', of: inner, type: BOOL, span: inner.span } : inner;
  if (steps) return { kind: 'step', predicate, watched: watched(predicate), claimsNoChange: claimsNoChange(predicate) };
  return { kind: 'state', predicate, antecedent: formula.word === 'always' ? antecedent(inner) : null };
}

/** Below `forall`s, the left side of an implication: never true for any of them means that nothing was checked. */
function antecedent(e: Expr): Expr | null {
  if (e.op === 'implies') return e.left;
  if (e.op === 'let') {
    const inner = antecedent(e.body);
    return inner && { ...e, body: inner };
  }
  if (e.op !== 'forall') return null;
  const inner = antecedent(e.body);
  return inner && { ...e, op: 'exists', body: inner };
}

/** `next(e) == e`, for every element or together with others: it holds exactly where nothing changes. */
function claimsNoChange(e: Expr): boolean {
  if (e.op === 'forall' || e.op === 'let') return claimsNoChange(e.body);
  if (e.op === 'and') return claimsNoChange(e.left) && claimsNoChange(e.right);
  return e.op === '==' && (isNextOf(e.left, e.right) || isNextOf(e.right, e.left));
}

function isNextOf(next: Expr, e: Expr): boolean {
  const text = (x: Expr) => JSON.stringify(x, (key, part) => (key === 'span' ? undefined : part));
  return next.op === 'next' && text(next.of) === text(e);
}

/** What stands in `next(...)`. Where it depends on quantified names, the names are bound around it as a set of all values. */
function watched(e: Expr): Expr[] {
  const found: Expr[] = [];
  const walk = (x: Expr, around: (inner: Expr) => Expr): void => {
    if (x.op === 'next') {
      found.push(around(x.of));
      return;
    }
    const bind = (inner: Expr): Expr => {
      if (x.op === 'let') return around({ ...x, body: inner, type: inner.type });
      if (x.op === 'forall' || x.op === 'exists') return around(eachValue(x, inner));
      return around(inner);
    };
    for (const child of children(x)) walk(child, child === (x as { body?: Expr }).body ? bind : around);
  };
  walk(e, (x) => x);
  return found;
}

/** The values of `inner` for each element, kept apart by the element: what is returned changes when one of them does. */
function eachValue(x: Extract<Expr, { op: 'forall' | 'exists' }>, inner: Expr): Expr {
  const elementType = x.from.type.kind === 'set' ? x.from.type.of : BOOL;
  if (isWholeType(x.from, elementType)) {
    const type = { kind: 'map' as const, key: elementType, value: inner.type };
    return { op: 'mapBy', local: x.local, value: inner, type, span: x.span };
  }
  const element: Expr = { op: 'local', local: x.local, type: elementType, span: x.span };
  const type = {
    kind: 'struct' as const,
    name: 'watched',
    fields: [
      { name: 'of', type: elementType },
      { name: 'value', type: inner.type },
    ],
  };
  const both: Expr = { op: 'struct', fields: [element, inner], type, span: x.span };
  return {
    op: 'comprehension',
    binders: [{ local: x.local, from: x.from, where: null }],
    element: both,
    type: { kind: 'set', of: type },
    span: x.span,
  };
}

/** Every value of the type, always: a map from them is far smaller than a set of pairs. */
function isWholeType(from: Expr, type: Type): boolean {
  return from.op === 'const' && Array.isArray(from.value) && from.value.length === cardinality(type) && from.value.length <= MOST_KEYS;
}

/** Keys that a map can have. */
const MOST_KEYS = 1024;

function children(e: Expr): Expr[] {
  const out: Expr[] = [];
  const add = (v: unknown): void => {
    if (Array.isArray(v)) v.forEach(add);
    else if (v !== null && typeof v === 'object' && 'op' in v) out.push(v as Expr);
    else if (v !== null && typeof v === 'object' && 'from' in v && 'local' in v) {
      add((v as { from: unknown }).from);
      add((v as { where?: unknown }).where);
    }
  };
  for (const [key, v] of Object.entries(e)) if (key !== 'type' && key !== 'span' && key !== 'value') add(v);
  if ('value' in e && e.op !== 'const') add(e.value);
  return out;
}

export function temporal(cx: Context, e: Syntax, scope: Scope): Temporal | null {
  const of = (x: Syntax) => temporal(cx, x, scope);
  const two = (op: 'and' | 'or' | 'implies' | 'until' | 'leadsTo', l: Syntax, r: Syntax): Temporal | null => {
    const [left, right] = [of(l), temporal(cx, r, after(l, r))];
    return left && right && { op, left, right };
  };
  const after = (l: Syntax, r: Syntax): Scope => {
    const word = e.kind === 'leadsTo' ? 'leads to' : e.kind;
    return (e.kind === 'leadsTo' || e.kind === 'until') && l.kind === 'quantifier' ? { ...scope, ended: endedBy(l, word, r) } : scope;
  };
  if (!contains(e, (x) => x.kind === 'temporal' || x.kind === 'until' || x.kind === 'leadsTo')) {
    const predicate = condition(cx, e, scope);
    return predicate && { op: 'state', predicate };
  }
  if (e.kind === 'temporal') {
    const inner = of(e.of);
    if (inner === null) return null;
    return e.word === 'never' ? { op: 'always', of: { op: 'not', of: inner } } : { op: e.word, of: inner };
  }
  if (e.kind === 'until') return two('until', e.left, e.right);
  if (e.kind === 'leadsTo') {
    if (e.within !== null) return cx.reporter.report('PV0405', e.within.span, '`P leads to Q within k` must be the whole property');
    return two('leadsTo', e.left, e.right);
  }
  if (e.kind === 'unary' && e.op === 'not') {
    const inner = of(e.of);
    return inner && { op: 'not', of: inner };
  }
  if (e.kind === 'binary' && (e.op === 'and' || e.op === 'or' || e.op === 'implies')) return two(e.op, e.left, e.right);
  if (e.kind === 'quantifier') return quantified(cx, e, scope);
  return cx.reporter.report('PV0405', e.span, 'temporal operators can be combined only by `and`, `or`, `not`, `implies` and quantifiers');
}

function endedBy({ binders, body }: Extract<Syntax, { kind: 'quantifier' }>, word: string, right: Syntax): Ended {
  const names = new Set(binders.flatMap((b) => b.names.map(({ text }) => text)));
  return { names, word, body: { start: body.span.start, end: right.span.end } };
}

/** A quantifier around temporal words, over a set that is known before the search: one formula for each element. */
function quantified(cx: Context, e: Extract<Syntax, { kind: 'quantifier' }>, scope: Scope): Temporal | null {
  const names = e.binders.flatMap((b) =>
    b.names.map((name, i) => ({ name, domain: b.domain, where: i === b.names.length - 1 ? b.where : null })),
  );
  const [first, ...rest] = names;
  const domain = setOf(cx, first.domain, scope);
  if (domain === null || domain.type.kind !== 'set') return null;
  const found = fold(cx, domain);
  if (domain.op !== 'const' || 'problem' in found) {
    return cx.reporter.report('PV0304', first.domain.span, 'a quantifier around temporal operators needs a constant set');
  }
  if (first.where !== null)
    return cx.reporter.report('PV0405', first.where.span, 'a quantifier around temporal operators cannot have a `where`', {
      help: 'make the condition part of the formula',
    });
  const type = domain.type.of;
  const parts: (Temporal | null)[] = (found.value as readonly Value[]).map((v) => {
    const added = withLocal(cx, scope, first.name, type, false);
    const inner: Extract<Syntax, { kind: 'quantifier' }> = {
      ...e,
      binders: rest.map((r) => ({ names: [r.name], domain: r.domain, where: r.where, span: r.name.span })),
    };
    const body = rest.length === 0 ? temporal(cx, e.body, added.scope) : quantified(cx, inner, added.scope);
    return body && bindIn(body, added.local, constant(v, type, first.name.span));
  });
  if (parts.includes(null)) return null;
  if (parts.length === 0) return { op: 'state', predicate: constant(e.word === 'forall', BOOL, e.span) };
  return (parts as Temporal[]).reduce((left, right) => ({ op: e.word === 'forall' ? 'and' : 'or', left, right }));
}

function bindIn(t: Temporal, local: number, value: Expr): Temporal {
  if (t.op === 'state') {
    if (!expressionsIn(t.predicate).some((x) => x.op === 'local' && x.local === local)) return t;
    return { op: 'state', predicate: { op: 'let', local, value, body: t.predicate, type: BOOL, span: t.predicate.span } };
  }
  if ('of' in t) return { ...t, of: bindIn(t.of, local, value) };
  return { ...t, left: bindIn(t.left, local, value), right: bindIn(t.right, local, value) };
}

/** Whether some part of the syntax fits, the formula itself included. */
function contains(e: Syntax, fits: (e: Syntax) => boolean): boolean {
  if (fits(e)) return true;
  return Object.entries(e).some(([key, v]) => key !== 'span' && inside(v, fits));
}

function inside(v: unknown, fits: (e: Syntax) => boolean): boolean {
  if (Array.isArray(v)) return v.some((x) => inside(x, fits));
  if (v === null || typeof v !== 'object') return false;
  if ('kind' in v) return contains(v as Syntax, fits);
  return Object.entries(v).some(([key, x]) => key !== 'span' && typeof x === 'object' && inside(x, fits));
}
