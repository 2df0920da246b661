/**
 * What happened in a step, in words that need no knowledge of the checker: a short form for the table's row, whose node
 * stands in another column, and a clause with its subject for the story.
 */
import type { Cut, MessageState, Model, State, StepLabel, TraceStep } from '#checker';
import { unhandled } from '#grammar';
import { formatMessage, formatValue, timerName } from '../values.ts';
import { enumerate, plural } from '../words.ts';
import { clockSet, clocksOnceStable, wrongReadings } from './clocks.ts';
import { choicesMade, guardTold, sends } from './effects.ts';
import { codeOf, nodeName, nodeOf, type Reader, roleOf, stateBefore, timeBefore } from './reader.ts';

export interface Happened {
  /** at which node, by name; `network` and the like for steps of the world */
  readonly node: string;
  /** "Renew from Worker#1: sends Granted back" */
  readonly what: string;
  /** "LeaseService receives Renew from Worker#1" */
  readonly clause: string;
}

type Label<Kind extends StepLabel['kind']> = Extract<StepLabel, { kind: Kind }>;
type Head = Omit<Happened, 'node'>;

export function happened(reader: Reader, index: number): Happened {
  const traceStep = reader.trace.steps[index];
  const { label } = traceStep.step;
  const node = nodeOf(traceStep);
  const { what, clause } = head(reader, index, label);
  const parts = node === null ? [] : effects(reader, index, node);
  return {
    node: node === null ? world(label) : nodeName(reader.model, node),
    what: parts.length === 0 ? what : `${what}: ${parts.join('; ')}`,
    clause,
  };
}

function world(label: StepLabel): string {
  return label.kind === 'tick' || label.kind === 'stabilise' ? '' : 'network';
}

/** What the node's code looked at, chose and sent. */
function effects(reader: Reader, index: number, node: number): string[] {
  const { model, trace } = reader;
  const traceStep = trace.steps[index];
  const { label, events, choices } = traceStep.step;
  const code = codeOf(model, traceStep);
  const answered = 'message' in label ? label.message.from : null;
  const guard = guardTold(reader, events, choices, code?.guard?.span ?? null);
  const all = [
    ...(guard.length === 0 ? [] : [guard.join(', ')]),
    ...wrongReadings(model, node, choices, stateBefore(trace, index)),
    ...choicesMade(model, choices, events, code?.body ?? []),
    ...sends(model, events, answered),
  ];
  const pauses = events.some((event) => event.kind === 'paused' && event.node === node);
  return pauses ? [...all, 'stops at its pause'] : all;
}

function head(reader: Reader, index: number, label: StepLabel): Head {
  const { model, trace } = reader;
  switch (label.kind) {
    case 'deliver':
    case 'duplicate':
      return received(model, label, trace.steps[index]);
    case 'fire':
      return ranOut(reader, index, label);
    case 'resume':
      return { what: 'goes on after the pause', clause: `${nodeName(model, label.node)} goes on` };
    case 'act':
      return acted(model, label);
    case 'tick':
      return { what: 'time passes', clause: 'time passes' };
    case 'stabilise':
      return stabilised(reader, index);
    case 'crash':
      return crashed(model, label);
    case 'restart':
      return { what: 'restarts', clause: `${nodeName(model, label.node)} restarts` };
    case 'lose':
      return both(`${letter(model, label.message)} is lost`);
    case 'corrupt':
      return corrupted(model, label);
    case 'cut':
      return both(cutOff(model, label.cut));
    case 'heal':
      return both('the cut heals');
    case 'lie':
      return lied(model, label.message);
    case 'clock':
      return setAt(model, label, trace.steps[index].state);
    default:
      return unhandled(label);
  }
}

function both(clause: string): Head {
  return { what: clause, clause };
}

/** "Granted from LeaseService to Worker#1" */
export function letter(model: Model, message: MessageState): string {
  return `${formatMessage(message, model)} from ${nodeName(model, message.from)} to ${nodeName(model, message.to)}`;
}

function received(model: Model, label: Label<'deliver' | 'duplicate'>, after: TraceStep): Head {
  const { message, handler } = label;
  const notes = [
    ...(message.corrupted ? ['corrupted'] : []),
    ...(message.call !== null && !message.call.fresh
      ? [message.to === message.call.caller ? 'an answer to an older request' : 'an older request']
      : []),
    ...(label.kind === 'duplicate' ? ['a copy stays in flight'] : []),
  ];
  const text = `${formatMessage(message, model)} from ${nodeName(model, message.from)}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`;
  const to = nodeName(model, message.to);
  if (handler !== null) return { what: text, clause: `${to} receives ${text}` };
  const up = after.state.nodes[message.to].status === 'up';
  return up
    ? { what: `${text}, ignored: no handler takes it now`, clause: `${to} ignores ${text}` }
    : { what: `${text}, not received: ${to} is down`, clause: `${text} comes to ${to}, which is down` };
}

