/** proviso.config.json: where it is looked for, what it adds, who wins, and what is wrong with it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { configured } from '../../cli/src/config/configured.ts';
import { configOf } from '../../cli/src/config/find.ts';
import { isProblem, parseConfig } from '../../cli/src/config/read.ts';
import { shown } from '../../cli/src/files.ts';
import { CONFIG_SCHEMA } from '../support/schema.ts';
import { folderWith, proviso, removeFolders } from './proviso.ts';

afterAll(removeFolders);

const SPEC =
  'system S {\n  node A { n: 0..3 = 0  action up when n < 3 { n += 1 } }\n  safety Low: always A.n <= 3\n}\nassume P { timing async }\ncheck P { Low holds }\n';
const BROKEN = SPEC.replace('<= 3', '<= 2');
const config = (value: object) => JSON.stringify(value);

test('files, what is left out, and formats, from the folder of the configuration, wherever one stands in it', () => {
  const folder = folderWith({
    'proviso.config.json': config({
      files: ['specs'],
      exclude: ['specs/drafts', '**/*.old.proviso'],
      check: { format: ['text', 'json=out.json'], maxStates: 2 },
      provisos: { format: ['json=provisos.json'], maxStates: 1000 },
    }),
    'specs/a.proviso': SPEC,
    'specs/b.old.proviso': BROKEN,
    'specs/drafts/deep/c.proviso': BROKEN,
    'other.proviso': BROKEN,
  });
  const { code, out, err } = proviso(['check'], join(folder, 'specs'));
  expect({ code, err }).toEqual({ code: 3, err: '' });
  expect(out).toContain('unknown');
  expect(JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8')).files).toEqual(['a.proviso']);
  // The command line wins; a file that it names is not left out.
  const named = proviso(['check', 'specs/drafts/deep/c.proviso', '--max-states', '100', '--format', 'json'], folder);
  expect([named.code, JSON.parse(named.out).files]).toEqual([1, ['specs/drafts/deep/c.proviso']]);
  expect(proviso(['check', '--no-config', 'specs'], folder).code).toBe(1);
  expect(proviso(['list'], folder).out).toMatch(/^specs\/a\.proviso\n/);
  // Of `provisos` it has options of their own.
  expect(proviso(['provisos'], folder)).toMatchObject({ code: 0, err: '', out: expect.stringContaining('Low') });
  expect(JSON.parse(readFileSync(join(folder, 'provisos.json'), 'utf8')).answers.length).toBe(1);
});

test('the nearest one counts, unless one is named', () => {
  const folder = folderWith({
    'proviso.config.json': '{}',
    'a/proviso.config.json': '{}',
    'a/b/x.proviso': SPEC,
    'my.json': config({ check: { threads: 3, cache: false, cacheFolder: 'c' } }),
  });
  const found = (words: string[], options = {}) => configOf({ words: words.map((word) => join(folder, word)), options });
  expect(found(['a/b/x.proviso', 'y.proviso'])).toBe(join(folder, 'a/proviso.config.json'));
  expect(found(['a'])).toBe(join(folder, 'a/proviso.config.json'));
  expect(found(['none/x.proviso'])).toBe(join(folder, 'proviso.config.json'));
  expect(found(['a'], { config: false })).toBe(null);
  const whole = configured({ words: ['x'], options: { threads: '1' } }, join(folder, 'my.json'), 'check');
  expect(whole).toEqual({ words: ['x'], options: { threads: '1', cache: false, 'cache-folder': join(folder, 'c') } });
});

test('a path may be whole, as long as it stays in the folder', () => {
  const folder = folderWith({ 'a.proviso': SPEC, 'run.jsonl': '' });
  const [spec, log] = [join(folder, 'a.proviso'), join(folder, 'run.jsonl')];
  const path = join(folder, 'proviso.config.json');
  const value = { files: [spec], check: { cacheFolder: join(folder, 'c'), format: [`json=${log}`] }, conform: [{ spec, logs: [log] }] };
  writeFileSync(path, config(value));
  const call = { words: [], options: {} };
  expect(configured(call, path, 'check')).toEqual({
    words: [shown(spec)],
    options: { format: [`json=${log}`], 'cache-folder': join(folder, 'c') },
  });
  const asked = { words: [shown(spec)], options: { set: [], trace: [shown(log)] } };
  expect(configured(call, path, 'conform')).toEqual({ ...call, named: [{ name: log, spec, call: asked }] });
});

