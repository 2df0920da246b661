/** One system under one assumption set with its constants, from syntax to the typed intermediate form. */
import type { Assume, Name, Span, System, SystemItem } from '#grammar';
import { printExpr, unhandled } from '#grammar';
import type { Instance, Model, Property } from '../model/ir.ts';
import { stabilises } from '../model/stabilises.ts';
import { Constants, type ConstantValue } from './constants.ts';
import { type Context, outer, type Reference, type RoleInfo } from './context.ts';
import { Expansion } from './expansion.ts';
import { condition, constantInt } from './expressions.ts';
import { type Faults, faults } from './faults.ts';
import { checkBody } from './functions.ts';
import { noteInherited } from './inherited.ts';
import { constantScalar } from './names.ts';
import { callNames, declareMembers, elaborateRole, findSenders, initialValue } from './nodes.ts';
import { noTime } from './parts.ts';
import { property } from './properties.ts';
import { Reporter } from './report.ts';
import { reportLongSteps } from './step-size.ts';
import { timing } from './timing.ts';
import { namedType, resolveType } from './type-expressions.ts';

export interface Elaboration {
  /** null where something is wrong, or where no assumption set was given */
  readonly model: Model | null;
  readonly reporter: Reporter;
  readonly references: readonly Reference[];
  readonly used: ReadonlySet<string>;
  readonly context: Context;
}

/** Of all nodes of a system together. */
export const MAX_INSTANCES = 64;

/**
 * `assumes`: the set and what it extends, nearest first; empty to look at the system alone. `sibling`: a sound model of the system under another set, with the
 * same constants: for how long its timers run, and how much its code has to do, hangs on these alone.
 */
export function elaborate(
  system: System,
  assumes: readonly Assume[],
  overrides: ReadonlyMap<string, ConstantValue>,
  sibling: Model | null = null,
): Elaboration {
  // A timer's type depends on its longest duration, known only after every `start` has been elaborated; so iterate to a fixed point.
  let durations = durationsOf(sibling);
  for (let round = 0; ; round++) {
    const result = elaborateOnce(system, assumes, overrides, durations);
    const found = new Map(result.context.roles.flatMap((r) => r.timerList.map((t) => [`${r.name}.${t.name}`, t.maxDuration] as const)));
    if ([...found].every(([name, n]) => durations.get(name) === n)) {
      const isTooLong = sibling === null && result.model !== null && reportLongSteps(result.model, result.reporter);
      return isTooLong ? { ...result, model: null } : result;
    }
    // Each round settles the timers whose durations depend on settled ones only; what still grows after that grows without end.
    if (round > found.size + 1) return endlessDuration(result, durations);
    durations = found;
  }
}

function durationsOf(model: Model | null): Map<string, number> {
  return new Map(
    (model?.roles ?? []).flatMap(({ name, timers }) => timers.map((timer) => [`${name}.${timer.name}`, timer.maxDuration] as const)),
  );
}

function endlessDuration(result: Elaboration, before: ReadonlyMap<string, number>): Elaboration {
  for (const role of result.context.roles) {
    for (const timer of role.timerList) {
      if (timer.maxDuration === before.get(`${role.name}.${timer.name}`)) continue;
      result.reporter.report('PV0603', timer.span, `\`${timer.name}\` can be started with unboundedly long durations`, {
        why: 'One of its `start` statements depends on its own remaining time.',
        help: 'bound the duration, as in `start t for min(t.left + 1, MOST)`',
      });
    }
  }
  return { ...result, model: null };
}

