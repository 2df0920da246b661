/**
 * Keeps the whole playground, so that it works without a network once it was loaded, and the documentation where a page of it was read. A new
 * release takes over when no page of the old is open.
 */
/// <reference lib="webworker" />
export {};

/** Put in when the scripts are made: the files of the playground, those of the documentation, and what names just these. */
declare const PROVISO_FILES: readonly string[];
declare const PROVISO_DOCS: readonly string[];
declare const PROVISO_RELEASE: string;

const worker = self as unknown as ServiceWorkerGlobalScope;
const PREFIX = 'proviso-playground-';
const NAME = PREFIX + PROVISO_RELEASE;

/** All or none. */
async function keep(files: readonly string[]): Promise<void> {
  const kept = await caches.open(NAME);
  if ((await kept.match(files[0])) !== undefined) return;
  await kept.addAll(files.map((file) => new Request(file, { cache: 'no-cache' })));
}

/** What was read under the release before is kept of this one as well; where it cannot be had, the playground works without. */
async function install(): Promise<void> {
  const isRead = (await caches.match(PROVISO_DOCS[0])) !== undefined;
  await keep(PROVISO_FILES);
  if (isRead) await keep(PROVISO_DOCS).catch(() => {});
}

worker.addEventListener('install', (event) => event.waitUntil(install()));
worker.addEventListener('message', (event) => {
  if (event.data === 'keep the documentation') event.waitUntil(keep(PROVISO_DOCS));
});

worker.addEventListener('activate', (event) => {
  const old = async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== NAME).map((name) => caches.delete(name)));
    await worker.clients.claim();
  };
  event.waitUntil(old());
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || !request.url.startsWith(worker.registration.scope)) return;
  const answer = async () => {
    const kept = await caches.open(NAME);
    const found = await kept.match(request, { ignoreSearch: true });
    return found === undefined ? fetch(request) : direct(found);
  };
  event.respondWith(answer());
});

/** Some hosts lead from `view.html` to `view`; where a page is asked for, browsers take no answer that was led elsewhere. */
function direct(answer: Response): Response {
  const { redirected, body, status, statusText, headers } = answer;
  return redirected ? new Response(body, { status, statusText, headers }) : answer;
}
