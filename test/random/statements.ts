/** Random statements of a handler's or action's body. */
import { condition, domain, expression, freshName, type Scope, withName, without } from './expressions.ts';
import { either } from './spelling.ts';
import type { Tape } from './tape.ts';
import { someTurn } from './turns.ts';
import { fits, type GenRole, type GenType, instances, SMALL, typeText } from './types.ts';

export interface GenMessage {
  readonly name: string;
  readonly fields: readonly { readonly name: string; readonly type: GenType }[];
  /** who may send it, and who has handlers for it */
  readonly senders: readonly GenRole[];
  readonly receivers: readonly GenRole[];
}

export interface GenTimer {
  readonly name: string;
  readonly key: GenType | null;
  /** handlers may be written for it; of another one only readings are taken */
  readonly handled: boolean;
}

/** What a body may do. Filled in while it is written: `sent` and `called` say what really stands there. */
export interface Body {
  readonly role: GenRole;
  readonly variables: readonly { readonly name: string; readonly type: GenType }[];
  readonly timers: readonly GenTimer[];
  readonly calls: readonly string[];
  readonly messages: readonly GenMessage[];
  readonly ghosts: readonly { readonly name: string; readonly type: GenType }[];
  /** what a ghost block may read */
  readonly ghostNames: Scope['names'];
  readonly ghostTimers: Scope['timers'];
  /** in a handler of a message: `reply` goes to whoever sent it */
  readonly replies: readonly GenMessage[];
  readonly canPause: boolean;
  readonly sent: Set<string>;
  readonly called: Set<string>;
}

export function statements(tape: Tape, body: Body, scope: Scope, depth: number): string[] {
  const lines: string[] = [];
  let inside = scope;
  const count = depth === 2 ? 1 + tape.below(3) : tape.below(2) + 1;
  for (let i = 0; i < count && !tape.ended; i += 1) {
    const made = statement(tape, body, inside, depth);
    lines.push(...made.lines);
    inside = made.scope;
  }
  return lines;
}

interface Made {
  readonly lines: string[];
  /** with what a `let` has added */
  readonly scope: Scope;
}

function statement(tape: Tape, body: Body, scope: Scope, depth: number): Made {
  const same = (lines: string[]): Made => ({ lines, scope });
  const kind = tape.below(24);
  if (kind === 17 || kind === 5 || (scope.ofTime && kind === 4)) return same(ghost(tape, body, scope));
  if (kind < 5) return same(assignment(tape, body, scope));
  if (kind < 10) return same(message(tape, body, scope));
  if (kind < 12) return same(timer(tape, body, scope));
  if (kind === 12 || kind === 13) return same(body.canPause ? ['pause'] : assignment(tape, body, scope));
  if (kind === 14) return bindLet(tape, scope);
  if (kind === 15 || kind === 16) return bindChoice(tape, scope);
  if (kind === 18) return same(tape.chance(1, 4) ? [`assert ${condition(tape, scope, 1)}`] : assignment(tape, body, scope));
  if (depth <= 0) return same(assignment(tape, body, scope));
  if (kind < 21) return same(branch(tape, body, scope, depth));
  if (kind < 23) return same(loop(tape, body, scope, depth));
  return same(matching(tape, body, scope, depth));
}

export function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}

function assignment(tape: Tape, body: Body, scope: Scope): string[] {
  if (body.variables.length === 0) return [];
  const { name, type } = tape.pick(body.variables);
  const others = without(scope, name);
  const value = (of: GenType) => expression(tape, of, tape.chance(1, 3) ? scope : others, 1);
  switch (type.kind) {
    case 'int':
      if (type.name === 'Term' && tape.chance(1, 3)) return [`${name} += 1`];
      return tape.chance(1, 3) ? [`if ${name} < ${type.high} { ${name} += 1 }`] : [`${name} = ${value(type)}`];
    case 'set':
      return [tape.pick([`${name} += ${value(type.of)}`, `${name} -= ${value(type.of)}`, `${name} = ${value(type)}`])];
    case 'map':
      return [tape.chance(1, 3) ? `${name} = ${value(type)}` : `${name}[${value(type.key)}] = ${value(type.value)}`];
    case 'struct':
      return [tape.pick([`${name}.flag = ${value({ kind: 'bool' })}`, `${name} = ${value(type)}`])];
    case 'list':
      return [tape.chance(1, 3) ? `if count(${name}) > 0 { ${name}[0] = ${value(type.of)} }` : `${name} = ${value(type)}`];
    default:
      return [`${name} = ${value(type)}`];
  }
}

function message(tape: Tape, body: Body, scope: Scope): string[] {
  if (body.replies.length > 0 && tape.chance(2, 5)) {
    const reply = tape.pick(body.replies);
    body.sent.add(reply.name);
    return [`reply ${withArguments(tape, reply, scope)}`];
  }
  const possible = body.messages.filter((m) => m.senders.some((role) => role.name === body.role.name));
  if (possible.length === 0) return assignment(tape, body, scope);
  const sent = tape.pick(possible);
  body.sent.add(sent.name);
  const receiver = tape.pick(sent.receivers);
  const written =
    receiver.indexed && tape.chance(1, 3)
      ? `broadcast ${withArguments(tape, sent, scope)} to ${receiver.name}`
      : `send ${withArguments(tape, sent, scope)} to ${address(tape, receiver, scope)}`;
  if (body.calls.length === 0 || !tape.chance(1, 2)) return [written];
  const call = tape.pick(body.calls);
  body.called.add(call);
  return [`call ${call} = ${written}`];
}

