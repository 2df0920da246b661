/** Readings that have several possible values: each is taken once a step, and the step goes on for every value. */
import type { Expr, Model } from '#checker';
import { unhandled } from '#grammar';
import type { Module } from '../module.ts';
import { fieldNames } from '../text/names.ts';
import { at, bindText, block, type Code, type Env, manyText, withName } from './env.ts';

/** Some node of the role has, at some time, no drift bound in force. */
export function mayBeLoose({ instances, timing }: Model, role: number): boolean {
  return instances.some((instance) => instance.role === role && timing.drift[instance.index]?.always !== true);
}

/** What says in a working state that the timer has been read. */
export function timerFlag(m: Module, role: number, timer: number, key: string | null): string {
  const [name] = fieldNames([`timer_${m.model.roles[role].timers[timer].name}`]);
  return `[${name} |-> ${key ?? 'TRUE'}]`;
}

export function path(m: Module, env: Env, field: string): string {
  return `!.${m.roles[env.role!].variable}[${env.self}].${field}`;
}

export function timerPath(m: Module, env: Env, timer: number, key: string | null): string {
  return `${path(m, env, m.roles[env.role!].timers[timer])}${key === null ? '' : `[${key}]`}`;
}

type Reading = Extract<Expr, { op: 'left' | 'running' }>;

/** Of one's own timer, which may be loose. */
export function timerReading(
  m: Module,
  env: Env,
  e: Reading,
  timer: string,
  key: string | null,
  rest: (value: string, env: Env) => Code,
): Code {
  const t = env.scope.bind('t');
  const flag = timerFlag(m, e.role, e.timer, key);
  const most = m.guard('reading falls', `${t}.top`, `${t}.duration`);
  const least = m.guard('reading range', `(IF ${t}.ripe THEN 0 ELSE 1)`, '0');
  const known = m.guard('reading once', `${flag} \\in ${at(env, 'wasRead')}`, 'FALSE');
  const values = `IF ${t}.kind # "loose" THEN {Left(${t})} ELSE IF ${known} THEN {${t}.top} ELSE ${least}..${most}`;
  const value = env.scope.bind('left');
  const state = env.scope.bind('s');
  const next = `IF ${t}.kind # "loose" THEN ${env.state} ELSE [${env.state} EXCEPT ${timerPath(m, env, e.timer, key)}.top = ${value}, !.wasRead = @ \\cup {${flag}}]`;
  const inside = { ...withName(env, value), state };
  const code = bindText(state, next, rest(e.op === 'left' ? value : `(${value} > 0)`, inside));
  const each = `EachOf(${values}, LAMBDA ${value} :\n${block(manyText(code))})`;
  return bindText(t, timer, { text: each, many: true, ends: true });
}

export function clockReading(m: Module, env: Env, e: Extract<Expr, { op: 'clock' }>, rest: (value: string, env: Env) => Code): Code {
  const { horizon, uncertainty, name, monotonic } = m.model.clocks[e.clock];
  const floorName = m.roles[env.role!].clocks[e.clock]!.floor;
  const own = `${at(env, m.roles[env.role!].variable)}[${env.self}]`;
  const floor = `${own}.${floorName}`;
  const bound = `${monotonic ? 'DriftMax' : 'SkewMax'}(${env.state}, ${env.self})`;
  const shown = shownText(m, env, e.clock, own);
  const high = m.guard('clock band', `(IF ${bound} < 0 THEN ${horizon} ELSE Clamp(${shown} + ${bound}, 0, ${horizon}))`, String(horizon));
  const [flagName] = fieldNames([`clock_${name}`]);
  const flag = `[${flagName} |-> TRUE]`;
  const known = m.guard('reading once', `${flag} \\in ${at(env, 'wasRead')}`, 'FALSE');
  const values = `IF ${known} THEN {${floor}} ELSE ${m.guard('clock floor', floor, '0')}..Greatest({${floor}, ${high}})`;
  const value = env.scope.bind('now');
  const state = env.scope.bind('s');
  const next = `[${env.state} EXCEPT ${path(m, env, floorName)} = ${value}, !.wasRead = @ \\cup {${flag}}]`;
  const code = bindText(state, next, rest(partOf(e.part, value, uncertainty), { ...withName(env, value), state }));
  return { text: `EachOf(${values}, LAMBDA ${value} :\n${block(manyText(code))})`, many: true, ends: true };
}

/** What a clock without error would show; `own`: the record of the node. */
export function shownText(m: Module, env: Env, clock: number, own: string): string {
  const names = m.roles[env.role!];
  if (m.model.clocks[clock].monotonic) return `(${at(env, 'time')} - ${own}.${names.origin})`;
  const { offset } = names.clocks[clock]!;
  return offset === null ? at(env, 'time') : `(${at(env, 'time')} + ${own}.${offset})`;
}

function partOf(part: Extract<Expr, { op: 'clock' }>['part'], now: string, uncertainty: number): string {
  switch (part) {
    case 'now':
      return now;
    case 'earliest':
      return `Greatest({0, ${now} - ${uncertainty}})`;
    case 'latest':
      return `(${now} + ${uncertainty})`;
    default:
      return unhandled(part);
  }
}
