/** `proviso check --baseline`: what is known does not fail, what is new does, and what is gone is said. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { KnownFailure, RunReport } from '#report';
import { leaseOf } from '../support/lease.ts';
import { wrongInJson, wrongInJunit, wrongInSarif } from '../support/valid.ts';
import { proviso, removeFolders } from './proviso.ts';

afterAll(removeFolders);

const SPEC = `system Counter {
  const TOP = 3
  node Client {
    n: 0..3 = 0
    action count when n < TOP { n += 1 }
  }
  safety Small: always Client.n <= 2
  safety Tiny: always Client.n <= 1
}
assume Plain { timing async }
check Plain for TOP in 2..3 { Small holds  Tiny holds }
`;
const WORDS = ['check', 'specs', '--baseline', 'specs/known.json'];
const formats = ['junit', 'sarif', 'github', 'markdown', 'html', 'json'] as const;

test('a failure that is known, one that is new, one that is gone', () => {
  const first = proviso([...WORDS, '--update-baseline'], { 'specs/a.proviso': SPEC });
  expect(first).toMatchObject({ code: 0, err: '', out: expect.stringContaining('1 as expected, 3 known') });
  const { folder } = first;
  const known = () => JSON.parse(readFileSync(join(folder, 'specs/known.json'), 'utf8')).known;
  const failure = (question: string) => ({ file: 'a.proviso', question, expected: 'holds', verdict: 'violated' });
  const [small, tiny2, tiny3] = ['Small/TOP = 3', 'Tiny/TOP = 2', 'Tiny/TOP = 3'].map((one) => failure(`Counter/Plain/${one}`));
  expect(known()).toEqual([small, tiny2, tiny3]);

  // The text moves, and it is called from elsewhere.
  writeFileSync(join(folder, 'specs/a.proviso'), `// moved\n\n${SPEC}`);
  expect(proviso(['check', '--baseline', 'known.json'], join(folder, 'specs'))).toMatchObject({ code: 0, err: '' });

  // Small is fixed, and another assumption set has a failure of its own. A lint is among the results as well.
  writeFileSync(
    join(folder, 'specs/a.proviso'),
    SPEC.replace('n <= 2', 'n <= 3').replace(
      'check Plain',
      'assume Other { timing sync { delay <= 1 } }\ncheck Other { Small holds }\ncheck Plain',
    ),
  );
  const words = [...WORDS, ...formats.map((format) => `--format=${format}=${format}`)];
  const second = proviso(words, folder);
  expect(second.code).toBe(1);
  expect(second.out.split('\n').filter((line) => /[✓✗~] /.test(line))).toEqual([
    '  ✓ Small  holds',
    '  ✗ Tiny   violated: no fault, 2 steps; expected: holds',
    '  ✓ Small  as expected at 2 points: holds',
    '  ~ Tiny   violated: no fault, 2 steps; expected: holds at TOP = 2 (2 of 2 points unexpected) (known)',
  ]);
  expect(second.out).toContain(
    '1 failure that specs/known.json knows is gone (`--update-baseline` removes it):\n  specs/a.proviso: Counter/Plain/Small/TOP = 3 was violated; as expected now\n',
  );
  const read = (name: (typeof formats)[number]) => readFileSync(join(folder, name), 'utf8');
  expect(read('junit').match(/<skipped>known: violated[^<]*; expected: holds/g)?.length).toBe(2);
  expect(read('junit')).toContain('failures="1" errors="0"');
  const { results } = JSON.parse(read('sarif')).runs[0];
  const states = results.map((one: { baselineState: string; level: string }) => `${one.baselineState} ${one.level}`);
  expect(states).toEqual(['new note', 'new error', 'unchanged note', 'unchanged note', 'absent none']);
  expect(read('github').match(/^::(notice|error|warning)/gm)).toEqual(['::notice', '::error', '::notice', '::notice']);
  expect(read('markdown')).toContain('(known)');
  expect(read('html')).toContain('(known)');
  expect(JSON.parse(read('json'))).toMatchObject({
    summary: { expected: 3, unexpected: 1, known: 2 },
    baseline: { gone: [{ question: 'Counter/Plain/Small/TOP = 3', why: 'as expected' }] },
  });

  // A part of it says nothing of the rest, and keeps it.
  const part = proviso([...WORDS, '--update-baseline', '--assume', 'Other'], folder);
  expect(part.code).toBe(0);
  expect(known().map(({ question }: { question: string }) => question)).toEqual([
    'Counter/Other/Tiny',
    ...[small, tiny2, tiny3].map(({ question }) => question),
  ]);
  expect(proviso([...WORDS, '--strict-baseline'], folder)).toMatchObject({ code: 1, out: expect.stringContaining('3 known') });
  proviso([...WORDS, '--update-baseline'], folder);
  expect(known().length).toBe(3);

  // Its file has another name: what it asked is new, and what the old one asked is gone.
  renameSync(join(folder, 'specs/a.proviso'), join(folder, 'specs/b.proviso'));
  const renamed = proviso(WORDS, folder);
  expect(renamed).toMatchObject({ code: 1, out: expect.stringContaining('3 failures that specs/known.json knows are gone') });
  expect(renamed.out).toContain('  specs/a.proviso: Counter/Other/Tiny was violated; not asked any more\n');
});

/** Known are one point of a sweep, a check, and a claim of a block. */
const LEASE = `${leaseOf(2)}assume Calm { timing sync { delay <= 1 } }
assume Slow extends Calm { timing sync { pause Holder <= 2 } }
check Slow for LENGTH in 2..4 { InTime holds }
check Calm { InTime violated }
provisos Calm over pause { InTime holds when pause Holder < LENGTH  InTime holds when pause Holder <= LENGTH }
`;

