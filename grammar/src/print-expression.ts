/** An expression as text, with only the parentheses that its meaning, or a reader, needs. Reports show formulas with it. */

import type { Arg, AssumedWord, BinaryOperator, Binder, Expr } from './ast.ts';
import { unhandled } from './unhandled.ts';

export function printExpr(expr: Expr): string {
  return print(expr, 0, false);
}

/** How tightly each kind of expression holds together; see the order in the syntax tree's comments. */
const levels = { leadsTo: 1, until: 2, reaching: 3, not: 7, range: 9, sum: 10, minus: 12, whole: 13 } as const;

const binaryLevels: Record<BinaryOperator, number> = {
  implies: 4,
  or: 5,
  and: 6,
  '==': 8,
  '!=': 8,
  '<': 8,
  '<=': 8,
  '>': 8,
  '>=': 8,
  in: 8,
  'not in': 8,
  '..': 9,
  '+': 10,
  '-': 10,
  '|': 10,
  '*': 11,
  '/': 11,
  '%': 11,
  '&': 11,
};

function levelOf(expr: Expr): number {
  switch (expr.kind) {
    case 'leadsTo':
      return levels.leadsTo;
    case 'until':
      return levels.until;
    case 'if':
    case 'quantifier':
    case 'temporal':
      return levels.reaching;
    case 'binary':
      return binaryLevels[expr.op];
    case 'unary':
      return expr.op === 'not' ? levels.not : levels.minus;
    case 'number':
    case 'bool':
    case 'none':
    case 'self':
    case 'name':
    case 'instance':
    case 'numbered':
    case 'field':
    case 'index':
    case 'call':
    case 'count':
    case 'set':
    case 'list':
    case 'comprehension':
    case 'map':
    case 'inFlight':
    case 'assumed':
      return levels.whole;
    default:
      return unhandled(expr);
  }
}

/**
 * `least`: the level that stands here without parentheses. `isFollowed`: more follows on the right, which a word that
 * reaches to the right (`forall`, `if`, `always`) would swallow.
 */
function print(expr: Expr, least: number, isFollowed: boolean): string {
  const level = levelOf(expr);
  const isReaching = level === levels.reaching;
  const fits = isReaching ? !isFollowed && least <= levels.minus : level >= least;
  return fits ? bare(expr, isFollowed) : `(${bare(expr, false)})`;
}

function bare(expr: Expr, isFollowed: boolean): string {
  switch (expr.kind) {
    case 'number':
    case 'bool':
      return String(expr.value);
    case 'none':
    case 'self':
      return expr.kind;
    case 'name':
      return expr.name.text;
    case 'instance':
      return `${expr.role.text}#${expr.index}`;
    case 'numbered':
      return `${expr.role.text}#(${print(expr.number, 0, false)})`;
    case 'field':
      return `${print(expr.of, levels.whole, true)}.${expr.field.text}`;
    case 'index':
      return `${print(expr.of, levels.whole, true)}[${print(expr.index, 0, false)}]`;
    case 'call':
      return `${expr.name.text}(${printArgs(expr.args)})`;
    case 'unary':
      return expr.op === 'not' ? `not ${print(expr.of, levels.not, isFollowed)}` : `-${print(expr.of, levels.minus, isFollowed)}`;
    case 'binary':
      return binary(expr, isFollowed);
    case 'if':
      return `if ${print(expr.cond, 0, false)} then ${print(expr.then, levels.reaching, false)} else ${print(expr.else, levels.reaching, isFollowed)}`;
    case 'quantifier':
      return `${expr.word} ${expr.binders.map(printBinder).join(', ')}: ${print(expr.body, levels.reaching, isFollowed)}`;
    case 'count':
      return `count(${printBinder(expr.binder)})`;
    case 'set':
      return expr.elements.length === 0 ? '{}' : `{ ${list(expr.elements)} }`;
    case 'list':
      return `[${list(expr.elements)}]`;
    case 'comprehension':
      return `{ ${print(expr.element, 0, false)} for ${expr.binders.map(printBinder).join(', ')} }`;
    case 'map':
      return `{ ${expr.key.text}: ${print(expr.value, 0, false)} for ${expr.binders.map(printBinder).join(', ')} }`;
    case 'inFlight':
      return inFlight(expr);
    case 'temporal':
      return `${expr.word} ${print(expr.of, isCompound(expr.of) ? levels.whole : levels.reaching, isFollowed)}`;
    case 'until':
      return `${print(expr.left, levels.reaching, true)} until ${print(expr.right, levels.until, isFollowed)}`;
    case 'leadsTo':
      return leadsTo(expr, isFollowed);
    case 'assumed':
      return assumed(expr);
    default:
      return unhandled(expr);
  }
}

function assumed({ word, eventually, role }: Extract<Expr, { kind: 'assumed' }>): string {
  const name = role?.text ?? '';
  switch (word) {
    case 'only stops':
      return `${name} only stops`;
    case 'keeps disk':
      return `${name} keeps its disk`;
    default:
      word satisfies Exclude<AssumedWord, 'only stops' | 'keeps disk'>;
      return `${eventually ? 'eventually ' : ''}${word}${name === '' ? '' : ` ${name}`}`;
  }
}

/** The apparent end of `always` and `never` if there are no parentheses. */
function isCompound(expr: Expr): boolean {
  if (expr.kind === 'binary') return binaryLevels[expr.op] < levels.not;
  return expr.kind === 'quantifier' || expr.kind === 'if';
}

function binary(expr: Extract<Expr, { kind: 'binary' }>, isFollowed: boolean): string {
  const level = binaryLevels[expr.op];
  const isChaining = level >= levels.sum;
  const left = print(expr.left, isChaining ? level : level + (isLeftNesting(expr.op) ? 0 : 1), true);
  const right = print(expr.right, expr.op === 'implies' ? level : level + 1, isFollowed);
  return expr.op === '..' ? `${left}..${right}` : `${left} ${expr.op} ${right}`;
}

function isLeftNesting(op: BinaryOperator): boolean {
  return op === 'and' || op === 'or';
}

function leadsTo(expr: Extract<Expr, { kind: 'leadsTo' }>, isFollowed: boolean): string {
  const left = print(expr.left, levels.until, true);
  const right = print(expr.right, levels.until, isFollowed || expr.within !== null);
  return `${left} leads to ${right}${expr.within ? ` within ${print(expr.within, levels.sum, isFollowed)}` : ''}`;
}

function inFlight(expr: Extract<Expr, { kind: 'inFlight' }>): string {
  const payload = expr.args.length > 0 ? `(${printArgs(expr.args)})` : '';
  const from = expr.from ? ` from ${print(expr.from, levels.minus, true)}` : '';
  const to = expr.to ? ` to ${print(expr.to, levels.minus, true)}` : '';
  return `in flight ${expr.message.text}${payload}${from}${to}`;
}

function list(all: readonly Expr[]): string {
  return all.map((expr) => print(expr, 0, false)).join(', ');
}

export function printArgs(all: readonly Arg[]): string {
  return all.map((arg) => (arg.name ? `${arg.name.text}: ` : '') + print(arg.value, 0, false)).join(', ');
}

export function printBinder(one: Binder): string {
  const where = one.where ? ` where ${print(one.where, 0, false)}` : '';
  return `${one.names.map((name) => name.text).join(', ')} in ${print(one.domain, levels.range, one.where !== null)}${where}`;
}
