/** The hash of what is remembered is the one that Node computes. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { sha256 } from '../../cli/src/check/sha256.ts';

const byNode = (text: string) => createHash('sha256').update(text).digest('hex');

test('the examples of FIPS 180', () => {
  expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(sha256('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq')).toBe(
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  );
});

test('texts of every length around a block, and of any letters', () => {
  for (let length = 0; length < 200; length++) expect(sha256('a'.repeat(length))).toBe(byNode('a'.repeat(length)));
  // Of one to four bytes in UTF-8, and half a letter.
  const letters = ['a', 'é', '→', '🔒', '\ud800', '\0'];
  for (let i = 0; i < 200; i++) {
    const text = Array.from({ length: i }, (_, j) => letters[(i * j + (j >> 2)) % letters.length]).join('');
    expect(sha256(text)).toBe(byNode(text));
  }
});
