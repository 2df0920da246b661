/** What a verb declares of itself: how it is called, what it does, and its options. Loads nothing of what the verb needs to run. */
import type { Call } from '../call.ts';
import type { ExitCode } from '../exit.ts';

export interface VerbSpec {
  /** what stands after the verb where all are listed: "[FILES]" */
  readonly words: string;
  /** what stands after it in its own help: "[FILES] [OPTIONS]" */
  readonly usage: string;
  /** one line, where all verbs are listed */
  readonly summary: string;
  /** lines of at most 120 columns, as its own help has them */
  readonly description: string;
  /** two to four calls, where its own help ends */
  readonly examples: readonly Example[];
  /** what may stand after the verb, for a shell that completes it */
  readonly completes: Completion;
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** what `proviso.config.json` gives it: files, and the options of a section of its own. Its options have to have `configOptions` */
  readonly config?: 'files' | ConfigSection;
  /** the exit codes are part of its help */
  readonly exitCodes?: boolean;
  /** Loads the verb. `script`: what a thread of a large search runs; without it there is one thread only. */
  readonly run: (call: Call, script: string | null) => Promise<ExitCode>;
}

/** A section of `proviso.config.json` that is a verb's own. */
export type ConfigSection = 'check' | 'provisos' | 'conform';

export interface Example {
  /** as it is typed: "proviso check specs" */
  readonly call: string;
  /** what it does, in a few words */
  readonly does: string;
}

/** What a shell offers: files and folders by their names, or words. */
export type Completion = 'specs' | 'files' | 'folders' | 'nothing' | Words;

export interface Words {
  /** each word, and what it is; loaded when a shell asks */
  readonly words: () => Promise<Readonly<Record<string, string>>>;
  /** what may follow a word and `=`; without it nothing does */
  readonly then?: 'files' | 'folders';
}

/** An option is on or off, or it has a value, of which a shell has to know what may stand there. */
export type OptionSpec = OptionWords & (Switch | Valued);

interface Switch {
  readonly value?: undefined;
  readonly completes?: undefined;
  readonly optional?: undefined;
}

interface Valued {
  /** "NAME" in "--property NAME" */
  readonly value: string;
  readonly completes: Completion;
  /** the value may be missing, and is the empty text then; it is written with `=` */
  readonly optional?: boolean;
}

interface OptionWords {
  readonly multiple?: boolean;
  /** "q" of "-q" */
  readonly short?: string;
  /** on unless switched off: written `--no-color` */
  readonly negative?: boolean;
  /** a line break where the help has one */
  readonly help: string;
}

/** As it is written: "--property", "--no-color". */
export function writtenName(name: string, { negative }: Pick<OptionSpec, 'negative'>): string {
  return negative === true ? `--no-${name}` : `--${name}`;
}

/** Of verbs that remember what they have searched. */
export const cacheOptions = {
  cache: { negative: true, help: 'search again what an earlier run has searched, and remember nothing' },
  'cache-folder': {
    value: 'FOLDER',
    completes: 'folders',
    help: `where results are remembered (otherwise node_modules/.cache/proviso, or proviso in the folder
for caches)`,
  },
} as const satisfies VerbSpec['options'];

/** Of verbs that are about one system under one set, whatever the file checks. */
export const constantOption = {
  set: { value: 'NAME=VALUE', completes: 'nothing', multiple: true, help: 'give a constant this value (may be given several times)' },
} as const satisfies VerbSpec['options'];

/** Of a verb with `config`. */
export const configOptions = {
  config: { value: 'FILE', completes: 'files', help: 'this configuration (otherwise the next proviso.config.json from the files upwards)' },
  'no-config': { help: 'no configuration' },
} as const satisfies Readonly<Record<string, OptionSpec>>;

export const color: OptionSpec = { negative: true, help: 'no colours' };

/** The formats of the answer, each of which may go to a file. `only`: those of a verb that has not all of them. */
export function formatWords(only?: readonly string[]): Words {
  return {
    words: async () => {
      const { formats } = await import('#report');
      const wanted = Object.entries(formats).filter(([name]) => only?.includes(name) ?? true);
      return Object.fromEntries(wanted.map(([name, { summary }]) => [name, summary]));
    },
    then: 'files',
  };
}

/** Of verbs whose answer has no other formats. */
export const textOrJson = {
  format: {
    value: 'NAME[=FILE]',
    completes: formatWords(['text', 'json']),
    multiple: true,
    help: `text (for people), json (everything that is known, for other programs); with =FILE into a file.
May be given several times; one of them at most is without a file`,
  },
} as const satisfies VerbSpec['options'];

export const traceWords: Words = { words: async () => ({ itf: 'the Informal Trace Format' }), then: 'folders' };

/** Of a verb that writes what `check` writes. */
export const answerOptions = {
  format: {
    value: 'NAME[=FILE]',
    completes: formatWords(),
    multiple: true,
    help: `how the answer is written: text, json, junit, sarif, github, markdown, html; with =FILE into
a file. May be given several times; one of them at most is without a file`,
  },
  'traces-as': {
    value: 'itf=FOLDER',
    completes: traceWords,
    help: `each counterexample as a file in the folder, in the Informal Trace Format, for tests made
from a model`,
  },
  traces: { help: 'show expected counterexamples in full too' },
} as const satisfies Readonly<Record<string, OptionSpec>>;

/** Which checks. */
export const chosenChecks = {
  property: { value: 'NAME', completes: 'nothing', multiple: true, help: 'only this property (may be given several times)' },
  assume: { value: 'NAME', completes: 'nothing', multiple: true, help: 'only checks under this assume (may be given several times)' },
} as const satisfies Readonly<Record<string, OptionSpec>>;
