/** Files that are elsewhere: what is known at each moment, and who is told when that changes. */
import { expect, test } from 'vitest';
import { FarFiles } from '../../../server/src/host/browser/far-files.ts';
import { isInside, nameOf, resolve } from '../../../server/src/host/browser/uris.ts';
import type { FileContent } from '../../../server/src/host/host.ts';

/** Answers come when the test lets them. */
function far() {
  const asked: { readonly uri: string; readonly answer: (content: FileContent) => void }[] = [];
  const told: (readonly string[])[] = [];
  const files = new FarFiles({
    read: (uri) => new Promise((answer) => asked.push({ uri, answer })),
    list: () => Promise.resolve(['x:/b/two.proviso', 'x:/a/one.proviso']),
  });
  files.hear((paths) => told.push(paths));
  return { files, asked, told };
}

test('a file that has not arrived is a problem, and whoever listens hears of it when it has', async () => {
  const { files, asked, told } = far();
  expect(files.read('x:/a')).toEqual({ problem: 'it is still being read' });
  expect(files.read('x:/a')).toEqual({ problem: 'it is still being read' });
  // It is asked for once.
  expect(asked.length).toBe(1);
  const settled = files.settled();
  asked[0].answer({ text: 'one' });
  expect(await settled).toBe(true);
  expect([files.read('x:/a'), told]).toEqual([{ text: 'one' }, [['x:/a']]]);
  expect(await files.settled()).toBe(false);
});

test('the text of before is good until the new one is there; the same text again is no news', async () => {
  const { files, asked, told } = far();
  files.read('x:/a');
  asked[0].answer({ text: 'one' });
  await files.settled();
  files.outdated('x:/a');
  expect(files.read('x:/a')).toEqual({ text: 'one' });
  asked[1].answer({ text: 'one' });
  await files.settled();
  files.outdated('x:/a');
  asked[2].answer({ problem: 'there is no such file' });
  await files.settled();
  expect(files.read('x:/a')).toEqual({ problem: 'there is no such file' });
  expect(told).toEqual([['x:/a'], ['x:/a']]);
});

test('of two answers about one file that of the later question counts', async () => {
  const { files, asked } = far();
  files.read('x:/a');
  asked[0].answer({ text: 'one' });
  await files.settled();
  files.outdated('x:/a');
  files.outdated('x:/a');
  asked[2].answer({ text: 'three' });
  asked[1].answer({ text: 'two' });
  await files.settled();
  expect(files.read('x:/a')).toEqual({ text: 'three' });
});

test('a change counts that comes while the file is still on its way', async () => {
  const { files, asked } = far();
  files.read('x:/a');
  files.outdated('x:/a');
  asked[0].answer({ text: 'before the change' });
  asked[1].answer({ text: 'behind it' });
  while (await files.settled());
  expect(files.read('x:/a')).toEqual({ text: 'behind it' });
});

test('a folder has its specifications once the list is there', async () => {
  const { files, told } = far();
  expect(files.specificationsIn('x:/a')).toEqual([]);
  await files.settled();
  expect(files.specificationsIn('x:/a')).toEqual(['x:/a/one.proviso']);
  expect(told).toEqual([[]]);
});

test('one file has one name, however its URI is written', () => {
  expect(nameOf('vscode-vfs://github%2B7b/o/a%28b.proviso')).toBe(nameOf('VSCODE-vfs://github%2B7b/o/a(b.proviso'));
  expect(nameOf('untitled:Untitled-1')).toBe('untitled:Untitled-1');
  expect(nameOf('x:/%E0%A4%A')).toBe('x:/%E0%A4%A');
});

test('imports are found beside the file, and what is above the root stays there', () => {
  const from = 'vscode-vfs://github/o/a/one.proviso';
  expect(resolve(from, './two.proviso')).toBe('vscode-vfs://github/o/a/two.proviso');
  expect(resolve(from, '../b c/two.proviso')).toBe('vscode-vfs://github/o/b%20c/two.proviso');
  expect(resolve(from, '../../../../x')).toBe('vscode-vfs://github/x');
  expect(resolve(from, '%2e%2e/x')).toBe('vscode-vfs://github/o/a/%252e%252e/x');
  expect(resolve('untitled:Untitled-1', './two.proviso')).toBeNull();
  expect(isInside('vscode-vfs://github/o', resolve(from, '../../ox/y')!)).toBe(false);
});
