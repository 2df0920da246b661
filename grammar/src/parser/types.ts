/** Types, and declared names with a type. */
import { EOF, tokenMatcher } from 'chevrotain';
import type { Field, Initial, TypeExpr } from '../ast.ts';
import * as t from '../tokens.ts';
import { ValueParser } from './values.ts';

const continuesValue = new Set([t.DotDot, t.Plus, t.Minus, t.Star, t.Slash, t.Percent, t.LeftParen, t.Dot]);
const beginsNumber = new Set([t.Integer, t.Minus, t.LeftParen]);

const OPTIONAL = 'a value that may be missing has the type `T?`, and is `none` then';
const LIST = 'a sequence of at most N values has the type `list<T, N>`';
const generics: ReadonlyMap<string, string> = new Map([
  ...['option', 'optional', 'maybe', 'nullable'].map((name) => [name, OPTIONAL] as const),
  ...['array', 'seq', 'sequence', 'vec', 'vector', 'queue'].map((name) => [name, LIST] as const),
  ...['hashset'].map((name) => [name, 'a set has the type `set<T>`'] as const),
  ...['dict', 'dictionary', 'hashmap', 'function'].map((name) => [name, 'a map from each value of K has the type `map<K, T>`'] as const),
]);

export abstract class TypeParser extends ValueParser {
  type = this.RULE(
    'type',
    (): TypeExpr =>
      this.nested(() => {
        const start = this.here();
        let type = this.plainType();
        this.many(0, () => {
          const mark = this.consume(0, t.Question);
          if (type.kind === 'optional') this.report('PV0117', this.spanOf(mark), 'this type is already optional');
          else type = { kind: 'optional', of: type, span: this.span(start) };
        });
        return type;
      }),
  );

  private plainType(): TypeExpr {
    this.ACTION(() => {
      if (this.isNext(t.Less, 2)) this.repair([t.SetWord, t.ListWord, t.MapWord]);
      const isCollection = [t.SetWord, t.ListWord, t.MapWord].some((word) => this.isNext(word));
      if (isCollection && this.isNext(t.LeftBracket, 2)) {
        const word = this.next().image;
        this.fail('PV0101', this.spanOf(this.LA(2)), `the element type of a ${word} goes between \`<\` and \`>\`: \`${word}<...>\``);
      }
      this.requireType();
      this.refuseOtherGenerics();
    });
    return this.or(0, {
      DEF: [
        { GATE: () => this.isNext(t.Less, 2), ALT: () => this.subrule(0, this.setType) },
        { GATE: () => this.isNext(t.Less, 2), ALT: () => this.subrule(0, this.listType) },
        { GATE: () => this.isNext(t.Less, 2), ALT: () => this.subrule(0, this.mapType) },
        { GATE: () => !this.continuesValue(), ALT: (): TypeExpr => ({ kind: 'bool', span: this.spanOf(this.consume(5, t.Bool)) }) },
        { GATE: () => !this.continuesValue(), ALT: () => this.subrule(0, this.namedType) },
        { GATE: () => this.isTypeInParentheses(), ALT: () => this.subrule(0, this.parenthesised) },
        { ALT: () => this.subrule(0, this.rangeType) },
      ],
      IGNORE_AMBIGUITIES: true,
    });
  }

  /** `Option<T>`, `array<T>`: what other languages have. A comparison is no type, and no bound of a range. */
  private refuseOtherGenerics(): void {
    const name = this.next();
    if (this.RECORDING_PHASE || !tokenMatcher(name, t.Identifier) || !this.isNext(t.Less, 2)) return;
    if ([t.SetWord, t.ListWord, t.MapWord].some((word) => this.isNext(word))) return;
    this.fail('PV0105', this.spanOf(name), `there is no type \`${name.image}<...>\``, {
      help: generics.get(name.image.toLowerCase()) ?? 'the types with `<...>` are `set<T>`, `list<T, N>` and `map<K, T>`',
    });
  }

  private continuesValue(): boolean {
    return continuesValue.has(this.LA(2).tokenType);
  }

  /** `(0..3)?`, where `(N - 1)..3` would be a range. */
  private isTypeInParentheses(): boolean {
    let open = 0;
    for (let ahead = 1; !this.isNext(EOF, ahead); ahead++) {
      if (this.isNext(t.LeftParen, ahead)) open += 1;
      if (this.isNext(t.RightParen, ahead)) open -= 1;
      if (open === 0) return !continuesValue.has(this.LA(ahead + 1).tokenType);
    }
    return false;
  }

