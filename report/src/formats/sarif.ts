/**
 * SARIF 2.1.0, which code scanning reads: what is unexpected, undecided or wrong with a text, each at its place; a counterexample is a code
 * flow, so that it can be walked step by step beside the code.
 */
import type { CodeFlow, Location, Log, ReportingDescriptor, Result, ThreadFlowLocation } from 'sarif';
import { type Entry, entriesOf } from '../entries.ts';
import { jsonText, printable } from '../layout.ts';
import { changesTo } from '../replay/cursor.ts';
import type { Counterexample, DiagnosticReport, FileProblem, Place, RunReport, StepReport } from '../result/types.ts';
import { goneText } from '../words/baseline.ts';
import { atEnd, type Format } from './format.ts';

export const sarif: Format = { begin: (options) => atEnd(lines, options) };

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

type RuleOfEntry = 'unexpected-verdict' | 'undecided' | 'model-error' | 'wrong-provisos';

const RULES: Readonly<Record<RuleOfEntry, string>> = {
  'unexpected-verdict': 'A property does not come out as its check expects.',
  undecided: 'A budget ran out before a property was decided.',
  'model-error': 'The model itself fails on some run.',
  'wrong-provisos': 'A claim about what a property needs is wrong.',
};
const FINGERPRINT = 'proviso/v1';
const UNREADABLE = { id: 'unreadable', text: 'A file or a folder cannot be read.' };

function* lines(run: RunReport): Generator<string> {
  const entries = entriesOf(run).filter(({ standing }) => standing === 'unexpected' || standing === 'undecided' || standing === 'known');
  const state = (one: Result, baselineState: Result['baselineState']): Result => (run.baseline === null ? one : { ...one, baselineState });
  const results = [
    ...[...run.unreadable.map(ofFile), ...run.diagnostics.map(ofDiagnostic)].map((one) => state(one, 'new')),
    ...entries.map((entry) => state(ofEntry(entry), entry.standing === 'known' ? 'unchanged' : 'new')),
  ];
  const gone = run.baseline?.gone ?? [];
  const log: Log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: run.tool.name, version: run.tool.version, rules: rulesOf(run, entries) } },
        // Code scanning replaces an earlier log of the same category, and shards are not to replace each other.
        ...(run.shard === null ? {} : { automationDetails: { id: `proviso/shard-${run.shard.index}-of-${run.shard.count}/` } }),
        columnKind: 'utf16CodeUnits',
        invocations: [{ executionSuccessful: run.unreadable.length + run.skipped.length === 0 && !run.interrupted }],
        results: distinct([...results, ...gone.map(ofGone)]),
      },
    ],
  };
  yield jsonText(log, 1);
}

/** Two results that say the same of one file are two: the second has a number. */
function distinct(results: readonly Result[]): Result[] {
  const times = new Map<string, number>();
  return results.map((result) => {
    const print = result.partialFingerprints?.[FINGERPRINT] ?? '';
    const time = (times.get(print) ?? 0) + 1;
    times.set(print, time);
    return time === 1 ? result : { ...result, partialFingerprints: { [FINGERPRINT]: `${print}/${time}` } };
  });
}

function rulesOf(run: RunReport, entries: readonly Entry[]): ReportingDescriptor[] {
  const { diagnostics, unreadable } = run;
  const used = new Set([...entries.map(ruleOf), ...(run.baseline?.gone ?? []).map(ruleOfGone)]);
  const ofEntries = (Object.keys(RULES) as RuleOfEntry[]).filter((id) => used.has(id));
  const codes = [...new Set(diagnostics.map(({ code }) => code))].sort();
  return [
    ...ofEntries.map((id) => ({ id, shortDescription: { text: RULES[id] } })),
    ...codes.map((id) => ({ id, shortDescription: { text: `See: proviso explain ${id}` } })),
    ...(unreadable.length > 0 ? [{ id: UNREADABLE.id, shortDescription: { text: UNREADABLE.text } }] : []),
  ];
}

function ruleOf({ standing, fails, group }: Entry): RuleOfEntry {
  if (standing === 'undecided') return 'undecided';
  if (fails) return 'model-error';
  return group.startsWith('provisos of ') ? 'wrong-provisos' : 'unexpected-verdict';
}

const LEVELS_OF_ENTRIES = {
  unexpected: 'error',
  undecided: 'warning',
  known: 'note',
  expected: 'none',
  unchecked: 'none',
} as const satisfies Record<Entry['standing'], Result['level']>;

