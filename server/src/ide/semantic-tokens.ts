/** The kind of each name, for colouring: more than the words alone show. */
import type { Span } from '#grammar';
import type { DeclarationKind } from './declarations.ts';
import type { Snapshot } from './snapshot.ts';
import { declarationAt, keyOf, occurrencesOf } from './symbols.ts';

/** Standard types of the protocol, so that every theme has colours for them; the order is the legend. */
export const tokenTypes = [
  'namespace',
  'interface',
  'class',
  'struct',
  'enum',
  'enumMember',
  'type',
  'property',
  'variable',
  'function',
  'method',
] as const;
export const tokenModifiers = ['declaration', 'readonly', 'ghost'] as const;

export type TokenType = (typeof tokenTypes)[number];
export type TokenModifier = (typeof tokenModifiers)[number];

export interface SemanticToken {
  readonly span: Span;
  readonly type: TokenType;
  readonly modifiers: readonly TokenModifier[];
}

const TYPES: Readonly<Record<DeclarationKind, TokenType>> = {
  system: 'namespace',
  assume: 'interface',
  check: 'interface',
  constant: 'variable',
  type: 'type',
  enum: 'enum',
  member: 'enumMember',
  struct: 'struct',
  field: 'property',
  // themes have no colour for events
  message: 'struct',
  function: 'function',
  predicate: 'function',
  clock: 'variable',
  ghost: 'property',
  node: 'class',
  variable: 'property',
  timer: 'property',
  handler: 'method',
  action: 'method',
  property: 'function',
  local: 'variable',
};

/** In the order of the text, none over another. */
export function semanticTokens(snapshot: Snapshot): SemanticToken[] {
  const own = occurrencesOf(snapshot).filter(({ span }) => span.file === snapshot.path && span.end > span.start);
  const tokens = own.map(({ span, declared }): SemanticToken => {
    const kind = declarationAt(snapshot, declared)?.kind ?? 'local';
    const modifiers: TokenModifier[] = keyOf(span) === keyOf(declared) ? ['declaration'] : [];
    if (kind === 'constant') modifiers.push('readonly');
    if (kind === 'ghost') modifiers.push('ghost');
    return { span, type: TYPES[kind], modifiers };
  });
  const sorted = tokens.sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
  return sorted.filter(({ span }, i) => i === 0 || span.start >= sorted[i - 1].span.end);
}
