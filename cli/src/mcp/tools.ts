/** The tools that an assistant sees, and what each answers. */

import type { CheckReport, Counterexample, RunReport } from '#report';
import { exitCodes } from '../exit.ts';
import { codePages } from '../pages.ts';
import { file, files, type Given, needed, Refused, SECONDS, seconds, text } from './arguments.ts';
import { type Ran, run } from './run.ts';

export interface Answer {
  readonly text: string;
  readonly isError: boolean;
}

export interface Tool {
  readonly description: string;
  readonly inputSchema: { readonly type: 'object'; readonly properties: Record<string, object>; readonly required?: string[] };
  readonly run: (given: Given, signal: AbortSignal) => Promise<Answer>;
}

/** Memory in MiB; and no configuration, since that may stand above the folder. */
const ALLOWED = ['--no-config', '--max-memory', '1024'];
const CHECK = ['check', ...ALLOWED];
/** Characters of an answer: an assistant has to read it. */
const LONGEST = 60_000;

const TIME = { type: 'number', exclusiveMinimum: 0, maximum: SECONDS.most, description: `budget in seconds (otherwise ${SECONDS.usual})` };
const FILE = { type: 'string', description: 'a specification (*.proviso)' };
const PROPERTY = { type: 'string', description: 'the name of a property' };
const ASSUME = { type: 'string', description: 'the name of an assume (otherwise all that are checked)' };

export type ToolName = 'check' | 'provisos' | 'explain' | 'trace';

export const tools: Readonly<Record<ToolName, Tool>> = {
  check: {
    description:
      'Model-checks specifications and compares each verdict with what they expect. Unexpected verdicts come with their simplest counterexample; mistakes in a text come with a code that `explain` knows.',
    inputSchema: {
      type: 'object',
      properties: {
        files: { type: 'array', items: { type: 'string' }, description: 'files or folders (otherwise the whole folder)' },
        property: PROPERTY,
        assume: ASSUME,
        seconds: TIME,
      },
    },
    run: async (given, signal) => told(await run([...CHECK, ...chosen(given)], files(given), seconds(given), signal)),
  },
  provisos: {
    description:
      'Finds what a property really needs of its assumptions: how far each bound may go before it breaks. With `joint` all of them together, which takes longer.',
    inputSchema: {
      type: 'object',
      properties: { file: FILE, property: PROPERTY, assume: ASSUME, joint: { type: 'boolean' }, seconds: TIME },
      required: ['file'],
    },
    run: async (given, signal) => {
      const joint = given.joint === true ? ['--joint'] : [];
      return told(await run(['provisos', ...ALLOWED, ...chosen(given), ...joint], [file(given)], seconds(given), signal));
    },
  },
  explain: {
    description:
      'Explains a code of a message (`code`, such as PV0203); or tells in a few sentences why a property of a file is violated or reached (`file` and `property`), and which faults that requires.',
    inputSchema: {
      type: 'object',
      properties: { code: { type: 'string' }, file: FILE, property: PROPERTY, assume: ASSUME, seconds: TIME },
    },
    run: async (given, signal) => (text(given, 'code') === null ? await explainRun(given, signal) : explainCode(needed(given, 'code'))),
  },
  trace: {
    description:
      'The counterexample of a property, or the run that reaches it, step by step, as JSON: time, node, what happened, what changed.',
    inputSchema: {
      type: 'object',
      properties: { file: FILE, property: PROPERTY, assume: ASSUME, seconds: TIME },
      required: ['file', 'property'],
    },
    run: trace,
  },
};

export const toolNames = Object.keys(tools) as readonly ToolName[];

export function isTool(name: string): name is ToolName {
  return Object.hasOwn(tools, name);
}

/** As `--property=NAME`, so that a name is never an option. */
function chosen(given: Given): string[] {
  return (['property', 'assume'] as const).flatMap((name) => {
    const value = text(given, name);
    return value === null ? [] : [`--${name}=${value}`];
  });
}