/** Where a timer took longer or shorter than it was started for, this is told. */
function ranOut(reader: Reader, index: number, label: Label<'fire'>): Head {
  const { model } = reader;
  const name = timerName(model, label.node, label.timer, label.key);
  const started = lastStart(reader, index, label);
  const took = started === null ? null : timeBefore(reader.trace, index) - started.time;
  const wrong = started !== null && took !== started.duration ? ` after ${plural(took!, 'tick')} instead of ${started.duration}` : '';
  const ignored = label.handler === null ? ', ignored: no handler takes it now' : '';
  return { what: `${name} runs out${wrong}${ignored}`, clause: `${nodeName(model, label.node)}'s ${name} runs out${wrong}` };
}

function lastStart({ trace }: Reader, index: number, label: Label<'fire'>): { time: number; duration: number } | null {
  for (let i = index - 1; i >= -1; i--) {
    const events = i < 0 ? trace.initial.events : trace.steps[i].step.events;
    const started = events.findLast((e) => e.kind === 'started' && e.node === label.node && e.timer === label.timer && e.key === label.key);
    if (started?.kind === 'started') return { time: i < 0 ? 0 : trace.steps[i].time, duration: started.duration };
  }
  return null;
}

function acted(model: Model, label: Label<'act'>): Head {
  const { name, params } = roleOf(model, label.node).actions[label.action];
  const told = params.map(
    ({ local }, i) => `${model.locals[local].name}: ${formatValue(model.locals[local].type, label.params[i], model)}`,
  );
  const text = told.length === 0 ? name : `${name}(${told.join(', ')})`;
  return { what: text, clause: `${nodeName(model, label.node)} does ${text}` };
}

function crashed(model: Model, label: Label<'crash'>): Head {
  const { mode } = model.crashes[label.fault];
  const how = mode === 'stop' ? 'stops for good' : label.durableLost ? 'crashes and loses its durable variables too' : 'crashes';
  return { what: how, clause: `${nodeName(model, label.node)} ${how}` };
}

function corrupted(model: Model, { message, fields }: Label<'corrupt'>): Head {
  return both(`${letter(model, message)} is corrupted into ${formatMessage({ message: message.message, fields }, model)}`);
}

function cutOff(model: Model, cut: Cut): string {
  if (cut.kind === 'link') return `the link from ${nodeName(model, cut.from)} to ${nodeName(model, cut.to)} is cut`;
  const inside = model.instances.filter((_, i) => cut.members[i]);
  const outside = model.instances.filter((_, i) => !cut.members[i]);
  const smaller = cut.kind === 'two-way' && outside.length < inside.length ? outside : inside;
  const names = enumerate(smaller.map((instance) => instance.name));
  if (cut.kind === 'one-way') return `what ${names} ${smaller.length === 1 ? 'sends' : 'send'} to the others is cut off`;
  return `${names} ${smaller.length === 1 ? 'is' : 'are'} cut off from the others`;
}

function lied(model: Model, message: MessageState): Head {
  const [from, to] = [nodeName(model, message.from), nodeName(model, message.to)];
  const text = formatMessage(message, model);
  return { what: `${text} from ${from}, a lie`, clause: `${from} lies to ${to}: ${text}` };
}

function setAt(model: Model, label: Label<'clock'>, after: State): Head {
  const what = clockSet(model, label, after);
  return { what, clause: `${nodeName(model, label.node)}'s ${what}` };
}

function stabilised({ model, trace }: Reader, index: number): Head {
  const clocks = clocksOnceStable(model, stateBefore(trace, index), trace.steps[index].state);
  const all = ['every eventual bound holds from now on', ...clocks];
  return { what: `the system stabilises: ${all.join('; ')}`, clause: 'the system stabilises' };
}

/** What is worth naming in a story though it costs no fault: a wrong clock, a timer that does not take its duration. */
export function deviation(reader: Reader, index: number): string | null {
  const traceStep = reader.trace.steps[index];
  const { label, choices, events } = traceStep.step;
  const node = nodeOf(traceStep);
  if (node === null) return null;
  const name = nodeName(reader.model, node);
  const [wrong] = wrongReadings(reader.model, node, choices, stateBefore(reader.trace, index));
  if (wrong !== undefined) return `${name} ${wrong}`;
  if (label.kind === 'fire') {
    const { clause } = ranOut(reader, index, label);
    return clause.includes('instead of') ? clause : null;
  }
  const [slow] = choicesMade(
    reader.model,
    choices.filter((c) => c.kind === 'drift'),
    events,
    [],
  );
  return slow === undefined ? null : `${name}'s ${slow}`;
}
