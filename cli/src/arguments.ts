/** The words after `proviso`: which verb, which options, which files; or what is wrong with them. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { Call } from './call.ts';
import { type VerbSpec, writtenName } from './verbs/spec.ts';
import { isVerb, type Verb, verbs } from './verbs/table.ts';

export interface VerbCall extends Call {
  readonly verb: Verb;
}

export type Parsed = VerbCall | { readonly problem: string };

export async function parseCall(words: readonly string[]): Promise<Parsed> {
  const [first, ...rest] = words;
  if (first === undefined || first === '--help' || first === '-h') return { verb: 'help', words: [], options: {} };
  if (!isVerb(first)) return { problem: await noVerb(first) };
  const problem = await unknownOption(first, rest, verbs[first]);
  if (problem !== null) return { problem };
  try {
    const { values, positionals } = parseArgs({
      args: withValues(rest, verbs[first]),
      options: parsable(verbs[first]),
      allowPositionals: true,
      allowNegative: true,
    });
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

/** Every verb has `--help`. */
function parsable({ options }: VerbSpec): NonNullable<ParseArgsConfig['options']> {
  const listed = Object.entries(options).map(([name, { value, multiple, short }]) => {
    const type = value === undefined ? ('boolean' as const) : ('string' as const);
    return [name, { type, ...(multiple === undefined ? {} : { multiple }), ...(short === undefined ? {} : { short }) }] as const;
  });
  return { help: { type: 'boolean', short: 'h' }, ...Object.fromEntries(listed) };
}

/** `--changed` as `--changed=`: whether a value follows is not a matter of the next word. */
function withValues(words: readonly string[], { options }: VerbSpec): string[] {
  const end = words.indexOf('--');
  const isBare = (word: string) =>
    word.startsWith('--') && Object.hasOwn(options, word.slice(2)) && options[word.slice(2)].optional === true;
  return words.map((word, i) => ((end < 0 || i < end) && isBare(word) ? `${word}=` : word));
}

async function noVerb(word: string): Promise<string> {
  if (word.startsWith('-')) return `\`${word}\` is not an option of proviso itself. Write the verb first: \`proviso check ${word}\`.`;
  if (/\.proviso$|[/\\*]/.test(word)) return `What should be done with ${word}? To check it, write \`proviso check ${word}\`.`;
  return (await suggestions()).unknownVerb(word);
}

async function unknownOption(verb: Verb, words: readonly string[], { options }: VerbSpec): Promise<string | null> {
  const end = words.indexOf('--');
  for (const word of end < 0 ? words : words.slice(0, end)) {
    const name = /^--(?:no-)?([^=]+)/.exec(word)?.[1];
    if (name === undefined || name === 'help' || Object.hasOwn(options, name)) continue;
    const known = [...Object.entries(options).map(([option, spec]) => writtenName(option, spec)), '--help'];
    const { didYouMean } = await suggestions();
    return `\`proviso ${verb}\` has no option \`${word.split('=')[0]}\`.${didYouMean(word, known)} See \`proviso help ${verb}\`.`;
  }
  return null;
}

/** Loaded where something is misspelt: a call that is right needs no words of the language to begin. */
function suggestions() {
  return import('./suggest.ts');
}