test.each([
  ['{ "check": { "timeOut": 3 } }', '1:14: there is no option `check.timeOut`. Did you mean `timeout`? There are timeout, searchTimeout,'],
  [
    '{\n  "fiels": []\n}',
    '2:3: there is no option `fiels`. Did you mean `files`? There are $schema, files, exclude, check, provisos, conform.',
  ],
  ['{ "conform": [{ "spec": "a", "logs": [] }] }', '1:30: `conform[0].logs` has to be a list of files, such as ["run.jsonl"]'],
  ['{ "conform": [{ "spec": "a" }] }', '1:3: `conform[0].logs` is missing'],
  ['{ "conform": [{ "spec": 1, "logs": ["l"] },\n{ "spec": "a", "logs": ["l"] }] }', '1:17: `conform[0].spec` has to be a text in quotes'],
  ['{ "check": { "timeout": 0 } }', '1:14: `check.timeout` has to be a number above 0'],
  ['{ "files": "specs" }', '1:3: `files` has to be a list of texts, such as ["specs"]'],
  ['{ "files": [1] }', '1:3: `files` has to be a list of texts'],
  ['{ "files": ["a"],\n}', '2:1: this is no JSON: Expected double-quoted property name'],
  ['{ "files": ', '1:12: this is no JSON: Unexpected end'],
  ['[]', '1:1: the file has to be options in braces: { ... }'],
])('%s is explained with its place', (text, message) => {
  const problem = parseConfig(text);
  if (!isProblem(problem)) throw new Error('no problem');
  expect(`${problem.line}:${problem.column}: ${problem.message}`).toContain(message);
});

test('a mistake ends the call before anything is checked', () => {
  const { code, out, err } = proviso(['check'], { 'proviso.config.json': '{ "check": { "format": 1 } }', 'a.proviso': SPEC });
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toBe('proviso: proviso.config.json:1:14: `check.format` has to be a list of texts, such as ["specs"]\n');
  expect(proviso(['check', '--config', 'none.json'], { 'a.proviso': SPEC }).err).toBe(
    'proviso: none.json: there is no such file or folder\n',
  );
});

test.each([
  [{ check: { format: ['json=../out.json'] } }, '../out.json'],
  [{ check: { cacheFolder: '/tmp/x' } }, '/tmp/x'],
  [{ files: ['{../../x,b}'] }, '{../../x,b}'],
  [{ conform: [{ spec: 'a.proviso', logs: ['../run.jsonl'] }] }, '../run.jsonl'],
  [{ check: { format: ['json=link/out.json'] } }, 'link/out.json'],
])('%j leads out of the folder, which is refused', (value, path) => {
  const folder = folderWith({ 'w/proviso.config.json': config(value), 'w/a.proviso': SPEC, 'w/link': { link: '..' } });
  const { problem } = configured({ words: [], options: {} }, join(folder, 'w/proviso.config.json'), 'check') as { problem: string };
  expect(problem).toContain(`\`${path}\` is outside the folder of this file`);
  expect(existsSync(join(folder, 'out.json'))).toBe(false);
});

// That it is the schema of the types is seen with the others: test/report/schemas.test.ts.
test('the schema takes what is taken here', () => {
  const validate = new Ajv({ strict: false }).compile(JSON.parse(readFileSync(CONFIG_SCHEMA, 'utf8')));
  const value = fc.oneof(
    fc.constantFrom(0, 1, -1, 2.5, true, false, null, 'text', '', [], ['text'], [1], {}),
    fc.jsonValue({ maxDepth: 1 }),
  );
  const options = (keys: string[]) => fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 3 });
  const check = options(['timeout', 'maxStates', 'maxMemory', 'threads', 'format', 'cache', 'cacheFolder', 'more']);
  const run = options(['spec', 'logs', 'name', 'tick', 'constants', 'more']).map((one) => ({ spec: 'a', logs: ['b'], ...one }));
  const whole = fc
    .tuple(
      options(['$schema', 'files', 'exclude', 'check', 'conform', 'other']),
      fc.option(check),
      fc.option(fc.array(run, { maxLength: 2 })),
    )
    .map(([top, inner, conform]) => ({ ...top, ...(inner === null ? {} : { check: inner }), ...(conform === null ? {} : { conform }) }));
  fc.assert(
    fc.property(whole, (one) => {
      expect(!isProblem(parseConfig(JSON.stringify(one)))).toBe(validate(JSON.parse(JSON.stringify(one))));
    }),
    { numRuns: 500 },
  );
});
