/** Which constructs stand in a model, and stand where something depends on them. */
import type { Expr, Model, Role, Stmt } from '#checker';
import { readsClock } from '../../checker/src/model/read-clocks.ts';
import { expressionsIn, roleStatements } from '../../checker/src/model/walk.ts';

/** Whether the model has it. Each is asked of a model that the analysis accepts. */
type Has = (model: Model) => boolean;

const code = ({ handlers, actions, defers }: Role): unknown => [handlers, actions, defers];
const inCode = (role: Role): Expr[] => expressionsIn(code(role));
const anyRole = (has: (role: Role, model: Model) => boolean): Has => {
  return (model) => model.roles.some((role) => has(role, model));
};
const anyExpr = (has: (e: Expr) => boolean): Has => {
  return (model) => expressionsIn([model.roles, model.properties, model.limits]).some(has);
};
const anyStmt = (has: (stmt: Stmt) => boolean): Has => anyRole((role) => [...roleStatements(role)].some(has));

const asked = (model: Model, monotonic: boolean): number =>
  model.instances.filter(({ index }) => model.clocks.some((clock, c) => clock.monotonic === monotonic && readsClock(model, index, c)))
    .length;
const askers = (model: Model): number => model.roles.filter(({ first }) => model.clocks.some((_, c) => readsClock(model, first, c))).length;
const reads = (role: Role, timer: number): boolean =>
  inCode(role).some((e) => (e.op === 'left' || e.op === 'running') && e.role === role.index && e.timer === timer);
const starts = (role: Role, timer: number): boolean =>
  [...roleStatements(role)].some((stmt) => stmt.kind === 'start' && stmt.timer === timer);
const isLoose = (model: Model, { first }: Role): boolean => model.timing.drift[first]?.always !== true;
const crashes = (model: Model, role: Role, modes: readonly string[]): boolean =>
  model.crashes.some((fault) => modes.includes(fault.mode) && fault.roles.includes(role.index));
const usesAbove = (e: Expr | null): boolean => e !== null && expressionsIn(e).some(({ op }) => op === 'var');
const loses = (role: Role, amnesia: boolean) => role.variables.some((v) => !v.ghost && v.durable === amnesia && usesAbove(v.initial));
const cut = (has: (fault: Model['network']['cuts'][number]) => boolean): Has => {
  return (model) => model.network.cuts.some(has);
};
const composite = (e: Expr): boolean => ['optional', 'struct', 'node', 'enum', 'bool', 'list', 'set'].includes(e.type.kind);

