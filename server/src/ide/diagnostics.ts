/** All diagnostics of a file: errors in its text, results of its checks, and code that never runs. */
import { type Expr, holdsIn, isIgnored, type Property, standing, withoutRepeats } from '#checker';
import type { Check, Expectation, Fix, Span } from '#grammar';
import { enumerate, firstSentence, limitText, placeOfStep, pointText, type Reader, traceRows, verdictText } from '#report';
import { blockProblems } from './block-verdicts.ts';
import { type Judged, judgedOf, propertyOf, rank, readerOf, storyOf, under } from './judged.ts';
import type { Snapshot } from './snapshot.ts';
import { keyOf } from './symbols.ts';

export interface Problem {
  readonly span: Span;
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  /** null for verdicts */
  readonly code: string | null;
  readonly message: string;
  readonly related: readonly { readonly span: Span; readonly message: string }[];
  /** shown faded */
  readonly unnecessary: boolean;
  readonly fixes: readonly Fix[];
}

/** Related places of one problem: more than this nobody follows. */
const MOST_STEPS = 60;

const EXPECTED = { holds: 'hold', violated: 'be violated', reached: 'be reached', unreached: 'be unreached' };

export function diagnostics(snapshot: Snapshot): Problem[] {
  const ofBlocks = blockProblems(snapshot).map(({ span, message }) => problem(span, 'error', message));
  return [...ofText(snapshot), ...ofVerdicts(snapshot), ...ofBlocks, ...deadCode(snapshot)].filter(
    ({ span }) => span.file === snapshot.path,
  );
}

function problem(span: Span, severity: Problem['severity'], message: string, more: Partial<Problem> = {}): Problem {
  return { span, severity, code: null, message, related: [], unnecessary: false, fixes: [], ...more };
}

function ofText({ loaded, analysis, verdicts }: Snapshot): Problem[] {
  const found = (verdicts?.checks ?? []).flatMap((check) => check.diagnostics ?? []);
  // A comment that was written after the check switches off what it found.
  const points = found.filter((d) => !isIgnored(d, loaded.files.values()));
  return withoutRepeats([...loaded.diagnostics, ...analysis.diagnostics, ...points]).map((d) => {
    const message = [d.message, d.why, d.help].filter((part) => part !== undefined).join('\n');
    const unnecessary = d.code === 'PV0704';
    const ignoring = isLint(d.code) ? [ignoreFix(d.code, d.span, loaded.texts.get(d.span.file) ?? '')] : [];
    return problem(d.span, d.severity, message, {
      code: d.code,
      related: d.related ?? [],
      fixes: [...(d.fixes ?? []), ...ignoring],
      unnecessary,
    });
  });
}

/** All but the lint about such comments. */
function isLint(code: string): boolean {
  return /^PV07/.test(code) && code !== 'PV0714';
}

/** The comment above the line; what is missing is the reason, and is asked for. */
function ignoreFix(code: string, { file, start }: Span, text: string): Fix {
  const begin = text.lastIndexOf('\n', start - 1) + 1;
  const [indent] = /^[ \t]*/.exec(text.slice(begin)) ?? [''];
  const at = begin + indent.length;
  return {
    title: `Ignore ${code} here, for a reason`,
    edits: [{ span: { file, start: at, end: at }, text: `// proviso-ignore ${code}: \n${indent}` }],
  };
}

function ofVerdicts(snapshot: Snapshot): Problem[] {
  const groups = new Map<string, Judged[]>();
  for (const judged of judgedOf(snapshot)) {
    if (standing(judged.outcome) === 'unchecked') continue;
    const key = `${judged.system} ${judged.outcome.property}`;
    groups.set(key, [...(groups.get(key) ?? []), judged]);
  }
  return [...groups.values()].flatMap((group) =>
    ofGroup(
      snapshot,
      group.toSorted((a, b) => rank(a.outcome) - rank(b.outcome)),
    ),
  );
}