/** Verdicts that are not as expected are an answer; an error is what kept it from being given. */
function told({ code, out, err }: Ran): Answer {
  const answered: readonly (number | null)[] = [exitCodes.fine, exitCodes.unexpected, exitCodes.undecided];
  return { text: cut([out.trim(), err.trim()].filter((part) => part !== '').join('\n\n')), isError: !answered.includes(code) };
}

function cut(whole: string): string {
  return whole.length <= LONGEST
    ? whole
    : `${whole.slice(0, LONGEST)}\n... (${whole.length - LONGEST} more characters: ask about one property)`;
}

function explainCode(word: string): Answer {
  const pages = codePages();
  const code = word.toUpperCase();
  if (!Object.hasOwn(pages, code))
    throw new Refused(`There is no code \`${word}\`. Codes look like PV0203, and stand in the messages of \`check\`.`);
  return { text: pages[code], isError: false };
}

interface Shown {
  readonly where: string;
  readonly verdict: string;
  readonly needs: string;
  readonly counterexample: Counterexample | null;
}

/** Each outcome of the property, under each assume and at each point. */
async function outcomesOf(given: Given, signal: AbortSignal): Promise<Answer | { readonly shown: readonly Shown[] }> {
  needed(given, 'property');
  const ran = await run(
    [...CHECK, ...chosen(given), '--traces', '--no-provisos', '--format', 'json'],
    [file(given)],
    seconds(given),
    signal,
  );
  // Where the call is wrong there is no document.
  if (ran.code === null || ran.code > exitCodes.undecided || ran.out === '') return { ...told(ran), isError: true };
  const report: RunReport = JSON.parse(ran.out);
  if (report.skipped.length > 0) {
    const lines = report.diagnostics.map(({ place, code, message }) => `${place.file}:${place.line}:${place.column} ${code} ${message}`);
    return { text: cut(lines.join('\n')), isError: true };
  }
  return { shown: report.checks.flatMap(shownIn) };
}

function shownIn({ system, assume, properties }: CheckReport): Shown[] {
  return properties.flatMap(({ name, outcomes }) =>
    outcomes.map(({ point, verdict, blame, counterexample }) => {
      const at = point.length === 0 ? '' : ` at ${point.map((one) => `${one.name} = ${one.value}`).join(', ')}`;
      return { where: `${name} of ${system} under ${assume}${at}`, verdict: verdict.text, needs: blame?.text ?? '', counterexample };
    }),
  );
}

async function explainRun(given: Given, signal: AbortSignal): Promise<Answer> {
  if (text(given, 'file') === null) throw new Refused('Give a `code`, or a `file` and a `property`.');
  const found = await outcomesOf(given, signal);
  if (!('shown' in found)) return found;
  const lines = found.shown.map(({ where, verdict, needs, counterexample }) => {
    const story = counterexample === null ? [] : [counterexample.story, ...counterexample.fair];
    return [`${where}: ${verdict}.`, ...story, needs].filter((part) => part !== '').join('\n');
  });
  return { text: cut(lines.join('\n\n')), isError: false };
}

async function trace(given: Given, signal: AbortSignal): Promise<Answer> {
  const found = await outcomesOf(given, signal);
  if (!('shown' in found)) return found;
  const with_ = found.shown.find(({ counterexample }) => counterexample !== null);
  if (with_ === undefined) {
    const verdicts = found.shown.map(({ where, verdict }) => `${where}: ${verdict}.`);
    return { text: cut(['There is no run to show.', ...verdicts].join('\n')), isError: false };
  }
  const { steps, loopStart } = with_.counterexample!;
  const lines = steps.map(({ time, node, text: what, fault, changes, place }) =>
    JSON.stringify({
      ...{ time, node, what, ...(fault ? { fault } : {}), changes: changes.map((change) => change.text) },
      line: place === null ? null : `${place.file}:${place.line}`,
    }),
  );
  const { where, verdict } = with_;
  return {
    text: cut(
      `{"of": ${JSON.stringify(where)}, "verdict": ${JSON.stringify(verdict)}, "loopStart": ${loopStart}, "steps": [\n${lines.join(',\n')}\n]}`,
    ),
    isError: false,
  };
}
