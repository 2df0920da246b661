/** The word that was probably meant by a misspelt one. */

/** The candidate that a slip of the keyboard could have turned into `text`. */
export function closest(text: string, candidates: Iterable<string>): string | null {
  let best: string | null = null;
  // One letter for another is no slip.
  let least = text.length === 1 ? 1 : Math.max(1, Math.floor(text.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = candidate.toLowerCase() === text.toLowerCase() ? 0.5 : editDistance(text, candidate, least);
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/** Levenshtein's distance, with neighbours swapped counting 1; `limit` or more may be returned as `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit || a.length > 64 || b.length > 64) return limit;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? before[j - 2] + 1 : Infinity;
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1), swap);
    }
    [before, last] = [last, row];
  }
  return last[b.length];
}