type Gone = NonNullable<RunReport['baseline']>['gone'][number];

function ruleOfGone({ question, verdict }: Gone): RuleOfEntry {
  if (verdict === 'error') return 'model-error';
  return question.startsWith('provisos/') ? 'wrong-provisos' : 'unexpected-verdict';
}

function ofGone(gone: Gone): Result {
  return {
    ...{ ruleId: ruleOfGone(gone), level: 'none', kind: 'pass', baselineState: 'absent', message: { text: words(goneText(gone)) } },
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(gone.file) } } }],
    partialFingerprints: {
      [FINGERPRINT]: printable(gone.question.startsWith('provisos/') ? gone.question : `${gone.file}/${gone.question}`),
    },
  };
}

function ofEntry(entry: Entry): Result {
  const { counterexample, blame, nearest } = entry;
  const story = counterexample === null ? [] : [counterexample.story];
  const near = nearest === null ? [] : [nearest.text];
  const needs = blame === null || blame.text === '' ? [] : [blame.text];
  return {
    ruleId: ruleOf(entry),
    level: LEVELS_OF_ENTRIES[entry.standing],
    message: { text: words([`${entry.name} (${entry.group}): ${entry.text}.`, ...story, ...near, ...needs].join(' ')) },
    locations: [location(entry.place)],
    relatedLocations: [location(entry.groupPlace, entry.group)],
    partialFingerprints: { [FINGERPRINT]: printable(entry.identity) },
    ...(counterexample === null || counterexample.steps.length === 0 ? {} : { codeFlows: [flow(entry.place, counterexample)] }),
  };
}

/** A step without code of its own stands where the property does. */
function flow(property: Place, { steps, loopStart, replay }: Counterexample): CodeFlow {
  const locations = steps.map((step, i): ThreadFlowLocation => {
    const loop = i === loopStart ? 'From here on this repeats forever: ' : '';
    const at = step.node === null ? '' : `${step.node}: `;
    return {
      location: location(step.place ?? property, `${loop}${at}${step.text}`),
      executionOrder: i + 1,
      importance: step.fault ? 'essential' : 'important',
      ...stateAt(step, replay),
    };
  });
  return { threadFlows: [{ locations }] };
}

/** What the step changed. */
function stateAt({ number }: StepReport, replay: Counterexample['replay']): Pick<ThreadFlowLocation, 'state'> {
  const changed = changesTo(replay, number);
  if (changed.length === 0) return {};
  return { state: Object.fromEntries(changed.map(({ name, value }) => [name, { text: words(value) }])) };
}

const LEVELS = { error: 'error', warning: 'warning', hint: 'note' } as const;

function ofDiagnostic({ code, severity, place, message, why, help, related }: DiagnosticReport): Result {
  const text = [message, why, help].filter((one) => one !== null).join(' ');
  return {
    ruleId: code,
    level: LEVELS[severity],
    message: { text: words(text) },
    locations: [location(place)],
    ...(related.length === 0 ? {} : { relatedLocations: related.map((one) => location(one.place, one.message)) }),
    partialFingerprints: { [FINGERPRINT]: printable([code, place.file, message].join('/')) },
  };
}

function ofFile({ file, message }: FileProblem): Result {
  return {
    ...{ ruleId: UNREADABLE.id, level: 'error', message: { text: words(`${file}: ${message}`) } },
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(file) } } }],
    partialFingerprints: { [FINGERPRINT]: printable(file) },
  };
}

function location({ file, line, column, endLine, endColumn }: Place, message?: string): Location {
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(file) },
      region: { startLine: line, startColumn: column, endLine, endColumn },
    },
    ...(message === undefined ? {} : { message: { text: words(message) } }),
  };
}

/** Literal text, as the standard writes it: a brace would begin a placeholder (3.11.5), and brackets before a parenthesis a link (3.11.6). */
function words(text: string): string {
  const shown = printable(text).replace(/[{}]/g, '$&$&');
  return shown.includes('](') ? shown.replace(/[[\]\\]/g, '\\$&') : shown;
}

/** A file as it is shown, as a URI reference below the folder that the command ran in. */
function uriOf(file: string): string {
  const parts = file.replaceAll('\\', '/').toWellFormed().split('/').map(encodeURIComponent);
  if (/^[A-Za-z]:/.test(file)) return `file:///${[file.slice(0, 2), ...parts.slice(1)].join('/')}`;
  return file.startsWith('/') ? `file://${parts.join('/')}` : parts.join('/');
}
