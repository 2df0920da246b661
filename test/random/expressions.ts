/** Random expressions of a wanted type, over the names in scope. */
import { either } from './spelling.ts';
import type { Tape } from './tape.ts';
import { BIT, COLOUR, fits, type GenRole, type GenType, instances, LEVEL, SMALL, simplest, TERM, typeText } from './types.ts';

export interface Scope {
  readonly roles: readonly GenRole[];
  /** what can be read here, as it is written */
  readonly names: readonly { readonly text: string; readonly type: GenType }[];
  /** timers whose `left` and `running` can be read here */
  readonly timers: readonly string[];
  /** `wall.now` and such */
  readonly readings: readonly string[];
  /** bool expressions of this place: `corrupted`, `up(n)`, `in flight M` */
  readonly facts: readonly string[];
  readonly self: GenRole | null;
  /** conditions speak of timers and clocks in most cases */
  readonly ofTime?: boolean;
}

export function withName(scope: Scope, text: string, type: GenType): Scope {
  return { ...scope, names: [...scope.names, { text, type }] };
}

/** So that nothing is compared with or assigned to itself. */
export function without(scope: Scope, text: string): Scope {
  return { ...scope, names: scope.names.filter((name) => name.text !== text) };
}

/** A whole expression: never needs parentheses around it where a whole expression may stand. */
export function expression(tape: Tape, type: GenType, scope: Scope, depth = 2): string {
  const known = leaves(type, scope);
  if (tape.ended) return simplest(type);
  if (known.length > 0 && tape.chance(depth > 0 ? 2 : 4, 5)) return tape.pick(known);
  if (depth <= 0) return literal(tape, type, scope);
  const inner = (of: GenType) => expression(tape, of, scope, depth - 1);
  if (['struct', 'optional', 'node', 'enum', 'set', 'list'].includes(type.kind) && tape.chance(1, 6))
    return `${tape.pick(['min', 'max'])}(${[inner(type), inner(type), ...(tape.chance(1, 5) ? [inner(type)] : [])].join(', ')})`;
  if (['bool', 'int', 'enum', 'node'].includes(type.kind) && tape.chance(1, 14))
    return `${tape.pick(['min', 'max'])}({ ${inner(type)}, ${inner(type)} })`;
  if (type.kind !== 'map' && tape.chance(1, 12)) return `(if ${condition(tape, scope, depth - 1)} then ${inner(type)} else ${inner(type)})`;
  switch (type.kind) {
    case 'bool':
      return condition(tape, scope, depth);
    case 'int':
      return integer(tape, type, scope, depth);
    case 'set':
      return setOf(tape, type, scope, depth);
    case 'list':
      return tape.pick([
        () => literal(tape, type, scope),
        () => `[${inner(type.of)}]`,
        () => `take([${inner(type.of)}] + ${inner(type)}, 2)`,
        () => `rest([${inner(type.of)}, ${inner(type.of)}])`,
        () => `drop([${inner(type.of)}, ${inner(type.of)}], ${inner(BIT)})`,
      ])();
    case 'struct':
      return `${type.name}(${type.fields.map((field) => `${field.name}: ${inner(field.type)}`).join(', ')})`;
    case 'optional':
      return tape.chance(1, 3) ? 'none' : inner(type.of);
    case 'map':
      return byRule(tape, type, scope, depth);
    case 'node':
      return tape.chance(1, 2) ? literal(tape, type, scope) : numbered(tape, type.role, scope, depth);
    default:
      return literal(tape, type, scope);
  }
}

/** A map with a value for each key, which most often depends on the key. */
function byRule(tape: Tape, { key, value }: GenType & { kind: 'map' }, scope: Scope, depth: number): string {
  const local = freshName();
  const inside = withName(scope, local, key);
  const keys = key.kind === 'bool' ? '{ false, true }' : typeText(key);
  const known = key.kind === 'node' && !key.role.indexed ? `{ ${key.role.name} }` : keys;
  return `{ ${local}: ${expression(tape, value, inside, depth - 1)} for ${local} in ${known} }`;
}

/** An instance by its number, which seldom is none that there is: an error of the model. */
function numbered(tape: Tape, role: GenRole, scope: Scope, depth: number): string {
  const nodes = scope.names.filter(({ type }) => type.kind === 'node').map(({ text }) => `index(${text})`);
  const numbers = scope.names.filter(({ type }) => type.kind === 'int').map(({ text }) => text);
  const number = tape.pick([
    expression(tape, { kind: 'int', low: 1, high: role.count, name: null }, scope, depth - 1),
    ...(scope.self === null ? [] : ['index(self)']),
    ...nodes,
    ...numbers,
  ]);
  if (/^\d+$/.test(number)) return `${role.name}#(${Math.min(Number(number), role.count)})`;
  // the next one in a ring, the one as far on as there is, or perhaps none
  return tape.pick([
    `${role.name}#(${number} % ${role.count} + 1)`,
    `${role.name}#(min(max(${number}, 1), ${role.count}))`,
    ...(tape.chance(1, 3) ? [`${role.name}#(${number})`] : []),
  ]);
}

