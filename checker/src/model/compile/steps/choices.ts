/** Choices that a body makes: `choose`, `random`, and how long a timer takes. */
import type { Expr, Stmt, Type, Variable } from '../../ir.ts';
import { isSmall } from '../../shapes.ts';
import { cardinality } from '../../values.ts';
import type { Body } from '../unit.ts';
import { ERROR, failIf, type Scope } from '../unit.ts';
import { convert } from '../values/convert.ts';
import { condition, held, value } from '../values/expressions.ts';
import { addElement, popcount, startSet } from '../values/sets.ts';
import { forTimer, inForce, timerId, writeExact, writeLoose, writeOff } from '../values/timers.ts';
import { eachElement, rankText, unrankText, valueAtText } from '../values/values.ts';

export function choiceOf(body: Body, stmt: Stmt & { kind: 'choose' }): void {
  const { code } = body;
  const type = stmt.from.type as Type & { kind: 'set' };
  let set = code.keep(value(body, stmt.from));
  const { where } = stmt;
  if (where !== null) {
    const kept = startSet(code, type);
    eachElement(body, type, set, code.label(), (element) => {
      body.locals.set(stmt.element, element);
      code.line(`if(${condition(body, where)}){`);
      addElement(body, type, kept, element);
      code.line('}');
    });
    set = kept;
  }
  body.locals.set(stmt.local, isSmall(type) ? chosenBit(body, type, set) : chosenElement(body, type, set));
}

function chosenBit(body: Body, type: Type & { kind: 'set' }, set: string): string {
  const { code, unit } = body;
  failIf(body, `${set}===0`, ERROR);
  const n = code.keep(`choose(${popcount(unit, set)})`);
  const rest = code.keep(set);
  code.line(`for(;${n}>0;${n}--)${rest}&=${rest}-1;`);
  return code.keep(unrankText(unit, type.of, `(31-Math.clz32(${rest}&-${rest}))`));
}

function chosenElement(body: Body, type: Type & { kind: 'set' }, set: string): string {
  const { code } = body;
  const all = code.keep('[]');
  eachElement(body, type, set, code.label(), (element) => code.line(`${all}.push(${element});`));
  failIf(body, `${all}.length===0`, ERROR);
  return code.keep(`${all}[choose(${all}.length)]`);
}

/** What a variable holds at first, at the start or on an empty disk: each value of its type, chosen, where that is `any`. */
export function firstValue(scope: Scope, { type }: Variable, first: Expr | null): string {
  if (first !== null) return scope.code.hold(convert(scope, first.type, type, value(scope, first)));
  const position = scope.code.keep(`choose(${cardinality(type)})`);
  return scope.code.keep(valueAtText(scope.unit, type, position));
}

export function startTimer(body: Body, stmt: Stmt & { kind: 'start' }): void {
  const { code, unit, base } = body;
  const key = timerKey(body, stmt);
  const duration = held(body, stmt.duration);
  failIf(body, `${duration}<1`, ERROR);
  forTimer(body, [body.self], String(body.self), stmt.timer, key, (n, k) => {
    const t = unit.layout.nodes[n].timers[stmt.timer][k];
    // No `start` of it can ask for a tick or more.
    if (t.durations.length === 0) return;
    const bound = unit.model.timing.drift[n];
    const force = inForce(unit, bound, base);
    if (force !== '1' && force !== '0') code.line(`if(${force}){`);
    if (force !== '0') writeExact(unit, code, t, base, leftAtStart(body, duration, bound!.max), duration);
    if (force !== '1' && force !== '0') code.line('}else{');
    if (force !== '1') writeLoose(unit, code, t, base, duration);
    if (force !== '1' && force !== '0') code.line('}');
    if (t.loose) code.line(`LF[${timerId(unit, n, stmt.timer, k)}]=-1;`);
  });
}

/** The nominal duration first, then the others that the drift allows. */
function leftAtStart(body: Body, duration: string, drift: number): string {
  if (drift === 0) return duration;
  const { code } = body;
  const low = code.keep(`Math.max(1,${duration}-${drift})`);
  const c = code.keep(`choose(${duration}+${drift}-${low}+1)`);
  return code.keep(`${c}===0?${duration}:${low}+${c}-1<${duration}?${low}+${c}-1:${low}+${c}`);
}

export function stopTimer(body: Body, stmt: Stmt & { kind: 'stop' }): void {
  const { code, unit, base } = body;
  forTimer(body, [body.self], String(body.self), stmt.timer, timerKey(body, stmt), (n, k) => {
    const t = unit.layout.nodes[n].timers[stmt.timer][k];
    writeOff(code, t, base);
    if (t.loose) code.line(`LF[${timerId(unit, n, stmt.timer, k)}]=-1;`);
  });
}

function timerKey(body: Body, stmt: Stmt & { kind: 'start' | 'stop' }): string {
  if (stmt.key === null) return '0';
  const role = body.unit.model.roles[body.unit.model.instances[body.self].role];
  return body.code.hold(rankText(body.unit, role.timers[stmt.timer].key!, value(body, stmt.key)));
}
