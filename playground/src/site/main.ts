/** What a page of the documentation does beside standing there: search, what scrolls by itself, and being kept for a time without a network. */
import { byId } from '../spec/elements.ts';
import { scriptAddress } from '../spec/scripts.ts';
import { startSearch } from './search.ts';

/** Of the site, wherever the page is. */
const address = (name: string) => new URL(name, import.meta.url).href;

/** As wide as the list of pages has room beside the page. */
const WIDE = window.matchMedia('(min-width: 900px)');

const list = byId('pages');
const pages = list.querySelector('details');
if (pages !== null) pages.open = WIDE.matches;
WIDE.addEventListener('change', () => {
  if (pages !== null) pages.open = WIDE.matches;
});
// The list alone: the page stays where it is.
const here = list.querySelector<HTMLElement>('[aria-current]');
if (here !== null) list.scrollTop = here.offsetTop - list.offsetTop - list.clientHeight / 2;

startSearch(address('./'));

/** What is wider than its place scrolls by the keyboard as well. */
function reachScrolling(): void {
  for (const one of document.querySelectorAll<HTMLElement>('pre, .table')) {
    if (one.scrollWidth > one.clientWidth) one.tabIndex = 0;
    else one.removeAttribute('tabindex');
  }
}
reachScrolling();
window.addEventListener('resize', reachScrolling);

/** After the page, of which nobody waits for that. */
async function keep(): Promise<void> {
  await navigator.serviceWorker.register(scriptAddress(address('../service-worker.js')));
  const { active } = await navigator.serviceWorker.ready;
  active?.postMessage('keep the documentation');
}
if ('serviceWorker' in navigator) setTimeout(() => void keep().catch(() => {}), 2_000);
