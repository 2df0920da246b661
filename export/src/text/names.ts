/** Names in TLA+: the author's, and where such a name cannot stand, the same with a number or an underscore behind it. */

/** Words that no identifier may be (Lamport, "Specifying Systems", 2002, section 15.2), and those of the modules that are extended. */
const RESERVED = new Set(
  `ASSUME ASSUMPTION AXIOM BY CASE CHOOSE CONSTANT CONSTANTS CONSTRAINT COROLLARY DEF DEFINE DEFS DOMAIN ELSE ENABLED EXCEPT EXTENDS HAVE
  HIDE IF IN INSTANCE LAMBDA LEMMA LET LOCAL MODULE NEW OBVIOUS OMITTED ONLY OTHER PICK PROOF PROPOSITION PROVE QED RECURSIVE SF_ STATE
  STRONG_FAIRNESS SUBSET SUFFICES TAKE TEMPORAL THEN THEOREM UNCHANGED UNION USE VARIABLE VARIABLES WEAK_FAIRNESS WF_ WITH WITNESS
  ACTION BOOLEAN TRUE FALSE STRING Nat Int Integers Naturals Sequences FiniteSets TLC Seq Len Append Head Tail SubSeq SelectSeq
  Cardinality IsFiniteSet Print PrintT Assert JavaTime TLCGet TLCSet Permutations SortSeq RandomElement Any ToString TLCEval TLCFP`.split(
    /\s+/,
  ),
);

/** What the operators that every module has bind, and steps. */
export const OPERATORS_BIND = [
  ...[
    's',
    't',
    'u',
    'z',
    'self',
    'h',
    'm',
    'n',
    'a',
    'b',
    'c',
    'e',
    'f',
    'i',
    'k',
    'l',
    'p',
    'q',
    'r',
    'x',
    'S',
    'T',
    'K',
    'C',
    'v',
    'lo',
    'hi',
  ],
  ...['ms', 'why', 'from', 'to', 'rest', 'acc', 'key', 'held', 'older', 'liar', 'payload', 'call', 'Test', 'Rest', 'Each', 'd'],
] as const;

/** A name of a field, or one that `isTaken` by nothing. Identifiers need a letter, and may not begin as fairness does. */
function identifier(wanted: string, isTaken: (name: string) => boolean): string {
  const plain = wanted.replaceAll(/[^A-Za-z0-9_]+/g, '_');
  const whole = /[A-Za-z]/.test(plain) && !/^([0-9]|WF_|SF_)/.test(plain) ? plain : `x_${plain}`;
  if (!RESERVED.has(whole) && !isTaken(whole)) return whole;
  for (let n = 2; ; n++) if (!isTaken(`${whole}_${n}`)) return `${whole}_${n}`;
}

/** The names of one module: no bound name may be one that the module defines, or the other way round. */
export class Names {
  readonly #defined = new Set<string>();
  readonly #bound = new Set<string>(OPERATORS_BIND);

  /** A name that the module defines, and with it those that end in `_` and one of these words. */
  define(wanted: string, words: readonly string[] = []): string {
    const all = (one: string) => [one, ...words.map((word) => `${one}_${word}`)];
    const name = identifier(wanted, (one) => all(one).some((each) => this.#defined.has(each) || this.#bound.has(each)));
    for (const one of all(name)) this.#defined.add(one);
    return name;
  }

  /** A bound name that stands nowhere else yet. */
  unique(wanted: string): string {
    const name = identifier(wanted, (one) => this.#defined.has(one) || this.#bound.has(one));
    this.#bound.add(name);
    return name;
  }

  /** Names bound inside one definition, each once. */
  scope(): Scope {
    const here = new Set<string>();
    return {
      bind: (wanted) => {
        const name = identifier(wanted, (one) => this.#defined.has(one) || here.has(one));
        here.add(name);
        this.#bound.add(name);
        return name;
      },
    };
  }
}

export interface Scope {
  readonly bind: (wanted: string) => string;
}

/** Names of the fields of a record, in the same order, each once. */
export function fieldNames(wanted: readonly string[], taken: readonly string[] = []): string[] {
  const used = new Set(taken);
  return wanted.map((one) => {
    const name = identifier(one, (other) => used.has(other));
    used.add(name);
    return name;
  });
}
