/** Scenarios: what each step has to be, for each choice of the names that it is for some values of. */
import { type Arg, type Name, printExpr, printStep, type ScenarioEvent, type ScenarioItem, type Expr as Syntax, unhandled } from '#grammar';
import type { Expr, Property, ScenarioMessage, ScenarioStep, Type, Value } from '../model/ir.ts';
import { compare, values } from '../model/values.ts';
import { fieldIndex, nodeValue, referToField } from './calls.ts';
import { type Context, declaredFields, outer, type RoleInfo, refer, type Scope } from './context.ts';
import { check, condition, number } from './expressions.ts';
import { noTime, oneRole } from './parts.ts';
import { binders, type Known, waysOf } from './scenario-names.ts';
import { setOf } from './sets.ts';
import { unknownArgument } from './unknown-field.ts';

type Form = Pick<Extract<Property, { kind: 'scenario' }>, 'kind' | 'names' | 'steps' | 'then' | 'ways'>;

const MOST_TICKS = 10_000;
const MOST_STEPS = 200;
/** Steps of all ways together, each tick for one. */
const MOST_PARTS = 100_000;

/** A step whose parts are not worked out for any values yet: null where these make something wrong, which has been reported. */
type Plan = (values: Known) => ScenarioStep | null;

export function scenario(cx: Context, item: ScenarioItem): Form | null {
  const found = binders(cx, item);
  if (found === null) return null;
  const { bound, scope } = found;
  const plans = item.steps.map(({ atOnce, event }) => planOf(cx, event, atOnce, scope));
  const then = item.then && condition(cx, item.then, { ...scope, place: 'property' });
  if (item.steps.length === 0)
    return cx.reporter.report('PV0405', item.name.span, `${item.name.text} has no steps`, {
      help: item.then === null ? 'write what happens, one step a line' : 'for what some run gets to, write `reachable`',
    });
  if (item.steps.length > MOST_STEPS)
    return cx.reporter.report('PV0603', item.name.span, `a scenario has at most ${MOST_STEPS} steps, not ${item.steps.length}`);
  if (plans.includes(null) || (item.then !== null && then === null)) return null;
  const combinations = waysOf(cx, item, bound);
  if (combinations === null) return null;
  const ways = combinations.map((known) => {
    const steps = plans.map((plan) => plan!(known));
    const holds = then === null ? null : known.around(then);
    return { values: bound.map(({ local }) => known.of(local)), steps, then: holds };
  });
  if (ways.some(({ steps }) => steps.includes(null))) return null;
  const parts = ways.reduce((sum, { steps }) => sum + steps.reduce((n, step) => n + (step?.kind === 'ticks' ? step.ticks : 1), 0), 0);
  if (parts > MOST_PARTS)
    return cx.reporter.report('PV0603', item.name.span, `a scenario has at most ${MOST_PARTS} steps in all ways together, not ${parts}`, {
      why: 'Each combination of values of its names is one way, and each tick counts as a step.',
    });
  return {
    kind: 'scenario',
    names: bound.map(({ name, type }) => ({ name, type })),
    steps: item.steps.map((step) => ({ text: printStep(step), event: printStep({ ...step, atOnce: false }), span: step.span })),
    then: item.then && { text: printExpr(item.then), span: item.then.span },
    ways: ways.map((way) => ({ ...way, steps: way.steps as ScenarioStep[] })),
  };
}

// The steps

/** Null where something in the step reads a state, which is reported. */
function planOf(cx: Context, event: ScenarioEvent, atOnce: boolean, scope: Scope): Plan | null {
  const reads = stateReads(event, (e) => isStruct(cx, e, scope));
  for (const { span } of reads)
    cx.reporter.report('PV0304', span, 'what a step of a scenario is must be known before the search', {
      why: 'This depends on the state that a run has come to.',
      help: 'leave it out, bind it with `for some`, or ask for it behind `then`',
    });
  return reads.length > 0 ? null : planOfKnown(cx, event, atOnce, scope);
}