/** Something true or false. */
export function condition(tape: Tape, scope: Scope, depth = 2): string {
  const inner = () => condition(tape, scope, depth - 1);
  if (tape.ended) return 'true';
  if (depth <= 0) return comparison(tape, scope, 0);
  switch (tape.below(12)) {
    case 6:
      return `(${inner()} and ${inner()})`;
    case 7:
      return `(${inner()} or ${inner()})`;
    case 8:
      return `(not ${inner()})`;
    case 9:
      return quantified(tape, scope, depth);
    case 10:
      return `(${inner()} implies ${inner()})`;
    case 11:
      return tape.pick(['true', 'false', ...scope.facts, ...scope.facts]);
    default:
      return comparison(tape, scope, depth - 1);
  }
}

export function comparison(tape: Tape, scope: Scope, depth: number): string {
  const part = scope.ofTime ? 2 : 1;
  if (scope.timers.length > 0 && tape.chance(part, 4)) return timerFact(tape, scope);
  if (scope.readings.length > 0 && tape.chance(part, 4))
    return `(${tape.pick(scope.readings)} ${tape.pick(['>', '==', '<=', '<'])} ${tape.chance(1, 4) ? expression(tape, BIT, scope, 0) : tape.pick([1, 0, 2])})`;
  if (scope.facts.length > 0 && tape.chance(1, 4)) return tape.pick(scope.facts);
  const self: Scope['names'] = scope.self === null ? [] : [{ text: 'self', type: { kind: 'node', role: scope.self } }];
  const subjects = [...scope.names, ...(tape.chance(1, 8) ? self : [])];
  if (subjects.length === 0) return tape.pick(['true', 'false']);
  const { text, type } = tape.pick(subjects);
  const others = without(scope, text);
  const value = (of: GenType) => expression(tape, of, others, depth);
  switch (type.kind) {
    case 'bool':
      return tape.pick([text, `(not ${text})`]);
    case 'int':
      return `(${text} ${tape.pick(['==', '<', '>=', '!=', '>', '<='])} ${value(type)})`;
    case 'set':
      return tape.chance(1, 2) ? `(count(${text}) ${tape.pick(['>', '==', '<='])} ${tape.below(2)})` : `(${value(type.of)} in ${text})`;
    case 'list':
      if (tape.chance(1, 12)) return `(first(${text}) == ${value(type.of)})`;
      return tape.chance(1, 2) ? `(count(${text}) ${tape.pick(['>', '==', '<='])} ${tape.below(2)})` : `(${value(type.of)} in ${text})`;
    case 'map':
      return `(${text}[${value(type.key)}] == ${value(type.value)})`;
    case 'optional':
      return tape.chance(1, 2)
        ? `(${text} ${tape.pick(['==', '!='])} none)`
        : `(${text} ${tape.pick(['==', '<', '!=', '>='])} ${value(type)})`;
    case 'node':
      if (tape.chance(1, 2)) return `(index(${text}) ${tape.pick(['==', '<', '>='])} ${1 + tape.below(2)})`;
      return `(${text} ${tape.pick(['==', '!=', '<', '>='])} ${value(type)})`;
    case 'struct':
      return tape.chance(1, 2) ? `${text}.flag` : `(${text} ${tape.pick(['==', '<', '!=', '>='])} ${value(type)})`;
    default:
      return `(${text} ${tape.pick(['==', '!=', '<', '>='])} ${value(type)})`;
  }
}

function timerFact(tape: Tape, scope: Scope): string {
  const timer = tape.pick(scope.timers);
  return tape.pick([
    `${timer}.running`,
    `(not ${timer}.running)`,
    `(${timer}.left ${tape.pick(['>', '==', '<='])} ${1 + tape.below(2)})`,
    `(${timer}.left == 0)`,
  ]);
}

let lastLocal = 0;

/** A name that nothing else has. Start again for each spec, or the same tape would give other names. */
export function freshName(): string {
  lastLocal += 1;
  return `l${lastLocal}`;
}

export function restartNames(): void {
  lastLocal = 0;
}

/** Something to walk over or choose from, and the type of its elements. */
export function domain(tape: Tape, scope: Scope, depth: number): { text: string; of: GenType } {
  const sets = scope.names.flatMap((name) => (name.type.kind === 'set' ? [{ text: name.text, of: name.type.of }] : []));
  const roles = scope.roles.filter((role) => role.indexed).map((role) => ({ text: role.name, of: { kind: 'node', role } as GenType }));
  const written = { text: `{ ${expression(tape, BIT, scope, depth - 1)}, 1 }`, of: BIT };
  return tape.pick([
    { text: '0..1', of: BIT },
    ...roles,
    ...sets,
    { text: 'Colour', of: COLOUR },
    { text: '0..2', of: SMALL },
    written,
    { text: either('Level', '0..2'), of: LEVEL },
    { text: 'Term', of: TERM },
  ]);
}

