/**
 * Dead values: parts of a state that nothing can read again. States that differ only in them continue in the same way forever, so a
 * machine that stores none of them makes fewer states. (Liveness of variables and dead-variable reset: Bozga, Fernandez,
 * Ghirvu, "State Space Reduction Based on Live Variables Analysis", SAS 1999; assignments that only feed dead variables
 * are "faint": Giegerich, Moencke, Wilhelm, "Invariance of Approximative Semantics with Respect to Program
 * Transformations", 1981.)
 *
 * Why nothing else changes: forgetting dead values is a bisimulation. Which steps there are, their labels, choices, costs,
 * errors, cuts and watched predicates are functions of what is read; nothing dead is read, and what is kept of the target
 * is a function of what is kept of the source. A write of a dead value is still evaluated: it may end in a model error,
 * be cut, or choose.
 *
 * Some parts are dead in some states only (dead/at-nodes.ts); they are put back to their first value at the end of each step
 * (compile/steps/forget.ts). What decides is never put back itself: the modes of a node, values of a few small variables that its guards look
 * at (dead/modes.ts). So two states that differ only in what is dead have the same modes, and by the equations of liveness, over every way
 * through the code from each mode, their targets differ only in what is dead there: the same argument, with the mode as the place in
 * the code. (Control flow reconstruction: van de Pol and Timmer, "State Space Reduction of Linear Processes Using Control Flow
 * Reconstruction", ATVA 2009; resetting during the search: Self and Mercer, "On-the-Fly Dynamic Dead Variable Analysis", SPIN 2007.)
 *
 * - A variable, or a timer without a handler, that in this mode is written as a whole before it is read. Where code is not followed (too
 *   many ways), nothing is dead; a loop reads and writes all that stands in it; after a pause the node may be in any mode.
 * - A message that does nothing: in this mode and in all that can follow no handler takes it, whatever it says, or always one without
 *   code. A message of a newest call is judged in the modes that follow without another such call or a crash, and, for what comes then, as any
 *   other. It still is in flight, grows older, counts towards the capacity, can be lost, doubled or corrupted, and is handed over as a step:
 *   its age and whether it is corrupted stay, its sender, call and payload go. It then stands in flight as one from its receiver. Not
 *   where messages of its name are counted, deferred, or stand in queues (fifo, `queue N`). To a node that has stopped for good, all are such.
 * - Of other messages the fields, the sender and the call that no handler of the receiver looks at.
 * - Of a timer without a handler whether it has run out or is off: both read 0. Of one that is always exact what it was started for, once
 *   no more ticks than that are left: a reading is the ticks left, at most what it was started for.
 *
 * Nodes that are symmetric stay so: a value that names one of them is not put back, for its first value would name the first.
 *
 * It does not do for what nodes know (a view is everything that a node has, read or not), nor for liveness: fairness is
 * about steps and stays the same, but a loop of states without their dead values need not be a loop of the states
 * themselves, and that is what is shown as a counterexample.
 */

import { CRASH_MODES } from './crash-modes.ts';
import { type AtNode, atNodes, fromAnyone, NOTHING_AT_TIMES, namesAtNodes } from './dead/at-nodes.ts';
import { liveAfter } from './dead/pauses.ts';
import { readsOf } from './dead/reads.ts';
import type { Model } from './ir.ts';
import { holdsPause } from './pauses.ts';
import type { FromAnyone } from './routes.ts';
import type { Watch } from './watch.ts';

/** The dead values, by index; each `true` is justified where it is set. */
export interface DeadValues {
  /** for each role and variable: nothing reads it */
  readonly variables: readonly (readonly boolean[])[];
  /** for each role and variable: nothing reads it of a node that has stopped forever */
  readonly onceStopped: readonly (readonly boolean[])[];
  /** for each role and timer: it has no handler and nothing reads it */
  readonly timers: readonly (readonly boolean[])[];
  /** for each ghost of the system: nothing reads it */
  readonly ghosts: readonly boolean[];
  /** for each pause point */
  readonly pauses: readonly DeadAtPause[];
  /** for each instance what is dead only at times */
  readonly nodes: readonly AtNode[];
  readonly fromAnyone: readonly FromAnyone[];
}