/** The parts of a step that read a state: but for the fields of structs, which `isKnown` tells. */
function stateReads(part: unknown, isKnown: (e: Syntax) => boolean): Syntax[] {
  if (typeof part !== 'object' || part === null) return [];
  const isRead = 'kind' in part && (part.kind === 'inFlight' || (part.kind === 'field' && !isKnown(part as Syntax)));
  return isRead ? [part as Syntax] : Object.values(part).flatMap((one) => stateReads(one, isKnown));
}

/** A field of a struct that one of the names has, or of a struct in it. */
function isStruct(cx: Context, e: Syntax, scope: Scope): boolean {
  return e.kind === 'field' && knownType(cx, e.of, scope)?.kind === 'struct';
}

function knownType(cx: Context, e: Syntax, scope: Scope): Type | null {
  if (e.kind === 'name') {
    const local = scope.names.get(e.name.text);
    return local === undefined ? null : cx.locals[local].type;
  }
  const base = e.kind === 'field' ? knownType(cx, e.of, scope) : null;
  if (e.kind !== 'field' || base?.kind !== 'struct') return null;
  return base.fields.find(({ name }) => name === e.field.text)?.type ?? null;
}

function planOfKnown(cx: Context, event: ScenarioEvent, atOnce: boolean, scope: Scope): Plan | null {
  switch (event.kind) {
    case 'act':
      return actPlan(cx, event, atOnce, scope);
    case 'resume': {
      const node = nodePlan(cx, event.node, scope);
      return node && ((known) => withNode(node(known), (n) => ({ kind: 'resume', node: n, pauses: event.pauses, atOnce })));
    }
    case 'on':
      return onPlan(cx, event, atOnce, scope);
    case 'ignore': {
      const node = nodePlan(cx, event.node, scope);
      const message = messagePlan(cx, event, scope);
      return (
        node &&
        message &&
        ((known) => withNode(node(known), (to) => withMessage(message(known, to), (m) => ({ kind: 'ignore', message: m, atOnce }))))
      );
    }
    case 'crash':
    case 'forget':
    case 'restart': {
      const node = nodePlan(cx, event.node, scope);
      const { kind } = event;
      return (
        node &&
        ((known) =>
          withNode(node(known), (n) =>
            kind === 'restart' ? { kind, node: n, atOnce } : { kind: 'crash', node: n, durable: kind === 'forget', atOnce },
          ))
      );
    }
    case 'clock': {
      const node = nodePlan(cx, event.node, scope);
      const by = event.by && number(cx, event.by, scope, 'the amount');
      if (node === null || (event.by !== null && by === null)) return null;
      return (known) =>
        withNode(node(known), (n) => {
          const amount = by && known.evaluate(by);
          return amount === undefined ? null : { kind: 'clock', node: n, by: amount as number | null, atOnce };
        });
    }
    case 'lose':
    case 'duplicate':
    case 'corrupt': {
      const message = messagePlan(cx, event, scope);
      const to = event.to && nodePlan(cx, event.to, scope);
      if (message === null || (event.to !== null && to === null)) return null;
      const { kind } = event;
      return (known) => {
        const receiver = to === null ? null : to(known);
        return receiver === undefined ? null : withMessage(message(known, receiver), (m) => ({ kind, message: m, atOnce }));
      };
    }
    case 'cut': {
      const nodes = event.members.map((member) => nodePlan(cx, member, scope));
      if (nodes.includes(null)) return null;
      return (known) => {
        const members = nodes.map((node) => node!(known));
        return members.includes(undefined) ? null : { kind: 'cut', members: members as number[], atOnce };
      };
    }
    case 'heal':
    case 'stabilise': {
      const { kind } = event;
      return () => ({ kind, atOnce });
    }
    case 'ticks':
      return ticksPlan(cx, event, atOnce, scope);
    default:
      return unhandled(event);
  }
}

function withNode(node: number | undefined, make: (node: number) => ScenarioStep | null): ScenarioStep | null {
  return node === undefined ? null : make(node);
}

function withMessage(message: ScenarioMessage | null, make: (message: ScenarioMessage) => ScenarioStep): ScenarioStep | null {
  return message && make(message);
}

