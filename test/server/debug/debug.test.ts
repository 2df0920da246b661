/** The debugger, asked as a client of the Debug Adapter Protocol asks it. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type State, values } from '#checker';
import { formatValue } from '#report';
import { launchArguments } from '../../../server/src/debug/arguments.ts';
import type { DebuggedRun } from '../../../server/src/debug/run.ts';
import { fileToDebug, findRun } from '../../../server/src/debug/search.ts';
import { files } from '../../../server/src/host/node/files.ts';
import type { Body } from './client.ts';
import { evaluate, lineOf, runs, scopesOf, seen, stopped } from './sessions.ts';

const { folder, lock, begun } = runs();

/** The whole run, as the adapter finds it. */
async function runOf(launch: object): Promise<DebuggedRun> {
  const wanted = launchArguments(launch);
  const searching = findRun(wanted, await fileToDebug(wanted, files), () => performance.now());
  for (;;) {
    const { done, value } = searching.next();
    if (done) return value;
  }
}

/** What nodes hold by the interpreter, as their scopes write it. */
function held({ model }: DebuggedRun, state: State, node: number): Record<string, string> {
  const { variables, timers } = model.roles[model.instances[node].role];
  const own = state.nodes[node];
  return Object.fromEntries([
    ...variables.map(({ name, type }, v) => [name, formatValue(type, own.variables[v], model)]),
    ...timers.flatMap(({ name, key }, t) =>
      own.timers[t].map((now, k) => {
        const called = key === null ? name : `${name}[${formatValue(key, values(key)[k], model)}]`;
        return [called, now.kind === 'off' ? 'off' : now.kind === 'exact' ? `${now.left} left` : 'running'];
      }),
    ),
  ]);
}

const sample = (name: string) => join(import.meta.dirname, '../../../samples', name);

test.each([
  ['the lock', lock],
  ['a witness', { ...lock, property: 'Both' }],
  ['a loop', { program: join(folder, 'loop.proviso') }],
  ['a lease', { program: sample('lease-loop.proviso'), property: 'InTurn' }],
  ['two-phase commit', { program: sample('two-phase-commit.proviso') }],
] as const)('every frame holds what the interpreter says, to the end and back: %s', { timeout: 60_000 }, async (_, launch) => {
  const [client, run] = [await begun(launch), await runOf(launch)];
  const { steps } = run.trace;
  const look = async () => {
    const all: object[] = [];
    for (const { index } of run.model.instances) all.push(await scopesOf(client, index + 1));
    return all;
  };
  for (let moment = 0; moment <= steps.length; moment++) {
    await client.ask('proviso/goTo', { number: moment + 1 });
    const state = moment === 0 ? run.trace.first : steps[moment - 1].state;
    for (const { index, name } of run.model.instances) {
      const scopes = await scopesOf(client, index + 1);
      const shown = { ...scopes[`Variables of ${name}`], ...scopes.Timers, ...scopes.Ghosts };
      expect(shown, `${name} at ${moment}`).toMatchObject(held(run, state, index));
      expect(Object.keys(scopes['In flight'] ?? {}).length).toBe(state.messages.length);
    }
  }
  // statement by statement to the end, and as many moves back
  await client.ask('proviso/goTo', { number: 1 });
  const first = await look();
  const places: object[] = [];
  for (let moves = 0; moves < 500; moves++) {
    places.push([(await seen(client)).frame, await look()]);
    const before = client.events.length;
    await client.ask('stepIn');
    expect(client.events.length).toBe(before + 1);
    const { description } = stopped(client);
    if (description === 'end of the run' || /^before .* again$/.test(description)) break;
  }
  for (const place of places.reverse()) {
    await client.ask('stepBack');
    expect([(await seen(client)).frame, await look()]).toEqual(place);
  }
  expect(await look()).toEqual(first);
  await client.ask('stepBack');
  expect(stopped(client).description).toMatch(/^before step 1 of/);
});

