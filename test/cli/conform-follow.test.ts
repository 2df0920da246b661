/** Logs that grow: the search goes on, forgets, and is asked again from the beginning only where that is needed. */
import { spawn } from 'node:child_process';
import { appendFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type Added, analyse, type ConformAnswer, Following, LogFollower, load, lower } from '#checker';
import { ConformSearch } from '../../checker/src/conform/search.ts';
import { GrowingFile } from '../../cli/src/conform/growing-file.ts';
import { ASK, DONE, GOT, GRANT, HEADER, LEASE, type Line, RENEW, RETRY, SENT, text } from './lease-logs.ts';
import { commandLine, folderWith, removeFolders } from './proviso.ts';

afterAll(removeFolders);

const sources = load('lease.proviso', LEASE, () => ({ problem: 'no imports here', details: {} }));
const subject = { analysis: analyse(sources), system: 'Lease', assume: 'Calm', constants: new Map() };
const { model } = lower(subject.analysis, 'Lease', 'Calm', new Map());

/** A worker asks again and again; its token grows up to 3. */
function round(n: number): Line[] {
  const token = Math.min(n + 1, 3);
  const grant = { ...GRANT, fields: { grant: { token } } };
  return [ASK, SENT, { ...RENEW, state: { last: { 'Worker#1': token } } }, grant, GOT, { ...DONE, state: { mine: token, mode: 'idle' } }];
}

const LOG = [HEADER, ...Array.from({ length: 1700 }, (_, n) => round(n)).flat()];
const EVENTS = LOG.length - 1;
/** Seven lines at a time, so that a part often ends in the middle of a step. */
const PARTS = Array.from({ length: Math.ceil(LOG.length / 7) }, (_, i) => text(...LOG.slice(7 * i, 7 * i + 7)));

function reader(): (part: string) => Added {
  const follower = new LogFollower(model!, ['run.jsonl'], { timed: false });
  return (part) => {
    follower.add(0, part);
    const { mistakes, ...added } = follower.take();
    expect(mistakes).toEqual([]);
    return added;
  };
}

const options = (forgetAbove: number) => ({
  ...{ now: () => 0, slice: 1000, stop: () => null, timing: null, weaken: false, steps: 10 },
  ...{ forgetAbove, keep: 200 },
});

/** Enough to forget much of. */
const SOME = PARTS.slice(0, 300);

/** Follows that part of the log; `most`: the bytes that it took. */
function followed(forgetAbove: number) {
  const read = reader();
  const following = new Following(subject, read(PARTS[0]), options(forgetAbove));
  let most = 0;
  const search = () => {
    const events = following.search();
    for (;;) {
      const { done, value } = events.next();
      if (done) return value;
    }
  };
  expect(search()).toBe('explained');
  for (const part of SOME.slice(1)) {
    expect(following.grow(read(part))).toBe(true);
    expect(search()).toBe('explained');
    most = Math.max(most, following.bytes);
  }
  const more = (line: Line) => {
    expect(following.grow(read(text(line)))).toBe(true);
    return search();
  };
  const answer = () => {
    const answers = [...following.answers()].flatMap((event): ConformAnswer[] => (event.kind === 'answer' ? [event.answer] : []));
    return answers.at(-1) ?? null;
  };
  return { following, most, more, answer };
}

test('of ten thousand events each is looked at a few times, whatever came before', () => {
  const read = reader();
  const search = new ConformSearch(model!, read(PARTS[0]), null, { grows: true });
  let looked = 0;
  const { space } = search;
  const fitting = space.fittingFrom.bind(space);
  space.fittingFrom = (...of) => {
    looked++;
    return fitting(...of);
  };
  for (const part of PARTS.slice(1)) {
    search.grow(read(part).sequences);
    const explaining = search.explain(search.places.total);
    while (explaining.next().done !== true);
    expect(search.isExplained).toBe(true);
  }
  expect(search.places.total).toBe(EVENTS);
  expect(looked).toBeLessThan(3 * EVENTS);
});

test('half a line changes nothing, also where the log ends in the middle of a step', () => {
  const read = reader();
  const search = new ConformSearch(model!, read(text(HEADER, ASK)), null, { grows: true });
  const explained = () => {
    const explaining = search.explain(search.places.total);
    while (explaining.next().done !== true);
    return search.isExplained;
  };
  expect(explained()).toBe(true);
  // Of half a line there is no event.
  for (const part of [text(SENT, RENEW), '', text(GRANT)]) {
    expect(search.grow(read(part).sequences)).toBe(true);
    expect(explained()).toBe(true);
  }
  expect(search.grow(read(text(GRANT)).sequences)).toBe(true);
  expect(explained()).toBe(false);
});

test('what is forgotten changes no figure of the run; an event that is then not explained is asked about again', () => {
  const whole = followed(Number.POSITIVE_INFINITY);
  const short = followed(0);
  const events = whole.following.events;
  expect([whole.following.forgotten, short.following.forgotten > events / 2]).toEqual([0, true]);
  expect(short.most).toBeLessThan(whole.most);
  const [one, other] = [whole.more(GRANT), short.more(GRANT)];
  expect([one, other]).toEqual(['stuck', 'stuck']);
  expect(whole.answer()).toMatchObject({ outcome: 'unexplained', events: events + 1, explained: events });
  expect(short.answer()).toBe(null);
  const figures = ({ answer }: ReturnType<typeof followed>) => {
    const { outcome, events, explained, run } = answer()!;
    return [outcome, events, explained, run?.steps, run?.hidden, run?.ticks, run?.faults, run?.skipped];
  };
  expect(figures(followed(0))).toEqual(figures(followed(Number.POSITIVE_INFINITY)));
});

