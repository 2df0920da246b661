/** Results on disk: whatever becomes of the folder, the answer is that of a search. */
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { proviso, provisoFromSources, removeFolders } from './proviso.ts';

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

test('a damaged result is none', () => {
  const { folder } = proviso(WORDS, { 'spec.proviso': SPEC });
  const files = entries(folder);
  expect(files.length).toBe(1);
  const whole = readFileSync(files[0]);
  for (const bytes of [whole.subarray(0, 40), Buffer.alloc(0), Buffer.concat([whole.subarray(0, -1), Buffer.from([whole.at(-1)! ^ 1])])]) {
    writeFileSync(files[0], bytes);
    const again = proviso(WORDS, folder);
    expect(again).toMatchObject({ code: 0, err: '' });
    expect(again.out).not.toContain('remembered');
  }
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
