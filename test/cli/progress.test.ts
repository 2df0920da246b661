/** Progress: rewritten on a terminal, now and then in a log, never in what is piped. */
import { expect, test } from 'vitest';
import { advanceText } from '#report';
import type { Stream } from '../../cli/src/device.ts';
import { openTerminal } from '../../cli/src/terminal.ts';

/** What is written while progress is reported every second for two minutes. */
function written(errIsTerminal: boolean, quiet = false): Record<Stream, string> {
  const told = { out: '', err: '' };
  const device = {
    outColumns: null,
    errColumns: 40,
    outIsTerminal: false,
    errIsTerminal,
    write: (stream: Stream, text: string) => {
      told[stream] += text;
    },
  };
  let seconds = 0;
  const terminal = openTerminal({ color: false, quiet }, device, () => seconds * 1000);
  for (; seconds <= 120; seconds++) terminal.progress(`search ${seconds}, ${'x'.repeat(50)}`);
  terminal.clear();
  return told;
}

test('in a log a line after 10 s, then every 30 s', () => {
  const { out, err } = written(false);
  expect(out).toBe('');
  expect(err.match(/^proviso, \d+ s: search \d+,/gm)).toEqual([10, 40, 70, 100].map((s) => `proviso, ${s} s: search ${s},`));
  expect(err.split('\n')).toHaveLength(5);
});

test('on a terminal one line that fits and is taken away', () => {
  const { out, err } = written(true);
  expect(out).toBe('');
  expect(err).not.toContain('\n');
  const lines = err.split('\r\u001b[2K');
  expect(lines).toHaveLength(123);
  expect(lines[1]).toBe(`search 0, ${'x'.repeat(29)}`);
  expect(lines.at(-1)).toBe('');
});

test('with --quiet nothing', () => {
  for (const isTerminal of [true, false]) expect(written(isTerminal, true)).toEqual({ out: '', err: '' });
});

test('how far it has come, and what is left where that is known', () => {
  expect(advanceText({ done: 4, all: 12, millisecondsLeft: 41_000 }, true)).toBe('[####........] 4 of 12 searches, at most 41.0 s left');
  expect(advanceText({ done: 4, all: 12, millisecondsLeft: null }, false)).toBe('4 of 12 searches');
  expect(advanceText({ done: 0, all: 1, millisecondsLeft: -3 }, true)).toBe('at most 0.0 s left');
  expect(advanceText({ done: 0, all: 1, millisecondsLeft: null }, true)).toBe('');
});