/** undefined where it has no value, which is reported */
function nodePlan(cx: Context, e: Syntax, scope: Scope): ((known: Known) => number | undefined) | null {
  const node = nodeValue(cx, e, scope, 'a step');
  return node && ((known) => known.evaluate(node) as number | undefined);
}

/** The role of the node that a step is of, for what only one role has. */
function roleOf(cx: Context, e: Syntax, scope: Scope, what: Name): { readonly node: Expr; readonly role: RoleInfo } | null {
  const node = nodeValue(cx, e, scope, 'a step');
  if (node === null || node.type.kind !== 'node') return null;
  const role = oneRole(cx, node.type, what);
  return role && { node, role };
}

function actPlan(cx: Context, event: Extract<ScenarioEvent, { kind: 'act' }>, atOnce: boolean, scope: Scope): Plan | null {
  const { action: name } = event;
  const found = roleOf(cx, event.node, scope, name);
  if (found === null) return null;
  const actions = found.role.item.members.filter((m) => m.kind === 'action');
  const action = actions.findIndex((m) => m.name.text === name.text);
  if (action < 0)
    return cx.reporter.unknown(
      name,
      `action of ${found.role.name}`,
      [...actions.map((m) => m.name.text), ...HAPPENS],
      notAction(cx, found.role, name),
    );
  const { params, name: declared } = actions[action];
  refer(cx, name.span, declared.span, 'action', name.text);
  if (event.args.length > 0 && event.args.length !== params.length) {
    const has = params.length === 0 ? 'no parameter' : params.length === 1 ? 'one parameter' : `${params.length} parameters`;
    return cx.reporter.report(
      'PV0308',
      (event.args[params.length] ?? event.args[event.args.length - 1]).span,
      `\`${name.text}\` has ${has}`,
    );
  }
  const args = event.args.map((arg, i) => {
    const domain = setOf(cx, params[i].domain, outer('constant', null));
    return domain?.type.kind === 'set' ? check(cx, arg, scope, domain.type.of, `\`${params[i].name.text}\``) : null;
  });
  if (args.includes(null)) return null;
  return (known) => {
    const node = known.evaluate(found.node);
    const given = args.map((arg) => known.evaluate(arg!));
    if (node === undefined || given.includes(undefined)) return null;
    const all = event.args.length === 0 ? null : (given as Value[]);
    return { kind: 'act', node: node as number, action, params: all, pauses: event.pauses, atOnce };
  };
}

/** What stands where an action may and is none. */
const HAPPENS = ['crashes', 'forgets', 'restarts'];

/** A message or timer in place of an action. */
function notAction(cx: Context, role: RoleInfo, { text }: Name): { help: string } | undefined {
  if (cx.messages.has(text) || role.timers.has(text)) return { help: `write \`on ${text}\`` };
  return undefined;
}

function onPlan(cx: Context, event: Extract<ScenarioEvent, { kind: 'on' }>, atOnce: boolean, scope: Scope): Plan | null {
  const { name } = event;
  const found = roleOf(cx, event.node, scope, name);
  if (found === null) return null;
  const { role, node } = found;
  const isTaken = role.item.members.some(
    (m) => m.kind === 'handler' && m.triggers.some((trigger) => trigger.kind === 'name' && trigger.name.text === name.text),
  );
  if (role.timers.has(name.text)) return isTaken ? firePlan(cx, event, role, node, atOnce, scope) : noHandler(cx, role, name);
  if (!cx.messages.has(name.text))
    return cx.reporter.unknown(name, `message or timer of ${role.name}`, [...cx.messages.keys(), ...role.timers.keys()]);
  if (!isTaken) return noHandler(cx, role, name);
  if (event.key !== null) return cx.reporter.report('PV0203', event.key.span, `\`${name.text}\` is a message, so it has no key`);
  const message = messagePlan(cx, { message: name, args: event.args ?? [], from: event.from }, scope);
  if (message === null) return null;
  return (known) =>
    withNode(known.evaluate(node) as number | undefined, (to) =>
      withMessage(message(known, to), (m) => ({ kind: 'take', message: m, pauses: event.pauses, atOnce })),
    );
}

