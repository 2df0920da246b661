/** Steps of nodes: deliver, fire, resume, act, and what runs handlers besides: duplicate, lie, restart, start. */
import { type Action, type Block, type Handler, holdsPause, type Role, type Trigger, type Value } from '#checker';
import type { Span } from '#grammar';
import { asState, bindText, block, type Code, choice, type Env, NO_STEP, one, thenLook, withLocal } from '../code/env.ts';
import { evaluate, failed } from '../code/evaluate.ts';
import { expression, isPlain } from '../code/expressions.ts';
import { path, timerPath } from '../code/readings.ts';
import { done, pointField, pointName, resume, run, savedNames } from '../code/statements.ts';
import type { Module } from '../module.ts';
import { allValues, literal } from '../text/values.ts';
import { comment, quoted, record, sequence, set } from '../text/write.ts';
import { beginning, inOperator, type Seen, type Steps } from './actions.ts';
import { counted, possible } from './faults.ts';
import { bindPattern, callText, deliverableOf, type Occasion, whereRuns } from './patterns.ts';

/** What writes the steps of a kind that nodes take, one role after the other. */
export type RoleSteps = (steps: Steps, role: Role) => void;

/** The handlers of a role by what sets them off. */
function handlersBy(role: Role): Record<Trigger['kind'], Handler[]> {
  const by: Record<Trigger['kind'], Handler[]> = { start: [], restart: [], message: [], timer: [] };
  for (const handler of role.handlers) by[handler.trigger.kind].push(handler);
  return by;
}

/** An operator for the code of a handler or action, called with the names that its environment has. */
function codeOf(m: Module, role: Role, wanted: string, about: string, body: Block, params: readonly string[], bind: (env: Env) => Env) {
  const name = m.names.define(`${wanted}_code`);
  const env = inOperator(m, role.index, ['s', 'self', ...params]);
  const code = run(m, bind(env), body, done);
  const all = ['s', 'self', ...params];
  m.define(`${comment(about)}\n${name}(${all.join(', ')}) ==\n${block(code.text)}`);
  return (state: string, self: string, args: readonly string[]): Code => ({
    text: `${name}(${[state, self, ...args].join(', ')})`,
    many: code.many,
    ends: true,
  });
}

function titled(role: Role, title: string): string {
  return `${role.name}_${title.replaceAll(/[^A-Za-z0-9]+/g, '_')}`;
}

function aboutHandler(m: Module, role: Role, { title, span }: { title: string; span: Span }): string {
  return `${m.placeOf(span)}: ${role.name}: ${title}`;
}

const reacts = (self: string) => `CanReact(Now, ${self})`;

// Messages

export function messages(steps: Steps, role: Role): void {
  const { m } = steps;
  const { nodes } = m.roles[role.index];
  const { duplication } = m.model.network;
  const byMessage = new Map<number, Handler[]>();
  const handlers = handlersBy(role).message;
  for (const handler of handlers)
    if (handler.trigger.kind === 'message')
      byMessage.set(handler.trigger.message, [...(byMessage.get(handler.trigger.message) ?? []), handler]);
  const runs = new Map<Handler, (state: string, self: string, args: readonly string[]) => Code>();
  for (const handler of handlers) {
    const { trigger } = handler;
    if (trigger.kind !== 'message') continue;
    const code = codeOf(m, role, titled(role, handler.title), aboutHandler(m, role, handler), handler.body, ['m'], (env) =>
      bindPattern(m, env, trigger, 'm'),
    );
    runs.set(handler, code);
  }
  const handOver = (kept: boolean, name: string, which: Handler | null, about: string) => {
    const begin = beginning(m, role.index, 'self');
    const env: Env = { ...begin, names: ['self', 'm', 'h'], state: kept ? counted(m, 'Now', duplication!) : 'Now' };
    const message = which?.trigger.kind === 'message' ? m.model.messages[which.trigger.message].name : null;
    const deliverable = deliverableOf(m, role);
    const taken = (from: Env): Code => {
      const state = from.scope.bind('s');
      const begun = `[${from.state} EXCEPT ${kept ? '' : '!.net = Take(@, h), '}!.handled = Context(m)]`;
      return bindText(state, begun, takenBy(m, role, byMessage, { ...from, state }, which, runs));
    };
    const delivered =
      deliverable.plain !== null
        ? taken(env)
        : thenLook(deliverable.call(env.state!, 'self', 'h'), env, asState, (can, after) => choice(can, taken(after), NO_STEP));
    steps.add(
      name,
      about,
      { kind: kept ? 'duplicate' : 'deliver', message: 'm' },
      nodes,
      ['h \\in Slots(net)', 'LET m == Message(net, h)'],
      [
        'm.to = self',
        ...(message === null ? [] : [`m.name = ${quoted(message)}`]),
        reacts('self'),
        ...(deliverable.plain ?? []),
        ...(kept ? [possible(m, duplication!)] : []),
      ],
      delivered,
    );
  };
  for (const handler of runs.keys()) {
    handOver(false, titled(role, handler.title), handler, aboutHandler(m, role, handler));
    if (duplication !== null)
      handOver(true, `${titled(role, handler.title)}_duplicated`, handler, `${aboutHandler(m, role, handler)}, and the message stays`);
    lies(steps, role, handler, byMessage, runs);
  }
  const ignored = role.strict ? 'a message that no handler takes: an error, as it is strict' : 'a message that no handler takes';
  handOver(false, `${role.name}_ignores`, null, `${role.name}: ${ignored}`);
  if (duplication !== null) handOver(true, `${role.name}_ignores_duplicated`, null, `${role.name}: ${ignored}, and it stays`);
}

