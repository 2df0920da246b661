/** Verdicts in a line each. */
import type { CheckPlan, Exhausted, Furthest, Known, Point, Progress, Trace, Verdict } from '#checker';
import { unhandled } from '#grammar';
import { type Length, lengthIn } from '../facts/length.ts';
import { plural, thousands } from './counts.ts';
import { exhaustedText, limitText, markText } from './exhausted.ts';
import { loopLength } from './lasso.ts';

/** "holds within bounds (capacity 8, Term <= 3)", "violated: 1 fault, 10 steps" */
export function verdictText(verdict: Verdict): string {
  switch (verdict.status) {
    case 'holds':
      return holdsText(verdict);
    case 'violated':
    case 'reached':
      return `${verdict.status}${within(verdict.known)}: ${lengthOf(verdict.trace)}${markText(verdict.simplestWithin)}`;
    case 'unreached':
      return `unreached${limitText(verdict.upTo)}${verdict.furthest === undefined ? '' : `: ${furthestText(verdict.furthest)}`}`;
    case 'unknown': {
      const came = verdict.furthest === undefined ? '' : `; ${furthestText(verdict.furthest)}`;
      return `unknown: ${verdict.reason}${verdict.exhausted === undefined ? '' : sofar(verdict.exhausted)}${came}`;
    }
    case 'error':
      return `error in the model: ${verdict.error.message}${markText(verdict.simplestWithin)}`;
    case 'unchecked':
      return `not checked yet: ${verdict.reason}`;
    default:
      return unhandled(verdict);
  }
}

/** Without the bounds, the reason and the size: "holds within bounds", "unknown" */
export function briefText(verdict: Verdict): string {
  switch (verdict.status) {
    case 'holds': {
      const within = verdict.bounds.length === 0 ? '' : ' within bounds';
      return `holds${verdict.vacuous === null ? '' : ' vacuously'}${limitText(verdict.upTo)}${within}`;
    }
    case 'violated':
    case 'reached':
    case 'unknown':
      return verdict.status;
    case 'unreached':
      return `unreached${limitText(verdict.upTo)}`;
    case 'error':
      return 'error in the model';
    case 'unchecked':
      return 'not checked yet';
    default:
      return unhandled(verdict);
  }
}

/** Of a search that goes on: "holds so far (capacity 3)", "violated: 1 fault, 5 steps, simplest within capacity 2" */
export function soFarText(verdict: Verdict): string {
  if (verdict.status !== 'unknown' || verdict.exhausted?.narrower === undefined) return verdictText(verdict);
  const { sought, narrower } = verdict.exhausted;
  return `${sought === 'violation' ? 'holds' : 'not reached'} so far (${narrower.join(', ')})`;
}

function holdsText({ bounds, vacuous, upTo }: Extract<Verdict, { status: 'holds' }>): string {
  const within = bounds.length === 0 ? '' : ` within bounds (${bounds.join(', ')})`;
  if (vacuous === null) return `holds${limitText(upTo)}${within}`;
  return `holds vacuously${limitText(upTo)}${within === '' ? ` (${vacuous})` : `${within}: ${vacuous}`}`;
}

/** "2 of 4 steps, then never `b: on Granted`" */
export function furthestText({ steps, of, missing }: Furthest): string {
  if (missing.kind === 'way') return 'no values fit its names';
  if (missing.kind === 'then') return `${of === 1 ? 'its step happens' : `all ${of} steps`}, but then \`${missing.text}\` is never true`;
  if (steps === 0) return `its first step \`${missing.text}\` never happens`;
  return `${steps} of ${plural(of, 'step')}, then never \`${missing.text}\``;
}

function sofar(exhausted: Exhausted): string {
  const text = exhaustedText(exhausted);
  return text === '' ? '' : `; ${text}`;
}

/** " within bounds (capacity 8)", where it rests on what a node knows and there may be states beyond them */
function within(known: Known | undefined): string {
  return known === undefined || known.bounds.length === 0 ? '' : ` within bounds (${known.bounds.join(', ')})`;
}

/** "1 fault, 10 steps" */
export function lengthOf(trace: Trace): string {
  return lengthText(lengthIn(trace));
}

export function lengthText({ faults, steps, loop }: Length): string {
  const all = `${faults === 0 ? 'no fault' : plural(faults, 'fault')}, ${plural(steps, 'step')}`;
  if (loop === null) return all;
  return `${all}, ${loopLength(loop.steps)}${loop.faults === 0 ? '' : `, ${plural(loop.faults, 'fault')} each time`}`;
}

/** "7 steps, 1 fault", "4 steps and a loop of 2 steps, no fault" */
export function breaksInText({ faults, steps, loop }: Length): string {
  const [way, round] = [plural(steps, 'step'), loop === null || loop.steps === 0 ? null : `a loop of ${plural(loop.steps, 'step')}`];
  const run = round === null ? way : steps === 0 ? round : `${way} and ${round}`;
  const again = loop === null || loop.faults === 0 ? '' : `, ${plural(loop.faults, 'fault')} each time`;
  return `${run}, ${faults === 0 ? 'no fault' : plural(faults, 'fault')}${again}`;
}

/** "P = 1, MARGIN = 1" */
export function pointText(values: Point): string {
  return values.map(({ name, value }) => `${name} = ${value}`).join(', ');
}

/** A search in a line: "Lease under Paused at P = 1" */
export function searchText({ system, assume }: Pick<CheckPlan, 'system' | 'assume'>, point: Point): string {
  return `${system} under ${assume}${point.length === 0 ? '' : ` at ${pointText(point)}`}`;
}

/** What is shown while a search runs: "48,210 states, 120,000/s, 14 deep, 1 fault, 2,100 waiting" */
export function progressText(progress: Progress): string {
  const rate = progress.milliseconds < 200 ? [] : [`${thousands(Math.round((progress.states / progress.milliseconds) * 1000))}/s`];
  const faults = progress.faults > 0 ? [plural(progress.faults, 'fault')] : [];
  if (progress.runs !== undefined) return [plural(progress.runs, 'random run'), plural(progress.states, 'step'), ...rate].join(', ');
  return [
    plural(progress.states, 'state'),
    ...rate,
    `${thousands(progress.depth)} deep`,
    ...faults,
    `${thousands(progress.waiting)} waiting`,
  ].join(', ');
}
