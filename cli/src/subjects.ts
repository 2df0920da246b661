/** The one file that a call names, and which of its systems under which of its assumption sets the call means. */
import { type Analysis, analyse, type ConstantValue, constantsUnder } from '#checker';
import type { Diagnostic } from '#grammar';
import { plural, type Texts } from '#report';
import { type Call, many } from './call.ts';
import { type ExitCode, exitCodes } from './exit.ts';
import { type Found, findFiles } from './files.ts';
import { readSources } from './sources.ts';
import { didYouMean } from './suggest.ts';
import type { Terminal } from './terminal.ts';

/** One system under the set that is meant. */
export interface Subject {
  readonly system: string;
  readonly assume: string;
}

export type Problem = { readonly problem: string };

export interface SpecFile {
  readonly found: Found;
  readonly analysis: Analysis;
  /** of the text too */
  readonly diagnostics: readonly Diagnostic[];
  readonly texts: Texts;
}

/** Where it cannot be had, that has been said, and here is the code to end with. */
export function readSpec(call: Call, verb: string, terminal: Terminal): SpecFile | ExitCode {
  const wrong = (problem: string) => {
    terminal.complain(`proviso: ${problem}`);
    return exitCodes.wrongInput;
  };
  if (call.words.length !== 1) return wrong(`Write one file, such as \`proviso ${verb} lock.proviso\`.`);
  const { files, problems } = findFiles(call);
  for (const { path, message } of problems) terminal.complain(`${path}:1:1: error: ${message}`);
  if (problems.length > 0) return exitCodes.wrongInput;
  if (files.length !== 1) return wrong(`${call.words[0]} holds ${plural(files.length, 'file')}; write the one that is meant.`);
  const [found] = files;
  const sources = readSources(found);
  if ('problem' in sources) return wrong(sources.problem);
  const analysis = analyse(sources);
  return {
    found,
    analysis,
    diagnostics: [...sources.diagnostics, ...analysis.diagnostics],
    texts: (file) => sources.texts.get(file) ?? null,
  };
}

/** Each system that a check or a `provisos` block names, under the first set that it is checked under, or under the one asked for. */
export function subjectsOf(
  { options }: Call,
  { checks, provisos, systems, assumes }: Analysis,
): { readonly subjects: readonly Subject[] } | Problem {
  const { assume, system } = options;
  if (typeof system === 'string' && !systems.has(system)) return missing('system', system, systems.keys());
  if (typeof assume === 'string' && !assumes.has(assume)) return missing('assume', assume, assumes.keys());
  const found = new Map<string, Subject>();
  for (const check of [...checks, ...provisos]) {
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

export function missing(kind: string, name: string, known: Iterable<string>): Problem {
  const names = [...known];
  return {
    problem: `There is no ${kind} \`${name}\`.${didYouMean(name, names)} There ${names.length === 1 ? 'is' : 'are'}: ${names.join(', ')}.`,
  };
}

/** `NAME=3`, `NAME=true` */
export function constantsOf(
  call: Call,
  analysis: Analysis,
  subjects: readonly Subject[],
): { readonly constants: ReadonlyMap<string, ConstantValue> } | Problem {
  const known = new Map(subjects.flatMap(({ system, assume }) => [...constantsUnder(analysis, system, assume)]));
  const constants = new Map<string, ConstantValue>();
  for (const text of many(call, 'set')) {
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
