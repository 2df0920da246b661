/**
 * What nodes know, asked while runs are followed: of steps, within a time, at the end of a scenario. A first search finds every reachable
 * state, and with them all that nodes know; a second one makes the states anew, each with what its property counts besides, and looks the
 * answers up. Both see the same states: what is watched changes no step, and neither search has reductions.
 */
import type { Around } from '../../model/interpreter.ts';
import type { Expr, Property } from '../../model/ir.ts';
import type { State } from '../../model/state.ts';
import type { Known, Trace } from '../../verdict.ts';
import { claimsAt, type KnownGround, numberOf } from './check.ts';

/** A property of a kind that is judged along its runs. */
export type JudgedAlong = Extract<Property, { readonly kind: 'step' | 'deadline' | 'scenario' }>;

export class Along {
  /** for all that evaluates what is watched */
  readonly around: Around;
  readonly #ground: KnownGround;
  readonly #numbers = new WeakMap<State, number>();

  constructor(ground: KnownGround) {
    this.#ground = ground;
    this.around = { locals: [], knows: (expr, node, locals, state) => ground.knowledge.asked(this.#number(state), expr, node, locals) };
  }

  /** What a verdict with this trace rests on. Yields the number of states looked at. */
  *known(property: JudgedAlong, trace: Trace): Generator<number, Known> {
    const claims = property.kind === 'scenario' ? [] : yield* claimsAt(this.#ground, decisive(property), trace, property.kind === 'step');
    return { bounds: this.#isCertain(property, trace) ? [] : this.#ground.bounds, claims };
  }

  /** More reachable states than were found would not change it. */
  #isCertain(property: JudgedAlong, { first, steps }: Trace): boolean {
    const { knowledge, bounds } = this.#ground;
    if (bounds.length === 0) return true;
    const numbers = [first, ...steps.map(({ state }) => state)].map((state) => this.#number(state));
    const [before, last] = [numbers.at(-2), numbers.at(-1)!];
    switch (property.kind) {
      case 'step':
        return [property.predicate, ...property.watched.flatMap(equalAfter)].every((e) => knowledge.judgeStep(e, before!, last).certain);
      case 'deadline':
        return [property.from, property.to].every((e) => numbers.every((number) => knowledge.judge(e, number).certain));
      case 'scenario':
        return property.ways.every(({ then }) => then === null || knowledge.judge(then, last).certain);
      default:
        return property satisfies never;
    }
  }

  /** Under which the first search has found a state. */
  #number(state: State): number {
    let number = this.#numbers.get(state);
    if (number === undefined) {
      number = numberOf(this.#ground.search, state);
      if (number < 0) throw new Error('internal error: a second search has come to a state that the first one has not');
      this.#numbers.set(state, number);
    }
    return number;
  }
}

/** What is false at the end of a run that breaks the property. */
function decisive(property: Exclude<JudgedAlong, { readonly kind: 'scenario' }>): Expr {
  return property.kind === 'step' ? property.predicate : property.to;
}

/** Whether a step leaves a watched value as it is: `next(e) == e`. */
function equalAfter(of: Expr): Expr[] {
  const after: Expr = { op: 'next', of, type: of.type, span: of.span };
  return [{ op: '==', left: after, right: of, type: { kind: 'bool' }, span: of.span }];
}
