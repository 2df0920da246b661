/** What a word of the language stands in, by the words before it, so that it is known in an unfinished text too. */
import type { Snapshot } from './snapshot.ts';

/** `code`: in a node; `property`: of a system, but for a `scenario`; `item`: anything else of a system or of an assumption set */
export type WordPlace =
  | 'file'
  | 'item'
  | 'code'
  | 'property'
  | 'scenario'
  | 'timing'
  | 'network'
  | 'fault'
  | 'clocks'
  | 'limit'
  | 'check'
  | 'provisos';

const items = (...words: string[]) => words.map((word): [string, WordPlace] => [word, 'item']);

/** Words that begin a part of the file, and those that begin a part of that. */
const OWNERS = new Map<string, { readonly place: WordPlace; readonly parts: ReadonlyMap<string, WordPlace> }>([
  [
    'system',
    {
      place: 'item',
      parts: new Map([
        ...items('const', 'type', 'enum', 'struct', 'message', 'fun', 'let', 'clock', 'ghost', 'strict'),
        ['node', 'code'],
        ['safety', 'property'],
        ['liveness', 'property'],
        ['reachable', 'property'],
        ['scenario', 'scenario'],
      ]),
    },
  ],
  [
    'assume',
    {
      place: 'item',
      parts: new Map([
        ...items('const'),
        ['timing', 'timing'],
        ['network', 'network'],
        ['fault', 'fault'],
        ['clocks', 'clocks'],
        ['limit', 'limit'],
      ]),
    },
  ],
  ['check', { place: 'check', parts: new Map() }],
  ['provisos', { place: 'provisos', parts: new Map() }],
]);

export function wordPlace({ parsed }: Snapshot, offset: number): WordPlace {
  let parts: ReadonlyMap<string, WordPlace> = new Map();
  let place: WordPlace = 'file';
  let depth = 0;
  for (const { image, startOffset } of parsed.tokens) {
    // A word that begins something belongs to it.
    if (startOffset > offset) break;
    if (image === '{') depth++;
    else if (image === '}') depth = Math.max(0, depth - 1);
    else if (depth === 0 && OWNERS.has(image)) ({ place, parts } = OWNERS.get(image)!);
    else if (depth === 1) place = parts.get(image) ?? place;
  }
  return place;
}
