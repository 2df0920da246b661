/**
 * Expressions. `value` gives text for the value, `condition` text that is truthy where a bool is true. The text has no
 * effects and may be used once and later; what chooses or can fail is put into the code at once, so that choices and
 * failures come in the order of evaluation.
 */
import type { Expr, Type } from '../ir.ts';
import { isScalar, Unsupported } from '../shapes.ts';
import { instancesOf } from '../walk.ts';
import { field, readField, readPlace } from './access.ts';
import { listValue, positionValue } from './lists.ts';
import { countWhere, lazy, quantifier } from './quantifiers.ts';
import { setValue } from './sets.ts';
import { leftText, readingFunction, runningText, stableText } from './timers.ts';
import { type Base, Code, ERROR, failIf, isNumber, type Scope, type Unit, within } from './unit.ts';
import { compareText, convert, filledMap, literal, makeStruct, mapValue, rankText, structField } from './values.ts';

export function value(scope: Scope, e: Expr): string {
  if (e.type.kind !== 'bool') return plainValue(scope, e);
  const text = boolText(scope, e);
  if (text === null) return plainValue(scope, e);
  return isNumber(text) ? text : `(${text}?1:0)`;
}

export function condition(scope: Scope, e: Expr): string {
  return boolText(scope, e) ?? plainValue(scope, e);
}

/** A value in a variable or literal, computed now. */
export function held(scope: Scope, e: Expr): string {
  return scope.code.hold(value(scope, e));
}

export function not(text: string): string {
  return isNumber(text) ? (text === '0' ? '1' : '0') : `(!${text})`;
}

/** Operators whose text is a JavaScript condition; null for all others. */
function boolText(scope: Scope, e: Expr): string | null {
  switch (e.op) {
    case 'not':
      return not(condition(scope, e.of));
    case 'and':
    case 'or':
      return lazy(scope, e.op === 'and' ? '&&' : '||', [(s) => condition(s, e.left), (s) => condition(s, e.right)]);
    case 'implies':
      return lazy(scope, '||', [(s) => not(condition(s, e.left)), (s) => condition(s, e.right)]);
    case '==':
    case '!=':
      return comparison(scope, e.left, e.right, e.op === '==' ? '===' : '!==');
    case '<':
    case '<=':
    case '>':
    case '>=':
      return comparison(scope, e.left, e.right, e.op);
    case 'forall':
    case 'exists':
      return quantifier(scope, e);
    case 'stable':
      return stableText(scope.unit, scope.base);
    case 'up':
      return upText(scope, value(scope, e.node));
    case 'correct':
      return correctText(scope, value(scope, e.node));
    case 'in':
      return setValue(scope, e);
    default:
      return null;
  }
}

function comparison(scope: Scope, left: Expr, right: Expr, operator: string): string {
  const a = value(scope, left);
  const b = value(scope, right);
  return compareText(scope.unit, left.type, a, right.type, b, operator);
}

function plainValue(scope: Scope, e: Expr): string {
  const { unit, code } = scope;
  switch (e.op) {
    case 'const':
      return literal(unit, e.type, e.value);
    case 'local':
      return local(scope, e.local);
    case 'let': {
      scope.locals.set(e.local, code.hold(value(scope, e.value)));
      return value(scope, e.body);
    }
    case 'self':
      return String(scope.self);
    case 'var':
      return readVariable(scope, scope.self!, e.variable);
    case 'varOf':
      return variableOf(scope, e.role, e.variable, value(scope, e.node));
    case 'systemGhost':
      return readPlace(unit, scope.base.words, scope.base.offset, unit.layout.ghosts[e.ghost]);
    case 'left':
    case 'running':
      return timerValue(scope, e);
    case 'clock':
      return clockValue(scope, e);
    case 'corrupted':
      return scope.handling?.corrupted ?? '0';
    case 'if':
      return choice(scope, e);
    case 'struct':
      return makeStruct(unit, e.type as Type & { kind: 'struct' }, held2(scope, e.fields));
    case 'mapOf':
      return filledMap(unit, e.type as Type & { kind: 'map' }, held(scope, e.value));
    case 'field':
      return structField(unit, e.of.type as Type & { kind: 'struct' }, value(scope, e.of), e.field);
    case 'lookup': {
      const map = value(scope, e.of);
      return mapValue(unit, e.of.type as Type & { kind: 'map' }, map, value(scope, e.key));
    }
    case 'position':
      return positionValue(scope, e);
    case 'convert':
      return convert(scope, e.value.type, e.type, value(scope, e.value));
    case 'next':
      return value({ ...scope, base: scope.next!, next: null }, e.of);
    case 'countInFlight':
      return inFlight(scope, e);
    case 'knows':
      throw new Unsupported('knows');
    case 'countWhere':
      return countWhere(scope, e);
    case 'negate':
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
    case 'min':
    case 'max':
      return arithmetic(scope, e);
    case 'listOf':
    case 'concat':
    case 'first':
    case 'last':
    case 'rest':
    case 'take':
    case 'drop':
      return listValue(scope, e);
    default:
      return setValue(scope, e);
  }
}

