/** Reads a configuration file. What is wrong with it is said with its place; nothing of it is taken then. */
import { isConstants, isLogs, type NamedLogs } from '#checker';
import { didYouMean } from '../suggest.ts';
import type { CheckConfig, Config, ProvisosConfig } from './types.ts';

export interface ConfigProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

type Kind = 'text' | 'texts' | 'switch' | 'positive' | 'options' | 'runs' | 'logs' | 'constants';

const kinds = {
  ...{ $schema: 'text', files: 'texts', exclude: 'texts', check: 'options', provisos: 'options', conform: 'runs' },
} as const satisfies Record<keyof Config, Kind>;
const checkKinds = {
  ...{ timeout: 'positive', searchTimeout: 'positive', maxStates: 'positive', maxMemory: 'positive', threads: 'positive' },
  ...{ format: 'texts', cache: 'switch', cacheFolder: 'text' },
} as const satisfies Record<keyof CheckConfig, Kind>;
const provisosKinds = {
  ...{ timeout: 'positive', maxStates: 'positive', maxMemory: 'positive', format: 'texts' },
} as const satisfies Record<keyof ProvisosConfig, Kind>;

const logsKinds = {
  ...{ name: 'text', spec: 'text', logs: 'logs', mapping: 'text', system: 'text', assume: 'text' },
  ...{ tick: 'text', clockError: 'text', constants: 'constants' },
} as const satisfies Record<keyof NamedLogs, Kind>;

interface Expected {
  readonly is: (value: unknown) => boolean;
  readonly words: string;
}

const expected: Readonly<Record<Kind, Expected>> = {
  text: { is: (value) => typeof value === 'string', words: 'a text in quotes' },
  texts: {
    is: (value) => Array.isArray(value) && value.every((one) => typeof one === 'string'),
    words: 'a list of texts, such as ["specs"]',
  },
  switch: { is: (value) => typeof value === 'boolean', words: 'true or false' },
  positive: { is: (value) => typeof value === 'number' && value > 0, words: 'a number above 0' },
  options: { is: isObject, words: 'options in braces' },
  runs: { is: (value) => Array.isArray(value) && value.every(isObject), words: 'a list of runs, each in braces' },
  logs: { is: isLogs, words: 'a list of files, such as ["run.jsonl"]' },
  constants: { is: isConstants, words: 'constants with their values, such as { "TIMEOUT": 4 }' },
};

export function parseConfig(text: string): Config | ConfigProblem {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return notJson(text, (error as Error).message);
  }
  if (!isObject(value)) return { line: 1, column: 1, message: 'the file has to be options in braces: { ... }' };
  const config = value as Config;
  return (
    problemOf(text, config, kinds, '') ??
    (config.check === undefined ? null : problemOf(text, config.check, checkKinds, 'check.')) ??
    (config.provisos === undefined ? null : problemOf(text, config.provisos, provisosKinds, 'provisos.')) ??
    problemOfLogs(text, config.conform ?? []) ??
    config
  );
}

export function isProblem(config: Config | ConfigProblem): config is ConfigProblem {
  return 'message' in config && 'line' in config;
}

/** A key stands in each of several runs: of those with it, that which is meant is so many from the end. */
function problemOfLogs(text: string, all: readonly NamedLogs[]): ConfigProblem | null {
  for (const [i, one] of all.entries()) {
    const behind = (key: string) => all.slice(i + 1).filter((other) => Object.hasOwn(other, key)).length;
    const problem = problemOf(text, one, logsKinds, `conform[${i}].`, behind);
    if (problem !== null) return problem;
    for (const key of ['spec', 'logs'])
      if (!Object.hasOwn(one, key)) return { ...placeOf(text, 'conform', 0), message: `\`conform[${i}].${key}\` is missing` };
  }
  return null;
}

/** `behind`: how often the key stands in what comes behind it */
function problemOf(
  text: string,
  options: object,
  known: Readonly<Record<string, Kind>>,
  path: string,
  behind: (key: string) => number = () => 0,
): ConfigProblem | null {
  for (const [key, value] of Object.entries(options)) {
    const place = placeOf(text, key, behind(key));
    if (!Object.hasOwn(known, key)) {
      const names = Object.keys(known);
      return { ...place, message: `there is no option \`${path}${key}\`.${didYouMean(key, names)} There are ${names.join(', ')}.` };
    }
    const { is, words } = expected[known[key]];
    if (!is(value)) return { ...place, message: `\`${path}${key}\` has to be ${words}` };
  }
  return null;
}

/** Of the last key that is written so, as it is the one that counts, or of so many before it. */
function placeOf(text: string, key: string, before: number): Pick<ConfigProblem, 'line' | 'column'> {
  const places = [...text.matchAll(/"(?:[^"\\]|\\.)*"(?=\s*:)/g)].filter(([written]) => JSON.parse(written) === key);
  return lineAndColumn(text, places.at(-1 - before)?.index ?? 0);
}

/** The message of the parser, whose place stands before it here. */
function notJson(text: string, told: string): ConfigProblem {
  const position = /at position (\d+)/.exec(told)?.[1];
  const words = told.replace(/ (in JSON )?at position .*$/s, '').replace(/,? "[\s\S]*" is not valid JSON$/, '');
  return { ...lineAndColumn(text, position === undefined ? text.length : Number(position)), message: `this is no JSON: ${words}` };
}

function lineAndColumn(text: string, offset: number): Pick<ConfigProblem, 'line' | 'column'> {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: before.at(-1)!.length + 1 };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
