/** The other verbs, and calls that are wrong. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { formatNames } from '#report';
import { parseCall } from '../../cli/src/arguments.ts';
import { plainHost } from '../../cli/src/check/host.ts';
import { type Will, withReason } from '../../cli/src/check/will.ts';
import { exitCodes } from '../../cli/src/exit.ts';
import { helpText } from '../../cli/src/verbs/help.ts';
import { findProvisos } from '../../cli/src/verbs/provisos.ts';
import { type OptionSpec, writtenName } from '../../cli/src/verbs/spec.ts';
import { verbNames, verbs } from '../../cli/src/verbs/table.ts';
import { GRANTED, leaseOf } from '../support/lease.ts';
import { folderWith, proviso, removeFolders } from './proviso.ts';

afterAll(removeFolders);

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const UNTIDY = 'system S {\nmessage   Ping\n}\n';

test('format writes, format --check only looks', () => {
  const looked = proviso(['format', '--check', 'a.proviso'], { 'a.proviso': UNTIDY });
  expect(looked.code).toBe(1);
  expect(looked.out).toContain('a.proviso: not in the standard form');
  expect(readFileSync(join(looked.folder, 'a.proviso'), 'utf8')).toBe(UNTIDY);
  expect(proviso(['format', '.'], looked.folder).out).toBe('a.proviso: formatted\n');
  expect(proviso(['format', '--check', '.'], looked.folder)).toMatchObject({ code: 0, out: '' });
});

test('format leaves a file with errors alone', () => {
  const { code, err, folder } = proviso(['format', 'a.proviso'], { 'a.proviso': 'system {' });
  expect(code).toBe(2);
  expect(err).toContain('a.proviso: not formatted');
  expect(readFileSync(join(folder, 'a.proviso'), 'utf8')).toBe('system {');
});

test('explain', () => {
  expect(proviso(['explain', 'pv0101']).out).toContain('PV0101');
  expect(proviso(['explain']).out).toMatch(/^PV0101 {2}\S/);
  expect(proviso(['explain', 'PV9999'])).toMatchObject({ code: 2 });
});

test.each([
  [['chek'], 'There is no verb `chek`. Did you mean `check`?'],
  [['check', '--propery', 'A'], 'has no option `--propery`. Did you mean `--property`?'],
  [['check', '--timeout', 'soon'], 'write a number of seconds above 0'],
  [['a.proviso'], 'To check it, write `proviso check a.proviso`'],
])('%j is explained', (words, message) => {
  const { code, err } = proviso(words);
  expect(code).toBe(2);
  expect(err).toContain(message);
});

test('help and version', () => {
  expect(proviso(['--help']).out).toContain('proviso check [FILES]');
  expect(proviso(['help', 'check']).out).toBe(proviso(['check', '--help']).out);
  expect(proviso(['--version']).out).toMatch(/^proviso \d+\.\d+\.\d+\n$/);
});

test('help lists every verb, and the help of a verb each of its options', () => {
  for (const verb of verbNames) {
    expect(helpText('help')).toContain(`\n  ${`proviso ${verb} ${verbs[verb].words}`.trimEnd()}  `);
    const options = Object.entries<OptionSpec>(verbs[verb].options);
    const out = helpText(verb);
    for (const [name, option] of options) expect(out).toMatch(new RegExp(`${writtenName(name, option)}[ [=]`));
    expect(out.split('\n').filter((line) => line.length > 120)).toEqual([]);
  }
});

test('each verb has examples that are calls of it; those of the samples run', async () => {
  for (const verb of verbNames) {
    const { examples } = verbs[verb];
    expect([2, 3, 4]).toContain(examples.length);
    for (const { call } of examples) {
      const [program, first, ...rest] = shellWords(call);
      expect([call, program, [verb, 'help']]).toEqual([call, 'proviso', expect.arrayContaining([first])]);
      expect([call, await parseCall([first, ...rest])]).toEqual([call, expect.not.objectContaining({ problem: expect.anything() })]);
      if (!call.includes('samples/')) continue;
      const { code, err } = proviso([first, ...rest], ROOT);
      // A busy machine has time to tell how far a search has come.
      const problems = err.replaceAll(/^proviso, \d+ s: .*\n/gm, '');
      expect([call, code, problems]).toEqual([call, verb === 'simulate' ? 3 : 0, '']);
    }
  }
});

/** Parted at spaces outside quotes. */
function shellWords(call: string): string[] {
  return [...call.matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word);
}

test('the help of check names every exit code, and each format', () => {
  const out = helpText('check');
  for (const code of Object.values(exitCodes)) expect(out).toMatch(new RegExp(`\\b${code}\\s`));
  for (const format of formatNames) expect(out).toContain(format);
});

