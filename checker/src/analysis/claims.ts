/** `provisos` blocks: what they claim, typed, at each point of their sweep. What a claim says of an assumption set is evaluated elsewhere. */
import {
  type Assume,
  type AssumedAmount,
  type AssumedWord,
  type Claim,
  isExistential,
  type Name,
  type Provisos,
  printExpr,
  type Span,
  type Expr as Syntax,
  type System,
  unhandled,
} from '#grammar';
import { constantContext, points, sweepValues } from './checks.ts';
import type { ConstantValue } from './constants.ts';
import type { Context, Reference } from './context.ts';
import { elaborate } from './elaborate.ts';
import { constantValue } from './expressions.ts';
import type { Reporter } from './report.ts';

export type Amount =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'assumed'; readonly word: AssumedAmount; readonly eventually: boolean; readonly role: string | null }
  | { readonly kind: '+' | '-' | '*'; readonly left: Amount; readonly right: Amount }
  | { readonly kind: 'min' | 'max'; readonly args: readonly Amount[] };

export type Condition =
  | { readonly kind: 'truth'; readonly value: boolean }
  | { readonly kind: 'and' | 'or' | 'implies'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: '<' | '<=' | '>' | '>=' | '==' | '!='; readonly left: Amount; readonly right: Amount }
  | { readonly kind: 'no fault' | 'only stops' | 'keeps disk'; readonly role: string }
  | { readonly kind: 'fifo' | 'faults end' };

export interface PlannedClaim {
  readonly property: string;
  /** the property's name in the claim */
  readonly span: Span;
  /** it holds nowhere else */
  readonly exact: boolean;
  readonly condition: Condition;
  /** the condition as it was written, in the standard form */
  readonly text: string;
}

export interface ProvisosPlan {
  readonly block: Provisos;
  readonly span: Span;
  readonly system: string;
  readonly assume: string;
  /** empty: over everything */
  readonly over: readonly AssumedWord[];
  readonly runs: readonly {
    readonly point: readonly { readonly name: string; readonly value: ConstantValue }[];
    readonly claims: readonly PlannedClaim[];
  }[];
}

/** `references`: where the names that the block uses are added. */
export function planProvisos(
  block: Provisos,
  system: System,
  chain: readonly Assume[],
  reporter: Reporter,
  references: Reference[],
): ProvisosPlan {
  const base = elaborate(system, chain, new Map());
  const swept = sweepValues(block, base, reporter, references);
  const claims = block.claims.filter((claim) => isProperty(claim, system, reporter));
  const runs = points(swept).map((point, i) => {
    const overrides = new Map(point.map((p) => [p.name, p.value]));
    const cx = constantContext(system, chain, overrides, reporter, i === 0 ? references : []);
    return { point, claims: claims.flatMap((claim) => planned(claim, cx()) ?? []) };
  });
  return { block, span: block.span, system: system.name.text, assume: chain[0].name.text, over: block.over.map(({ word }) => word), runs };
}

function isProperty({ property }: Claim, system: System, reporter: Reporter): boolean {
  const declared = system.items.flatMap((item) => (item.kind === 'property' ? [item] : []));
  const found = declared.find(({ name }) => name.text === property.text);
  if (found === undefined) {
    reporter.unknown(
      property,
      `property of ${system.name.text}`,
      declared.map(({ name }) => name.text),
    );
    return false;
  }
  if (!isExistential(found.word)) return true;
  const what = found.word === 'scenario' ? 'a `scenario`' : 'a `reachable` property';
  reporter.report('PV0504', property.span, `\`${property.text}\` is ${what}: no assumption is needed for what can happen`);
  return false;
}

function planned(claim: Claim, cx: Context): PlannedClaim | null {
  const condition = conditionOf(cx, claim.condition);
  if (condition === null) return null;
  const { property, word } = claim;
  return { property: property.text, span: property.span, exact: word === 'when', condition, text: printExpr(claim.condition) };
}

// Conditions

function conditionOf(cx: Context, e: Syntax): Condition | null {
  switch (e.kind) {
    case 'bool':
      return { kind: 'truth', value: e.value };
    case 'unary': {
      if (e.op === '-') return noCondition(cx, e);
      const of = conditionOf(cx, e.of);
      return of && { kind: 'not', of };
    }
    case 'binary':
      return binaryCondition(cx, e);
    case 'assumed':
      return assumedCondition(cx, e);
    case 'name': {
      const found = constantValue(cx, e);
      if (found === null) return null;
      return typeof found.value === 'boolean' ? { kind: 'truth', value: found.value } : noCondition(cx, e);
    }
    default:
      e satisfies Exclude<Syntax, { kind: 'bool' | 'unary' | 'binary' | 'assumed' | 'name' }>;
      return noCondition(cx, e);
  }
}

