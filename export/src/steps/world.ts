/** Steps of the world: time, stabilisation, and every fault that the assumptions allow. */
import { CRASH_MODES, type CrashFault, type CutFault, type Model, type Role } from '#checker';
import { unhandled } from '#grammar';
import { asState, bindText, block, type Code, choice, type Env, manyText, one } from '../code/env.ts';
import { evaluate } from '../code/evaluate.ts';
import { path, shownText } from '../code/readings.ts';
import { lastsForEver, type Module } from '../module.ts';
import { allValues, node, nodes } from '../text/values.ts';
import { quoted } from '../text/write.ts';
import { beginning, type Seen, type Steps } from './actions.ts';
import { counted, possible } from './faults.ts';

/** Whether a role ever is reached by it. */
const crashNames: Readonly<Record<CrashFault['mode'], string>> = {
  stop: 'stops',
  recovery: 'crashes',
  amnesia: 'crashes_and_may_forget',
  byzantine: 'lies',
};

// Time

export function tick(steps: Steps): void {
  const { m } = steps;
  if (!m.model.timing.time) return;
  const begin = beginning(m, null, null);
  const s1 = begin.scope.bind('s');
  const grows = 'Least({late[n] + 1, IF PauseMax(Now, n) < 0 THEN 1 ELSE PauseMax(Now, n)})';
  const vanishes = m.guard('tick vanishes', '~(status[m.to] # "up" /\\ Arrived(Now, m))');
  const older = 'IF DelayMax(Now, m.to) < 0 THEN m ELSE [m EXCEPT !.age = Least({@ + 1, DelayMax(Now, m.to)})]';
  const changes = [
    `!.late = ${m.guard('lateness', `TLCEval([n \\in Node |-> IF Due(Now, n) THEN ${grows} ELSE late[n]])`, '@')}`,
    `!.net = Changed(@, LAMBDA m : ${vanishes}, LAMBDA m : ${m.guard('aging', older, 'm')})`,
    ...timerChanges(m, (timer) => m.guard('timers run', `OlderTimer(${timer})`, timer)),
    ...(m.has('time') ? ['!.time = @ + 1'] : []),
  ];
  m.define(`OlderTimer(t) ==
  CASE t.kind = "off" -> t
    [] t.kind = "exact" -> [t EXCEPT !.left = Greatest({0, @ - 1})]
    [] t.kind = "loose" -> [t EXCEPT !.ripe = TRUE, !.until = IF @ < 0 THEN @ ELSE Greatest({0, @ - 1})]`);
  const past = m.model.clocks.reduce<Code>(
    (otherwise, { name, horizon }) => {
      const cutting = one(`Fail(${s1}, <<"cut", ${quoted(`${name} until ${horizon}`)}>>)`, true);
      return choice(m.guard('horizon', `${s1}.time > ${horizon}`, 'FALSE'), cutting, otherwise);
    },
    one(raised(m, s1)),
  );
  const waits = '\\A n \\in Node : Due(Now, n) => (PauseMax(Now, n) < 0 \\/ late[n] < PauseMax(Now, n))';
  const code = bindText(s1, `[Now EXCEPT\n  ${changes.join(',\n  ')}]`, past);
  const gone =
    '{Class(m) : m \\in {Message(net, h) : h \\in {k \\in Slots(net) : Arrived(Now, Message(net, k)) /\\ status[Message(net, k).to] # "up"}}}';
  const seen: Seen = m.model.crashes.length === 0 ? { kind: 'tick' } : { kind: 'tick', gone: m.guard('fair vanishing', gone, '{}') };
  steps.add('Tick', 'a tick: time passes everywhere', seen, null, [], [m.guard('tick waits', waits)], code);
}

/** Every timer changed, as parts of an EXCEPT. */
function timerChanges(m: Module, change: (timer: string, n: string) => string): string[] {
  return m.model.roles.flatMap((role) => {
    if (role.timers.length === 0) return [];
    const { variable, nodes: all, timers } = m.roles[role.index];
    const each = role.timers.map(({ key }, t) =>
      key === null ? `!.${timers[t]} = ${change('@', 'n')}` : `!.${timers[t]} = TLCEval([k \\in DOMAIN @ |-> ${change('@[k]', 'n')}])`,
    );
    return [`!.${variable} = TLCEval([n \\in ${all} |-> [@[n] EXCEPT ${each.join(', ')}]])`];
  });
}

