/** The index of the search, made once and asked in the browser: no server takes part. */
import type { MarkdownIt } from 'markdown-it';
import MiniSearch from 'minisearch';
import { type Entry, INDEX } from '../src/site/search-options.ts';
import { sectionsOf } from './markdown.ts';
import type { SitePage } from './pages.ts';

/** As JSON. */
export function searchIndex(md: MarkdownIt, pages: readonly SitePage[]): string {
  const index = new MiniSearch(INDEX);
  for (const page of pages) index.addAll(entriesOf(md, page));
  return JSON.stringify(index);
}

/** Its headings, each with what is below it. */
export function entriesOf(md: MarkdownIt, page: SitePage): Entry[] {
  return sectionsOf(md, page).map(({ level, id, text, body }) => ({
    id: level === 1 ? page.address : `${page.address}#${id}`,
    page: page.title,
    heading: level === 1 ? '' : text,
    body: body.replace(/\s+/g, ' '),
  }));
}
