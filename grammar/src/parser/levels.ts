/**
 * Which words begin an item of which list. Recovery needs it twice: to find the next item after a mistake, and to see that
 * a closing brace is missing because an item of the list outside begins.
 */
import { EOF, type IToken, type TokenType, tokenMatcher } from 'chevrotain';
import * as t from '../tokens.ts';
import { assumeStarts, nodeStarts, propertyWords, scenarioStarts, statementStarts, systemStarts, wordsOf } from './starts.ts';

/** The lists of a file. An `entry` is a part of `timing`, `network`, `fault` or `clocks`. */
export type Level = 'file' | 'system' | 'node' | 'statement' | 'scenario' | 'assume' | 'entry' | 'check' | 'provisos';

/** Does an item of this list begin with `token`, which begins a line? */
export function beginsItem(level: Level, token: IToken, after: IToken): boolean {
  if (starters[level].has(token.tokenType)) return contextualFits(token, after);
  return namesBegin.has(level) && tokenMatcher(token, t.Identifier);
}

/** Does a declaration begin with `token`, which begins a line? Names alone, which may be anything, do not count. */
export function beginsDeclaration(token: IToken, after: IToken): boolean {
  return declared.has(token.tokenType) && contextualFits(token, after);
}

/** Does an item of a list further out begin here, so that this list must have ended? */
export function beginsOuterItem(level: Level, token: IToken, after: IToken): boolean {
  if (token.tokenType === EOF) return false;
  return outer[level].has(token.tokenType) && contextualFits(token, after);
}

/** The message and its help for a token that begins no item of this list. */
export function whereItStands(level: Level, token: IToken, found: string): [string, { help: string }] {
  const home = homes.get(token.tokenType);
  if (token.tokenType === t.Question) return [`unexpected ${found}`, { help: 'write `if c then a else b`' }];
  if (token.tokenType === t.Hash) return [`unexpected ${found}`, { help: 'a comment begins with `//`' }];
  if (level === 'file' && token.tokenType === t.RightBrace) return ['unmatched `}`', { help: 'remove it, or look for an extra `}` above' }];
  if (home && !home.levels.includes(level)) return [`${found} is not allowed ${inside[level]}`, { help: `it belongs ${home.text}` }];
  return [`unexpected ${found}`, { help: expected[level] }];
}

const fileStarters = [t.Import, t.System, t.Assume, t.Check, t.Provisos];
const statementWords = wordsOf(statementStarts);

const starters: Record<Level, ReadonlySet<TokenType>> = {
  file: new Set(fileStarters),
  system: new Set(wordsOf(systemStarts)),
  node: new Set(wordsOf(nodeStarts)),
  // A contextual word would have to be followed by more than `contextualFits` looks at.
  statement: new Set(statementWords.filter((word) => !word.CATEGORIES?.includes(t.Identifier))),
  scenario: new Set([t.Then, t.Integer]),
  assume: new Set(wordsOf(assumeStarts)),
  entry: new Set(),
  check: new Set(),
  provisos: new Set(),
};

const declared: ReadonlySet<TokenType> = new Set(
  [starters.file, starters.system, starters.node, starters.assume].flatMap((words) => [...words]),
);

/** Lists whose items may begin with a name. */
const namesBegin: ReadonlySet<Level> = new Set(['node', 'statement', 'scenario', 'assume', 'entry', 'check', 'provisos']);

const outer: Record<Level, ReadonlySet<TokenType>> = {
  file: new Set(),
  system: new Set(fileStarters),
  node: new Set([...fileStarters, t.Strict, t.Node, ...Object.values(propertyWords)]),
  statement: new Set([
    ...fileStarters,
    ...[t.Strict, t.Node, ...Object.values(propertyWords), t.Enum, t.Struct, t.Fun, t.Message, t.Type],
    ...[t.Durable, t.Timer, t.On, t.Defer, t.Optional, t.Action],
  ]),
  scenario: new Set([...fileStarters, t.Strict, t.Node, ...Object.values(propertyWords)]),
  assume: new Set(fileStarters),
  entry: new Set([...fileStarters, t.Const, t.Timing, t.Network, t.Fault, t.Clocks]),
  check: new Set(fileStarters),
  provisos: new Set(fileStarters),
};

