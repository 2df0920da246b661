/** Random systems, written as text. Every decision comes from a tape of its own part, so that parts shrink apart. */
import { ghostVariable, type Variable, writeClocks, writeMessage, writeTimer, writeVariable } from './declarations.ts';
import { condition, freshName, type Scope, withName } from './expressions.ts';
import { either } from './spelling.ts';
import { type Body, type GenMessage, type GenTimer, indent, statements } from './statements.ts';
import { Tape } from './tape.ts';
import { fillTurns, turnsOf } from './turns.ts';
import { BIT, COLOUR, fits, type GenRole, type GenType, instances, LEVEL, PAIR, PHASE, simplest, TERM, typeText } from './types.ts';

export interface SystemTapes {
  readonly shape: readonly number[];
  readonly messages: readonly (readonly number[])[];
  readonly roles: readonly {
    readonly variables: readonly (readonly number[])[];
    readonly timers: readonly (readonly number[])[];
    readonly members: readonly (readonly number[])[];
  }[];
  readonly properties: readonly (readonly number[])[];
}

export interface GenSystem {
  /** everything between the braces of `system` but the properties */
  readonly lines: readonly string[];
  readonly roles: readonly GenRole[];
  readonly hasTimers: boolean;
  readonly hasClocks: boolean;
  readonly hasPayload: boolean;
  /** what properties and limits may name */
  readonly scope: Scope;
  /** who can have a turn, as far as properties can ask */
  readonly turns: readonly string[];
  readonly messages: readonly GenMessage[];
}

interface Part {
  readonly role: GenRole;
  readonly variables: readonly Variable[];
  readonly timers: readonly GenTimer[];
  readonly calls: readonly string[];
}

