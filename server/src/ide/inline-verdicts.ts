/** Verdicts in a few words at the end of the line of a property or a check, and what can be asked about them. */
import { type Outcome, standing, type Verdict } from '#checker';
import type { Span } from '#grammar';
import { breaksInText, briefText, duration, lengthIn, plural, type Reader, soFarText, traceRows, verdictText, wantedText } from '#report';
import { blockVerdicts } from './block-verdicts.ts';
import { type Judged, judgedOfProperty, readerOf, traceOf, under } from './judged.ts';
import { provisosOf } from './provisos.ts';
import { isByChance, offerOf, randomBrief, randomOf } from './random-runs.ts';
import { claimRuns } from './runs.ts';
import type { Snapshot } from './snapshot.ts';

export interface InlineVerdict {
  /** the end of the line that it stands after */
  readonly offset: number;
  readonly text: string;
  /** `expected`: broken, as the check expects */
  readonly kind: 'good' | 'bad' | 'expected' | 'unknown' | 'checking';
}

export type CodeLens = PropertyLens | CheckLens;

/** At a check. */
export interface CheckLens {
  readonly span: Span;
  readonly title: string;
  readonly command: 'proviso.tryRandomRuns';
}

/** At a property, or a claim. */
export interface PropertyLens {
  readonly span: Span;
  readonly title: string;
  readonly command: 'proviso.showCounterexample' | 'proviso.debugCounterexample' | 'proviso.findProvisos';
  readonly system: string;
  readonly property: string;
  /** which of its runs; without it the most important one */
  readonly under?: string;
}

export function inlineVerdicts(snapshot: Snapshot): InlineVerdict[] {
  if (snapshot.verdicts === null) return [];
  const { running } = snapshot.verdicts;
  const isSound = ![...snapshot.loaded.diagnostics, ...snapshot.analysis.diagnostics].some(({ severity }) => severity === 'error');
  const properties = propertiesOf(snapshot).flatMap(({ system, name }): InlineVerdict[] => {
    const judged = judgedOfProperty(snapshot, system, name.text);
    const offset = endOfLine(snapshot.text, name.span.end);
    if (judged.length === 0) {
      if (!isChecked(snapshot, system)) return [];
      if (running) return [checking(offset, soFarOf(snapshot, system, name.text))];
      return isSound ? [{ offset, text: '? not checked', kind: 'unknown' }] : [];
    }
    const verdict = propertyVerdict(snapshot, judged);
    const found = provisosOf(snapshot, system, name.text);
    return [{ offset, ...verdict, text: found === null ? verdict.text : `${verdict.text} · ${fitting(found.text)}` }];
  });
  const checks = snapshot.loaded.root.checks.flatMap((check, index): InlineVerdict[] => {
    const offset = endOfLine(snapshot.text, check.assume.span.end);
    const known = snapshot.verdicts?.checks.find((one) => one.index === index);
    if (known === undefined) return running ? [checking(offset)] : [];
    if (known.random?.running === true) return [{ offset, text: '… trying random runs', kind: 'checking' }];
    return [{ offset, ...checkVerdict(known.outcome.outcomes, randomBrief(known.random?.outcomes ?? [])) }];
  });
  const blocks = blockVerdicts(snapshot).map(({ span, texts, kind }) => {
    return { offset: endOfLine(snapshot.text, span.end), text: fitting(...texts), kind };
  });
  return [...properties, ...checks, ...blocks].sort((a, b) => a.offset - b.offset);
}

export function codeLenses(snapshot: Snapshot): CodeLens[] {
  return [...propertyLenses(snapshot), ...claimLenses(snapshot), ...checkLenses(snapshot)];
}

/** At each check that left something undecided. */
function checkLenses({ loaded, verdicts }: Snapshot): CheckLens[] {
  return (verdicts?.checks ?? []).flatMap((check): CheckLens[] => {
    const title = offerOf(check);
    const syntax = loaded.root.checks[check.index];
    return title === null || syntax === undefined ? [] : [{ span: syntax.assume.span, title, command: 'proviso.tryRandomRuns' }];
  });
}