/** With the floors of clocks raised to the low end of what their error allows. */
function raised(m: Module, state: string): string {
  if (m.isDropped('floor rises')) return state;
  const changes = m.model.roles.flatMap((role) => {
    const { variable, nodes: all, clocks } = m.roles[role.index];
    const env: Env = { ...beginning(m, role.index, 'n'), state };
    const own = `${state}.${variable}[n]`;
    const each = clocks.flatMap((names, clock) => {
      if (names === null) return [];
      const { horizon, monotonic } = m.model.clocks[clock];
      const bound = `${monotonic ? 'DriftMax' : 'SkewMax'}(${state}, n)`;
      const low = `IF ${bound} < 0 THEN 0 ELSE Clamp(${shownText(m, env, clock, own)} - ${bound}, 0, ${horizon})`;
      const goes = monotonic ? `IF ${state}.status[n] # "up" THEN @ ELSE ` : '';
      return [`!.${names.floor} = ${goes}Greatest({@, ${low}})`];
    });
    return each.length === 0 ? [] : [`!.${variable} = TLCEval([n \\in ${all} |-> [@[n] EXCEPT ${each.join(', ')}]])`];
  });
  return changes.length === 0 ? state : `[${state} EXCEPT ${changes.join(', ')}]`;
}

export function stabilise(steps: Steps): void {
  const { m } = steps;
  if (!m.model.stabilises) return;
  const { timing, network, clockSteps: set, instances } = m.model;
  const begins = (quantity: 'delay' | 'pause' | 'drift') =>
    nodes(
      m,
      instances.flatMap(({ index }) => (timing[quantity][index]?.always === false ? [index] : [])),
    );
  const begin = beginning(m, null, null);
  const state = begin.scope.bind('s');
  const bounded = m.names.define('BoundedTimer');
  m.define(`${bounded}(t, n) ==
  IF n \\in ${begins('drift')} /\\ t.kind = "loose" THEN [t EXCEPT !.until = t.duration + DriftMax([Now EXCEPT !.stable = TRUE], n)] ELSE t`);
  const staying = network.cuts.filter(({ untilStable }) => !untilStable).map(({ kind }) => quoted(kind));
  const ages = `Changed(@, LAMBDA m : TRUE, LAMBDA m : IF m.to \\in ${begins('delay')} THEN [m EXCEPT !.age = 0] ELSE m)`;
  const changes = [
    '!.stable = TRUE',
    `!.net = ${ages}`,
    ...(m.has('late')
      ? [`!.late = ${m.guard('stabilise lateness', `TLCEval([n \\in Node |-> IF n \\in ${begins('pause')} THEN 0 ELSE @[n]])`, '@')}`]
      : []),
    ...roleChanges(m, (t) => m.guard('stabilise timers', `${bounded}(${t}, n)`, t), set?.untilStable === true),
    ...(m.has('cuts') ? [`!.cuts = ${m.guard('stabilise cuts', `{c \\in @ : c.kind \\in {${staying.join(', ')}}}`, '@')}`] : []),
  ];
  const code = bindText(state, `[Now EXCEPT\n  ${changes.join(',\n  ')}]`, one(raised(m, state)));
  steps.add(
    'Stabilise',
    'what is eventual comes into force, and what lasts until then is over',
    { kind: 'stabilise' },
    null,
    [],
    ['~stable'],
    code,
  );
}

/** The timers and, where clocks are set right, the offsets: both are parts of a role's variable. */
function roleChanges(m: Module, timer: (text: string) => string, setsRight: boolean): string[] {
  return m.model.roles.flatMap((role) => {
    const { variable, nodes: all, timers, clocks } = m.roles[role.index];
    const offsets = clocks.flatMap((names) => (names?.offset == null ? [] : [names.offset]));
    const each = [
      ...role.timers.map(({ key }, t) =>
        key === null ? `!.${timers[t]} = ${timer('@')}` : `!.${timers[t]} = TLCEval([k \\in DOMAIN @ |-> ${timer('@[k]')}])`,
      ),
      ...(setsRight ? offsets.map((offset) => `!.${offset} = ${m.guard('stabilise clocks', '0', '@')}`) : []),
    ];
    return each.length === 0 ? [] : [`!.${variable} = TLCEval([n \\in ${all} |-> [@[n] EXCEPT ${each.join(', ')}]])`];
  });
}

// Crashes

export function crashes(steps: Steps): void {
  for (const [index, fault] of steps.m.model.crashes.entries()) crash(steps, fault, index);
}