test('the pages name every verb, as help does, and every exit code', () => {
  const page = (name: string) => readFileSync(join(ROOT, 'docs', name), 'utf8');
  const rows = [...page('command-line.md').matchAll(/^\| `proviso (.*?)` \|/gm)].map(([, call]) => call);
  expect(rows).toEqual(verbNames.map((verb) => `${verb} ${verbs[verb].words}`.trimEnd()));
  const codes = [...page('ci.md').matchAll(/^\| (\d[\d, ]*) \|/gm)].flatMap(([, codes]) => codes.split(', ').map(Number));
  expect(codes).toEqual(Object.values(exitCodes));
});

const LEASE = `${leaseOf(3, GRANTED)}assume Calm { timing sync { delay <= 1 } }
check Calm { InTime holds }
`;

test('provisos says what a property needs', () => {
  const { code, out } = proviso(['provisos', 'a.proviso', '--over', 'delay,pause'], { 'a.proviso': LEASE });
  expect(code).toBe(0);
  expect(out).toContain('InTime of Lease, from Calm: holds as assumed');
  // By hand: a pause of 2 leaves a tick of the lease of 3, a pause of 3 none.
  expect(out).toContain('needs pause Holder <= 2; breaks from a pause of Holder of up to 3 ticks');
  expect(out).toContain('does not matter alone: delay and pause Service');
  expect(out).toContain('Granted of Lease has no provisos: no assumption is needed for what can happen.');
});

test('provisos finds the inequality behind a threshold', () => {
  const { code, out } = proviso(['provisos', 'a.proviso', '--over', 'delay,pause', '--for', 'LENGTH in 1..3'], { 'a.proviso': LEASE });
  expect(code).toBe(0);
  expect(out).toContain('holds when pause Holder < LENGTH');
  expect(out).toContain('smallest LENGTH for which it holds as assumed: 1');
});

test('provisos in one table', () => {
  const { code, out } = proviso(['provisos', 'a.proviso', '--over', 'delay,pause', '--matrix'], { 'a.proviso': LEASE });
  expect(code).toBe(0);
  expect(out.split('\n')).toEqual(['system  property  delay  pause', 'Lease   InTime    any    Holder <= 2', '']);
});

test('provisos before a change and after it', () => {
  const folder = folderWith({ 'a.proviso': LEASE });
  const git = (...words: string[]) => spawnSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.org', ...words], { cwd: folder });
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '--message', 'First');
  writeFileSync(join(folder, 'a.proviso'), LEASE.replace('LENGTH = 3', 'LENGTH = 2'));
  const against = (revision: string) => proviso(['provisos', 'a.proviso', '--over', 'delay,pause', '--against', revision], folder);
  expect(against('HEAD').out.split('\n')).toEqual([
    'InTime of Lease, from Calm',
    '- holds provided pause Holder <= 2, and only then',
    '+ holds provided pause Holder <= 1, and only then',
    '',
    '',
  ]);
  writeFileSync(join(folder, 'a.proviso'), `${LEASE}// A comment\n`);
  expect(against('HEAD').out).toBe('1 property as in HEAD\n');
  expect(against('HEAD~5')).toMatchObject({ code: 2, out: '' });
  expect(against('HEAD~5').err).toContain('`--against HEAD~5`: fatal:');
  // What was not decided is as nothing, although both texts say the same of it.
  const open = proviso(['provisos', 'a.proviso', '--over', 'delay,pause', '--against', 'HEAD', '--max-states', '1'], folder);
  expect(open).toMatchObject({
    code: 3,
    out: 'not compared, as not every assumption set was decided: InTime of Lease, from Calm\n',
  });
});

test('provisos: what is known is kept, in case that the search ends in the middle of a step', async () => {
  const file = join(folderWith({ 'a.proviso': LEASE }), 'a.proviso');
  const wills: Will[] = [];
  const silent = { ...plainHost, device: { ...plainHost.device, write: () => {} }, keep: (will: Will) => wills.push(will) };
  await findProvisos({ words: [file], options: { over: 'delay,pause', color: false } }, silent);
  const kept = wills.map(({ lines }) => withReason(lines, 'killed').join('\n'));
  expect(kept[0]).toBe('');
  const [last] = kept.filter((text) => text !== '').slice(-1);
  expect(last).toContain('needs pause Holder <= 2');
  expect(last).toContain('stopped early: killed');
  // In the end all of it has been written.
  expect(kept.at(-1)).toBe('');
});

