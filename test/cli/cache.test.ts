/** Results on disk: whatever becomes of the folder, the answer is that of a search. */
import { execFile } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, expect, test } from 'vitest';
import type { RunReport } from '#report';
import { DiskCache } from '../../cli/src/check/cache.ts';
import { leaseOf } from '../support/lease.ts';
import { commandLine, folderWith, proviso, provisoFromSources, removeFolders } from './proviso.ts';

afterAll(removeFolders);

const SPEC = `system Counter {
  node Client { n: 0..3 = 0  action count when n < 3 { n += 1 } }
  safety Small: always Client.n <= 2
}
assume Plain { timing async }
check Plain { Small violated }
`;
const WORDS = ['check', 'spec.proviso', '--cache-folder', 'kept'];

function entries(folder: string): string[] {
  const names = readdirSync(join(folder, 'kept'), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, 'kept', name));
  return names.filter((name) => statSync(name).isFile());
}

test('the second run searches nothing, and says so', () => {
  const { out, folder } = proviso(WORDS, { 'spec.proviso': SPEC });
  expect(out).not.toContain('remembered');
  const again = proviso(WORDS, folder);
  expect(again).toMatchObject({ code: 0, err: '' });
  expect(again.out.split('\n')[0]).toBe('spec.proviso:6  Counter under Plain  4 states, remembered');
  expect(proviso([...WORDS, '--no-cache'], folder).out).not.toContain('remembered');
});

test('what was not used for longest goes once there is too much, which is looked at now and then', () => {
  const folder = folderWith({});
  const kept = () => readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((name) => /[0-9a-f]{64}$/.exec(name) ?? []);
  const keys = ['f', 'e', 'd', '0'].map((digit) => digit.repeat(64));
  for (const [i, key] of keys.entries()) {
    expect(kept().sort()).toEqual(keys.slice(0, i).sort());
    const cache = new DiskCache(folder, 2500);
    for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith(keys[0])))
      utimesSync(join(folder, path), 1, 1);
    expect(cache.put(key, 'x'.repeat(1000))).toBe(true);
    cache.close();
  }
  expect(kept()).toHaveLength(2);
  expect(kept()).not.toContain(keys[0]);
});

test('a damaged result is none, and neither is one under the name of another', () => {
  const { folder } = proviso(WORDS, { 'spec.proviso': SPEC });
  const files = entries(folder);
  const whole = files.map((file) => readFileSync(file));
  // What the file came to, what is in it, and the search.
  expect(files.length).toBe(3);
  const damage: ((bytes: Buffer, i: number) => Uint8Array)[] = [
    (bytes) => bytes.subarray(0, 40),
    () => Buffer.alloc(0),
    (bytes) => Buffer.concat([bytes.subarray(0, -1), Buffer.from([bytes.at(-1)! ^ 1])]),
    (_, i) => whole[(i + 1) % whole.length],
  ];
  for (const damaged of damage) {
    for (const [i, file] of files.entries()) writeFileSync(file, damaged(whole[i], i));
    const again = proviso(WORDS, folder);
    expect(again).toMatchObject({ code: 0, err: '' });
    expect(again.out).not.toContain('remembered');
  }
});

/** An import, a sweep, what is violated and why, a hint, and a block with a claim that is right and one that is not. */
const FILES = {
  'lease.proviso': leaseOf(2),
  'spec.proviso': `import "./lease.proviso"
assume Calm { timing sync { delay <= 1 } }
assume Slow extends Calm { timing sync { pause Holder <= 2 } }
check Slow for LENGTH in 2..3 { InTime holds }
provisos Calm over pause { InTime holds when pause Holder < LENGTH  InTime holds when pause Holder <= LENGTH }
`,
};
const JSON_WORDS = [...WORDS, '--format', 'json'];

/** Without what is different each time, and whether it was remembered. */
function document({ out }: { readonly out: string }): unknown {
  const strange = new Set(['milliseconds', 'bytes', 'remembered']);
  return JSON.parse(out, (key, value) => (strange.has(key) ? null : value));
}

