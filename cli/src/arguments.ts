/** The words after `proviso`: which verb, which options, which files; or what is wrong with them. */
import { parseArgs } from 'node:util';
import { didYouMean } from './suggest.ts';

export const verbs = ['check', 'format', 'explain', 'lsp', 'help'] as const;
export type Verb = (typeof verbs)[number];

type Spec = Record<string, { readonly type: 'boolean' | 'string'; readonly multiple?: boolean; readonly short?: string }>;

const common = {
  help: { type: 'boolean', short: 'h' },
  color: { type: 'boolean' },
} as const satisfies Spec;

/** `color` is for `--no-color`, `reduction` for `--no-reduction`. */
const specs = {
  check: {
    ...common,
    property: { type: 'string', multiple: true },
    assume: { type: 'string', multiple: true },
    'max-states': { type: 'string' },
    'max-memory': { type: 'string' },
    compress: { type: 'boolean' },
    timeout: { type: 'string' },
    traces: { type: 'boolean' },
    stats: { type: 'boolean' },
    reduction: { type: 'boolean' },
    threads: { type: 'string' },
    quiet: { type: 'boolean', short: 'q' },
  },
  format: { ...common, check: { type: 'boolean' } },
  explain: common,
  lsp: { ...common, stdio: { type: 'boolean' } },
  help: common,
} as const satisfies Record<Verb, Spec>;

export interface Call {
  readonly verb: Verb;
  readonly words: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;
}

export type Parsed = Call | { readonly problem: string };

export function parseCall(words: readonly string[]): Parsed {
  const [first, ...rest] = words;
  if (first === undefined || first === '--help' || first === '-h') return { verb: 'help', words: [], options: {} };
  if (!isVerb(first)) return { problem: unknownVerb(first) };
  const spec: Spec = specs[first];
  const problem = unknownOption(first, rest, spec);
  if (problem !== null) return { problem };
  try {
    const { values, positionals } = parseArgs({ args: rest, options: spec, allowPositionals: true, allowNegative: true });
    if (values.help === true) return { verb: 'help', words: [first], options: {} };
    return { verb: first, words: positionals, options: values };
  } catch (error) {
    // parseArgs throws for what the caller typed; its first sentence says what is wrong.
    return {
      problem: `${
        String((error as Error).message)
          .split('. ')[0]
          .split('\n')[0]
      }. See \`proviso help ${first}\`.`,
    };
  }
}

function isVerb(word: string): word is Verb {
  return (verbs as readonly string[]).includes(word);
}

function unknownVerb(word: string): string {
  if (word.startsWith('-')) return `\`${word}\` is not an option of proviso itself. Write the verb first: \`proviso check ${word}\`.`;
  if (/\.proviso$|[/\\*]/.test(word)) return `What should be done with ${word}? To check it, write \`proviso check ${word}\`.`;
  return `There is no verb \`${word}\`.${didYouMean(word, verbs)} The verbs are ${verbs.join(', ')}.`;
}

function unknownOption(verb: Verb, words: readonly string[], spec: Spec): string | null {
  const end = words.indexOf('--');
  for (const word of end < 0 ? words : words.slice(0, end)) {
    const name = /^--(?:no-)?([^=]+)/.exec(word)?.[1];
    if (name === undefined || name in spec) continue;
    const known = Object.keys(spec).map((option) => (option === 'color' || option === 'reduction' ? `--no-${option}` : `--${option}`));
    return `\`proviso ${verb}\` has no option \`${word.split('=')[0]}\`.${didYouMean(word, known)} See \`proviso help ${verb}\`.`;
  }
  return null;
}

/** A whole number above 0, or what is wrong with it. */
export function positive(call: Call, option: string, unit: string, example = 100): number | null | { readonly problem: string } {
  const text = call.options[option];
  if (typeof text !== 'string') return null;
  const n = Number(text.replaceAll(/[,_]/g, ''));
  if (Number.isFinite(n) && n > 0) return n;
  return { problem: `\`--${option} ${text}\`: write a number of ${unit} above 0, such as \`--${option} ${example}\`.` };
}
