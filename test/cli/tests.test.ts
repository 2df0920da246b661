/** `proviso tests`: every goal is met by the runs that are said to meet it, each run is one, and calls that mean nothing are told so. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, expect, test } from 'vitest';
import { lower, readLogs } from '#checker';
import { ConformSearch } from '../../checker/src/conform/search.ts';
import { TESTS_SCHEMA } from '../support/schema.ts';
import { analysed } from '../support/spec.ts';
import { folderWith, proviso, removeFolders } from './proviso.ts';

afterAll(removeFolders);

const PINGS = `system Pings {
  message Ping
  node A { sent: 0..2 = 0  optional action go when sent < 2 { sent += 1  send Ping to B } }
  node B { durable got: 0..2 = 0  on Ping when got < 2 { got += 1 }  on Ping when got > 7 {}  on restart {} }
  safety After: always (B.got == 2 implies A.sent == 2)
  safety Late: always (B.got < 2)
  safety Few: always (A.sent <= 2)
  reachable Both: B.got == 2
  scenario Lost {
    A: go
    B: on Ping from A
  }
}
assume Faulty { timing sync { delay <= 1 }  network { lossy up to 1, duplicating up to 1 }  fault B { recovery, up to 1 } }
check Faulty { Few holds }
`;

interface Goal {
  readonly text: string;
  readonly kind: string;
  readonly status: string;
  readonly runs: readonly number[];
}

function lines(out: string): { readonly [key: string]: unknown }[] {
  return out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

test('all that can be met is met, what cannot be is named, and each run conforms', () => {
  const { code, out, err } = proviso(['tests', 'pings.proviso'], { 'pings.proviso': PINGS });
  expect({ code, err }).toMatchObject({ code: 0 });
  const [suite, ...rest] = lines(out);
  const goals = suite.goals as Goal[];
  expect(goals.filter(({ status }) => status !== 'met').map(({ text, status }) => `${text} ${status}`)).toEqual([
    // A copy of one Ping makes B count to 2: After is violated, Few cannot be.
    'B: on Ping in line 4 unreachable',
    'Few is violated unreachable',
  ]);
  expect(goals.filter(({ kind }) => kind === 'pair')).toHaveLength(3);
  expect(goals.filter(({ status, runs }) => status === 'met' && runs.length === 0)).toEqual([]);
  const { model } = lower(analysed(PINGS), 'Pings', 'Faulty', new Map());
  const starts = rest.flatMap((line, i) => ('proviso' in line ? [i] : []));
  expect(starts.length).toBe((suite.runs as unknown[]).length);
  for (const [i, begin] of starts.entries()) {
    const text = rest
      .slice(begin, starts[i + 1])
      .map((line) => JSON.stringify(line))
      .join('\n');
    const logs = readLogs(model!, [{ file: 'run.jsonl', text: `${text}\n` }], { timed: false });
    expect(logs.mistakes).toEqual([]);
    const search = new ConformSearch(model!, logs, null);
    let found = search.explain(search.places.total).next();
    for (const explaining = search.explain(search.places.total); found.done !== true; ) found = explaining.next();
    expect(search.furthest).toBe(search.places.total);
  }
  expect(proviso(['tests', 'pings.proviso'], { 'pings.proviso': PINGS }).out).toBe(out);
});

test('every line is valid by the schema, and no other', () => {
  const isLine = new Ajv({ strict: false }).compile(JSON.parse(readFileSync(TESTS_SCHEMA, 'utf8')));
  const [suite, header, event, ...more] = lines(proviso(['tests', 'pings.proviso'], { 'pings.proviso': PINGS }).out);
  for (const line of [suite, header, event, ...more]) expect([line, isLine(line)]).toEqual([line, true]);
  for (const [line, missing] of [
    [suite, 'goals'],
    [header, 'schedule'],
    [event, 'step'],
  ] as const)
    expect([missing, isLine({ ...line, [missing]: undefined })]).toEqual([missing, false]);
});

test('a file for each run, in a folder', () => {
  const folder = folderWith({ 'pings.proviso': PINGS });
  const call = ['tests', join(folder, 'pings.proviso'), '--out', join(folder, 'out')];
  expect(proviso(call, {}).code).toBe(0);
  const suite = JSON.parse(readFileSync(join(folder, 'out/tests.json'), 'utf8'));
  const files = suite.runs.map(({ file }: { file: string }) => file);
  expect(readdirSync(join(folder, 'out')).sort()).toEqual([...files, 'tests.json'].sort());
  expect(proviso(['conform', join(folder, 'pings.proviso'), '--trace', join(folder, 'out/run-1.jsonl')], {}).code).toBe(0);
  expect(proviso([...call, '--format', 'itf'], {}).code).toBe(0);
  expect(readdirSync(join(folder, 'out')).every((name) => name.endsWith('.json'))).toBe(true);
});

test('a tests.json of somebody else is left as it is', () => {
  const files = { 'pings.proviso': PINGS, 'tests.json': '{"tests": "mine"}' };
  const { code, err, folder } = proviso(['tests', 'pings.proviso', '--out', '.'], files);
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('tests.json was not written by `proviso tests`') });
  expect(readdirSync(folder).sort()).toEqual(['pings.proviso', 'tests.json']);
});

test.each([
  [['--format', 'xml'], 2, 'There is no format `xml`'],
  [['--property', 'Aftr'], 2, 'There is no property `Aftr`'],
  [['--assume', 'Fauly'], 2, 'There is no assume `Fauly`'],
  [['--steps', 'few'], 2, 'steps'],
  [['--out='], 2, '`--out` needs the name of a folder'],
  [['--max-states', '5'], 3, 'not found: stopped after 5 states'],
])('%j', (words, code, said) => {
  const told = proviso(['tests', 'pings.proviso', ...words], { 'pings.proviso': PINGS });
  expect(told.code).toBe(code);
  expect(told.err).toContain(said);
});

test('what only a step would meet in which the model fails is open', () => {
  const text = PINGS.replace('on Ping when got > 7 {}', 'on Ping when got == 2 { got += 1 }');
  const { code, out, err } = proviso(['tests', 'fails.proviso'], { 'fails.proviso': text });
  expect(code).toBe(3);
  const goals = lines(out)[0].goals as Goal[];
  expect(goals.filter(({ text: of }) => of === 'B: on Ping in line 4').map(({ status }) => status)).toEqual(['met', 'open']);
  expect(err).toContain('The model itself fails in some step');
});
