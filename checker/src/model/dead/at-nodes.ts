/** What of a node, and of the messages to it, is dead at times: in some of its modes, or once it has stopped. */
import { CRASH_MODES } from '../crash-modes.ts';
import type { Model, Role } from '../ir.ts';
import { type FromAnyone, findRoutes, type Routes } from '../routes.ts';
import { roleStatements } from '../walk.ts';
import { type MessageReads, messageReads } from './message-reads.ts';
import { controlOf, type Ignored, type Modes, modesOf } from './modes.ts';
import type { Reads } from './reads.ts';

export interface AtNode {
  /** null where nothing depends on them, or they are not known */
  readonly modes: Modes | null;
  /** variables that are dead in some mode */
  readonly variables: readonly number[];
  /** and timers */
  readonly timers: readonly number[];
  /** timers that read the same once they have run out and once they are off */
  readonly runOut: readonly number[];
  /** timers of which it does not matter what they were started for, once no more ticks than that are left */
  readonly started: readonly number[];
  /** messages to it of which something can be forgotten */
  readonly messages: readonly AtMessage[];
}

export const NOTHING_AT_TIMES: AtNode = { modes: null, variables: [], timers: [], runOut: [], started: [], messages: [] };

export interface AtMessage {
  readonly message: number;
  /** it is ignored in some mode */
  readonly inModes: boolean;
  /** it is ignored once the node has stopped for good */
  readonly onceStopped: boolean;
  /** what the node's code looks at where it is not ignored */
  readonly reads: MessageReads;
}

/** Yields 0 where it may pause. */
export function* atNodes(model: Model, reads: Reads): Generator<number, AtNode[]> {
  const routes = findRoutes(model);
  // Where the code of one node is followed with fewer variables, or not at all, it is not tried again with more for the next of its role.
  const control: (readonly number[] | null)[] = model.roles.map((role) => controlOf(role, (v) => isRead(reads, role, v)));
  const nodes: AtNode[] = [];
  for (const { index, role } of model.instances) {
    const all = control[role];
    const modes = all === null ? null : yield* modesOf(model, routes, index, all, watchedOf(reads, model.roles[role]));
    control[role] = modes?.control ?? null;
    nodes.push(atNode(model, reads, routes, index, modes));
    yield 0;
  }
  return nodes;
}

function isRead(reads: Reads, role: Role, variable: number): boolean {
  return reads.variables.has(`${role.index} ${variable}`);
}

/** What is read from outside of the node: numbers of variables and timers. */
function watchedOf(reads: Reads, role: Role): ReadonlySet<number> {
  return new Set([
    ...[...role.variables.keys()].filter((v) => reads.byName.has(`${role.index} ${v}`)),
    ...[...role.timers.keys()].filter((t) => reads.timersByName.has(`${role.index} ${t}`)).map((t) => role.variables.length + t),
  ]);
}

function atNode(model: Model, reads: Reads, routes: Routes, self: number, modes: Modes | null): AtNode {
  const role = model.roles[model.instances[self].role];
  const isDead = (slot: number) => modes?.list.some(({ live }) => !live[slot]) === true;
  const variables = [...role.variables.keys()].filter((v) => {
    return isRead(reads, role, v) && modes?.control.includes(v) === false && isDead(v);
  });
  const timers = [...role.timers.keys()].filter((t) => {
    return !role.timers[t].hasHandler && reads.timers.has(`${role.index} ${t}`) && isDead(role.variables.length + t);
  });
  const messages = messagesAt(model, reads, routes, self, modes);
  const depends = variables.length + timers.length > 0 || messages.some(({ inModes }) => inModes);
  return { modes: depends ? modes : null, variables, timers, ...timersAt(model, reads, role, self), messages };
}

