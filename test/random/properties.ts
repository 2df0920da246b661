/** Random properties of a random system: of states, of steps, reachability, deadlines. */
import { condition, expression, freshName, type Scope, withName } from './expressions.ts';
import type { GenSystem } from './system.ts';
import { Tape } from './tape.ts';
import { instances } from './types.ts';

export interface GenProperty {
  readonly name: string;
  readonly line: string;
}

/** `deadlines`: time exists; `stable`: the word may be used (its truth is not monotone, and async has none). */
export function writeProperty(
  values: readonly number[],
  index: number,
  system: GenSystem,
  deadlines: boolean,
  stable: boolean,
): GenProperty {
  const tape = new Tape(values);
  const name = `P${index}`;
  const scope: Scope = stable && tape.chance(1, 5) ? { ...system.scope, facts: [...system.scope.facts, 'stable'] } : system.scope;
  if (system.turns.length > 0 && tape.chance(1, 5))
    return { name, line: `safety ${name}: ${tape.pick(['always', 'never'])} ${tape.pick(system.turns)}` };
  return { name, line: propertyLine(tape, name, system, scope, deadlines) };
}

/** A property of states that asks what nodes know: of one node, of nodes about nodes, of every node under a quantifier. */
export function writeKnowledge(values: readonly number[], index: number, system: GenSystem): GenProperty {
  const tape = new Tape(values);
  const name = `P${index}`;
  const nodes = system.roles.flatMap(instances);
  const knows = (inner: string) => `knows(${tape.pick(nodes)}, ${inner})`;
  const simple = knows(condition(tape, system.scope, 1));
  const facts = [simple, knows(knows(condition(tape, system.scope, 1))), knows(`(not ${simple})`), everyNode(tape, system)];
  const scope = { ...system.scope, facts: [...system.scope.facts, ...facts] };
  const formula = tape.pick([
    () => condition(tape, scope, 2),
    () => tape.pick(facts),
    () => `(${condition(tape, system.scope, 1)} implies ${tape.pick(facts)})`,
    () => `(${tape.pick(facts)} and not ${tape.pick(facts)})`,
  ])();
  const form = tape.pick(['safety P: always', 'safety P: never', 'reachable P:']).replace('P', name);
  return { name, line: `${form} ${formula}` };
}

/** A liveness property of one of the simple forms, now and then `provided` that something holds in the end. */
export function writeLiveness(values: readonly number[], index: number, system: GenSystem): GenProperty {
  const tape = new Tape(values);
  const name = `P${index}`;
  const one = () => condition(tape, system.scope, 1);
  const formula = tape.pick([
    () => `${one()} leads to ${one()}`,
    () => `eventually ${one()}`,
    () => `always eventually ${one()}`,
    () => `eventually always ${one()}`,
  ])();
  const provided = tape.chance(1, 3) ? ` provided eventually always ${one()}` : '';
  return { name, line: `liveness ${name}: ${formula}${provided}` };
}

/** A liveness property of any form, simple or not. */
export function writeLogic(values: readonly number[], index: number, system: GenSystem): GenProperty {
  if ((values[0] ?? 0) % 2 === 0) return writeLiveness(values.slice(1), index, system);
  const tape = new Tape(values.slice(1));
  const name = `P${index}`;
  const provided = tape.chance(1, 4) ? ` provided ${temporal(tape, system, 1)}` : '';
  return { name, line: `liveness ${name}: ${temporal(tape, system, 2)}${provided}` };
}

function temporal(tape: Tape, system: GenSystem, depth: number): string {
  if (depth === 0) return condition(tape, system.scope, 1);
  const inner = () => temporal(tape, system, depth - 1);
  switch (tape.below(10)) {
    case 0:
    case 1:
      return `(eventually ${inner()})`;
    case 2:
    case 3:
      return `(always ${inner()})`;
    case 4:
    case 5:
      return `(${inner()} until ${inner()})`;
    case 6:
      return `(${inner()} leads to ${inner()})`;
    case 7:
      return `(not ${inner()})`;
    case 8:
      return `(${inner()} and ${inner()})`;
    default:
      return `(${inner()} implies ${inner()})`;
  }
}

/** Each node knows something of itself, or of a value that is bound outside. */
function everyNode(tape: Tape, system: GenSystem): string {
  const roles = system.roles.filter((role) => role.indexed);
  if (roles.length === 0) return 'true';
  const role = tape.pick(roles);
  const [asker, other] = [freshName(), freshName()];
  const prefix = `${role.name}#1.`;
  const parts = system.scope.names.filter((known) => known.text.startsWith(prefix));
  const inside = parts.reduce((known, part) => withName(known, `${other}.${part.text.slice(prefix.length)}`, part.type), system.scope);
  const what = condition(tape, { ...inside, facts: [...inside.facts, `up(${other})`, `(${asker} == ${other})`] }, 1);
  const [outer, inner] = [tape.pick(['exists', 'forall']), tape.pick(['exists', 'forall'])];
  return `(${outer} ${asker} in ${role.name}: (${inner} ${other} in ${role.name}: knows(${asker}, ${what})))`;
}

function propertyLine(tape: Tape, name: string, system: GenSystem, scope: Scope, deadlines: boolean): string {
  const kind = tape.below(8);
  if (kind < 2) return `safety ${name}: ${tape.pick(['always', 'never'])} ${condition(tape, scope, 2)}`;
  if (kind === 2) return `safety ${name}: ${tape.pick(['always', 'never'])} ${overRole(tape, system, scope)}`;
  if (kind < 5) return stepProperty(tape, name, scope);
  if (kind === 5 && deadlines)
    return `safety ${name}: ${condition(tape, scope, 1)} leads to ${condition(tape, scope, 1)} within ${tape.below(3)}`;
  return `reachable ${name}: ${condition(tape, scope, 2)}`;
}

function overRole(tape: Tape, system: GenSystem, scope: Scope): string {
  const roles = system.roles.filter((role) => role.indexed);
  if (roles.length === 0) return condition(tape, scope, 2);
  const role = tape.pick(roles);
  const local = freshName();
  const prefix = `${role.name}#1.`;
  const parts = scope.names.filter((known) => known.text.startsWith(prefix));
  const inside = parts.reduce((known, part) => withName(known, `${local}.${part.text.slice(prefix.length)}`, part.type), scope);
  const more: Scope = { ...inside, facts: [...inside.facts, `up(${local})`] };
  return `(${tape.pick(['exists', 'forall'])} ${local} in ${role.name}: ${condition(tape, more, 1)})`;
}

function stepProperty(tape: Tape, name: string, scope: Scope): string {
  if (scope.names.length === 0) return `safety ${name}: always ${condition(tape, scope, 2)}`;
  const watched = tape.pick(scope.names);
  const other = expression(tape, watched.type, { ...scope, names: [watched] }, 1);
  const orders = watched.type.kind === 'int' ? ['>=', '<=', '!='] : ['!=', '=='];
  const written = `next(${watched.text}) ${tape.pick(orders)} ${tape.chance(1, 2) && watched.type.kind !== 'map' ? other : watched.text}`;
  // That nothing changes is a claim that no condition goes with.
  const change = tape.chance(1, 6) ? `next(${watched.text}) == ${watched.text}` : written;
  return tape.chance(1, 3) ? `safety ${name}: always (${condition(tape, scope, 1)} or ${change})` : `safety ${name}: always ${change}`;
}
