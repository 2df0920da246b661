/**
 * What nodes know, from one of all symmetric states. Where g permutes symmetric elements and r is the state that stands for all of its images, g r
 * looks to node n as a view v just where r looks to node g⁻¹n as g⁻¹v, and P is true of g r with the names x just where it is true of r
 * with the names g⁻¹x: for permutations make reachable states of reachable states, what a node sees of a state is made of what
 * stands in it alike for every node, and P names no element. So
 *
 *   n knows P(x) where it sees v,  just where  for each image (m, w, y) of (n, v, x) and each r that looks to m as w, P(y) is true of r.
 *
 * The images of such a question have one answer, and are looked for by exchanges of two neighbours, which make every permutation (an orbit under generators:
 * Seress, Permutation Group Algorithms, 2003, section 2.1). No state is made of another one, only views, and each question of an orbit is settled once.
 * A predicate in which `knows` stands is then true of all images of a state or of none, so that to judge r is to judge all of them.
 *
 * Literature: Cohen, Dam, Lomuscio and Qu, A symmetry reduction technique for model checking temporal-epistemic logic (IJCAI 2009), who show that formulas
 * which name no agent of a symmetric kind have the same truth in the quotient where knowledge goes over the images of the states that stand for
 * others; Emerson and Sistla, Symmetry and model checking (1996). Here nodes may be named by quantifiers, whose values are a part of the question.
 */
import { unhandled } from '#grammar';
import type { Model, Type, Value } from '../../model/ir.ts';
import type { NodeState, Suspended } from '../../model/state.ts';
import { exchanges, refersTo, replaced, type Sort } from '../../model/symmetry/sorts.ts';
import { rank, values } from '../../model/values.ts';
import { sightOf } from './views.ts';

/** What a node is asked: by what it has, and what the names stand for that are used. */
export interface Question {
  readonly node: number;
  readonly own: NodeState;
  /** by local; of those that are not used none */
  readonly locals: readonly Value[];
}

/** A question, and how the node sees what it has. */
export interface Seen extends Question {
  readonly view: string;
}

interface Exchange {
  readonly sort: Sort;
  readonly by: (element: number) => number;
}

export class Orbits {
  readonly #model: Model;
  readonly #exchanges: readonly Exchange[];
  /** by instance */
  readonly #sights: readonly ((own: NodeState) => string)[];

  constructor(model: Model, sorts: readonly Sort[]) {
    this.#model = model;
    this.#exchanges = sorts.flatMap((sort) => exchanges(sort).map((by) => ({ sort, by })));
    this.#sights = model.instances.map(({ index }) => sightOf(model, index));
  }

  /** Every question that permutations make of this one, each once, and it first; what the node does not see is left as it is in some of them. */
  *imagesOf(question: Question): Generator<Seen, void> {
    const found = new Map<string, Seen>();
    const add = (image: Question) => {
      const view = this.#sights[image.node](image.own);
      const key = JSON.stringify([image.node, view, image.locals]);
      if (!found.has(key)) found.set(key, { ...image, view });
    };
    add(question);
    // A map that grows while it is walked is walked to its end.
    for (const image of found.values()) {
      yield image;
      for (const exchange of this.#exchanges) add(this.#imageOf(exchange, image));
    }
  }

  #imageOf(exchange: Exchange, { node, own, locals }: Question): Question {
    const moved: Value[] = [];
    for (const [local, value] of locals.entries())
      if (value !== undefined) moved[local] = exchanged(exchange, this.#model.locals[local].type, value);
    return { node: nodeOf(exchange, node), own: this.#own(exchange, node, own), locals: moved };
  }

  #own(exchange: Exchange, node: number, own: NodeState): NodeState {
    const { variables, timers } = this.#model.roles[this.#model.instances[node].role];
    return {
      ...own,
      variables: own.variables.map((value, i) => exchanged(exchange, variables[i].type, value)),
      timers: own.timers.map((keys, i) => byKey(exchange, timers[i].key, keys)),
      suspended: own.suspended && this.#suspended(exchange, own.suspended),
    };
  }

  #suspended(exchange: Exchange, { point, values: saved, context }: Suspended): Suspended {
    const { saves } = this.#model.pausePoints[point];
    return {
      point,
      values: saved.map((value, i) => exchanged(exchange, this.#model.locals[saves[i]].type, value)),
      context: context && {
        ...context,
        from: nodeOf(exchange, context.from),
        call: context.call && { ...context.call, caller: nodeOf(exchange, context.call.caller) },
      },
    };
  }
}

function nodeOf({ sort, by }: Exchange, node: number): number {
  switch (sort.kind) {
    case 'role':
      return by(node);
    case 'enum':
      return node;
    default:
      return unhandled(sort);
  }
}

function exchanged({ sort, by }: Exchange, type: Type, value: Value): Value {
  return replaced(type, sort, by, value);
}

function byKey<T>(exchange: Exchange, key: Type | null, entries: readonly T[]): readonly T[] {
  if (key === null || !refersTo(key, exchange.sort)) return entries;
  const moved: T[] = [];
  for (const [i, value] of values(key).entries()) moved[rank(key, exchanged(exchange, key, value))] = entries[i];
  return moved;
}
