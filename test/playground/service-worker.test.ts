/** What is kept to work without a network, over two releases. The browser is made up. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

/** What caches hold, by their names, and files that the host has not. */
let kept: Map<string, Set<string>>;
let lost: Set<string>;

beforeEach(() => {
  [kept, lost] = [new Map(), new Set()];
  const answer = (has: boolean | undefined) => Promise.resolve(has === true ? new Response() : undefined);
  vi.stubGlobal(
    'Request',
    class {
      readonly url: string;
      constructor(url: string) {
        this.url = url;
      }
    },
  );
  vi.stubGlobal('PROVISO_FILES', ['./', 'main.js']);
  vi.stubGlobal('PROVISO_DOCS', ['docs/', 'docs/site.js']);
  vi.stubGlobal('caches', {
    open: async (name: string) => ({
      match: (file: string) => answer(kept.get(name)?.has(file)),
      // As a cache has it: all or none.
      addAll: async (requests: readonly { readonly url: string }[]) => {
        if (requests.some(({ url }) => lost.has(url))) throw new TypeError('a file could not be had');
        kept.set(name, new Set([...(kept.get(name) ?? []), ...requests.map(({ url }) => url)]));
      },
    }),
    match: (file: string) => answer([...kept.values()].some((files) => files.has(file))),
    keys: async () => [...kept.keys()],
    delete: async (name: string) => kept.delete(name),
  });
});
afterEach(() => vi.unstubAllGlobals());

/** A release begins: what is done with it. */
async function released(release: string) {
  const heard = new Map<string, (event: object) => void>();
  vi.stubGlobal('PROVISO_RELEASE', release);
  vi.stubGlobal('self', {
    addEventListener: (kind: string, hear: (event: object) => void) => heard.set(kind, hear),
    clients: { claim: async () => {} },
  });
  vi.resetModules();
  await import('../../playground/src/service-worker.ts');
  return async (kind: string, data: unknown = null) => {
    let work: Promise<unknown> = Promise.resolve();
    heard.get(kind)!({ data, waitUntil: (waited: Promise<unknown>) => (work = waited) });
    await work;
  };
}

const [PLAYGROUND, DOCS] = [
  ['./', 'main.js'],
  ['docs/', 'docs/site.js'],
];
const held = () => [...kept].map(([name, files]) => [name, [...files]]);

test('the documentation is kept once a page of it was read, and by the releases after that', async () => {
  const first = await released('a');
  await first('install');
  await first('activate');
  expect(held()).toEqual([['proviso-playground-a', PLAYGROUND]]);
  const second = await released('b');
  await second('install');
  await second('activate');
  expect(held()).toEqual([['proviso-playground-b', PLAYGROUND]]);
  await second('message', 'keep the documentation');
  expect(held()).toEqual([['proviso-playground-b', [...PLAYGROUND, ...DOCS]]]);
  const third = await released('c');
  await third('install');
  await third('activate');
  expect(held()).toEqual([['proviso-playground-c', [...PLAYGROUND, ...DOCS]]]);
});

test('a release whose documentation cannot be had is a release all the same, without a part of it', async () => {
  const first = await released('a');
  await first('install');
  await first('message', 'keep the documentation');
  lost.add('docs/site.js');
  const second = await released('b');
  await second('install');
  await second('activate');
  expect(held()).toEqual([['proviso-playground-b', PLAYGROUND]]);
});
