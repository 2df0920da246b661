/** What may stand in place of the last word of a call, from what the verbs declare. */
import { type Completion, type OptionSpec, type VerbSpec, writtenName } from '../verbs/spec.ts';
import { isVerb, verbNames, verbs } from '../verbs/table.ts';

export interface Candidate {
  readonly word: string;
  /** one line, maybe empty */
  readonly help: string;
}

export interface Candidates {
  readonly words: readonly Candidate[];
  /** which files and folders may stand there besides; after the last `=` of the word if it has one */
  readonly files: 'specs' | 'files' | 'folders' | 'nothing';
}

const nothing: Candidates = { words: [], files: 'nothing' };

/** `words`: those after `proviso`, the last of them begun, maybe empty. */
export async function candidates(words: readonly string[]): Promise<Candidates> {
  const [verb = '', ...rest] = words;
  if (rest.length === 0) return beginningWith(verb, [...verbWords(), { word: '--help', help: '' }, { word: '--version', help: '' }]);
  return isVerb(verb) ? await afterVerb(verbs[verb], rest) : nothing;
}

function verbWords(): Candidate[] {
  return verbNames.map((verb) => ({ word: verb, help: verbs[verb].summary }));
}

async function afterVerb(spec: VerbSpec, words: readonly string[]): Promise<Candidates> {
  const current = words.at(-1)!;
  const before = words.slice(0, -1);
  if (before.includes('--')) return await ofKind(spec.completes, current, '');
  const valued = optionOf(spec, before.at(-1) ?? '');
  if (valued?.completes !== undefined && valued.optional !== true) return await ofKind(valued.completes, current, '');
  const equals = current.indexOf('=');
  if (current.startsWith('--') && equals > 0) {
    const kind = optionOf(spec, current.slice(0, equals))?.completes;
    return kind === undefined ? nothing : await ofKind(kind, current.slice(equals + 1), current.slice(0, equals + 1));
  }
  if (current.startsWith('-')) return beginningWith(current, optionWords(spec, before));
  return await ofKind(spec.completes, current, '');
}

/** `prefix`: what stands before it in the same word. */
async function ofKind(kind: Completion, current: string, prefix: string): Promise<Candidates> {
  if (typeof kind === 'string') return { words: [], files: kind };
  if (current.includes('=')) return { words: [], files: kind.then ?? 'nothing' };
  const words = Object.entries(await kind.words()).map(([word, help]) => ({ word: prefix + word, help: oneLine(help) }));
  return beginningWith(prefix + current, words);
}

function beginningWith(start: string, words: readonly Candidate[]): Candidates {
  return { words: words.filter(({ word }) => word.startsWith(start)), files: 'nothing' };
}

/** Those that may still be given. */
function optionWords({ options }: VerbSpec, before: readonly string[]): Candidate[] {
  const given = new Set(before.map((word) => word.split('=')[0]));
  const open = Object.entries(options).filter(([name, option]) => option.multiple === true || !given.has(writtenName(name, option)));
  return [
    ...open.map(([name, option]) => ({ word: writtenName(name, option), help: oneLine(option.help) })),
    { word: '--help', help: 'what the verb does, and all of this' },
  ];
}

/** The option that a word names: "--format", "-t". */
function optionOf({ options }: VerbSpec, word: string): OptionSpec | undefined {
  return Object.entries(options).find(
    ([name, option]) => word === `--${name}` || (option.short !== undefined && word === `-${option.short}`),
  )?.[1];
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}
