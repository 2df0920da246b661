/** What an expression reads of a state: variables, whether nodes are up and correct, timers, clocks, messages in flight. */
import type { Expr } from '../../ir.ts';
import { instancesOf } from '../../walk.ts';
import { field, plus, readField, readPlace } from '../memory/access.ts';
import { type Base, Code, ERROR, failIf, isNumber, type Scope, type Unit } from '../unit.ts';
import { readingFunction } from './clocks.ts';
import { held, value } from './expressions.ts';
import { leftText, runningText } from './timers.ts';
import { compareText, rankText } from './values.ts';

export function readVariable(scope: Scope, node: number, variable: number): string {
  return readPlace(scope.unit, scope.base.words, scope.base.offset, scope.unit.layout.nodes[node].variables[variable]);
}

export function variableOf(scope: Scope, role: number, variable: number, node: string): string {
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

/** The number of a node within its role. */
export function numberText(scope: Scope, e: Expr & { op: 'numberOf' }): string {
  const node = value(scope, e.node);
  const { instances } = scope.unit.model;
  if (isNumber(node)) return String(instances[Number(node)].number);
  return `${scope.unit.onceConstant('numbers', () => Int32Array.from(instances, (i) => i.number))}[${node}]`;
}

/** The instance with a number; none is a model error. What follows a known error never runs, but has to be valid text. */
export function numberedText(scope: Scope, e: Expr & { op: 'numbered' }): string {
  const { first, count } = scope.unit.model.roles[e.role];
  const number = held(scope, e.number);
  if (!isNumber(number)) {
    failIf(scope, `${number}<1||${number}>${count}`, ERROR);
  } else if (Number(number) < 1 || Number(number) > count) {
    failIf(scope, '1', ERROR);
    return String(first);
  }
  return plus(number, first - 1);
}

export function timerValue(scope: Scope, e: Expr & { op: 'left' | 'running' }): string {
  const node = e.node === null ? String(scope.self) : held(scope, e.node);
  const declared = scope.unit.model.roles[e.role].timers[e.timer];
  const key = e.key === null ? '0' : scope.code.hold(rankText(scope.unit, declared.key!, value(scope, e.key)));
  const nodes = instancesOf(scope.unit.model, e.role);
  return (e.op === 'left' ? leftText : runningText)(scope, nodes, node, e.timer, key);
}

export function clockValue(scope: Scope, e: Expr & { op: 'clock' }): string {
  const declared = scope.unit.model.clocks[e.clock];
  const reading = scope.code.keep(`${readingFunction(scope.unit, scope.self!, e.clock)}(${scope.base.words},${scope.base.offset})`);
  if (e.part === 'now') return reading;
  if (e.part === 'earliest') return `Math.max(0,${reading}-${declared.uncertainty})`;
  return `(${reading}+${declared.uncertainty})`;
}

/** Goes through the messages in flight and counts those that fit. */
export function inFlight(scope: Scope, e: Expr & { op: 'countInFlight' }): string {
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
