/** The search: a dialog, whose index is loaded when it is opened first, and asked here. */
import MiniSearch, { type SearchResult } from 'minisearch';
import { byId, element } from '../spec/elements.ts';
import { type Entry, INDEX, SEARCH } from './search-options.ts';

const MOST_RESULTS = 20;
/** Letters around the first word that was found. */
const [BEFORE, BEHIND] = [60, 160];

/** `site`: address of its root */
export function startSearch(site: string): void {
  const dialog = byId<HTMLDialogElement>('search');
  const words = byId<HTMLInputElement>('search-words');
  const found = byId('search-found');
  const says = byId('search-says');
  let loading: Promise<MiniSearch<Entry>> | null = null;
  let index: MiniSearch<Entry> | null = null;

  const open = () => {
    if (!dialog.open) dialog.showModal();
    words.select();
    loading ??= load();
    loading.then(
      (loaded) => {
        index = loaded;
        show();
      },
      () => {
        loading = null;
        says.textContent = 'The index could not be loaded.';
      },
    );
  };

  const show = () => {
    const asked = words.value.trim();
    const results = index === null || asked === '' ? [] : resultsOf(index, asked);
    found.replaceChildren(...results.slice(0, MOST_RESULTS).map((result) => entry(result, site)));
    says.textContent = index === null ? 'Loading the index.' : asked === '' ? '' : counted(results.length);
  };

  byId('search-open').hidden = false;
  byId('search-open').addEventListener('click', open);
  byId('search-close').addEventListener('click', () => dialog.close());
  words.addEventListener('input', show);
  byId('search-form').addEventListener('submit', (event) => {
    event.preventDefault();
    found.querySelector('a')?.click();
  });
  // A result on the page that is open leads there, behind the dialog.
  found.addEventListener('click', () => dialog.close());
  dialog.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const all = [words, ...found.querySelectorAll('a')];
    const at = all.indexOf(document.activeElement as HTMLAnchorElement);
    const next = all[at + (event.key === 'ArrowDown' ? 1 : -1)];
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  });
  document.addEventListener('keydown', (event) => {
    const isAsked = event.key === '/' || (event.key === 'k' && (event.ctrlKey || event.metaKey));
    if (!isAsked || isTyped(event)) return;
    event.preventDefault();
    open();
  });
}

/** Into a field, or an editor inside a specification. */
function isTyped(event: KeyboardEvent): boolean {
  const [first] = event.composedPath();
  return first instanceof HTMLElement && (first.isContentEditable || first.matches('input, textarea'));
}

async function load(): Promise<MiniSearch<Entry>> {
  const { default: index } = await import('proviso:search-index');
  return MiniSearch.loadJS(index, INDEX);
}

/** All words, or any where no place has all. */
function resultsOf(index: MiniSearch<Entry>, asked: string): SearchResult[] {
  const all = index.search(asked, SEARCH);
  return all.length > 0 ? all : index.search(asked, { ...SEARCH, combineWith: 'OR' });
}

function counted(count: number): string {
  if (count === 0) return 'Nothing found.';
  if (count > MOST_RESULTS) return `The first ${MOST_RESULTS} of ${count} places.`;
  return count === 1 ? '1 place.' : `${count} places.`;
}

function entry({ id, page, heading, body, terms }: SearchResult, site: string): HTMLElement {
  const name = element('span', { class: 'name', text: heading === '' ? page : heading });
  const where = heading === '' ? [] : [element('span', { class: 'where', text: page })];
  const link = element(
    'a',
    { href: new URL(id, site).href },
    name,
    ...where,
    element('span', { class: 'excerpt' }, ...marked(body, terms)),
  );
  return element('li', {}, link);
}

/** What is around the first word that was found, with all of these marked. */
function marked(body: string, terms: readonly string[]): (Node | string)[] {
  const pattern = new RegExp(`\\b(${terms.map((term) => term.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`, 'gi');
  const first = Math.max(0, body.search(pattern));
  const start = first <= BEFORE ? 0 : body.lastIndexOf(' ', first - BEFORE) + 1;
  const part = `${start > 0 ? '... ' : ''}${body.slice(start, first + BEHIND)}${first + BEHIND < body.length ? ' ...' : ''}`;
  return part.split(pattern).map((piece, i) => (i % 2 === 1 ? element('mark', { text: piece }) : piece));
}