function crash(steps: Steps, fault: CrashFault, index: number): void {
  const { m } = steps;
  const mode = CRASH_MODES[fault.mode];
  if (mode === null) return;
  const sameMode = m.model.crashes.filter((other, i) => other.mode === fault.mode && i < index).length;
  for (const number of fault.roles) {
    const role = m.model.roles[number];
    const hit = fault.instances.filter((i) => m.model.instances[i].role === number);
    for (const durableLost of mode.durableLost) {
      const about = `${m.placeOf(fault.span)}: ${role.name} ${crashNames[fault.mode].replaceAll('_', ' ')}${durableLost ? ', what is durable included' : ''}`;
      const down = `Cardinality({n \\in ${nodes(m, fault.instances)} : status[n] = "down"}) < ${fault.maxDown}`;
      const begin = beginning(m, number, 'self');
      const code = reset(m, { ...begin, state: counted(m, 'Now', fault) }, role, mode.leaves, durableLost);
      steps.add(
        `${role.name}_${mode.leaves === 'stopped' ? 'stops' : 'crashes'}${durableLost ? '_losing_its_disk' : ''}${sameMode === 0 ? '' : `_${sameMode + 1}`}`,
        about,
        { kind: 'crash' },
        nodes(m, hit),
        [],
        ['Runs(Now, self)', possible(m, fault), fault.maxDown === null ? 'TRUE' : m.guard('at most down', down)],
        code,
      );
    }
  }
}

/** The node as it is after the crash. */
function reset(m: Module, env: Env, role: Role, status: 'down' | 'stopped', durableLost: boolean): Code {
  const names = m.roles[role.index];
  const resets = (i: number, at: Env): Code => {
    const variable = role.variables[i];
    if (variable === undefined) return one(fallen(m, at, role, status));
    const { durable, ghost, initial, wiped, type, span } = variable;
    const kept = durable ? !durableLost && !m.isDropped('durable') : m.isDropped('volatile');
    if (ghost || kept) return resets(i + 1, at);
    const first = durable ? wiped : initial;
    const set = (value: string, from: Env): Code => {
      const state = from.scope.bind('s');
      return bindText(state, `[${from.state} EXCEPT ${path(m, from, names.variables[i])} = ${value}]`, resets(i + 1, { ...from, state }));
    };
    if (first !== null) return evaluate(m, at, first, asState, set);
    const value = at.scope.bind('any');
    const each = `EachOf(${allValues(m, type, span)}, LAMBDA ${value} :\n${block(manyText(set(value, { ...at, names: [...at.names, value] })))})`;
    return { text: each, many: true, ends: true };
  };
  return resets(0, env);
}

function fallen(m: Module, env: Env, role: Role, status: string): string {
  const { timers, clocks, origin } = m.roles[role.index];
  const own = (field: string) => path(m, env, field);
  const off = role.timers.map(({ key }, t) =>
    key === null ? `${own(timers[t])} = Off` : `${own(timers[t])} = TLCEval([k \\in DOMAIN @ |-> Off])`,
  );
  const monotonic = clocks.flatMap((names, clock) =>
    names !== null && m.model.clocks[clock].monotonic ? [`${own(names.floor)} = 0`] : [],
  );
  const changes = [
    `!.status[self] = ${quoted(status)}`,
    ...(m.isDropped('crash timers') ? [] : off),
    ...(m.has('suspended') && !m.isDropped('crash handler') ? ['!.suspended[self] = None'] : []),
    ...(m.has('late') ? ['!.late[self] = 0'] : []),
    ...(m.isDropped('crash clocks') ? [] : [...monotonic, ...(origin === null ? [] : [`${own(origin)} = 0`])]),
  ];
  const state = `[${env.state} EXCEPT ${changes.join(', ')}]`;
  const calls = role.calls.map(quoted);
  return calls.length === 0 ? state : m.guard('stale crash', `MakeStale(${state}, self, {${calls.join(', ')}})`, state);
}

// The network

const SLOT = ['h \\in Slots(net)', 'LET m == Message(net, h)'];

export function deliveries(steps: Steps): void {
  const { m } = steps;
  const oldest = m.model.network.fifo ? m.guard('fifo down', 'Older(net, h) = <<>>') : 'TRUE';
  steps.add(
    'Delivered_to_a_node_that_is_down',
    'a message reaches a node that is down, and is gone',
    { kind: 'deliver', message: 'm' },
    null,
    SLOT,
    ['status[m.to] # "up"', m.guard('old enough', 'OldEnough(Now, m)'), oldest],
    one('[Now EXCEPT !.net = Take(@, h)]'),
  );
}

export function losses(steps: Steps): void {
  const { m } = steps;
  const { loss } = m.model.network;
  if (loss === null) return;
  const lost = one(`[${counted(m, 'Now', loss)} EXCEPT !.net = Take(@, h)]`);
  const seen: Seen = { kind: 'lose', message: 'm', ...(lastsForEver(loss) ? { lost: 'LostKind(m)' } : {}) };
  steps.add('Lose', `${m.placeOf(loss.span)}: a message is lost`, seen, null, SLOT, [possible(m, loss)], lost);
}

