/**
 * A counterexample in two or three plain sentences. This is what people quote, so it names only what the author named, in
 * the order in which it happened.
 */

import type { Property, Verdict } from '#checker';
import { unhandled } from '#grammar';
import type { Advice } from '../facts/advice.ts';
import type { Cause, FaultNeeded } from '../facts/causes.ts';
import type { Changing } from '../facts/happened.ts';
import type { Reader } from '../facts/reader.ts';
import { type Doubt, type End, type Last, type Story, storyOf } from '../facts/story.ts';
import { type Clause, continued, joined, named, sentence, worded } from './clause.ts';
import { enumerate, plural, thousands } from './counts.ts';
import { factsText, lateText } from './facts.ts';
import { loopClause, neverText } from './lasso.ts';
import {
  changeText,
  chosenText,
  effectText,
  headText,
  isText,
  letterText,
  misreadText,
  pausesText,
  sentText,
  stepClause,
} from './steps.ts';

export function story(reader: Reader, property: Property, verdict: Verdict): string {
  return storyText(storyOf(reader, property, verdict));
}

export function storyText(told: Story): string {
  const advice = told.advice === null ? [] : [adviceClause(told.advice)];
  return [...clausesOf(told), ...advice].map(sentence).join(' ');
}

/** "AtMostOne fails for Holder#1 and Holder#2: Holder#1.holds is true and Holder#2.holds is true." */
export function firstSentence({ property, end }: Story): string {
  return sentence(endClause(property, end));
}

/** The story without its first sentence, for where that stands already. */
export function furtherText(told: Story): string {
  const advice = told.advice === null ? [] : [adviceClause(told.advice)];
  return [...clausesOf(told).slice(1), ...advice].map(sentence).join(' ');
}

function clausesOf({ property, end, causes, moreCauses, faultNeeded, last, loop, awaited, doubts }: Story): Clause[] {
  const led = causeClauses(causes, moreCauses);
  const first = endClause(property, end);
  if (loop !== null) return [first, ...unneeded(faultNeeded, led), ...led, loopClause(loop)];
  const came = last === null ? [] : [lastClause(last)];
  const doubted = [...(awaited === null ? [] : [named(`${letterText(awaited)} is still on its way`)]), ...doubts.map(doubtClause)];
  if (end.kind === 'reached') return [first, ...came, ...doubted];
  if (led.length === 0) return [first, worded(`${noFaultText(faultNeeded)}${came.map(({ text }) => `: ${text}`).join('')}`), ...doubted];
  const then = last?.kind === 'step' && last.time > 0 ? 'then, ' : 'then ';
  return [first, ...unneeded(faultNeeded, led), ...led, ...came.map(({ text }) => worded(then + text)), ...doubted];
}

/** Deviations that are no faults are reported after this. */
function unneeded(faultNeeded: FaultNeeded, led: readonly Clause[]): Clause[] {
  return faultNeeded === 'in this run' || led.length === 0 ? [] : [worded(noFaultText(faultNeeded))];
}

function noFaultText(faultNeeded: FaultNeeded): string {
  return faultNeeded === 'in another run' ? 'this run has no fault' : 'no fault is required';
}

function endClause(property: string, end: End): Clause {
  switch (end.kind) {
    case 'error':
      return worded(`the model itself fails: ${end.message}`);
    case 'fails':
    case 'reached':
      return named(`${property} ${end.kind === 'fails' ? 'fails' : 'is reached'}${factsText(end.facts)}`);
    case 'late':
      return named(`${property} fails: ${lateText(end.within, end.facts)}`);
    case 'never':
      return named(`${property} fails: ${neverText(end.never)}`);
    default:
      return unhandled(end);
  }
}

/** "Chair, being Byzantine, may send Vote at any time; refuse it with a guard: `on Vote from m when m in Member`" */
function adviceClause({ liar, message, handler, guard }: Advice): Clause {
  const written = guard === null ? ` on \`${handler}\`` : `: \`${handler} from ${guard.sender} when ${guard.sender} in ${guard.role}\``;
  return named(`${liar}, being Byzantine, may send ${message} at any time; refuse it with a guard${written}`);
}

// What led there