  parenthesised = this.RULE('parenthesised', (): TypeExpr => {
    const open = this.consume(1, t.LeftParen);
    const type = this.subrule(1, this.type);
    this.close(1, t.RightParen, open);
    return { ...type, span: this.span(open.startOffset) };
  });

  private requireType(): void {
    if ((this.isNext(t.Identifier) && !this.isNewDeclaration()) || beginsNumber.has(this.next().tokenType)) return;
    const found = this.beginsLine(this.next(), this.LA(0)) ? '' : `, found ${this.found()}`;
    this.fail('PV0106', this.missingSpan(), `expected a type${found}`, {
      help: 'a type is `bool`, a range such as `0..3`, a declared name, `T?`, `set<T>`, `list<T, N>` or `map<K, V>`',
    });
  }

  namedType = this.RULE('namedType', (): TypeExpr => {
    const name = this.name(0, 'the name of a type');
    return { kind: 'name', name, span: name.span };
  });

  rangeType = this.RULE('rangeType', (): TypeExpr => {
    const start = this.here();
    const low = this.subrule(0, this.sum);
    this.mark(0, t.DotDot, 'and the upper end: a number type is a range, such as `0..3`');
    const high = this.subrule(1, this.sum);
    return { kind: 'range', low, high, span: this.span(start) };
  });

  setType = this.RULE('setType', (): TypeExpr => {
    const start = this.here();
    this.consume(0, t.SetWord);
    this.openAngle();
    const of = this.subrule(0, this.type);
    this.closeAngle();
    return { kind: 'set', of, span: this.span(start) };
  });

  listType = this.RULE('listType', (): TypeExpr => {
    const start = this.here();
    this.consume(0, t.ListWord);
    this.openAngle();
    const of = this.subrule(0, this.type);
    this.mark(0, t.Comma, 'and the maximum length: `list<T, N>`');
    const max = this.subrule(0, this.sum);
    this.closeAngle();
    return { kind: 'list', of, max, span: this.span(start) };
  });

  mapType = this.RULE('mapType', (): TypeExpr => {
    const start = this.here();
    this.consume(0, t.MapWord);
    this.openAngle();
    const key = this.subrule(0, this.type);
    this.mark(0, t.Comma, 'and the type of the values: `map<K, V>`');
    const value = this.subrule(1, this.type);
    this.closeAngle();
    return { kind: 'map', key, value, span: this.span(start) };
  });

  private openAngle(): void {
    const open = this.consume(6, t.Less);
    this.ACTION(() => {
      this.glue(open);
      this.glue(this.next());
    });
  }

  private closeAngle(): void {
    const close = this.mark(6, t.Greater, this.isNext(t.GreaterEqual) ? 'and a space before `=`' : 'after the type');
    this.ACTION(() => this.glue(close));
  }

  /** `x: T` */
  field = this.RULE('field', (): Field => {
    const start = this.here();
    const name = this.name(0, 'a name');
    this.mark(0, t.Colon, `and a type after \`${name.text}\``);
    const type = this.subrule(0, this.type);
    return { name, type, span: this.span(start) };
  });

  /** `( x: T,* )` directly behind a name; `()` is allowed. */
  fields = this.RULE('fields', (): Field[] => {
    const open = this.consume(0, t.LeftParen);
    this.ACTION(() => this.glue(open));
    const fields = this.option(0, {
      GATE: () => !this.isNext(t.RightParen),
      DEF: () => this.commas(0, (each) => this.subrule(each, this.field)),
    });
    this.close(0, t.RightParen, open);
    return fields ?? [];
  });

  /** `= e` or `= any` behind a variable's type. */
  protected initial(variable: string): Initial {
    this.ACTION(() => {
      if (this.isNext(t.Equal)) return;
      this.fail('PV0119', this.missingSpan(), `\`${variable}\` needs an initial value`, {
        help: this.isNext(t.Limit)
          ? 'the end of a search belongs to a type with a name: `type Term = 0..3 limit`, and then `term: Term = 0`'
          : 'write `= e` after the type, or `= any` to try every value of the type',
      });
    });
    this.consume(6, t.Equal);
    return this.firstValue(6);
  }

  /** `any` or a value; `place` distinguishes the places of one rule. */
  protected firstValue(place: number): Initial {
    return this.or(place, {
      DEF: [
        { ALT: (): Initial => ({ kind: 'any', span: this.spanOf(this.consume(place, t.AnyValue)) }) },
        { ALT: (): Initial => ({ kind: 'value', value: this.subrule(place, this.formula) }) },
      ],
      IGNORE_AMBIGUITIES: true,
    });
  }
}
