/** A word of the field that stands directly in an assume: the message says where it belongs, in a form that can be read. */
import { expect, test } from 'vitest';
import { parse } from '../../grammar/src/index.ts';

const read = (inside: string) => parse('a.proviso', `assume A {\n  ${inside}\n}\n`).diagnostics;

test.each([
  ['crash Server', 'fault R { stop }'],
  ['recovery', 'fault R { recovery }'],
  ['byzantine 1', 'fault R { byzantine }'],
  ['lossy', 'network { lossy }'],
  ['loss up to 1', 'network { lossy }'],
  ['duplicating', 'network { duplicating }'],
  ['partition', 'network { cuts }'],
  ['capacity 3', 'network { capacity 3 }'],
  ['queue 1 per link', 'network { queue 1 per link }'],
  ['fifo', 'network { fifo }'],
  ['delay <= 1', 'timing sync { delay <= 1 }'],
  ['skew <= 2', 'timing sync { skew <= 1 }'],
  ['latency 3', 'timing sync { delay <= 1 }'],
  ['async', 'timing async'],
  ['steps up to 1', 'clocks { steps up to 1 by 1 }'],
])('%s', (wrong, right) => {
  const [first, ...others] = read(wrong);
  expect(others).toEqual([]);
  expect(first).toMatchObject({ code: 'PV0105', help: expect.stringContaining(`\`${right}\``) as string });
  expect(read(right)).toEqual([]);
});

test('what no network does by itself needs no word', () => {
  expect(read('reliable')[0].help).toContain('leave it out');
});

test('for other words it says what an assume contains', () => {
  expect(read('speed 3')[0].help).toContain('an assume contains');
});
