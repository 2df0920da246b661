/**
 * A step that was taken, run once more with the choices that it made, to see inside it: which statements ran, in which order, and what
 * the node held before each.
 */
import { unhandled } from '#grammar';
import type { Model, Stmt, Value } from '../ir.ts';
import type { Choice, Context, State, Step } from '../state.ts';
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
  const run = runOf(model, state, label, choices);
  if (run === null) return null;
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
    again(run, label, { handler: null, events: run.events });
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

/** Of a node that runs code in such a step. */
function runOf(model: Model, state: State, label: Step['label'], choices: readonly Choice[]): StepRun | null {
  const at = (node: number, from = state) => new StepRun(model, from, node, new Choices(choices.map(({ alternative }) => alternative)));
  switch (label.kind) {
    case 'deliver':
    case 'lie':
      return state.nodes[label.message.to].status === 'up' ? at(label.message.to) : null;
    case 'duplicate':
      return at(label.message.to, used(state, model.network.duplication!));
    case 'fire':
    case 'resume':
    case 'act':
    case 'restart':
      return at(label.node);
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

function again(run: StepRun, label: Step['label'], info: StepInfo): void {
  switch (label.kind) {
    case 'deliver':
    case 'duplicate':
      taken(
        run,
        run.state.messages.findIndex((message) => sameMessage(run.model, message, label.message)),
        label.kind,
        info,
      );
      return;
    case 'lie':
      handle(run, label.message, info);
      return;
    case 'fire':
      fired(run, label.timer, label.key, info);
      return;
    case 'resume':
      resumeBody(run);
      return;
    case 'act':
      acted(run, label.action, label.params);
      return;
    case 'restart':
      restarted(run, info);
      return;
    case 'tick':
    case 'stabilise':
    case 'crash':
    case 'lose':
    case 'corrupt':
    case 'cut':
    case 'heal':
    case 'clock':
      throw new Error(`no code runs in a ${label.kind}`);
    default:
      unhandled(label);
  }
}
