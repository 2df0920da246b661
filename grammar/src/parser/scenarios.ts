/** Scenarios: steps in the order in which they happen. */
import type { Arg, Expr, ScenarioEvent, ScenarioItem, ScenarioStep } from '../ast.ts';
import * as t from '../tokens.ts';
import { NodeParser } from './nodes.ts';

const NO_STEP = 'expected `:` and what the node does, or `ticks pass` after a number';

export abstract class ScenarioParser extends NodeParser {
  scenario = this.RULE('scenario', (): ScenarioItem => {
    const doc = this.doc();
    const start = this.here();
    this.consume(0, t.Scenario);
    const head = this.header(() => {
      const name = this.name(0, 'a name for the scenario');
      const binders = this.option(0, () => {
        this.consume(0, t.For);
        this.mark(0, t.Some, 'after `for`: a scenario is `for some a in S`');
        return this.binders(0);
      });
      this.ACTION(() => this.requireBrace('before the steps'));
      return { name, binders: binders ?? [] };
    });
    const parts: { steps: ScenarioStep[]; then: Expr | null } = { steps: [], then: null };
    this.block('scenario', "after the scenario's name", () => this.scenarioPart(parts));
    return { kind: 'property', word: 'scenario', doc, ...this.known(head), ...parts, span: this.span(start) };
  });

  private scenarioPart(parts: { readonly steps: ScenarioStep[]; then: Expr | null }): void {
    this.ACTION(() => {
      if (parts.then !== null) this.fail('PV0105', this.spanOf(this.next()), '`then` is the last line of a scenario');
    });
    this.or(0, [
      {
        ALT: () => {
          this.consume(0, t.Then);
          parts.then = this.subrule(0, this.formula);
        },
      },
      { ALT: () => parts.steps.push(this.subrule(0, this.scenarioStep)) },
    ]);
  }

  scenarioStep = this.RULE('scenarioStep', (): ScenarioStep => {
    const start = this.here();
    const atOnce = this.option(0, {
      GATE: () => this.isNext(t.Once, 2),
      DEF: () => {
        this.consume(0, t.At);
        this.consume(0, t.Once);
        return true;
      },
    });
    const event = this.subrule(0, this.scenarioEvent);
    return { atOnce: atOnce ?? false, event, span: this.span(start) };
  });

  scenarioEvent = this.RULE('scenarioEvent', (): ScenarioEvent => {
    const start = this.here();
    return this.or(0, {
      DEF: [
        { GATE: () => this.isWordFollowed(), ALT: () => this.messageFault(start) },
        { GATE: () => this.isNext(t.LeftBrace, 2), ALT: () => this.cut(start) },
        { GATE: () => !this.isSubject(), ALT: () => this.worldStep(start) },
        { ALT: () => this.subjectStep(start) },
      ],
      IGNORE_AMBIGUITIES: true,
    });
  });

  /** `loses M`: behind a node there would be a colon, or the mark of an expression. */
  private isWordFollowed(): boolean {
    return this.isNext(t.Identifier, 2) && !this.isSubject();
  }

  private isSubject(): boolean {
    return [t.Colon, t.Hash, t.Tick, t.Ticks].some((type) => this.isNext(type, 2));
  }

  private messageFault(start: number): ScenarioEvent {
    const token = this.or(1, [
      { ALT: () => this.consume(0, t.Loses) },
      { ALT: () => this.consume(0, t.Duplicates) },
      { ALT: () => this.consume(0, t.Corrupts) },
    ]);
    const kinds = { loses: 'lose', duplicates: 'duplicate', corrupts: 'corrupt' } as const;
    const kind = kinds[this.wordOf(token) as keyof typeof kinds];
    const message = this.name(0, 'the name of a message');
    const { args, from } = this.whichMessage(0);
    const to = this.endpoint(1, t.To);
    return { kind, message, args: args ?? [], from, to, span: this.span(start) };
  }

  private cut(start: number): ScenarioEvent {
    this.consume(0, t.Cuts);
    const open = this.consume(0, t.LeftBrace);
    const members = this.commas(0, (each) => this.subrule(each, this.sum));
    this.close(0, t.RightBrace, open);
    return { kind: 'cut', members, span: this.span(start) };
  }

  private worldStep(start: number): ScenarioEvent {
    return this.or(2, [
      {
        ALT: (): ScenarioEvent => {
          this.consume(0, t.Heals);
          return { kind: 'heal', span: this.span(start) };
        },
      },
      {
        ALT: (): ScenarioEvent => {
          this.consume(0, t.Stabilises);
          return { kind: 'stabilise', span: this.span(start) };
        },
      },
    ]);
  }

  /** `n: ...`, or `k ticks pass`. */
  private subjectStep(start: number): ScenarioEvent {
    const subject = this.subrule(2, this.sum);
    this.ACTION(() => {
      if (!this.isNext(t.Colon) && !this.isNext(t.Tick) && !this.isNext(t.Ticks))
        this.fail('PV0101', this.missingSpan(), subject.kind === 'number' ? 'expected `ticks pass` after a number' : NO_STEP);
    });
    return this.or(3, [
      { ALT: () => this.nodeStep(subject, start) },
      {
        ALT: (): ScenarioEvent => {
          this.or(4, [{ ALT: () => this.consume(0, t.Tick) }, { ALT: () => this.consume(0, t.Ticks) }]);
          this.ACTION(() => {
            if (!this.isNext(t.Pass) && !this.isNext(t.Passes)) this.failMark(t.Pass, 'after `ticks`');
          });
          this.or(5, [{ ALT: () => this.consume(0, t.Pass) }, { ALT: () => this.consume(0, t.Passes) }]);
          return { kind: 'ticks', ticks: subject, span: this.span(start) };
        },
      },
    ]);
  }