/** Of those that are part of the states. Where a timer may be loose, what it was started for says when it is due at the latest. */
function timersAt({ timing }: Model, reads: Reads, role: Role, self: number): Pick<AtNode, 'runOut' | 'started'> {
  const drift = timing.drift[self];
  if (!timing.time || drift === null) return { runOut: [], started: [] };
  const kept = [...role.timers.keys()].filter((t) => role.timers[t].hasHandler || reads.timers.has(`${role.index} ${t}`));
  const durations = (timer: number) => {
    const starts = [...roleStatements(role)].flatMap((stmt) => (stmt.kind === 'start' && stmt.timer === timer ? [stmt.duration] : []));
    return new Set(starts.map((e) => (e.op === 'const' ? e.value : e)));
  };
  return {
    runOut: kept.filter((t) => !role.timers[t].hasHandler),
    started: drift.always ? kept.filter((t) => [...durations(t)].some((one) => typeof one === 'object') || durations(t).size > 1) : [],
  };
}

/** None that are counted; those that stand in queues have to stay in theirs. */
function messagesAt(model: Model, counted: Reads, routes: Routes, self: number, modes: Modes | null): AtMessage[] {
  if (model.network.fifo || model.network.queue !== null) return [];
  const role = model.roles[model.instances[self].role];
  const sent = routes.list.filter(({ to }) => to === self);
  const own = new Set(sent.flatMap(({ from, message }) => (from === self ? [message] : [])));
  const onceStopped = model.crashes.some(({ instances, mode }) => instances.includes(self) && CRASH_MODES[mode]?.leaves === 'stopped');
  return [...new Set(sent.map(({ message }) => message))].flatMap((message) => {
    if (own.has(message) || counted.messages.has(message)) return [];
    const inModes = modes?.list.some(({ ignored }) => isEver(ignored.get(message))) === true;
    const looked = messageReads(model, role, message);
    const senders = sent.filter((route) => route.message === message).length;
    const reads = { ...looked, sender: looked.sender || senders === 1, call: looked.call || !routes.carriesCall[message] };
    const forgets = inModes || onceStopped || !reads.sender || !reads.call || reads.fields.includes(false);
    return forgets ? [{ message, inModes, onceStopped, reads }] : [];
  });
}

function isEver(ignored: Ignored | undefined): boolean {
  return ignored !== undefined && (ignored.other || ignored.fresh.includes(true));
}

/** The routes that take the place of others. */
export function fromAnyone(nodes: readonly AtNode[]): FromAnyone[] {
  return nodes.flatMap(({ messages }, to) =>
    messages.flatMap(({ message, inModes, onceStopped, reads }): FromAnyone[] => {
      if (!reads.sender) return [{ to, message, which: 'all' }];
      return inModes || onceStopped ? [{ to, message, which: 'ignored' }] : [];
    }),
  );
}

/** By the names that a person knows it by, some more than once. */
export function namesAtNodes(model: Model, nodes: readonly AtNode[]): string[] {
  return model.instances.flatMap(({ index, role: r }) => {
    const role = model.roles[r];
    const { messages, runOut, started, timers, variables } = nodes[index];
    return [
      ...variables.map((v) => `${role.name}.${role.variables[v].name} at times`),
      ...timers.map((t) => `${role.name}.${role.timers[t].name} at times`),
      ...runOut.map((t) => `${role.name}.${role.timers[t].name} once it has run out`),
      ...started.map((t) => `what ${role.name}.${role.timers[t].name} was started for`),
      ...messages.flatMap(({ message, inModes, onceStopped, reads }) => {
        const { name, fields } = model.messages[message];
        return [
          ...fields.flatMap((field, f) => (reads.fields[f] ? [] : [`${name}.${field.name} at ${role.name}`])),
          ...(reads.sender ? [] : [`who sent ${name} to ${role.name}`]),
          ...(inModes ? [`what ${name} says once it does nothing at ${role.name}`] : []),
          ...(onceStopped ? [`what ${name} says once ${role.name} has stopped`] : []),
        ];
      }),
    ];
  });
}
