/** Kinds of faults: which are assumed, which stand in a trace, and the model without one of them. */
import { type Span, unhandled } from '#grammar';
import { somethingDue } from '../../model/interpreter.ts';
import type { Bound, Model } from '../../model/ir.ts';
import { stabilises } from '../../model/stabilises.ts';
import type { State, Step } from '../../model/state.ts';
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

export function kindOf(model: Model, source: FaultSource): FaultKind {
  const { network } = model;
  switch (source.kind) {
    case 'crash': {
      const { mode, roles, span } = model.crashes[source.fault];
      return { kind: 'crash', mode, roles: roles.map((role) => model.roles[role].name), span };
    }
    case 'loss':
    case 'duplication':
    case 'corruption':
      return { kind: source.kind, span: network[source.kind]?.span ?? null };
    case 'cut': {
      const { kind: parting, span } = network.cuts[source.fault];
      return { kind: 'cuts', parting, span };
    }
    case 'clock':
      return { kind: 'clock steps', span: model.clockSteps?.span ?? null };
    case 'pause':
      return { kind: 'pause', role: model.roles[source.role].name, span: pauseSpan(model, source.role) };
    default:
      return unhandled(source);
  }
}

/** Where the bound of a role's pauses is written; null where none is. */
function pauseSpan({ instances, timing }: Model, role: number): Span | null {
  const node = instances.findIndex((one) => one.role === role);
  return timing.pause[node]?.span ?? null;
}

/** The assumed kinds that stand in the trace. */
export function faultsIn(model: Model, trace: Trace): FaultSource[] {
  const found: FaultSource[] = byzantineIn(model, trace.first);
  let before = trace.first;
  for (const { step, state } of trace.steps) {
    found.push(...faultsOf(model, step, before));
    before = state;
  }
  const keys = new Set(found.map(keyOf));
  return assumedFaults(model).filter((source) => keys.has(keyOf(source)));
}

export function keyOf(source: FaultSource): string {
  switch (source.kind) {
    case 'crash':
    case 'cut':
      return `${source.kind} ${source.fault}`;
    case 'pause':
      return `pause ${source.role}`;
    case 'loss':
    case 'duplication':
    case 'corruption':
    case 'clock':
      return source.kind;
    default:
      return unhandled(source);
  }
}

function byzantineIn(model: Model, first: State): FaultSource[] {
  return model.crashes.flatMap(({ mode, instances }, fault) =>
    mode === 'byzantine' && instances.some((instance) => first.byzantine[instance]) ? [{ kind: 'crash' as const, fault }] : [],
  );
}

/** The kinds that a step takes. */
export function faultsOf(model: Model, { label, cost }: Step, before: State): FaultSource[] {
  switch (label.kind) {
    case 'crash':
    case 'cut':
      return [{ kind: label.kind, fault: label.fault }];
    case 'lose':
      return [{ kind: 'loss' }];
    case 'duplicate':
      return [{ kind: 'duplication' }];
    case 'corrupt':
      return [{ kind: 'corruption' }];
    case 'clock':
      return [{ kind: 'clock' }];
    case 'tick':
      return cost > 0 ? pausesBegun(model, before) : [];
    case 'lie':
      // The fault is that its sender is Byzantine.
      return [];
    case 'deliver':
    case 'fire':
    case 'resume':
    case 'act':
    case 'stabilise':
    case 'restart':
    case 'heal':
      return [];
    default:
      return unhandled(label);
  }
}

/** A pause begins at a tick that a node which was not late lets pass with something due. */
function pausesBegun(model: Model, before: State): FaultSource[] {
  return before.nodes.flatMap(({ lateness }, i) =>
    lateness === 0 && somethingDue(model, before, i) ? [{ kind: 'pause' as const, role: model.instances[i].role }] : [],
  );
}

const NO_PAUSE: Bound = { always: true, min: 0, max: 0 };

/** The same model without this kind of fault. Budgets keep their places, so the states keep their counters. */
export function withoutFault(model: Model, source: FaultSource): Model {
  const less = { ...model, ...removed(model, source) };
  return { ...less, stabilises: stabilises(less) };
}

function removed({ crashes, instances, network, timing }: Model, source: FaultSource): Partial<Model> {
  switch (source.kind) {
    case 'crash':
      return { crashes: crashes.filter((_, i) => i !== source.fault) };
    case 'loss':
    case 'duplication':
    case 'corruption':
      return { network: { ...network, [source.kind]: null } };
    case 'cut':
      return { network: { ...network, cuts: network.cuts.filter((_, i) => i !== source.fault) } };
    case 'clock':
      return { clockSteps: null };
    case 'pause': {
      const pause = timing.pause.map((bound, i) => (instances[i].role === source.role ? NO_PAUSE : bound));
      return { timing: { ...timing, pause } };
    }
    default:
      return unhandled(source);
  }
}