/** One property: the worst that its checks found, the others in a line each, and on each word of a check that is contradicted. */
function ofGroup(snapshot: Snapshot, group: readonly Judged[]): Problem[] {
  const [lead] = group;
  const { outcome } = lead;
  const property = propertyOf(outcome);
  if (property === null) return [];
  const stands = standing(outcome);
  const wrong = stands === 'unexpected';
  if (!wrong && outcome.verdict.status !== 'violated') return [];
  const story = storyOf(snapshot, outcome);
  const others = otherChecks(group).map((line) => `\n${line}`);
  const message = `${story === null ? `${property.name}: ${verdictText(outcome.verdict)}.` : firstSentence(story)} Under ${under(lead)}${wrong ? '' : ', as expected'}.${others.join('')}`;
  const place = failingConjunct(property, readerOf(snapshot, outcome)) ?? property.nameSpan;
  // An expected violation needs no change, so it is told on the word of the check alone.
  if (!wrong) return [onExpected(snapshot, lead, message)];
  const { verdict } = outcome;
  const onChecks = contradicted(snapshot, group);
  const onProperty = problem(verdict.status === 'error' ? verdict.error.span : place, 'error', message, {
    fixes: onChecks[0]?.fixes ?? [],
  });
  return [onProperty, ...onChecks];
}

/** Where the check names the property, or its assumption set where it does not. */
function wordOf({ loaded, analysis }: Snapshot, { check, outcome }: Judged): Span {
  const syntax = loaded.root.checks[check];
  const expectation = syntax?.expectations.find(({ property }) => property.text === outcome.property);
  return expectation?.verdictSpan ?? syntax?.assume.span ?? analysis.checks[0].span;
}

function onExpected(snapshot: Snapshot, lead: Judged, message: string): Problem {
  return problem(wordOf(snapshot, lead), 'hint', message, { related: walk(snapshot, lead) });
}

/** Checks that a property breaks under besides the first: more than this nobody reads. */
const MOST_CHECKS = 4;

/** "Also under Collection: violated: 1 fault, 9 steps", the worst point of each check. */
function otherChecks(group: readonly Judged[]): string[] {
  const [lead] = group;
  const firsts = new Map(group.toReversed().map((one) => [one.check, one]));
  const others = [...firsts.values()].filter(({ check, outcome }) => check !== lead.check && outcome.verdict.status === 'violated');
  const lines = others.map((one) => `Also under ${under(one)}: ${verdictText(one.outcome.verdict)}.`);
  return lines.length > MOST_CHECKS ? [...lines.slice(0, MOST_CHECKS), `And under ${lines.length - MOST_CHECKS} more.`] : lines;
}

function contradicted(snapshot: Snapshot, group: readonly Judged[]): Problem[] {
  const checks = [...new Set(group.map(({ check }) => check))];
  return checks.flatMap((check) => {
    const own = group.filter((one) => one.check === check);
    return standing(own[0].outcome) === 'unexpected' ? [onExpectation(snapshot, own[0], own)] : [];
  });
}

/** The run, step by step through the text. It stands on the word of the check: on the property it would come before the story. */
function walk(snapshot: Snapshot, { outcome }: Judged): Problem['related'] {
  const reader = readerOf(snapshot, outcome);
  if (reader === null) return [];
  const property = propertyOf(outcome)?.nameSpan ?? null;
  const { steps } = reader.trace;
  const isTimed = reader.model.timing.time;
  return traceRows(reader, outcome.verdict)
    .flatMap((row) => {
      // What has no place in the text, such as a tick, is told at the property, so that no number is missing.
      const span = (steps[row.step] === undefined ? null : placeOfStep(reader, row.step)) ?? property;
      if (span === null) return [];
      const at = row.time === null || !isTimed ? '' : `, at ${row.time}`;
      const number = row.kind === 'loop' ? '' : row.step < 0 ? 'start: ' : `step ${row.step + 1}${at}: `;
      return [{ span, message: `${number}${row.node === '' ? '' : `${row.node}: `}${row.what}` }];
    })
    .slice(0, MOST_STEPS);
}

/** "expected: holds; violated at P = 2 and P = 3" on the word of the check that says so */
function onExpectation(snapshot: Snapshot, lead: Judged, group: readonly Judged[]): Problem {
  const syntax = snapshot.loaded.root.checks[lead.check];
  const expectation = syntax?.expectations.find(({ property }) => property.text === lead.outcome.property);
  const wrong = group.filter(({ outcome }) => standing(outcome) === 'unexpected');
  const points = wrong.slice(0, 3).flatMap(({ outcome: { point } }) => (point.length === 0 ? [] : [pointText(point)]));
  const more = wrong.length > 3 ? ` and at ${wrong.length - 3} more points` : '';
  const where = points.length === 0 ? '' : ` at ${enumerate(points, 'or')}${more}`;
  const said = `${lead.outcome.property} is expected to ${EXPECTED[lead.outcome.expected]}${limitText(lead.outcome.upTo)}, but: ${verdictText(lead.outcome.verdict)}${where}`;
  const name = propertyOf(lead.outcome)?.nameSpan;
  const fixes = syntax === undefined || wrong.length < group.length ? [] : expectationFixes(syntax, expectation, lead);
  const related = [...(name === undefined ? [] : [{ span: name, message: 'the property' }]), ...walk(snapshot, lead)];
  return problem(wordOf(snapshot, lead), 'error', said, { related, fixes });
}

