/** "Did you mean": the nearest of what would have been right. */
import { closest } from '#grammar';
import { verbNames } from './verbs/table.ts';

/** ` Did you mean \`check\`?`, or nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  const found = closest(word, known);
  return found === null ? '' : ` Did you mean \`${found}\`?`;
}

export function unknownVerb(word: string): string {
  return `There is no verb \`${word}\`.${didYouMean(word, verbNames)} The verbs are ${verbNames.join(', ')}.`;
}
