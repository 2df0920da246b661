/** `proviso provisos FILE`: which assumptions the properties of a file really need. */
import {
  type Analysis,
  analyse,
  type ConstantValue,
  constantsUnder,
  type ProvisosAnswer,
  type ProvisosOptions,
  provisos,
  reduceFrom,
  thresholds,
} from '#checker';
import { plural, provisosText, thresholdsText } from '#report';
import { type Call, positive } from '../call.ts';
import { type CheckHost, plainHost } from '../check/host.ts';
import { Output } from '../check/output.ts';
import { threadsOf } from '../check/threads.ts';
import { type ExitCode, exitCodes, worst } from '../exit.ts';
import { findFiles } from '../files.ts';
import { readSources } from '../sources.ts';
import { didYouMean } from '../suggest.ts';
import { openTerminal, type Terminal } from '../terminal.ts';

/** One system under the set that the search starts from. */
interface Subject {
  readonly system: string;
  readonly assume: string;
}

type Words = Pick<ProvisosOptions, 'over' | 'also'>;
type Problem = { readonly problem: string };

const MOST_STATES = 150_000;
export const SECONDS = 60;

export async function findProvisos(call: Call, { device, interrupt, script }: CheckHost = plainHost): Promise<ExitCode> {
  const terminal = openTerminal({ color: call.options.color !== false, quiet: false }, device);
  const read = await readCall(call, terminal);
  if (typeof read === 'number') return read;
  const { analysis, subjects, words, constants, swept, maxStates, seconds } = read;
  const codes: ExitCode[] = [];
  const now = () => performance.now();
  const end = now() + seconds * 1000;
  for (const { system, assume } of subjects) {
    const options: ProvisosOptions = {
      ...words,
      now,
      slice: 60,
      maxStates,
      timeout: seconds * 1000,
      stop: () => (interrupt.happened() ? 'interrupted' : now() < end ? null : `the ${seconds} s given are used up`),
      joint: call.options.joint === true,
      search: { threads: threadsOf(script, null), reduceFrom },
      ...(many(call.options.property).length > 0 ? { properties: many(call.options.property) } : {}),
    };
    const subject = { system, assume };
    const found =
      swept === null
        ? one(call, terminal, analysis, subject, constants, options)
        : fitted(terminal, analysis, subject, constants, swept, options);
    codes.push(await found);
    if (interrupt.happened()) break;
  }
  return interrupt.code() ?? worst(codes);
}

async function one(
  call: Call,
  terminal: Terminal,
  analysis: Analysis,
  { system, assume }: Subject,
  constants: ReadonlyMap<string, ConstantValue>,
  options: ProvisosOptions,
): Promise<ExitCode> {
  const known = constantsUnder(analysis, system, assume);
  const overrides = new Map([...constants].filter(([name]) => known.has(name)));
  const events = provisos(analysis, system, assume, overrides, options);
  if (events === null) {
    terminal.complain(
      `proviso: ${system} under ${assume} is no model that can be searched${overrides.size > 0 ? ' with these constants' : ''}.`,
    );
    return exitCodes.wrongInput;
  }
  let begin = performance.now();
  let code: ExitCode = exitCodes.fine;
  for (const event of events) {
    switch (event.kind) {
      case 'progress':
        terminal.progress(`${event.property} from ${assume}: ${plural(event.checks, 'check')}, ${plural(event.states, 'state')}`);
        // A moment in which Ctrl-C is heard.
        await new Promise(setImmediate);
        break;
      case 'answer':
        for (const line of provisosText(event.answer, {
          style: terminal.style,
          columns: terminal.columns,
          all: call.options.all === true,
          milliseconds: performance.now() - begin,
        }))
          terminal.say(line);
        terminal.say('');
        begin = performance.now();
        if (isOpen(event.answer)) code = exitCodes.undecided;
        break;
      case 'refused':
        terminal.say(
          event.why === 'reachable'
            ? `${terminal.style.strong(`${event.property} of ${system}`)} is \`reachable\`: no assumption is needed for what can happen.\n`
            : `${terminal.style.strong(`${event.property} of ${system}`)} asks what nodes know, which hangs on every run: nothing follows from one set for another.\n`,
        );
        break;
      case 'row':
        break;
      default:
        event satisfies never;
    }
  }
  return code;
}

