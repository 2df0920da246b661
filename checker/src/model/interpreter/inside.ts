/**
 * A step that was taken, run once more with the choices that it made, to see inside it: which statements ran, in which order, and what
 * the node held before each.
 */
import { unhandled } from '#grammar';
import type { Model, Stmt, Value } from '../ir.ts';
import type { Choice, Context, MessageState, State, Step } from '../state.ts';
import { sameMessage } from '../values.ts';
import { Choices, CutSignal, ModelErrorSignal } from './choices.ts';
import { resumeBody } from './code.ts';
import { thaw } from './draft.ts';
import { acted, fired, handle, type StepInfo, taken } from './node-steps.ts';
import { StepRun } from './run.ts';
import { restarted, used } from './world-steps.ts';

/** What the code of a node sees at one moment. */
export interface Situation {
  readonly state: State;
  readonly self: number;
  /** by id; of names that are not bound nothing */
  readonly locals: readonly Value[];
  readonly context: Context | null;
  /** readings that the step has made so far, as in `StepRun` */
  readonly lefts: ReadonlyMap<string, number>;
  readonly readings: ReadonlyMap<number, number>;
}

export interface Inside {
  /** where its code begins, or goes on after a pause: names are bound, and what set it off is taken out of the state */
  readonly begin: Situation;
  readonly ran: readonly RanStatement[];
}

export interface RanStatement {
  readonly stmt: Stmt;
  readonly before: Situation;
  /** messages that the step has sent by then, lost ones too */
  readonly sent: number;
}

/** Null where no code of a node runs. A step that fails has its statements up to the one that fails. */
export function insideOf(model: Model, state: State, { label, choices }: Pick<Step, 'label' | 'choices'>): Inside | null {
  const code = codeIn(model, state, label, choices);
  if (code === null) return null;
  const { run, again } = code;
  let begin: Situation | null = null;
  const ran: RanStatement[] = [];
  run.observer = {
    begins: () => {
      begin = situationOf(run);
    },
    statement: (_, stmt) => {
      ran.push({ stmt, before: situationOf(run), sent: run.events.filter(({ kind }) => kind === 'sent').length });
    },
  };
  try {
    again();
  } catch (signal) {
    if (!(signal instanceof ModelErrorSignal || signal instanceof CutSignal)) throw signal;
  }
  const other = choices.length !== run.choices.made.length || choices.some(({ name }, i) => name !== run.choices.made[i].name);
  if (other) throw new Error(`a ${label.kind} made other choices when it was run again`);
  return begin === null ? null : { begin, ran };
}

function situationOf({ state, self, locals, context, lefts, readings }: StepRun): Situation {
  return { state: thaw(state), self, locals: [...locals], context, lefts: new Map(lefts), readings: new Map(readings) };
}

interface CodeRun {
  readonly run: StepRun;
  readonly again: () => void;
}

/** Of a node that runs code in such a step. */
function codeIn(model: Model, state: State, label: Step['label'], choices: readonly Choice[]): CodeRun | null {
  const info: StepInfo = { handler: null, events: [] };
  const at = (node: number, code: (run: StepRun) => void, from = state): CodeRun => {
    const run = new StepRun(model, from, node, new Choices(choices.map(({ alternative }) => alternative)));
    return { run, again: () => code(run) };
  };
  switch (label.kind) {
    case 'deliver':
      if (state.nodes[label.message.to].status !== 'up') return null;
      return at(label.message.to, (run) => taken(run, indexOf(run, label.message), 'deliver', info));
    case 'duplicate':
      return at(
        label.message.to,
        (run) => taken(run, indexOf(run, label.message), 'duplicate', info),
        used(state, model.network.duplication!),
      );
    case 'lie':
      return at(label.message.to, (run) => handle(run, label.message, info));
    case 'fire':
      return at(label.node, (run) => fired(run, label.timer, label.key, info));
    case 'resume':
      return at(label.node, resumeBody);
    case 'act':
      return at(label.node, (run) => acted(run, label.action, label.params));
    case 'restart':
      return at(label.node, (run) => restarted(run, info));
    case 'tick':
    case 'stabilise':
    case 'crash':
    case 'lose':
    case 'corrupt':
    case 'cut':
    case 'heal':
    case 'clock':
      return null;
    default:
      return unhandled(label);
  }
}

function indexOf({ model, state }: StepRun, wanted: MessageState): number {
  return state.messages.findIndex((message) => sameMessage(model, message, wanted));
}
