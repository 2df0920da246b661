/** Steps of nodes: what a message, a timer, a resume or an action runs. One function each for every instance. */
import { unhandled } from '#grammar';
import type { Action, Handler, Role } from '../../ir.ts';
import { findPause } from '../../pauses.ts';
import { bodyOf, SOURCE, scopeOf, TARGET, touchesBag } from '../bases.ts';
import { field, readPlace } from '../memory/access.ts';
import { Code, ERROR, type Handling, type Unit } from '../unit.ts';
import { sendersOf, whereFits } from '../values/due.ts';
import { condition } from '../values/expressions.ts';
import { timerId, writeOff } from '../values/timers.ts';
import { unrankText } from '../values/values.ts';
import { commitOf } from './commit.ts';
import { clearSuspended, continuation } from './resume.ts';
import { block } from './statements.ts';

export function defineNodeSteps(unit: Unit): void {
  for (const i of unit.model.instances) {
    const role = unit.model.roles[i.role];
    for (const m of unit.model.messages.keys()) defineTake(unit, role, i.index, m);
    for (const t of role.timers.keys()) {
      if (role.timers[t].hasHandler) for (const k of unit.layout.nodes[i.index].timers[t].keys()) defineFire(unit, role, i.index, t, k);
    }
    for (const [a, action] of role.actions.entries()) defineAct(unit, action, i.index, a);
    for (const point of unit.layout.nodes[i.index].suspended?.points ?? []) defineResume(unit, role, i.index, point);
    defineStart(unit, role, i.index, 'start', '1');
    defineStart(unit, role, i.index, 'restart', commitOf(unit, i.index));
  }
}

/**
 * take_i_m(B,b,k,from,corrupted,call,lie): the message at B[b...] is handled. Slot k leaves (-1: nothing leaves). A lie that
 * no handler takes is no step.
 */
function defineTake(unit: Unit, role: Role, self: number, message: number): void {
  const code = new Code(unit);
  const handling: Handling = { has: null, from: 'from', corrupted: 'corrupted', call: 'call' };
  for (const handler of role.handlers) {
    const { trigger } = handler;
    if (trigger.kind !== 'message' || trigger.message !== message) continue;
    const scope = { ...scopeOf(unit, code, SOURCE, self), handling };
    code.line('{');
    whereFits(scope, self, trigger, { slots: 'B', offset: 'b', from: 'from', call: 'call' }, sendersOf(unit, self, message), () => {
      const guard = handler.guard === null ? '1' : condition(scope, handler.guard);
      code.line(`if(${guard}){copy();`);
      code.line(touchesBag(handler.body) ? 'load(k);' : 'if(k>=0)load(k);');
      code.line(`RAN[${handler.id}]=1;`);
      block({ ...bodyOf(unit, code, self, commitOf(unit, self), handling), locals: scope.locals }, handler.body);
      code.line(`return ${commitOf(unit, self)};}`);
    });
    code.line('}');
  }
  code.line('if(lie)return 0;');
  if (role.strict) code.line(`return ${ERROR};`);
  else code.line(`copy();if(k>=0)load(k);return ${commitOf(unit, self)};`);
  unit.define(`take_${self}_${message}`, 'B,b,k,from,corrupted,call,lie', code);
}

/** Handlers that a timer, the start or a restart sets off; those of messages have functions of their own: see `defineTake`. */
function handlersFor(role: Role, occasion: { readonly kind: 'start' | 'restart' } | { readonly kind: 'timer'; readonly timer: number }) {
  return role.handlers.filter(({ trigger }) => {
    switch (trigger.kind) {
      case 'start':
      case 'restart':
        return occasion.kind === trigger.kind;
      case 'timer':
        return occasion.kind === 'timer' && occasion.timer === trigger.timer;
      case 'message':
        return false;
      default:
        return unhandled(trigger);
    }
  });
}

/** The first handler whose guard holds in the target as it is now; what follows runs where there is none. */
function firstHandler(unit: Unit, code: Code, self: number, handlers: readonly Handler[], end: string, key: string | null): void {
  for (const handler of handlers) {
    const body = bodyOf(unit, code, self, end, null);
    const { trigger } = handler;
    if (trigger.kind === 'timer' && trigger.key !== null && key !== null) body.locals.set(trigger.key, key);
    code.line(`if(${handler.guard === null ? '1' : condition(body, handler.guard)}){RAN[${handler.id}]=1;`);
    if (touchesBag(handler.body)) code.line('if(touched===0)load(-1);');
    block(body, handler.body);
    code.line(`return ${end};}`);
  }
  code.line(`return ${end};`);
}

function defineFire(unit: Unit, role: Role, self: number, timer: number, key: number): void {
  const code = new Code(unit);
  const layout = unit.layout.nodes[self].timers[timer][key];
  const declared = role.timers[timer];
  code.line('copy();');
  writeOff(code, layout, TARGET);
  const keyText = declared.key === null ? null : unrankText(unit, declared.key, String(key));
  if (layout.loose) code.line(`LF[${timerId(unit, self, timer, key)}]=-1;`);
  firstHandler(unit, code, self, handlersFor(role, { kind: 'timer', timer }), commitOf(unit, self), keyText);
  unit.define(`fire_${self}_${timer}_${key}`, '', code);
}

/** start_i and restart_i: in a target that is already prepared. */
function defineStart(unit: Unit, role: Role, self: number, kind: 'start' | 'restart', end: string): void {
  const code = new Code(unit);
  firstHandler(unit, code, self, handlersFor(role, { kind }), end, null);
  unit.define(`${kind}_${self}`, '', code);
}

/** act_i_a(p0,p1,...) */
function defineAct(unit: Unit, action: Action, self: number, index: number): void {
  const code = new Code(unit);
  const scope = scopeOf(unit, code, SOURCE, self);
  const names = action.params.map((p, i) => {
    scope.locals.set(p.local, `p${i}`);
    return `p${i}`;
  });
  if (action.guard !== null) code.line(`if(!(${condition(scope, action.guard)}))return 0;`);
  code.line(`copy();RAN[${action.id}]=1;`);
  if (touchesBag(action.body)) code.line('load(-1);');
  block({ ...bodyOf(unit, code, self, commitOf(unit, self), null), locals: scope.locals }, action.body);
  code.line(`return ${commitOf(unit, self)};`);
  unit.define(`act_${self}_${index}`, names.join(','), code);
}

function defineResume(unit: Unit, role: Role, self: number, point: number): void {
  const s = unit.layout.nodes[self].suspended!;
  const code = new Code(unit);
  const at = s.points.indexOf(point);
  const handling: Handling = {
    has: code.keep(field(SOURCE, s.hasContext)),
    from: code.keep(field(SOURCE, s.from)),
    corrupted: code.keep(field(SOURCE, s.corrupted)),
    call: code.keep(field(SOURCE, s.call)),
  };
  const body = bodyOf(unit, code, self, commitOf(unit, self), handling);
  for (const [i, saved] of unit.model.pausePoints[point].saves.entries()) {
    body.locals.set(saved, code.keep(readPlace(unit, 'S', '0', s.frames[at][i])));
  }
  code.line('copy();');
  clearSuspended(code, s);
  const where = findPause(role, point);
  if (touchesBag(where.body)) code.line('load(-1);');
  continuation(body, where.path);
  code.line(`return ${commitOf(unit, self)};`);
  unit.define(`resume_${self}_${point}`, '', code);
}
