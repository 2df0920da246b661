/** "Did you mean": the nearest of what would have been right. */
import { closest } from '#grammar';

/** ` Did you mean \`check\`?`, or nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  const found = closest(word, known);
  return found === null ? '' : ` Did you mean \`${found}\`?`;
}