function noCondition(cx: Context, e: Syntax): null {
  return cx.reporter.report('PV0301', e.span, `expected a condition of assumptions, found \`${printExpr(e)}\``, {
    help: 'such as `delay <= 1`, `losses == 0`, `no fault R` or `R keeps its disk`, joined by `and`, `or` and `not`',
  });
}

function binaryCondition(cx: Context, e: Extract<Syntax, { kind: 'binary' }>): Condition | null {
  switch (e.op) {
    case 'and':
    case 'or':
    case 'implies': {
      const [left, right] = [conditionOf(cx, e.left), conditionOf(cx, e.right)];
      return left && right && { kind: e.op, left, right };
    }
    case '<':
    case '<=':
    case '>':
    case '>=':
    case '==':
    case '!=': {
      const [left, right] = [amountOf(cx, e.left), amountOf(cx, e.right)];
      return left && right && { kind: e.op, left, right };
    }
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
    case '..':
    case '|':
    case '&':
    case 'in':
    case 'not in':
      return noCondition(cx, e);
    default:
      return unhandled(e.op);
  }
}

function assumedCondition(cx: Context, e: Extract<Syntax, { kind: 'assumed' }>): Condition | null {
  switch (e.word) {
    case 'no fault':
    case 'only stops':
    case 'keeps disk':
      return e.role !== null && isRole(cx, e.role) ? { kind: e.word, role: e.role.text } : null;
    case 'fifo':
    case 'faults end':
      return { kind: e.word };
    case 'delay':
    case 'least delay':
    case 'pause':
    case 'drift':
    case 'skew':
    case 'losses':
    case 'duplications':
    case 'corruptions':
    case 'cuts':
    case 'one-way cuts':
    case 'link cuts':
    case 'one-way link cuts':
    case 'clock steps':
    case 'clock step size':
    case 'crashes':
    case 'down':
    case 'byzantine':
      return noCondition(cx, e);
    default:
      return unhandled(e.word);
  }
}

function isRole(cx: Context, name: Name): boolean {
  const role = cx.rolesByName.get(name.text);
  if (role === undefined) {
    cx.reporter.unknown(name, 'node', cx.rolesByName.keys());
    return false;
  }
  cx.references.push({ span: name.span, declaration: role.item.name.span, kind: 'node', text: name.text });
  return true;
}

// Amounts

function amountOf(cx: Context, e: Syntax): Amount | null {
  switch (e.kind) {
    case 'number':
      return { kind: 'number', value: e.value };
    case 'assumed':
      return assumedAmount(cx, e);
    case 'name': {
      const found = constantValue(cx, e);
      if (found === null) return null;
      return typeof found.value === 'number' ? { kind: 'number', value: found.value } : noAmount(cx, e);
    }
    case 'unary': {
      const of = e.op === '-' ? amountOf(cx, e.of) : noAmount(cx, e);
      return of && { kind: '-', left: { kind: 'number', value: 0 }, right: of };
    }
    case 'binary': {
      if (e.op !== '+' && e.op !== '-' && e.op !== '*') return noAmount(cx, e);
      const [left, right] = [amountOf(cx, e.left), amountOf(cx, e.right)];
      return left && right && { kind: e.op, left, right };
    }
    case 'call':
      return leastOrMost(cx, e);
    default:
      e satisfies Exclude<Syntax, { kind: 'number' | 'assumed' | 'name' | 'unary' | 'binary' | 'call' }>;
      return noAmount(cx, e);
  }
}

function leastOrMost(cx: Context, e: Extract<Syntax, { kind: 'call' }>): Amount | null {
  const { text } = e.name;
  if ((text !== 'min' && text !== 'max') || e.args.length === 0) return noAmount(cx, e);
  const args = e.args.map(({ value }) => amountOf(cx, value));
  const found = args.filter((arg) => arg !== null);
  return found.length < args.length ? null : { kind: text, args: found };
}

function assumedAmount(cx: Context, e: Extract<Syntax, { kind: 'assumed' }>): Amount | null {
  const { word, eventually, role } = e;
  switch (word) {
    case 'no fault':
    case 'only stops':
    case 'keeps disk':
    case 'fifo':
    case 'faults end':
      return noAmount(cx, e);
    case 'delay':
    case 'least delay':
    case 'pause':
    case 'drift':
    case 'skew':
    case 'losses':
    case 'duplications':
    case 'corruptions':
    case 'cuts':
    case 'one-way cuts':
    case 'link cuts':
    case 'one-way link cuts':
    case 'clock steps':
    case 'clock step size':
    case 'crashes':
    case 'down':
    case 'byzantine':
      return role === null || isRole(cx, role) ? { kind: 'assumed', word, eventually, role: role?.text ?? null } : null;
    default:
      return unhandled(word);
  }
}

function noAmount(cx: Context, e: Syntax): null {
  return cx.reporter.report('PV0301', e.span, `expected a number or a quantity, found \`${printExpr(e)}\``, {
    help: 'such as `2`, `TIMEOUT`, `delay`, `pause R` or `losses`, joined by `+`, `-` and `*`',
  });
}
