/** `proviso conform`: what is said of logs, of those that conform, of those that do not, and of those that are no logs. */
import { spawn } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { conform as conformAs, lower, readLogs } from '#checker';
import { type ConformReport, conformReport } from '#report';
import type { NamedCall } from '../../cli/src/call.ts';
import { plainHost } from '../../cli/src/check/host.ts';
import type { Will } from '../../cli/src/check/will.ts';
import { conformTo } from '../../cli/src/verbs/conform.ts';
import { analysed } from '../support/spec.ts';
import { ASK, conform, DONE, GOT, GRANT, HEADER, LEASE, type Line, RENEW, RETRY, SENT, text, ticks } from './lease-logs.ts';
import { commandLine, folderWith, proviso, removeFolders } from './proviso.ts';

afterAll(removeFolders);

const analysis = analysed(LEASE);

/** As data, in this process. */
function answerTo(logs: Readonly<Record<string, string>>, { tick = 0, clockError = 0, weaken = true } = {}): ConformReport {
  const subject = { analysis, system: 'Lease', assume: 'Calm', constants: new Map() };
  const { model } = lower(analysis, subject.system, subject.assume, subject.constants);
  const files = Object.entries(logs).map(([file, content]) => ({ file, text: content }));
  const read = readLogs(model!, files, { timed: tick > 0 });
  expect(read.mistakes).toEqual([]);
  const timing = tick > 0 ? { tick, clockError } : null;
  const options = { now: () => 0, slice: 1, stop: () => null, timing, weaken, steps: 100 };
  const answers = [...conformAs(subject, read, options)].flatMap((event) => (event.kind === 'answer' ? [event.answer] : []));
  return conformReport(answers.at(-1)!, () => LEASE);
}

test('a log of a run conforms', () => {
  const log = text(HEADER, ASK, SENT, RENEW, GRANT, ticks(2), GOT, ticks(1), DONE);
  expect(conform({ 'run.jsonl': log })).toMatchObject({
    code: 0,
    err: '',
    out: 'conforms to Lease under Calm: 9 events, explained by a run of 7 steps, 0 of them not logged, with 1 fault\n',
  });
  const answer = answerTo({ 'run.jsonl': log });
  expect(answer.run?.explains.map(({ line, number }) => [line, number])).toEqual([
    [2, 1],
    [3, 1],
    [4, 2],
    [5, 2],
    [6, 3],
    [6, 4],
    [7, 5],
    [8, 6],
    [9, 7],
  ]);
  expect(conform({ 'run.jsonl': log }, '--run').out).toContain('goes on after the pause');
});

test('the guide shows a log, what is said of it, and that it says little without its first line', () => {
  const page = readFileSync('docs/code.md', 'utf8');
  const log = /^```json\n(\{"proviso[\s\S]*?)^```/m.exec(page)?.[1] ?? '';
  const [, words, said] = /^```\n\$ proviso (.*)\n([\s\S]*?)^```/m.exec(page) ?? [];
  const call = (text: string) =>
    proviso(words.split(' '), { 'samples/unfenced-lock.proviso': readFileSync('samples/unfenced-lock.proviso'), 'run.jsonl': text });
  expect(call(log)).toMatchObject({ code: 1, out: `${said}\n` });
  expect(call(log.slice(log.indexOf('\n') + 1)).code).toBe(0);
});

test('what is not logged is free', () => {
  const answer = answerTo({ 'run.jsonl': text({ event: 'state', node: 'Worker#2', state: { mine: 2 } }) });
  // By hand: both ask, both are served, the second hears of it; only where it goes on does it have what is logged.
  expect(answer).toMatchObject({ outcome: 'conforms', events: 1, explained: 1, run: { length: { steps: 6 }, hidden: 5 } });
});

