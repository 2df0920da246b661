/** How the pages are searched: the same where the index is made and where it is asked. */
import type { Options, SearchOptions } from 'minisearch';

/** A heading of a page with what is below it. */
export interface Entry {
  /** address from the root of the site, with its anchor */
  readonly id: string;
  /** of the page */
  readonly page: string;
  /** empty for the beginning of a page */
  readonly heading: string;
  readonly body: string;
}

export const INDEX: Options<Entry> = { fields: ['page', 'heading', 'body'], storeFields: ['page', 'heading', 'body'] };

/** A word may be the beginning of one, and a long one have a letter wrong. */
export const SEARCH: SearchOptions = {
  boost: { page: 4, heading: 3 },
  prefix: true,
  fuzzy: (word) => (word.length > 4 && !/\d/.test(word) ? 0.2 : false),
  combineWith: 'AND',
  // A section of many words counts a little less than one of few.
  bm25: { k: 1.2, b: 0.4, d: 0.5 },
  boostDocument: (id) => WEIGHTS.find(([pages]) => pages.test(id))?.[1] ?? 1,
};

/** What somebody asks for is mostly in the first of these, and seldom in the last. */
const WEIGHTS: readonly (readonly [RegExp, number])[] = [
  [/^(language|glossary)\.html/, 2],
  [/^(changelog|testing|architecture|contributing)\.html|^models\//, 0.4],
];
