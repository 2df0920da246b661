/** `proviso check`: exit codes, and what is said about files that cannot be checked. */
import { readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { type Files, proviso, removeFolders } from './proviso.ts';

afterAll(removeFolders);

const COUNTER = `system Counter {
  node Client {
    n: 0..3 = 0
    action count when n < 3 { n += 1 }
  }
  safety Small: always Client.n <= 2
  safety InRange: always Client.n <= 3
  reachable Full: Client.n == 3
}
assume Plain { timing async }
`;

function check(spec: string, words: readonly string[] = []) {
  return proviso(['check', 'spec.proviso', ...words], { 'spec.proviso': spec });
}

test('every verdict as expected: 0', () => {
  const { code, out, err } = check(`${COUNTER} check Plain { Small violated  InRange holds  Full reached }`);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toContain('✓ Small    violated, as expected: no fault, 3 steps');
  expect(out).toContain('✓ InRange  holds');
  expect(out).toContain('1 check: 3 as expected');
});

test('a verdict that differs: 1, with the counterexample', () => {
  const { code, out } = check(`${COUNTER} check Plain { Small holds }`);
  expect(code).toBe(1);
  expect(out).toContain('✗ Small    violated: no fault, 3 steps; expected: holds');
  expect(out).toContain('Small fails: Client.n is 3.');
  expect(out).toMatch(/Client\s+count\s+n 3/);
});

test('a budget that ran out: 3; a verdict that differs wins over it', () => {
  const small = check(`${COUNTER} check Plain { InRange holds  Small violated  Full reached }`, [
    '--max-states',
    '1',
    '--property',
    'InRange',
  ]);
  expect(small.code).toBe(3);
  expect(small.out).toContain('? InRange  unknown');
});

test('a lint takes a line, or with --lints all there is to say, with the run; none with --quiet', () => {
  const spec = `system S {
  message Work
  node Worker {
    busy: bool = false
    on Work when not busy { busy = true }
  }
  node Client {
    left: 0..2 = 2
    optional action ask when left > 0 { left -= 1  send Work to Worker }
  }
  safety Fine: always Client.left <= 2
}
assume Async { timing async }
check Async { Fine holds }
`;
  const line = 'spec.proviso:5:8: hint PV0701: a Work that arrives while no guard holds is dropped';
  const brief = check(spec);
  expect(brief.code).toBe(0);
  expect(brief.out.split('\n').filter((one) => one.includes('PV0701'))).toEqual([line]);
  expect(brief.out).toContain('1 warning or hint: `--lints` shows it in full');
  expect(brief.out).not.toContain('why:');
  const full = check(spec, ['--lints']).out;
  expect(full).toContain('step 4: Worker receives Work from Client');
  expect(full).toContain('It happens in 4 steps under Async.');
  expect(full).not.toContain('shows it in full');
  expect(check(spec, ['--quiet']).out).not.toContain('PV0701');
});

test('that states are kept compressed is said, and asked for or forbidden', () => {
  const spec = readFileSync(new URL('../../samples/corrupted-packets.proviso', import.meta.url), 'utf8');
  const compressed = check(spec, ['--stats', '--compress']);
  expect(compressed.code).toBe(0);
  expect(compressed.out).toContain(' bytes a state, states compressed (exact), ');
  const plain = check(spec, ['--stats', '--no-compress']);
  expect(plain.out).not.toContain('compressed');
});

test('a search that ended before it saw every state says that there may be more', () => {
  const sized = (property: string) =>
    check(`${COUNTER} check Plain { InRange holds  Small violated }`, ['--stats', '--property', property]).out;
  expect(sized('Small')).toContain(' states (there may be more), ');
  expect(sized('InRange')).not.toContain('there may be more');
});

test('a large search is made up to symmetry, which is said and can be forbidden; threads change nothing', { timeout: 60_000 }, () => {
  const spec = readFileSync(new URL('../../samples/leader-election.proviso', import.meta.url), 'utf8');
  const reported = (...words: string[]) => check(spec, ['--assume', 'Forgets', ...words]).out.replaceAll(/\d+\.\d s/g, '');
  const reduced = reported();
  expect(reduced).toContain('11,133 states up to symmetry of Server, ');
  const every = reported('--no-reduction', '--threads', '1');
  expect(every).toContain('66,152 states, ');
  expect(reported('--no-reduction', '--threads', '3')).toBe(every);
  expect(reduced.replace('11,133 states up to symmetry of Server', '66,152 states')).toBe(every);
});

test('what nothing reads is left out of a large search, which is said', { timeout: 60_000 }, () => {
  const spec = readFileSync(new URL('../../samples/block-ids.proviso', import.meta.url), 'utf8');
  const { code, out } = check(spec, ['--property', 'Unique', '--stats']);
  expect(code).toBe(0);
  expect(out).toContain('states, in part up to symmetry of ');
  expect(out.replaceAll(/\n */g, ' ')).toContain('left out of the states once a search is large, since nothing reads it: ');
  expect(check(spec, ['--property', 'Unique', '--stats', '--no-reduction']).out).not.toContain('left out of the states');
});

test('a sweep is one line', () => {
  const spec = COUNTER.replace('system Counter {', 'system Counter { const TOP = 2').replace('<= 2', '<= TOP');
  const { code, out } = check(`${spec} check Plain for TOP in 1..3 { Small holds when TOP == 3 }`);
  expect(code).toBe(0);
  expect(out).toContain('✓ Small    as expected at 3 points: violated at 2 and holds at 1');
  expect(out).toContain('TOP = 1: violated: no fault, 2 steps');
});

test('of what was expected to come about and never does, which part is never true, or what the nearest run lacks', () => {
  const spec = `system X {
    node A { n: 0..3 = 0  optional action go when n < 3 { n += 1 } }
    node B { done: bool = false  ever: bool = false  optional action end when not done { done = true } }
    safety P: never (A.n == 3 and B.ever)
    safety Q: always (A.n == 2 implies not (B.done and A.n > 2))
    safety T: always (B.done or not B.done implies not B.ever)
    reachable R: exists a in A: (a.n == 1 and B.done and a.n > 2)
    safety S: never A.n > 3
  } assume Z { timing async } check Z { P violated  Q violated  T violated  R reached  S violated }`;
  const { out } = check(spec);
  const text = out.replace(/\s+/g, ' ');
  expect(text).toContain('✗ P holds; expected: violated No run comes near: `B.ever` is never true.');
  expect(text).toContain(
    '✗ Q holds; expected: violated Each part of it comes about, but never all at the same time: the nearest run lacks only `A.n > 2` ' +
      '(no fault, 3 steps). node what happened what changed A go n 1 A go n 2 B end done',
  );
  expect(text).toContain('✗ T holds; expected: violated No run comes near: `B.ever` is never true.');
  expect(text).toContain('the nearest run lacks only `a.n > 2` (no fault, 2 steps). node what happened what changed A go n 1 B end done');
  expect(text).toContain('✗ S holds; expected: violated');
});

test('of a sweep the smallest point that is unexpected is told first, however its values are listed', () => {
  const spec = `system X { const N = 1  node A { n: 0..9 = 0  optional action go when n < 4 { n += 1 } }  safety P: always A.n <= N }
    assume Z { timing async }  check Z for N in { 7, 3, 1, 2 } { P holds }`;
  const { out } = check(spec);
  expect(out).toContain('✗ P  violated: no fault, 2 steps; expected: holds at N = 1 (3 of 4 points unexpected)');
  expect(out).toMatch(/Also unexpected:\n +N = 2: violated: no fault, 3 steps; expected: holds\n +N = 3:/);
});

test('time that is used up is reported in the words of the call', () => {
  const spec = COUNTER.replaceAll('0..3', '0..1000000').replace('n < 3', 'n < 1000000').replace('action', 'optional action');
  const { code, out } = check(`${spec} check Plain { InRange holds }`, ['--timeout', '0.001', '--property', 'InRange']);
  expect(code).toBe(3);
  expect(out).toContain('? InRange  unknown: the 0.001 s given are used up');
});

test('a handler that never runs is reported, with whose it is', () => {
  const spec = COUNTER.replace('node Client {', 'message Ping\n  node Client {\n    on Ping { n = 0 }');
  const { code, out } = check(`${spec} check Plain { Small violated }`);
  expect(code).toBe(0);
  expect(out).toContain("! never runs under Plain: Client's `on Ping`");
});

test('what is wrong with the text: 2, with its place', () => {
  const { code, out } = check(`${COUNTER} check Plain { Smal holds }`);
  expect(code).toBe(2);
  expect(out).toMatch(/spec\.proviso:11:\d+: error PV\d{4}: .*Smal/);
  expect(out).toContain('^^^^');
});

test.each<[string, Files, readonly string[], string]>([
  ['no such file', {}, ['no.proviso'], 'no.proviso:1:1: error: there is no such file or folder'],
  ['an empty file', { 'a.proviso': '' }, ['a.proviso'], 'a.proviso:1:1: error: the file is empty'],
  ['a binary file', { 'a.proviso': new Uint8Array([0, 1, 2, 255]) }, ['a.proviso'], 'a.proviso:1:1: error: the file is not a text'],
  ['a large file', { 'a.proviso': ' '.repeat(11_000_000) }, ['a.proviso'], 'a.proviso:1:1: error: the file has 11 MiB'],
  ['a folder of that name', { 'a.proviso/b.txt': '' }, ['a.proviso'], 'there is no .proviso file in this folder'],
  ['a link that leads nowhere', { 'a.proviso': { link: 'gone' } }, ['.'], 'a.proviso:1:1: error: this is a link that leads nowhere'],
  ['a link to itself', { 'a.proviso': { link: 'a.proviso' } }, ['a.proviso'], 'a.proviso:1:1: error: this is a link that leads nowhere'],
  [
    'a file where a folder should be',
    { 'a.proviso': '' },
    ['a.proviso/b.proviso'],
    'a.proviso/b.proviso:1:1: error: there is no such file',
  ],
  ['an empty folder', {}, [], 'there is no .proviso file in this folder'],
])('%s: 2, and no stack trace', (_, files, words, message) => {
  const { code, out, err } = proviso(['check', ...words], files);
  expect({ code, err }).toEqual({ code: 2, err: '' });
  expect(out).toContain(message);
});

test('a folder is searched once, links round in a circle included', () => {
  const spec = `${COUNTER} check Plain { Small violated }`;
  const { code, out } = proviso(['check', '--quiet'], { 'b.proviso': spec, 'sub/a.proviso': spec, 'sub/round': { link: '..' } });
  expect({ code, out }).toEqual({ code: 0, out: '' });
});

test('imports are read inside the folder that was given, not outside', () => {
  const main = `import "../base.proviso"\n check Plain { Small violated }`;
  const files = { 'base.proviso': COUNTER, 'sub/main.proviso': main };
  expect(proviso(['check', 'sub/main.proviso'], files).code).toBe(0);
  const refused = proviso(['check', 'sub'], files);
  expect(refused.code).toBe(2);
  expect(refused.out).toContain('../base.proviso is outside sub, the folder that was given');
});

test('a link does not lead an import out of the folder', () => {
  const files = {
    'base.proviso': COUNTER,
    'sub/in.proviso': { link: '../base.proviso' },
    'sub/main.proviso': 'import "./in.proviso"\n check Plain { Small violated }',
  };
  const { code, out } = proviso(['check', 'sub/main.proviso'], files);
  expect(code).toBe(0);
  expect(out).toContain('Small');
  expect(proviso(['check', 'sub'], files).out).toContain('is outside sub');
});

test('nothing to check is said, not passed', () => {
  const { code, err } = check(COUNTER);
  expect(code).toBe(2);
  expect(err).toContain('There is no `check` in spec.proviso.');
});

test('a name that no check knows', () => {
  const { code, err } = check(`${COUNTER} check Plain { Small violated }`, ['--property', 'Smal']);
  expect(code).toBe(2);
  expect(err).toContain('No check has the property `Smal`. Did you mean `Small`?');
});
