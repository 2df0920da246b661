/**
 * A counterexample in two or three plain sentences: what is wrong at its end, which faults led there, and what came last.
 * This is what people quote, so it names only what the author named, in the order in which it happened.
 */

import type { MessageState, Property, Verdict } from '#checker';
import { unhandled } from '#grammar';
import { type Facts, factsOf } from './facts.ts';
import { goesOn, neverComes } from './lasso.ts';
import { changesBetween } from './trace/changes.ts';
import { deviation, happened, letter } from './trace/happened.ts';
import { type Pause, pausesOf } from './trace/pauses.ts';
import { nodeName, nodeOf, type Reader, stateAfter, stateBefore, timeBefore } from './trace/reader.ts';
import { formatValue, sameValue } from './values.ts';
import { capitalised, enumerate, plural, thousands } from './words.ts';

export function story(given: Reader, property: Property, verdict: Verdict): string {
  const reader: Reader = { ...given, known: 'known' in verdict ? (verdict.known ?? null) : null };
  const { loop } = reader.trace;
  if (property.kind === 'liveness' && verdict.status === 'violated' && loop !== undefined) {
    const stem: Reader = { ...reader, trace: { ...reader.trace, steps: reader.trace.steps.slice(0, loop) } };
    const sentences = [`${property.name} fails${neverComes(reader, property)}`, ...causes(stem), goesOn(reader)];
    return sentences.map((sentence) => `${begun(reader, property, sentence)}.`).join(' ');
  }
  const led = causes(reader);
  const last = lastStep(reader, property, verdict);
  const told =
    led.length > 0
      ? [...led, ...last.map((sentence) => `then${sentence.startsWith('at time ') ? ',' : ''} ${sentence}`)]
      : [`no fault is needed${last.map((sentence) => `: ${sentence}`)}`];
  const sentences = [whatIsWrong(reader, property, verdict), ...(verdict.status === 'reached' ? last : told), ...doubts(reader)];
  return sentences.map((sentence) => `${begun(reader, property, sentence)}.`).join(' ');
}

/** A sentence begins with a capital, unless it begins with a name of the author's, which stays as it is. */
function begun({ model }: Reader, property: Property, sentence: string): string {
  const names = [property, ...model.instances, ...model.messages].map(({ name }) => name);
  return names.some((name) => sentence.startsWith(name)) ? sentence : capitalised(sentence);
}

/** "Client cannot tell this from the run in which Request from Client to Server is lost" */
function doubts(reader: Reader): string[] {
  return (reader.known?.claims ?? []).flatMap(({ node, twin }) => {
    if (twin === null) return [];
    const other: Reader = { model: reader.model, source: reader.source, trace: twin };
    const led = twin.faults === 0 ? [] : causes(other);
    const run = led.length > 0 ? `the run in which ${enumerate(led)}` : `a run without a fault (${plural(twin.steps.length, 'step')})`;
    return [`${nodeName(reader.model, node)} cannot tell this from ${run}`];
  });
}

// What is wrong at the end

function whatIsWrong(reader: Reader, property: Property, verdict: Verdict): string {
  if (verdict.status === 'error') return `the model itself fails: ${verdict.error.message}`;
  if (verdict.status === 'reached') return `${property.name} is reached${facts(reader, property)}`;
  return `${property.name} fails${facts(reader, property)}`;
}

/** " for Worker#1: outOfTurn is true" */
function facts(reader: Reader, property: Property): string {
  const { trace } = reader;
  switch (property.kind) {
    case 'state':
    case 'reachable':
      return tellFacts(factsOf(reader, property.predicate, stateAfter(trace)));
    case 'step': {
      const last = trace.steps.length - 1;
      return tellFacts(factsOf(reader, property.predicate, stateBefore(trace, last), trace.steps[last].state));
    }
    case 'deadline': {
      const ticks = plural(property.within, 'tick');
      const { what } = factsOf(reader, property.to, stateAfter(trace));
      return `: ${ticks} have passed and ${what.length === 0 ? 'it has not come about' : `still ${enumerate(what)}`}`;
    }
    case 'liveness':
      return '';
    default:
      return unhandled(property);
  }
}

