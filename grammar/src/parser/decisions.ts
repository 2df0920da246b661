/**
 * Which way the parser goes at each place, by the type of the next token. Chevrotain finds it out from the rules whenever a parser is made, which
 * takes ten times as long as reading a file does. It comes out the same each time, so what is shipped has it inside (`grammar/bundle.mjs`).
 */
import { EOF, getLookaheadPaths, type ILookaheadStrategy, type IToken, type LookaheadSequence, type TokenType } from 'chevrotain';
import { allTokens } from '../tokens.ts';

type Kind =
  /** whether something optional, or one more of a list, begins here */
  | 'enters'
  /** the alternative */
  | 'chooses'
  /** the first alternative whose condition holds as well, which is asked while reading */
  | 'chooses what is allowed';

/** For each way the token types on which it is gone. */
interface Decision {
  readonly kind: Kind;
  readonly ways: readonly (readonly TokenType[])[];
}

/** All of a parser as data: token types are places in `types`, sets of them places in `sets`. Rules and places are numbered by chevrotain. */
export interface Decisions {
  readonly sets: readonly (readonly number[])[];
  readonly all: readonly { readonly rule: number; readonly place: number; readonly kind: Kind; readonly ways: readonly number[] }[];
}

/** As chevrotain calls it. */
type Ask = (this: Reading, alternatives: readonly { GATE?(): boolean }[]) => unknown;
interface Reading {
  LA_FAST(howFar: number): IToken;
}

/** What of chevrotain's parser is not in its types. That the two ways to a parser are one is tested. */
interface Inside {
  readonly lookAheadFuncsCache: Ask[][];
  selfAnalysisDone: boolean;
}

const types: readonly TokenType[] = [EOF, ...allTokens];

const made = new WeakMap<Ask, Decision>();

function ask(decision: Decision): Ask {
  const answer = askOf(decision);
  made.set(answer, decision);
  return answer;
}

function askOf({ kind, ways }: Decision): Ask {
  const first: number[] = [];
  for (const [way, on] of ways.entries()) for (const { tokenTypeIdx } of on) first[tokenTypeIdx!] ??= way;
  switch (kind) {
    case 'enters':
      return function () {
        return first[this.LA_FAST(1).tokenTypeIdx] === 0;
      };
    case 'chooses':
      return function () {
        return first[this.LA_FAST(1).tokenTypeIdx];
      };
    case 'chooses what is allowed': {
      const sets = ways.map((on) => new Set(on.map(({ tokenTypeIdx }) => tokenTypeIdx)));
      return function (alternatives) {
        const next = this.LA_FAST(1).tokenTypeIdx;
        const way = sets.findIndex((on, i) => on.has(next) && alternatives[i].GATE?.call(this) !== false);
        return way < 0 ? undefined : way;
      };
    }
    default:
      return kind satisfies never;
  }
}

/** What a way begins with; a way that may be empty is gone on any token. */
function begins(paths: LookaheadSequence): TokenType[] {
  if (paths.some((path) => path.length === 0)) return [...types];
  const first = new Set(paths.flatMap(([type]) => [type.tokenTypeIdx!, ...type.categoryMatches!]));
  return types.filter(({ tokenTypeIdx }) => first.has(tokenTypeIdx!));
}

/** Chevrotain's own with one token of lookahead, as decisions that can be kept. */
export const strategy: ILookaheadStrategy = {
  // What it would find wrong with the grammar is asked of chevrotain's own strategy, by a test.
  validate: () => [],
  buildLookaheadForAlternation({ prodOccurrence: occurrence, rule, hasPredicates }) {
    const paths = getLookaheadPaths({ occurrence, rule, prodType: 'Alternation', maxLookahead: 1 });
    return ask({ kind: hasPredicates ? 'chooses what is allowed' : 'chooses', ways: paths.map(begins) }) as () => number | undefined;
  },
  buildLookaheadForOptional({ prodOccurrence: occurrence, rule, prodType }) {
    const [inside] = getLookaheadPaths({ occurrence, rule, prodType, maxLookahead: 1 });
    return ask({ kind: 'enters', ways: [begins(inside)] }) as () => boolean;
  },
};

/** Of a parser that chevrotain has analysed. */
export function decisionsOf(parser: object): Decisions {
  const sets = new Map<string, readonly number[]>();
  const setOf = (on: readonly TokenType[]) => {
    const set = on.map((type) => types.indexOf(type));
    sets.set(`${set}`, set);
    return [...sets.keys()].indexOf(`${set}`);
  };
  const all = (parser as Inside).lookAheadFuncsCache.flatMap((asks, rule) =>
    asks.flatMap((one, place) => {
      const { kind, ways } = made.get(one)!;
      return [{ rule, place, kind, ways: ways.map(setOf) }];
    }),
  );
  return { sets: [...sets.values()], all };
}

/** In place of chevrotain's analysis. */
export function decide(parser: object, { sets, all }: Decisions): void {
  const inside = parser as Inside;
  const typesOf = sets.map((set) => set.map((i) => types[i]));
  for (const { rule, place, kind, ways } of all) {
    inside.lookAheadFuncsCache[rule] ??= [];
    inside.lookAheadFuncsCache[rule][place] = ask({ kind, ways: ways.map((i) => typesOf[i]) });
  }
  inside.selfAnalysisDone = true;
}