function held2(scope: Scope, list: readonly Expr[]): string[] {
  return list.map((e) => value(scope, e));
}

export function local(scope: Scope, id: number): string {
  const text = scope.locals.get(id);
  if (text === undefined) throw new Error(`local ${id} is used outside its scope`);
  return text;
}

// Arithmetic

function arithmetic(scope: Scope, e: Expr): string {
  switch (e.op) {
    case 'negate': {
      const of = value(scope, e.of);
      return isNumber(of) ? String(0 - Number(of)) : `(-${of})`;
    }
    case 'min':
    case 'max':
      return extreme(scope, e.op, e.args);
    case '+':
    case '-':
    case '*': {
      const a = value(scope, e.left);
      const b = value(scope, e.right);
      if (isNumber(a) && isNumber(b)) return String(constantOf(e.op, Number(a), Number(b)));
      return e.op === '-' ? `(${a}-(${b}))` : `(${a}${e.op}${b.startsWith('-') ? `(${b})` : b})`;
    }
    case '/':
    case '%': {
      const a = scope.code.hold(value(scope, e.left));
      const b = scope.code.hold(value(scope, e.right));
      if (!isNumber(b) || Number(b) === 0) failIf(scope, `${b}===0`, ERROR);
      const quotient = `Math.floor(${a}/(${b}))`;
      return e.op === '/' ? quotient : `(${a}-(${b})*${quotient})`;
    }
    default:
      throw new Error(`${e.op} is not arithmetic`);
  }
}

function constantOf(op: '+' | '-' | '*', a: number, b: number): number {
  return (op === '+' ? a + b : op === '-' ? a - b : a * b) + 0;
}

function extreme(scope: Scope, op: 'min' | 'max', args: readonly Expr[]): string {
  const texts = args.map((a) => scope.code.hold(value(scope, a)));
  if (args.every((a) => isScalar(a.type))) return texts.length === 1 ? texts[0] : `Math.${op}(${texts.join(',')})`;
  let best = texts[0];
  for (const [i, text] of texts.entries()) {
    if (i === 0) continue;
    const better = compareText(scope.unit, args[i].type, text, args[0].type, best, op === 'min' ? '<' : '>');
    best = scope.code.keep(`${better}?${text}:${best}`);
  }
  return best;
}

function choice(scope: Scope, e: Expr & { op: 'if' }): string {
  const cond = condition(scope, e.cond);
  if (isNumber(cond)) return value(scope, cond === '0' ? e.else : e.then);
  const { code } = scope;
  const [one, other] = [code.inner(), code.inner()];
  const test = code.hold(`(${cond}?1:0)`);
  const a = value(within(scope, one), e.then);
  const b = value(within(scope, other), e.else);
  if (one.empty && other.empty) return `(${test}?${a}:${b})`;
  const result = code.variable();
  code.line(`if(${test}){`);
  code.add(one);
  code.line(`${result}=${a};}else{`);
  code.add(other);
  code.line(`${result}=${b};}`);
  return result;
}

// State

export function readVariable(scope: Scope, node: number, variable: number): string {
  return readPlace(scope.unit, scope.base.words, scope.base.offset, scope.unit.layout.nodes[node].variables[variable]);
}

function variableOf(scope: Scope, role: number, variable: number, node: string): string {
  if (isNumber(node)) return readVariable(scope, Number(node), variable);
  const { unit } = scope;
  const nodes = instancesOf(unit.model, role);
  const name = unit.once(`variable ${role} ${variable}`, (made) => {
    byNode(unit, made, nodes, (n) => readPlace(unit, 'A', 'a', unit.layout.nodes[n].variables[variable]));
  });
  return `${name}(${scope.base.words},${scope.base.offset},${node})`;
}