function noHandler(cx: Context, role: RoleInfo, { text, span }: Name): null {
  return cx.reporter.report('PV0203', span, `no handler of ${role.name} accepts \`${text}\``, {
    ...(cx.messages.has(text) ? { help: `where it arrives and is dropped, write \`ignores ${text}\`` } : {}),
  });
}

function firePlan(
  cx: Context,
  event: Extract<ScenarioEvent, { kind: 'on' }>,
  role: RoleInfo,
  node: Expr,
  atOnce: boolean,
  scope: Scope,
): Plan | null {
  const { name } = event;
  const timer = role.timers.get(name.text)!;
  const info = role.timerList[timer];
  refer(cx, name.span, info.span, 'timer', name.text);
  noTime(cx, name.span, `the timer \`${name.text}\``);
  const extra = event.args?.[0]?.span ?? event.from?.span;
  if (extra !== undefined) return cx.reporter.report('PV0203', extra, `\`${name.text}\` is a timer, so it has no fields and no sender`);
  if (event.key !== null && info.key === null) return cx.reporter.report('PV0203', event.key.span, `\`${name.text}\` has no key`);
  const key = event.key && check(cx, event.key, scope, info.key!, 'the key');
  if (event.key !== null && key === null) return null;
  return (known) =>
    withNode(known.evaluate(node) as number | undefined, (n) => {
      const value = key === null ? null : known.evaluate(key);
      if (value === undefined) return null;
      const index = key === null ? null : values(info.key!).findIndex((one) => compare(info.key!, one, value) === 0);
      return { kind: 'fire', node: n, timer, key: index, pauses: event.pauses, atOnce };
    });
}

function messagePlan(
  cx: Context,
  { message: name, args, from }: { readonly message: Name; readonly args: readonly Arg[]; readonly from: Syntax | null },
  scope: Scope,
): ((known: Known, to: number | null) => ScenarioMessage | null) | null {
  const message = cx.messages.get(name.text);
  if (message === undefined) return cx.reporter.unknown(name, 'message', cx.messages.keys());
  const { fields, span } = cx.messageList[message];
  refer(cx, name.span, span, 'message', name.text);
  const given: (Expr | null)[] = fields.map(() => null);
  let wrong = false;
  for (const arg of args) {
    const index = fieldIndex(arg, fields, args.length);
    const names = fields.map((f) => f.name);
    if (index < 0) unknownArgument(cx, arg, names, new Set(args.flatMap((a) => a.name?.text ?? [])), name.text);
    else {
      given[index] = check(cx, arg.value, scope, fields[index].type, `\`${fields[index].name}\``);
      referToField(cx, arg, declaredFields(cx, name.text)[index].name);
    }
    if (index < 0 || given[index] === null) wrong = true;
  }
  const sender = from && nodePlan(cx, from, scope);
  if (wrong || (from !== null && sender === null)) return null;
  return (known, to) => {
    const found = given.map((e) => (e === null ? null : known.evaluate(e)));
    const by = sender === null ? null : sender(known);
    if (found.includes(undefined) || by === undefined) return null;
    return { message, fields: given.map((e, i) => (e === null ? null : { value: found[i] as Value })), from: by, to };
  };
}

function ticksPlan(cx: Context, event: Extract<ScenarioEvent, { kind: 'ticks' }>, atOnce: boolean, scope: Scope): Plan | null {
  noTime(cx, event.span, '`ticks pass`');
  const ticks = number(cx, event.ticks, scope, 'the ticks');
  if (atOnce) return cx.reporter.report('PV0405', event.span, '`at once` means that no tick passes', { help: 'remove `at once`' });
  return (
    ticks &&
    ((known) => {
      const n = known.evaluate(ticks);
      if (n === undefined) return null;
      if (typeof n === 'number' && n >= 1 && n <= MOST_TICKS) return { kind: 'ticks', ticks: n, atOnce };
      return cx.reporter.report('PV0506', event.ticks.span, `1 to ${MOST_TICKS} ticks can pass here, not ${n}`);
    })
  );
}