test('one file for each node, in any order, is merged by what it says', () => {
  const worker = text({ proviso: 1, node: 'Worker#1' }, { event: 'act', action: 'ask' }, { event: 'receive', message: 'Granted' });
  const service = text({ proviso: 1, node: 'Service', complete: ['send'] }, { event: 'receive', message: 'Renew' }, { ...GRANT, time: 5 });
  expect(answerTo({ 'worker.jsonl': worker, 'service.jsonl': service }).outcome).toBe('conforms');
  // It was told before it asked. That the service receives a request is explained by the other worker, to which its answer would go.
  const early = text(
    { proviso: 1, node: 'Worker#1', complete: ['act'] },
    { event: 'receive', message: 'Granted' },
    { event: 'act', action: 'ask' },
  );
  const answer = answerTo({ 'worker.jsonl': early, 'service.jsonl': service }, { weaken: false });
  expect(answer).toMatchObject({ outcome: 'unexplained', explained: 1 });
  // In one stream the lines of two nodes may change places, if it is said.
  const mixed = (order: string) => text({ proviso: 1, order, complete: ['act', 'receive'] }, RENEW, ASK, GOT);
  expect(answerTo({ 'run.jsonl': mixed('node') }).outcome).toBe('conforms');
  expect(answerTo({ 'run.jsonl': mixed('file') }, { weaken: false }).outcome).toBe('unexplained');
});

describe('the event that no run explains', () => {
  test('with the values that were possible against those that are logged', () => {
    const wrong = { ...GRANT, fields: { grant: { token: 2 } } };
    const { code, out } = conform({ 'run.jsonl': text(HEADER, ASK, SENT, RENEW, wrong, GOT) });
    expect(code).toBe(1);
    expect(out).toContain(`run.jsonl:5: this event is not explained\n\n    ${JSON.stringify(wrong)}\n`);
    expect(out).toContain(
      'Service sends Granted(grant: Grant(token: 1, to: Worker#1)) to Worker#1: grant is Grant(token: 1, to: Worker#1)',
    );
    expect(out.replaceAll(/\s+/g, ' ')).toContain('logged Grant(token: 2, to: ...)');
    expect(out).toContain('No weaker assumption explains more');
  });

  test('of a state', () => {
    const state = { event: 'state', node: 'Service', state: { last: { 'Worker#1': 3 }, token: 1 } };
    const answer = answerTo({ 'run.jsonl': text({ ...HEADER, complete: ['act'] }, ASK, state) }, { weaken: false });
    expect(answer.unexplained).toMatchObject([{ file: 'run.jsonl', line: 3, instead: expect.any(Array) }]);
    expect(answer.unexplained[0].instead[0].differences).toEqual([
      { name: 'last', logged: '{3, ...}', possible: '{Worker#1: 1, Worker#2: 0}' },
    ]);
  });

  test('of something that a complete log has not', () => {
    const answer = answerTo({ 'run.jsonl': text(HEADER, ASK, SENT, RENEW, GOT) }, { weaken: false });
    expect(answer.unexplained[0]).toMatchObject({ line: 5, instead: [{ why: 'unlogged' }] });
  });
});

// Worked out by hand, from the bounds of Calm: delay <= 2, pause Worker <= 1, all else 0.
describe('the assumption that would have to give', () => {
  test.each<[string, Line[], string[]]>([
    ['a pause', [ASK, SENT, RENEW, GRANT, GOT, ticks(3), DONE], ['pause Worker <= 3']],
    ['a pause before the message is taken', [ASK, SENT, RENEW, GRANT, ticks(3), GOT, ticks(2), DONE], ['pause Worker <= 3']],
    ['a delay, or a pause of its receiver', [ASK, SENT, ticks(5), RENEW, GRANT, GOT, DONE], ['delay <= 5', 'pause Service <= 3']],
    ['a long pause', [ASK, SENT, RENEW, GRANT, GOT, ticks(100), DONE], ['pause Worker <= 100']],
    ['two at once', [ASK, SENT, ticks(4), RETRY], ['delay <= 4 and drift <= 2']],
    [
      'a fault',
      [ASK, SENT, ticks(6), RETRY],
      ['delay <= 6', 'pause Service <= 4', 'losses <= 1', 'Service only stops and crashes Service <= 1'],
    ],
    ['nothing helps', [ASK, ASK], []],
  ])('%s', (_, lines, expected) => {
    const answer = answerTo({ 'run.jsonl': text(HEADER, ...lines) });
    expect(answer.outcome).toBe('unexplained');
    expect(answer.weaker?.map((one) => one.text)).toEqual(expected);
    for (const { explained, least } of answer.weaker ?? []) expect({ explained, least }).toEqual({ explained: answer.events, least: true });
  });

  test('from logged times', () => {
    const at = (line: Line, time: number | string) => ({ ...line, time });
    const timed = (late: number) => text({ proviso: 1, complete: ['act', 'resume'] }, at(ASK, 0), at(GOT, 110), at(DONE, 110 + late));
    expect(answerTo({ 'run.jsonl': timed(100) }, { tick: 100 }).outcome).toBe('conforms');
    // 110 to 510 ms: tick 1 or 2 to tick 5 or 6.
    const answer = answerTo({ 'run.jsonl': timed(400) }, { tick: 100 });
    expect(answer.weaker?.map((one) => one.text)).toEqual(['pause Worker <= 3']);
    expect(answerTo({ 'run.jsonl': timed(400) }).outcome).toBe('conforms');
    const date = '2026-01-31T12:00:00.000Z';
    expect(answerTo({ 'run.jsonl': text(at(ASK, date)) }, { tick: 100, clockError: 5 }).outcome).toBe('conforms');
  });
});

