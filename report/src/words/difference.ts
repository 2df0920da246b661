/** Two answers about the same properties, before a change and after it, as a review reads them. */
import type { ProvisosAnswer } from '#checker';
import { wrapped } from '../layout.ts';
import type { Style } from '../style.ts';
import { plural } from './counts.ts';
import { answerText } from './provisos.ts';

/** What became of one property. */
type Change =
  | { readonly kind: 'same' }
  | { readonly kind: 'differs'; readonly was: string; readonly is: string; readonly answer: ProvisosAnswer }
  /** on one side not every set was decided, so that nothing follows from what was */
  | { readonly kind: 'open'; readonly answer: ProvisosAnswer };

/** Those that differ, each with both answers; then how many do not, and of which nothing can be said. */
export function differenceText(
  before: readonly ProvisosAnswer[],
  now: readonly ProvisosAnswer[],
  { revision, style, columns }: { readonly revision: string; readonly style: Style; readonly columns: number },
): string[] {
  const old = new Map(before.map((answer) => [keyOf(answer), answer]));
  const fresh = new Map(now.map((answer) => [keyOf(answer), answer]));
  const changes = [...new Set([...fresh.keys(), ...old.keys()])].map((key) => changeOf(old.get(key), fresh.get(key)));
  const lines = changes.flatMap((change) =>
    change.kind === 'differs'
      ? [
          style.strong(nameOf(change.answer)),
          ...line('-', change.was, style.bad, columns),
          ...line('+', change.is, style.good, columns),
          '',
        ]
      : [],
  );
  const same = changes.filter(({ kind }) => kind === 'same').length;
  const open = changes.flatMap((change) => (change.kind === 'open' ? [change.answer] : []));
  return [
    ...lines,
    ...(same === 0 ? [] : [`${plural(same, 'property', 'properties')} as in ${revision}`]),
    ...(open.length === 0 ? [] : wrapped(`not compared, as not every assumption set was decided: ${open.map(nameOf).join('; ')}`, columns)),
  ];
}

/** A line for each, where there is nothing to compare with. */
export function answersText(answers: readonly ProvisosAnswer[], { columns }: { readonly columns: number }): string[] {
  return answers.flatMap((answer) => wrapped(`${nameOf(answer)}: ${answerText(answer)}`, columns));
}

function changeOf(was: ProvisosAnswer | undefined, is: ProvisosAnswer | undefined): Change {
  const answer = (is ?? was)!;
  if ([was, is].some((one) => one !== undefined && !isDecided(one))) return { kind: 'open', answer };
  if (was !== undefined && is !== undefined && was.loweredTo !== is.loweredTo) return { kind: 'open', answer };
  const [said, says] = [told(was), told(is)];
  return said === says ? { kind: 'same' } : { kind: 'differs', was: said, is: says, answer };
}

/** At every set of the space it is known what the property does, perhaps with fewer messages in flight than assumed. */
function isDecided({ joint, stopped, assumed }: ProvisosAnswer): boolean {
  return stopped === null && assumed !== 'open' && joint !== null && joint.open.length === 0;
}

function nameOf({ property, system, assume }: ProvisosAnswer): string {
  return `${property} of ${system}, from ${assume}`;
}

/** An answer for one property at one place. */
function keyOf({ system, property, assume }: ProvisosAnswer): string {
  return `${system} ${property} ${assume}`;
}

function told(answer: ProvisosAnswer | undefined): string {
  return answer === undefined ? 'no answer' : answerText(answer);
}

function line(sign: string, text: string, colour: (text: string) => string, columns: number): string[] {
  return wrapped(text, columns - 4).map((part, i) => colour(`${i === 0 ? `${sign} ` : '    '}${part}`));
}
