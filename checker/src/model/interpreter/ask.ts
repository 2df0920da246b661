/** What an expression is worth in the situation of a node: a question of somebody who looks on, which takes no step and makes no choice. */
import { type Span, unhandled } from '#grammar';
import type { Expr, Model, Value } from '../ir.ts';
import type { Choice } from '../state.ts';
import { Choices, CutSignal, ModelErrorSignal } from './choices.ts';
import { scopeOf, value } from './expressions.ts';
import type { Situation } from './inside.ts';
import { StepRun } from './run.ts';

/** Throws ModelErrorSignal where it has no value: as in code, or since it asks for a reading that the step has not made. */
export function valueIn(model: Model, expr: Expr, situation: Situation): Value {
  const run = new StepRun(model, situation.state, situation.self, new NoChoices(expr.span));
  run.locals.push(...situation.locals);
  run.context = situation.context;
  for (const [timer, left] of situation.lefts) run.lefts.set(timer, left);
  for (const [clock, now] of situation.readings) run.readings.set(clock, now);
  try {
    return value(scopeOf(run), expr);
  } catch (signal) {
    if (signal instanceof CutSignal) throw new ModelErrorSignal({ message: `this passes ${signal.bound}`, span: expr.span });
    throw signal;
  }
}

class NoChoices extends Choices {
  readonly #span: Span;

  constructor(span: Span) {
    super([]);
    this.#span = span;
  }

  override choose(kind: Choice['kind'], name: string): never {
    throw new ModelErrorSignal({ message: `${name} ${whyNoValue(kind)}`, span: this.#span });
  }

  override chooseValue(kind: Choice['kind'], name: string): never {
    return this.choose(kind, name);
  }
}

function whyNoValue(kind: Choice['kind']): string {
  switch (kind) {
    case 'left':
    case 'clock':
      return 'has no value yet: what it shows is settled when the code reads it, and this step has not';
    case 'choose':
    case 'random':
    case 'drift':
    case 'initial':
      return 'is chosen by a step, and a question takes none';
    default:
      return unhandled(kind);
  }
}
