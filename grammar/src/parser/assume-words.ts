/** Where in an assume a thing is said, for those who write its word directly into the assume, or the word of another tool or book. */
import type { TokenType } from 'chevrotain';
import { faultModes, networkWords, quantities } from './starts.ts';

const inNetwork = (fault: string) => `the network's faults stand in \`network { ${fault} }\``;
const inFault = (mode: string) => `what nodes may do wrong is said as \`fault R { ${mode} }\``;
const inTiming = 'say one of `timing async`, `timing sync { delay <= 1 }` and `timing partial { eventually delay <= 1 }`';

const patterns = (words: Readonly<Record<string, TokenType>>) => Object.values(words).map((word) => String(word.PATTERN));

const places: ReadonlyMap<string, string> = new Map([
  ...patterns(networkWords).map((word) => [word, inNetwork(examples(word))] as const),
  ...['loss', 'losses', 'drop', 'drops', 'unreliable'].map((word) => [word, inNetwork('lossy')] as const),
  ...['duplicate', 'duplicates', 'duplication'].map((word) => [word, inNetwork('duplicating')] as const),
  ...['corrupt', 'corruption'].map((word) => [word, inNetwork('corrupting')] as const),
  ...['cut', 'partition', 'partitions'].map((word) => [word, inNetwork('cuts')] as const),
  ...['ordered', 'reordering'].map((word) => [word, `messages may overtake each other unless it says \`network { fifo }\``] as const),
  ...['reliable', 'lossless'].map(
    (word) => [word, 'without `network { ... }` nothing is lost, duplicated or corrupted: leave it out'] as const,
  ),
  ...patterns(faultModes).map((word) => [word, inFault(word)] as const),
  ...['crash', 'crashes', 'crashing', 'fail', 'fails', 'failure', 'failures', 'faults'].map((word) => [word, inFault('stop')] as const),
  ...['restart', 'restarts', 'recover', 'recovers'].map((word) => [word, inFault('recovery')] as const),
  ...patterns(quantities).map((word) => [word, `bounds on time stand behind \`timing\`: \`timing sync { ${word} <= 1 }\``] as const),
  ...['async', 'asynchronous', 'sync', 'synchronous', 'partial', 'partially'].map((word) => [word, inTiming] as const),
  ...['latency', 'delays'].map((word) => [word, 'bounds on time stand behind `timing`: `timing sync { delay <= 1 }`'] as const),
  ['steps', 'steps of a wall clock stand in `clocks { steps up to 1 by 1 }`'],
]);

/** `one` and `link` begin more than one word. */
function examples(word: string): string {
  const numbered: Readonly<Record<string, string>> = {
    one: 'one-way cuts',
    link: 'link cuts',
    queue: 'queue 1 per link',
    capacity: 'capacity 3',
  };
  return numbered[word] ?? word;
}

/** A sentence without a full stop; null for any other word. */
export function placeInAssume(word: string): string | null {
  return places.get(word) ?? null;
}