/** A function (words, offset, node) that gives for each node its own text. */
function byNode(unit: Unit, name: string, nodes: readonly number[], text: (node: number) => string): void {
  const code = new Code(unit);
  code.line('switch(n){');
  for (const n of nodes) code.line(`case ${n}:return ${text(n)};`);
  code.line('}return 0;');
  unit.define(name, 'A,a,n', code);
}

export function upText(scope: Scope, node: string): string {
  const { unit } = scope;
  const all = unit.layout.nodes;
  if (isNumber(node)) {
    const status = all[Number(node)].status;
    return status.bits === 0 ? '1' : `(${field(scope.base, status)}===0)`;
  }
  if (all.every((n) => n.status.bits === 0)) return '1';
  const name = unit.once('up', (made) =>
    byNode(
      unit,
      made,
      all.map((_, n) => n),
      (n) => `(${readField('A', 'a', all[n].status)}===0?1:0)`,
    ),
  );
  return `(${name}(${scope.base.words},${scope.base.offset},${node})===1)`;
}

export function correctText(scope: Scope, node: string): string {
  const { unit } = scope;
  const all = unit.layout.byzantine;
  if (isNumber(node)) {
    const f = all[Number(node)];
    return f.bits === 0 ? '1' : `(${field(scope.base, f)}===0)`;
  }
  if (all.every((f) => f.bits === 0)) return '1';
  const name = unit.once('correct', (made) =>
    byNode(
      unit,
      made,
      all.map((_, n) => n),
      (n) => `(${readField('A', 'a', all[n])}===0?1:0)`,
    ),
  );
  return `(${name}(${scope.base.words},${scope.base.offset},${node})===1)`;
}

function timerValue(scope: Scope, e: Expr & { op: 'left' | 'running' }): string {
  const node = e.node === null ? String(scope.self) : held(scope, e.node);
  const declared = scope.unit.model.roles[e.role].timers[e.timer];
  const key = e.key === null ? '0' : scope.code.hold(rankText(scope.unit, declared.key!, value(scope, e.key)));
  const nodes = instancesOf(scope.unit.model, e.role);
  return (e.op === 'left' ? leftText : runningText)(scope, nodes, node, e.timer, key);
}

function clockValue(scope: Scope, e: Expr & { op: 'clock' }): string {
  const declared = scope.unit.model.clocks[e.clock];
  const reading = scope.code.keep(`${readingFunction(scope.unit, scope.self!, e.clock)}(${scope.base.words},${scope.base.offset})`);
  if (e.part === 'now') return reading;
  if (e.part === 'earliest') return `Math.max(0,${reading}-${declared.uncertainty})`;
  return `Math.min(${declared.horizon},${reading}+${declared.uncertainty})`;
}

/** Goes through the messages in flight and counts those that fit. */
function inFlight(scope: Scope, e: Expr & { op: 'countInFlight' }): string {
  const { unit, code, base } = scope;
  const bag = unit.layout.bag;
  const message = unit.model.messages[e.message];
  const args = e.args.map((a) => (a === null ? null : held(scope, a)));
  const from = e.from === null ? null : held(scope, e.from);
  const to = e.to === null ? null : held(scope, e.to);
  const [i, count] = [code.variable(), code.keep('0')];
  code.line(`for(${i}=0;${i}<${base.count};${i}++){`);
  const slot: Base = { ...base, words: base.slots, offset: bag.slotWords === 1 ? i : code.keep(`${i}*${bag.slotWords}`) };
  const tag = code.keep(field(slot, bag.tag));
  code.line(
    `if(MESSAGE[${tag}]!==${e.message}${from === null ? '' : `||FROM[${tag}]!==${from}`}${to === null ? '' : `||TO[${tag}]!==${to}`})continue;`,
  );
  for (const [f, arg] of args.entries()) {
    if (arg === null) continue;
    const sent = readPlace(unit, slot.words, slot.offset, bag.fields[e.message][f]);
    code.line(`if(${compareText(unit, message.fields[f].type, sent, e.args[f]!.type, arg, '!==')})continue;`);
  }
  code.line(`${count}++;}`);
  return count;
}

export type { Base };