function occasionOf(m: Module, handlers: readonly Handler[]): Occasion {
  return {
    handlers,
    pattern: (env, { trigger }) => (trigger.kind === 'message' ? callText(m, env, trigger) : 'TRUE'),
    bind: (env, { trigger }) => (trigger.kind === 'message' ? bindPattern(m, env, trigger, 'm') : env),
  };
}

/** `which` runs, or none does. */
function takenBy(
  m: Module,
  role: Role,
  byMessage: ReadonlyMap<number, readonly Handler[]>,
  env: Env,
  which: Handler | null,
  runs: ReadonlyMap<Handler, (state: string, self: string, args: readonly string[]) => Code>,
): Code {
  const nothing = () => NO_STEP;
  if (which !== null && which.trigger.kind === 'message') {
    const call = runs.get(which)!;
    const handlers = byMessage.get(which.trigger.message)!;
    return whereRuns(m, env, occasionOf(m, handlers), which, (at) => call(at.state!, at.self!, ['m']), nothing);
  }
  const strict = role.strict && !m.isDropped('strict');
  const ignores = (at: Env) =>
    strict ? one(failed(m, at, role, `${role.name} is strict and no handler takes this`), true) : one(at.state!);
  let code = ignores(env);
  for (const [message, handlers] of [...byMessage].reverse()) {
    const ignored = whereRuns(m, env, occasionOf(m, handlers), null, ignores, nothing);
    code = choice(`m.name = ${quoted(m.model.messages[message].name)}`, ignored, code);
  }
  return code;
}

function lies(
  steps: Steps,
  role: Role,
  handler: Handler,
  byMessage: ReadonlyMap<number, readonly Handler[]>,
  runs: ReadonlyMap<Handler, (state: string, self: string, args: readonly string[]) => Code>,
): void {
  const { m } = steps;
  if (!m.has('byzantine') || handler.trigger.kind !== 'message') return;
  const declared = m.model.messages[handler.trigger.message];
  const { payload, fields } = m.messages[handler.trigger.message];
  const asked = byMessage
    .get(handler.trigger.message)!
    .flatMap(({ trigger }) => (trigger.kind === 'message' && trigger.call !== null ? [trigger.call] : []));
  const calls = [...new Set(asked)].map((call) => `Some([caller |-> self, name |-> ${quoted(role.calls[call])}, fresh |-> TRUE])`);
  const payloads =
    declared.fields.length === 0
      ? '{<<>>}'
      : `[${declared.fields.map((field, i) => `${fields[i]} : ${allValues(m, field.type, declared.span)}`).join(', ')}]`;
  const begin = beginning(m, role.index, 'self');
  const message = record([
    ['name', quoted(declared.name)],
    ['from', 'liar'],
    ['to', 'self'],
    [payload, 'payload'],
    ['corrupted', 'FALSE'],
    ['call', 'call'],
    ['age', '0'],
  ]);
  const state = begin.scope.bind('s');
  const env: Env = { ...begin, names: ['self', 'm'], state };
  steps.add(
    `${titled(role, handler.title)}_lie`,
    `${aboutHandler(m, role, handler)}, of what a Byzantine node makes up`,
    { kind: 'lie' },
    m.roles[role.index].nodes,
    ['liar \\in byzantine', `payload \\in ${payloads}`, `call \\in ${set(['None', ...calls])}`, `LET m == ${message}`],
    [reacts('self'), m.has('cuts') ? m.guard('lie cut', '~Severs(cuts, liar, self)') : 'TRUE'],
    bindText(state, '[Now EXCEPT !.handled = Context(m)]', takenBy(m, role, byMessage, env, handler, runs)),
  );
}

