/** The debugger, asked as a client of the Debug Adapter Protocol asks it. */
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type State, values } from '#checker';
import { formatValue } from '#report';
import { launchArguments } from '../../../server/src/debug/arguments.ts';
import type { DebuggedRun } from '../../../server/src/debug/run.ts';
import { findRun } from '../../../server/src/debug/search.ts';
import { files } from '../../../server/src/host/node/files.ts';
import { folderWith, removeFolders } from '../../cli/proviso.ts';
import { type Body, type Debugged, inProcess, overStdio } from './client.ts';

const LOCK = `system Lock {
  const LEASE = 2
  message Ask
  message Given(ends: 0..9)
  message Write(by: Client)
  node Server {
    holder: Client? = none
    writes: list<Client, 3> = []
    timer lease
    on Ask from c when holder == none {
      holder = c
      start lease for LEASE
      reply Given(ends: LEASE)
    }
    on lease { holder = none }
    on Write(by) {
      ghost { if holder != by { wrong = true } }
      if count(writes) < 3 { writes = writes + [by] }
    }
  }
  ghost wrong: bool = false
  node Client[2] {
    has: bool = false
    durable asked: 0..2 = 0
    action ask when not has and asked < 1 { asked += 1; send Ask to Server }
    on Given(ends) from s {
      let long = ends > 1
      if long {
        has = true
        pause
        send Write(by: self) to s
      }
      has = false
    }
  }
  safety Own: always not wrong
  safety Few: always count(Server.writes) <= 3
  reachable Both: count(Server.writes) == 2
}
assume Slow {
  const P = 3
  timing sync { delay <= 0, pause Client <= P }
}
check Slow for P in 0..3 { Own violated when P > 1  Own holds when P <= 1  Both reached }
`.replace('Own violated when P > 1  Own holds when P <= 1', 'Own holds when P < 2');

const BAD = { broken: LOCK.replace('has = true', 'hass = true'), none: LOCK.slice(0, LOCK.indexOf('check')), empty: '' };

const LOOP = `system Ring {
  node A { n: 0..3 = 0  action up when n < 3 { n += 1 }  action again when n == 3 { n = 1 } }
  liveness Ends: eventually always A.n == 1
}
assume Z { timing async } check Z { Ends violated }
`;

const folder = folderWith({
  'lock.proviso': LOCK,
  'loop.proviso': LOOP,
  'broken.proviso': BAD.broken,
  'none.proviso': BAD.none,
  'large.proviso': `system Large {
  node Client[6] { n: 0..1000 = 0  action count when n < 1000 { n += 1 } }
  safety InRange: always (forall c in Client: c.n <= 1000)
}
assume Plain { timing async }
check Plain { InRange holds }
`,
});
afterAll(removeFolders);

const lock = { program: join(folder, 'lock.proviso'), property: 'Own', point: { P: 3 } };
const lineOf = (words: string, text = LOCK) => text.slice(0, text.indexOf(words)).split('\n').length;

async function launched(launch: object = lock): Promise<Debugged> {
  const client = inProcess();
  await client.ask('initialize', {});
  await client.ask('launch', launch);
  expect(client.events.map(({ event }) => event)).toEqual(['initialized']);
  return client;
}

async function begun(launch: object = lock): Promise<Debugged> {
  const client = await launched(launch);
  await client.ask('configurationDone');
  return client;
}

/** The whole run, as the adapter finds it. */
function runOf(launch: object): DebuggedRun {
  const searching = findRun(launchArguments(launch), files, () => performance.now());
  for (;;) {
    const { done, value } = searching.next();
    if (done) return value;
  }
}

const stopped = ({ events }: Debugged): Body => events.filter(({ event }) => event === 'stopped').at(-1)?.body;

interface Seen {
  readonly where: string;
  readonly frame: Body;
}

async function seen(client: Debugged): Promise<Seen> {
  const { threadId, reason } = stopped(client);
  const { threads } = await client.ask('threads');
  const { stackFrames } = await client.ask('stackTrace', { threadId });
  const [frame] = stackFrames;
  return { where: `${reason} ${threads.find((one: Body) => one.id === threadId).name}:${frame.line} ${frame.name}`, frame };
}

async function scopesOf(client: Debugged, frameId: number): Promise<Record<string, Record<string, string>>> {
  const { scopes } = await client.ask('scopes', { frameId });
  const all: [string, Record<string, string>][] = [];
  for (const { name, variablesReference } of scopes) {
    const { variables } = await client.ask('variables', { variablesReference });
    all.push([name, Object.fromEntries(variables.map((one: Body) => [one.name, one.value]))]);
  }
  return Object.fromEntries(all);
}

const evaluate = async (client: Debugged, expression: string, frameId?: number): Promise<string> => {
  try {
    return (await client.ask('evaluate', { expression, frameId, context: 'watch' })).result;
  } catch (error) {
    return `! ${(error as Error).message}`;
  }
};

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
  const [client, run] = [await begun(launch), runOf(launch)];
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

