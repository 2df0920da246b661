/**
 * Every word and mark of the language, in one table: the lexer, the parser, the formatter and the editors' colours all
 * come from here. A *reserved* word is never a name. A *contextual* word means something in one place only (`holds`,
 * `lossy`, `up`) and is a name everywhere else; to the parser it is a kind of identifier.
 */
import { createToken, Lexer, type TokenType } from 'chevrotain';

/** The category of a keyword; editors colour by it. */
export type WordGroup = 'declaration' | 'statement' | 'expression' | 'type' | 'assumption' | 'verdict';

export interface Word {
  readonly text: string;
  readonly reserved: boolean;
  readonly group: WordGroup;
  readonly token: TokenType;
}

const words: Word[] = [];
const marks: TokenType[] = [];

/** Stands for every infix operator. */
export const BinaryOperator = createToken({ name: 'BinaryOperator', pattern: Lexer.NA });
export const Identifier = createToken({ name: 'Identifier', pattern: /[A-Za-z_][A-Za-z0-9_]*/ });

function capitalised(text: string): string {
  return text[0].toUpperCase() + text.slice(1);
}

function reserved(text: string, group: WordGroup, categories: TokenType[] = []): TokenType {
  const token = createToken({ name: capitalised(text), pattern: text, longer_alt: Identifier, categories });
  words.push({ text, reserved: true, group, token });
  return token;
}

function contextual(text: string, group: WordGroup): TokenType {
  const token = createToken({ name: capitalised(text), pattern: text, longer_alt: Identifier, categories: [Identifier] });
  words.push({ text, reserved: false, group, token });
  return token;
}

function mark(name: string, pattern: string, categories: TokenType[] = []): TokenType {
  const token = createToken({ name, pattern, label: pattern, categories });
  marks.push(token);
  return token;
}

export const Import = reserved('import', 'declaration');
export const System = reserved('system', 'declaration');
export const Assume = reserved('assume', 'declaration');
export const Check = reserved('check', 'declaration');
export const Provisos = contextual('provisos', 'declaration');
export const Over = contextual('over', 'declaration');
export const Const = reserved('const', 'declaration');
export const Enum = reserved('enum', 'declaration');
export const Struct = reserved('struct', 'declaration');
export const Fun = reserved('fun', 'declaration');
export const Node = reserved('node', 'declaration');
export const Timer = reserved('timer', 'declaration');
export const On = reserved('on', 'declaration');
export const Defer = reserved('defer', 'declaration');
export const Action = reserved('action', 'declaration');
export const Ghost = reserved('ghost', 'declaration');
export const Safety = reserved('safety', 'declaration');
export const Liveness = reserved('liveness', 'declaration');
export const Reachable = reserved('reachable', 'declaration');
export const Scenario = contextual('scenario', 'declaration');
export const When = reserved('when', 'declaration');
export const Provided = reserved('provided', 'declaration');
export const Type = contextual('type', 'declaration');
export const Message = contextual('message', 'declaration');
export const Clock = contextual('clock', 'declaration');
export const Strict = contextual('strict', 'declaration');
export const Durable = contextual('durable', 'declaration');
export const Wiped = contextual('wiped', 'declaration');
export const Optional = contextual('optional', 'declaration');
export const Limit = contextual('limit', 'declaration');
export const Uncertainty = contextual('uncertainty', 'declaration');
export const Monotonic = contextual('monotonic', 'declaration');
export const Extends = contextual('extends', 'declaration');
export const Of = contextual('of', 'declaration');
export const Restart = contextual('restart', 'declaration');
export const From = contextual('from', 'declaration');
export const AnyValue = contextual('any', 'declaration');

export const Let = reserved('let', 'statement');
export const If = reserved('if', 'statement');
export const Else = reserved('else', 'statement');
export const Match = reserved('match', 'statement');
export const For = reserved('for', 'statement');
export const Send = reserved('send', 'statement');
export const Broadcast = reserved('broadcast', 'statement');
export const Reply = reserved('reply', 'statement');
export const Assert = reserved('assert', 'statement');
export const Start = contextual('start', 'statement');
export const Stop = contextual('stop', 'statement');
export const Pause = contextual('pause', 'statement');
export const Call = contextual('call', 'statement');
export const Choose = contextual('choose', 'statement');
export const Random = contextual('random', 'statement');
export const To = contextual('to', 'statement');
export const Some = contextual('some', 'statement');

