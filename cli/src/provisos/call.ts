/** What a call of `proviso provisos` asks for. */
import { type Analysis, analyse, type ConstantValue, constantsUnder, type ProvisosOptions } from '#checker';
import type { Diagnostic } from '#grammar';
import type { Texts } from '#report';
import { type Call, many, positive } from '../call.ts';
import { formatsOf, type Requested } from '../check/formats.ts';
import { type ExitCode, exitCodes } from '../exit.ts';
import type { Found } from '../files.ts';
import { constantsOf, missing, type Problem, readSpec, type Subject, subjectsOf } from '../subjects.ts';
import { didYouMean } from '../suggest.ts';
import type { Terminal } from '../terminal.ts';
import { readSourcesAt } from './revision.ts';

type Words = Pick<ProvisosOptions, 'over' | 'also'>;

const MOST_STATES = 150_000;
const SECONDS = 60;

export interface Swept {
  readonly name: string;
  readonly values: readonly number[];
}

export interface Source {
  /** as it is shown */
  readonly file: string;
  readonly requested: readonly Requested[];
  readonly diagnostics: readonly Diagnostic[];
  readonly texts: Texts;
}

export interface Read extends Source {
  /** null where no constant is varied */
  readonly swept: Swept | null;
  readonly analysis: Analysis;
  /** the file as it was, where it is compared with that */
  readonly before: { readonly revision: string; readonly analysis: Analysis; readonly texts: Texts } | null;
  readonly subjects: readonly Subject[];
  readonly words: Words;
  readonly constants: ReadonlyMap<string, ConstantValue>;
  readonly maxStates: number;
  /** bytes; undefined without a limit */
  readonly maxMemory: number | undefined;
  readonly seconds: number;
  /** null where it does not say */
  readonly threads: number | null;
}

/** What the call asks for; where it cannot be had, that has been said, and here is the code to end with. Of a text with errors only what it is. */
export function readCall(call: Call, terminal: Terminal): Read | Source | ExitCode {
  const wrong = (problem: string) => {
    terminal.complain(`proviso: ${problem}`);
    return exitCodes.wrongInput;
  };
  const [maxStates, seconds] = [positive(call, 'max-states', 'states'), positive(call, 'timeout', 'seconds')];
  const threads = positive(call, 'threads', 'threads');
  const memory = positive(call, 'max-memory', 'MiB');
  for (const limit of [maxStates, seconds, threads, memory]) if (limit !== null && typeof limit === 'object') return wrong(limit.problem);
  const requested = formatsOf(call);
  if ('problem' in requested) return wrong(requested.problem);
  const other = requested.find(({ format }) => format !== 'text' && format !== 'json');
  if (other !== undefined) return wrong(`Provisos are written as text or json, and not as ${other.format}.`);
  const together = conflict(call);
  if (together !== null) return wrong(together);
  const words = wordsOf(call);
  if ('problem' in words) return wrong(words.problem);
  const spec = readSpec(call, 'provisos', terminal);
  if (typeof spec === 'number') return spec;
  const { found, analysis, diagnostics, texts: text } = spec;
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return { file: found.path, requested, diagnostics, texts: text };
  const before = beforeOf(call, found);
  if (before !== null && 'problem' in before) return wrong(before.problem);
  const subjects = subjectsOf(call, analysis);
  if ('problem' in subjects) return wrong(subjects.problem);
  const constants = constantsOf(call, analysis, subjects.subjects);
  if ('problem' in constants) return wrong(constants.problem);
  const swept = sweptOf(call, analysis, subjects.subjects);
  if (swept !== null && 'problem' in swept) return wrong(swept.problem);
  const unknown = unknownProperty(call, analysis, subjects.subjects);
  if (unknown !== null) return wrong(unknown);
  return {
    file: found.path,
    requested,
    diagnostics,
    texts: text,
    analysis,
    before,
    subjects: subjects.subjects,
    words,
    swept,
    constants: constants.constants,
    maxStates: typeof maxStates === 'number' ? maxStates : MOST_STATES,
    maxMemory: typeof memory === 'number' ? memory * 1024 * 1024 : undefined,
    seconds: typeof seconds === 'number' ? seconds : SECONDS,
    threads: typeof threads === 'number' ? threads : null,
  };
}