test('breakpoints forwards and backwards, on handlers, statements and conditions', async () => {
  const client = await launched();
  const at = async (...lines: (number | [number, string])[]) => {
    const breakpoints = lines.map((one) => (typeof one === 'number' ? { line: one } : { line: one[0], condition: one[1] }));
    const answer = await client.ask('setBreakpoints', { source: { path: lock.program }, breakpoints });
    return answer.breakpoints.map((one: Body) => (one.verified ? 'verified' : one.message));
  };
  const lines = [lineOf('on Given'), lineOf('has = true'), lineOf('on Write')];
  expect(await at(...lines, 1, lineOf('writes = writes'), lineOf('on Ask'))).toEqual([
    ...['verified', 'verified', 'verified'],
    'No code begins on this line. A breakpoint stands at a handler, an action, a statement or an assumed fault.',
    ...['verified', 'verified'],
  ]);
  await at(...lines);
  await client.ask('configurationDone');
  const ways: string[][] = [[], []];
  for (let i = 0; i < 4; i++) {
    await client.ask('continue');
    ways[0].push((await seen(client)).where);
  }
  expect(ways[0]).toEqual([
    `breakpoint Client#1:${lines[0]} step 3: on Given from Server`,
    `breakpoint Client#1:${lines[1]} step 3: on Given from Server`,
    expect.stringMatching(`^breakpoint Server:${lines[2]} step \\d+: on Write from Client#1`),
    `exception World:${lineOf('safety Own')} end: Own is violated`,
  ]);
  for (let i = 0; i < 3; i++) {
    await client.ask('reverseContinue');
    ways[1].push((await seen(client)).where);
  }
  expect(ways[1].reverse()).toEqual(ways[0].slice(0, 3));
  // conditions in the scope of the place; what is wrong with one is said
  await client.ask('reverseContinue');
  expect(
    await at(
      [lines[1], 'long and not has'],
      [lines[0], 'ends > 5'],
      [lines[0], 'endss > 5'],
      [lines[0], 'ends'],
      [lines[2], '1 / 0 == by'],
    ),
  ).toEqual([
    'verified',
    'verified',
    'there is no name called `endss`',
    'a condition is true or false, and this is neither',
    expect.any(String),
  ]);
  await client.ask('continue');
  expect((await seen(client)).where).toContain(`breakpoint Client#1:${lines[1]}`);
  await client.ask('continue');
  expect((await seen(client)).where).toMatch(/^exception/);
});

test('faults, and what becomes true', async () => {
  const client = await launched();
  const filterOptions = [{ filterId: 'faults' }, { filterId: 'condition', condition: 'Server.holder == none and Client#1.has' }];
  expect(await client.ask('setExceptionBreakpoints', { filters: [], filterOptions })).toEqual({
    breakpoints: [{ verified: true }, { verified: true }],
  });
  await client.ask('configurationDone');
  await client.ask('continue');
  expect((await seen(client)).where).toMatch(/^exception World:0 .*Client#1 is paused/);
  await client.ask('continue');
  expect(await seen(client)).toMatchObject({ where: expect.stringMatching(/^breakpoint/) });
  expect(await evaluate(client, 'Server.holder == none and Client#1.has')).toBe('true');
  await client.ask('reverseContinue');
  expect((await seen(client)).where).toMatch(/^exception World:0 .*Client#1 is paused/);
  const wrong = [{ filterId: 'condition', condition: 'holder' }];
  expect((await client.ask('setExceptionBreakpoints', { filters: [], filterOptions: wrong })).breakpoints[0].verified).toBe(false);
});

test('a line to go to, and the list of steps', async () => {
  const client = await begun();
  const { targets } = await client.ask('gotoTargets', { source: { path: lock.program }, line: lineOf('on Given') });
  expect(targets.map((one: Body) => one.label)).toEqual(['step 3: on Given from Server']);
  await client.ask('goto', { threadId: 1, targetId: targets[0].id });
  expect((await seen(client)).where).toBe(`goto Client#1:${lineOf('on Given')} step 3: on Given from Server`);
  await expect(client.ask('goto', { threadId: 1, targetId: 77 })).rejects.toThrow('no such place');
  const { steps } = await client.ask('proviso/steps');
  expect(steps.filter(({ isHere }: Body) => isHere)).toEqual([
    { number: 3, text: expect.stringMatching(/^Client#1: Given/), isHere: true },
  ]);
  expect(steps.at(-1).text).toBe('the end of the run');
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
  [{ program: join(folder, 'large.proviso'), maxStates: 100 }, /InRange under Plain: unknown.*100 states.*A larger `timeout`/],
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
  expect(client.events.map(({ event }) => event)).toEqual([
    'output',
    'output',
    expect.any(String),
    ...client.events.slice(3).map(({ event }) => event),
  ]);
  expect(client.events.at(-1)?.event).toBe('terminated');
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
