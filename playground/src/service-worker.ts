/** Keeps the whole playground, so that it works without a network once it was loaded. A new release takes over when no page of the old is open. */
/// <reference lib="webworker" />
export {};

/** Put in when the scripts are made: all files, and what names just these. */
declare const PROVISO_FILES: readonly string[];
declare const PROVISO_RELEASE: string;

const worker = self as unknown as ServiceWorkerGlobalScope;
const PREFIX = 'proviso-playground-';
const NAME = PREFIX + PROVISO_RELEASE;

worker.addEventListener('install', (event) => {
  const all = async () => {
    const kept = await caches.open(NAME);
    await kept.addAll(PROVISO_FILES.map((file) => new Request(file, { cache: 'no-cache' })));
  };
  event.waitUntil(all());
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