export interface DeadAtPause {
  /** for each of the point's `saves` */
  readonly saves: readonly boolean[];
  /** nothing is replied to the message being handled: its sender and call are dead */
  readonly sender: boolean;
  /** nothing asks whether it was corrupted */
  readonly corrupted: boolean;
}

/**
 * Conservative. Node code means guards, defers and bodies; what a check watches are `watch` and the limits.
 *
 * A variable is live where node code or what is watched reads it. A node's own code never runs again once it has stopped,
 * so that a variable is dead then unless other code, or what is watched, reads or assigns it by naming the node.
 * A timer acts on a run only when it fires, is due, or is read; it does neither of the first two without a handler.
 *
 * `forget`: what is dead only at times as well.
 */
export function deadValues(model: Model, watch: Watch, forget: boolean): DeadValues {
  const finding = findingDead(model, watch, forget);
  for (;;) {
    const { done, value } = finding.next();
    if (done) return value;
  }
}

/** The same with pauses, at which it yields 0: a system of many modes takes more than a moment. What it found is known from then on. */
export function* findingDead(model: Model, watch: Watch, forget: boolean): Generator<number, DeadValues> {
  const known = forget ? knownAtTimes : knownForever;
  const ofModel = known.get(model) ?? new WeakMap<Watch, DeadValues>();
  known.set(model, ofModel);
  const dead = ofModel.get(watch) ?? (yield* findDead(model, watch, forget));
  ofModel.set(watch, dead);
  return dead;
}

/** A search asks whether there are any, and then for them. */
const [knownForever, knownAtTimes] = [new WeakMap<Model, WeakMap<Watch, DeadValues>>(), new WeakMap<Model, WeakMap<Watch, DeadValues>>()];

function* findDead(model: Model, watch: Watch, forget: boolean): Generator<number, DeadValues> {
  const reads = readsOf(model, watch);
  const stops = (role: number) =>
    model.crashes.some((crash) => CRASH_MODES[crash.mode]?.leaves === 'stopped' && crash.roles.includes(role));
  const nodes = forget ? yield* atNodes(model, reads) : model.instances.map(() => NOTHING_AT_TIMES);
  return {
    nodes,
    fromAnyone: fromAnyone(nodes),
    variables: model.roles.map((role) => role.variables.map((_, v) => !reads.variables.has(`${role.index} ${v}`))),
    onceStopped: model.roles.map((role) => role.variables.map((_, v) => stops(role.index) && !reads.byName.has(`${role.index} ${v}`))),
    timers: model.roles.map((role) => role.timers.map((timer, t) => !timer.hasHandler && !reads.timers.has(`${role.index} ${t}`))),
    ghosts: model.ghosts.map((_, g) => !reads.ghosts.has(g)),
    pauses: model.pausePoints.map(({ role, saves }, point) => {
      const live = liveAfter(model.roles[role], point);
      return { saves: saves.map((local) => !live.locals.has(local)), sender: !live.replies, corrupted: !live.corrupted };
    }),
  };
}

/** What is dropped from the states by the names that a person knows it by: "Worker.debug", "x in Worker after a pause". Once each. */
export function droppedNames(model: Model, dead: DeadValues): string[] {
  const ofRoles = model.roles.flatMap((role) => {
    const variables = role.variables.flatMap(({ name }, v) => {
      if (dead.variables[role.index][v]) return [`${role.name}.${name}`];
      return dead.onceStopped[role.index][v] ? [`${role.name}.${name} once it has stopped`] : [];
    });
    return [...variables, ...role.timers.flatMap(({ name }, t) => (dead.timers[role.index][t] ? [`${role.name}.${name}`] : []))];
  });
  const ofPauses = model.pausePoints.flatMap(({ role, saves }, point) => {
    const { name, handlers } = model.roles[role];
    const pause = dead.pauses[point];
    const locals = saves.flatMap((local, i) => (pause.saves[i] ? [`${model.locals[local].name} in ${name} after a pause`] : []));
    const handles = handlers.some(({ trigger, body }) => trigger.kind === 'message' && holdsPause(body, point));
    return handles && pause.sender ? [...locals, `where the message came from in ${name} after a pause`] : locals;
  });
  const ofGhosts = model.ghosts.flatMap(({ name }, g) => (dead.ghosts[g] ? [name] : []));
  return [...new Set([...ofGhosts, ...ofRoles, ...ofPauses, ...namesAtNodes(model, dead.nodes)])];
}