export const Pauses = contextual('pauses', 'statement');
export const Goes = contextual('goes', 'statement');
export const Ignores = contextual('ignores', 'statement');
export const Crashes = contextual('crashes', 'statement');
export const Forgets = contextual('forgets', 'statement');
export const Restarts = contextual('restarts', 'statement');
export const Loses = contextual('loses', 'statement');
export const Duplicates = contextual('duplicates', 'statement');
export const Corrupts = contextual('corrupts', 'statement');
export const Heals = contextual('heals', 'statement');
export const Stabilises = contextual('stabilises', 'statement');
export const Tick = contextual('tick', 'statement');
export const Ticks = contextual('ticks', 'statement');
export const Pass = contextual('pass', 'statement');
export const Passes = contextual('passes', 'statement');

export const Then = reserved('then', 'expression');
export const Forall = reserved('forall', 'expression');
export const Exists = reserved('exists', 'expression');
export const Where = reserved('where', 'expression');
export const Implies = reserved('implies', 'expression', [BinaryOperator]);
export const Or = reserved('or', 'expression', [BinaryOperator]);
export const And = reserved('and', 'expression', [BinaryOperator]);
export const Not = reserved('not', 'expression');
export const In = reserved('in', 'expression', [BinaryOperator]);
export const True = reserved('true', 'expression');
export const False = reserved('false', 'expression');
export const None = reserved('none', 'expression');
export const Self = reserved('self', 'expression');
export const Always = reserved('always', 'expression');
export const Eventually = reserved('eventually', 'expression');
export const Never = reserved('never', 'expression');
export const Until = reserved('until', 'expression');
export const Leads = contextual('leads', 'expression');
export const Within = contextual('within', 'expression');
export const Flight = contextual('flight', 'expression');

export const Bool = contextual('bool', 'type');
export const SetWord = contextual('set', 'type');
export const ListWord = contextual('list', 'type');
export const MapWord = contextual('map', 'type');

export const Timing = contextual('timing', 'assumption');
export const Network = contextual('network', 'assumption');
export const Fault = contextual('fault', 'assumption');
export const Clocks = contextual('clocks', 'assumption');
export const Sync = contextual('sync', 'assumption');
export const Partial = contextual('partial', 'assumption');
export const Async = contextual('async', 'assumption');
export const Delay = contextual('delay', 'assumption');
export const Drift = contextual('drift', 'assumption');
export const Skew = contextual('skew', 'assumption');
export const Recovery = contextual('recovery', 'assumption');
export const Amnesia = contextual('amnesia', 'assumption');
export const Byzantine = contextual('byzantine', 'assumption');
export const Up = contextual('up', 'assumption');
export const At = contextual('at', 'assumption');
export const Most = contextual('most', 'assumption');
export const Down = contextual('down', 'assumption');
export const May = contextual('may', 'assumption');
export const Stay = contextual('stay', 'assumption');
export const Stable = contextual('stable', 'assumption');
export const Lossy = contextual('lossy', 'assumption');
export const Duplicating = contextual('duplicating', 'assumption');
export const Corrupting = contextual('corrupting', 'assumption');
export const Fifo = contextual('fifo', 'assumption');
export const Cuts = contextual('cuts', 'assumption');
export const One = contextual('one', 'assumption');
export const Way = contextual('way', 'assumption');
export const Once = contextual('once', 'assumption');
export const Link = contextual('link', 'assumption');
export const Queue = contextual('queue', 'assumption');
export const Per = contextual('per', 'assumption');
export const Capacity = contextual('capacity', 'assumption');
export const Steps = contextual('steps', 'assumption');
export const By = contextual('by', 'assumption');

export const Holds = contextual('holds', 'verdict');
export const Violated = contextual('violated', 'verdict');
export const Reached = contextual('reached', 'verdict');
export const Unreached = contextual('unreached', 'verdict');
export const Faults = contextual('faults', 'verdict');

