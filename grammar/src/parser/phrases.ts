/**
 * The phrases of a claim: `pause Worker`, `least delay`, `no fault Worker`. Their words are names everywhere else, so they are found
 * by what they spell, not by the lexer.
 */
import type { IToken } from 'chevrotain';
import type { AssumedWord } from '../ast.ts';
import * as t from '../tokens.ts';

export interface Phrase {
  readonly word: AssumedWord;
  readonly eventually: boolean;
  /** tokens of it, the role included */
  readonly length: number;
  /** which of them is the role; null where it names none */
  readonly role: number | null;
}

/** Words with a role in them, or after them where one may follow. `R` stands for a role, `R?` for one that may be left out. */
const PHRASES: Readonly<Record<AssumedWord, readonly string[]>> = {
  'no fault': ['no', 'fault', 'R'],
  'only stops': ['R', 'only', 'stops'],
  'keeps disk': ['R', 'keeps', 'its', 'disk'],
  'faults end': ['faults', 'end'],
  'least delay': ['least', 'delay', 'R?'],
  delay: ['delay', 'R?'],
  pause: ['pause', 'R?'],
  drift: ['drift', 'R?'],
  skew: ['skew', 'R?'],
  losses: ['losses'],
  duplications: ['duplications'],
  corruptions: ['corruptions'],
  'one-way link cuts': ['one', '-', 'way', 'link', 'cuts'],
  'one-way cuts': ['one', '-', 'way', 'cuts'],
  'link cuts': ['link', 'cuts'],
  cuts: ['cuts'],
  'clock step size': ['clock', 'step', 'size'],
  'clock steps': ['clock', 'steps'],
  crashes: ['crashes', 'R?'],
  down: ['down', 'R?'],
  byzantine: ['byzantine', 'R?'],
  fifo: ['fifo'],
};

const IN_THE_END: ReadonlySet<AssumedWord> = new Set(['delay', 'pause', 'drift', 'skew']);

/** The phrase that begins at the next token; `ahead(1)` is that token, `ahead(0)` the one before. */
export function phraseAhead(ahead: (howFar: number) => IToken): Phrase | null {
  const eventually = ahead(1).tokenType === t.Eventually;
  const skip = eventually ? 1 : 0;
  for (const [word, parts] of Object.entries(PHRASES) as [AssumedWord, readonly string[]][]) {
    if (eventually && !IN_THE_END.has(word)) continue;
    const found = matched(parts, (n) => ahead(n + skip));
    if (found !== null) return { word, eventually, length: found.length + skip, role: found.role === null ? null : found.role + skip };
  }
  return null;
}

function matched(parts: readonly string[], ahead: (howFar: number) => IToken): { length: number; role: number | null } | null {
  let role: number | null = null;
  for (const [i, part] of parts.entries()) {
    const token = ahead(i + 1);
    if (part === 'R?') return isRole(ahead, i + 1) ? { length: i + 1, role: i } : { length: i, role: null };
    if (part === 'R') {
      if (!isIdentifier(token)) return null;
      role = i;
    } else if (token.image !== part) return null;
  }
  return { length: parts.length, role };
}

/** And not the property of the next claim. */
function isRole(ahead: (howFar: number) => IToken, at: number): boolean {
  return isIdentifier(ahead(at)) && ahead(at + 1).tokenType !== t.Holds;
}

function isIdentifier({ tokenType }: IToken): boolean {
  return tokenType === t.Identifier || tokenType.CATEGORIES?.includes(t.Identifier) === true;
}
