/** Completion and hovers: a text with its place marked, and what is offered or shown there. */
import { expect, test } from 'vitest';
import { allWords } from '#grammar';
import { completion } from '../../../server/src/ide/completion.ts';
import { hover } from '../../../server/src/ide/hover.ts';
import { meaningOf } from '../../../server/src/ide/language-words.ts';
import type { WordPlace } from '../../../server/src/ide/place.ts';
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
const SCENARIO = SYSTEM.replace('HERE', '').replace('  safety Calm', '  scenario Way for some a in Client {\n    HERE\n  }\n  safety Calm');
const inHandler = (text: string) => SYSTEM.replace('HERE', text);

test.each([
  ['a: $0', ['on', 'goes on', 'ignores', 'crashes', 'restarts', 'forgets', 'clock steps']],
  ['loses $0', ['Ping', 'Pong']],
  ['a: on Pong $0', ['pauses', 'from']],
  ['$0', ['Client', 'Server', 'loses', 'duplicates', 'corrupts', 'cuts', 'heals', 'stabilises', 'at once', 'then']],
])('in a scenario: %s', (text, expected) => {
  expect(labels(SCENARIO.replace('HERE', text))).toEqual(expected);
});

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
  ['check Fast { $0', ['Calm']],
  ['check Fast { Calm $0', ['holds', 'violated']],
  ['check Fast { Calm holds $0', ['up to', 'faults', 'when']],
])('%s', (text, expected) => {
  expect(labels(`${inHandler('')}${text}`)).toEqual(expected);
});

const SECOND = `system T { message Other  node N { }  reachable There: true  safety Also: true }\n`;

test.each([
  ['check Fast of T { $0', ['There', 'Also']],
  ['check Fast of T { Also holds  $0', ['There', 'up to', 'faults', 'when']],
  ['check Fast of T { There $0', ['reached', 'unreached']],
  ['check Fast of S { $0', ['Calm']],
])('a check is offered the properties of its system: %s', (text, expected) => {
  expect(labels(`${inHandler('')}${SECOND}${text}`)).toEqual(expected);
});

test('whole pieces are offered where one may begin, and no word twice', () => {
  expect(labels('$0')).toEqual([
    'system',
    'assume sync',
    'assume partial',
    'assume async',
    'check',
    'check for',
    'assume',
    'provisos',
    'import',
  ]);
  expect(labels('system S { $0').slice(0, 5)).toEqual(['node', 'safety', 'liveness', 'reachable', 'scenario']);
  expect(labels('system S { node N { v: 0..1 = 0\n $0')).toEqual(['durable', 'on', 'action', 'optional', 'ghost', 'timer', 'defer']);
  const begun = ['system S { node N { on start { $0', 'system S { node N { v: 0..1 = $0', 'assume A { fault $0', 'assume A { timing $0'];
  for (const text of begun) expect(at(text, completion).filter(({ kind }) => kind === 'snippet')).toEqual([]);
});

test('snippets are specifications without mistakes', () => {
  const [system] = at('$0', completion);
  const filled = (system.body ?? '').replaceAll(/\$\{\d+:([^}]*)\}/g, '$1');
  const names: Record<string, string> = { $3: 'Request', $4: 'Response', $5: 'Client', $6: 'Server', $7: 'Fast', $0: '' };
  const text = filled.replaceAll(/\$\d/g, (sign) => names[sign]);
  const view = snapshotOf('s.proviso', text, () => ({ problem: 'nothing to import', details: {} }));
  expect([...view.loaded.diagnostics, ...view.analysis.diagnostics]).toEqual([]);
});

test.each([
  ['assume Fast { timing sy$0nc { delay <= 1 } }', 'Synchronous'],
  ['assume Fast { timing sync { del$0ay <= 1 } }', 'Delay'],
  ['assume Fast { timing sync  fault Server { am$0nesia } }', 'Amnesia'],
])('%s', (text, word) => {
  expect(at(`${inHandler('').replace(/assume Fast.*\n/, '')}${text}`, hover)?.text).toContain(`**${word}**`);
});

test.each([
  ['assume Fast { timing partial { eventu$0ally delay <= 1 } }', 'the stabilisation'],
  ['system T { node N { n: 0..1 = 0 } liveness L: eventu$0ally N.n == 1 }', 'in every fair run'],
  ['provisos Fast { P holds when eventu$0ally delay <= 1 }', 'once the system is stable'],
  ['assume Fast { timing partial { alw$0ays delay <= 1 } }', 'at all times'],
  ['system T { node N { n: 0..1 = 0 } safety L: alw$0ays N.n == 1 }', 'every reachable state'],
  ['assume Fast { fault Server { st$0op } }', 'Crash-stop'],
  ['system T { node N { timer t on t { st$0op t } } }', 'is off'],
  ['system T { node N { action a { pa$0use } } }', 'between two statements'],
  ['assume Fast { timing sync { pa$0use <= 1 } }', '**Pause**'],
  ['system T { node N { action a w$0hen true { } } }', 'guard'],
  ['check Fast for P in 0..1 { Q holds wh$0en P == 0 }', 'opposite is expected'],
  ['assume Fast { network { lossy up $0to 1 } }', '**up to k**'],
  ['system T { node N { action a { send M $0to N } } }', 'receiver'],
  ['system T { type K = 0..3 lim$0it }', 'where you stop looking'],
  ['assume Fast { lim$0it true }', 'restricts the search'],
])('a word is explained by where it stands: %s', (text, words) => {
  expect(at(text, hover)?.text).toContain(words);
});

test('every word of the language has a meaning wherever it stands', () => {
  const places: readonly WordPlace[] = [
    'file',
    'item',
    'code',
    'property',
    'timing',
    'network',
    'fault',
    'clocks',
    'limit',
    'check',
    'provisos',
  ];
  const silent = allWords.flatMap(({ text }) =>
    places.flatMap((place) => (meaningOf(text, place) === null ? [`${text} in ${place}`] : [])),
  );
  expect(silent).toEqual([]);
});

test('the hover of a name of a system, node or assumption set shows what is in it', () => {
  expect(at(inHandler('').replace('node Server', 'node Ser$0ver'), hover)?.text).toContain('\n  on Ping\n');
  expect(at(`${inHandler('')}check Fa$0st { }`, hover)?.text).toContain('timing sync { delay <= 1 }');
});

test('a message says who sends and who handles it', () => {
  expect(at(inHandler('').replace('reply Pong', 'reply Po$0ng'), hover)?.text).toContain('Sent by Server, handled by Client.');
});