async function fitted(
  terminal: Terminal,
  analysis: Analysis,
  { system, assume }: Subject,
  constants: ReadonlyMap<string, ConstantValue>,
  swept: Swept,
  options: ProvisosOptions,
): Promise<ExitCode> {
  const known = constantsUnder(analysis, system, assume);
  if (!known.has(swept.name)) return exitCodes.fine;
  const overrides = new Map([...constants].filter(([name]) => known.has(name)));
  let begin = performance.now();
  let code: ExitCode = exitCodes.fine;
  for (const event of thresholds(analysis, system, assume, overrides, swept, options)) {
    if (event.kind === 'progress') {
      terminal.progress(`${event.property} from ${assume}: ${plural(event.checks, 'check')}, ${plural(event.states, 'state')}`);
      await new Promise(setImmediate);
      continue;
    }
    const milliseconds = performance.now() - begin;
    for (const line of thresholdsText(event.answer, { style: terminal.style, columns: terminal.columns, milliseconds })) terminal.say(line);
    terminal.say('');
    begin = performance.now();
    if (event.answer.stopped !== null || event.answer.open > 0) code = exitCodes.undecided;
  }
  return code;
}

function isOpen({ stopped, joint, rows, assumed }: ProvisosAnswer): boolean {
  const isUnsettled = rows.some(({ effect }) => effect.kind === 'not settled');
  return stopped !== null || assumed === 'open' || isUnsettled || (joint !== null && joint.open.length > 0);
}

// The call

interface Swept {
  readonly name: string;
  readonly values: readonly number[];
}

interface Read {
  /** null where no constant is varied */
  readonly swept: Swept | null;
  readonly analysis: Analysis;
  readonly subjects: readonly Subject[];
  readonly words: Words;
  readonly constants: ReadonlyMap<string, ConstantValue>;
  readonly maxStates: number;
  readonly seconds: number;
}

/** What the call asks for; where it cannot be had, that has been said, and here is the code to end with. */
async function readCall(call: Call, terminal: Terminal): Promise<Read | ExitCode> {
  const wrong = (problem: string) => {
    terminal.complain(`proviso: ${problem}`);
    return exitCodes.wrongInput;
  };
  const [maxStates, seconds] = [positive(call, 'max-states', 'states'), positive(call, 'timeout', 'seconds')];
  for (const limit of [maxStates, seconds]) if (limit !== null && typeof limit === 'object') return wrong(limit.problem);
  const words = wordsOf(call);
  if ('problem' in words) return wrong(words.problem);
  if (call.words.length !== 1) return wrong('Write one file, such as `proviso provisos lock.proviso`.');
  const { files, problems } = findFiles(call.words);
  for (const { path, message } of problems) terminal.say(`${path}:1:1: error: ${message}`);
  if (problems.length > 0) return exitCodes.wrongInput;
  if (files.length !== 1) return wrong(`${call.words[0]} holds ${plural(files.length, 'file')}; write the one whose provisos are wanted.`);
  const sources = readSources(files[0]);
  if ('problem' in sources) return wrong(sources.problem);
  const analysis = analyse(sources);
  const errors = [...sources.diagnostics, ...analysis.diagnostics].filter(({ severity }) => severity === 'error');
  const text = (file: string) => sources.texts.get(file) ?? null;
  const output = await Output.begin(terminal, [{ format: 'text', file: null }], {
    traces: false,
    lints: false,
    statistics: false,
    quiet: false,
    text,
  });
  if (output.diagnostics(errors)) return exitCodes.wrongInput;
  const subjects = subjectsOf(call, analysis);
  if ('problem' in subjects) return wrong(subjects.problem);
  const constants = constantsOf(call, analysis, subjects.subjects);
  if ('problem' in constants) return wrong(constants.problem);
  const swept = sweptOf(call, analysis, subjects.subjects);
  if (swept !== null && 'problem' in swept) return wrong(swept.problem);
  const unknown = unknownProperty(call, analysis, subjects.subjects);
  if (unknown !== null) return wrong(unknown);
  return {
    analysis,
    subjects: subjects.subjects,
    words,
    swept,
    constants: constants.constants,
    maxStates: typeof maxStates === 'number' ? maxStates : MOST_STATES,
    seconds: typeof seconds === 'number' ? seconds : SECONDS,
  };
}

