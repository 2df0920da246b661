/** What a random system declares before any code: clocks, messages, variables, timers. */
import { comparison, expression, type Scope } from './expressions.ts';
import { either, spelt } from './spelling.ts';
import type { GenMessage, GenTimer } from './statements.ts';
import type { Tape } from './tape.ts';
import { BIT, COLOUR, type GenRole, type GenType, payloadType, SMALL, simplest, typeText, variableType } from './types.ts';

export interface Variable {
  readonly name: string;
  readonly type: GenType;
  readonly ghost: boolean;
  readonly line: string;
}

export interface Clock {
  readonly line: string;
  readonly readings: readonly string[];
}

/** `always`: there is one. */
export function writeClocks(tape: Tape, always: boolean): Clock[] {
  const until = () => 1 + tape.below(3);
  const wall = (): Clock => ({ line: `clock wall until ${until()}`, readings: ['wall.now'] });
  const uncertain = (): Clock => ({
    line: `clock wall until ${until()} uncertainty 1`,
    readings: ['wall.now', 'wall.earliest', 'wall.latest'],
  });
  const uptime = (): Clock => ({ line: `clock uptime until ${until()} monotonic`, readings: ['uptime.now'] });
  switch (always ? 4 + tape.below(4) : tape.below(8)) {
    case 4:
      return [wall()];
    case 5:
      return [uncertain()];
    case 6:
      return [uptime()];
    case 7:
      return [tape.chance(1, 2) ? uncertain() : wall(), uptime()];
    default:
      return [];
  }
}

/** Words of the language that are fields all the same: the second row names nothing but fields. */
const FIELD_WORDS = ['to', 'from', 'count', 'message', ...['when', 'in', 'if', 'then', 'or', 'until']] as const;
const VARIABLE_WORDS = ['timer', 'lossy', 'stop', 'pause', 'delay', 'wiped', 'send', 'up', 'steps', 'at', 'limit', 'partial'] as const;

export function writeMessage(tape: Tape, name: string, roles: readonly GenRole[]): GenMessage {
  const count = tape.pick([0, 1, 1, 2]);
  const fields = Array.from({ length: count }, (_, i) => ({ name: ['fa', 'fb'][i], type: payloadType(tape, roles) }));
  const senders = [tape.pick(roles), ...tape.some(roles, 1, 4)];
  const receivers = [...new Set([tape.pick(roles), ...tape.some(roles, 1, 4)])];
  const word = tape.pick(FIELD_WORDS);
  const named = tape.chance(1, 4) ? fields.map((field, i) => (i === 0 ? { ...field, name: either(word, field.name) } : field)) : fields;
  return { name, fields: named, senders: [...new Set(senders)], receivers };
}

/** `above` are the variables of the node that stand before it: its first value may use them. */
export function writeVariable(tape: Tape, name: string, roles: readonly GenRole[], self: GenRole, above: readonly Variable[]): Variable {
  if (tape.chance(1, 7)) return ghostVariable(tape, `${name}g`, roles);
  const type = variableType(tape, roles);
  const durable = tape.chance(2, 5);
  const first = initial(tape, type, roles, self, above);
  const wiped = durable && tape.chance(2, 3) ? initial(tape, type, roles, self, above) : null;
  // without a word of it an empty disk holds the first value
  const asFirst = durable && !first.includes(' for ') ? either('', ` wiped ${first}`) : '';
  const word = tape.pick(VARIABLE_WORDS);
  const called = tape.chance(1, 6) && above.every((other) => spelt(other.name, 'short') !== word) ? either(word, name) : name;
  const disk = wiped === null ? asFirst : ` wiped ${wiped}`;
  return { name: called, type, ghost: false, line: `${durable ? 'durable ' : ''}${called}: ${typeText(type)} = ${first}${disk}` };
}

function initial(tape: Tape, type: GenType, roles: readonly GenRole[], self: GenRole, above: readonly Variable[]): string {
  const names = above.filter(({ ghost }) => !ghost).map(({ name, type }) => ({ text: name, type }));
  const scope: Scope = { roles, names, timers: [], readings: [], facts: [], self };
  const scalar = ['bool', 'int', 'enum', 'node', 'optional'].includes(type.kind);
  switch (tape.below(10)) {
    case 4:
    case 5:
      return names.length === 0
        ? expression(tape, type, scope, 1)
        : `if ${comparison(tape, scope, 0)} then ${expression(tape, type, scope, 1)} else ${simplest(type)}`;
    case 6:
    case 7:
      return scalar ? 'any' : simplest(type);
    case 8:
      return `if self == ${self.indexed ? `${self.name}#1` : self.name} then ${simplest(type)} else ${expression(tape, type, scope, 0)}`;
    case 9:
      return expression(tape, type, scope, 1);
    default:
      return simplest(type);
  }
}

export function ghostVariable(tape: Tape, name: string, roles: readonly GenRole[]): Variable {
  const type = tape.pick<GenType>([{ kind: 'bool' }, SMALL, COLOUR, { kind: 'optional', of: { kind: 'node', role: tape.pick(roles) } }]);
  return { name, type, ghost: true, line: `ghost ${name}: ${typeText(type)} = ${simplest(type)}` };
}

export function writeTimer(tape: Tape, name: string, roles: readonly GenRole[]): GenTimer {
  const role = tape.pick(roles);
  const key = tape.pick<GenType | null>([null, null, null, BIT, COLOUR, role.count > 1 ? { kind: 'node', role } : null]);
  return { name, key, handled: !tape.chance(1, 3) };
}