export function corruptions(steps: Steps): void {
  const { m } = steps;
  const { corruption } = m.model.network;
  if (corruption === null) return;
  for (const [i, { name, fields, span }] of m.model.messages.entries()) {
    if (fields.length === 0) continue;
    const names = m.messages[i];
    const payloads = `[${fields.map((field, f) => `${names.fields[f]} : ${allValues(m, field.type, span)}`).join(', ')}]`;
    steps.add(
      `Corrupt_${name}`,
      `${m.placeOf(corruption.span)}: the payload of ${name} changes`,
      { kind: 'corrupt', message: 'm', ...(lastsForEver(corruption) ? { lost: 'LostKind(m)' } : {}) },
      null,
      [...SLOT, `payload \\in ${payloads}`],
      [
        `m.name = ${quoted(name)}`,
        m.guard('corrupt once', '~m.corrupted'),
        m.guard('corrupt differs', `payload # m.${names.payload}`),
        possible(m, corruption),
      ],
      one(`[${counted(m, 'Now', corruption)} EXCEPT !.net = Replace(@, h, [m EXCEPT !.${names.payload} = payload, !.corrupted = TRUE])]`),
    );
  }
}

export function cuts(steps: Steps): void {
  for (const fault of steps.m.model.network.cuts) cut(steps, fault);
}

function cut(steps: Steps, fault: CutFault): void {
  const { m } = steps;
  const begins = `Cut_${fault.kind.replaceAll(/[^a-z]/g, '_')}`;
  const about = `${m.placeOf(fault.span)}: a cut (${fault.kind}) begins`;
  steps.add(
    begins,
    about,
    { kind: 'cut' },
    null,
    [`c \\in ${cutsOf(m.model, m, fault.kind)}`],
    ['c \\notin cuts', m.guard('at once', `Cardinality(cuts) < ${fault.atOnce}`), possible(m, fault)],
    one(`[${counted(m, 'Now', fault)} EXCEPT !.cuts = @ \\cup {c}]`),
  );
}

export function heals(steps: Steps): void {
  for (const { kind } of steps.m.model.network.cuts)
    steps.add(
      `Heal_${kind.replaceAll(/[^a-z]/g, '_')}`,
      `a cut (${kind}) heals`,
      { kind: 'heal', key: '<<c>>' },
      null,
      ['c \\in cuts'],
      [`c.kind = ${quoted(kind)}`],
      one('[Now EXCEPT !.cuts = @ \\ {c}]'),
    );
}

export function cutsOf({ instances }: Model, m: Module, kind: CutFault['kind']): string {
  const proper = 'S # {} /\\ S # Node';
  switch (kind) {
    case 'two-way':
      return `{[kind |-> "two-way", members |-> T] : T \\in {S \\in SUBSET Node : ${proper} /\\ ${node(m, instances[0].index)} \\notin S}}`;
    case 'one-way':
      return `{[kind |-> "one-way", members |-> T] : T \\in {S \\in SUBSET Node : ${proper}}}`;
    case 'link':
      return `{p \\in [kind : {"link"}, from : Node, to : Node] : IndexOf[p.from] < IndexOf[p.to]}`;
    case 'one-way link':
      return `{p \\in [kind : {"one-way link"}, from : Node, to : Node] : p.from # p.to}`;
    default:
      return unhandled(kind);
  }
}

// Clocks

export function clockSteps(steps: Steps): void {
  const { m } = steps;
  const set = m.model.clockSteps;
  if (set === null) return;
  for (const role of m.model.roles) {
    const names = m.roles[role.index];
    for (const [clock, own] of names.clocks.entries()) {
      if (own === null || own.offset === null) continue;
      const { name, horizon } = m.model.clocks[clock];
      const env = beginning(m, role.index, 'self');
      const offset = `${names.variable}[self].${own.offset}`;
      const shows = `${offset} + by \\in (0 - ${horizon})..${horizon}`;
      steps.add(
        `${role.name}_${name}_is_set`,
        `${m.placeOf(set.span)}: the clock ${name} of ${role.name} is set wrong, or right again`,
        { kind: 'clock' },
        names.nodes,
        [`by \\in ((0 - ${set.by})..${set.by}) \\ {0}`],
        ['Runs(Now, self)', possible(m, set), m.guard('clock steps', shows)],
        one(
          `[${counted(m, 'Now', set)} EXCEPT ${path(m, env, own.offset)} = @ + by, ${path(m, env, own.floor)} = Clamp(@ + by, 0, ${horizon})]`,
        ),
      );
    }
  }
}
