/** Verdicts in a few words at the end of the line of a property or a check, and what can be asked about them. */
import { type Outcome, standing, type Verdict } from '#checker';
import type { Span } from '#grammar';
import { breaksInText, duration, lengthIn, plural, soFarText, traceRows, verdictText, wantedText } from '#report';
import { type Judged, judgedOfProperty, readerOf, traceOf, under } from './judged.ts';
import type { Snapshot } from './snapshot.ts';

export interface InlineVerdict {
  /** the end of the line that it stands after */
  readonly offset: number;
  readonly text: string;
  /** `expected`: broken, as the check expects */
  readonly kind: 'good' | 'bad' | 'expected' | 'unknown' | 'checking';
}

export interface CodeLens {
  readonly span: Span;
  readonly title: string;
  readonly command: 'proviso.showCounterexample' | 'proviso.findProvisos' | 'proviso.why';
  readonly property: string;
}

export function inlineVerdicts(snapshot: Snapshot): InlineVerdict[] {
  if (snapshot.verdicts === null) return [];
  const { running } = snapshot.verdicts;
  const properties = propertiesOf(snapshot).flatMap(({ system, name }) => {
    const judged = judgedOfProperty(snapshot, system, name.text);
    const offset = endOfLine(snapshot.text, name.span.end);
    if (judged.length === 0) return running && isChecked(snapshot, system) ? [checking(offset, soFarOf(snapshot, system, name.text))] : [];
    return [{ offset, ...propertyVerdict(snapshot, judged) }];
  });
  const checks = snapshot.loaded.root.checks.flatMap((check, index): InlineVerdict[] => {
    const offset = endOfLine(snapshot.text, check.assume.span.end);
    const known = snapshot.verdicts?.checks.find((one) => one.index === index);
    if (known === undefined) return running ? [checking(offset)] : [];
    return [{ offset, ...checkVerdict(known.outcome.outcomes) }];
  });
  return [...properties, ...checks].sort((a, b) => a.offset - b.offset);
}

export function codeLenses(snapshot: Snapshot): CodeLens[] {
  return propertiesOf(snapshot).flatMap(({ system, name }) => {
    const [lead] = judgedOfProperty(snapshot, system, name.text);
    if (lead === undefined) return [];
    const lens = (title: string, command: CodeLens['command']): CodeLens => ({ span: name.span, title, command, property: name.text });
    const { verdict } = lead.outcome;
    const trace = traceOf(lead.outcome);
    const shown =
      trace === null ? [] : [lens(verdict.status === 'reached' ? 'show witness' : 'show counterexample', 'proviso.showCounterexample')];
    const why = verdict.status === 'violated' ? [lens('why', 'proviso.why')] : [];
    return [...shown, lens('find provisos', 'proviso.findProvisos'), ...why];
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
  return { offset, text: `… ${verdict === null ? 'checking' : soFarText(verdict)}`, kind: 'checking' };
}

function soFarOf({ verdicts }: Snapshot, system: string, property: string): Verdict | null {
  return verdicts?.soFar?.find((one) => one.system === system && one.property === property)?.verdict ?? null;
}

function propertyVerdict(snapshot: Snapshot, judged: readonly Judged[]): Omit<InlineVerdict, 'offset'> {
  const [lead] = judged;
  const { outcome } = lead;
  const { verdict } = outcome;
  const stands = standing(outcome);
  if (verdict.status === 'violated') {
    const text = `✗ breaks in ${broken(snapshot, outcome)} under ${under(lead)}`;
    return stands === 'unexpected' ? { text, kind: 'bad' } : { text: `${text}, as expected`, kind: 'expected' };
  }
  if (stands === 'unexpected')
    return { text: `✗ ${verdictText(verdict)} under ${under(lead)}; expected: ${wantedText(outcome.expected, outcome.upTo)}`, kind: 'bad' };
  if (stands !== 'as expected') return { text: `? ${verdictText(verdict)}`, kind: 'unknown' };
  return { text: `✓ ${verdictText(verdict)} · ${searched(judged.map((one) => one.outcome))}`, kind: 'good' };
}

/** "7 steps, 1 fault: Client#1 paused for 3 ticks" */
function broken(snapshot: Snapshot, outcome: Outcome): string {
  const reader = readerOf(snapshot, outcome);
  if (reader === null) return '';
  const size = breaksInText(lengthIn(reader.trace));
  const first = traceRows(reader, outcome.verdict).find(({ kind }) => kind === 'fault');
  return first === undefined ? size : `${size}: ${first.node === '' || first.node === 'network' ? '' : `${first.node} `}${first.what}`;
}

function checkVerdict(outcomes: readonly Outcome[]): Omit<InlineVerdict, 'offset'> {
  const count = (wanted: ReturnType<typeof standing>) => outcomes.filter((outcome) => standing(outcome) === wanted).length;
  const [wrong, open] = [count('unexpected'), count('undecided') + count('unchecked')];
  if (wrong > 0) return { text: `✗ ${wrong} of ${plural(outcomes.length, 'verdict')} unexpected`, kind: 'bad' };
  if (open > 0) return { text: `? ${open} of ${plural(outcomes.length, 'verdict')} undecided`, kind: 'unknown' };
  return { text: `✓ ${plural(outcomes.length, 'verdict')} as expected · ${searched(outcomes)}`, kind: 'good' };
}

/** Properties of one point share a search, and its size. */
function searched(outcomes: readonly Outcome[]): string {
  const sizes = [...new Set(outcomes.map(({ size }) => size))];
  const states = sizes.reduce((sum, size) => sum + size.states, 0);
  const reduced = sizes.filter(({ symmetric }) => symmetric.length > 0).length;
  const upTo = reduced === 0 ? '' : `${reduced < sizes.length ? ', in part' : ''} up to symmetry`;
  return `${plural(states, 'state')}${upTo} · ${duration(sizes.reduce((sum, size) => sum + size.milliseconds, 0))}`;
}

function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  const at = end < 0 ? text.length : end;
  return text[at - 1] === '\r' ? at - 1 : at;
}
