/** The code of handlers and actions: a segment leads from a working state to another one, or to several. */
import { type AssignTarget, type Block, choosesReading, type Expr, findPause, type Level, type Stmt, statements } from '#checker';
import { unhandled } from '#grammar';
import type { Module } from '../module.ts';
import { fieldNames } from '../text/names.ts';
import { quoted, record } from '../text/write.ts';
import { afterwards, asState, bindLocal, bindText, block, type Code, choice, type Env, manyText, one, withLocal, withName } from './env.ts';
import { evaluate, failed, fold, several, unless } from './evaluate.ts';
import { elements, expression, isPlain } from './expressions.ts';
import { mayBeLoose, timerFlag, timerPath } from './readings.ts';

type Of<Kind extends Stmt['kind']> = Extract<Stmt, { kind: Kind }>;
type Rest = (env: Env) => Code;

/** As it is: the last state of a piece of code is what comes of it. */
export const done: Rest = (env) => one(env.state!);

export function run(m: Module, env: Env, body: Block, rest: Rest): Code {
  const [stmt, ...others] = body;
  if (stmt === undefined) return rest(env);
  return statement(m, env, stmt, others.length === 0 ? rest : (after) => run(m, after, others, rest));
}

/** Goes on after the pause; the locals that it saved are in `env`. `rests`: for each `for` around it what is still to come. */
export function resume(m: Module, env: Env, point: number, rest: Rest): Code {
  const { path } = findPause(m.model.roles[env.role!], point);
  return resumeAt(m, env, path, rest);
}

function resumeAt(m: Module, env: Env, [level, ...inner]: readonly Level[], rest: Rest): Code {
  const stmt = level.block[level.index];
  const others = level.block.slice(level.index + 1);
  const goOn: Rest = (after) => run(m, after, others, rest);
  switch (stmt.kind) {
    case 'pause':
      return goOn(env);
    case 'if':
      return afterwards(resumeAt(m, env, inner, done), env, asState, goOn);
    case 'for': {
      const loop = loopOf(m, env, stmt);
      const code = resumeAt(m, env, inner, (after) => loop(after.state!, elements(m, stmt.from, env.locals.get(stmt.rest)!)));
      return afterwards(code, env, asState, goOn);
    }
    case 'assign':
    case 'let':
    case 'choose':
    case 'send':
    case 'broadcast':
    case 'reply':
    case 'start':
    case 'stop':
    case 'assert':
    case 'ghost':
      throw new Error(`no handler is suspended in ${stmt.kind}`);
    default:
      return unhandled(stmt);
  }
}

function to(env: Env, text: string, rest: Rest): Code {
  const state = env.scope.bind('s');
  return bindText(state, text, rest({ ...env, state }));
}