  private nodeStep(node: Expr, start: number): ScenarioEvent {
    this.consume(0, t.Colon);
    this.ACTION(() => {
      if (!this.isNext(t.On) && (!this.isNext(t.Identifier) || this.isNext(t.Colon, 2)))
        this.fail('PV0103', this.missingSpan(), 'expected what the node does: an action, `on M`, `on t`, `goes on`, `crashes` ...');
    });
    const end = () => ({ node, span: this.span(start) });
    return this.or(6, {
      DEF: [
        { ALT: () => this.reaction(node, start) },
        {
          GATE: () => this.isNext(t.On, 2),
          ALT: (): ScenarioEvent => {
            this.consume(0, t.Goes);
            this.consume(1, t.On);
            return { kind: 'resume', pauses: this.pausing(0), ...end() };
          },
        },
        {
          GATE: () => this.isNext(t.Identifier, 2) && !this.isNext(t.Colon, 3) && !this.isNext(t.Hash, 3),
          ALT: (): ScenarioEvent => {
            this.consume(0, t.Ignores);
            const message = this.name(1, 'the name of a message');
            const { args, from } = this.whichMessage(2);
            return { kind: 'ignore', message, args: args ?? [], from, ...end() };
          },
        },
        { GATE: () => this.isNext(t.Steps, 2), ALT: () => this.clockStep(node, start) },
        {
          ALT: (): ScenarioEvent => {
            this.consume(0, t.Crashes);
            return { kind: 'crash', ...end() };
          },
        },
        {
          ALT: (): ScenarioEvent => {
            this.consume(0, t.Forgets);
            return { kind: 'forget', ...end() };
          },
        },
        {
          ALT: (): ScenarioEvent => {
            this.consume(0, t.Restarts);
            return { kind: 'restart', ...end() };
          },
        },
        {
          ALT: (): ScenarioEvent => {
            const action = this.name(2, 'the name of an action');
            const args = this.option(3, () => this.values());
            return { kind: 'act', action, args: args ?? [], pauses: this.pausing(4), ...end() };
          },
        },
      ],
      IGNORE_AMBIGUITIES: true,
    });
  }

  private clockStep(node: Expr, start: number): ScenarioEvent {
    this.consume(0, t.Clock);
    this.consume(0, t.Steps);
    const by = this.option(5, { GATE: () => !this.isNext(t.Colon, 2), DEF: () => this.amount() });
    return { kind: 'clock', node, by: by ?? null, span: this.span(start) };
  }

  private amount(): Expr {
    this.consume(0, t.By);
    return this.subrule(3, this.sum);
  }

  private reaction(node: Expr, start: number): ScenarioEvent {
    this.consume(2, t.On);
    const name = this.name(3, 'the name of a message or a timer after `on`');
    const key = this.option(6, () => this.timerKey());
    const { args, from } = this.whichMessage(7);
    const pauses = this.pausing(9);
    return { kind: 'on', node, name, args, key: key ?? null, from, pauses, span: this.span(start) };
  }

  private timerKey(): Expr {
    const open = this.consume(0, t.LeftBracket);
    this.ACTION(() => this.glue(open));
    const key = this.subrule(6, this.formula);
    this.close(1, t.RightBracket, open);
    return key;
  }

  /** `(f: e,*) from m`; takes `index` and the next one. */
  private whichMessage(index: 0 | 2 | 7): { readonly args: readonly Arg[] | null; readonly from: Expr | null } {
    const args = this.option(index === 0 ? 10 : index === 2 ? 12 : 17, () => this.subrule(index, this.args));
    return { args: args ?? null, from: this.endpoint(index, t.From) };
  }

  private endpoint(index: 0 | 1 | 2 | 7, word: typeof t.From): Expr | null {
    const found = this.option(index === 0 ? 20 : index === 1 ? 21 : index === 2 ? 22 : 27, {
      GATE: () => !this.isNext(t.Colon, 2),
      DEF: () => {
        this.consume(index, word);
        return this.subrule(index === 0 ? 10 : index === 1 ? 11 : index === 2 ? 12 : 17, this.sum);
      },
    });
    return found ?? null;
  }

  /** `(e,*)` behind an action. */
  private values(): Expr[] {
    const open = this.consume(2, t.LeftParen);
    this.ACTION(() => this.glue(open));
    const all = this.commas(4, (each) => this.subrule(each, this.formula));
    this.close(2, t.RightParen, open);
    return all;
  }

  private pausing(index: 0 | 4 | 9): boolean {
    const token = this.option(index === 0 ? 30 : index === 4 ? 34 : 39, {
      GATE: () => !this.isNext(t.Colon, 2),
      DEF: () => this.consume(index, t.Pauses),
    });
    return token !== undefined;
  }
}
