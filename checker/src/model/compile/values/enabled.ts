/**
 * Whether a node can have a turn: functions that answer it for one instance, and the text that calls the right one. They may be
 * called in the middle of a step, so they leave its choices and readings as they were.
 */
import { unhandled } from '#grammar';
import type { Expr, Handler, Turn } from '../../ir.ts';
import { choosesReading } from '../../readings.ts';
import { type Shaped, shape } from '../../shapes.ts';
import { values } from '../../values.ts';
import { instancesOf } from '../../walk.ts';
import { GIVEN, scopeOf } from '../bases.ts';
import { field, readField, writeField } from '../memory/access.ts';
import { Code, isNumber, type Scope, type Unit } from '../unit.ts';
import { argumentsOf } from './arguments.ts';
import { clockId } from './clocks.ts';
import { sendersOf, whereFits } from './due.ts';
import { condition, value } from './expressions.ts';
import { inForce, isExpired, isLooseAnd, keepReadings } from './timers.ts';
import { compareText } from './values.ts';

const STATE = 'A,a,B,n';

/** A condition. */
export function enabledText(scope: Scope, e: Expr & { op: 'enabled' }): string {
  const { base, code, unit } = scope;
  const node = code.hold(value(scope, e.node));
  const asked = askedOf(e.turn);
  const given = asked.map((x) => code.hold(value(scope, x)));
  writeReadings(scope);
  const parameters = [STATE, ...asked.map((_, i) => `x${i}`)].join(',');
  const functionOf = (n: number) =>
    unit.once(`enabled ${n} ${JSON.stringify(e.turn, (key, part) => (key === 'span' ? undefined : part))}`, (name) =>
      defineEnabled(unit, name, parameters, n, e.turn),
    );
  const args = [base.words, base.offset, base.slots, base.count, ...given].join(',');
  if (isNumber(node)) return `(${functionOf(Number(node))}(${args})===1)`;
  const cases = instancesOf(unit.model, e.role).map((n) => `case ${n}:return ${functionOf(n)}(${parameters});`);
  const name = unit.fresh('f');
  const choice = new Code(unit);
  choice.line(`switch(m){${cases.join('')}}return 0;`);
  unit.define(name, `${parameters},m`, choice);
  return `(${name}(${args},${node})===1)`;
}

/** What the question names beside the node. */
function askedOf(turn: Turn): Expr[] {
  switch (turn.kind) {
    case 'act':
      return turn.params.filter((param) => param !== null);
    case 'fire':
      return turn.key === null ? [] : [turn.key];
    case 'deliver':
      return [];
    default:
      return unhandled(turn);
  }
}

/** A ghost block asks while its step is under way: what the step has read bounds what can be read from then on. */
function writeReadings({ base, code, self, unit }: Scope): void {
  if (self === null) return;
  keepReadings(unit, code, self);
  for (const [c, floor] of unit.layout.nodes[self].clocks.entries()) {
    if (floor.bits === 0) continue;
    const reading = `CK[${clockId(unit, self, c)}]`;
    code.line(`if(${reading}>=0){`);
    writeField(code, base.words, base.offset, floor, reading);
    code.line('}');
  }
}

function defineEnabled(unit: Unit, name: string, parameters: string, self: number, turn: Turn): void {
  const code = new Code(unit);
  const { byzantine, nodes } = unit.layout;
  const { status, suspended } = nodes[self];
  const busy = [status, byzantine[self], ...(suspended === null ? [] : [suspended.point])].filter((f) => f.bits > 0);
  if (busy.length > 0) code.line(`if(${busy.map((f) => `${field(GIVEN, f)}!==0`).join('||')})return 0;`);
  switch (turn.kind) {
    case 'act':
      actEnabled(unit, code, self, turn);
      break;
    case 'fire':
      fireEnabled(unit, code, self, turn);
      break;
    case 'deliver':
      deliverEnabled(unit, code, self, turn.message);
      break;
    default:
      unhandled(turn);
  }
  code.line('return 0;');
  unit.define(name, parameters, code);
}

function actEnabled(unit: Unit, code: Code, self: number, turn: Turn & { kind: 'act' }): void {
  const action = unit.model.roles[unit.model.instances[self].role].actions[turn.action];
  const guard = guardFunction(unit, self, turn.action);
  const sometimes = forSomeReading(unit, guard.name, guard.parameters, action.guard);
  for (const { args } of argumentsOf(unit, action)) {
    let x = 0;
    const same = turn.params.flatMap((asked, i) => {
      const { type } = unit.model.locals[action.params[i].local];
      return asked === null ? [] : [compareText(unit, asked.type, `x${x++}`, type, args[i], '===')];
    });
    code.line(`if(${[...same, `${sometimes}(${[STATE, ...args].join(',')})===1`].join('&&')})return 1;`);
  }
}