function statement(m: Module, env: Env, stmt: Stmt, rest: Rest): Code {
  switch (stmt.kind) {
    case 'assign':
      return evaluate(m, env, stmt.value, asState, (value, after) => assign(m, after, stmt.target, value, rest));
    case 'let':
      return evaluate(m, env, stmt.value, asState, (value, after) => {
        const bound = bindLocal(m, after, stmt.local);
        return bindText(bound.name, value, rest(bound.env));
      });
    case 'choose':
      return choose(m, env, stmt, rest);
    case 'if':
      return evaluate(m, env, stmt.cond, asState, (cond, after) => {
        const code = choice(cond, run(m, after, stmt.then, done), run(m, after, stmt.else, done));
        return rest === done ? code : afterwards(code, after, asState, rest);
      });
    case 'for':
      return evaluate(m, env, stmt.from, asState, (from, after) =>
        chosen(m, after, stmt, elements(m, stmt.from, from), stmt.local, (all, last) => {
          const code = loopOf(m, last, stmt)(last.state!, all);
          return rest === done ? code : afterwards(code, last, asState, rest);
        }),
      );
    case 'send':
      return several(m, env, [...stmt.args, stmt.to], asState, (texts, after) =>
        calling(m, after, stmt.call, (tag, last) => {
          const message = messageText(m, stmt.message, texts.slice(0, -1), last.self!, texts[texts.length - 1]!, tag);
          return to(last, `Post(${last.state}, ${message})`, rest);
        }),
      );
    case 'broadcast':
      return several(m, env, [...stmt.args, stmt.to], asState, (texts, after) =>
        calling(m, after, stmt.call, (tag, last) => {
          const receiver = last.scope.bind('to');
          const message = messageText(m, stmt.message, texts.slice(0, -1), last.self!, receiver, tag);
          const all = `{${message} : ${receiver} \\in ${texts[texts.length - 1]} \\ {${last.self}}}`;
          return to(last, `PostAll(${last.state}, ${all})`, rest);
        }),
      );
    case 'reply':
      return several(m, env, stmt.args, asState, (texts, after) => {
        const handled = `${after.state}.handled`;
        return to(
          after,
          `Post(${after.state}, ${messageText(m, stmt.message, texts, after.self!, `${handled}.from`, `${handled}.call`)})`,
          rest,
        );
      });
    case 'start':
      return several(m, env, [stmt.key, stmt.duration], asState, ([key, duration], after) => start(m, after, stmt, key, duration!, rest));
    case 'stop':
      return several(m, env, [stmt.key], asState, ([key], after) => to(after, setTimer(m, after, stmt.timer, key, 'Off'), rest));
    case 'pause':
      return suspend(m, env, stmt.point);
    case 'assert':
      return evaluate(m, env, stmt.cond, asState, (cond, after) =>
        unless(m, after, asState, m.guard('assert', `~${cond}`, 'FALSE'), stmt, `assertion failed: ${stmt.text}`, rest(after)),
      );
    case 'ghost': {
      if (rest === done) return run(m, env, stmt.body, done);
      return afterwards(run(m, env, stmt.body, done), env, asState, rest);
    }
    default:
      return unhandled(stmt);
  }
}

function assign(m: Module, env: Env, { variable, path }: AssignTarget, value: string, rest: Rest): Code {
  switch (variable.kind) {
    case 'own':
      return into(
        m,
        env,
        `${m.roles[env.role!].variable}[${env.self}].${m.roles[env.role!].variables[variable.variable]}`,
        path,
        value,
        rest,
      );
    case 'system':
      return into(m, env, m.ghosts[variable.ghost], path, value, rest);
    case 'other':
      return evaluate(m, env, variable.node, asState, (node, after) =>
        into(
          m,
          after,
          `${m.roles[variable.role].variable}[${node}].${m.roles[variable.role].variables[variable.variable]}`,
          path,
          value,
          rest,
        ),
      );
    default:
      return unhandled(variable);
  }
}

function into(m: Module, env: Env, place: string, path: AssignTarget['path'], value: string, rest: Rest): Code {
  const [step, ...others] = path;
  if (step === undefined) return to(env, `[${env.state} EXCEPT !.${place} = ${value}]`, rest);
  switch (step.kind) {
    case 'field': {
      if (step.in.kind !== 'struct') throw new Error('a field of no struct');
      const names = fieldNames(step.in.fields.map(({ name }) => name));
      return into(m, env, `${place}.${names[step.field]}`, others, value, rest);
    }
    case 'key':
      return evaluate(m, env, step.key, asState, (key, after) => into(m, after, `${place}[${key}]`, others, value, rest));
    case 'position':
      return evaluate(m, env, step.index, asState, (index, after) => {
        const outside = m.guard('position', `${index} < 0 \\/ ${index} >= Len(${after.state}.${place})`, 'FALSE');
        const goesOn = into(m, after, `${place}[${index} + 1]`, others, value, rest);
        return unless(m, after, asState, outside, step.index, 'a position outside of a list', goesOn);
      });
    default:
      return unhandled(step);
  }
}

function choose(m: Module, env: Env, stmt: Of<'choose'>, rest: Rest): Code {
  return evaluate(m, env, stmt.from, asState, (from, after) => {
    const from_ = isPlainWhere(m, stmt) ? from : elements(m, stmt.from, from);
    return chosen(m, after, stmt, from_, stmt.element, (all, last) => {
      const bound = bindLocal(m, last, stmt.local);
      const fitting = last.scope.bind('fitting');
      const values = isPlainWhere(m, stmt) ? fitting : `Elements(${fitting})`;
      const code = rest(bound.env);
      const each: Code = { text: `EachOf(${values}, LAMBDA ${bound.name} :\n${block(manyText(code))})`, many: true, ends: true };
      const empty = m.guard('empty choose', `${fitting} = ${isPlainWhere(m, stmt) ? '{}' : '<<>>'}`, 'FALSE');
      const nothing = failed(m, last, stmt, `nothing to choose ${m.model.locals[stmt.local].name} from`);
      return bindText(fitting, all, choice(empty, one(nothing, true), each));
    });
  });
}

