/** Random first values, kept on a disk or not, in a small system whose nodes crash: in random systems little depends on them. */
import fc from 'fast-check';
import { Tape, tape } from './tape.ts';

const NAMES = ['a', 'b', 'c'];

/** One node. */
export const aboutDisks = fc.record({ values: tape(40) }).map(({ values }) => written(new Tape(values), 1));

/** Two, which their first values may tell apart, and nothing else. */
export const disksOfTwo = fc.record({ values: tape(40) }).map(({ values }) => written(new Tape(values), 2));

function written(from: Tape, count: number): string {
  const variables = NAMES.slice(0, count === 1 ? 3 : 2);
  const names = variables.flatMap((_, i) => variables.slice(0, i + 1));
  const assignments = Array.from({ length: 1 + from.below(2) }, (_, i) => {
    const guard = from.chance(1, 2) ? ` when ${from.pick(names)} == ${from.below(2)}` : '';
    return `optional action act${i}${guard} { ${from.pick(names)} = ${later(from, variables)} }`;
  });
  const restart = from.chance(1, 3) ? [`on restart { ${from.pick(names)} = ${later(from, variables)} }`] : [];
  const members = [...variables.map((name, i) => declared(from, name, variables.slice(0, i), count)), ...restart, ...assignments];
  const asked = from.pick(names);
  const mode = from.pick(['recovery', 'amnesia', 'amnesia', 'recovery, at most 1 down']);
  return `system Disks {
  node N[${count}] {
    ${members.join('\n    ')}
  }
  safety Some: never (exists n in N: n.${asked} == ${from.below(2)} and not up(n))
  safety All: never (forall n in N: n.${asked} == ${from.below(2)})
}
assume A {
  timing async
  fault N { ${mode}, up to ${1 + from.below(2)} }
}
check A { }`;
}

function declared(from: Tape, name: string, above: readonly string[], count: number): string {
  const durable = from.chance(1, 2);
  const wiped = durable && from.chance(1, 2) ? ` wiped ${first(from, above, count)}` : '';
  return `${durable ? 'durable ' : ''}${name}: 0..1 = ${first(from, above, count)}${wiped}`;
}

function first(from: Tape, above: readonly string[], count: number): string {
  if (count > 1 && from.chance(1, 4))
    return from.pick(['if self == N#1 then 1 else 0', 'index(self) - 1', 'if index(self) == 2 then 0 else 1']);
  if (above.length === 0) return from.pick(['any', '0', '1']);
  const other = from.pick(above);
  return from.pick(['any', '0', other, other, `1 - ${other}`, `if ${other} == 0 then 1 else 0`]);
}

function later(from: Tape, variables: readonly string[]): string {
  return from.pick(['0', '1', from.pick(variables), `1 - ${from.pick(variables)}`]);
}