/** Declarations that every system may use, and the words that tell whether it does. */
const COMMON: readonly { readonly line: string; readonly used: RegExp }[] = [
  { line: 'const TWO = 2', used: /\b(TWO|Level)\b/ },
  { line: 'type Term = 0..2 limit', used: /\bTerm\b/ },
  { line: 'type Level = 0..TWO', used: /\bLevel\b/ },
  { line: 'enum Colour { red, green }', used: /\b(Colour|red|green)\b/ },
  { line: 'enum Phase { idle, busy, done }', used: /\b(Phase|idle|busy|done)\b/ },
  { line: 'struct Pair(fst: 0..1, flag: bool)', used: /\bPair\b/ },
  { line: 'fun clamp(x: 0..4): 0..2 = min(x, 2)', used: /\bclamp\(/ },
];

/** Those that the rest of the spec needs. */
export function commonLines(rest: string): string[] {
  return COMMON.filter((one) => one.used.test(rest)).map((one) => one.line);
}

export interface Wanted {
  /** timers and clocks may be declared */
  readonly timed: boolean;
  /** every timer has one reading, so that properties may ask for it */
  readonly exact: boolean;
  /** clocks may end runs */
  readonly ends: boolean;
  /** there is a clock, and most conditions ask for the time */
  readonly ofTime: boolean;
}

export function writeSystem(tapes: SystemTapes, { timed, exact, ends, ofTime }: Wanted): GenSystem {
  const shape = new Tape(tapes.shape);
  const roles = tapes.roles.map((_, i): GenRole => {
    const count = shape.pick([1, 1, 2]);
    return { name: ['Alpha', 'Beta', 'Gamma'][i], count, indexed: count > 1 || shape.chance(1, 4) };
  });
  const clocks = timed && ends ? writeClocks(shape, ofTime) : [];
  const systemGhost: Variable[] = ofTime
    ? [{ name: 'seen', type: { kind: 'bool' }, ghost: true, line: 'ghost seen: bool = false' }]
    : shape.chance(1, 3)
      ? [ghostVariable(shape, 'seen', roles)]
      : [];
  const messages = tapes.messages.map((values, i) => writeMessage(new Tape(values), `M${i}`, roles));
  const parts = tapes.roles.map((role, i): Part => {
    const variables: Variable[] = [];
    for (const [at, values] of role.variables.entries())
      variables.push(writeVariable(new Tape(values), `${'abc'[i]}${at}`, roles, roles[i], variables));
    const timers = timed ? role.timers.map((values, at) => writeTimer(new Tape(values), `t${at}`, roles)) : [];
    return { role: roles[i], variables, timers, calls: shape.chance(1, 2) ? ['probe'] : [] };
  });
  const world = { roles, messages, parts, systemGhost, exact, ofTime, readings: clocks.flatMap((clock) => clock.readings) };
  const bodies = parts.map((part, i) => writeMembers(part, tapes.roles[i].members, world));
  const sent = new Set(bodies.flatMap((body) => [...body.sent]));
  const turns = parts.flatMap((part, i) => turnsOf(part.role, [...timerLines(part), ...bodies[i].lines], roles));
  return {
    lines: [
      ...clocks.map((clock) => clock.line),
      ...messages.map((m) => `message ${m.name}${m.fields.length === 0 ? '' : `(${fieldsText(m)})`}`),
      ...systemGhost.map((ghost) => ghost.line),
      ...parts
        .flatMap((part, i) => nodeLines(part, part.role === sweptRole(roles), bodies[i], messages, sent))
        .map((line) => fillTurns(line, turns)),
    ],
    roles,
    hasTimers: parts.some((part) => part.timers.length > 0),
    hasClocks: clocks.length > 0,
    hasPayload: messages.some((m) => m.fields.length > 0),
    scope: propertyScope(parts, systemGhost, messages, exact, turns),
    turns,
    messages,
  };
}

function fieldsText(message: GenMessage): string {
  return message.fields.map((field) => `${field.name}: ${typeText(field.type)}`).join(', ');
}

interface World {
  readonly roles: readonly GenRole[];
  readonly messages: readonly GenMessage[];
  readonly parts: readonly Part[];
  readonly systemGhost: readonly Variable[];
  readonly exact: boolean;
  readonly ofTime: boolean;
  readonly readings: readonly string[];
}

interface Members {
  readonly lines: readonly string[];
  readonly sent: ReadonlySet<string>;
  readonly called: ReadonlySet<string>;
}

/** Stands where `for probe` will stand if some body of the role really makes that call. */
const FOR_CALL = '\u0001';

function writeMembers(part: Part, tapes: readonly (readonly number[])[], world: World): Members {
  const timers = part.timers.map(timerText);
  const body: Body = {
    role: part.role,
    variables: part.variables.filter((v) => !v.ghost),
    timers: part.timers,
    calls: part.calls,
    messages: world.messages,
    ghosts: [...part.variables.filter((v) => v.ghost), ...world.systemGhost],
    ghostNames: ghostNames(part, world),
    ghostTimers: world.exact ? timers : [],
    replies: [],
    canPause: true,
    sent: new Set(),
    called: new Set(),
  };
  const scope: Scope = {
    roles: world.roles,
    names: body.variables.map((v) => ({ text: v.name, type: v.type })),
    timers,
    readings: world.readings,
    facts: [],
    self: part.role,
    ofTime: world.ofTime,
  };
  let starts = 0;
  const lines = tapes.flatMap((values, i) => {
    const tape = new Tape(values);
    const made = writeMember(tape, `act${i}`, body, scope, starts > 0);
    if (made.start) starts += 1;
    return made.lines;
  });
  return { lines, sent: body.sent, called: body.called };
}

function writeMember(tape: Tape, name: string, body: Body, scope: Scope, started: boolean): { lines: string[]; start: boolean } {
  const received = body.messages.filter((m) => m.receivers.some((role) => role.name === body.role.name));
  const kind = tape.below(16);
  if (kind < 7 && received.length > 0) return { lines: messageHandler(tape, tape.pick(received), body, scope), start: false };
  const handled = body.timers.filter((timer) => timer.handled);
  if (kind < 10 && handled.length > 0) return { lines: timerHandler(tape, tape.pick(handled), body, scope), start: false };
  if (kind === 10 && received.length > 0) return { lines: deferral(tape, tape.pick(received), body, scope), start: false };
  if (kind === 11 && !started) {
    const words = tape.pick(['start', 'start, restart', 'restart']);
    return { lines: block(`on ${words}`, statements(tape, { ...body, calls: body.calls }, scope, 2)), start: true };
  }
  return { lines: action(tape, name, body, scope), start: false };
}

function block(head: string, lines: readonly string[]): string[] {
  return [`${head} {`, ...indent(lines), '}'];
}

function guard(tape: Tape, scope: Scope, part: number, whole: number): string {
  if (scope.names.length === 0) return '';
  return tape.chance(part, whole) ? ` when ${condition(tape, scope, 1)}` : '';
}

function action(tape: Tape, name: string, body: Body, scope: Scope): string[] {
  const optional = tape.pick(['optional ', 'optional ', '']);
  if (!tape.chance(1, 4)) return block(`${optional}action ${name}${guard(tape, scope, 3, 4)}`, statements(tape, body, scope, 2));
  const local = freshName();
  const indexed = scope.roles.filter((role) => role.indexed);
  const { text, of } = tape.pick<{ text: string; of: GenType }>([
    { text: '0..1', of: BIT },
    { text: 'Colour', of: COLOUR },
    ...indexed.map((role) => ({ text: role.name, of: { kind: 'node', role } as const })),
  ]);
  const inside = withName(scope, local, of);
  return block(`${optional}action ${name} for ${local} in ${text}${guard(tape, inside, 2, 3)}`, statements(tape, body, inside, 2));
}

interface Pattern {
  readonly text: string;
  readonly inside: Scope;
}

function pattern(tape: Tape, message: GenMessage, body: Body, scope: Scope, facts: readonly string[]): Pattern {
  let inside: Scope = { ...scope, facts: [...scope.facts, ...facts] };
  const bound = tape.chance(3, 4) ? message.fields : [];
  const bindings = bound.map((field) => {
    const local = freshName();
    inside = withName(inside, local, field.type);
    return `${field.name}: ${local}`;
  });
  let text = `${message.name}${bindings.length === 0 ? '' : `(${bindings.join(', ')})`}`;
  if (tape.chance(1, 3)) {
    const local = freshName();
    text += ` from ${local}`;
    if (message.senders.length === 1) inside = withName(inside, local, { kind: 'node', role: message.senders[0] });
  }
  if (body.calls.length > 0 && tape.chance(1, 3)) text += FOR_CALL;
  return { text, inside };
}

function messageHandler(tape: Tape, message: GenMessage, body: Body, scope: Scope): string[] {
  const { text, inside } = pattern(tape, message, body, scope, ['corrupted']);
  const senders = message.senders.map((role) => role.name);
  const replies = body.messages.filter(
    (m) => m.senders.some((role) => role.name === body.role.name) && m.receivers.some((role) => senders.includes(role.name)),
  );
  return block(`on ${text}${guard(tape, inside, 1, 3)}`, statements(tape, { ...body, replies }, inside, 2));
}

function timerHandler(tape: Tape, timer: GenTimer, body: Body, scope: Scope): string[] {
  if (timer.key === null) return block(`on ${timer.name}${guard(tape, scope, 1, 4)}`, statements(tape, body, scope, 2));
  const local = freshName();
  const inside = withName(scope, local, timer.key);
  return block(`on ${timer.name}[${local}]${guard(tape, inside, 1, 4)}`, statements(tape, body, inside, 2));
}

function deferral(tape: Tape, message: GenMessage, body: Body, scope: Scope): string[] {
  const { text, inside } = pattern(tape, message, body, scope, []);
  return [`defer ${text} when ${condition(tape, inside, 1)}`];
}

/** The role whose number a check may say instead of the system. */
export function sweptRole(roles: readonly GenRole[]): GenRole | undefined {
  return roles.find(({ indexed }) => indexed);
}

function nodeLines(part: Part, swept: boolean, members: Members, messages: readonly GenMessage[], sent: ReadonlySet<string>): string[] {
  const { role } = part;
  const missing = messages.filter((m) => !sent.has(m.name) && m.senders[0].name === role.name);
  const sources = missing.map((m) => {
    const fields = m.fields.map((field) => `${field.name}: ${simplest(field.type)}`).join(', ');
    return `optional action say${m.name} { send ${m.name}${fields === '' ? '' : `(${fields})`} to ${instances(m.receivers[0])[0]} }`;
  });
  const call = members.called.has('probe') ? ' for probe' : '';
  return block(`node ${role.name}${role.indexed ? `[${swept ? either(`${role.count + 1}`, `${role.count}`) : role.count}]` : ''}`, [
    ...part.variables.map((variable) => variable.line),
    ...timerLines(part),
    ...members.lines.map((line) => line.replaceAll(FOR_CALL, call)),
    ...sources,
  ]);
}

function timerLines({ timers }: Part): string[] {
  return timers.map((timer) => `timer ${timer.name}${timer.key === null ? '' : `[${typeText(timer.key)}]`}`);
}

function ghostNames(part: Part, world: World): Scope['names'] {
  const own = part.variables.filter((v) => v.ghost).map((v) => ({ text: v.name, type: v.type }));
  const others = world.parts.flatMap((other) => readable(other));
  return [...own, ...world.systemGhost.map((v) => ({ text: v.name, type: v.type })), ...others];
}

/** `Alpha#1.a0` for every instance and variable. */
function readable(part: Part): { text: string; type: GenType }[] {
  return instances(part.role).flatMap((node) => part.variables.map((v) => ({ text: `${node}.${v.name}`, type: v.type })));
}

function timerText({ name, key }: GenTimer): string {
  return key === null ? name : `${name}[${simplest(key)}]`;
}

function propertyScope(
  parts: readonly Part[],
  systemGhost: readonly Variable[],
  messages: readonly GenMessage[],
  exact: boolean,
  turns: readonly string[],
): Scope {
  const nodes = parts.flatMap((part) => instances(part.role));
  return {
    roles: parts.map((part) => part.role),
    names: [...parts.flatMap(readable), ...systemGhost.map((v) => ({ text: v.name, type: v.type }))],
    timers: exact ? parts.flatMap((part) => instances(part.role).flatMap((node) => part.timers.map((t) => `${node}.${timerText(t)}`))) : [],
    readings: [],
    facts: [...nodes.flatMap((node) => [`up(${node})`, `correct(${node})`]), ...messages.flatMap(inFlight), ...turns],
    self: null,
  };
}

function inFlight(message: GenMessage): string[] {
  const field = message.fields.find(({ type }) => [BIT, TERM, LEVEL, COLOUR, PHASE, PAIR].some((known) => fits(known, type)));
  const plain = [`in flight ${message.name}`, `(count(in flight ${message.name}) > 1)`];
  if (field === undefined) return plain;
  const value = simplest(field.type);
  const only = message.fields.length === 1 ? [`in flight ${message.name}(${value})`] : [];
  return [...plain, `in flight ${message.name}(${field.name}: ${value})`, ...only];
}