/** How many of a hundred specs have it at least. */
export const CONSTRUCTS: Readonly<Record<string, readonly [atLeast: number, has: Has]>> = {
  'a wall clock that is asked, under a skew that is in force': [
    5,
    (m) => asked(m, false) > 0 && m.timing.skew.some((bound) => bound !== null),
  ],
  'a monotonic clock that is asked': [5, (m) => asked(m, true) > 0],
  'clocks asked by nodes of two roles': [3, (m) => askers(m) > 1],
  'a clock that some node does not ask': [5, (m) => m.clocks.length > 0 && askers(m) < m.roles.length],
  'earliest or latest': [3, anyExpr((e) => e.op === 'clock' && e.part !== 'now')],
  'clock steps, and who sees them': [2, (m) => m.clockSteps !== null && asked(m, false) > 0],
  'clock steps until stable, and who sees them': [0.3, (m) => m.clockSteps?.untilStable === true && asked(m, false) > 0],
  'an eventual skew or drift under which a clock is asked': [
    2,
    (m) =>
      (asked(m, false) > 0 && m.timing.skew.some((bound) => bound?.always === false)) ||
      (asked(m, true) > 0 && m.timing.drift.some((bound) => bound?.always === false)),
  ],
  'a crash of a node that asks a clock': [
    2,
    anyRole((role, m) => m.clocks.some((_, c) => readsClock(m, role.first, c)) && crashes(m, role, ['recovery', 'amnesia'])),
  ],
  'what an empty disk holds, under amnesia': [
    1,
    anyRole((role, m) => crashes(m, role, ['amnesia']) && role.variables.some((v) => v.durable && v.wiped !== v.initial)),
  ],
  'an empty disk that may hold anything, under amnesia': [
    0.5,
    anyRole((role, m) => crashes(m, role, ['amnesia']) && role.variables.some((v) => v.durable && v.wiped === null)),
  ],
  'a first value from a variable above': [8, anyRole((role) => loses(role, true) || loses(role, false))],
  'such a value after a crash': [1, anyRole((role, m) => crashes(m, role, ['recovery', 'amnesia']) && loses(role, false))],
  'a volatile variable that is anything after a crash': [
    1,
    anyRole(
      (role, m) => crashes(m, role, ['recovery', 'amnesia']) && role.variables.some((v) => !v.ghost && !v.durable && v.initial === null),
    ),
  ],
  'a loose timer that is read and has no handler': [
    1,
    anyRole((role, m) => isLoose(m, role) && role.timers.some((t, i) => !t.hasHandler && reads(role, i) && starts(role, i))),
  ],
  'a loose timer that is read and has a handler': [
    1,
    anyRole((role, m) => isLoose(m, role) && role.timers.some((t, i) => t.hasHandler && reads(role, i) && starts(role, i))),
  ],
  'an exact timer that is read and has no handler': [
    3,
    anyRole((role, m) => !isLoose(m, role) && role.timers.some((t, i) => !t.hasHandler && reads(role, i) && starts(role, i))),
  ],
  'a guard that asks whether a timer runs': [3, anyRole((role) => inCode(role).some(({ op }) => op === 'running'))],
  'a start for 0 behind a guard': [1, anyStmt((s) => s.kind === 'if' && s.then.some((t) => t.kind === 'start' && mayBeNone(t.duration)))],
  'min or max of what is no number': [8, anyExpr((e) => (e.op === 'min' || e.op === 'max') && composite(e))],
  'min or max with none': [1, anyExpr((e) => (e.op === 'min' || e.op === 'max') && e.type.kind === 'optional')],
  'min or max of a set': [5, anyExpr(({ op }) => op === 'minOf' || op === 'maxOf')],
  'a map by a rule': [2, anyExpr(({ op }) => op === 'mapBy')],
  'the number of a node': [5, anyExpr(({ op }) => op === 'numberOf')],
  'the node of a number': [2, anyExpr(({ op }) => op === 'numbered')],
  'whether a node has a turn, in a property': [5, (m) => expressionsIn(m.properties).some(({ op }) => op === 'enabled')],
  'whether a node has a turn, in a ghost block': [3, anyRole((role) => inCode(role).some(({ op }) => op === 'enabled'))],
  'whether a timer can fire': [1, anyExpr((e) => e.op === 'enabled' && e.turn.kind === 'fire')],
  'whether a message can be handled': [2, anyExpr((e) => e.op === 'enabled' && e.turn.kind === 'deliver')],
  'a link cut': [3, cut(({ kind }) => kind === 'link')],
  'a one-way link cut': [3, cut(({ kind }) => kind === 'one-way link')],
  'several cuts at once': [5, cut(({ atOnce }) => atOnce > 1)],
  'cuts that may stay': [3, cut(({ mayStay }) => mayStay)],
  'cuts until stable': [2, cut(({ untilStable }) => untilStable)],
  'a limit': [1, (m) => m.limits.length > 0],
  'a least delay': [3, (m) => m.timing.delay.some((bound) => bound !== null && bound.min > 0)],
  'fifo, and defer': [0.5, (m) => m.network.fifo && m.roles.some(({ defers }) => defers.length > 0)],
  'a Byzantine node': [3, (m) => m.crashes.some(({ mode }) => mode === 'byzantine')],
  corruption: [3, (m) => m.network.corruption !== null],
  'a step property that nothing changes': [1, (m) => m.properties.some((p) => p.kind === 'step' && p.claimsNoChange)],
  'an implication that is always so': [1, (m) => m.properties.some((p) => p.kind === 'state' && p.antecedent !== null)],
};

function mayBeNone(duration: Expr): boolean {
  const range = duration.op === 'const' ? duration.value : duration.type.kind === 'int' ? duration.type.lo : 1;
  return range === 0;
}