function isPlainWhere(m: Module, { where }: { readonly where: Expr | null }): boolean {
  return where === null || isPlain(m, where);
}

/** Those elements for which `where` holds: of a `choose` with a plain condition as a set, else as a sequence. */
function chosen(m: Module, env: Env, stmt: Of<'choose' | 'for'>, all: string, local: number, rest: (all: string, env: Env) => Code): Code {
  const { where } = stmt;
  if (where === null) return rest(all, env);
  if (isPlain(m, where)) {
    const bound = bindLocal(m, env, local);
    const holds = expression(m, bound.env, where);
    if (stmt.kind === 'choose') return rest(`{${bound.name} \\in ${all} : ${holds}}`, env);
    return rest(`SelectSeq(${all}, LAMBDA ${bound.name} : ${holds})`, env);
  }
  const code = fold(m, env, all, local, where, '<<>>', where, (inner, acc, goOn) =>
    goOn(`Append(${acc}, ${inner.locals.get(local)})`, inner),
  );
  const look = env.scope.bind('r');
  const after = { ...env, state: `${look}.s`, names: [...env.names] };
  const tail = choice(`${look}.s.end # ""`, asState(`${look}.s`), rest(`${look}.v`, after));
  if (!code.many) return bindText(look, code.text, tail);
  return { text: `EachOf(${code.text}, LAMBDA ${look} :\n${block(manyText(tail))})`, many: true, ends: true };
}

/** The loop as a recursive operator: of a state and the sequence of what is still to come. */
function loopOf(m: Module, env: Env, stmt: Of<'for'>): (state: string, rest: string) => Code {
  const many = branches(m, env.role!, stmt.body);
  const name = m.names.define(`${m.model.roles[env.role!].name}_for_${m.placeOf(stmt.span).replaceAll(/[^A-Za-z0-9]+/g, '_')}`);
  const scope = m.names.scope();
  const names = env.names.map((outer) => scope.bind(outer));
  const [state, rest] = [scope.bind('s'), scope.bind('rest')];
  const call = (from: string, toCome: string): Code => ({ text: `${name}(${[from, toCome, ...names].join(', ')})`, many, ends: true });
  const bound = bindLocal(m, withName({ ...env, state, scope, names }, rest), stmt.local);
  const toCome = stmt.from.type.kind === 'set' ? `Elements(Tail(${rest}))` : `Tail(${rest})`;
  const inside = withLocal(bound.env, stmt.rest, toCome);
  const body = run(m, inside, stmt.body, (after) => call(after.state!, `Tail(${rest})`));
  const code = choice(`${rest} = <<>>`, one(state), bindText(bound.name, `Head(${rest})`, body));
  const params = [state, rest, ...names];
  m.define(
    `RECURSIVE ${name}(${params.map(() => '_').join(', ')})\n${name}(${params.join(', ')}) ==\n${block(many ? manyText(code) : code.text)}`,
  );
  return call;
}

/** Whether code may go on in several ways. */
function branches(m: Module, role: number, body: Block): boolean {
  if (choosesReading(m.model, body)) return true;
  const drifts = m.model.instances.some((instance) => instance.role === role && (m.model.timing.drift[instance.index]?.max ?? 0) > 0);
  return [...statements(body)].some(({ kind }) => kind === 'choose' || (kind === 'start' && drifts));
}

/** Under a call name the earlier requests of that name become stale first. */
function calling(m: Module, env: Env, call: number | null, rest: (tag: string, env: Env) => Code): Code {
  if (call === null) return rest('None', env);
  const name = quoted(m.model.roles[env.role!].calls[call]);
  const tag = `Some([caller |-> ${env.self}, name |-> ${name}, fresh |-> TRUE])`;
  return to(env, m.guard('stale', `MakeStale(${env.state}, ${env.self}, {${name}})`, env.state!), (after) => rest(tag, after));
}