function quantified(tape: Tape, scope: Scope, depth: number): string {
  const local = freshName();
  const { text, of } = domain(tape, scope, depth);
  const inside = withName(scope, local, of);
  const where = tape.chance(1, 3) ? ` where ${condition(tape, inside, 0)}` : '';
  const body = condition(tape, inside, depth - 1);
  switch (tape.below(3)) {
    case 0:
      return `(exists ${local} in ${text}${where}: ${body})`;
    case 1:
      return `(forall ${local} in ${text}${where}: ${body})`;
    default:
      return `(count(${local} in ${text} where ${body}) > ${tape.below(2)})`;
  }
}

function setOf(tape: Tape, type: GenType & { kind: 'set' }, scope: Scope, depth: number): string {
  const inner = (of: GenType) => expression(tape, of, scope, depth - 1);
  switch (tape.below(6)) {
    case 2:
      return `(${inner(type)} | { ${inner(type.of)} })`;
    case 3:
      return `({ ${inner(type.of)} } - ${inner(type)})`;
    case 4:
      return `({ ${inner(type.of)} } & ${inner(type)})`;
    case 5: {
      const local = freshName();
      const { text, of } = domain(tape, scope, depth - 1);
      const inside = withName(scope, local, of);
      return `{ ${expression(tape, type.of, inside, depth - 1)} for ${local} in ${text} where ${condition(tape, inside, 0)} }`;
    }
    default:
      return literal(tape, type, scope);
  }
}

function integer(tape: Tape, type: GenType & { kind: 'int' }, scope: Scope, depth: number): string {
  const inner = () => expression(tape, SMALL, scope, depth - 1);
  const into = (text: string) => `min(max(${text}, ${type.low}), ${type.high})`;
  const sets = scope.names.filter((name) => name.type.kind === 'set' || name.type.kind === 'list');
  const nodes = scope.names.filter((name) => name.type.kind === 'node').map((name) => name.text);
  const numbers = scope.self === null ? nodes : [...nodes, 'self'];
  switch (tape.below(10)) {
    case 1:
      return into(`${inner()} + 1`);
    case 2:
      return type.low === 0 ? `(${inner()} + ${inner()}) % ${type.high + 1}` : into(inner());
    case 3:
      return scope.timers.length > 0 ? into(`${tape.pick(scope.timers)}.left`) : into(`${inner()} * 2`);
    case 4:
      return scope.readings.length > 0 ? into(tape.pick(scope.readings)) : into(`${inner()} - 1`);
    case 5:
      return sets.length > 0 ? into(`count(${tape.pick(sets).text})`) : into(`${inner()} / 2`);
    case 6:
      return into(`clamp(${inner()} + ${inner()})`);
    case 7:
      // may pass the end of its type: a model error, or a cut where the type is a limit
      return type.name === 'Term' || tape.chance(1, 8) ? `${inner()} + ${inner()}` : into(inner());
    case 8:
      return numbers.length > 0 ? into(`index(${tape.pick(numbers)})`) : into(`${inner()} + 2`);
    default:
      return literal(tape, type, scope);
  }
}

function literal(tape: Tape, type: GenType, scope: Scope): string {
  switch (type.kind) {
    case 'bool':
      return tape.pick(['false', 'true']);
    case 'int':
      return `${type.low + tape.below(type.high - type.low + 1)}`;
    case 'enum':
      return tape.pick(type.members);
    case 'node':
      return scope.self?.name === type.role.name && tape.chance(1, 2) ? 'self' : tape.pick(instances(type.role));
    case 'optional':
      return tape.chance(1, 2) ? 'none' : literal(tape, type.of, scope);
    case 'set':
      return tape.pick(['{}', `{ ${literal(tape, type.of, scope)} }`]);
    case 'list':
      return tape.pick(['[]', `[${literal(tape, type.of, scope)}]`]);
    default:
      return simplest(type);
  }
}

/** Names, and parts of what names stand for, that have the type. */
function leaves(type: GenType, scope: Scope): string[] {
  const parts = scope.names.flatMap(({ text, type: of }) => {
    if (of.kind === 'struct') return of.fields.map((field) => ({ text: `${text}.${field.name}`, type: field.type }));
    if (of.kind === 'map' && of.key.kind !== 'node') return [{ text: `${text}[${simplest(of.key)}]`, type: of.value }];
    return [];
  });
  const found = [...scope.names, ...parts].filter((name) => fits(name.type, type)).map((name) => name.text);
  if (type.kind === 'bool') return [...found, ...scope.timers.map((timer) => `${timer}.running`)];
  return found;
}