function elaborateOnce(
  system: System,
  assumes: readonly Assume[],
  overrides: ReadonlyMap<string, ConstantValue>,
  durations: ReadonlyMap<string, number>,
): Elaboration {
  const reporter = new Reporter();
  const cx = emptyContext(system, assumes, new Constants(system, assumes, overrides, reporter), reporter);
  collectNames(cx);
  declareRoles(cx);
  const constants = cx.constants.names().map((name) => ({ name, value: cx.constants.value(name, (e) => constantScalar(cx, e)) }));
  declareTypes(cx);
  declareMessages(cx);
  declareClocks(cx);
  cx.timing = assumes.length === 0 ? null : timing(cx);
  for (const clock of cx.clockList) noTime(cx, clock.span, `the clock \`${clock.name}\``);
  const assumed = assumes.length === 0 ? null : faults(cx);
  noteInherited(cx);
  for (const role of cx.roles) declareMembers(cx, role);
  for (const role of cx.roles) for (const t of role.timerList) t.maxDuration = durations.get(`${role.name}.${t.name}`) ?? 0;
  declareGhosts(cx);
  findSenders(cx);
  if (assumed) addByzantineSenders(cx, assumed);
  checkFunctions(cx);
  const roles = cx.roles.map((role) => elaborateRole(cx, role));
  const properties = declaredProperties(cx);
  const limits = assumes
    .flatMap((a) => a.items.filter((i) => i.kind === 'limit'))
    .flatMap((item) => {
      const predicate = condition(cx, item.predicate, outer('property', null));
      return predicate ? [{ predicate, text: printExpr(item.predicate), span: item.span }] : [];
    });
  checkSettings(cx);
  const failed = reporter.diagnostics.some((d) => d.severity === 'error') || cx.timing === null || assumed === null;
  const model: Model | null = failed
    ? null
    : {
        system: system.name.text,
        assume: assumes[0].name.text,
        constants: constants.flatMap((c) => (c.value === null ? [] : [{ name: c.name, value: c.value }])),
        roles,
        instances: cx.instances,
        messages: cx.messageList,
        clocks: cx.clockList,
        ghosts: cx.ghostList,
        properties,
        timing: cx.timing!,
        ...assumed!,
        limits,
        locals: cx.locals,
        pausePoints: cx.pausePoints,
        stabilises: stabilises({ timing: cx.timing!, ...assumed! }),
      };
  return { model, reporter, references: cx.references, used: cx.used, context: cx };
}

function emptyContext(system: System, assumes: readonly Assume[], constants: Constants, reporter: Reporter): Context {
  return {
    reporter,
    system,
    assumes,
    constants,
    enums: new Map(),
    structs: new Map(),
    aliases: new Map(),
    functions: new Map(),
    predicates: new Map(),
    clocks: new Map(),
    clockList: [],
    messages: new Map(),
    messageList: [],
    ghosts: new Map(),
    ghostList: [],
    roles: [],
    rolesByName: new Map(),
    instances: [],
    senders: new Map(),
    locals: [],
    pausePoints: [],
    resolved: new Map(),
    inlining: [],
    expansion: new Expansion(),
    timing: null,
    references: [],
    used: new Set(),
    handlers: 0,
  };
}

/** Every name of the system once; constants were collected before. */
function collectNames(cx: Context): void {
  const taken = new Map<string, Name>(cx.constants.declared);
  for (const item of cx.system.items) {
    if (item.kind === 'const') continue;
    const first = taken.get(item.name.text);
    if (first !== undefined) {
      twice(cx, item, first);
      // The constant gives way: what else has its name is used in more ways, each of which would be wrong.
      if (item.kind === 'property' || first !== cx.constants.declared.get(item.name.text)) continue;
      cx.constants.forget(item.name.text);
    }
    taken.set(item.name.text, item.name);
    collect(cx, item);
  }
}

