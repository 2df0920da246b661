/** Every sample says what it expects; here it is held to it. Below that, what a sample's text claims beyond its verdicts. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import type { StepLabel } from '#checker';
import { format } from '#grammar';
import { slow, todays } from '../random/run.ts';
import { contradicted, differences } from '../support/formats.ts';
import { analysed } from '../support/spec.ts';
import { checksOf, type Judged, judgedIn, outcomesOf, surprises } from './outcomes.ts';

const folder = new URL('../../samples/', import.meta.url);
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.proviso'))
  .map((name) => name.replaceAll('\\', '/'))
  .sort();
const incident = (name: string) => name.startsWith('incidents/');
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');

/** A few that take under a second in the ordinary run; in the slow one an eighth of all each day. */
const inFormats = slow
  ? todays(files, 8)
  : ['adaptive-timeout', 'chain-replication', 'congested-switch', 'elapsed-time', 'two-generals', 'incidents/stale-plan'].map(
      (name) => `${name}.proviso`,
    );

test.runIf(!slow)('the few are samples', () => expect(files).toEqual(expect.arrayContaining(inFormats)));

// `proviso check samples`, a part of the gate, holds every one of them to what it says.
describe.each(inFormats)('samples/%s', (name) => {
  it('comes out as it says, in every format', () => {
    const text = read(name);
    const checks = checksOf(text);
    expect(surprises(judgedIn(checks))).toEqual([]);
    for (const reported of [checks, contradicted(checks)]) expect(differences(reported, text)).toEqual([]);
  });
});

/** What is the same in every run, so that the slow one does not make it again. */
const once = describe.skipIf(slow);

once.each(files)('samples/%s', (name) => {
  const text = read(name);

  it('has no warnings and is in the standard form', () => {
    const warnings = analysed(text).diagnostics.filter(({ severity }) => severity !== 'hint');
    expect(warnings.map(({ code, message }) => `${code} ${message}`)).toEqual([]);
    expect(format(name, text).text).toBe(text);
  });

  it('says what it shows and from where', () => {
    expect(text).toMatch(/^\/\/\/ /);
    const parts = incident(name) ? [/^\/\/\/ What happened\. /m, /^\/\/\/ The run\. /m, /^\/\/\/ The fix\. /m] : [/8\.\d/];
    for (const part of parts) expect(text).toMatch(part);
  });
});

/** The sample with one piece of it replaced; fails where the piece is not there exactly once. */
function edited(name: string, piece: string, replacement: string): string {
  const parts = read(name).split(piece);
  expect(parts).toHaveLength(2);
  return parts.join(replacement);
}

function outcome(outcomes: readonly Judged[], assume: string, property: string): Judged {
  const found = outcomes.find((o) => o.assume === assume && o.property === property);
  if (found === undefined) throw new Error(`no outcome of ${property} under ${assume}`);
  return found;
}

function labels({ verdict }: Judged): StepLabel[] {
  if (!('trace' in verdict)) throw new Error(`${verdict.status} has no trace`);
  return verdict.trace.steps.map(({ step }) => step.label);
}

once('fenced-lock', () => {
  it.each([
    ['durable token: Token = 0', 'token: Token = 0'],
    ['durable newest: Token = 0', 'newest: Token = 0'],
  ])('without the word `durable` in `%s` the file is corrupted', (piece, replacement) => {
    const outcomes = outcomesOf(edited('fenced-lock.proviso', piece, replacement), ['FileIntact'], { assume: 'Recovery', blame: false });
    expect(outcome(outcomes, 'Recovery', 'FileIntact').verdict.status).toBe('violated');
  });
});

once('unfenced-lock', () => {
  it('breaks without a lost message and without a crash', () => {
    const broken = outcomesOf(read('unfenced-lock.proviso'), undefined, { blame: false }).filter(
      ({ verdict }) => verdict.status === 'violated',
    );
    const kinds = new Set(broken.flatMap(labels).map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual(['act', 'deliver', 'fire', 'resume', 'tick']);
  });
});

once('two-generals', () => {
  it('loses one messenger, the last', () => {
    const broken = outcomesOf(read('two-generals.proviso'), undefined, { assume: 'Lossy', blame: false }).filter(
      (o) => o.verdict.status === 'violated',
    );
    for (const one of broken) {
      const lost = labels(one).flatMap((label) => (label.kind === 'lose' ? [label.message.fields[0]] : []));
      expect(lost).toEqual(one.point.map(({ value }) => value));
    }
    expect(broken.length).toBeGreaterThan(0);
  });
});
