/** Verdicts in a line each. */
import type { Blame, CheckPlan, CutFault, FaultKind, Known, Point, Progress, Size, Trace, Verdict } from '#checker';
import { unhandled } from '#grammar';
import { duration, enumerate, plural, thousands } from './counts.ts';
import { loopLength } from './lasso.ts';

/** "holds within bounds (capacity 8, Term <= 3)", "violated: 1 fault, 10 steps" */
export function verdictText(verdict: Verdict): string {
  switch (verdict.status) {
    case 'holds':
      if (verdict.vacuous !== null) return vacuousText(verdict.bounds, verdict.vacuous);
      return verdict.bounds.length === 0 ? 'holds' : `holds within bounds (${verdict.bounds.join(', ')})`;
    case 'violated':
    case 'reached':
      return `${verdict.status}${within(verdict.known)}: ${lengthOf(verdict.trace)}`;
    case 'unreached':
      return 'unreached';
    case 'unknown':
      return `unknown: ${verdict.reason}`;
    case 'error':
      return `error in the model: ${verdict.error.message}`;
    case 'unchecked':
      return `not checked yet: ${verdict.reason}`;
    default:
      return unhandled(verdict);
  }
}

function vacuousText(bounds: readonly string[], why: string): string {
  return bounds.length === 0 ? `holds vacuously (${why})` : `holds vacuously within bounds (${bounds.join(', ')}): ${why}`;
}

/** " within bounds (capacity 8)", where it rests on what a node knows and there may be states beyond them */
function within(known: Known | undefined): string {
  return known === undefined || known.bounds.length === 0 ? '' : ` within bounds (${known.bounds.join(', ')})`;
}

/** "1 fault, 10 steps" */
export function lengthOf(trace: Trace): string {
  const faults = trace.faults === 0 ? 'no fault' : plural(trace.faults, 'fault');
  if (trace.loop === undefined) return `${faults}, ${plural(trace.steps.length, 'step')}`;
  const round = trace.steps.slice(trace.loop);
  const again = round.reduce((sum, { step }) => sum + step.cost, 0);
  return `${faults}, ${plural(trace.loop, 'step')}, ${loopLength(round.length)}${again === 0 ? '' : `, ${plural(again, 'fault')} each time`}`;
}

/** "48,210 states, 0.1 s" */
export function sizeText(size: Size, inPart = false): string {
  return `${statesText(size, inPart)}, ${duration(size.milliseconds)}`;
}

/** "48,210 states", "24,105 states up to symmetry of Client"; `inPart`: some of several searches are, and some count every state */
function statesText({ states, alike }: Size, inPart: boolean): string {
  if (alike.length === 0) return plural(states, 'state');
  return `${plural(states, 'state')}${inPart ? ', in part' : ''} up to symmetry of ${enumerate(alike)}`;
}

/** "P = 1, MARGIN = 1" */
export function pointText(values: Point): string {
  return values.map(({ name, value }) => `${name} = ${value}`).join(', ');
}

/** A search in a line: "Lease under Paused at P = 1" */
export function searchText({ system, assume }: Pick<CheckPlan, 'system' | 'assume'>, point: Point): string {
  return `${system} under ${assume}${point.length === 0 ? '' : ` at ${pointText(point)}`}`;
}

/** "Needs a pause of Worker. Does not need loss or duplication." */
export function blameText({ necessary, used, unsettled, notNeeded }: Blame): string {
  const without = used.length === 1 ? 'without it' : 'without any one of them';
  const sentences = [
    necessary.length > 0 ? `Needs ${enumerate(needTexts(necessary))}.` : '',
    used.length > 0 ? `Uses ${enumerate(used.map(faultText))}, but breaks ${without} too.` : '',
    unsettled.length > 0 ? `Whether it needs ${enumerate(needTexts(unsettled), 'or')} was not settled.` : '',
    notNeeded.length > 0 ? `Does not need ${enumerate(needTexts(notNeeded), 'or')}.` : '',
  ];
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

/** Clauses come last: "loss and that X stops". */
function needTexts(kinds: readonly FaultKind[]): string[] {
  const isCrash = ({ kind }: FaultKind) => kind === 'crash';
  return [...kinds.filter((kind) => !isCrash(kind)), ...kinds.filter(isCrash)].map(needText);
}

/** What it takes: "loss", "that X or Y crashes and comes back". Of crashes it matters what comes after. */
function needText(kind: FaultKind): string {
  if (kind.kind !== 'crash') return faultText(kind);
  const who = enumerate(kind.roles, 'or');
  switch (kind.mode) {
    case 'stop':
      return `that ${who} stops`;
    case 'recovery':
      return `that ${who} crashes and comes back`;
    case 'amnesia':
      return `that ${who} crashes and loses its disk`;
    case 'byzantine':
      return `that ${who} is Byzantine`;
    default:
      return unhandled(kind.mode);
  }
}

const CUTS: Readonly<Record<CutFault['kind'], string>> = {
  'two-way': 'cuts',
  'one-way': 'one-way cuts',
  link: 'link cuts',
  'one-way link': 'one-way link cuts',
};

/** What happens: "loss", "a crash of X or Y". */
export function faultText(kind: FaultKind): string {
  switch (kind.kind) {
    case 'crash': {
      const who = enumerate(kind.roles, 'or');
      return kind.mode === 'byzantine' ? `a Byzantine ${who}` : `a crash of ${who}`;
    }
    case 'loss':
    case 'duplication':
    case 'corruption':
    case 'clock steps':
      return kind.kind;
    case 'cuts':
      return CUTS[kind.parting];
    case 'pause':
      return `a pause of ${kind.role}`;
    default:
      return unhandled(kind);
  }
}

/** "48,210 states (there may be more), 120,400 steps, 31 deep, 2 faults, 12 cut, 24 bytes a state, 482,100 states/s, 0.1 s" */
export function statisticsText(size: Size, inPart = false): string {
  const cut = size.cut === 0 ? [] : [`${thousands(size.cut)} cut`];
  return [
    `${statesText(size, inPart)}${size.whole ? '' : ' (there may be more)'}`,
    plural(size.transitions, 'step'),
    `${thousands(size.depth)} deep`,
    ...(size.faults === 0 ? [] : [plural(size.faults, 'fault')]),
    ...cut,
    `${thousands(Math.round(size.bytes / Math.max(1, size.states)))} bytes a state`,
    ...(size.compressed ? ['states compressed (exact)'] : []),
    ...(size.interpretedBecause === null ? [] : [`interpreted, which is slow: ${size.interpretedBecause}`]),
    ...(size.milliseconds < 50 ? [] : [`${thousands(Math.round((size.states / size.milliseconds) * 1000))} states/s`]),
    duration(size.milliseconds),
  ].join(', ');
}

/** What is shown while a search runs: "48,210 states, 120,000/s, 14 deep, 1 fault, 2,100 waiting" */
export function progressText(progress: Progress): string {
  const rate = progress.milliseconds < 200 ? [] : [`${thousands(Math.round((progress.states / progress.milliseconds) * 1000))}/s`];
  const faults = progress.faults > 0 ? [plural(progress.faults, 'fault')] : [];
  return [
    plural(progress.states, 'state'),
    ...rate,
    `${thousands(progress.depth)} deep`,
    ...faults,
    `${thousands(progress.waiting)} waiting`,
  ].join(', ');
}
