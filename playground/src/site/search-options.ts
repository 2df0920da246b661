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
};
