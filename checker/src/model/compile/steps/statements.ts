/** Statements of handlers and actions. A body works on the target of the step; `pause` and the end of the body finish it. */
import { unhandled } from '#grammar';
import type { AssignTarget, Block, Expr, PathStep, Stmt, Type } from '../../ir.ts';
import { elementWidth, fieldShift, isSmall, Unsupported, width } from '../../shapes.ts';
import { instancesOf } from '../../walk.ts';
import { codeText, mask, plus, readPlace, writeField, writePlace } from '../memory/access.ts';
import { type Body, ERROR, failIf, isNumber } from '../unit.ts';
import { convert } from '../values/convert.ts';
import { condition, held, local, not, value } from '../values/expressions.ts';
import { keyShift, listElement, listLength, mapValue, partShiftText, rankText, structField } from '../values/values.ts';
import { choiceOf, startTimer, stopTimer } from './choices.ts';
import { forEach } from './loops.ts';
import { broadcast, reply, send } from './sends.ts';

export function block(body: Body, statements: Block): void {
  for (const stmt of statements) statement(body, stmt);
}

function statement(body: Body, stmt: Stmt): void {
  const { code } = body;
  switch (stmt.kind) {
    case 'assign':
      assign(body, stmt.target, stmt.value);
      return;
    case 'let':
      body.locals.set(stmt.local, code.keep(value(body, stmt.value)));
      return;
    case 'choose':
      choiceOf(body, stmt);
      return;
    case 'if':
      code.line(`if(${condition(body, stmt.cond)}){`);
      block(body, stmt.then);
      code.line('}else{');
      block(body, stmt.else);
      code.line('}');
      return;
    case 'for':
      forEach(body, stmt, (inner) => block(inner, stmt.body));
      return;
    case 'send':
      send(body, stmt);
      return;
    case 'broadcast':
      broadcast(body, stmt);
      return;
    case 'reply':
      reply(body, stmt);
      return;
    case 'start':
      startTimer(body, stmt);
      return;
    case 'stop':
      stopTimer(body, stmt);
      return;
    case 'pause':
      pause(body, stmt.point);
      return;
    case 'assert':
      failIf(body, not(condition(body, stmt.cond)), ERROR);
      return;
    case 'ghost':
      block(body, stmt.body);
      return;
    default:
      unhandled(stmt);
  }
}

// Assignment

function assign(body: Body, target: AssignTarget, e: Expr): void {
  const result = body.code.keep(convert(body, e.type, target.type, value(body, e)));
  const { variable } = target;
  const { layout, model } = body.unit;
  if (variable.kind === 'own') {
    assignTo(body, layout.nodes[body.self].variables[variable.variable], target, result);
    return;
  }
  if (variable.kind === 'system') {
    assignTo(body, layout.ghosts[variable.ghost], target, result);
    return;
  }
  const node = held(body, variable.node);
  if (isNumber(node)) {
    assignTo(body, layout.nodes[Number(node)].variables[variable.variable], target, result);
    return;
  }
  body.code.line(`switch(${node}){`);
  for (const n of instancesOf(model, variable.role)) {
    body.code.line(`case ${n}:{`);
    assignTo(body, layout.nodes[n].variables[variable.variable], target, result);
    body.code.line('break;}');
  }
  body.code.line('}');
}

function assignTo(body: Body, place: Parameters<typeof writePlace>[4], target: AssignTarget, result: string): void {
  const { unit, code, base } = body;
  if (target.path.length === 0) {
    writePlace(unit, code, base.words, base.offset, place, result);
    return;
  }
  const whole = code.keep(readPlace(unit, base.words, base.offset, place));
  writePlace(unit, code, base.words, base.offset, place, code.hold(replaced(body, whole, target.path, 0, result)));
}

/** The value with what stands at the path's end replaced. */
function replaced(body: Body, whole: string, path: readonly PathStep[], i: number, result: string): string {
  if (i === path.length) return result;
  const step = path[i];
  if (step.kind === 'field') return replacedField(body, whole, path, i, result, step.field, step.in as Type & { kind: 'struct' });
  if (step.kind === 'key') return replacedKey(body, whole, path, i, result, step.key, step.in as Type & { kind: 'map' });
  return replacedPosition(body, whole, path, i, result, step.index, step.in as Type & { kind: 'list' });
}

function replacedField(
  body: Body,
  whole: string,
  path: readonly PathStep[],
  i: number,
  result: string,
  field: number,
  type: Type & { kind: 'struct' },
): string {
  const of = type.fields[field].type;
  const part = body.code.hold(structField(body.unit, type, whole, field));
  const made = replaced(body, part, path, i + 1, result);
  if (!isSmall(type)) return `${whole}.with(${field},${made})`;
  return overwritten(whole, String(fieldShift(type, field)), width(of), codeText(body.unit, of, made));
}

function replacedKey(
  body: Body,
  whole: string,
  path: readonly PathStep[],
  i: number,
  result: string,
  keyExpr: Expr,
  type: Type & { kind: 'map' },
): string {
  const key = held(body, keyExpr);
  const r = body.code.hold(rankText(body.unit, type.key, key));
  const last = i === path.length - 1;
  const part = last ? '' : body.code.hold(mapValue(body.unit, type, whole, key));
  const made = replaced(body, part, path, i + 1, result);
  if (!isSmall(type)) return `${whole}.with(${r},${made})`;
  return overwritten(whole, keyShift(type, r), width(type.value), codeText(body.unit, type.value, made));
}

function replacedPosition(
  body: Body,
  whole: string,
  path: readonly PathStep[],
  i: number,
  result: string,
  indexExpr: Expr,
  type: Type & { kind: 'list' },
): string {
  const index = held(body, indexExpr);
  failIf(body, `${index}<0||${index}>=${listLength(type, whole, body)}`, ERROR);
  const last = i === path.length - 1;
  const part = last ? '' : body.code.hold(listElement(body.unit, type, whole, index));
  const made = replaced(body, part, path, i + 1, result);
  if (!isSmall(type)) return `${whole}.with(${index},${made})`;
  const bits = elementWidth(type);
  return overwritten(whole, partShiftText(type.max, bits, index), bits, plus(codeText(body.unit, type.of, made), 1));
}

function overwritten(whole: string, shift: string, bits: number, code: string): string {
  if (bits === 0) return whole;
  return `((${whole}&~(${mask(bits)}<<${shift}))|((${code})<<${shift}))`;
}

// Pause

/** Saves where to go on and what is in scope, and ends the segment. */
function pause(body: Body, point: number): void {
  const { unit, code, base, handling } = body;
  const s = unit.layout.nodes[body.self].suspended;
  if (s === null) throw new Unsupported('a pause in a role without pause points');
  const at = s.points.indexOf(point);
  const write = (f: Parameters<typeof writeField>[3], v: string) => writeField(code, base.words, base.offset, f, v);
  write(s.point, String(at + 1));
  for (const [i, saved] of unit.model.pausePoints[point].saves.entries()) {
    writePlace(unit, code, base.words, base.offset, s.frames[at][i], local(body, saved));
  }
  const { sender, corrupted } = s.keeps[at];
  if (handling !== null) {
    if (sender || corrupted) write(s.hasContext, handling.has ?? '1');
    if (corrupted) write(s.corrupted, handling.corrupted);
    if (sender) {
      write(s.from, handling.from);
      write(s.call, handling.call);
    }
  }
  code.line(`return ${body.end};`);
}