/** Of each check and block. */
function remembered({ out }: { readonly out: string }): readonly boolean[] {
  const { checks, provisos } = JSON.parse(out) as RunReport;
  return [...checks.map(({ search }) => search.remembered), ...provisos.map((block) => block.remembered)];
}

test('what is remembered is what was found: by the bytes of a file, and by its meaning where they have changed; of blocks too', () => {
  const { folder, ...first } = proviso(JSON_WORDS, FILES);
  expect([first.code, remembered(first)]).toEqual([1, [false, false]]);
  const again = proviso(JSON_WORDS, folder);
  expect([again.code, remembered(again), document(again)]).toEqual([1, [true, true], document(first)]);
  // A part of it is another question, and is answered by the searches that are remembered.
  const part = [...JSON_WORDS, '--shard', '1/2'];
  const [shard, shardAgain] = [proviso(part, folder), proviso(part, folder)];
  expect([remembered(shard), remembered(shardAgain), document(shardAgain)]).toEqual([[true], [true], document(shard)]);
  writeFileSync(join(folder, 'spec.proviso'), `${FILES['spec.proviso']}// The end.\n`);
  const byMeaning = proviso(JSON_WORDS, folder);
  expect([remembered(byMeaning), document(byMeaning)]).toEqual([[true, true], document(first)]);
  // What a file imports belongs to it.
  writeFileSync(join(folder, 'lease.proviso'), FILES['lease.proviso'].replace('lease.left == 0', 'lease.left < 0'));
  const changed = proviso(JSON_WORDS, folder);
  expect([changed.code, remembered(changed)]).toEqual([1, [false, false]]);
  expect(document(changed)).toEqual(document(proviso(['check', 'spec.proviso', '--format', 'json'], folder)));
});

test('what a budget left open is not remembered, and known failures are told anew', () => {
  const { folder, ...open } = proviso([...WORDS, '--max-states', '3'], FILES);
  expect(open.code).toBe(3);
  expect(proviso([...WORDS, '--max-states', '3'], folder).out).not.toContain('remembered');
  const known = [...WORDS, '--baseline', 'known.json'];
  expect(proviso([...known, '--update-baseline'], folder)).toMatchObject({ code: 0, out: expect.not.stringContaining('remembered') });
  expect(proviso(known, folder)).toMatchObject({ code: 0, out: expect.stringContaining('states, remembered') });
  expect(proviso(WORDS, folder)).toMatchObject({ code: 1, out: expect.stringContaining('states, remembered') });
});

test('several that write at once, as each would alone', async () => {
  const folder = folderWith(FILES);
  const run = () =>
    new Promise<{ readonly out: string }>((resolve) => {
      execFile(process.execPath, [...commandLine, ...JSON_WORDS], { cwd: folder }, (_, out) => resolve({ out }));
    });
  const all = await Promise.all([run(), run(), run()]);
  expect(new Set(all.map((one) => JSON.stringify(document(one)))).size).toBe(1);
  expect(remembered(proviso(JSON_WORDS, folder))).toEqual([true, true]);
});

test('a folder that cannot be written, or is a file', () => {
  const { folder } = proviso(WORDS, { 'spec.proviso': SPEC, file: '' });
  chmodSync(join(folder, 'kept'), 0o500);
  expect(proviso(['check', 'spec.proviso', '--cache-folder', 'file'], folder)).toMatchObject({ code: 0, err: '' });
  expect(proviso(['check', 'spec.proviso', '--cache-folder', 'kept/below/it'], folder)).toMatchObject({ code: 0, err: '' });
  chmodSync(join(folder, 'kept'), 0o700);
});

test('a checkout remembers nothing unless it is asked to', () => {
  const files = { 'spec.proviso': SPEC, 'node_modules/.keep': '' };
  const { folder } = provisoFromSources(['check', 'spec.proviso'], files);
  expect(readdirSync(join(folder, 'node_modules'))).toEqual(['.keep']);
  const { folder: other } = proviso(['check', 'spec.proviso'], files);
  expect(readdirSync(join(other, 'node_modules')).sort()).toEqual(['.cache', '.keep']);
});
