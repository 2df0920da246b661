/** Everything to be told of a file: what is wrong with its text, what its checks found, and code that never runs. */
import { type Expr, evaluate, type Property } from '#checker';
import type { Fix, Span } from '#grammar';
import { enumerate, placeOfStep, pointText, type Reader, standing, traceRows, verdictText } from '#report';
import { firstSentence, type Judged, judgedOf, propertyOf, rank, readerOf, storyOf, under } from './judged.ts';
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
  return [...ofText(snapshot), ...ofVerdicts(snapshot), ...deadCode(snapshot)].filter(({ span }) => span.file === snapshot.path);
}

function problem(span: Span, severity: Problem['severity'], message: string, more: Partial<Problem> = {}): Problem {
  return { span, severity, code: null, message, related: [], unnecessary: false, fixes: [], ...more };
}

function ofText({ loaded, analysis, verdicts }: Snapshot): Problem[] {
  const points = (verdicts?.checks ?? []).flatMap((check) => check.diagnostics ?? []);
  return [...loaded.diagnostics, ...analysis.diagnostics, ...points].map((d) => {
    const message = [d.message, d.why, d.help].filter((part) => part !== undefined).join('\n');
    const unnecessary = d.code === 'PV0704';
    return problem(d.span, d.severity, message, { code: d.code, related: d.related ?? [], fixes: d.fixes ?? [], unnecessary });
  });
}

function ofVerdicts(snapshot: Snapshot): Problem[] {
  const groups = new Map<string, Judged[]>();
  for (const judged of judgedOf(snapshot)) {
    if (standing(judged.outcome) === 'unchecked') continue;
    const key = `${judged.check} ${judged.outcome.property}`;
    groups.set(key, [...(groups.get(key) ?? []), judged]);
  }
  return [...groups.values()].flatMap((group) =>
    ofGroup(
      snapshot,
      group.toSorted((a, b) => rank(a.outcome) - rank(b.outcome)),
    ),
  );
}

/** One property under one check: the worst of its points, and on the word of the check that it contradicts. */
function ofGroup(snapshot: Snapshot, group: readonly Judged[]): Problem[] {
  const [lead] = group;
  const { outcome } = lead;
  const property = propertyOf(outcome);
  if (property === null) return [];
  const stands = standing(outcome);
  const wrong = stands === 'unexpected';
  if (!wrong && outcome.verdict.status !== 'violated') return [];
  const told = storyOf(snapshot, outcome);
  const message = `${told === null ? `${property.name}: ${verdictText(outcome.verdict)}.` : firstSentence(told)} Under ${under(lead)}${wrong ? '' : ', as expected'}.`;
  const reader = readerOf(snapshot, outcome);
  const related = reader === null ? [] : steps(reader, outcome.verdict);
  const place = failingConjunct(property, reader) ?? property.nameSpan;
  const onProperty = problem(place, wrong ? 'error' : 'information', message, { related });
  const error = outcome.verdict.status === 'error' ? [problem(outcome.verdict.error.span, 'error', message, { related })] : [];
  return [...(error.length > 0 ? error : [onProperty]), ...(wrong ? [onExpectation(snapshot, lead, group)] : [])];
}

function steps(reader: Reader, verdict: Judged['outcome']['verdict']): Problem['related'] {
  return traceRows(reader, verdict)
    .flatMap((row) => {
      const step = reader.trace.steps[row.step];
      const span = step === undefined ? null : placeOfStep(reader.model, step);
      if (span === null) return [];
      const at = row.time === null ? '' : `, at ${row.time}`;
      return [
        {
          span,
          message: `step ${row.step + 1}${reader.model.timing.time ? at : ''}: ${row.node === '' ? '' : `${row.node}: `}${row.what}`,
        },
      ];
    })
    .slice(0, MOST_STEPS);
}

/** "expected: holds; violated at P = 2 and P = 3" on the word of the check that says so */
function onExpectation({ loaded, analysis }: Snapshot, lead: Judged, group: readonly Judged[]): Problem {
  const syntax = loaded.root.checks[lead.check];
  const expectation = syntax?.expectations.find(({ property }) => property.text === lead.outcome.property);
  const span = expectation?.verdictSpan ?? syntax?.assume.span ?? analysis.checks[0].span;
  const wrong = group.filter(({ outcome }) => standing(outcome) === 'unexpected');
  const points = wrong.slice(0, 3).flatMap(({ outcome: { point } }) => (point.length === 0 ? [] : [pointText(point)]));
  const more = wrong.length > 3 ? ` and at ${wrong.length - 3} more points` : '';
  const where = points.length === 0 ? '' : ` at ${enumerate(points, 'or')}${more}`;
  const said = `${lead.outcome.property} is expected to ${EXPECTED[lead.outcome.expected]}, but: ${verdictText(lead.outcome.verdict)}${where}`;
  const name = propertyOf(lead.outcome)?.nameSpan;
  return problem(span, 'error', said, { related: name === undefined ? [] : [{ span: name, message: 'the property' }] });
}

/** Of `always A and B and C` the part that is false in the last state, where it is exactly one. */
function failingConjunct(property: Property, reader: Reader | null): Span | null {
  if (property.kind !== 'state' || reader === null || property.usesKnowledge) return null;
  const parts = conjuncts(property.predicate);
  if (parts.length < 2) return null;
  const { first, steps } = reader.trace;
  const state = steps.at(-1)?.state ?? first;
  const failing = parts.filter((part) => {
    try {
      return evaluate(reader.model, part, state) === false;
    } catch {
      // A part that cannot be judged alone (a later one relies on an earlier one) says nothing.
      return false;
    }
  });
  return failing.length === 1 ? failing[0].span : null;
}

function conjuncts(e: Expr): Expr[] {
  return e.op === 'and' ? [...conjuncts(e.left), ...conjuncts(e.right)] : [e];
}

/** What never runs under any check of its system; a check that did not see everything says nothing of any. */
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
    .map(({ span, role, title, assumes }) =>
      problem(
        wholeOf(snapshot, span),
        'hint',
        `${role}'s \`${title}\` never runs under ${enumerate([...new Set(assumes)], 'or')}: no reachable state lets it.`,
        { unnecessary: true },
      ),
    );
}

/** The handler or action that these words of it stand in. */
function wholeOf({ loaded }: Snapshot, span: Span): Span {
  const members = [...loaded.files.values()].flatMap(({ systems }) =>
    systems.flatMap(({ items }) => items.flatMap((item) => (item.kind === 'node' ? item.members : []))),
  );
  const around = members.find((m) => m.span.file === span.file && m.span.start <= span.start && span.end <= m.span.end);
  return around?.span ?? span;
}