/** Each system that a check names, under the first set that it is checked under, or under the one asked for. */
function subjectsOf({ options }: Call, { checks, systems, assumes }: Analysis): { readonly subjects: readonly Subject[] } | Problem {
  const { assume, system } = options;
  if (typeof system === 'string' && !systems.has(system)) return missing('system', system, systems.keys());
  if (typeof assume === 'string' && !assumes.has(assume)) return missing('assume', assume, assumes.keys());
  const found = new Map<string, Subject>();
  for (const check of checks) {
    if (typeof system === 'string' && check.system !== system) continue;
    if (typeof assume === 'string' && check.assume !== assume) continue;
    if (!found.has(check.system)) found.set(check.system, { system: check.system, assume: check.assume });
  }
  if (found.size === 0 && typeof assume === 'string') {
    const only = typeof system === 'string' ? system : systems.size === 1 ? [...systems.keys()][0] : null;
    if (only !== null) found.set(only, { system: only, assume });
  }
  if (found.size === 0) return { problem: 'No check says which system goes with which assume: write `--system` and `--assume`.' };
  return { subjects: [...found.values()] };
}

function missing(kind: string, name: string, known: Iterable<string>): Problem {
  const names = [...known];
  return {
    problem: `There is no ${kind} \`${name}\`.${didYouMean(name, names)} There ${names.length === 1 ? 'is' : 'are'}: ${names.join(', ')}.`,
  };
}

function unknownProperty({ options }: Call, { systems }: Analysis, subjects: readonly Subject[]): string | null {
  const items = subjects.flatMap(({ system }) => systems.get(system)?.items ?? []);
  const known = items.flatMap((item) => (item.kind === 'property' ? [item.name.text] : []));
  const name = many(options.property).find((one) => !known.includes(one));
  return name === undefined ? null : missing('property', name, new Set(known)).problem;
}

/** `NAME=3`, `NAME=true` */
function constantsOf(
  { options }: Call,
  analysis: Analysis,
  subjects: readonly Subject[],
): { readonly constants: ReadonlyMap<string, ConstantValue> } | Problem {
  const known = new Map(subjects.flatMap(({ system, assume }) => [...constantsUnder(analysis, system, assume)]));
  const constants = new Map<string, ConstantValue>();
  for (const text of many(options.set)) {
    const [, name, value] = /^\s*(\w+)\s*=\s*(-?\d+|true|false)\s*$/.exec(text) ?? [];
    if (name === undefined) return { problem: `\`--set ${text}\`: write a constant and its value, such as \`--set TIMEOUT=4\`.` };
    const declared = known.get(name);
    if (declared === undefined) return missing('constant', name, known.keys());
    const given = value === 'true' || value === 'false' ? value === 'true' : Number(value);
    if (typeof given !== typeof declared)
      return { problem: `\`--set ${text}\`: ${name} is ${declared}, which is not of the kind of ${value}.` };
    constants.set(name, given);
  }
  return { constants };
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
  cuts: 'cuts',
  order: 'order',
  crashes: 'crashes',
} as const satisfies Record<NonNullable<Words['over']>[number], NonNullable<Words['over']>[number]>;

const EXTRAS = {
  corruptions: 'corruptions',
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

function many(option: Call['options'][string]): readonly string[] {
  return Array.isArray(option) ? option.map(String) : [];
}
