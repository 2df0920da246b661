/** A specification as an address: what goes in comes out, and nothing that comes in is more than a page stands. */
import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FIRST, MOST_BYTES, MOST_FILES, MOST_LETTERS, MOST_LINES, shared, unshared } from '../../playground/src/share.ts';

const alone = (text: string) => [{ name: FIRST, text }];

async function fragmentOf(text: string): Promise<string> {
  const made = await shared(alone(text));
  if ('problem' in made) throw new Error(made.problem);
  return made.fragment;
}

const packed = (bytes: string | Uint8Array) => `spec=1.${deflateSync(bytes).toString('base64url')}`;
const problemOf = async (fragment: string) => {
  const found = await unshared(fragment);
  return found !== null && 'problem' in found ? found.problem : found;
};

test('every text comes back', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 300 }), async (text) => {
      expect(await unshared(await fragmentOf(text))).toEqual({ files: alone(text) });
    }),
    { numRuns: 100, examples: [[''], ['system Lamp {}\n'], ['é→😀\r\n'], ['\uFEFFsystem Lamp {}\n']] },
  );
});

test('what no link can give back is no link', async () => {
  for (const text of ['a\0b', 'half \uD83D of a pair', '\uDE00'])
    expect(await shared(alone(text))).toEqual({ problem: expect.stringMatching(/cannot be a link/) });
});

test('it has only letters that an address may hold, and they are few', async () => {
  const fragment = await fragmentOf('safety Held: never (Client.waiting and Server.waiting)\n'.repeat(200));
  expect(fragment).toMatch(/^spec=1\.[\w-]+$/);
  expect(fragment.length).toBeLessThan(300);
});

test('another fragment is none', async () => {
  expect(await unshared('')).toBeNull();
  expect(await unshared('chapter=clocks')).toBeNull();
  expect(await problemOf('spec=9.abc')).toMatch(/another version/);
});

test('whatever letter is changed, cut off or put in, the text is the same or the link is damaged', async () => {
  const text = 'system Lamp {\n  node Lamp { on: bool = false }\n}\n';
  const fragment = await fragmentOf(text);
  for (let at = 'spec=1.'.length; at < fragment.length; at++) {
    for (const changed of [
      fragment.slice(0, at),
      `${fragment.slice(0, at)}A${fragment.slice(at + 1)}`,
      `${fragment.slice(0, at)}%${fragment.slice(at)}`,
      `${fragment.slice(0, at + 1)}${fragment.slice(at)}`,
    ]) {
      const found = await unshared(changed);
      // The last letter has bits to spare.
      if (found !== null && 'files' in found) expect(found.files).toEqual(alone(text));
      else expect(found?.problem).toMatch(/damaged/);
    }
  }
});

test('bounds hold both ways', async () => {
  expect(await shared(alone('x'.repeat(MOST_BYTES + 1)))).toEqual({ problem: expect.stringMatching(/too long/) });
  for (const end of ['\n', '\r', '\r\n'])
    expect(await shared(alone(end.repeat(MOST_LINES)))).toEqual({ problem: expect.stringMatching(/too long/) });
  expect(await shared(alone('\r\n'.repeat(MOST_LINES - 1)))).toEqual({ fragment: expect.any(String) });
  const noise = createHash('shake256', { outputLength: 30_000 }).update('noise').digest('hex');
  expect((await fragmentOf('x'.repeat(MOST_BYTES))).length).toBeLessThan(200);
  expect(await shared(alone(noise))).toEqual({ problem: expect.stringMatching(/more than 32000 letters/) });
  const little = noise.slice(0, 30_000);
  expect(await unshared(await fragmentOf(little))).toEqual({ files: alone(little) });
  expect(await problemOf(packed('x'.repeat(MOST_BYTES + 1)))).toMatch(/too long/);
  expect(await problemOf(packed(new Uint8Array(50_000_000)))).toMatch(/too long/);
  for (const end of ['\n', '\r', '\r\n']) expect(await problemOf(packed(end.repeat(MOST_LINES)))).toMatch(/too long/);
  expect(await problemOf(`spec=1.${'A'.repeat(MOST_LETTERS + 1)}`)).toMatch(/too long/);
});

test('several files come back with their names, in order', async () => {
  const files = [...alone('import "./common.proviso"\n'), { name: 'common.proviso', text: 'assume Calm { timing async }\n' }];
  const made = await shared(files);
  expect(made).toEqual({ fragment: expect.stringMatching(/^spec=2\./) });
  expect(await unshared('fragment' in made ? made.fragment : '')).toEqual({ files });
  expect(await shared([...files, { name: 'large.proviso', text: '\n'.repeat(MOST_LINES) }])).toEqual({
    problem: expect.stringMatching(/too long/),
  });
});

test('files that no page would have shared are damaged', async () => {
  const several = (json: unknown) => `spec=2.${deflateSync(JSON.stringify(json)).toString('base64url')}`;
  const first = [FIRST, ''];
  const many = Array.from({ length: MOST_FILES }, (_, i) => [`f${i}.proviso`, '']);
  const cases = [
    ...[{}, null, 1, '', [], [first], [first, first], [first, ...many]],
    ...[
      [first, ['../up.proviso', '']],
      [first, ['a.html', '']],
      [first, ['<b>.proviso', '']],
      [first, ['a.proviso', 1]],
      [first, ['a.proviso']],
    ],
    ...[
      [['a.proviso', ''], first],
      [first, ['A.proviso', ''], ['a.proviso', '']],
      [first, ['a.proviso', 'a\0b']],
    ],
  ];
  for (const files of cases) expect(await problemOf(several(files))).toMatch(/damaged/);
  expect(await problemOf(`spec=2.${deflateSync('[["').toString('base64url')}`)).toMatch(/damaged/);
});

test('what is no text is damaged', async () => {
  expect(await problemOf(packed(new Uint8Array([0xff, 0xfe])))).toMatch(/damaged/);
  expect(await problemOf(packed('a\0b'))).toMatch(/damaged/);
});
