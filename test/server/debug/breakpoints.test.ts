/** Where somebody who continues is held up, and where one can go at once. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hitsAllowed } from '../../../server/src/debug/hits.ts';
import type { Body } from './client.ts';
import { evaluate, lineOf, runs, seen } from './sessions.ts';

const { folder, lock, launched, begun } = runs();

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

test('a breakpoint that counts, on the way and back; what a log point says', async () => {
  const client = await begun();
  const [granted] = [lineOf('on Given')];
  const set = async (more: object, line = granted) => {
    const { breakpoints } = await client.ask('setBreakpoints', { source: { path: lock.program }, breakpoints: [{ line, ...more }] });
    return breakpoints[0].verified ? 'verified' : breakpoints[0].message;
  };
  const stops = async () => {
    await client.ask('continue');
    const { where } = await seen(client);
    await client.ask('reverseContinue');
    return /step (\d+)|end/.exec(where)?.[0];
  };
  await client.ask('reverseContinue');
  expect([await set({ hitCondition: '1' }), await stops()]).toEqual(['verified', 'step 3']);
  expect([await set({ hitCondition: '> 1' }), await stops()]).toEqual(['verified', 'end']);
  expect([await set({ hitCondition: '% 1' }), await stops()]).toEqual(['verified', 'step 3']);
  expect(await set({ hitCondition: 'often' })).toMatch(/^How often: write a number/);
  expect(await set({ logMessage: '{hass}' })).toBe('there is no name called `hass`');
  await set({ logMessage: 'has {has}, {self}' });
  const before = client.events.length;
  expect(await stops()).toBe('end');
  const said = client.events.slice(before).flatMap(({ event, body }) => (event === 'output' ? [body.output] : []));
  expect(said[0]).toBe('has false, Client#1\n');
  client.close();
});

test('a breakpoint goes on counting when a loop goes round', async () => {
  const program = join(folder, 'loop.proviso');
  const client = await begun({ program });
  // Four steps, the last three of them in the loop: the fifth time and the eighth are its first step again.
  const seenAt = async (hitCondition: string) => {
    await client.ask('setBreakpoints', { source: { path: program }, breakpoints: [{ line: 2, hitCondition }] });
    await client.ask('continue');
    return (await seen(client)).where;
  };
  expect(await seenAt('3')).toMatch(/^breakpoint .* step 3: /);
  expect(await seenAt('5')).toMatch(/^breakpoint .* step 2: /);
  expect(await seenAt('8')).toMatch(/^breakpoint .* step 2: /);
  client.close();
});

test('how often, as clients write it', () => {
  const allowed = (written: string) => [1, 2, 3, 4].filter((times) => hitsAllowed(written)?.(times));
  expect(['2', '= 2', '==2', '> 2', '>=2', '< 2', '<= 2', '% 2'].map(allowed)).toEqual([
    ...[[2], [2], [2], [3, 4], [2, 3, 4], [1], [1, 2], [2, 4]],
  ]);
  expect(['', 'x', '% 0', '1.5', '-1'].map(hitsAllowed)).toEqual([null, null, null, null, null]);
});
