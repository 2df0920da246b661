/** Declarations directly in a system. */
import type { ConstItem, Field, FormulaItem, System, SystemItem } from '../ast.ts';
import * as t from '../tokens.ts';
import { ScenarioParser } from './scenarios.ts';

export abstract class DeclarationParser extends ScenarioParser {
  system = this.RULE('system', (): System => {
    const doc = this.doc();
    const start = this.here();
    this.consume(0, t.System);
    const name = this.header(() => this.name(0, 'a name for the system'));
    const items: SystemItem[] = [];
    this.block('system', "after the system's name", () => items.push(this.subrule(0, this.systemItem)));
    return { doc, name: this.known(name), items, span: this.span(start) };
  });

  systemItem = this.RULE(
    'systemItem',
    (): SystemItem =>
      this.or(0, {
        DEF: [
          { ALT: (): SystemItem => this.subrule(0, this.constItem) },
          { ALT: (): SystemItem => this.subrule(0, this.typeItem) },
          { ALT: (): SystemItem => this.subrule(0, this.enumItem) },
          { ALT: (): SystemItem => this.subrule(0, this.record) },
          { ALT: (): SystemItem => this.subrule(0, this.funItem) },
          { ALT: (): SystemItem => this.subrule(0, this.predicateItem) },
          { ALT: (): SystemItem => this.subrule(0, this.clockItem) },
          { ALT: (): SystemItem => this.subrule(0, this.ghostItem) },
          { ALT: (): SystemItem => this.subrule(0, this.node) },
          { ALT: (): SystemItem => this.subrule(0, this.property) },
          { ALT: (): SystemItem => this.subrule(0, this.scenario) },
        ],
        IGNORE_AMBIGUITIES: true,
      }),
  );

  constItem = this.RULE('constItem', (): ConstItem => {
    const doc = this.doc();
    const start = this.here();
    this.consume(0, t.Const);
    const name = this.name(0, 'a name for the constant');
    this.mark(0, t.Equal, `and a value after \`${name.text}\``);
    const value = this.subrule(0, this.formula);
    return { kind: 'const', doc, name, value, span: this.span(start) };
  });

  typeItem = this.RULE('typeItem', (): SystemItem => {
    const doc = this.doc();
    const start = this.here();
    this.consume(0, t.Type);
    const name = this.name(0, 'a name for the type');
    this.mark(0, t.Equal, `and a type after \`${name.text}\``);
    const type = this.subrule(0, this.type);
    const limit = this.option(0, () => this.consume(0, t.Limit));
    return { kind: 'type', doc, name, type, limit: limit ? this.spanOf(limit) : null, span: this.span(start) };
  });

  enumItem = this.RULE('enumItem', (): SystemItem => {
    const doc = this.doc();
    const start = this.here();
    this.consume(0, t.Enum);
    const name = this.name(0, 'a name for the enum');
    const open = this.mark(0, t.LeftBrace, "after the enum's name");
    const members = this.commas(1, (each) => this.name(each, 'a name for a member'));
    this.close(0, t.RightBrace, open);
    return { kind: 'enum', doc, name, members, span: this.span(start) };
  });

  /** A struct or a message. */
  record = this.RULE('record', (): SystemItem => {
    const doc = this.doc();
    const start = this.here();
    const word = this.or(0, [{ ALT: () => this.consume(0, t.Struct) }, { ALT: () => this.consume(0, t.Message) }]);
    const kind = this.wordOf(word) as 'struct' | 'message';
    const name = this.name(0, `a name for the ${kind}`);
    this.ACTION(() => this.requireFields(kind));
    const fields = this.option(0, (): Field[] => this.subrule(0, this.fields));
    return { kind, doc, name, fields: fields ?? [], span: this.span(start) };
  });

  private requireFields(kind: 'struct' | 'message'): void {
    if (this.isNext(t.LeftBrace))
      this.fail('PV0101', this.spanOf(this.next()), `the fields of a ${kind} go in parentheses: \`(x: T, y: U)\``);
    if (kind === 'struct' && !this.isNext(t.LeftParen)) this.failMark(t.LeftParen, "and the fields after the struct's name");
  }

  funItem = this.RULE('funItem', (): SystemItem => {
    const doc = this.doc();
    const start = this.here();
    this.consume(0, t.Fun);
    const name = this.name(0, 'a name for the function');
    this.ACTION(() => {
      if (!this.isNext(t.LeftParen)) this.failMark(t.LeftParen, "and the parameters after the function's name");
    });
    const params = this.subrule(0, this.fields);
    this.mark(0, t.Colon, 'and the type of the result');
    const result = this.subrule(0, this.type);
    this.mark(0, t.Equal, 'and the value of the function');
    const body = this.subrule(0, this.formula);
    return { kind: 'fun', doc, name, params, result, body, span: this.span(start) };
  });

  predicateItem = this.RULE('predicateItem', (): SystemItem => {
    const doc = this.doc();
    const start = this.here();
    this.consume(0, t.Let);
    const name = this.name(0, 'a name after `let`');
    const params = this.option(0, () => this.subrule(0, this.fields));
    this.mark(0, t.Equal, 'and the value of the name');
    const body = this.subrule(0, this.formula);
    return { kind: 'predicate', doc, name, params: params ?? [], body, span: this.span(start) };
  });

  clockItem = this.RULE('clockItem', (): SystemItem => {
    const doc = this.doc();
    const start = this.here();
    this.consume(0, t.Clock);
    const name = this.name(0, 'a name for the clock');
    this.mark(0, t.Until, 'and the horizon of the clock');
    const horizon = this.subrule(0, this.sum);
    const uncertainty = this.option(0, () => {
      this.consume(0, t.Uncertainty);
      return this.subrule(1, this.sum);
    });
    const monotonic = this.option(1, () => this.consume(0, t.Monotonic)) !== undefined;
    if (monotonic && uncertainty)
      this.ACTION(() =>
        this.report('PV0105', this.spanOf(this.LA(0)), 'a clock with an `uncertainty` is a time-of-day clock and cannot be `monotonic`'),
      );
    return { kind: 'clock', doc, name, horizon, uncertainty: uncertainty ?? null, monotonic, span: this.span(start) };
  });

  ghostItem = this.RULE('ghostItem', (): SystemItem => {
    const doc = this.doc();
    const start = this.here();
    this.consume(0, t.Ghost);
    const name = this.name(0, 'a name for the ghost variable');
    this.mark(0, t.Colon, `and a type after \`${name.text}\``);
    const type = this.subrule(0, this.type);
    const initial = this.initial(name.text);
    return { kind: 'ghost', doc, name, type, initial, span: this.span(start) };
  });

  property = this.RULE('property', (): FormulaItem => {
    const doc = this.doc();
    const start = this.here();
    const token = this.or(0, [
      { ALT: () => this.consume(0, t.Safety) },
      { ALT: () => this.consume(0, t.Liveness) },
      { ALT: () => this.consume(0, t.Reachable) },
    ]);
    const word = this.wordOf(token) as FormulaItem['word'];
    const name = this.name(0, 'a name for the property');
    this.mark(0, t.Colon, `and a formula after \`${name.text}\``);
    const formula = this.subrule(0, this.formula);
    const provided = this.option(0, () => {
      this.consume(0, t.Provided);
      return this.subrule(1, this.formula);
    });
    return { kind: 'property', doc, word, name, formula, provided: provided ?? null, span: this.span(start) };
  });
}
