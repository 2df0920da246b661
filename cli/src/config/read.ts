/** Reads a configuration file. What is wrong with it is said with its place; nothing of it is taken then. */
import { didYouMean } from '../suggest.ts';
import type { CheckConfig, Config, ProvisosConfig } from './types.ts';

export interface ConfigProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

type Kind = 'text' | 'texts' | 'switch' | 'positive' | 'options';

const kinds = { $schema: 'text', files: 'texts', exclude: 'texts', check: 'options', provisos: 'options' } as const satisfies Record<
  keyof Config,
  Kind
>;
const checkKinds = {
  ...{ timeout: 'positive', searchTimeout: 'positive', maxStates: 'positive', maxMemory: 'positive', threads: 'positive' },
  ...{ format: 'texts', cache: 'switch', cacheFolder: 'text' },
} as const satisfies Record<keyof CheckConfig, Kind>;
const provisosKinds = {
  ...{ timeout: 'positive', maxStates: 'positive', maxMemory: 'positive', format: 'texts' },
} as const satisfies Record<keyof ProvisosConfig, Kind>;

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
    config
  );
}

export function isProblem(config: Config | ConfigProblem): config is ConfigProblem {
  return 'message' in config && 'line' in config;
}

function problemOf(text: string, options: object, known: Readonly<Record<string, Kind>>, path: string): ConfigProblem | null {
  for (const [key, value] of Object.entries(options)) {
    const place = placeOf(text, key);
    if (!Object.hasOwn(known, key)) {
      const names = Object.keys(known);
      return { ...place, message: `there is no option \`${path}${key}\`.${didYouMean(key, names)} There are ${names.join(', ')}.` };
    }
    const { is, words } = expected[known[key]];
    if (!is(value)) return { ...place, message: `\`${path}${key}\` has to be ${words}` };
  }
  return null;
}

/** Of the last key that is written so: it is the one that counts. */
function placeOf(text: string, key: string): Pick<ConfigProblem, 'line' | 'column'> {
  const places = [...text.matchAll(/"(?:[^"\\]|\\.)*"(?=\s*:)/g)].filter(([written]) => JSON.parse(written) === key);
  return lineAndColumn(text, places.at(-1)?.index ?? 0);
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