test('a session: the story, the steps, into a handler and out of it', async () => {
  const client = await begun();
  expect(client.events.filter(({ event }) => event === 'output').map(({ body }) => body.output)[0]).toMatch(
    /^Own under Slow \(P = 3\): violated/,
  );
  const moves: string[] = [(await seen(client)).where];
  const move = async (...commands: string[]) => {
    for (const command of commands) {
      await client.ask(command);
      moves.push((await seen(client)).where);
    }
  };
  await move('next', 'next', 'stepIn', 'stepIn', 'stepIn', 'stepIn', 'stepIn', 'next', 'stepBack', 'stepBack', 'stepOut');
  const [ask, given] = [lineOf('action ask'), lineOf('on Given')];
  expect(moves).toEqual(
    [
      `entry Client#1:${ask} step 1: ask`,
      `step Server:${lineOf('on Ask')} step 2: on Ask from Client#1`,
      `step Client#1:${given} step 3: on Given from Server`,
      `step Client#1:${given + 1} step 3: on Given from Server`,
      `step Client#1:${given + 2} step 3: on Given from Server`,
      `step Client#1:${given + 3} step 3: on Given from Server`,
      `step Client#1:${given + 4} step 3: on Given from Server`,
      // The pause ends the step; the client is paused while time passes.
      `step World:0 steps 4 to 5: 2 ticks pass, Client#1 is paused`,
      `step Server:${lineOf('on lease')} step 6: on lease`,
      `step World:0 steps 4 to 5: 2 ticks pass, Client#1 is paused`,
      `step Client#1:${given + 4} step 3: on Given from Server`,
      `step World:0 steps 4 to 5: 2 ticks pass, Client#1 is paused`,
    ].map((one, i) => (i === 10 ? `step Client#1:${given} step 3: on Given from Server` : one)),
  );
  await client.ask('continue');
  expect(await seen(client)).toMatchObject({
    where: `exception World:${lineOf('safety Own')} end: Own is violated`,
  });
  expect(stopped(client)).toMatchObject({ text: 'Own is violated', allThreadsStopped: true });
  expect((await client.ask('exceptionInfo')).description).toMatch(/^Own fails/);
  expect(await scopesOf(client, 4)).toMatchObject({ World: { time: '2' }, Ghosts: { wrong: 'true' } });
  await client.ask('reverseContinue');
  expect(stopped(client).description).toMatch(/^before step 1 of/);
});

test('what stands where: names, what changed, what is in flight', async () => {
  const client = await begun();
  await client.ask('proviso/goTo', { number: 3 });
  expect(await scopesOf(client, 2)).toEqual({
    Names: { ends: '2', s: 'Server' },
    'Variables of Client#1': { 'stands at a pause': 'no', has: 'false', asked: '1' },
    'In flight': { 1: 'Given(ends: 2) from Server to Client#1, sent in step 2' },
    'What step 2 did': {
      'step 2': expect.stringContaining('Server: Ask from Client#1'),
      'Server.holder': 'Client#1 (was none)',
      'Server.lease': '2 left (was off)',
    },
    Ghosts: { wrong: 'false' },
    World: { time: '0' },
  });
  for (let i = 0; i < 4; i++) await client.ask('stepIn');
  expect(await scopesOf(client, 2)).toMatchObject({
    Names: { ends: '2', s: 'Server', long: 'true' },
    'What this step has done so far': { 'Client#1.has': 'true (was false)' },
  });
  expect((await scopesOf(client, 2))['In flight']).toBeUndefined();
  // the suspended frame, while somebody else's step is next
  await client.ask('next');
  const { stackFrames } = await client.ask('stackTrace', { threadId: 2 });
  expect(stackFrames[0]).toMatchObject({ name: 'on Given: stands at a pause', line: lineOf('pause\n'), presentationHint: 'normal' });
  expect((await scopesOf(client, 2)).Names).toEqual({ ends: '2', s: 'Server', long: 'true' });
  expect((await client.ask('stackTrace', { threadId: 3 })).stackFrames[0]).toMatchObject({ name: 'idle', presentationHint: 'subtle' });
  await expect(client.ask('variables', { variablesReference: 999 })).rejects.toThrow('another moment');
  await expect(client.ask('stackTrace', { threadId: 9 })).rejects.toThrow('no such node');
});