test('how many are down at once may have to give', () => {
  const spec = `system S {
  node Server[3] { }
  safety Any: always exists s in Server: up(s)
}
assume Calm { timing async  fault Server { recovery, at most 1 down } }
check Calm { Any holds }
`;
  const crash = (n: number) => ({ event: 'crash', node: `Server#${n}` });
  const log = text({ proviso: 1, complete: ['crash', 'restart'] }, crash(1), crash(2));
  const { code, out } = proviso(['conform', 's.proviso', '--trace', 'run.jsonl'], { 's.proviso': spec, 'run.jsonl': log });
  expect(code).toBe(1);
  expect(out.replaceAll(/\s+/g, ' ')).toContain('down Server <= 2, where Calm has Server keeps its disk and down Server <= 1');
});

describe('a bound of the search', () => {
  const spec = `system S {
  type Count = 0..2 limit
  message Ping
  node A { sent: Count = 0  optional action go { sent += 1  send Ping to B } }
  node B { left: bool = false  on Ping {}  optional action leave when left == true {} }
  safety Few: always A.sent <= 2
}
assume Calm { timing sync { delay <= 1 }  network { capacity 1 } }
check Calm { Few holds }
`;
  const GO = { event: 'act', node: 'A', action: 'go' };
  const PINGED = { event: 'receive', node: 'B', message: 'Ping' };
  const asked = (...lines: Line[]) => {
    const log = text({ proviso: 1, complete: ['act', 'receive', 'tick'] }, ...lines);
    return proviso(['conform', 's.proviso', '--trace', 'run.jsonl'], { 's.proviso': spec, 'run.jsonl': log });
  };

  test('beyond which the event may be explained leaves it undecided', () => {
    const { code, out } = asked(GO, PINGED, GO, PINGED, GO);
    expect(code).toBe(3);
    expect(out.replaceAll(/\s+/g, ' ')).toContain(
      'not decided for S under Calm: no run within the bounds of the search (Count <= 2) explains more than 4 of 5 events run.jsonl:6: this event is not explained within these bounds',
    );
    // A restart counts anew.
    expect(out).toContain('crashes A <= 1 (perhaps less: that was not settled), where Calm has no fault A: then all 5');
  });

  test('that has nothing to do with the event decides nothing', () => {
    expect(asked(GO, PINGED, GO, PINGED, { event: 'act', node: 'B', action: 'leave' })).toMatchObject({
      code: 1,
      out: expect.stringContaining('no run of S under Calm explains more than 4 of 5 events'),
    });
  });

  test('of messages is raised, and for weaker assumptions as well', () => {
    expect(asked(GO, GO, PINGED, PINGED).code).toBe(0);
    const { code, out } = asked(GO, GO, ticks(3), PINGED, PINGED);
    expect(code).toBe(1);
    expect(out.replaceAll(/\s+/g, ' ')).toContain('where Calm has delay <= 1: then all 7 events are explained');
  });
});

test('a log may end in the middle of a step', () => {
  expect(answerTo({ 'run.jsonl': text(HEADER, ASK, SENT, RENEW) }).outcome).toBe('conforms');
});