// Timers

export function timers(steps: Steps, role: Role): void {
  const { m } = steps;
  for (const [t, timer] of role.timers.entries()) {
    const handlers = handlersBy(role).timer.filter(({ trigger }) => trigger.kind === 'timer' && trigger.timer === t);
    if (handlers.length === 0) continue;
    const indexed = timer.key !== null;
    const params = indexed ? ['key'] : [];
    const bind = (env: Env, { trigger }: Handler) =>
      trigger.kind === 'timer' && trigger.key !== null ? withLocal(env, trigger.key, 'key') : env;
    const occasion: Occasion = { handlers, pattern: () => 'TRUE', bind };
    const codes = handlers.map((handler) =>
      codeOf(m, role, titled(role, handler.title), aboutHandler(m, role, handler), handler.body, params, (env) => bind(env, handler)),
    );
    const fires = (name: string, about: string, which: Handler | null) => {
      const begin = beginning(m, role.index, 'self');
      const state = begin.scope.bind('s');
      const env: Env = { ...begin, names: ['self', ...params], state };
      const off = `[Now EXCEPT ${timerPath(m, env, t, indexed ? 'key' : null)} = Off]`;
      const runs = (at: Env) => (which === null ? one(at.state!) : codes[handlers.indexOf(which)](at.state!, at.self!, params));
      const now = `${m.roles[role.index].variable}[self].${m.roles[role.index].timers[t]}${indexed ? '[key]' : ''}`;
      steps.add(
        name,
        about,
        firing(role, t, indexed),
        m.roles[role.index].nodes,
        timer.key === null ? [] : [`key \\in ${allValues(m, timer.key, timer.span)}`],
        [reacts('self'), m.guard('timer ran out', `RanOut(${now})`, `${now} # Off`)],
        bindText(
          state,
          off,
          whereRuns(m, env, occasion, which, runs, () => NO_STEP),
        ),
      );
    };
    for (const handler of handlers) fires(titled(role, handler.title), aboutHandler(m, role, handler), handler);
    if (handlers.every(({ guard }) => guard !== null))
      fires(`${role.name}_${timer.name}_ignored`, `${role.name}: ${timer.name} runs out, and no handler takes it`, null);
  }
}

/** What a step takes in which the timer fires. */
function firing({ name, timers }: Role, timer: number, indexed: boolean): Seen {
  return { kind: 'fire', name: quoted(`${name} ${timers[timer].name}`), self: 'self', ...(indexed ? { key: '<<key>>' } : {}) };
}

// Actions

export function actions(steps: Steps, role: Role): void {
  const { m } = steps;
  for (const action of role.actions) {
    const { names, sets } = paramsOf(m, action);
    const title = `${action.optional ? 'optional ' : ''}action ${action.name}`;
    const about = aboutHandler(m, role, { title, span: action.span });
    const bind = (env: Env) => action.params.reduce((inner, { local }, i) => withLocal(inner, local, names[i]), env);
    const code = codeOf(m, role, `${role.name}_${action.name}`, about, action.body, names, bind);
    const begin = beginning(m, role.index, 'self');
    for (const taken of names) begin.scope.bind(taken);
    const env = bind({ ...begin, names: ['self', ...names] });
    const runs = (at: Env) => code(at.state!, at.self!, names);
    const { guard } = action;
    const isPlainly = guard === null || isPlain(m, guard);
    const when = guard === null || !isPlainly ? 'TRUE' : m.guard('guard', expression(m, { ...env, state: null }, guard));
    const code_ = isPlainly
      ? runs(env)
      : evaluate(m, env, guard, asState, (holds, after) => choice(m.guard('guard', holds), runs(after), NO_STEP));
    const bound = names.map((name, i) => `${name} \\in ${sets[i]}`);
    const seen: Seen = action.optional
      ? { kind: 'act' }
      : { kind: 'act', name: quoted(`${role.name} ${action.name}`), self: 'self', key: sequence(names) };
    steps.add(`${role.name}_${action.name}`, about, seen, m.roles[role.index].nodes, bound, [reacts('self'), when], code_);
  }
}