function twice(cx: Context, item: Exclude<SystemItem, { kind: 'const' }>, first: Name): void {
  const { text, span } = item.name;
  const ofAssume = cx.assumes.flatMap((a) => a.items).some((i) => i.kind === 'const' && i.name === first);
  if (ofAssume)
    cx.reporter.report('PV0202', first.span, `\`${text}\` is a ${item.kind} of the system, so a constant cannot have this name`, {
      related: [{ span, message: `the ${item.kind} is here` }],
      ...(item.kind === 'node' ? { help: `\`${text} = ...\` without \`const\` says how many instances there are` } : {}),
    });
  else
    cx.reporter.report('PV0202', span, `the system has two declarations called \`${text}\``, {
      related: [{ span: first.span, message: 'first declared here' }],
    });
}

function collect(cx: Context, item: SystemItem): void {
  const { text } = item.name;
  switch (item.kind) {
    case 'enum':
      checkRepeats(cx, item.members, `members of ${text}`);
      cx.enums.set(text, item);
      return;
    case 'struct':
      checkRepeats(
        cx,
        item.fields.map((f) => f.name),
        `fields of ${text}`,
      );
      cx.structs.set(text, item);
      return;
    case 'type':
      cx.aliases.set(text, item);
      return;
    case 'fun':
      cx.functions.set(text, item);
      return;
    case 'predicate':
      cx.predicates.set(text, item);
      return;
    case 'const':
    case 'node':
    case 'message':
    case 'clock':
    case 'ghost':
    case 'property':
      // In the context under other forms: see what `elaborateOnce` declares.
      return;
    default:
      unhandled(item);
  }
}

function checkRepeats(cx: Context, names: readonly Name[], what: string): void {
  const seen = new Map<string, Span>();
  for (const name of names) {
    const first = seen.get(name.text);
    if (first)
      cx.reporter.report('PV0202', name.span, `there are two ${what} called \`${name.text}\``, {
        related: [{ span: first, message: 'first declared here' }],
      });
    seen.set(name.text, name.span);
  }
}

function declareRoles(cx: Context): void {
  let total = 0;
  for (const item of cx.system.items) {
    if (item.kind !== 'node' || cx.rolesByName.has(item.name.text) || cx.constants.has(item.name.text)) continue;
    const count = instanceCount(cx, item);
    const role: RoleInfo = {
      item,
      index: cx.roles.length,
      name: item.name.text,
      first: total,
      count,
      indexed: item.count !== null || count !== 1,
      variables: new Map(),
      variableList: [],
      timers: new Map(),
      timerList: [],
      calls: callNames(item),
    };
    total += count;
    cx.roles.push(role);
    cx.rolesByName.set(role.name, role);
    for (let i = 1; i <= count; i++) {
      const instance: Instance = {
        index: cx.instances.length,
        role: role.index,
        number: i,
        name: role.indexed ? `${role.name}#${i}` : role.name,
      };
      cx.instances.push(instance);
    }
  }
  if (total > MAX_INSTANCES) {
    const { name } = cx.system;
    cx.reporter.report('PV0603', name.span, `${name.text} has ${total} nodes in all; at most ${MAX_INSTANCES} can be searched`);
  }
}

function instanceCount(cx: Context, item: Extract<SystemItem, { kind: 'node' }>): number {
  const swept = cx.constants.swept(item.name.text);
  if (typeof swept === 'number') return swept;
  const setting = cx.constants.settings.get(item.name.text);
  const written = setting?.value ?? item.count;
  if (written === null) return 1;
  const count = constantInt(cx, written);
  if (count === null) return 1;
  if (count >= 1 && count <= MAX_INSTANCES) return count;
  cx.reporter.report('PV0603', written.span, `a node has 1 to ${MAX_INSTANCES} instances, not ${count}`);
  return 1;
}

function declareTypes(cx: Context): void {
  for (const item of cx.system.items) {
    if (item.kind === 'type' || item.kind === 'enum' || item.kind === 'struct') {
      const uses = cx.used.size;
      namedType(cx, item.name);
      // Looking at a declaration is no use of it.
      if (cx.used.size > uses) cx.used.delete(`${item.name.span.file}:${item.name.span.start}`);
    }
  }
}