function fireEnabled(unit: Unit, code: Code, self: number, turn: Turn & { kind: 'fire' }): void {
  const { key } = unit.model.roles[unit.model.instances[self].role].timers[turn.timer];
  const keys: readonly Shaped[] = key === null ? [] : values(key).map((v) => shape(key, v));
  for (const [k, timer] of unit.layout.nodes[self].timers[turn.timer].entries()) {
    const ready = [isExpired(timer, GIVEN), isLooseAnd(timer, GIVEN, 'ripe')].filter((text) => text !== '0');
    if (ready.length === 0) continue;
    const text = typeof keys[k] === 'number' ? String(keys[k]) : unit.constant(keys[k]);
    const same = turn.key === null || key === null ? [] : [compareText(unit, turn.key.type, 'x0', key, text, '===')];
    code.line(`if(${[...same, `(${ready.join('||')})`].join('&&')})return 1;`);
  }
}

function deliverEnabled(unit: Unit, code: Code, self: number, message: number): void {
  const { bag } = unit.layout;
  if (bag.capacity === 0 || !bag.routes.list.some((route) => route.to === self && route.message === message)) return;
  const role = unit.model.roles[unit.model.instances[self].role];
  const taken = takenFunction(unit, self, message);
  const sometimes = forSomeReading(unit, taken, `${STATE},b,k`, [role.defers, role.handlers.map(({ guard }) => guard)]);
  code.line(`for(let k=0;k<n;k++){const b=k*${bag.slotWords},tag=${readField('B', 'b', bag.tag)};`);
  code.line(`if(TO[tag]!==${self}||MESSAGE[tag]!==${message})continue;`);
  const bound = unit.model.timing.delay[self];
  if (bound !== null && bound.min > 0)
    code.line(`if(${inForce(unit, bound, GIVEN)}&&${readField('B', 'b', bag.age)}<${bound.min})continue;`);
  code.line(`if(${sometimes}(${STATE},b,k)===1)return 1;}`);
}

/** A function (A,a,B,n,b,k): 1 where the message in slot k may be delivered and a handler takes it. */
function takenFunction(unit: Unit, self: number, message: number): string {
  return unit.once(`taken ${self} ${message}`, (name) => {
    const { bag } = unit.layout;
    const code = new Code(unit);
    const opens = code.keep(`open_${self}(${STATE},k)`);
    code.line(`if(${opens}!==1)return ${opens};`);
    const tag = code.keep(readField('B', 'b', bag.tag));
    const from = code.keep(`FROM[${tag}]`);
    const call = code.keep(readField('B', 'b', bag.call));
    const handling = { has: null, from, corrupted: code.keep(readField('B', 'b', bag.corrupted)), call };
    for (const { trigger, guard } of unit.model.roles[unit.model.instances[self].role].handlers) {
      if (trigger.kind !== 'message' || trigger.message !== message) continue;
      const scope = { ...scopeOf(unit, code, GIVEN, self), handling };
      code.line('{');
      whereFits(scope, self, trigger, { slots: 'B', offset: 'b', from, call }, sendersOf(unit, self, message), () =>
        code.line(`if(${guardText(scope, guard)})return 1;`),
      );
      code.line('}');
    }
    code.line('return 0;');
    unit.define(name, `${STATE},b,k`, code);
  });
}

function guardText(scope: Scope, guard: Handler['guard']): string {
  return guard === null ? '1' : condition(scope, guard);
}

/** A function (A,a,B,n,p0,...): 1 where the guard of an action holds for these parameters, 0 where not, else a status. */
export function guardFunction(unit: Unit, self: number, index: number): { readonly name: string; readonly parameters: string } {
  const action = unit.model.roles[unit.model.instances[self].role].actions[index];
  const names = action.params.map((_, i) => `p${i}`);
  const parameters = [STATE, ...names].join(',');
  const name = unit.once(`guard ${self} ${index}`, (made) => {
    const code = new Code(unit);
    const scope = scopeOf(unit, code, GIVEN, self);
    for (const [i, p] of action.params.entries()) scope.locals.set(p.local, names[i]);
    code.line(`return ${guardText(scope, action.guard)}?1:0;`);
    unit.define(made, parameters, code);
  });
  return { name, parameters };
}

/**
 * A function that gives 1 where `name` gives 1 for some choice of the readings that `reads` asks for, or ends in a model error
 * or a cut: then there is a step that does.
 */
function forSomeReading(unit: Unit, name: string, parameters: string, reads: unknown): string {
  return unit.once(`some reading ${name}`, (made) => {
    const code = new Code(unit);
    if (!choosesReading(unit.model, reads)) code.line(`return ${name}(${parameters})!==0?1:0;`);
    else {
      code.line('const d=depth,p=pos,lf=LF.slice(),ck=CK.slice();let r=0;');
      code.line(`do{pos=d;forget();r=${name}(${parameters});if(r!==0)break;}while(again(d));`);
      code.line('depth=d;pos=p;LF.set(lf);CK.set(ck);return r!==0?1:0;');
    }
    unit.define(made, parameters, code);
  });
}
