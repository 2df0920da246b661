/** Nodes: variables, timers, handlers, `defer` and actions. */
import type { ActionParam, Binding, Block, Name, NameTrigger, NodeItem, NodeMember, Trigger } from '../ast.ts';
import * as t from '../tokens.ts';
import { StatementParser } from './statements.ts';

export abstract class NodeParser extends StatementParser {
  node = this.RULE('node', (): NodeItem => {
    const doc = this.doc();
    const start = this.here();
    const strict = this.option(0, () => this.consume(0, t.Strict)) !== undefined;
    this.mark(0, t.Node, 'after `strict`');
    const head = this.header(() => {
      const name = this.name(0, 'a name for the node');
      this.ACTION(() => {
        if (this.isNext(t.LeftParen))
          this.fail('PV0101', this.spanOf(this.next()), `the number of instances goes in square brackets: \`${name.text}[2]\``);
      });
      const count = this.option(1, () => this.key());
      return { name, count: count ?? null };
    });
    const members: NodeMember[] = [];
    this.block('node', "after the node's name", () => members.push(this.subrule(0, this.member)));
    return { kind: 'node', doc, strict, ...this.known(head), members, span: this.span(start) };
  });

  member = this.RULE(
    'member',
    (): NodeMember =>
      this.or(0, {
        DEF: [
          { ALT: () => this.subrule(0, this.timer) },
          { ALT: () => this.subrule(0, this.handler) },
          { ALT: () => this.subrule(0, this.defer) },
          { GATE: () => !this.isNext(t.Optional) || this.isNext(t.Action, 2), ALT: () => this.subrule(0, this.action) },
          { ALT: () => this.subrule(0, this.variable) },
        ],
        IGNORE_AMBIGUITIES: true,
      }),
  );

  variable = this.RULE('variable', (): NodeMember => {
    const doc = this.doc();
    const start = this.here();
    const word = this.option(0, {
      GATE: () => this.isNext(t.Ghost) || this.isNext(t.Identifier, 2),
      DEF: () => this.or(0, [{ ALT: () => this.consume(0, t.Durable) }, { ALT: () => this.consume(0, t.Ghost) }]),
    });
    const modifier = word ? (this.wordOf(word) as 'durable' | 'ghost') : null;
    const name = this.name(0, 'a name for the variable');
    this.ACTION(() => this.requireColon(name));
    this.consume(0, t.Colon);
    const type = this.subrule(0, this.type);
    const initial = this.initial(name.text);
    this.ACTION(() => {
      if (modifier === 'durable' && !this.isNext(t.Colon, 2)) this.repair([t.Wiped]);
    });
    const wiped = this.option(1, {
      GATE: () => !this.isNext(t.Colon, 2),
      DEF: () => {
        this.consume(0, t.Wiped);
        this.ACTION(() => this.requireWiped());
        return this.firstValue(1);
      },
    });
    return { kind: 'variable', doc, modifier, name, type, initial, wiped: wiped ?? null, span: this.span(start) };
  });

  /** The value on an empty disk follows `wiped` directly; the next variable is not a value. */
  private requireWiped(): void {
    if (!this.isNext(t.Equal) && !this.isNext(t.Colon, 2)) return;
    this.fail('PV0101', this.missingSpan(), 'expected a value after `wiped`', {
      help: 'write `wiped e`, without `=`, for the value on an empty disk, or `wiped any` to try every value of the type',
    });
  }

  /** In a node, a name alone begins a variable; say so where it was meant as something else. */
  private requireColon(name: Name): void {
    if (this.isNext(t.Colon)) return;
    this.refuseElsewhere('node', this.LA(0));
    const assigned = this.isNext(t.Equal) || this.isNext(t.PlusEqual) || this.isNext(t.MinusEqual);
    this.fail('PV0101', this.missingSpan(), `expected \`:\` and a type after \`${name.text}\``, {
      help: assigned
        ? 'a variable of a node is declared as `x: T = e`; statements stand in handlers and actions'
        : 'a variable of a node is declared as `x: T = e`',
    });
  }

  timer = this.RULE('timer', (): NodeMember => {
    const doc = this.doc();
    const start = this.here();
    this.consume(0, t.Timer);
    const name = this.name(0, 'a name for the timer');
    const key = this.option(0, () => {
      const open = this.consume(0, t.LeftBracket);
      this.ACTION(() => this.glue(open));
      const type = this.subrule(0, this.type);
      this.close(0, t.RightBracket, open);
      return type;
    });
    return { kind: 'timer', doc, name, key: key ?? null, span: this.span(start) };
  });

  handler = this.RULE('handler', (): NodeMember => {
    const doc = this.doc();
    const start = this.here();
    this.consume(0, t.On);
    const head = this.header(() => {
      const triggers = this.commas(0, (each) => this.subrule(each, this.trigger));
      this.ACTION(() => this.refuseBindings(triggers));
      this.ACTION(() => this.repair([t.When]));
      const guard = this.option(0, () => {
        this.consume(0, t.When);
        this.ACTION(() => this.requireCondition());
        return this.subrule(0, this.formula);
      });
      this.ACTION(() => this.requireBrace(`after ${guard ? 'the guard' : 'the trigger'}`, true));
      return { triggers, guard: guard ?? null };
    });
    const body = this.body(0, 'after the trigger');
    return { kind: 'handler', doc, ...this.known(head), body, span: this.span(start) };
  });

