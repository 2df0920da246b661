/** Whole specs made at random: a system, one or two assumption sets, a check of each. */
import fc from 'fast-check';
import { assumeText, type GenAssume, type Ground, weaken, writeAssume } from './assumptions.ts';
import { condition, restartNames } from './expressions.ts';
import { writeKnowledge, writeLiveness, writeLogic, writeProperty } from './properties.ts';
import { either, type Spelling, spelt } from './spelling.ts';
import { indent } from './statements.ts';
import { commonLines, type GenSystem, type SystemTapes, sweptRole, writeSystem } from './system.ts';
import { Tape, tape } from './tape.ts';

interface SpecTapes extends SystemTapes {
  readonly assume: readonly number[];
  readonly weaker: readonly number[];
}

const role = fc.record({
  variables: fc.array(tape(14), { maxLength: 3, size: 'max' }),
  timers: fc.array(tape(2), { maxLength: 2, size: 'max' }),
  members: fc.array(tape(45), { minLength: 1, maxLength: 5, size: 'max' }),
});

const tapes: fc.Arbitrary<SpecTapes> = fc.record({
  shape: tape(20),
  messages: fc.array(tape(12), { minLength: 1, maxLength: 3, size: 'max' }),
  roles: fc.array(role, { minLength: 1, maxLength: 3, size: 'max' }),
  properties: fc.array(tape(24), { minLength: 1, maxLength: 4, size: 'max' }),
  assume: tape(60),
  weaker: tape(16),
});

/** A spec with one assumption set, `A`. */
export const oneAssumption: fc.Arbitrary<string> = tapes.map((all) => {
  const { system, assume, properties } = write(all, true);
  return text(system, properties, [['A', assume]]);
});

const tapesOfTime: fc.Arbitrary<SpecTapes> = tapes.map((all) => {
  const roles = all.roles.slice(0, 2).map(({ variables, timers, members }) => ({
    variables: variables.slice(0, 2),
    timers: timers.length === 0 ? [all.shape.slice(0, 2)] : timers,
    members,
  }));
  return { ...all, roles, messages: all.messages.slice(0, 1), properties: all.properties.slice(0, 2) };
});

/** A smaller one, in which much depends on timers and clocks, on crashes and on clocks that are set. */
export const aboutTime: fc.Arbitrary<string> = tapesOfTime.map((all) => {
  const { system, assume, properties } = write(all, true, true, true);
  return text(system, properties, [['A', assume]]);
});

/** The same, whose properties ask what nodes know. */
export const aboutKnowledge: fc.Arbitrary<string> = tapes.map((all) => {
  const { system, assume } = write({ ...all, properties: [] }, true);
  const properties = all.properties.map((values, i) => writeKnowledge(values, i, system).line);
  return text(system, properties, [['A', assume]]);
});

/** The same, with liveness properties. */
export const aboutLiveness: fc.Arbitrary<string> = tapes.map((all) => {
  const { system, assume } = write({ ...all, properties: [] }, true, false);
  const properties = all.properties.map((values, i) => writeLiveness(values, i, system).line);
  return text(system, properties, [['A', assume]]);
});

/** The same, with any formula. */
export const aboutLogic: fc.Arbitrary<string> = tapes.map((all) => {
  const { system, assume } = write({ ...all, properties: [] }, true, false);
  const properties = all.properties.map((values, i) => writeLogic(values, i, system).line);
  return text(system, properties, [['A', assume]]);
});

/** A spec with two, `Strong` and `Weak`, the first within the second. */
export const twoAssumptions: fc.Arbitrary<string> = tapes.map((all) => {
  const { system, assume, properties, ground } = write(all, false);
  const pair: [string, GenAssume][] = [
    ['Strong', assume],
    ['Weak', weaken(new Tape(all.weaker), assume, ground)],
  ];
  return text(system, properties, pair);
});

/** The same, with liveness properties. */
export const twoAboutLiveness: fc.Arbitrary<string> = tapes.map((all) => {
  const { system, assume, ground } = write({ ...all, properties: [] }, false, false);
  const properties = all.properties.map((values, i) => writeLiveness(values, i, system).line);
  const pair: [string, GenAssume][] = [
    ['Strong', assume],
    ['Weak', weaken(new Tape(all.weaker), assume, ground)],
  ];
  return text(system, properties, pair);
});

/** `ends`: a clock may end runs, which no liveness property is asked of. */
function write(all: SpecTapes, stable: boolean, ends = true, ofTime = false) {
  restartNames();
  const tape = new Tape(all.assume);
  const async = tape.chance(1, 6) && !ofTime;
  const exact = tape.chance(2, 5) && !ofTime;
  const timed = !async && (!tape.chance(1, 6) || ofTime);
  const system = writeSystem(all, { timed, exact, ends, ofTime });
  const needsTime = system.hasTimers || system.hasClocks;
  const properties = all.properties.map(
    (values, i) => writeProperty(values, i, system, !async && (needsTime || i === 0), stable && !async).line,
  );
  const ground: Ground = {
    roles: system.roles,
    exact,
    ofTime,
    timed: needsTime || properties.some((line) => line.includes(' within ')),
    hasWall: system.lines.some((line) => line.startsWith('clock wall')),
    hasPayload: system.hasPayload,
  };
  const assume = writeAssume(tape, ground, async, condition(tape, system.scope, 1));
  return { system, assume, properties, ground };
}

function text(system: GenSystem, properties: readonly string[], assumes: readonly [string, GenAssume][]): string {
  return spelt(marked(system, properties, assumes), 'short');
}

/** A spec, and the same spelled otherwise wherever it can be. */
export const spelledTwice: fc.Arbitrary<Readonly<Record<Spelling, string>>> = tapes.map((all) => {
  const { system, assume, properties } = write(all, true);
  const both = marked(system, properties, [['A', assume]]);
  return { short: spelt(both, 'short'), long: spelt(both, 'long') };
});

function marked(system: GenSystem, properties: readonly string[], assumes: readonly [string, GenAssume][]): string {
  const body = [...system.lines, ...properties];
  const below = assumes.flatMap(([name, assume]) => [...assumeText(name, assume), '']);
  const swept = sweptRole(system.roles);
  const sweep = swept === undefined ? '' : either(` for ${swept.name} in ${swept.count}..${swept.count}`, '');
  const checks = assumes.map(([name]) => `check ${name}${sweep} {}`);
  const common = commonLines([...body, ...below].join('\n'));
  return ['system Random {', ...indent([...common, ...body]), '}', '', ...below, ...checks, ''].join('\n');
}
