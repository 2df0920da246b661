/** Completion and hovers: a text with its place marked, and what is offered or shown there. */
import { expect, test } from 'vitest';
import { completion } from '../../../server/src/ide/completion.ts';
import { hover } from '../../../server/src/ide/hover.ts';
import { snapshotOf } from '../../../server/src/ide/snapshot.ts';

function at<T>(marked: string, ask: (view: ReturnType<typeof snapshotOf>, offset: number) => T): T {
  const offset = marked.indexOf('$0');
  const text = marked.replace('$0', '');
  return ask(
    snapshotOf('s.proviso', text, () => ({ problem: 'nothing to import', details: {} })),
    offset,
  );
}

const labels = (marked: string) => at(marked, completion).map(({ label }) => label);

const SYSTEM = `system S {
  message Ping
  message Pong(n: 0..3)
  enum Phase { idle, busy }
  node Client { phase: Phase = idle  timer patience  on Pong(n) { HERE } }
  node Server { seen: 0..3 = 0  on Ping { reply Pong(n: seen) } }
  safety Calm: always Client.phase == idle
}
assume Fast { timing sync { delay <= 1 } }
check Fast { Calm holds }
`;
const inHandler = (text: string) => SYSTEM.replace('HERE', text);

test.each([
  ['send $0', ['Ping', 'Pong']],
  ['start $0', ['patience']],
  ['phase = busy patience.$0', ['left', 'running']],
])('%s', (text, expected) => {
  expect(labels(inHandler(text))).toEqual(expected);
});

test.each([
  ['durable full: bool = true $0', ['wiped']],
  ['durable full: bool = true wiped $0', ['any', 'true', 'false', 'none']],
  ['durable was: Phase = busy wiped $0', ['idle', 'busy', 'any', 'true', 'false', 'none']],
])('in a node, %s', (text, expected) => {
  expect(labels(SYSTEM.replace('timer patience', text))).toEqual(expected);
});

test('what an empty disk holds is shown with the variable', () => {
  const text = SYSTEM.replace('seen: 0..3 = 0', 'durable seen: 0..3 = 1 wiped 0').replace('reply Pong(n: seen)', 'reply Pong(n: se$0en)');
  expect(at(text, hover)?.text).toContain('durable seen: 0..3 = 1 wiped 0');
});

test.each([
  ['check $0', ['Fast']],
  ['assume B { timing $0', ['sync', 'partial', 'async']],
  [
    'assume B { network { $0',
    ['lossy', 'duplicating', 'corrupting', 'fifo', 'cuts', 'one-way cuts', 'link cuts', 'one-way link cuts', 'queue', 'capacity'],
  ],
  ['assume B { network { lossy, link cuts $0', ['up to', 'at most', 'may stay', 'until stable']],
  ['assume B { fault Server { $0', ['stop', 'recovery', 'amnesia', 'byzantine']],
  ['assume B { fault $0', ['Client', 'Server']],
  ['check Fast { $0', ['Calm', 'holds', 'violated', 'reached', 'unreached', 'up to', 'faults', 'when']],
])('%s', (text, expected) => {
  expect(labels(`${inHandler('')}${text}`)).toEqual(expected);
});

test.each([
  ['assume Fast { timing sy$0nc { delay <= 1 } }', 'Synchronous'],
  ['assume Fast { timing sync { del$0ay <= 1 } }', 'Delay'],
  ['assume Fast { timing sync  fault Server { am$0nesia } }', 'Amnesia'],
])('%s', (text, word) => {
  expect(at(`${inHandler('').replace(/assume Fast.*\n/, '')}${text}`, hover)?.text).toContain(`**${word}**`);
});

test('a message says who sends and who handles it', () => {
  expect(at(inHandler('').replace('reply Pong', 'reply Po$0ng'), hover)?.text).toContain('Sent by Server, handled by Client.');
});