/** At each claim that a run shows to be wrong: of a sweep the first such point. */
function claimLenses(snapshot: Snapshot): PropertyLens[] {
  const runs = claimRuns(snapshot);
  const firsts = runs.filter((one, i) => i === runs.findIndex(({ of }) => of.claim.span.start === one.of.claim.span.start));
  return firsts.flatMap(({ system, under, of: { claim } }) =>
    SHOWS.map(
      ({ word, command }): PropertyLens => ({
        ...{ span: claim.span, title: `${word} counterexample`, command },
        ...{ system, property: claim.property, under },
      }),
    ),
  );
}

const SHOWS = [
  { word: 'show', command: 'proviso.showCounterexample' },
  { word: 'debug', command: 'proviso.debugCounterexample' },
] as const;

function propertyLenses(snapshot: Snapshot): PropertyLens[] {
  return propertiesOf(snapshot).flatMap(({ system, name }) => {
    const [lead] = judgedOfProperty(snapshot, system, name.text);
    if (lead === undefined) return [];
    const lens = (title: string, command: PropertyLens['command']): PropertyLens => ({
      span: name.span,
      title,
      command,
      system,
      property: name.text,
    });
    const { verdict } = lead.outcome;
    const trace = traceOf(lead.outcome);
    const what = verdict.status === 'reached' ? 'witness' : 'counterexample';
    // The debugger searches its run anew, and would not find one that random runs have found.
    const shows = isByChance(snapshot, lead) ? SHOWS.slice(0, 1) : SHOWS;
    const ofRun = trace === null ? [] : shows.map(({ word, command }) => lens(`${word} ${what}`, command));
    return [...ofRun, lens('find provisos', 'proviso.findProvisos')];
  });
}

function propertiesOf({ parsed }: Snapshot) {
  return parsed.file.systems.flatMap(({ name: system, items }) =>
    items.flatMap((item) => (item.kind === 'property' ? [{ system: system.text, name: item.name }] : [])),
  );
}

function isChecked({ analysis }: Snapshot, system: string): boolean {
  return analysis.checks.some((check) => check.system === system);
}

function checking(offset: number, verdict: Verdict | null = null): InlineVerdict {
  return { offset, text: fitting(`… ${verdict === null ? 'checking' : soFarText(verdict)}`), kind: 'checking' };
}

/** Columns behind a line: what is longer runs off the edge of the window. */
const MOST_COLUMNS = 60;

/** The first that is short enough; where none is, as much of the last as fits. */
function fitting(...texts: string[]): string {
  const last = texts[texts.length - 1];
  return texts.find((text) => text.length <= MOST_COLUMNS) ?? `${last.slice(0, MOST_COLUMNS - 1).trimEnd()}…`;
}

function soFarOf({ verdicts }: Snapshot, system: string, property: string): Verdict | null {
  return verdicts?.soFar?.find((one) => one.system === system && one.property === property)?.verdict ?? null;
}

function propertyVerdict(snapshot: Snapshot, judged: readonly Judged[]): Omit<InlineVerdict, 'offset'> {
  const [lead] = judged;
  const { outcome } = lead;
  const { verdict } = outcome;
  const stands = standing(outcome);
  if (verdict.status === 'violated') return brokenVerdict(snapshot, lead);
  if (stands === 'unexpected') {
    const expected = `expected: ${wantedText(outcome.expected, outcome.upTo)}`;
    const [whole, short] = [verdictText(verdict), briefText(verdict)];
    const texts = [`${whole} under ${under(lead)}; ${expected}`, `${short} under ${under(lead)}; ${expected}`, `${short}; ${expected}`];
    return { text: fitting(...texts.map((text) => `✗ ${text}`)), kind: 'bad' };
  }
  if (stands !== 'as expected') {
    const random = randomBrief(judged.map((one) => randomOf(snapshot, one)));
    const [whole, short] = [`? ${verdictText(verdict)}`, `? ${briefText(verdict)}`];
    return { text: random === null ? fitting(whole) : fitting(`${whole} · ${random}`, `${short} · ${random}`), kind: 'unknown' };
  }
  const size = searched(judged.map((one) => one.outcome));
  const texts = [
    `${verdictText(verdict)} · ${size.join(' · ')}`,
    `${verdictText(verdict)} · ${size[0]}`,
    verdictText(verdict),
    briefText(verdict),
  ];
  return { text: fitting(...texts.map((text) => `✓ ${text}`)), kind: 'good' };
}