export function paramsOf(m: Module, action: Action): { readonly names: readonly string[]; readonly sets: readonly string[] } {
  const scope = m.names.scope();
  for (const taken of ['s', 'self', 't', 'z']) scope.bind(taken);
  return {
    names: action.params.map(({ local }) => scope.bind(m.model.locals[local].name)),
    sets: action.params.map(({ local, values: of }) => set(of.map((v: Value) => literal(m, m.model.locals[local].type, v, action.span)))),
  };
}

// Going on after a pause

export function resumes(steps: Steps, role: Role): void {
  const { m } = steps;
  for (const [point, { role: of, saves, span }] of m.model.pausePoints.entries()) {
    if (of !== role.index) continue;
    const handles = role.handlers.some(({ trigger, body }) => trigger.kind === 'message' && holdsPause(body, point));
    const inner = inOperator(m, role.index, ['s', 'self', 'held']);
    const names = savedNames(m, point);
    let env: Env = handles ? inner : { ...inner, corrupted: 'FALSE' };
    for (const [i, local] of saves.entries()) env = withLocal(env, local, `held.${pointField(point)}.${names[i]}`);
    const code = resume(m, env, point, done);
    const name = m.names.define(`${role.name}_goes_on_${pointField(point)}_code`);
    const about = `${m.placeOf(span)}: ${role.name} goes on after the pause`;
    m.define(`${comment(about)}\n${name}(s, self, held) ==\n${block(code.text)}`);
    const begin = beginning(m, role.index, 'self');
    const state = begin.scope.bind('s');
    const begun = '[Now EXCEPT !.suspended[self] = None, !.handled = suspended[self].value.handled]';
    steps.add(
      `${role.name}_goes_on_${pointField(point)}`,
      about,
      { kind: 'resume', self: 'self' },
      m.roles[role.index].nodes,
      [],
      ['Runs(Now, self)', 'suspended[self] # None', `suspended[self].value.at = ${quoted(pointName(m, point))}`],
      bindText(state, begun, { text: `${name}(${state}, self, suspended[self].value)`, many: code.many, ends: true }),
    );
  }
}

// Start and restart

/** What the node does on start or restart: the code from a working state, for each handler and where there is none. */
export function firstSteps(m: Module, role: Role, kind: 'start' | 'restart') {
  const handlers = handlersBy(role)[kind];
  const occasion: Occasion = { handlers, pattern: () => 'TRUE', bind: (env) => env };
  const codes = new Map(
    handlers.map((handler) => [
      handler,
      codeOf(m, role, titled(role, handler.title), aboutHandler(m, role, handler), handler.body, [], (env) => ({
        ...env,
        corrupted: 'FALSE',
      })),
    ]),
  );
  const from = (env: Env, which: Handler | null) =>
    whereRuns(
      m,
      env,
      occasion,
      which,
      (at) => (which === null ? one(at.state!) : codes.get(which)!(at.state!, at.self!, [])),
      () => NO_STEP,
    );
  return { handlers, from };
}

export function restarts(steps: Steps, role: Role): void {
  const { m } = steps;
  const { nodes, origin } = m.roles[role.index];
  if (!m.model.crashes.some(({ mode, roles }) => (mode === 'recovery' || mode === 'amnesia') && roles.includes(role.index))) return;
  const { handlers, from } = firstSteps(m, role, 'restart');
  const restart = (name: string, about: string, which: Handler | null) => {
    const begin = beginning(m, role.index, 'self');
    const state = begin.scope.bind('s');
    const env: Env = { ...begin, state };
    const runs = origin === null ? '' : m.guard('restart clocks', `, ${path(m, env, origin)} = time`, '');
    const begun = `[Now EXCEPT !.status[self] = "up"${runs}]`;
    steps.add(
      name,
      about,
      { kind: 'restart', self: 'self' },
      nodes,
      [],
      ['status[self] = "down"'],
      bindText(state, begun, from(env, which)),
    );
  };
  for (const handler of handlers) restart(titled(role, handler.title), aboutHandler(m, role, handler), handler);
  if (handlers.every(({ guard }) => guard !== null)) restart(`${role.name}_restarts`, `${role.name} restarts`, null);
}
