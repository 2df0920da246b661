/** Two answers about the same properties, before a change and after it, as a review reads them. */
import type { ProvisosAnswer } from '#checker';
import { wrapped } from '../layout.ts';
import type { Style } from '../style.ts';
import { plural } from './counts.ts';
import { answerText } from './provisos.ts';

/** Those that differ, each with both answers; then how many do not. */
export function differenceText(
  before: readonly ProvisosAnswer[],
  now: readonly ProvisosAnswer[],
  { revision, style, columns }: { readonly revision: string; readonly style: Style; readonly columns: number },
): string[] {
  const old = new Map(before.map((answer) => [keyOf(answer), answer]));
  const fresh = new Map(now.map((answer) => [keyOf(answer), answer]));
  const lines = [...new Set([...old.keys(), ...fresh.keys()])].flatMap((key) => {
    const [was, is] = [old.get(key), fresh.get(key)];
    const [said, says] = [told(was), told(is)];
    if (said === says) return [];
    const { property, system, assume } = (is ?? was)!;
    return [
      style.strong(`${property} of ${system}, from ${assume}`),
      ...line('-', said, style.bad, columns),
      ...line('+', says, style.good, columns),
      '',
    ];
  });
  const same = [...fresh].filter(([key, answer]) => told(old.get(key)) === told(answer)).length;
  const rest = same === 0 ? [] : [`${plural(same, 'property', 'properties')} as in ${revision}`];
  return [...lines, ...rest];
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
