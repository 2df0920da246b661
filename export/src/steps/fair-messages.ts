/** What fairness asks of messages: which there can be, which are in flight, and what becomes of them. */
import { cardinality, findRoutes, type MessageState, type Model, type Route } from '#checker';
import { lastsForEver, type Module } from '../module.ts';
import { allValues, literal, node, nodes } from '../text/values.ts';
import { all, any, points, quoted, record, sequence, set } from '../text/write.ts';

/** Conditions; `Classes` and so on are defined by `inFlight`. */
export function messageConditions(m: Module): string[] {
  const { classes, deferred, lossy } = countsOf(m.model);
  if (classes === 0) return [];
  return [
    m.guard('fair messages', '\\A c \\in Classes : []<>(c \\notin OpenClasses \\/ Leaves(c))'),
    ...(deferred === 0 ? [] : [m.guard('fair kinds', '\\A k \\in DeferredKinds : <>[](k \\notin ReadyKinds) \\/ []<>LeavesKind(k)')]),
    ...(lossy === 0 ? [] : [m.guard('fair loss', '\\A k \\in LossyKinds : <>[](k \\notin did.lost) \\/ []<>Comes(k)')]),
  ];
}

export function inFlight(m: Module): string {
  const { classes, deferred, lossy } = countsOf(m.model);
  if (classes === 0) return '\\* there are no messages';
  return [
    '\\* the classes of messages that can be in flight',
    ...(findRoutes(m.model).carriesCall.includes(true) ? [calls(m)] : []),
    `Classes ==\n  ${m.model.messages.flatMap((_, message) => classesOf(m, message)).join('\n  \\cup ')}`,
    'OpenClasses == {Class(Message(net, h)) : h \\in {k \\in Slots(net) : Undeferred(Message(net, k))}}',
    'Leaves(c) == (did.step \\in {"deliver", "lose"} /\\ did.message = Some(c)) \\/ c \\in did.gone',
    ...(deferred === 0 ? [] : [deferredKinds(m)]),
    ...(lossy === 0 ? [] : [lossyKinds(m)]),
  ].join('\n');
}

/** The call of a message in flight is one of its sender's or, in an answer, of its receiver's. */
function calls(m: Module): string {
  const { instances, roles } = m.model;
  return `CallsOf == ${points(instances.map(({ index, role }) => [node(m, index), set(roles[role].calls.map(quoted))]))}
CallsBetween(f, t) == {None} \\cup UNION {{Some([caller |-> n, name |-> c, fresh |-> b]) : c \\in CallsOf[n], b \\in BOOLEAN} : n \\in {f, t}}`;
}

function classesOf(m: Module, message: number): string[] {
  const { list, carriesCall } = findRoutes(m.model);
  const routes = list.filter((route) => route.message === message);
  if (routes.length === 0) return [];
  const { name, fields, span } = m.model.messages[message];
  const { payload, fields: names } = m.messages[message];
  const payloads =
    fields.length === 0 ? '{<<>>}' : `[${fields.map(({ type }, f) => `${names[f]} : ${allValues(m, type, span)}`).join(', ')}]`;
  const one = record([
    ['name', quoted(name)],
    ['from', 'r[1]'],
    ['to', 'r[2]'],
    [payload, 'p'],
    ['corrupted', 'b'],
    ['call', 'c'],
    ['age', '0'],
  ]);
  const corrupted = isChanged(m.model, message) ? 'BOOLEAN' : '{FALSE}';
  const pairs = set(routes.map(({ from, to }) => sequence([node(m, from), node(m, to)])));
  const call = carriesCall[message] ? 'CallsBetween(r[1], r[2])' : '{None}';
  return [`UNION {{${one} : p \\in ${payloads}, b \\in ${corrupted}, c \\in ${call}} : r \\in ${pairs}}`];
}

function deferredKinds(m: Module): string {
  const { list } = findRoutes(m.model);
  const held = list.filter((route) => mayBeHeldBack(m.model, route));
  const byMessage = Map.groupBy(held, ({ message }) => m.model.messages[message].name);
  const which = [...byMessage].map(([name, routes]) =>
    all([`c.name = ${quoted(name)}`, `c.to \\in ${nodes(m, [...new Set(routes.map(({ to }) => to))])}`]),
  );
  return `DeferredKinds == {Kind(c) : c \\in {c \\in Classes : ${any(which)}}}
ReadyKinds == {Kind(Message(net, h)) : h \\in {k \\in Slots(net) : CanReact(Now, Message(net, k).to) /\\ Undeferred(Message(net, k))}}
LeavesKind(k) == (did.step \\in {"deliver", "lose"} /\\ Kind(did.message.value) = k) \\/ \\E c \\in did.gone : Kind(c) = k`;
}