test('what is wrong with logs is told with its line, several at once', () => {
  const lines = [
    '{"proviso": 2}',
    '{"event": "act", "node": "Workr#1", "action": "ask"}',
    '{"event": "act", "node": "Worker#1", "action": "aks"}',
    '{"event": "recieve", "node": "Service", "message": "Renew"}',
    '{"event": "send", "node": "Service", "message": "Granted", "feilds": {}}',
    '{"event": "send", "node": "Service", "message": "Granted", "fields": {"grant": {"token": "one"}}}',
    '{"event": "send", "node": "Service", "message": "Granted", "fields": {"grant": {"token": 7}}}',
    '{"event": "state", "node": "Worker#1", "state": {"mode": "idel"}}',
    '{"event": "state", "node": "Worker#1"}',
    '{"event": "act", "action": "ask"}',
    '[1]',
    '{"proviso": 1}',
    '{"event": "act", "node": "Worker#1", "action": "ask", "time": "noon"}',
    '{"event": "act", "node": "Worker#1", "action": "ask", "level": "info"}',
    '{"event": "act", "node": "Wor',
  ];
  const { code, out } = conform({ 'run.jsonl': lines.join('\n') });
  expect(code).toBe(2);
  expect(out.trimEnd().split('\n')).toEqual([
    'run.jsonl:1: error: this log is of version 2 of the format; version 1 is known',
    'run.jsonl:2: error: there is no node `Workr#1`: did you mean `Worker#1`?',
    'run.jsonl:3: error: there is no action of Worker `aks`: did you mean `ask`?',
    'run.jsonl:4: error: there is no event `recieve`: did you mean `receive`?',
    'run.jsonl:5: error: `feilds` is not known here: did you mean `fields`?',
    'run.jsonl:6: error: grant.token: expected a whole number, found "one"',
    'run.jsonl:7: error: grant.token is 7, outside 0..3',
    'run.jsonl:8: error: there is no member of Mode `idel`: did you mean `idle`?',
    'run.jsonl:9: error: `state` is missing: what do the variables of the node hold?',
    'run.jsonl:10: error: `node` is missing: which node is this event of?',
    'run.jsonl:11: error: a line: expected an object of what happened, found [1]',
    'run.jsonl:12: error: a header stands in the first line of a file only',
    'run.jsonl:13: error: time: expected milliseconds, or a date and time such as "2026-01-31T12:00:00.250Z", found "noon"',
    'run.jsonl:15: error: the last line ends in the middle',
  ]);
  const back = text({ ...ASK, time: 5 }, { ...GOT, time: 3 });
  expect(conform({ 'run.jsonl': back }, '--tick', '1ms').out).toContain('run.jsonl:2: error: time goes back, from 5 to 3 ms');
  expect(conform({ 'run.jsonl': back }).code).toBe(0);
  const many = Array.from({ length: 30 }, () => '{}').join('\n');
  expect(conform({ 'run.jsonl': many }).out).toContain('and 10 more mistakes in these logs');
});

test('runs that a configuration names are asked about, all of them or one', () => {
  const conform = [
    { name: 'first', spec: 'lease.proviso', logs: ['run.jsonl'] },
    { name: 'strict', spec: 'lease.proviso', logs: ['strict.jsonl'] },
  ];
  const logs = { 'run.jsonl': text(ASK), 'strict.jsonl': text(HEADER, ASK, ASK) };
  const files = { 'lease.proviso': LEASE, ...logs, 'proviso.config.json': JSON.stringify({ conform }) };
  const all = proviso(['conform'], files);
  expect([all.code, all.out.split('\n')[0]]).toEqual([1, 'first']);
  expect(all.out).toMatch(/\n\nstrict\nno run of Lease under Calm explains more than 1 of 2 events\n/);
  const one = proviso(['conform', 'lease.proviso', '--only', 'first', '--format', 'json'], files);
  expect([one.code, JSON.parse(one.out).answer.outcome]).toEqual([0, 'conforms']);
  expect(proviso(['conform', '--format', 'json'], files).err).toContain('2 runs are named: write which one with `--only "first"`');
  const same = { ...files, 'proviso.config.json': JSON.stringify({ conform: [conform[0], conform[0]] }) };
  expect(proviso(['conform', '--only', 'first', '--follow'], same).err).toContain(
    '2 runs are called `first`: give each a `name` of its own',
  );
});

test('what came of the named runs before counts, wherever the next one ends', async () => {
  const folder = folderWith({ 'lease.proviso': LEASE, 'run.jsonl': text(ASK), 'strict.jsonl': text(HEADER, ASK, ASK) });
  const named = ['strict', 'run'].map((name): NamedCall => {
    const spec = join(folder, 'lease.proviso');
    return { name, spec, call: { words: [spec], options: { trace: [join(folder, `${name}.jsonl`)], weaken: false } } };
  });
  const wills: Will[] = [];
  const silent = { ...plainHost, device: { ...plainHost.device, write: () => {} }, keep: (will: Will) => wills.push(will) };
  expect(await conformTo({ words: [], options: {}, named }, silent)).toBe(1);
  expect(wills.at(-1)?.codes).toEqual([1]);
});

