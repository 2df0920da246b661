/** The counterexample of a liveness property in words: what never comes about, what goes on forever, and why that is fair. */
import { unhandled } from '#grammar';
import type { Happened, Letter } from '../facts/happened.ts';
import { type Fairness, fairnessOf, type Loop, type LoopStep, type Possible } from '../facts/lasso.ts';
import type { Never, When } from '../facts/never.ts';
import type { Reader } from '../facts/reader.ts';
import { inBrackets } from '../facts/values.ts';
import { type Clause, named, sentence, worded } from './clause.ts';
import { enumerate, plural, thousands } from './counts.ts';
import { arrivedText, effectText, healClause, letterText, messageText, pausesText, stepClause } from './steps.ts';

/** "`Client.waiting` holds at time 2, and from then on `not Client.waiting` never does" */
export function neverText(never: Never): string {
  switch (never.kind) {
    case 'leads to': {
      const since = never.since === null ? '' : never.since === 0 ? ' from the start' : ` at time ${never.since}`;
      return `\`${never.left}\` holds${since}, and from then on \`${never.right}\` never does`;
    }
    case 'not for good':
      return `\`${never.of}\` fails again and again, forever`;
    case 'never':
      return `\`${never.of}\` never holds`;
    case 'never again':
      return `from some time on, \`${never.of}\` never holds again`;
    case 'ends':
      return endsText(never);
    case 'once':
      return onceText(never);
    case 'each':
      return never.of.map(neverText).join(', and ');
    case 'although':
      return `although \`${never.condition}\` holds, ${neverText(never.never)}`;
    case 'formula':
      return `\`${never.formula}\` ${never.holds ? 'holds on the run below, and must not' : 'does not hold on the run below'}`;
    default:
      return unhandled(never);
  }
}

/** "`A.n == 0` ends before `A.n == 2` has come: A runs `inc`, and n becomes 1" */
function endsText(never: Extract<Never, { kind: 'ends' }>): string {
  const { left, right, step } = never;
  if (step === null) return `neither \`${left}\` nor \`${right}\` holds at the start`;
  return `\`${left}\` ends before \`${right}\` has come: ${whenText(never)}`;
}

/** "`A.n == 1` comes true, and must not: A runs `up`, and n becomes 1" */
function onceText(never: Extract<Never, { kind: 'once' }>): string {
  const { of, wanted, step } = never;
  if (step === null) return `\`${of}\` ${wanted ? 'does not hold' : 'holds'} at the start`;
  return `\`${of}\` ${wanted ? 'no longer holds' : 'comes true, and must not'}: ${whenText(never)}`;
}

/** "at time 3, A runs `inc`, and n becomes 1" */
function whenText({ time, step }: When): string {
  const at = time === null ? '' : `at time ${thousands(time)}, `;
  return step === null ? '' : `${at}${stepClause(step.happened).text}${effectText(step.changed.slice(-3), step.node)}`;
}

/** "from then on this repeats forever: Participant#1 runs `ask`; its Ask reaches Coordinator, which is down" */
export function loopClause(loop: Loop): Clause {
  const since = loop.fromStart ? 'from the start' : 'from then on';
  switch (loop.kind) {
    case 'nothing':
      return worded(`${since} nothing happens`);
    case 'passing':
      return worded(`${since} only time passes`);
    case 'repeats': {
      const steps = loop.steps.map((step, i) => loopStep(step, loop.steps[i - 1]));
      const more = loop.more > 0 ? [`and ${plural(loop.more, 'more step')}`] : [];
      return worded(`${since} this repeats forever: ${[...steps, ...more].join('; ')}`);
    }
    default:
      return unhandled(loop);
  }
}

/** What becomes of a message of the node that the step before was about needs no name: "its Ask is lost". */
function loopStep(step: LoopStep, before: LoopStep | undefined): string {
  if (step.kind === 'pause') return pausesText(step);
  const isIts = before !== undefined && 'message' in step && step.message.from === subjectOf(before);
  return isIts && step.kind !== 'lie' ? itsText(step) : stepClause(step).text;
}

function subjectOf(step: LoopStep): string | null {
  return step.kind === 'act' || step.kind === 'resume' || step.kind === 'restart' ? step.node : null;
}

function itsText(step: Exclude<Extract<Happened, { readonly message: Letter }>, { readonly kind: 'lie' }>): string {
  const its = `its ${messageText(step.message)}`;
  switch (step.kind) {
    case 'deliver':
    case 'duplicate':
      return arrivedText(step, its);
    case 'lose':
      return `${its} is lost`;
    case 'corrupt':
      return `${its} is corrupted into ${messageText(step.into)}`;
    default:
      return unhandled(step);
  }
}

/** Sentences on why no assumption forbids this loop; none where nothing in it could demand anything. */
export function whyFair(reader: Reader): string[] {
  const fairness = fairnessOf(reader);
  if (fairness === null) return [];
  const clauses = fairClauses(fairness);
  if (clauses.length === 0) return ['Fair: nothing is left that would have to happen.'];
  const [first, ...others] = clauses;
  return [[`Fair: ${first.text}.`, ...others.map(sentence)].join(' ')];
}

function fairClauses({ lost, waiting, comeAndGo, outcomes, taken }: Fairness): Clause[] {
  return [
    ...lost.map((message) => named(`${letterText(message)} is lost again and again, and it is also delivered again and again`)),
    ...waiting.map(({ message, why }) => {
      const text = why === 'never free' ? `${message.to} is never free to take it` : `${message.to} defers it`;
      return named(`${letterText(message)} waits, but ${text}`);
    }),
    ...comeAndGo.map(possibleClause),
    ...(outcomes.length === 0 ? [] : [worded(`every outcome of ${enumerate(outcomes)} is taken`)]),
    ...(taken && lost.length + waiting.length + comeAndGo.length === 0 ? [worded('whatever is enabled is taken each time round')] : []),
  ];
}

/** "Client's retry is enabled only now and then, so fairness does not force it" */
function possibleClause(item: Possible): Clause {
  const only = 'is enabled only now and then, so fairness does not force it';
  switch (item.kind) {
    case 'resume':
      return named(`${item.node}'s step after its pause ${only}`);
    case 'fire':
      return named(`${item.node}'s ${item.timer} ${only}`);
    case 'act':
      return named(`${item.node}'s ${item.action}${item.params.length === 0 ? '' : inBrackets(item.params)} ${only}`);
    case 'restart':
      return named(`${item.node}'s restart ${only}`);
    case 'heal':
      return worded(`the heal after which ${healClause(item.cut).text} ${only}`);
    case 'stabilise':
      return worded(`stabilisation ${only}`);
    default:
      return unhandled(item);
  }
}

/** "no fault, 7 steps, then 3 steps forever" */
export function loopLength(steps: number): string {
  return steps === 0 ? 'then nothing more' : `then ${plural(steps, 'step')} forever`;
}
