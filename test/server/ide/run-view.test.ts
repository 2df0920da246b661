/** The run that a view shows: which one, and that it is data. */
import { expect, test } from 'vitest';
import { Cursor } from '#report';
import { type RunFound, runPage, runView } from '#server';
import { judged, LEASE, snapshot } from './fixture.ts';

function shown(found: RunFound) {
  if (found.run === null) throw new Error(found.says);
  return found.run;
}

test('everything that stands in the view', () => {
  const run = shown(runView(judged(snapshot(LEASE)), { property: 'InTurn' }));
  expect([run.system, run.property, run.kind, run.under, run.standing, run.verdict.status]).toEqual([
    ...['Lock', 'InTurn', 'safety', 'Paused', 'expected', 'violated'],
  ]);
  expect(run.run.story).toMatch(/^InTurn fails/);
  expect(run.blame?.required.map(({ kind, roles }) => [kind, ...roles])).toEqual([['pause', 'Client']]);
  // Where its bound is written.
  expect(run.blame?.required.map(({ place }) => LEASE.split('\n')[place!.line - 1].slice(place!.column - 1, place!.endColumn - 1))).toEqual(
    ['pause Client <= P'],
  );
  expect(run.claim).toBe('safety InTurn: never (exists c in Client: c.wrong)');
  expect(run.assumed.map(({ text }) => text)).toEqual(['assume Paused { const P = 2 timing sync { pause Client <= P, drift <= 0 } }']);
  // What the client gets is what was sent: it walks it.
  const sent = JSON.parse(JSON.stringify(run)) as typeof run;
  expect(sent).toEqual(JSON.parse(JSON.stringify(run)));
  const cursor = new Cursor(sent.run.replay);
  cursor.to(cursor.last);
  const wrong = sent.run.replay.cells.findIndex(({ name, node }) => name === 'wrong' && node !== null && cursor.values.length > 0);
  expect(sent.run.replay.cells[wrong].kind).toBe('ghost');
  expect(cursor.values.filter((value, i) => sent.run.replay.cells[i].name === 'wrong' && value === true)).toHaveLength(1);
});

test('where a node goes on after a pause, the place is that of the pause', () => {
  const text = LEASE;
  const { run } = shown(runView(judged(snapshot(text)), {}));
  // The row of the pause leads there too.
  const lines = run.steps.flatMap(({ kind, place }) => (kind === 'resume' || kind === 'pause' ? [text.split('\n')[place!.line - 1]] : []));
  expect(lines.length).toBeGreaterThan(1);
  for (const line of lines) expect(line).toMatch(/^ *pause$/);
});

const TWO = `system S {
  const MOST = 3
  node A { n: 0..9 = 0  action up when n < MOST { n += 1 } }
  safety Small: always A.n <= 1
  safety Tiny: always A.n <= 0
  safety Any: always A.n <= 9
}
assume Calm { timing async }
check Calm for MOST in 1..3 { Small holds when MOST <= 1  Tiny violated  Any holds }
check Calm { Tiny violated }
`;

test('the property at a place, and the runs of it', () => {
  const looked = judged(snapshot(TWO));
  const at = (word: string, more = {}) => runView(looked, { offset: TWO.indexOf(word), ...more });
  expect(shown(at('Small:')).runs.map(({ under }) => under)).toEqual(['Calm (MOST = 2)', 'Calm (MOST = 3)']);
  expect(shown(at('Small:', { under: 'Calm (MOST = 3)' })).under).toBe('Calm (MOST = 3)');
  expect(shown(at('Small:', { under: 'Calm (MOST = 1)' })).under).toBe('Calm (MOST = 2)');
  expect(shown(at('Tiny:')).runs.map(({ under }) => under)).toEqual([...['Calm (MOST = 1)', 'Calm (MOST = 2)', 'Calm (MOST = 3)', 'Calm']]);
  expect(at('Any:')).toEqual({ run: null, property: 'Any', says: expect.stringMatching(/^holds.* under Calm \(MOST = 1\)$/) });
  expect(shown(runView(looked, { offset: 0 })).property).toBe('Tiny');
});

test('of what is not known it says why', () => {
  expect(runView(snapshot(TWO), {})).toMatchObject({ run: null, says: 'not checked' });
  expect(runView(judged(snapshot(TWO.replace('n += 1', 'm += 1'))), {})).toMatchObject({ run: null, says: 'the file has errors' });
});

test('the same names in another system', () => {
  const text = `${TWO}${TWO.replaceAll('Calm', 'Windy').replace('system S', 'system T')}`
    .replaceAll('check Calm', 'check Calm of S')
    .replaceAll('check Windy', 'check Windy of T');
  const looked = judged(snapshot(text));
  expect(shown(runView(looked, { property: 'Small', system: 'T' })).under).toBe('Windy (MOST = 2)');
  expect(shown(runView(looked, { offset: text.lastIndexOf('Small:') })).system).toBe('T');
});

test('a page of one run shows it', async () => {
  const page = await runPage(judged(snapshot(LEASE)), {}, '0.0.0');
  expect(page).toMatch(/<details open>.*<svg/s);
  expect(page).toContain("content=\"default-src 'none'; style-src 'unsafe-inline'\"");
  expect(await runPage(snapshot(LEASE), {}, '0.0.0')).toBe(null);
});