  private refuseBindings(triggers: readonly Trigger[]): void {
    if (triggers.length < 2) return;
    for (const trigger of triggers) {
      if (trigger.kind !== 'name') continue;
      if (trigger.bindings === null && !trigger.key && !trigger.from && !trigger.call) continue;
      this.report('PV0120', trigger.span, 'triggers that share a body cannot bind names', {
        help: 'write a separate handler for this trigger',
      });
    }
  }

  trigger = this.RULE(
    'trigger',
    (): Trigger =>
      this.or(0, {
        DEF: [
          { ALT: (): Trigger => ({ kind: 'start', span: this.spanOf(this.consume(0, t.Start)) }) },
          { ALT: (): Trigger => ({ kind: 'restart', span: this.spanOf(this.consume(0, t.Restart)) }) },
          { ALT: (): Trigger => this.subrule(0, this.nameTrigger) },
        ],
        IGNORE_AMBIGUITIES: true,
      }),
  );

  nameTrigger = this.RULE('nameTrigger', (): NameTrigger => {
    const start = this.here();
    const name = this.name(0, 'the name of a message or a timer');
    const bindings = this.option(0, () => this.subrule(0, this.bindings));
    const key = this.option(1, () => this.boundKey());
    this.ACTION(() => this.repair([t.From, t.For, t.When]));
    const from = this.option(2, () => {
      this.consume(0, t.From);
      return this.name(1, 'a name for the sender after `from`');
    });
    this.ACTION(() => this.repair([t.For, t.When]));
    const call = this.option(3, () => {
      this.consume(0, t.For);
      return this.name(2, 'the name of a call after `for`');
    });
    const span = this.span(start);
    return { kind: 'name', name, bindings: bindings ?? null, key: key ?? null, from: from ?? null, call: call ?? null, span };
  });

  private boundKey(): Name {
    const open = this.consume(0, t.LeftBracket);
    this.ACTION(() => this.glue(open));
    const name = this.name(3, "a name for the timer's key");
    this.close(0, t.RightBracket, open);
    return name;
  }

  bindings = this.RULE('bindings', (): Binding[] => {
    const open = this.consume(0, t.LeftParen);
    this.ACTION(() => this.glue(open));
    const all = this.option(0, {
      GATE: () => !this.isNext(t.RightParen),
      DEF: () => this.commas(0, (each) => this.subrule(each, this.binding)),
    });
    this.close(0, t.RightParen, open);
    return all ?? [];
  });

  binding = this.RULE('binding', (): Binding => {
    const start = this.here();
    const field = this.name(0, 'the name of a field');
    const local = this.option(0, () => {
      this.consume(0, t.Colon);
      return this.name(1, 'a name for the field in the body');
    });
    return { field, local: local ?? null, span: this.span(start) };
  });

  defer = this.RULE('defer', (): NodeMember => {
    const doc = this.doc();
    const start = this.here();
    this.consume(0, t.Defer);
    const trigger = this.subrule(0, this.nameTrigger);
    this.ACTION(() => this.repair([t.When]));
    const guard = this.option(0, () => {
      this.consume(0, t.When);
      return this.subrule(0, this.formula);
    });
    return { kind: 'defer', doc, trigger, guard: guard ?? null, span: this.span(start) };
  });

  action = this.RULE('action', (): NodeMember => {
    const doc = this.doc();
    const start = this.here();
    const optional = this.option(0, () => this.consume(0, t.Optional)) !== undefined;
    this.consume(0, t.Action);
    const head = this.header(() => this.actionHead());
    const body: Block = this.body(0, "after the action's name");
    return { kind: 'action', doc, optional, ...this.known(head), body, span: this.span(start) };
  });

  private actionHead() {
    const name = this.name(0, 'a name for the action');
    this.ACTION(() => this.repair([t.For, t.When]));
    const params = this.option(1, () => {
      this.consume(0, t.For);
      return this.commas(0, (each) => this.subrule(each, this.actionParam));
    });
    this.ACTION(() => this.repair([t.When]));
    const guard = this.option(2, () => {
      this.consume(0, t.When);
      this.ACTION(() => this.requireCondition());
      return this.subrule(0, this.formula);
    });
    this.ACTION(() => this.requireBrace(`after ${guard ? 'the guard' : "the action's name"}`, true));
    return { name, params: params ?? [], guard: guard ?? null };
  }

  actionParam = this.RULE('actionParam', (): ActionParam => {
    const start = this.here();
    const name = this.name(0, 'a name after `for`');
    this.mark(0, t.In, 'and the set: there is one action for each of its values');
    const domain = this.subrule(0, this.range);
    return { name, domain, span: this.span(start) };
  });
}