export const EqualEqual = mark('EqualEqual', '==', [BinaryOperator]);
export const NotEqual = mark('NotEqual', '!=', [BinaryOperator]);
export const LessEqual = mark('LessEqual', '<=', [BinaryOperator]);
export const GreaterEqual = mark('GreaterEqual', '>=', [BinaryOperator]);
export const PlusEqual = mark('PlusEqual', '+=');
export const MinusEqual = mark('MinusEqual', '-=');
export const DotDot = mark('DotDot', '..', [BinaryOperator]);
export const Equal = mark('Equal', '=');
export const Less = mark('Less', '<', [BinaryOperator]);
export const Greater = mark('Greater', '>', [BinaryOperator]);
export const Plus = mark('Plus', '+', [BinaryOperator]);
export const Minus = mark('Minus', '-', [BinaryOperator]);
export const Star = mark('Star', '*', [BinaryOperator]);
export const Slash = mark('Slash', '/', [BinaryOperator]);
export const Percent = mark('Percent', '%', [BinaryOperator]);
export const Bar = mark('Bar', '|', [BinaryOperator]);
export const Ampersand = mark('Ampersand', '&', [BinaryOperator]);
export const Dot = mark('Dot', '.');
export const Comma = mark('Comma', ',');
export const Semicolon = mark('Semicolon', ';');
export const Colon = mark('Colon', ':');
export const Question = mark('Question', '?');
export const Hash = mark('Hash', '#');
export const LeftBrace = mark('LeftBrace', '{');
export const RightBrace = mark('RightBrace', '}');
export const LeftParen = mark('LeftParen', '(');
export const RightParen = mark('RightParen', ')');
export const LeftBracket = mark('LeftBracket', '[');
export const RightBracket = mark('RightBracket', ']');

export const Integer = createToken({ name: 'Integer', pattern: /[0-9]+/ });
/** `1.5`, `3x`, `0x1F`: read as one thing, so that it is one mistake */
export const BadNumber = createToken({ name: 'BadNumber', pattern: /[0-9]+(?:\.[0-9]+|[A-Za-z_][A-Za-z0-9_]*)/ });
export const Text = createToken({ name: 'Text', pattern: /"[^"\r\n]*"/ });
export const UnendedText = createToken({ name: 'UnendedText', pattern: /"[^"\r\n]*/ });

/** The spelling of other languages for an operator or keyword of this one; the lexer reports it and continues as if it were right. */
export const foreignSpellings: ReadonlyMap<string, TokenType> = new Map([
  ['&&', And],
  ['||', Or],
  ['/\\', And],
  ['\\/', Or],
  ['===', EqualEqual],
  ['!==', NotEqual],
  ['==>', Implies],
  ['=>', Implies],
  ['->', Implies],
  [':=', Equal],
  ['!', Not],
  ['~', Not],
]);
export const ForeignSpelling = createToken({
  name: 'ForeignSpelling',
  pattern: /&&|\|\||\/\\|\\\/|===|!==|==>|=>|->|:=|!(?!=)|~/,
  start_chars_hint: ['&', '|', '/', '\\', '=', '!', '-', ':', '~'],
});

/** Whatever no mark and no name begins with. */
const StrangeCharacters = createToken({
  name: 'StrangeCharacters',
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are among what cannot be read
  pattern: /[\x00-\x08\x0E-\x1F$'@\\^`\x7F-\uFFFF]+/,
  group: 'strange',
});
const Space = createToken({ name: 'Space', pattern: /[\s\uFEFF]+/, group: Lexer.SKIPPED, line_breaks: true });
const Comment = createToken({ name: 'Comment', pattern: /\/\/[^\r\n]*/, group: 'comments' });
const BlockComment = createToken({
  name: 'BlockComment',
  pattern: /\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?/,
  group: 'blockComments',
  line_breaks: true,
});

/** All words, reserved and contextual, in the order of the table. */
export const allWords: readonly Word[] = words;
export const reservedWords: ReadonlySet<string> = new Set(words.filter((word) => word.reserved).map((word) => word.text));

/** Longer ones first, so that `forall` is not `for` with a tail and `<=` is not `<`. */
const byLength = (a: TokenType, b: TokenType) => String(b.PATTERN).length - String(a.PATTERN).length;

/** In the order in which the lexer tries them. */
export const allTokens: TokenType[] = [
  Space,
  Comment,
  BlockComment,
  ForeignSpelling,
  ...words.map((word) => word.token).sort(byLength),
  Identifier,
  BadNumber,
  Integer,
  Text,
  UnendedText,
  ...marks.toSorted(byLength),
  StrangeCharacters,
  BinaryOperator,
];