test('a log that grows by ten thousand events, of which the last is not explained', async () => {
  const folder = folderWith({ 'lease.proviso': LEASE, 'run.jsonl': '' });
  const words = [...commandLine, 'conform', 'lease.proviso', '--trace', 'run.jsonl', '--follow', '--no-weaken'];
  const running = spawn(process.execPath, words, { cwd: folder, env: { ...process.env, NO_COLOR: '1' } });
  let out = '';
  running.stdout.on('data', (part: Buffer) => {
    out += part.toString();
  });
  const ended = new Promise((resolve) => running.on('exit', resolve));
  for (let i = 0; i < PARTS.length; i += 100) {
    appendFileSync(join(folder, 'run.jsonl'), PARTS.slice(i, i + 100).join(''));
    await new Promise((resume) => setTimeout(resume, 60));
  }
  const written = performance.now();
  appendFileSync(join(folder, 'run.jsonl'), text(GRANT));
  expect(await ended).toBe(1);
  console.log(`an event that is not explained was told after ${Math.round(performance.now() - written)} ms`);
  expect(out).toContain(`run.jsonl:${LOG.length + 1}: this event is not explained`);
});

/** Follows `a`, in which an event is not explained, and `b`, which grows on and on by what `more` says. */
async function followedBeside(
  logs: Readonly<Record<'a' | 'b', string>>,
  more: (i: number) => string,
  words: readonly string[],
  files = {},
) {
  const folder = folderWith({ 'lease.proviso': LEASE, ...files, ...logs });
  const call = ['conform', 'lease.proviso', '--trace', 'a', '--trace', 'b', '--follow', '--no-weaken', ...words];
  const running = spawn(process.execPath, [...commandLine, ...call], { cwd: folder, env: { ...process.env, NO_COLOR: '1' } });
  let out = '';
  running.stdout.on('data', (part: Buffer) => {
    out += part.toString();
  });
  let code: number | null = null;
  running.on('exit', (ended) => {
    code = ended;
  });
  for (let i = 0; i < 60 && code === null; i++) {
    appendFileSync(join(folder, 'b'), more(i));
    await new Promise((resume) => setTimeout(resume, 150));
  }
  running.kill('SIGKILL');
  return { code, out };
}

test.concurrent('of several logs one that is not explained is told, though another one grows on and on', async () => {
  const of = (node: string) => text({ proviso: 1, node, complete: ['act', 'fire', 'receive'] });
  const logs = { a: of('Worker#1') + text(ASK, ASK), b: of('Worker#2') };
  const more = (i: number) => text({ ...(i % 2 === 0 ? ASK : RETRY), node: 'Worker#2' });
  expect(await followedBeside(logs, more, [])).toMatchObject({ code: 1, out: expect.stringContaining('a:3: ') });
});

test.concurrent('so it is of spans', async () => {
  const span = (node: string, name: string, at: number) => ({
    ...{
      name,
      spanId: `${name}-${at}`,
      startTimeUnixNano: `${1_700_000_000 + at}000000000`,
      endTimeUnixNano: `${1_700_000_000 + at}000000000`,
    },
    node,
  });
  const request = ({ node, ...one }: ReturnType<typeof span>) =>
    text({
      resourceSpans: [
        { resource: { attributes: [{ key: 'service.name', value: { stringValue: node } }] }, scopeSpans: [{ spans: [one] }] },
      ],
    });
  const node = '{resource:service.name}';
  const rules = [
    { span: 'ask', event: 'act', node, action: 'ask' },
    { span: 'retry', event: 'fire', node, timer: 'retry' },
  ];
  const map = JSON.stringify({ complete: ['act', 'fire', 'receive'], rules });
  const logs = {
    a: request(span('Worker#1', 'ask', 0)) + request(span('Worker#1', 'ask', 1)),
    b: request(span('Worker#2', 'ask', 2)),
  };
  const more = (i: number) => request(span('Worker#2', i % 2 === 0 ? 'retry' : 'ask', 3 + i));
  const said = await followedBeside(logs, more, ['--mapping', 'map.json'], { 'map.json': map });
  expect(said).toMatchObject({ code: 1, out: expect.stringContaining('a:2: ') });
});

test('what is new of a file, until it becomes shorter or another one has its name', () => {
  const folder = folderWith({ a: 'one\ntw', b: 'another one\nthat is longer\n' });
  const [a, b] = [join(folder, 'a'), join(folder, 'b')];
  const file = new GrowingFile(a);
  expect(file.more()).toEqual(['one\n']);
  appendFileSync(a, 'o\n');
  expect([file.hasChanged(), file.more(), file.hasChanged()]).toEqual([true, ['two\n'], false]);
  renameSync(b, a);
  expect([file.hasChanged(), file.more()]).toEqual([true, null]);
  const other = new GrowingFile(a);
  expect(other.more()).toEqual(['another one\nthat is longer\n']);
  writeFileSync(a, 'one\n');
  expect([other.hasChanged(), other.more()]).toEqual([true, null]);
});