function tellFacts({ who, what }: Facts): string {
  const own = who.length === 1 ? what.map((fact) => (fact.startsWith(`${who[0]}.`) ? fact.slice(who[0].length + 1) : fact)) : what;
  const told = own.length === 0 ? '' : `: ${enumerate(own)}`;
  return who.length === 0 ? told : ` for ${enumerate(who)}${told}`;
}

// What led there

const MOST_CAUSES = 3;

function causes(reader: Reader): string[] {
  const { model, trace } = reader;
  const pauses = pausesOf(model, trace);
  const liars = model.instances.filter((_, i) => trace.first.byzantine[i]).map(({ name }) => name);
  const told = liars.length === 0 ? [] : [`${enumerate(liars)} ${liars.length === 1 ? 'is' : 'are'} Byzantine`];
  trace.steps.forEach(({ step }, index) => {
    for (const pause of pauses) if (pause.first === index) told.push(tellPause(reader, pause));
    if (step.cost > 0 && step.label.kind !== 'tick') told.push(tellFault(reader, index));
    // A restart that comes last is told as what came last.
    if (step.label.kind === 'restart' && told.length > 0 && index !== lastThatTells(reader)) told.push(happened(reader, index).clause);
  });
  if (told.length === 0) return withoutFault(reader);
  const first = told.slice(0, MOST_CAUSES);
  if (told.length > MOST_CAUSES) return [...first, moreOf(told.length - MOST_CAUSES)];
  return first;
}

function moreOf(more: number): string {
  return `then ${plural(more, 'more thing')} of this kind ${more === 1 ? 'happens' : 'happen'}`;
}

/** "Worker#1 pauses for 1 tick after handle, with lease.left 1; meanwhile expiry of LeaseService runs out (holder none)" */
function tellPause(reader: Reader, pause: Pause): string {
  const name = nodeName(reader.model, pause.node);
  const waiting = pause.waiting === null ? inTheMiddle(reader, pause) : ` while ${pause.waiting} waits`;
  const meanwhile = during(reader, pause);
  return `${name} pauses for ${plural(pause.ticks, 'tick')}${waiting}${meanwhile.length === 0 ? '' : `; meanwhile ${enumerate(meanwhile)}`}`;
}

/** The step that brought the node to the `pause` at which it stands. */
function inTheMiddle(reader: Reader, pause: Pause): string {
  const { trace } = reader;
  for (let index = pause.first - 1; index >= 0; index--) {
    if (nodeOf(trace.steps[index]) !== pause.node) continue;
    const [head, ...rest] = happened(reader, index).what.split(': ');
    const seen = / is /.test(rest[0] ?? '') ? rest[0].split('; ')[0] : null;
    return ` in the middle of ${head}${seen === null ? '' : `, where ${enumerate(seen.split(', '))}`}`;
  }
  return '';
}

/** What others did until the node went on, where it changed something. */
function during(reader: Reader, pause: Pause): string[] {
  const { model, trace } = reader;
  const told: string[] = [];
  // The last step of all is told at the end.
  for (let index = pause.first; index < trace.steps.length - 1; index++) {
    const traceStep = trace.steps[index];
    const node = nodeOf(traceStep);
    if (node === pause.node) break;
    if (node === null || traceStep.step.cost > 0) continue;
    const changed = changesBetween(model, stateBefore(trace, index), traceStep.state, [], node);
    if (changed.length > 0) told.push(`${happened(reader, index).clause} (${changed.slice(0, 2).join(', ')})`);
  }
  return told.slice(-2);
}

function tellFault(reader: Reader, index: number): string {
  const { model, trace } = reader;
  const { step, state } = trace.steps[index];
  const { clause } = happened(reader, index);
  if (step.label.kind === 'duplicate') return `${clause.replace(' (a copy stays in flight)', '')}, and a copy of it stays in flight`;
  if (step.label.kind !== 'crash' || !step.label.durableLost) return clause;
  const role = model.roles[model.instances[step.label.node].role];
  const [was, is] = [stateBefore(trace, index).nodes[step.label.node].variables, state.nodes[step.label.node].variables];
  const lost = role.variables.flatMap((v, i) =>
    v.durable && !sameValue(was[i], is[i])
      ? [`${v.name} was ${formatValue(v.type, was[i], model)} and is ${formatValue(v.type, is[i], model)} again`]
      : [],
  );
  return lost.length === 0 ? clause : `${clause}: ${enumerate(lost)}`;
}

