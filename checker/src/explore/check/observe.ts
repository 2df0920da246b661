/**
 * Which values the variables take in the states that a search has found. It reads what is stored and changes nothing; an
 * exhausted search has stored every reachable state, so these are then all the values there are.
 */
import type { Type, Value } from '../../model/ir.ts';
import type { NodeState } from '../../model/state.ts';
import { exchanges, refersTo, replaced, type Sort } from '../../model/symmetry/sorts.ts';
import { compare } from '../../model/values.ts';
import type { Search } from '../search/search.ts';

/** `role` and `variable` are indexes into the model; without a role it is a ghost of the system. */
export interface ObservedVariable {
  readonly role: number | null;
  readonly variable: number;
  /** in value order */
  readonly values: readonly Value[];
}

/** States decoded between two yields. */
const BATCH = 500;

/**
 * Yields the number of states looked at since it last did. What a Byzantine node has in its variables nobody sees, and
 * what is not part of all states is left out: a value that nothing can read any more may have been another one.
 */
export function* observe(search: Search): Generator<number, readonly ObservedVariable[]> {
  const { machine, store } = search;
  const { model, symmetric, dead } = machine;
  const isPart = (role: number, variable: number) =>
    dead === null ||
    !(
      dead.variables[role][variable] ||
      dead.nodes.some(({ variables }, i) => model.instances[i].role === role && variables.includes(variable))
    );
  const ofRoles = model.roles.map((role) => role.variables.map(() => new Seen()));
  const ofGhosts = model.ghosts.map(() => new Seen());
  for (let state = 0; state < store.count; state++) {
    const { nodes, byzantine, ghosts } = machine.decode(store.segment(state), store.offset(state));
    for (const [i, node] of nodes.entries())
      if (!byzantine[i]) look(node, ofRoles[model.instances[i].role], dead?.onceStopped[model.instances[i].role] ?? []);
    for (const [i, value] of ghosts.entries()) ofGhosts[i].add(value);
    if (state % BATCH === BATCH - 1) yield BATCH;
  }
  return [
    ...ofGhosts.flatMap((seen, variable) =>
      dead?.ghosts[variable] ? [] : [{ role: null, variable, values: seen.inOrder(model.ghosts[variable].type, symmetric) }],
    ),
    ...model.roles.flatMap((role) =>
      ofRoles[role.index].flatMap((seen, variable) =>
        isPart(role.index, variable)
          ? [{ role: role.index, variable, values: seen.inOrder(role.variables[variable].type, symmetric) }]
          : [],
      ),
    ),
  ];
}

function look(node: NodeState, seen: readonly Seen[], deadOnceStopped: readonly boolean[]): void {
  for (const [variable, value] of node.variables.entries())
    if (node.status !== 'stopped' || !deadOnceStopped[variable]) seen[variable].add(value);
}

/** Different values, each once. */
class Seen {
  readonly #plain = new Set<Value>();
  readonly #composed = new Map<string, Value>();

  add(value: Value): void {
    if (!Array.isArray(value)) this.#plain.add(value);
    else {
      const key = JSON.stringify(value);
      if (!this.#composed.has(key)) this.#composed.set(key, value);
    }
  }

  /** With the values that stand in the states which symmetry left out. */
  inOrder(type: Type, symmetric: readonly Sort[]): readonly Value[] {
    for (const sort of symmetric.filter((one) => refersTo(type, one))) this.#close(type, sort);
    return [...this.#plain, ...this.#composed.values()].sort((a, b) => compare(type, a, b));
  }

  /** Every exchange of elements, until nothing new comes of it. */
  #close(type: Type, sort: Sort): void {
    const waiting = [...this.#plain, ...this.#composed.values()];
    for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
      for (const by of exchanges(sort)) {
        const other = replaced(type, sort, by, value);
        const known = this.#plain.size + this.#composed.size;
        this.add(other);
        if (this.#plain.size + this.#composed.size > known) waiting.push(other);
      }
    }
  }
}
