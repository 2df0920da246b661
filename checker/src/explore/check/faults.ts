/** Kinds of faults: which are assumed, which stand in a trace, and the model without one of them. */
import { somethingDue } from '../../model/interpreter.ts';
import type { Bound, CrashFault, Model } from '../../model/ir.ts';
import type { State } from '../../model/state.ts';
import type { FaultKind, Trace } from '../../verdict.ts';

/** A kind of fault by what declares it. */
export type FaultSource =
  /** an index into `Model.crashes` */
  | { readonly kind: 'crash'; readonly fault: number }
  | { readonly kind: 'loss' | 'duplication' | 'corruption' | 'clock' }
  /** an index into `Network.cuts` */
  | { readonly kind: 'cut'; readonly fault: number }
  /** an index into `Model.roles` */
  | { readonly kind: 'pause'; readonly role: number };

export function assumedFaults(model: Model): FaultSource[] {
  const { network } = model;
  const paused = model.roles.filter((role) => mayPause(model, role.index));
  return [
    ...model.crashes.map((_, fault) => ({ kind: 'crash' as const, fault })),
    ...(network.loss === null ? [] : [{ kind: 'loss' as const }]),
    ...(network.duplication === null ? [] : [{ kind: 'duplication' as const }]),
    ...(network.corruption === null ? [] : [{ kind: 'corruption' as const }]),
    ...network.cuts.map((_, fault) => ({ kind: 'cut' as const, fault })),
    ...(model.clockSteps === null ? [] : [{ kind: 'clock' as const }]),
    ...paused.map((role) => ({ kind: 'pause' as const, role: role.index })),
  ];
}

function mayPause(model: Model, role: number): boolean {
  if (!model.timing.time) return false;
  return model.instances.some(({ index, role: of }) => {
    const bound = model.timing.pause[index];
    return of === role && (bound === null || !bound.always || bound.max > 0);
  });
}

export function nameOf(model: Model, source: FaultSource): FaultKind {
  const { network } = model;
  switch (source.kind) {
    case 'crash': {
      const fault = model.crashes[source.fault];
      return { name: crashName(model, fault), span: fault.span };
    }
    case 'loss':
    case 'duplication':
    case 'corruption':
      return { name: source.kind, span: network[source.kind]?.span ?? null };
    case 'cut': {
      const { kind, span } = network.cuts[source.fault];
      return { name: kind === 'two-way' ? 'cuts' : `${kind} cuts`, span };
    }
    case 'clock':
      return { name: 'clock steps', span: model.clockSteps?.span ?? null };
    case 'pause':
      return { name: `pause of ${model.roles[source.role].name}`, span: null };
  }
}

function crashName(model: Model, fault: CrashFault): string {
  const roles = fault.roles.map((role) => model.roles[role].name).join(', ');
  switch (fault.mode) {
    case 'stop':
    case 'recovery':
      return `crash of ${roles}`;
    case 'amnesia':
      return `crash with amnesia of ${roles}`;
    case 'byzantine':
      return `Byzantine ${roles}`;
  }
}

/** The assumed kinds that stand in the trace. */
export function faultsIn(model: Model, trace: Trace): FaultSource[] {
  const crashes = new Set<number>();
  const cuts = new Set<number>();
  const kinds = new Set<string>();
  const paused = new Set<number>();
  markByzantine(model, trace.first, crashes);
  let before = trace.first;
  for (const { step, state } of trace.steps) {
    const { label } = step;
    if (label.kind === 'crash') crashes.add(label.fault);
    else if (label.kind === 'cut') cuts.add(label.fault);
    else if (label.kind === 'tick' && step.cost > 0) markPaused(model, before, paused);
    else kinds.add(label.kind);
    before = state;
  }
  const stepKind = { loss: 'lose', duplication: 'duplicate', corruption: 'corrupt', clock: 'clock' };
  return assumedFaults(model).filter((source) => {
    if (source.kind === 'crash') return crashes.has(source.fault);
    if (source.kind === 'cut') return cuts.has(source.fault);
    if (source.kind === 'pause') return paused.has(source.role);
    return kinds.has(stepKind[source.kind]);
  });
}

function markByzantine(model: Model, first: State, crashes: Set<number>): void {
  model.crashes.forEach((fault, index) => {
    if (fault.mode === 'byzantine' && fault.instances.some((instance) => first.byzantine[instance])) crashes.add(index);
  });
}

/** A pause begins at a tick that a node which was not late lets pass with something due. */
function markPaused(model: Model, before: State, roles: Set<number>): void {
  before.nodes.forEach((node, i) => {
    if (node.lateness === 0 && somethingDue(model, before, i)) roles.add(model.instances[i].role);
  });
}

const NO_PAUSE: Bound = { always: true, min: 0, max: 0 };

/** The same model without this kind of fault. Budgets keep their places, so the states keep their counters. */
export function withoutFault(model: Model, source: FaultSource): Model {
  const { network, timing } = model;
  switch (source.kind) {
    case 'crash':
      return { ...model, crashes: model.crashes.filter((_, i) => i !== source.fault) };
    case 'loss':
    case 'duplication':
    case 'corruption':
      return { ...model, network: { ...network, [source.kind]: null } };
    case 'cut':
      return { ...model, network: { ...network, cuts: network.cuts.filter((_, i) => i !== source.fault) } };
    case 'clock':
      return { ...model, clockSteps: null };
    case 'pause': {
      const pause = timing.pause.map((bound, i) => (model.instances[i].role === source.role ? NO_PAUSE : bound));
      return { ...model, timing: { ...timing, pause } };
    }
  }
}
