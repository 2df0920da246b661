/** The counterexample of a liveness property in words: what never comes about, what goes on forever, and why that is fair. */
import { unhandled } from '#grammar';
import { type Fairness, fairnessOf, type Loop, type Never, type Possible } from '../facts/lasso.ts';
import type { Reader } from '../facts/reader.ts';
import { inBrackets } from '../facts/values.ts';
import { type Clause, joined, named, sentence, worded } from './clause.ts';
import { enumerate, plural, thousands } from './counts.ts';
import { effectText, healClause, letterText, stepClause } from './steps.ts';

/** "`Client.waiting` holds at time 2, and from then on `not Client.waiting` never does" */
export function neverText(never: Never): string {
  switch (never.kind) {
    case 'leads to': {
      const since = never.since === null ? '' : never.since === 0 ? ' from the start' : ` at time ${never.since}`;
      return `\`${never.left}\` holds${since}, and from then on \`${never.right}\` never does`;
    }
    case 'not for good':
      return `\`${never.of}\` fails again and again for ever`;
    case 'never':
      return `\`${never.of}\` never holds`;
    case 'never again':
      return `from some time on, \`${never.of}\` never holds again`;
    case 'ends':
      return endsText(never);
    case 'formula':
      return `the run below never makes ${never.formula} true`;
    default:
      return unhandled(never);
  }
}

/** "`A.n == 0` ends before `A.n == 2` has come: A runs `inc`, and n becomes 1" */
function endsText({ left, right, time, step }: Extract<Never, { kind: 'ends' }>): string {
  if (step === null) return `neither \`${left}\` nor \`${right}\` holds at the start`;
  const at = time === null ? '' : `at time ${thousands(time)}, `;
  return `\`${left}\` ends before \`${right}\` has come: ${at}${stepClause(step.happened).text}${effectText(step.changed.slice(-3), step.node)}`;
}

/** "after that only time passes, for ever" */
export function loopClause(loop: Loop): Clause {
  switch (loop.kind) {
    case 'nothing':
      return worded('after that nothing happens any more');
    case 'passing':
      return worded('after that nothing happens any more: only time passes');
    case 'repeats': {
      const more = loop.more > 0 ? `, and ${loop.more} more things` : '';
      return worded(`after that the same happens again and again for ever: ${joined(loop.steps.map(stepClause)).text}${more}`);
    }
    default:
      return unhandled(loop);
  }
}

/** Sentences on why no assumption forbids this loop; none where nothing in it could demand anything. */
export function whyFair(reader: Reader): string[] {
  const fairness = fairnessOf(reader);
  if (fairness === null) return [];
  const clauses = fairClauses(fairness);
  if (clauses.length === 0) return ['Fair: there is nothing left that would have to happen.'];
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
    ...(taken && lost.length + waiting.length + comeAndGo.length === 0 ? [worded('whatever can happen does happen each time round')] : []),
  ];
}

/** "Client's retry is possible only now and then, so nothing makes it happen" */
function possibleClause(item: Possible): Clause {
  const only = 'is possible only now and then, so nothing makes it happen';
  switch (item.kind) {
    case 'resume':
      return worded(`that ${item.node} goes on after its pause ${only}`);
    case 'fire':
      return worded(`that ${item.node}'s ${item.timer} runs out ${only}`);
    case 'act':
      return named(`${item.node}'s ${item.action}${item.params.length === 0 ? '' : inBrackets(item.params)} ${only}`);
    case 'restart':
      return worded(`a restart of ${item.node} ${only}`);
    case 'heal':
      return worded(`that ${healClause(item.cut).text} ${only}`);
    case 'stabilise':
      return worded(`that the system stabilises ${only}`);
    default:
      return unhandled(item);
  }
}

/** "no fault, 7 steps, then a loop of 3 steps for ever" */
export function loopLength(steps: number): string {
  return steps === 0 ? 'then nothing for ever' : `then ${plural(steps, 'step')} for ever`;
}
