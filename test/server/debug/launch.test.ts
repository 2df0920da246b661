/** How a session begins and ends, and what is said where it cannot begin. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inProcess, overStdio } from './client.ts';
import { LOOP, lineOf, runs, seen, stopped } from './sessions.ts';

const { folder, lock } = runs();

test.each([
  [{}, '`program` is missing'],
  [{ program: '/none/there.proviso' }, 'cannot be debugged: there is no such file'],
  [{ program: folder }, 'this is not a file'],
  [{ program: join(folder, 'broken.proviso') }, /The file has 1 error, such as .*broken.proviso:\d+:\d+: there is no .*hass/],
  [{ program: join(folder, 'none.proviso') }, 'There is no `check`'],
  [{ ...lock, property: 'Owm' }, 'No check here is about `Owm`. Did you mean `Own`?'],
  [{ ...lock, assume: 'Fast' }, 'No check is under `Fast`. There is: Slow.'],
  [{ ...lock, system: 'Lok' }, 'No check is of `Lok`. Did you mean `Lock`?'],
  [{ ...lock, point: { P: 7 } }, 'No check that this is about has the point P = 7.'],
  [{ ...lock, point: 'P = 2' }, 'expected constants with their values'],
  [{ ...lock, point: { P: 0 } }, /There is no run to debug: Own under Slow \(P = 0\): holds/],
  [
    { ...lock, property: 'Few', point: {} },
    /There is no run to debug: Few under Slow \(P = 0\): holds.* \(and there is none in 3 other verdicts\)/,
  ],
  [{ ...lock, stopOnEntry: 'yes' }, 'expected true or false'],
  [{ ...lock, timeout: -1 }, 'expected a number of seconds above 0'],
  [{ program: join(folder, 'large.proviso'), maxStates: 100 }, /Small under Calm: unknown.*100 states.*A larger `timeout`/],
])('%j is refused', async (launch, message) => {
  const client = inProcess();
  await client.ask('initialize', {});
  await expect(client.ask('launch', launch)).rejects.toThrow(message);
  expect(client.events).toEqual([]);
  await expect(client.ask('next')).rejects.toThrow('There is no run yet.');
  await expect(client.ask('frobnicate')).rejects.toThrow('does not know the request `frobnicate`');
});

test('a text that is not on disk; what is only told', async () => {
  const client = inProcess();
  await client.ask('initialize', {});
  await client.ask('launch', { program: 'untitled:Untitled-1', text: LOOP, noDebug: true });
  const [last, ...told] = client.events.toReversed();
  expect([last.event, ...new Set(told.map(({ event }) => event))]).toEqual(['terminated', 'output']);
  expect(told.reverse().map(({ body }) => body.output)).toEqual([
    expect.stringMatching(/^Ends under Z: violated/),
    expect.stringMatching(/^Ends fails: `A.n == 1` fails again and again, forever\./),
    expect.stringMatching(/^Fair: /),
  ]);
});

test('over the streams of a process, which ends with its client, whatever it does', { timeout: 60_000 }, async () => {
  const ended = (client: ReturnType<typeof overStdio>) => new Promise((resolve) => client.process.once('exit', resolve));
  const client = overStdio(folder);
  const over = ended(client);
  expect((await client.ask('initialize', { linesStartAt1: false })).supportsStepBack).toBe(true);
  await client.ask('launch', lock);
  await client.ask('configurationDone');
  while (stopped(client) === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
  expect((await seen(client)).where).toBe(`entry Client#1:${lineOf('action ask') - 1} step 1: ask`);
  await expect(client.ask('evaluate', { expression: '{nothing} {x' })).rejects.toThrow();
  await expect(client.ask('launch', lock)).rejects.toThrow('has its run already');
  await client.ask('disconnect');
  expect(await over).toBe(0);
  // A search under way ends as well.
  const other = overStdio(folder);
  const otherOver = ended(other);
  await other.ask('initialize', { supportsProgressReporting: true });
  const launch = other.ask('launch', { program: join(folder, 'large.proviso'), timeout: 600 });
  while (!other.events.some(({ event }) => event === 'progressStart')) await new Promise((resolve) => setTimeout(resolve, 20));
  const refused = expect(launch).rejects.toThrow('The session has ended.');
  await other.ask('disconnect');
  await refused;
  expect(await otherOver).toBe(0);
});
