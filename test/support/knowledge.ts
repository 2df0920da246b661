/**
 * What a node knows, read as plainly as possible: a double loop over every state that the interpreter reaches. It shares
 * no code with the checker's own way but the evaluation of expressions.
 */
import type { Expr, Model, State, Value } from '#checker';
import { Knowledge } from '../../checker/src/explore/knowledge/knowledge.ts';
import { createMachine } from '../../checker/src/explore/machine/machines.ts';
import { boundsReached } from '../../checker/src/explore/search/finished.ts';
import { Search } from '../../checker/src/explore/search/search.ts';
import { type Around, holdsIn, initialSteps, ModelErrorSignal, steps } from '../../checker/src/model/interpreter.ts';

/** The checker's own way, over the whole state graph. */
export function knowledgeOf(model: Model, kind: 'interpreted' | 'compiled'): { readonly search: Search; readonly knowledge: Knowledge } {
  const watch = { predicates: [], steps: [], deadline: null };
  const levelDone = function* () {
    yield 0;
    return false;
  };
  const search = new Search(createMachine(model, watch, kind), watch, { faults: true, noteTime: false, levelDone });
  for (const _ of search.run());
  return { search, knowledge: new Knowledge(search, boundsReached(search).length === 0) };
}

export function stateOf({ machine, store }: Search, state: number): State {
  return machine.decode(store.segment(state), store.offset(state));
}

/** Every reachable state by its text; null where there are more than `most`. */
export function reachable(model: Model, text: (state: State) => string, most: number): Map<string, State> | null {
  const found = new Map<string, State>();
  const add = (state: State) => {
    const key = text(state);
    if (!found.has(key)) found.set(key, state);
  };
  for (const { target } of initialSteps(model)) if (target.kind === 'state') add(target.state);
  // A map that grows while it is walked is walked to its end.
  for (const state of found.values()) {
    if (found.size > most) return null;
    for (const { target } of steps(model, state)) if (target.kind === 'state') add(target.state);
  }
  return found;
}

/** Throws ModelErrorSignal where P is a model error in one of the states that look the same. */
export function plainly(model: Model, states: readonly State[], predicate: Expr, state: State): boolean | ModelErrorSignal {
  return holdsIn(model, predicate, state, null, knowingPlainly(model, states));
}

/** What nodes know, for whatever is evaluated in one of the states. A question that was asked before is not asked again. */
export function knowingPlainly(model: Model, states: readonly State[]): Around {
  const answers = new Map<Expr, Map<string, boolean>>();
  const around = (locals: readonly Value[]): Around => ({
    locals,
    knows(e, node, inside, here) {
      if (!sees(here, node)) return false;
      const known = answers.get(e) ?? new Map<string, boolean>();
      answers.set(e, known);
      const question = JSON.stringify([node, inside, here.nodes[node]]);
      const answer = known.get(question) ?? ask(e, node, inside, here);
      known.set(question, answer);
      return answer;
    },
  });
  const ask = ({ of }: Extract<Expr, { op: 'knows' }>, node: number, inside: readonly Value[], here: State): boolean => {
    const results = states
      .filter((other) => sees(other, node) && looksSame(model, node, here, other))
      .map((other) => holdsIn(model, of, other, null, around(inside)));
    const error = results.find((result) => result instanceof ModelErrorSignal);
    if (error instanceof ModelErrorSignal) throw error;
    return results.every((result) => result === true);
  };
  return around([]);
}

function sees(state: State, node: number): boolean {
  return state.nodes[node].status === 'up' && !state.byzantine[node];
}

function looksSame(model: Model, node: number, a: State, b: State): boolean {
  const role = model.roles[model.instances[node].role];
  const [mine, other] = [a.nodes[node], b.nodes[node]];
  const same = (x: unknown, y: unknown) => JSON.stringify(x) === JSON.stringify(y);
  if (!role.variables.every(({ ghost }, i) => ghost || same(mine.variables[i], other.variables[i]))) return false;
  const timers = role.timers.every(({ hasHandler, isRead }, t) =>
    mine.timers[t].every((x, key) => {
      const y = other.timers[t][key];
      if (hasHandler && (x.kind === 'off') !== (y.kind === 'off')) return false;
      const reading = (timer: typeof x) =>
        timer.kind === 'off' ? 0 : timer.kind === 'exact' ? Math.min(timer.left, timer.duration) : timer.top;
      return !isRead || reading(x) === reading(y);
    }),
  );
  const clocks = model.clocks.every((_, c) => !readsClock(model, node, c) || mine.clocks[c] === other.clocks[c]);
  const [p, q] = [mine.suspended, other.suspended];
  if (p === null || q === null) return timers && clocks && p === q;
  const context = (held: typeof p) => {
    if (held.context === null) return null;
    const { call } = held.context;
    return [
      held.context.from,
      held.context.corrupted,
      call && { caller: call.caller, call: call.call },
      call?.caller === node && call.fresh,
    ];
  };
  return timers && clocks && p.point === q.point && same(p.values, q.values) && same(context(p), context(q));
}

/** Some code of the node reads the clock, other than in `ghost { }`. */
function readsClock(model: Model, node: number, clock: number): boolean {
  const { handlers, actions, defers } = model.roles[model.instances[node].role];
  const withoutGhosts = (_: string, part: unknown) => ((part as { kind?: string } | null)?.kind === 'ghost' ? null : part);
  const text = JSON.stringify([handlers, actions, defers], withoutGhosts);
  return text.includes(`"op":"clock","clock":${clock},`);
}