/** "Client#1 paused for 3 ticks: breaks in 7 steps, 1 fault, under Paused (P = 3)": the culprit first, for the end may have no room. */
function brokenVerdict(snapshot: Snapshot, lead: Judged): Omit<InlineVerdict, 'offset'> {
  const isExpected = standing(lead.outcome) !== 'unexpected';
  const breaks = isExpected ? 'breaks as expected' : 'breaks';
  const reader = readerOf(snapshot, lead.outcome);
  const size = reader === null ? '' : ` in ${breaksInText(lengthIn(reader.trace))}`;
  const culprit = reader === null ? null : firstFault(reader, lead.outcome.verdict);
  const ends = [`${breaks}${size}, under ${under(lead)}`, `${breaks} under ${under(lead)}`, `${breaks} under ${lead.assume}`, breaks];
  const mark = isExpected ? '✓' : '✗';
  const texts = culprit === null ? ends : [...ends.map((end) => `${culprit}: ${end}`), culprit];
  return { text: fitting(...texts.map((text) => `${mark} ${text}`)), kind: isExpected ? 'expected' : 'bad' };
}

/** "Client#1 paused for 3 ticks" */
function firstFault(reader: Reader, verdict: Verdict): string | null {
  const first = traceRows(reader, verdict).find(({ kind }) => kind === 'fault');
  return first === undefined ? null : `${first.node === '' || first.node === 'network' ? '' : `${first.node} `}${first.what}`;
}

function checkVerdict(outcomes: readonly Outcome[], random: string | null): Omit<InlineVerdict, 'offset'> {
  const count = (wanted: ReturnType<typeof standing>) => outcomes.filter((outcome) => standing(outcome) === wanted).length;
  const [wrong, open] = [count('unexpected'), count('undecided') + count('unchecked')];
  if (wrong > 0) return { text: `✗ ${wrong} of ${plural(outcomes.length, 'verdict')} unexpected`, kind: 'bad' };
  const undecided = `? ${open} of ${plural(outcomes.length, 'verdict')} undecided`;
  if (open > 0) return { text: fitting(random === null ? undecided : `${undecided} · ${random}`, undecided), kind: 'unknown' };
  const said = `✓ ${plural(outcomes.length, 'verdict')} as expected`;
  const size = searched(outcomes);
  return { text: fitting(`${said} · ${size.join(' · ')}`, `${said} · ${size[0]}`, said), kind: 'good' };
}

/** Properties of one point share a search, and its size. A search by the interpreter is told, for it is slower by far. */
function searched(outcomes: readonly Outcome[]): [states: string, time: string] {
  const sizes = [...new Set(outcomes.map(({ size }) => size))];
  const states = sizes.reduce((sum, size) => sum + size.states, 0);
  const reduced = sizes.filter(({ symmetric }) => symmetric.length > 0).length;
  const upTo = reduced === 0 ? '' : `${reduced < sizes.length ? ', in part' : ''} up to symmetry`;
  const by = sizes.some(({ interpretedBecause }) => interpretedBecause !== null) ? ', interpreted' : '';
  return [`${plural(states, 'state')}${upTo}${by}`, duration(sizes.reduce((sum, size) => sum + size.milliseconds, 0))];
}

function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  const at = end < 0 ? text.length : end;
  return text[at - 1] === '\r' ? at - 1 : at;
}