/** No fault is needed: then what deviates without being one, such as a clock or a timer, is the cause. */
function withoutFault(reader: Reader): string[] {
  const told = reader.trace.steps.flatMap((_, index) => deviation(reader, index) ?? []);
  return told.length === 0 ? [] : ['no fault is needed', ...told.slice(0, 2)];
}

// What came last

function lastStep(reader: Reader, property: Property, verdict: Verdict): string[] {
  const { model, trace } = reader;
  if (verdict.status === 'reached') return [`it takes ${plural(trace.steps.length, 'step')}`];
  const index = lastThatTells(reader);
  if (index < 0) return trace.steps.length === 0 ? ['this is so from the start'] : [];
  const traceStep = trace.steps[index];
  const { clause } = happened(reader, index);
  const changed = changesBetween(model, stateBefore(trace, index), traceStep.state, [], nodeOf(traceStep));
  const who = property.kind === 'state' ? factsOf(reader, property.predicate, stateAfter(trace)).who : [];
  const late = stillComing(reader, index, who);
  return [
    `${atTime(reader, index)}${clause}${onItsWay(reader, index)}${late}${verdict.status === 'error' ? '' : effect(changed.slice(-3).map(becomes))}`,
  ];
}

/** When a message that arrives last was sent, where time has passed, and which timers ran out meanwhile: nothing else tells that it was late. */
function onItsWay(reader: Reader, index: number): string {
  const { trace } = reader;
  const { label } = trace.steps[index].step;
  if (label.kind !== 'deliver') return '';
  const { from, to, message } = label.message;
  const sent = trace.steps.findLastIndex(
    ({ step }, i) =>
      i < index &&
      step.events.some((e) => e.kind === 'sent' && e.message.from === from && e.message.to === to && e.message.message === message),
  );
  const ticks = sent < 0 ? 0 : trace.steps[index].time - trace.steps[sent].time;
  if (ticks < 1) return '';
  const meanwhile = trace.steps.flatMap(({ step }, i) =>
    i > sent && i < index && step.label.kind === 'fire' ? [happened(reader, i).clause] : [],
  );
  return `, ${plural(ticks, 'tick')} after it was sent${meanwhile.length === 0 ? '' : ` (meanwhile ${enumerate(meanwhile.slice(-2))})`}`;
}

/** The last step that is not a fault: faults have been told. */
function lastThatTells({ trace }: Reader): number {
  const index = trace.steps.length - 1;
  if (index < 0) return -1;
  const { label, cost } = trace.steps[index].step;
  return label.kind === 'tick' || cost > 0 ? -1 : index;
}

/** "granted" is told as "granted becomes true", "holder none" as "holder becomes none" */
function becomes(change: string): string {
  const [, no, name, value] = /^(not )?(\S+)(?: (.*))?$/s.exec(change) ?? [];
  if (no !== undefined) return `${name} becomes false`;
  return value === undefined ? `${name} becomes true` : `${name} becomes ${value}`;
}

function effect(changes: readonly string[]): string {
  if (changes.length < 2) return changes.map((change) => `, and ${change}`).join('');
  return `: ${enumerate(changes)}`;
}

/** "at time 4, "; nothing while no time has passed */
function atTime({ trace }: Reader, index: number): string {
  const time = timeBefore(trace, index);
  return time === 0 ? '' : `at time ${thousands(time)}, `;
}

/** A timer that runs out while the answer is under way is what timeouts are about; and so is a node that has not heard yet. */
function stillComing({ model, trace }: Reader, index: number, who: readonly string[]): string {
  const { step, state } = trace.steps[index];
  const { label } = step;
  const sentNow = step.events.flatMap((event) => (event.kind === 'sent' ? [event.message] : []));
  const concerns = (m: MessageState) =>
    label.kind === 'fire' ? m.to === label.node || m.from === label.node : who.includes(nodeName(model, m.to));
  const late = state.messages.find((m) => concerns(m) && !sentNow.some((sent) => sent.to === m.to && sent.message === m.message));
  return late === undefined ? '' : `, while ${letter(model, late)} is still on its way`;
}
