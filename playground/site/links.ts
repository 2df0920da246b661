/** From links between files of the repository to links between pages of the site. */
import { posix } from 'node:path';
import { FOLDERS, type SitePage } from './pages.ts';

/** Where a link of a page leads. */
export type Target =
  | { readonly kind: 'page'; readonly page: SitePage; readonly anchor: string | null }
  /** a picture; its path in the repository */
  | { readonly kind: 'picture'; readonly path: string }
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'lost' };

/** Pictures of the pages are all in one folder, here and on the site. */
export const PICTURES = 'docs/images/';

export class Links {
  readonly #pages: ReadonlyMap<string, SitePage>;

  constructor(pages: readonly SitePage[]) {
    this.#pages = new Map(pages.map((page) => [page.source, page]));
  }

  page(source: string): SitePage | undefined {
    return this.#pages.get(source);
  }

  /** `href`: as it stands in the file `source` */
  target(source: string, href: string): Target {
    if (/^[a-z]+:/.test(href)) return { kind: 'elsewhere' };
    const [path, anchor = null] = href.split('#');
    const file = path === '' ? source : posix.join(posix.dirname(source), path).replace(/\/$/, '');
    if (file.startsWith(PICTURES)) return { kind: 'picture', path: file };
    const page = this.#pages.get(FOLDERS[file] ?? file);
    return page === undefined ? { kind: 'lost' } : { kind: 'page', page, anchor };
  }
}

/** From the page at `from` to the address `to`, both from the root of the site. */
export function relativeAddress(from: string, to: string): string {
  const folder = posix.dirname(`${from}.`);
  const path = posix.relative(folder, posix.join('.', to)) || '.';
  return to.endsWith('/') ? `${path}/` : path;
}
