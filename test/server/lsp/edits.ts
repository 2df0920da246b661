/** Texts for random sessions, and edits of them as people make them: sound, damaging, repairing, or without meaning. */
import { format } from '#grammar';
import type { Edit } from './client.ts';

/** Small numbers that seem random; the same seed gives the same session. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  below(n: number): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * n);
  }

  of<T>(items: readonly T[]): T {
    return items[this.below(items.length)];
  }
}

/** A file that `SYSTEMS` imports. */
export const WORLD = `/// The world as it is assumed here.
assume Calm { timing async }

assume Lossy extends Calm {
  network { lossy, capacity 2 }
}

assume Timed { timing sync { delay <= 1, pause <= 0 }  network { capacity 2 } }
`;

/** Violations with faults in them, model errors, dead handlers, and sweeps with points that are wrong in themselves. */
export const SYSTEMS = `import "./world.proviso"

/// Asks until it is answered.
system Asking {
  const MOST = 2
  message Ask(n: 0..3)
  message Answer
  message Never

  node Server {
    seen: 0..3 = 0
    on Ask(n) { seen = n; reply Answer }
    on Never { seen = 0 }
  }

  node Client {
    asked: 0..3 = 0
    done: bool = false
    action ask when asked < MOST and not done {
      asked += 1
      send Ask(n: asked) to Server
    }
    on Answer { done = true }
  }

  safety Few: always Client.asked <= 1
  safety Kept: always Client.done implies Client.asked >= 1
  reachable Done: Client.done
}

system Counting {
  const MOST = 3
  type Spare = 1..MOST
  node Counter[2] {
    n: 0..3 = 0
    spare: Spare = 1
    action count when n < MOST { n += 1 }
  }
  safety Low: never (exists c in Counter: c.n == 3)
  reachable Both: forall c in Counter: c.n == 2
}

check Calm of Asking { Few violated  Done reached }
check Lossy of Asking { Few holds  Done reached }
check Timed of Asking { Few violated }
check Calm of Counting for MOST in 0..4 { Low holds when MOST < 3 }
`;

/** A file of its own. */
export const ALONE = `system Lamp {
  node Switch {
    on: bool = false
    presses: 0..4 = 0
    action press when presses < 4 { on = not on; presses += 1 }
  }
  safety Dark: never (Switch.on and Switch.presses == 4)
}
assume Room { timing async }
check Room { Dark holds }
`
  .replaceAll('on: bool', 'lit: bool')
  .replaceAll('on = not on', 'lit = not lit')
  .replaceAll('Switch.on', 'Switch.lit');

/** Many small systems in one file. */
export const LONG = Array.from({ length: 30 }, (_, i) =>
  ALONE.replace(/\b(Lamp|Room)\b/g, `$1${i}`).replace(/check (\w+) /, `check $1 of Lamp${i} `),
).join('\n');

/** `original` is the text that a repair restores. */
export function randomEdit(chance: Chance, text: string, original: string): Edit {
  const kind = chance.below(100);
  if (kind < 25) return number(chance, text);
  if (kind < 50) return trivia(chance, text);
  if (kind < 56) return whole(text, format('x', text).text);
  if (kind < 61) return damage(chance, text);
  if (kind < 70) return word(chance, text);
  if (kind < 75) return line(chance, text);
  return whole(text, original);
}

function whole(text: string, other: string): Edit {
  return { start: 0, end: text.length, text: other };
}

function placeOf(chance: Chance, text: string, pattern: RegExp): RegExpExecArray | null {
  const all = [...text.matchAll(pattern)];
  return all.length === 0 ? null : chance.of(all);
}

function swap(chance: Chance, text: string, pattern: RegExp, others: readonly string[]): Edit {
  const place = placeOf(chance, text, pattern);
  if (place === null) return { start: text.length, end: text.length, text: '\n' };
  return { start: place.index, end: place.index + place[0].length, text: chance.of(others) };
}

function number(chance: Chance, text: string): Edit {
  return swap(chance, text, /\b\d\b/g, ['0', '1', '2', '3']);
}

function word(chance: Chance, text: string): Edit {
  return chance.of([
    () => swap(chance, text, /\b(holds|violated)\b/g, ['holds', 'violated']),
    () => swap(chance, text, /\b(Calm|Lossy|Timed|Room)\b/g, ['Calm', 'Lossy', 'Timed']),
    () => swap(chance, text, /\b(Asking|Counting)\b/g, ['Asking', 'Counting']),
    () => swap(chance, text, /<=|<|==|>/g, ['<=', '<', '==', '>']),
    () => swap(chance, text, /\boptional action\b|\baction\b/g, ['action', 'optional action']),
  ])();
}

/** Nothing that a verdict depends on. */
export function trivia(chance: Chance, text: string): Edit {
  const end = placeOf(chance, text, /\n/g)?.index ?? text.length;
  const space = placeOf(chance, text, /[^\s] +[^\s]/g);
  return chance.of<() => Edit>([
    () => ({ start: end, end, text: ' // a remark' }),
    () => ({ start: end, end, text: '\n// a line of its own' }),
    () => ({ start: end, end, text: '\n/// documentation' }),
    () => ({ start: end, end, text: '\n\n' }),
    () => ({ start: 0, end: 0, text: '\n' }),
    () => (space === null ? { start: 0, end: 0, text: ' ' } : { start: space.index + 1, end: space.index + 1, text: '  ' }),
    () => {
      const comment = placeOf(chance, text, /[ \t]*\/\/[^\n]*/g);
      return comment === null
        ? { start: 0, end: 0, text: '\n' }
        : { start: comment.index, end: comment.index + comment[0].length, text: '' };
    },
  ])();
}

function damage(chance: Chance, text: string): Edit {
  const at = chance.below(text.length + 1);
  return chance.of([
    { start: at, end: at, text: chance.of(['{', '}', '(', 'x', '"', '§', '\0', 'system ', '\r\n', '=', 'check ']) },
    { start: at, end: Math.min(text.length, at + 1 + chance.below(12)), text: '' },
  ]);
}

/** A line is doubled, taken away, or swapped with the next. */
function line(chance: Chance, text: string): Edit {
  const lines = text.split('\n');
  const at = chance.below(lines.length);
  const start = lines.slice(0, at).join('\n').length + (at > 0 ? 1 : 0);
  const end = start + lines[at].length;
  return chance.of([
    { start, end, text: `${lines[at]}\n${lines[at]}` },
    { start, end: Math.min(text.length, end + 1), text: '' },
    { start, end: Math.min(text.length, end + 1 + (lines[at + 1] ?? '').length), text: `${lines[at + 1] ?? ''}\n${lines[at]}` },
  ]);
}