/** Each of these has an answer of its own form. */
function conflict({ options }: Call): string | null {
  const given = (['matrix', 'against', 'for'] as const).filter((name) => options[name] !== undefined && options[name] !== false);
  const [first, second] = given;
  return second === undefined ? null : `\`--${first}\` cannot go together with \`--${second}\`: ask for one after the other.`;
}

function beforeOf({ options }: Call, file: Found): Read['before'] | Problem {
  const revision = options.against;
  if (typeof revision !== 'string') return null;
  const sources = readSourcesAt(revision, file);
  if ('problem' in sources) return { problem: `\`--against ${revision}\`: ${sources.problem}` };
  const analysis = analyse(sources);
  const wrong = [...sources.diagnostics, ...analysis.diagnostics].find(({ severity }) => severity === 'error');
  const texts = (path: string) => sources.texts.get(path) ?? null;
  return wrong === undefined ? { revision, analysis, texts } : { problem: `${file.path} in ${revision} has errors: ${wrong.message}` };
}

function unknownProperty(call: Call, { systems }: Analysis, subjects: readonly Subject[]): string | null {
  const items = subjects.flatMap(({ system }) => systems.get(system)?.items ?? []);
  const known = items.flatMap((item) => (item.kind === 'property' ? [item.name.text] : []));
  const name = many(call, 'property').find((one) => !known.includes(one));
  return name === undefined ? null : missing('property', name, new Set(known)).problem;
}

const MOST_VALUES = 40;

/** `NAME in 1..5` */
function sweptOf({ options }: Call, analysis: Analysis, subjects: readonly Subject[]): Swept | Problem | null {
  const text = options.for;
  if (typeof text !== 'string') return null;
  const [, name, from, to] = /^\s*(\w+)\s+in\s+(-?\d+)\s*\.\.\s*(-?\d+)\s*$/.exec(text) ?? [];
  const example = `write a constant and its range, such as \`--for "TIMEOUT in 1..8"\`.`;
  if (name === undefined) return { problem: `\`--for "${text}"\`: ${example}` };
  const known = new Map(subjects.flatMap(({ system, assume }) => [...constantsUnder(analysis, system, assume)]));
  if (!known.has(name)) return missing('constant', name, known.keys());
  const [low, high] = [Number(from), Number(to)];
  if (typeof known.get(name) !== 'number' || low > high || high - low >= MOST_VALUES)
    return { problem: `\`--for "${text}"\`: ${name} takes up to ${MOST_VALUES} numbers, the lower first.` };
  return { name, values: Array.from({ length: high - low + 1 }, (_, i) => low + i) };
}

const QUANTITIES = {
  delay: 'delay',
  pause: 'pause',
  drift: 'drift',
  skew: 'skew',
  losses: 'losses',
  duplications: 'duplications',
  corruptions: 'corruptions',
  'clock steps': 'clock steps',
  'clock step size': 'clock step size',
  cuts: 'cuts',
  order: 'order',
  crashes: 'crashes',
  byzantine: 'byzantine',
  'faults end': 'faults end',
} as const satisfies Record<NonNullable<Words['over']>[number], NonNullable<Words['over']>[number]>;

const EXTRAS = {
  corruptions: 'corruptions',
  byzantine: 'byzantine',
  down: 'down',
  'clock step size': 'clock step size',
  cuts: 'two-way',
  'one-way cuts': 'one-way',
  'link cuts': 'link',
  'one-way link cuts': 'one-way link',
} as const satisfies Record<string, NonNullable<Words['also']>[number]>;

function wordsOf({ options }: Call): Words | Problem {
  const over = listed('over', options.over, QUANTITIES);
  if (over !== null && 'problem' in over) return over;
  const also = listed('with', options.with, EXTRAS);
  if (also !== null && 'problem' in also) return also;
  return { ...(over === null ? {} : { over: over.values }), ...(also === null ? {} : { also: also.values }) };
}

function listed<T>(
  option: string,
  text: Call['options'][string],
  known: Readonly<Record<string, T>>,
): { readonly values: T[] } | Problem | null {
  if (typeof text !== 'string') return null;
  const words = text.split(',').map((word) => word.trim());
  const strange = words.find((word) => !Object.hasOwn(known, word));
  const names = Object.keys(known);
  if (strange !== undefined)
    return { problem: `\`--${option}\` knows no \`${strange}\`.${didYouMean(strange, names)} It knows: ${names.join(', ')}.` };
  return { values: words.map((word) => known[word]) };
}
