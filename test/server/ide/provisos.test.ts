/** Answers of the proviso search where the editor shows them, and the edits that they offer. */
import { expect, test } from 'vitest';
import { diagnostics, type FoundProvisos, inlineVerdicts, provisosFixes, type Snapshot, withProvisos } from '#server';
import { findProvisos } from '../../../server/src/checks/find-provisos.ts';
import { hover } from '../../../server/src/ide/hover.ts';
import { leaseOf } from '../../support/lease.ts';
import { judged, snapshot } from './fixture.ts';

/** By hand: a pause of 2 leaves a tick of the lease of 3, a pause of 3 none. Delays do not matter: the lease begins where it arrives. */
const LEASE = `${leaseOf(3)}assume Calm { timing sync { delay <= 1, pause Holder <= 1, drift <= 0 } }
check Calm { InTime holds }
`;

function searched(text: string, wanted = { system: 'Lease', assume: 'Calm', property: 'InTime' }): Snapshot {
  const { analysis, ...rest } = snapshot(text);
  const found: FoundProvisos[] = [];
  const budget = { maxStates: 100_000, seconds: 60, maxMemory: 512, threads: null };
  for (const news of findProvisos(analysis, wanted, budget, () => 0)) if (news.kind === 'found') found.push(news.found);
  expect(found.map(({ state }) => state)).toEqual([...found.slice(0, -1).map(() => 'rows'), 'whole']);
  expect(found.length).toBeGreaterThan(1);
  return withProvisos(judged({ analysis, ...rest }), found.slice(-1));
}

const line = (looked: Snapshot) => inlineVerdicts(looked)[0].text;
const near = (looked: Snapshot, words: string) => provisosFixes(looked, looked.text.indexOf(words), looked.text.indexOf(words));

function edited({ text }: Snapshot, { edits }: ReturnType<typeof near>[number]): string {
  return edits
    .toSorted((a, b) => b.span.start - a.span.start)
    .reduce((t, e) => t.slice(0, e.span.start) + e.text + t.slice(e.span.end), text);
}

const calm = searched(LEASE);

test('the answer stands behind the verdict of the property, and whole in its hover', () => {
  expect(line(calm)).toMatch(/^✓ holds .* · holds provided pause Holder < max\(1, 3 - drift\)/);
  const shown = hover(calm, LEASE.indexOf('InTime:'))?.text;
  expect(shown).toContain('**Provisos**');
  expect(shown).toContain('breaks as soon as there is');
});

test('the hover of an assumption says what is needed of it', () => {
  expect(hover(calm, LEASE.indexOf('Holder <= 1, drift'))?.text).toContain(
    '- InTime: needs pause Holder <= 2; breaks from a pause of Holder of up to 3 ticks (assumed stronger than needed: pause Holder <= 1)',
  );
  expect(hover(calm, LEASE.indexOf('delay <= 1'))?.text).toContain('- InTime: does not matter alone');
});

test('an assumption is weakened to what is needed', () => {
  const [fix, ...others] = near(calm, 'pause Holder <= 1');
  expect(fix.title).toBe('Assume no more than InTime needs: at most 2');
  expect(others).toEqual([]);
  expect(edited(calm, fix)).toContain('pause Holder <= 2, drift <= 0');
  expect(near(calm, 'delay <= 1')).toEqual([]);
});

test('an assumption that is too weak is repaired, and then the property holds', () => {
  const weak = searched(LEASE.replace('pause Holder <= 1', 'pause Holder <= 5'));
  const [fix] = near(weak, 'pause Holder <= 5');
  expect(fix.title).toBe('Assume at most 2: then InTime holds');
  expect(diagnostics(judged(snapshot(edited(weak, fix))))).toEqual([]);
});

test('the answer is written into the file as a block that is right', () => {
  const [fix] = near(calm, 'InTime: never');
  expect(fix.title).toBe('Write the provisos of InTime into the file');
  const text = edited(calm, fix);
  const block = text.slice(LEASE.length);
  expect(block).toMatch(/^provisos Calm of Lease over .*\{\n? *InTime holds when pause Holder < max\(1, 3 - drift\)/);
  expect(snapshot(text).analysis.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
});

test('an answer of another text is not shown', () => {
  expect(line(judged(snapshot(LEASE)))).not.toContain('provided');
});

/** By hand: all three are down only where three may be; and two of three votes of liars are a majority. */
test.each([
  ['stop', 'never count(n in Node where not up(n)) >= 3', 3, 'Assume at most 2: then Some holds'],
  ['recovery', 'never count(n in Node where not up(n)) >= 3', 1, 'Assume no more than Some needs: at most 2'],
  ['byzantine', 'never count(Chair.yes) >= 2', 3, 'Assume at most 1: then Some holds'],
])('how often nodes fail, too: %s', (mode, property, upTo, title) => {
  const text = `system Votes {
  message Yes
  node Node[3] { }
  node Chair { yes: set<Node> = {}  on Yes from v { yes = yes | { v } } }
  safety Some: ${property}
}
assume Some1 { timing async  fault Node { ${mode}, up to ${upTo} } }
check Some1 { }
`;
  const found = searched(text, { system: 'Votes', assume: 'Some1', property: 'Some' });
  const [fix, ...others] = near(found, `${mode}, up to`);
  expect(fix?.title).toBe(title);
  expect(others).toEqual([]);
  expect(edited(found, fix)).toContain(`${mode}, up to ${/at most (\d)/.exec(title)?.[1]}`);
});
