/** Specs that somebody has written, with a few words changed as a slip of the hand would: many of them still mean something, and something else. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { read } from '../random/run.ts';

/** Words that can stand for each other, mostly. */
const ALIKE: readonly (readonly string[])[] = [
  ['<', '<=', '>', '>=', '==', '!='],
  ['and', 'or', 'implies'],
  ['+', '-', '*'],
  ['true', 'false'],
  ['forall', 'exists'],
  ['always', 'never', 'eventually'],
  ['sync', 'partial', 'async'],
  ['lossy', 'duplicating', 'corrupting', 'fifo'],
  ['stop', 'recovery', 'amnesia', 'byzantine'],
  ['durable', ''],
  ['optional', ''],
  ['=', '+=', '-='],
  ['holds', 'violated', 'reached', 'unreached'],
];

const WORD = /[A-Za-z_]\w*|\d+|[<>=!+-]=|\.\.|->|[^\s\w]/g;

/** One change: at which word, and which of the changes that are possible there; any numbers. */
interface Change {
  readonly at: number;
  readonly how: number;
}

/** Without those that import another file; some may be wrong on purpose. */
function originals(): readonly string[] {
  const paths = ['samples', 'test'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  );
  const texts = paths
    .filter((path) => path.endsWith('.proviso'))
    .sort()
    .map((path) => readFileSync(path, 'utf8'));
  return texts.filter((text) => !/^import /m.test(text));
}

/** Those that were asked about: all would take as long as the mutants of an ordinary run. */
const sound = new Map<string, boolean>();

function isSound(text: string): boolean {
  const known = sound.get(text);
  if (known !== undefined) return known;
  const { errors, models } = read(text);
  const is = errors.length === 0 && models.size > 0;
  sound.set(text, is);
  return is;
}

const original = fc.constantFrom(...originals()).filter(isSound);

/** Of two originals the shorter one, so that most take little time. */
export const mutants: fc.Arbitrary<string> = fc
  .record({
    original: fc.tuple(original, original).map(([one, other]) => (one.length <= other.length ? one : other)),
    changes: fc.array(fc.record({ at: fc.nat(), how: fc.nat() }), { minLength: 1, maxLength: 2 }),
  })
  .map(({ original, changes }) => changes.reduce(changed, original));

function changed(text: string, { at, how }: Change): string {
  const bare = text.replaceAll(/\/\/.*$/gm, (comment) => ' '.repeat(comment.length));
  const words = [...bare.matchAll(WORD)].map(({ 0: word, index }) => ({ word, index }));
  // Mostly such changes as leave the text right.
  const mild = words.filter(({ word }) => isNumber(word) || alike(word) !== undefined);
  const candidates = how % 10 > 0 && mild.length > 0 ? mild : words;
  const { word, index } = candidates[at % candidates.length];
  const others = insteadOf(
    word,
    words.map((one) => one.word),
  );
  return text.slice(0, index) + others[how % others.length] + text.slice(index + word.length);
}

function isNumber(word: string): boolean {
  return /^\d/.test(word);
}

function alike(word: string): readonly string[] | undefined {
  return ALIKE.find((group) => group.includes(word));
}

/** What may stand there: a neighbour of a number, a word like it, another name of the file; or nothing, or the word twice. */
function insteadOf(word: string, words: readonly string[]): readonly string[] {
  if (isNumber(word)) return [String(Number(word) + 1), String(Math.max(0, Number(word) - 1)), '0'];
  const group = alike(word);
  if (group !== undefined) return group.filter((one) => one !== word);
  if (!/^[A-Za-z_]/.test(word)) return ['', `${word} ${word}`];
  const capital = /^[A-Z]/.test(word);
  const names = [...new Set(words)].filter((one) => one !== word && /^[A-Za-z_]/.test(one) && /^[A-Z]/.test(one) === capital);
  return [...names, ''];
}