test('questions in the language, in every scope', async () => {
  const client = await begun();
  await client.ask('proviso/goTo', { number: 3 });
  const inside = await Promise.all(
    ['ends + 1', 's', 'has', 'lease', 'Server.lease', 'Server.holder', 'self', 'LEASE'].map((text) => evaluate(client, text, 2)),
  );
  expect(inside).toEqual([
    '3',
    'Server',
    'false',
    '! `lease` belongs to Server, and it is not said of which node (write `Server.lease`)',
    '2 left',
    'Client#1',
    'Client#1',
    '2',
  ]);
  expect(await evaluate(client, 'lease', 1)).toBe('2 left');
  expect(await evaluate(client, 'lease.left', 1)).toBe('2');
  await expect(client.ask('evaluate', { expression: { expression: 'lease' } })).rejects.toThrow('`evaluate`: expected a text');
  await expect(client.ask('completions', { column: 1 })).rejects.toThrow('`completions`: expected a text');
  expect(await evaluate(client, 'Client#2.asked', 1)).toBe('0');
  expect(await evaluate(client, 'exists c in Client: c.asked == 1')).toBe('true');
  expect(await evaluate(client, 'in flight Given', 3)).toBe('true');
  expect(await evaluate(client, 'has')).toMatch(/^! `has` belongs to Client, and it is not said of which node/);
  expect(await evaluate(client, 'self')).toMatch(/^! `self` is/);
  expect(await evaluate(client, 'hass', 2)).toBe('! there is no name called `hass` (did you mean `has`?)');
  expect(await evaluate(client, 'ends +', 2)).toMatch(/^! /);
  expect(await evaluate(client, '', 2)).toMatch(/^! /);
  expect(await evaluate(client, '{ format', 2)).toMatch(/^! /);
  expect(await evaluate(client, '1 / asked', 3)).toBe('! no value: division by zero');
  expect(await evaluate(client, 'first(Server.writes)')).toBe('! no value: first of an empty list');
  await client.ask('proviso/goTo', { number: 99_999 }).catch(({ message }) => expect(message).toMatch(/no such step: the run has \d+/));
  await client.ask('continue');
  const { result, variablesReference } = await client.ask('evaluate', { expression: '{ c: c.asked for c in Client }' });
  expect(result).toBe('{Client#1: 1, Client#2: 0}');
  expect((await client.ask('variables', { variablesReference })).variables.map((one: Body) => `${one.name} ${one.value}`)).toEqual([
    'Client#1 1',
    'Client#2 0',
  ]);
  const { targets } = await client.ask('completions', { text: 'Client#1.', column: 10, frameId: 1 });
  expect(targets.map((one: Body) => one.label)).toEqual(['has', 'asked']);
});

test('a loop goes round, and back', async () => {
  const client = await begun({ program: join(folder, 'loop.proviso') });
  const seenN: string[] = [];
  for (let i = 0; i < 9; i++) {
    seenN.push(await evaluate(client, 'A.n'));
    await client.ask('next');
  }
  expect(seenN.join('')).toBe('012312312');
  expect(stopped(client).description).toMatch(/round \d of the loop$/);
  for (let i = 0; i < 9; i++) await client.ask('stepBack');
  expect(await evaluate(client, 'A.n')).toBe('0');
  await client.ask('continue');
  expect(stopped(client).description).toBe('before step 2 of 4 again');
  const { description } = stopped(client);
  await client.ask('continue');
  expect(stopped(client).description).toBe(`${description}, round 2 of the loop`);
  await client.ask('reverseContinue');
  expect(stopped(client).description).toMatch(/^before step 1 of/);
});