test.each([
  [['--property', 'InTme'], 'There is no property `InTme`. Did you mean `InTime`?'],
  [['--assume', 'Clam'], 'There is no assume `Clam`. Did you mean `Calm`?'],
  [['--over', 'dely'], '`--over` knows no `dely`. Did you mean `delay`?'],
  [['--set', 'LENGHT=2'], 'There is no constant `LENGHT`. Did you mean `LENGTH`?'],
  [['--set', 'LENGTH=true'], 'LENGTH is 3, which is not of the kind of true'],
  [['--matrix', '--against', 'HEAD'], '`--matrix` cannot go together with `--against`'],
  [['--matrix', '--for', 'LENGTH in 1..2'], '`--matrix` cannot go together with `--for`'],
  [['--against', 'HEAD', '--for', 'LENGTH in 1..2'], '`--against` cannot go together with `--for`'],
  [['--for', 'LENGTH'], 'write a constant and its range, such as `--for "TIMEOUT in 1..8"`'],
  [['b.proviso'], 'Write one file'],
])('provisos %j is explained', (words, message) => {
  const { code, err } = proviso(['provisos', 'a.proviso', ...words], { 'a.proviso': LEASE });
  expect(code).toBe(2);
  expect(err).toContain(message);
});

test('list says what a file has, and searches nothing', () => {
  const text = `system S {
  const N = 1
  node A { n: 0..3 = 0  action up when n < N { n += 1 } }
  safety Low: always A.n <= 2
  reachable One: A.n == 1
}
assume Plain { timing async }
assume Lossy extends Plain { network { lossy } }
check Plain for N in 1..3 { Low holds when N <= 2  One reached }
provisos Lossy { Low holds when losses <= 9 }
`;
  const { code, out, folder } = proviso(['list', 'a.proviso'], { 'a.proviso': text });
  expect({ code, out }).toEqual({
    code: 0,
    out: `a.proviso
  system S  line 1
    safety Low  line 4
    reachable One  line 5
  assume Plain  line 7
  assume Lossy extends Plain  line 8
  check S under Plain, 3 points  line 9
    Low holds or violated
    One reached
  provisos of S from Lossy  line 10
    Low holds when losses <= 9
`,
  });
  const [file] = JSON.parse(proviso(['list', '--json', 'a.proviso'], folder).out).files;
  expect(file.checks[0]).toMatchObject({ system: 'S', assume: 'Plain', line: 9, points: 3 });
  expect(proviso(['list', 'b.proviso'], { 'b.proviso': 'system {' })).toMatchObject({ code: 2, out: '' });
});

const COUNTS = `
system S {
  node A { n: 0..3 = 0  optional action go when n < 3 { n += 1 } }
  safety Small: always A.n <= 2
  safety Fits: always A.n <= 3
}
assume Plain { timing async }
check Plain { Small violated  Fits holds }
check Plain { Small holds }
`;

test('simulate reports what random runs find, and that they decide nothing else', () => {
  const { code, out } = proviso(['simulate', 'a.proviso', '--runs', '20', '--seed', '3', '--stats'], { 'a.proviso': COUNTS });
  expect(out.replaceAll(/\d+\.\d s/g, 'T').replace(/about [^\n]*/, 'about ...')).toMatchInlineSnapshot(`
    "a.proviso:8  S under Plain  20 random runs of 80 steps (seed 3), about ...
      ✓ Small  violated, as expected: no fault, 3 steps
          Small fails: A.n is 3. No fault is required. A runs \`go\`, and n becomes 1. A runs \`go\`,
          and n becomes 2. Then A runs \`go\`, and n becomes 3.
      ? Fits   unknown: no random run of 20 violates it; at 95% confidence, at most 15% of such runs do
          Runs by their number of faults: no fault in 20.
    a.proviso:9  S under Plain  1 random run of 4 steps (seed 3), about 3 states, 3 deep, T
      ✗ Small  violated: no fault, 3 steps; expected: holds

          Small fails: A.n is 3. No fault is required. A runs \`go\`, and n becomes 1. A runs \`go\`,
          and n becomes 2. Then A runs \`go\`, and n becomes 3.

          node  what happened  what changed
          A     go             n 1
          A     go             n 2
          A     go             n 3

          Runs by their number of faults: no fault in 1.

    2 checks: 1 as expected, 1 unexpected, 1 undecided  T
    "
  `);
  expect(code).toBe(1);
  // Nothing contradicts the file, and a property is left open.
  const fine = proviso(['simulate', 'a.proviso', '--runs', '20'], { 'a.proviso': COUNTS.replace('check Plain { Small holds }', '') });
  expect(fine.out).toContain('? Fits   unknown: no random run of 20 violates it');
  expect(fine.code).toBe(3);
  expect(proviso(['simulate', 'a.proviso', '--seed', 'x'], { 'a.proviso': COUNTS })).toMatchObject({ code: 2 });
});