test('the points of a sweep and the claims of a block, in shards; every document is valid', { timeout: 60_000 }, async () => {
  const { folder } = proviso([...WORDS, '--update-baseline'], { 'specs/a.proviso': LEASE });
  const known = () => JSON.parse(readFileSync(join(folder, 'specs/known.json'), 'utf8')).known.map((one: KnownFailure) => one.question);
  const claim = 'provisos/Lease/Calm/InTime/when/pause Holder <= LENGTH';
  expect(known()).toEqual(['Lease/Calm/InTime', 'Lease/Slow/InTime/LENGTH = 2', claim]);

  // One is gone. Each shard knows what is its own, and leaves the others alone.
  writeFileSync(join(folder, 'specs/a.proviso'), LEASE.replace('InTime violated', 'InTime holds'));
  const documents: { readonly file: string; readonly text: string }[] = [];
  const codes = [1, 2].map((shard) => {
    const files = ['json', 'sarif', 'junit'].map((format) => `${shard}.${format}`);
    const words = files.map((file) => `--format=${file.split('.')[1]}=${file}`);
    const { code } = proviso([...WORDS, '--strict-baseline', '--shard', `${shard}/2`, ...words], folder);
    documents.push(...files.map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') })));
    return code;
  });
  expect(codes.toSorted()).toEqual([0, 1]);
  const of = (format: string) => documents.filter(({ file }) => file.endsWith(format));
  const runs: RunReport[] = of('json').map(({ text }) => JSON.parse(text));
  expect(runs.reduce((sum, { summary }) => sum + summary.known, 0)).toBe(2);
  expect(runs.flatMap(({ baseline }) => baseline!.gone.map(({ question }) => question))).toEqual(['Lease/Calm/InTime']);
  for (const run of runs) expect(wrongInJson(run)).toBe(null);
  for (const { text } of of('sarif')) expect(wrongInSarif(JSON.parse(text))).toBe(null);
  expect(await wrongInJunit(of('junit'))).toBe(null);

  proviso([...WORDS, '--update-baseline', '--shard', `${codes.indexOf(1) + 1}/2`], folder);
  expect(known()).toEqual(['Lease/Slow/InTime/LENGTH = 2', claim]);
});

test.each([
  [['--update-baseline'], '`--update-baseline` needs a file'],
  [['--baseline', 'none.json'], 'There is no baseline none.json. `--baseline none.json --update-baseline` writes it.'],
  [['--baseline', 'a.proviso'], 'The baseline a.proviso cannot be read'],
])('%j is explained', (words, message) => {
  const { code, out, err } = proviso(['check', ...words], { 'a.proviso': SPEC });
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(message);
});