function lossyKinds(m: Module): string {
  const { messages, network } = m.model;
  const changed = messages.flatMap(({ name }, message) => (isChangedForEver(m.model, message) ? [quoted(name)] : []));
  const which = any([
    isLostForEver(m.model) ? 'TRUE' : 'FALSE',
    changed.length === 0 ? 'FALSE' : `c.name \\in ${set(changed)}`,
    network.cuts.some((fault) => !fault.mayStay && lastsForEver(fault)) ? 'c.from # c.to' : 'FALSE',
  ]);
  const intact = m.guard('fair intact', '~m.corrupted');
  return `LossyKinds == {Kind(c) : c \\in {c \\in Classes : ${which}}}
CameAs(m, k) == ${intact} /\\ Kind(m) = k
Comes(k) == (did.step \\in {"deliver", "duplicate"} /\\ CameAs(did.message.value, k)) \\/ \\E c \\in did.gone : CameAs(c, k)`;
}

export type StrongKinds = 'DeferredKinds' | 'LossyKinds';

/** Kinds of messages, as the sets of the module of fairness hold them. */
export function kindsText(m: Module, messages: readonly MessageState[]): string {
  return set(
    messages.map(({ message, from, to, fields }) => {
      const { name, fields: declared, span } = m.model.messages[message];
      const { payload, fields: names } = m.messages[message];
      return record([
        ['name', quoted(name)],
        ['from', node(m, from)],
        ['to', node(m, to)],
        [payload, record(fields.map((value, f) => [names[f], literal(m, declared[f].type, value, span)]))],
        ['corrupted', 'FALSE'],
        ['call', 'None'],
        ['age', '0'],
      ]);
    }),
  );
}

export interface Counts {
  readonly classes: number;
  /** kinds whose messages can be held back, or be lost, again and again */
  readonly deferred: number;
  readonly lossy: number;
}

export function countsOf(model: Model): Counts {
  const { list, carriesCall } = findRoutes(model);
  const payloads = ({ message }: Route) => model.messages[message].fields.reduce((n, { type }) => n * cardinality(type), 1);
  const callsOf = (instance: number) => model.roles[model.instances[instance].role].calls.length;
  const classes = (route: Route) => {
    const { from, to, message } = route;
    const calls = carriesCall[message] ? 1 + 2 * (callsOf(from) + (from === to ? 0 : callsOf(to))) : 1;
    return payloads(route) * calls * (isChanged(model, message) ? 2 : 1);
  };
  const total = (routes: readonly Route[], each: (route: Route) => number) => routes.reduce((sum, route) => sum + each(route), 0);
  return {
    classes: total(list, classes),
    deferred: total(
      list.filter((route) => mayBeHeldBack(model, route)),
      payloads,
    ),
    lossy: total(
      list.filter((route) => mayBeLost(model, route)),
      payloads,
    ),
  };
}

/**
 * Whether a kind can be ready again and again, and never leave, though each class is weakly fair. It then stays in flight, for sends add
 * to it and `capacity` bounds it; calls make its messages stale at most once; so some class of it is in flight from some time on, and
 * weak fairness has it leave, unless it is deferred now and then. Only corruption takes messages out of a kind otherwise: what is corrupted
 * again and again comes through again and again (strong), and leaves by that, unless it is duplicated and stays in flight.
 */
function mayBeHeldBack(model: Model, { to, message }: Route): boolean {
  const { duplication } = model.network;
  const isDeferred = model.roles[model.instances[to].role].defers.some((one) => one.message === message);
  return isDeferred || (isChangedForEver(model, message) && duplication !== null && lastsForEver(duplication));
}

/** Whether messages can be lost, corrupted, or sent across cuts that heal, again and again: budgets and what lasts until stable end. */
function mayBeLost(model: Model, { from, to, message }: Route): boolean {
  const isCut = from !== to && model.network.cuts.some((fault) => !fault.mayStay && lastsForEver(fault));
  return isLostForEver(model) || isCut || isChangedForEver(model, message);
}

function isLostForEver({ network: { loss } }: Model): boolean {
  return loss !== null && lastsForEver(loss);
}

function isChanged({ messages, network }: Model, message: number): boolean {
  return network.corruption !== null && messages[message].fields.length > 0;
}

function isChangedForEver(model: Model, message: number): boolean {
  return isChanged(model, message) && lastsForEver(model.network.corruption!);
}
