/** The machine that makes symmetric states one, held against the full state graph and every permutation of its states. */
import { checkModel, createCompiledMachine, type Expr, type Machine, type Model, type Role, type Variable } from '#checker';
import { canonical, type Graph, stateText, watchOf } from '../random/lockstep.ts';
import { changesAsSaid } from './changes.ts';
import { type Permutation, permutations, permutedState } from './permute.ts';

/** Throws where the machine is wrong; the names of the symmetric sorts. */
export function holdAgainst(model: Model, graph: Graph): readonly string[] {
  const machine = createCompiledMachine(model, watchOf(model), { symmetry: true });
  if (machine.symmetric.length === 0) return [];
  const names = machine.symmetric.map(({ name }) => name);
  const all = permutations(model, names);
  const forms = graph.states.map(({ state, counter }) => formOf(machine, state, counter));
  sameOrbits(model, all, graph, forms);
  for (const [i, vertex] of graph.states.entries()) sameSteps(machine, graph, forms, i, vertex.predicates);
  withoutDead(model, all, graph);
  return names;
}

/** The same where dead values are left out besides: then states may have one normal form that no permutation exchanges. */
function withoutDead(model: Model, all: readonly Permutation[], graph: Graph): void {
  const machine = createCompiledMachine(model, watchOf(model), { symmetry: true, dropDead: true, forget: true });
  const forms = graph.states.map(({ state, counter }) => formOf(machine, state, counter));
  for (const [i, { state, counter, predicates }] of graph.states.entries()) {
    for (const by of all) {
      if (formOf(machine, permutedState(model, by, state), counter).join() !== forms[i].join())
        throw new Error(`two reduced normal forms of one state: ${stateText(state)}`);
    }
    sameSteps(machine, graph, forms, i, predicates);
  }
}

function formOf(machine: Machine, state: Graph['states'][number]['state'], counter: number): Int32Array {
  const words = new Int32Array(machine.words);
  machine.encode(state, counter, words, 0);
  return words;
}

/** Two states have one normal form just where a permutation leads from one to the other. */
function sameOrbits(model: Model, all: readonly Permutation[], graph: Graph, forms: readonly Int32Array[]): void {
  const formOfOrbit = new Map<string, string>();
  const orbitOfForm = new Map<string, string>();
  for (const [i, { state, counter }] of graph.states.entries()) {
    const texts = all.map((by) => stateText(permutedState(model, by, state)));
    const orbit = `${texts.reduce((a, b) => (a < b ? a : b))} ${counter}`;
    const form = forms[i].join();
    if ((formOfOrbit.get(orbit) ?? form) !== form) throw new Error(`two normal forms of one state: ${orbit}`);
    if ((orbitOfForm.get(form) ?? orbit) !== orbit) throw new Error(`one normal form of two states: ${orbit} and ${orbitOfForm.get(form)}`);
    formOfOrbit.set(orbit, form);
    orbitOfForm.set(form, orbit);
  }
}

/** From its normal form lead the steps that lead from the state. */
function sameSteps(machine: Machine, graph: Graph, forms: readonly Int32Array[], i: number, predicates: number): void {
  const { successors, words } = machine;
  successors.clear();
  machine.expand(forms[i], 0, 'all');
  const reported: string[] = [];
  changesAsSaid(machine, forms[i], () => canonical(graph.states[i].state));
  for (let k = 0; k < successors.count; k++) {
    reported.push(`${successors.words.slice(k * words, (k + 1) * words)} ${successors.cost[k]} ${successors.flags[k]}`);
  }
  const edges = graph.states[i].edges.map(({ to, cost, flags }) => `${forms[to]} ${cost} ${flags}`);
  // messages that only something dead distinguishes are taken in one step
  const all = (steps: readonly string[]) => canonical((machine.dead === null ? [...steps] : [...new Set(steps)]).sort());
  if (all(reported) !== all(edges)) throw new Error(`other steps from ${canonical(graph.states[i].state)}`);
  if (machine.evaluate(forms[i], 0) !== predicates) throw new Error(`other predicates in ${canonical(graph.states[i].state)}`);
}

/** The same verdicts and traces, with no more states. */
export function sameVerdicts(model: Model): void {
  const check = (symmetry: boolean) => checkModel(model, { reduceFrom: symmetry ? 0 : undefined, now: () => 0, blame: false });
  const [whole, reduced] = [check(false), check(true)];
  const reported = ({ properties, bounds, neverRan, timeNeverPasses }: typeof whole) =>
    canonical({ properties, bounds, neverRan, timeNeverPasses });
  if (reported(whole) !== reported(reduced))
    throw new Error(`the checks differ:\n--- every state\n${reported(whole)}\n--- up to symmetry\n${reported(reduced)}`);
  if (reduced.size.states > whole.size.states) throw new Error('symmetry adds states');
}

/**
 * The model with less that tells nodes apart: a node named by a role's own code becomes the node itself, what a variable
 * begins with is any value where a node is named, and where nodes are ordered they are compared.
 */
export function nameless(model: Model): Model {
  const plain = { '<': '!=', '>': '!=', '<=': '==', '>=': '==' } as const;
  const walk = (part: unknown, role: number | null): unknown => {
    if (Array.isArray(part)) return part.map((each) => walk(each, role));
    if (typeof part !== 'object' || part === null) return part;
    const e = part as Expr;
    if (e.op === 'const') {
      const own = e.type.kind === 'node' && role !== null && e.type.roles.length === 1 && e.type.roles[0] === role;
      return own ? { op: 'self', type: e.type, span: e.span } : e;
    }
    const inner = Object.fromEntries(Object.entries(part).map(([key, child]) => [key, key === 'type' ? child : walk(child, role)]));
    const ordered = (e.op === '<' || e.op === '>' || e.op === '<=' || e.op === '>=') && e.left.type.kind === 'node';
    return ordered ? { ...inner, op: plain[e.op] } : inner;
  };
  const open = (variable: Variable): Variable =>
    JSON.stringify(variable.type).includes('"node"') ? { ...variable, initial: null } : variable;
  const roles = model.roles.map((role) => ({ ...(walk(role, role.index) as Role), variables: role.variables.map(open) }));
  return { ...(walk(model, null) as Model), roles, ghosts: model.ghosts.map(open) };
}
