/**
 * Keywords that are names where they stand. `node`, `check` or `on` as a field, a variable or a member of an
 * enumeration leave no doubt after a dot, before a colon or an assignment, where a value has to stand, or behind a word that
 * names something. Everywhere else a reserved word keeps its meaning; contextual words need none of this.
 */
import type { IToken, TokenType } from 'chevrotain';
import { become } from './lexer.ts';
import * as t from './tokens.ts';

/** Values themselves: names only behind a dot. */
const values: ReadonlySet<TokenType> = new Set([t.True, t.False, t.None, t.Self]);

/** Keywords that begin or join values: names only before a colon, and behind a dot. */
const inValues: ReadonlySet<TokenType> = new Set([
  ...[t.If, t.Forall, t.Exists, t.Not, t.Always, t.Eventually, t.Never],
  ...[t.And, t.Or, t.Implies, t.In, t.Until, t.Where, t.Then, t.Else, t.For, t.When],
]);

const assignments: ReadonlySet<TokenType> = new Set([t.Equal, t.PlusEqual, t.MinusEqual]);

/** Behind these a value has to stand, or a name. */
const needsValue: ReadonlySet<TokenType> = new Set([
  ...[t.LeftParen, t.LeftBracket, t.Comma, t.Colon, t.Equal, t.PlusEqual, t.MinusEqual, t.DotDot],
  ...[
    t.EqualEqual,
    t.NotEqual,
    t.Less,
    t.LessEqual,
    t.Greater,
    t.GreaterEqual,
    t.Plus,
    t.Minus,
    t.Star,
    t.Slash,
    t.Percent,
    t.Bar,
    t.Ampersand,
  ],
  ...[t.If, t.Not, t.And, t.Or, t.Implies, t.In, t.Until, t.Where, t.Then, t.When, t.Always, t.Eventually, t.Never, t.Match, t.Assert],
  ...[t.To, t.From, t.Within, t.For, t.Wiped],
]);

/** Behind these a name has to stand. */
const needsName: ReadonlySet<TokenType> = new Set([
  ...[t.Forall, t.Exists, t.Choose, t.Some, t.Timer, t.Action, t.On, t.Defer, t.Start, t.Stop, t.Call, t.Let, t.Const],
]);

/** Contextual words that may follow a value. */
const followsValue: ReadonlySet<TokenType> = new Set([t.Leads, t.Within, t.To, t.From, t.Wiped]);

/** Makes names of the reserved words that are names where they stand. */
export function takeNames(tokens: readonly IToken[]): void {
  for (const [i, token] of tokens.entries()) {
    if (!t.reservedWords.has(token.image) || token.tokenType === t.Identifier) continue;
    if (isName(tokens, i)) become(token, t.Identifier);
  }
}

function isName(tokens: readonly IToken[], i: number): boolean {
  const { tokenType } = tokens[i];
  const before = tokens[i - 1]?.tokenType;
  if (before === t.Dot) return true;
  if (values.has(tokenType)) return false;
  return isMarked(tokens, i) || (!inValues.has(tokenType) && isExpected(tokens, i));
}

/** The next token shows that it is a name: `node: T`, `node = e`, `node.f`, `node[k]`. */
function isMarked(tokens: readonly IToken[], i: number): boolean {
  const { tokenType } = tokens[i];
  const after = tokens[i + 1]?.tokenType;
  if (after === undefined) return false;
  if (after === t.Colon) return true;
  if (inValues.has(tokenType)) return false;
  if (after === t.LeftBracket) return tokenType !== t.Match && tokenType !== t.Assert;
  return after === t.Dot || (assignments.has(after) && tokenType !== t.Let && tokenType !== t.Const);
}

/**
 * What stands before says that a value or a name has to come, and what follows does not make another sense of it. A word that
 * begins a line may begin something new, where the line before lacks its value; so may one with a word behind it.
 */
function isExpected(tokens: readonly IToken[], i: number): boolean {
  const [before, token, after] = [tokens[i - 1], tokens[i], tokens[i + 1]];
  if (before === undefined || after === undefined || before.startLine !== token.startLine) return false;
  // a step of a scenario: `n: on M`
  if (token.tokenType === t.On && before.tokenType === t.Colon && isWord(after)) return false;
  const isFollowed = after.startLine === token.startLine && isWord(after) && !followsValue.has(after.tokenType);
  if (isFollowed || isRequest(tokens, i)) return false;
  // Not for a word behind `else {`, which begins a statement.
  return needsName.has(before.tokenType) || before.tokenType === t.Else || isValuePlace(tokens, i);
}

/** `= send M to` and `= broadcast M(` of a call. */
function isRequest(tokens: readonly IToken[], i: number): boolean {
  const [{ tokenType }, after, third] = [tokens[i], tokens[i + 1], tokens[i + 2]];
  if (tokenType !== t.Send && tokenType !== t.Broadcast) return false;
  return isWord(after) && (third?.tokenType === t.LeftParen || third?.tokenType === t.To);
}

/** A word that begins something of its own: a name, or a keyword that joins no values. */
function isWord({ tokenType, image }: IToken): boolean {
  return /^[A-Za-z_]/.test(image) && !inValues.has(tokenType) && tokenType !== t.Provided;
}

/** A value has to stand here. `{` begins the members of an enum, or a set where a value has to stand; otherwise a body. */
function isValuePlace(tokens: readonly IToken[], i: number): boolean {
  const before = tokens[i - 1]?.tokenType;
  if (before === t.LeftBrace) return tokens[i - 3]?.tokenType === t.Enum || isValuePlace(tokens, i - 1);
  // A variable may be called so too: in `when random {` a body begins.
  if (before === t.Random) return tokens[i - 2]?.tokenType === t.Equal;
  return before !== undefined && needsValue.has(before);
}