test.each<[string[], string]>([
  [[], 'Which log? Write `--trace run.jsonl`'],
  [['--trace', 'none.jsonl'], 'none.jsonl: '],
  [['--trace', 'circle.jsonl'], 'circle.jsonl: this is a link that leads back to itself'],
  [['--trace', 'run.jsonl', '--only', 'first'], '`--only` is about runs that the configuration names'],
  [['--trace', 'run.jsonl', '--tick', 'often'], 'such as `--tick 100ms`'],
  [['--trace', 'run.jsonl', '--clock-error', '1ms'], '`--clock-error` goes together with `--tick`'],
  [['--trace', 'run.jsonl', '--tick', '1us', '--clock-error', '10000h'], 'more than 10,000 ticks'],
  [['--trace', 'run.jsonl', '--assume', 'Clam'], 'Did you mean `Calm`?'],
  [['--trace', 'run.jsonl', '--format', 'sarif'], 'text or json, and not as sarif'],
])('%j is explained', (words, message) => {
  const files = { 'lease.proviso': LEASE, 'run.jsonl': text(ASK), 'circle.jsonl': { link: 'circle.jsonl' } };
  const { code, err } = proviso(['conform', 'lease.proviso', ...words], files);
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(message) });
});

test('where there is no time a tick has no length', () => {
  const spec = 'system S { node A { optional action go { } } }\nassume Untimed { timing async }\n';
  const words = ['conform', 's.proviso', '--assume', 'Untimed', '--trace', 'run.jsonl'];
  const files = { 's.proviso': spec, 'run.jsonl': text({ event: 'act', node: 'A', action: 'go' }) };
  expect(proviso(words, files).code).toBe(0);
  expect(proviso([...words, '--tick', '1ms'], files)).toMatchObject({
    code: 2,
    err: expect.stringContaining('there is no time under Untimed'),
  });
});

test('a log that grows is followed until an event is not explained', async () => {
  const folder = folderWith({ 'lease.proviso': LEASE, 'run.jsonl': text(HEADER, ASK) });
  const words = [...commandLine, 'conform', 'lease.proviso', '--trace', 'run.jsonl', '--follow', '--no-weaken'];
  const running = spawn(process.execPath, words, { cwd: folder, env: { ...process.env, NO_COLOR: '1' } });
  let out = '';
  running.stdout.on('data', (part: Buffer) => {
    out += part.toString();
  });
  const ended = new Promise((resolve) => running.on('exit', resolve));
  // Half a line is none yet.
  const lines = [text(SENT, RENEW), text(GRANT).slice(0, 20), text(GRANT).slice(20), text(GRANT)];
  for (const part of lines) {
    await new Promise((resume) => setTimeout(resume, 300));
    appendFileSync(join(folder, 'run.jsonl'), part);
  }
  expect(await ended).toBe(1);
  expect(out).toContain('run.jsonl:6: this event is not explained');
});

test('a broadcast is not tried in every order', () => {
  const spec = `system S {
  message Hello
  node Boss { sent: bool = false  action go when not sent { sent = true  broadcast Hello to Worker } }
  node Worker[12] { }
}
assume A { timing async  network { capacity 12 } }
`;
  const log = text(...Array.from({ length: 12 }, () => ({ event: 'send', node: 'Boss', message: 'Hello' })));
  const words = ['conform', 's.proviso', '--assume', 'A', '--trace', 'run.jsonl', '--timeout', '20'];
  expect(proviso(words, { 's.proviso': spec, 'run.jsonl': log })).toMatchObject({
    code: 0,
    out: expect.stringContaining('a run of 1 step'),
  });
});

test('time that runs out is said, with how far it came', () => {
  // Not in a log that has all: whatever else happened is looked for.
  const { code, out } = conform(
    { 'run.jsonl': text({ event: 'state', node: 'Worker#1', state: { mine: 3, mode: 'asking' } }, ASK, ASK, DONE) },
    '--timeout',
    '0.000001',
  );
  expect(code).toBe(3);
  expect(out.replaceAll(/\s+/g, ' ')).toContain('not decided for Lease under Calm: the 0.000001 s given are used up');
});
