/** Budgets and signals hold in the middle of a step too; what was known by then is said. */
import { type ChildProcess, spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import process from 'node:process';
import { afterAll, describe, expect, test } from 'vitest';
import { commandLine, folderWith, provisoProcess, removeFolders } from './proviso.ts';

afterAll(removeFolders);

/** The second state has a million million steps, none of which leads on. */
const ENDLESS = `system Endless {
  node Client {
    n: 0..2 = 0
    action first when n == 0 { n = 1 }
    optional action pick when n == 1 {
      let a = choose v in 0..1000
      let b = choose v in 0..1000
      let c = choose v in 0..1000
      let d = choose v in 0..1000
      if a + b + c + d > 9000 { n = 2 }
    }
  }
  safety Zero: always Client.n == 0
  safety Small: always Client.n <= 1
}
assume Plain { timing async }
check Plain { Zero holds  Small holds }
`;

const COUNTER = `system Counter {
  node Client { n: 0..3 = 0  action count when n < 3 { n += 1 } }
  safety Small: always Client.n <= 3
}
assume Plain { timing async }
check Plain { Small holds }
`;

const files = { 'a.proviso': ENDLESS, 'b.proviso': COUNTER };
/** Under a load of other tests all takes longer. */
const LONG = { timeout: 60_000 };

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly out: string;
  readonly err: string;
}

/** Does something to the process once it has told what it found. */
async function once(words: readonly string[], act: (child: ChildProcess) => void): Promise<Ended> {
  const folder = folderWith(files);
  const child = spawn(process.execPath, [...commandLine, ...words], { cwd: folder, env: { ...process.env, NO_COLOR: '1' } });
  let [out, err, acted] = ['', '', false];
  child.stdout.on('data', (data) => (out += data));
  child.stderr.on('data', (data) => {
    err += data;
    if (acted || !err.includes('found')) return;
    acted = true;
    act(child);
  });
  return await new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, out, err })));
}

/** At the same time: each waits until it is told what was found. */
describe.concurrent('while the search goes on', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s in the middle of a step: what was found is said', LONG, async (signal, expected) => {
    const { code, out, err } = await once(['check', 'a.proviso'], (child) => child.kill(signal));
    expect(code).toBe(expected);
    expect(out).toContain('✗ Zero   violated: no fault, 1 step; expected: holds');
    expect(out).toContain('first          n 1');
    expect(out).toContain('? Small  unknown: interrupted');
    expect(err).toContain('found, and the search goes on: Zero of Endless under Plain: violated: no fault, 1 step');
  });

  test('what was found survives a process that is killed', LONG, async () => {
    const { signal, err } = await once(['check', 'a.proviso'], (child) => child.kill('SIGKILL'));
    expect(signal).toBe('SIGKILL');
    expect(err).toContain('found, and the search goes on: Zero of Endless under Plain: violated: no fault, 1 step');
  });
});

test('--quiet tells nothing while the search goes on', LONG, () => {
  const { out, err } = provisoProcess(['check', 'a.proviso', '--quiet', '--timeout', '2'], files);
  expect(out).toContain('✗ Zero   violated');
  expect(err).not.toContain('goes on');
});

test('the time given holds in the middle of a step, and what was known is written in every format', LONG, () => {
  const { code, out, err } = provisoProcess(['check', 'a.proviso', 'b.proviso', '--timeout', '1', '--format', 'json'], files);
  expect(code).toBe(1);
  const verdicts = JSON.parse(out).checks.flatMap((check: { properties: { name: string; outcomes: { verdict: { text: string } }[] }[] }) =>
    check.properties.map(({ name, outcomes }) => `${name}: ${outcomes[0].verdict.text}`),
  );
  expect(verdicts).toEqual([
    'Zero: violated: no fault, 1 step',
    'Small: unknown: the 1 s given are used up; no violation in 1 step without a fault',
  ]);
  expect(err).toContain('ended in the middle of the first of 2 checks that had not ended: the 1 s given are used up');
});

/** With duplicates there are a thousand million states, without them few. */
const TWICE = `system Two {
  message M
  node Sender { on start { send M to Receiver } }
  node Receiver {
    got: bool = false
    twice: bool = false
    a: 0..999 = 0
    b: 0..999 = 0
    c: 0..999 = 0
    on M { twice = got; got = true }
    action countA when twice and a < 999 { a += 1 }
    action countB when twice and b < 999 { b += 1 }
    action countC when twice and c < 999 { c += 1 }
  }
  safety Once: never Receiver.twice
  safety Low: never Receiver.a == 999 and Receiver.b == 999 and Receiver.c == 999
}
assume Twice { timing async network { duplicating up to 1 } }
provisos Twice {
  Low holds when true
  Once holds when duplications == 0
}
`;

test('the time of a search is that of one set of a `provisos` block, and not of all', LONG, () => {
  const words = ['check', 'twice.proviso', '--search-timeout', '0.5', '--max-states', '1000000000'];
  const { code, out } = provisoProcess(words, { 'twice.proviso': TWICE });
  expect(code).toBe(3);
  expect(out).toMatch(/\? Low {3}holds when true: not decided under [^?✓✗]*: stopped after 0\.5 seconds\n/);
  expect(out).toContain('✓ Once  holds when duplications == 0: as claimed');
});

describe('an answer that cannot be written', LONG, () => {
  test.skipIf(process.platform !== 'linux')('a full disk: said, and 4', () => {
    const { code, err } = provisoProcess(['check', 'b.proviso'], files, { out: openSync('/dev/full', 'w') });
    expect(code).toBe(4);
    expect(err).toMatch(/^proviso: the answer cannot be written: ENOSPC: [^\n]*\n$/);
  });

  test('a reader that goes away: the other files are still judged', async () => {
    const child = spawn(process.execPath, [...commandLine, 'check', 'b.proviso', 'c.proviso'], {
      cwd: folderWith({ ...files, 'c.proviso': COUNTER.replace('<= 3', '<= 2') }),
    });
    let err = '';
    child.stderr.on('data', (data) => (err += data));
    child.stdout.destroy();
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect({ code, err }).toEqual({ code: 1, err: '' });
  });
});