/** A contextual word begins an item only where a name or the word it belongs to follows on the same line. */
function contextualFits(token: IToken, after: IToken): boolean {
  if (!tokenMatcher(token, t.Identifier)) return true;
  if (braceFollows.has(token.tokenType) && after.tokenType === t.LeftBrace) return true;
  if (token.tokenType === t.Limit) return !tokenMatcher(after, t.Equal);
  return (
    after.startLine === token.startLine && (tokenMatcher(after, t.Identifier) || after.tokenType === t.Node || after.tokenType === t.Action)
  );
}

const braceFollows: ReadonlySet<TokenType> = new Set([t.Timing, t.Network, t.Clocks]);

/** Words that an item of this list can begin with, for those that are misspelt. */
export function itemWords(level: Level): readonly TokenType[] {
  if (level === 'scenario') return [...wordsOf(scenarioStarts), t.Then];
  return level === 'statement' ? statementWords : [...starters[level]];
}

/** Can `token`, a name that is no word, not be the name that an item of this list begins with? */
export function isNoName(level: Level, token: IToken, after: IToken): boolean {
  const isLast = after.tokenType === EOF || after.startLine !== token.startLine || after.tokenType === t.RightBrace;
  if (level === 'statement' && (isLast || after.tokenType === t.Semicolon)) return true;
  return !isLast && (after.tokenType === t.LeftBrace || after.tokenType === t.Text || /^[A-Za-z_]/.test(after.image));
}

/** Is it a word that begins an item of some other list only? As a name, the message says what would have to follow it. */
export function standsElsewhere(level: Level, token: IToken): boolean {
  const home = homes.get(token.tokenType);
  return home !== undefined && !home.levels.includes(level);
}

const inSystem = { levels: ['system'], text: 'in a system, outside its nodes' };
const inNode = { levels: ['node'], text: 'in a node' };
const inAssume = { levels: ['assume'], text: 'in an assume' };
const inBody = { levels: ['statement'], text: 'in the body of a handler or an action' };
const homes = new Map<TokenType, { levels: string[]; text: string }>([
  ...[t.Enum, t.Struct, t.Fun, t.Node, ...Object.values(propertyWords)].map((word) => [word, inSystem] as const),
  ...[t.Timer, t.On, t.Defer, t.Action].map((word) => [word, inNode] as const),
  ...[t.If, t.Match, t.For, t.Send, t.Broadcast, t.Reply, t.Assert].map((word) => [word, inBody] as const),
  ...[t.Clock, t.Type, t.Message].map((word) => [word, inSystem] as const),
  [t.Durable, inNode],
  ...[t.Timing, t.Network, t.Fault, t.Clocks].map((word) => [word, inAssume] as const),
  [t.Const, { levels: ['system', 'assume'], text: 'in a system outside its nodes, or in an assume' }],
  [t.Let, { levels: ['system', 'statement'], text: 'in a system outside its nodes, or in the body of a handler or an action' }],
]);

const inside: Record<Level, string> = {
  file: 'at the top level',
  system: 'directly in a system',
  node: 'directly in a node',
  statement: 'in a body',
  scenario: 'in a scenario',
  assume: 'in an assume',
  entry: 'in this list',
  check: 'in a check',
  provisos: 'among provisos',
};

const expected: Record<Level, string> = {
  file: 'a file contains `import`, `system`, `assume`, `check` and `provisos`',
  system:
    'a system contains `const`, `type`, `enum`, `struct`, `message`, `fun`, `let`, `clock`, `ghost`, `node`, `safety`, `liveness`, `reachable` and `scenario`',
  node: 'a node contains variables (`x: T = e`), `timer`, `on`, `defer` and `action`',
  statement: 'a body contains statements, such as `x = e`, `send M to n` or `if c { }`',
  scenario: 'a scenario contains steps, such as `n: on M`, `n: crashes`, `loses M` or `3 ticks pass`',
  assume: 'an assume contains `timing`, `network`, `fault`, `clocks`, `limit`, `const` and settings (`Client = 3`)',
  entry: 'separate the parts of an assumption with `,`',
  check: 'a check contains expectations, such as `P holds` or `Q violated when e`',
  provisos: 'provisos contain claims, such as `P holds when delay <= 1` or `P holds provided losses <= 0`',
};