function causeClauses(causes: readonly Cause[], more: number): Clause[] {
  const told = causes.map(causeClause);
  if (more === 0) return told;
  return [...told, worded(`then ${plural(more, 'more thing')} of this kind ${more === 1 ? 'happens' : 'happen'}`)];
}

function causeClause(cause: Cause): Clause {
  switch (cause.kind) {
    case 'Byzantine':
      return named(`${enumerate(cause.nodes)} ${cause.nodes.length === 1 ? 'is' : 'are'} Byzantine`);
    case 'pause':
      return pauseClause(cause);
    case 'step': {
      const { time } = cause;
      const clause = stepCauseClause(cause);
      return time === null || time === 0 ? clause : worded(`at time ${thousands(time)}, ${clause.text}`);
    }
    case 'misread':
      return named(`${cause.node} ${misreadText(cause.misread)}`);
    case 'drift':
      return named(`${cause.node}'s ${chosenText({ kind: 'drift', timer: cause.timer, ...cause.offBy })}`);
    default:
      return unhandled(cause);
  }
}

/** "Worker#1 runs `end` (over) and sends Ended to Watcher", "Counter crashes: inMemory was 1 and is 0" */
function stepCauseClause({ happened, node, changed, sent }: Extract<Cause, { kind: 'step' }>): Clause {
  if (sent !== null) {
    const did = changed.length === 0 ? stepClause(happened) : changingClause({ happened, node, changed });
    return continued(did, ` and ${sentText(sent)}`);
  }
  if (happened.kind !== 'crash') return continued(stepClause(happened), effectText(changed, node));
  const was = enumerate(changed.map(({ name, from, to }) => `${name} was ${from} and is ${to}`));
  return continued(stepClause(happened), was === '' ? '' : `: ${was}`);
}

/** "Worker#1 pauses for 1 tick in the middle of handle, where lease.left is 1; meanwhile LeaseService's expiry runs out (holder none)" */
function pauseClause({ node, ticks, waiting, middleOf, meanwhile }: Extract<Cause, { kind: 'pause' }>): Clause {
  const seen = middleOf === null || middleOf.seen.length === 0 ? '' : `, where ${enumerate(middleOf.seen.map(isText))}`;
  const middle = middleOf === null ? '' : ` in the middle of ${headText(middleOf.happened)}${seen}`;
  const others = meanwhile.length === 0 ? '' : `; meanwhile ${joined(meanwhile.map(changingClause)).text}`;
  return named(`${pausesText({ node, ticks, waiting })}${waiting === null ? middle : ''}${others}`);
}

/** "LeaseService's expiry runs out (holder none)" */
function changingClause({ happened, node, changed }: Changing): Clause {
  return continued(stepClause(happened), ` (${changed.map((change) => changeText(change, node)).join(', ')})`);
}

// What came last

function lastClause(last: Last): Clause {
  switch (last.kind) {
    case 'length':
      return worded(`it takes ${plural(last.steps, 'step')}`);
    case 'start':
      return worded('this is so from the start');
    case 'step': {
      const late = last.stillComing === null ? '' : `, while ${letterText(last.stillComing)} is still on its way`;
      const clause = continued(stepClause(last.happened), underWayText(last) + late + effectText(last.changed, last.node));
      return last.time === 0 ? clause : worded(`at time ${thousands(last.time)}, ${clause.text}`);
    }
    default:
      return unhandled(last);
  }
}

/** ", 3 ticks after it was sent (meanwhile Client's patience runs out)" */
function underWayText({ underWay }: Extract<Last, { kind: 'step' }>): string {
  if (underWay === null) return '';
  const { ticks, meanwhile } = underWay;
  const others = meanwhile.length === 0 ? '' : ` (meanwhile ${joined(meanwhile.map(stepClause)).text})`;
  return `, ${plural(ticks, 'tick')} after it was sent${others}`;
}

/** "Client cannot tell this from the run in which Request from Client to Server is lost" */
function doubtClause({ node, steps, causes, moreCauses }: Doubt): Clause {
  const led = causeClauses(causes, moreCauses);
  const run = led.length > 0 ? `the run in which ${joined(led).text}` : `a run without a fault (${plural(steps, 'step')})`;
  return named(`${node} cannot tell this from ${run}`);
}