function declareMessages(cx: Context): void {
  for (const item of cx.system.items) {
    if (item.kind !== 'message' || cx.messages.has(item.name.text)) continue;
    checkRepeats(
      cx,
      item.fields.map((f) => f.name),
      `fields of ${item.name.text}`,
    );
    const fields = item.fields.flatMap((f) => {
      const type = resolveType(cx, f.type);
      if (type === null) for (const lost of [f.name.text, item.name.text]) cx.reporter.broken.add(lost);
      return type === null ? [] : [{ name: f.name.text, type }];
    });
    cx.messages.set(item.name.text, cx.messageList.length);
    cx.messageList.push({ name: item.name.text, fields, span: item.name.span });
  }
}

function declareClocks(cx: Context): void {
  for (const item of cx.system.items) {
    if (item.kind !== 'clock' || cx.clocks.has(item.name.text)) continue;
    const horizon = constantInt(cx, item.horizon);
    const uncertainty = item.uncertainty === null ? 0 : constantInt(cx, item.uncertainty);
    if (horizon !== null && (horizon < 1 || horizon > 10_000))
      cx.reporter.report('PV0506', item.horizon.span, `a horizon is 1 to 10000 ticks, not ${horizon}`);
    if (uncertainty !== null && uncertainty < 0) cx.reporter.report('PV0506', item.uncertainty!.span, 'an uncertainty cannot be negative');
    cx.clocks.set(item.name.text, cx.clockList.length);
    cx.clockList.push({
      name: item.name.text,
      horizon: Math.max(1, horizon ?? 1),
      uncertainty: uncertainty ?? 0,
      monotonic: item.monotonic,
      span: item.name.span,
    });
  }
}

function declareGhosts(cx: Context): void {
  for (const item of cx.system.items) {
    if (item.kind !== 'ghost' || cx.ghosts.has(item.name.text)) continue;
    const type = resolveType(cx, item.type);
    if (type === null) {
      cx.reporter.broken.add(item.name.text);
      continue;
    }
    const initial = initialValue(cx, item.initial, type, `\`${item.name.text}\``, outer('constant', null));
    cx.ghosts.set(item.name.text, cx.ghostList.length);
    cx.ghostList.push({ name: item.name.text, type, durable: false, ghost: true, initial, wiped: initial, span: item.name.span });
  }
}

/** A Byzantine node has every message in its own name. */
function addByzantineSenders(cx: Context, assumed: Faults): void {
  for (const fault of assumed.crashes.filter((f) => f.mode === 'byzantine')) {
    for (const message of cx.messages.keys()) {
      if (!cx.senders.has(message)) cx.senders.set(message, new Set());
      for (const role of fault.roles) cx.senders.get(message)!.add(role);
    }
  }
}

/** A function or predicate that nothing calls is looked at too. */
function checkFunctions(cx: Context): void {
  for (const item of [...cx.functions.values(), ...cx.predicates.values()]) {
    checkRepeats(
      cx,
      item.params.map((p) => p.name),
      `parameters of ${item.name.text}`,
    );
    checkBody(cx, item);
  }
}

function declaredProperties(cx: Context): Property[] {
  return cx.system.items.flatMap((item) => {
    const found = item.kind === 'property' ? property(cx, item) : null;
    return found === null ? [] : [found];
  });
}

function checkSettings(cx: Context): void {
  for (const setting of cx.constants.settings.values()) {
    const { text, span } = setting.name;
    const role = cx.rolesByName.get(text);
    const constant = cx.constants.declared.get(text);
    if (role) cx.references.push({ span, declaration: role.item.name.span, kind: 'node', text });
    else if (constant) cx.references.push({ span, declaration: constant.span, kind: 'constant', text });
    else
      cx.reporter.unknown(setting.name, 'constant or node', [...cx.constants.names(), ...cx.rolesByName.keys()], {
        help: '`const NAME = e` makes a new constant',
      });
  }
}