/** Makes the found verdict the expected one: by another word, or by a word if there was none. */
function expectationFixes(check: Check, known: Expectation | undefined, { outcome }: Judged): Fix[] {
  const { verdict, property } = outcome;
  if (!(verdict.status in EXPECTED)) return [];
  const title = `Expect ${property} to ${EXPECTED[verdict.status as keyof typeof EXPECTED]}`;
  if (known !== undefined) {
    const span = { ...known.verdictSpan, end: known.upTo?.span.end ?? known.verdictSpan.end };
    return known.when === null ? [{ title, edits: [{ span, text: verdict.status }] }] : [];
  }
  const last = check.expectations.at(-1);
  const at = last === undefined ? check.span.end - 1 : last.span.end;
  const span = { file: check.span.file, start: at, end: at };
  return [{ title, edits: [{ span, text: last === undefined ? ` ${property} ${verdict.status} ` : `  ${property} ${verdict.status}` }] }];
}

/** The part of `always A and B and C` that is false in the last state, if it is exactly one. */
function failingConjunct(property: Property, reader: Reader | null): Span | null {
  if (property.kind !== 'state' || reader === null || property.usesKnowledge) return null;
  const parts = conjuncts(property.predicate);
  if (parts.length < 2) return null;
  const { first, steps } = reader.trace;
  const state = steps.at(-1)?.state ?? first;
  // A part that cannot be judged alone (a later one relies on an earlier one) says nothing.
  const failing = parts.filter((part) => holdsIn(reader.model, part, state) === false);
  return failing.length === 1 ? failing[0].span : null;
}

function conjuncts(e: Expr): Expr[] {
  return e.op === 'and' ? [...conjuncts(e.left), ...conjuncts(e.right)] : [e];
}

/** Code that never runs under any check of its system; a check that did not see every state rules nothing out. */
function deadCode(snapshot: Snapshot): Problem[] {
  const checks = snapshot.verdicts?.checks ?? [];
  if (snapshot.verdicts?.running === true || checks.length < snapshot.loaded.root.checks.length) return [];
  const found = new Map<string, { span: Span; role: string; title: string; assumes: string[]; system: string }>();
  for (const { outcome } of checks) {
    for (const { span, role, title } of outcome.neverRan) {
      const known = found.get(keyOf(span)) ?? { span, role, title, assumes: [], system: outcome.system };
      known.assumes.push(outcome.assume);
      found.set(keyOf(span), known);
    }
  }
  return [...found.values()]
    .filter(({ system, assumes }) => checks.filter(({ outcome }) => outcome.system === system).length === assumes.length)
    .map(({ span, role, title, assumes }, _, all) =>
      problem(
        wholeOf(
          snapshot,
          span,
          all.map((one) => one.span),
        ),
        'hint',
        `${role}'s \`${title}\` never runs under ${enumerate([...new Set(assumes)], 'or')}: it is not enabled in any reachable state.`,
        { unnecessary: true },
      ),
    );
}

/** The handler or action that these words of it stand in; the words alone where something else sets it off that is not dead. */
function wholeOf({ loaded }: Snapshot, span: Span, dead: readonly Span[]): Span {
  const members = [...loaded.files.values()].flatMap(({ systems }) =>
    systems.flatMap(({ items }) => items.flatMap((item) => (item.kind === 'node' ? item.members : []))),
  );
  const isIn = (m: Span, inner: Span) => m.file === inner.file && m.start <= inner.start && inner.end <= m.end;
  const around = members.find((m) => isIn(m.span, span));
  if (around === undefined) return span;
  const triggers = around.kind === 'handler' ? around.triggers.length : 1;
  return dead.filter((other) => isIn(around.span, other)).length < triggers ? span : around.span;
}