function address(tape: Tape, role: GenRole, scope: Scope): string {
  const known = scope.names.filter((name) => fits(name.type, { kind: 'node', role })).map((name) => name.text);
  return tape.pick([...instances(role), ...known]);
}

function withArguments(tape: Tape, sent: GenMessage, scope: Scope): string {
  if (sent.fields.length === 0) return sent.name;
  // the only field needs no name
  const named = (name: string) => (sent.fields.length === 1 ? either('', `${name}: `) : `${name}: `);
  return `${sent.name}(${sent.fields.map(({ name, type }) => `${named(name)}${expression(tape, type, scope, 1)}`).join(', ')})`;
}

function timer(tape: Tape, body: Body, scope: Scope): string[] {
  if (body.timers.length === 0) return message(tape, body, scope);
  const { name, key } = tape.pick(body.timers);
  const which = key === null ? name : `${name}[${expression(tape, key, scope, 1)}]`;
  if (tape.chance(1, 4)) return [`stop ${which}`];
  const duration = tape.pick(['1', '2', '2', 'TWO', `1 + ${expression(tape, { kind: 'int', low: 0, high: 1, name: null }, scope, 1)}`]);
  // 0 is an error of the model, and only where the statement is reached
  const perhapsNone = expression(tape, SMALL, scope, 1);
  if (tape.chance(1, 8)) return [`if (${perhapsNone} > 0) { start ${which} for ${perhapsNone} }`];
  const start = `start ${which} for ${tape.chance(1, 60) ? `clamp(${perhapsNone})` : duration}`;
  if (!tape.chance(1, 4)) return [start];
  // read, and started again in the same segment
  const reading = `if ${which}.left > 1 {`;
  const between = tape.pick([assignment(tape, body, scope), ['pause']].slice(0, body.canPause ? 2 : 1));
  return [start, reading, ...indent(between), '}', tape.pick([`start ${which} for 2`, `stop ${which}`, `start ${which} for 1`])];
}

function bindLet(tape: Tape, scope: Scope): Made {
  const type = tape.pick<GenType>([SMALL, { kind: 'bool' }, ...scope.names.map((name) => name.type).filter((t) => t.kind !== 'map')]);
  const name = freshName();
  const text = expression(tape, type, scope, 1);
  // without a declared type only where the value says which it is
  const annotated = type.kind === 'bool' ? name : `${name}: ${typeText(type)}`;
  return { lines: [`let ${annotated} = ${text}`], scope: withName(scope, name, type) };
}

function bindChoice(tape: Tape, scope: Scope): Made {
  const name = freshName();
  const { text, of } = domain(tape, scope, 1);
  // a variable's set may be empty, and an empty choice is an error of the model: seldom wanted
  const sure = scope.names.some((known) => known.text === text) && !tape.chance(1, 10) ? '0..1' : text;
  const type: GenType = sure === text ? of : { kind: 'int', low: 0, high: 1, name: null };
  if (tape.chance(1, 3)) return { lines: [`let ${name} = random ${sure}`], scope: withName(scope, name, type) };
  const element = freshName();
  const where = tape.chance(1, 12) ? ` where ${condition(tape, withName(scope, element, type), 0)}` : '';
  return { lines: [`let ${name} = choose ${element} in ${sure}${where}`], scope: withName(scope, name, type) };
}

function ghost(tape: Tape, body: Body, scope: Scope): string[] {
  if (body.ghosts.length === 0) return assignment(tape, body, scope);
  const { name, type } = tape.pick(body.ghosts);
  if (type.kind === 'bool' && tape.chance(1, 2)) return [`ghost { ${name} = ${tape.pick(['', '', `${name} or `])}${someTurn(tape)} }`];
  const seeing: Scope = { ...scope, names: [...scope.names, ...body.ghostNames], timers: body.ghostTimers };
  return [`ghost { ${name} = ${expression(tape, type, seeing, 1)} }`];
}

function branch(tape: Tape, body: Body, scope: Scope, depth: number): string[] {
  const lines = [`if ${condition(tape, scope, 1)} {`, ...indent(statements(tape, body, scope, depth - 1)), '}'];
  if (tape.chance(1, 2)) return lines;
  return [...lines.slice(0, -1), '} else {', ...indent(statements(tape, body, scope, depth - 1)), '}'];
}

function loop(tape: Tape, body: Body, scope: Scope, depth: number): string[] {
  const name = freshName();
  const { text, of } = domain(tape, scope, 1);
  const inside = withName(scope, name, of);
  const where = tape.chance(1, 4) ? ` where ${condition(tape, inside, 0)}` : '';
  return [`for ${name} in ${text}${where} {`, ...indent(statements(tape, body, inside, depth - 1)), '}'];
}

function matching(tape: Tape, body: Body, scope: Scope, depth: number): string[] {
  const subjects = scope.names.filter(({ type }) => type.kind === 'enum' || type.kind === 'optional');
  if (subjects.length === 0) return branch(tape, body, scope, depth);
  const { text, type } = tape.pick(subjects);
  const inner = (inside: Scope) => indent(indent(statements(tape, body, inside, depth - 1)));
  if (type.kind === 'optional') {
    const name = freshName();
    return [
      `match ${text} {`,
      '  none {',
      ...inner(scope),
      '  }',
      `  some ${name} {`,
      ...inner(withName(scope, name, type.of)),
      '  }',
      '}',
    ];
  }
  if (type.kind !== 'enum') return [];
  return [`match ${text} {`, `  ${tape.pick(type.members)} {`, ...inner(scope), '  }', '  else {', ...inner(scope), '  }', '}'];
}