export function messageText(
  m: Module,
  message: number,
  args: readonly (string | null)[],
  from: string,
  receiver: string,
  call: string,
): string {
  const { name } = m.model.messages[message];
  const { payload, fields } = m.messages[message];
  return record([
    ['name', quoted(name)],
    ['from', from],
    ['to', receiver],
    [payload, record(args.map((arg, i) => [fields[i], arg!]))],
    ['corrupted', 'FALSE'],
    ['call', call],
    ['age', '0'],
  ]);
}

/** The state with the timer set; what was read of it before counts no more. */
function setTimer(m: Module, env: Env, timer: number, key: string | null, value: string): string {
  const forgets = mayBeLoose(m.model, env.role!) ? `, !.wasRead = @ \\ {${timerFlag(m, env.role!, timer, key)}}` : '';
  return `[${env.state} EXCEPT ${timerPath(m, env, timer, key)} = ${value}${forgets}]`;
}

function start(m: Module, env: Env, stmt: Of<'start'>, key: string | null, duration: string, rest: Rest): Code {
  const bounds = m.model.instances.filter((one) => one.role === env.role).map((one) => m.model.timing.drift[one.index]);
  const n = env.scope.bind('n');
  const inside = withName(env, n);
  const [left, drift] = [env.scope.bind('left'), `DriftMax(${env.state}, ${env.self})`];
  const exact = `[kind |-> "exact", left |-> ${left}, duration |-> ${n}]`;
  const loose = `[kind |-> "loose", ripe |-> FALSE, until |-> -1, duration |-> ${n}, top |-> ${n}]`;
  const set = (value: string) => setTimer(m, inside, stmt.timer, key, value);
  let code: Code;
  const ways = m.guard('drift range', `Greatest({1, ${n} - ${drift}})..(${n} + ${drift})`, `{${n}}`);
  const exactly = `{${set(exact)} : ${left} \\in ${ways}}`;
  if (bounds.every((bound) => bound?.always === true && bound.max === 0)) {
    code = one(set(`[kind |-> "exact", left |-> ${n}, duration |-> ${n}]`));
  } else if (bounds.every((bound) => bound === null)) code = one(set(loose));
  else if (bounds.every((bound) => bound === null || bound.max === 0)) {
    code = one(`IF ${drift} < 0 THEN ${set(loose)} ELSE ${set(`[kind |-> "exact", left |-> ${n}, duration |-> ${n}]`)}`);
  } else code = { text: `IF ${drift} < 0 THEN {${set(loose)}} ELSE ${exactly}`, many: true, ends: false };
  const tooShort = m.guard('duration', `${n} < 1`, 'FALSE');
  const { name } = m.model.roles[env.role!].timers[stmt.timer];
  const goesOn = rest === done ? code : afterwards(code, inside, asState, rest);
  return bindText(n, duration, unless(m, inside, asState, tooShort, stmt, `${name} is started for less than a tick`, goesOn));
}

function suspend(m: Module, env: Env, point: number): Code {
  const { saves } = m.model.pausePoints[point];
  const held = record([
    ['at', quoted(pointName(m, point))],
    ['handled', `${env.state}.handled`],
    [pointField(point), record(savedNames(m, point).map((name, i) => [name, env.locals.get(saves[i])!]))],
  ]);
  return one(`[${env.state} EXCEPT !.suspended[${env.self}] = Some(${held}), !.end = "paused"]`, true);
}

/** The field that holds what a pause point saves: with one name for each point, as the types differ. */
export function pointField(point: number): string {
  return `point_${point + 1}`;
}

export function pointName(m: Module, point: number): string {
  const name = m.placeOf(m.model.pausePoints[point].span);
  const same = m.model.pausePoints.filter((other, p) => p <= point && m.placeOf(other.span) === name).length;
  return same === 1 ? name : `${name} (${same})`;
}

export function savedNames(m: Module, point: number): string[] {
  return fieldNames(m.model.pausePoints[point].saves.map((local) => m.model.locals[local].name));
}
