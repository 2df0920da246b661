/** A machine over a little graph written down by hand, and the replay that goes with it: the search without any rules. */
import type { InitialStep, Machine, Model, State, Step, Trace } from '#checker';
import { SuccessorBatch } from '../../checker/src/explore/machine/successors.ts';
import type { Replay } from '../../checker/src/explore/search/replay.ts';
import { Search, type SearchOptions } from '../../checker/src/explore/search/search.ts';
import { ModelErrorSignal } from '../../checker/src/model/interpreter.ts';
import { tagOf } from '../../checker/src/model/tags.ts';

export interface Edge {
  readonly to: number | 'error' | 'cut';
  readonly cost?: number;
  readonly tick?: boolean;
  /** a bit for each step predicate that the step breaks */
  readonly breaks?: number;
}

export interface Graph {
  readonly starts: readonly Edge[];
  /** in the order in which counterexamples prefer them */
  readonly edges: readonly (readonly Edge[])[];
  readonly predicates?: readonly ((node: number) => boolean | 'error')[];
  readonly steps?: number;
}

export const SPAN = { file: 'toy', start: 0, end: 0 };
const TRUE = { op: 'const', value: true, type: { kind: 'bool' }, span: SPAN } as const;

export function toyWatch(graph: Graph) {
  return {
    predicates: (graph.predicates ?? []).map(() => TRUE),
    steps: Array.from({ length: graph.steps ?? 0 }, () => ({ predicate: TRUE, watched: [] })),
    deadline: null,
  };
}

/** Two words a state; `backward` gives successors in the opposite order, as another machine might. */
export function toyMachine(graph: Graph, backward = false): Machine {
  const successors = new SuccessorBatch(2, 1);
  const pack = (node: number, target: Int32Array, offset: number) => {
    target[offset] = node;
    target[offset + 1] = node * 7919;
  };
  const append = (edge: Edge) => {
    if (edge.to === 'error') successors.addError(edge.cost ?? 0);
    else if (edge.to === 'cut') {
      successors.cuts++;
      successors.bounds[0] = 1;
    } else {
      const at = successors.add(edge.cost ?? 0, edge.breaks ?? 0, tagOf(edge.tick ? 'tick' : 'other'));
      pack(edge.to, successors.words, at);
    }
  };
  const inOrder = (edges: readonly Edge[]) => (backward ? [...edges].reverse() : edges);
  return {
    model: EMPTY_MODEL,
    words: 2,
    bounds: ['capacity 8'],
    successors,
    parts: () => [],
    changes: () => null,
    orders: 1,
    images: (source, offset, visit) => visit(source, offset),
    fairness: () => {
      throw new Error('this graph knows no fairness');
    },
    symmetric: [],
    recipe: null,
    interpretedBecause: null,
    memory: null,
    dead: null,
    ran: new Uint8Array(0),
    initial() {
      for (const start of inOrder(graph.starts)) append(start);
      return false;
    },
    expand(source, offset, which) {
      for (const edge of inOrder(graph.edges[source[offset]])) {
        if (which === 'all' || (which === 'faults') === (edge.cost ?? 0) > 0) append(edge);
      }
    },
    evaluate(source, offset) {
      let bits = 0;
      for (const [i, predicate] of (graph.predicates ?? []).entries()) {
        const value = predicate(source[offset]);
        if (value === 'error') return -1;
        if (value) bits |= 1 << i;
      }
      return bits;
    },
    counter: () => -1,
    decode: (source, offset) => stateOf(source[offset]),
    encode: (state, _counter, target, offset) => pack(state.time, target, offset),
  };
}

export function toyReplay(graph: Graph): Replay {
  return {
    initial: () =>
      graph.starts.map((edge): InitialStep => ({ choices: [], cost: edge.cost ?? 0, target: targetOf(edge), events: [], ran: [] })),
    steps: (state) =>
      graph.edges[state.time].map(
        (edge, index): Step => ({
          label: edge.tick ? { kind: 'tick' } : { kind: 'stabilise' },
          choices: [{ kind: 'choose', alternative: index, of: graph.edges[state.time].length, name: '', value: index }],
          cost: edge.cost ?? 0,
          target: targetOf(edge),
          events: [],
        }),
      ),
    counter: () => -1,
    errorIn: () => null,
    errorAtEnd: () => null,
    broken: (state, target) =>
      graph.edges[state.time].filter((edge) => edge.to === target.time).reduce((bits, edge) => bits | (edge.breaks ?? 0), 0),
  };
}

export const ERROR = new ModelErrorSignal({ message: 'toy error', span: SPAN }).error;

function targetOf(edge: Edge): Step['target'] {
  if (edge.to === 'error') return { kind: 'error', error: ERROR };
  if (edge.to === 'cut') return { kind: 'cut', bound: 'capacity 8' };
  return { kind: 'state', state: stateOf(edge.to) };
}

function stateOf(node: number): State {
  return { nodes: [], messages: [], stable: true, cuts: [], byzantine: [], used: [], time: node, ghosts: [] };
}

/** Runs a search over the graph to its end. */
export function searchToy(graph: Graph, options: Partial<SearchOptions> & { backward?: boolean } = {}): Search {
  const search = new Search(toyMachine(graph, options.backward), toyWatch(graph), {
    faults: true,
    noteTime: true,
    levelDone: function* () {
      yield 0;
      return false;
    },
    ...options,
  });
  for (const _ of search.run());
  return search;
}

export function drain<T>(run: Generator<number, T>): T {
  for (;;) {
    const { done, value } = run.next();
    if (done) return value;
  }
}

/** `0 >1 2*` : nodes along the trace, with what each step costs before it where it costs. */
export function reported(trace: Trace): string {
  const first = `${trace.initial.cost > 0 ? `${trace.initial.cost}>` : ''}${trace.first.time}`;
  const rest = trace.steps.map(({ step }) => {
    const to = step.target.kind === 'state' ? String(step.target.state.time) : step.target.kind;
    return `${step.cost > 0 ? `${step.cost}>` : ''}${to}`;
  });
  return [first, ...rest].join(' ');
}

/** The place of each node that was found: `faults/steps`. */
export function places(search: Search): Map<number, string> {
  const found = new Map<number, string>();
  for (let state = 0; state < search.store.count; state++) {
    const { faults, steps } = search.levels.of(state);
    found.set(search.machine.decode(search.store.segment(state), search.store.offset(state)).time, `${faults}/${steps}`);
  }
  return found;
}

export const EMPTY_MODEL: Model = {
  system: 'Toy',
  assume: 'None',
  constants: [],
  roles: [],
  instances: [],
  messages: [],
  clocks: [],
  ghosts: [],
  properties: [],
  timing: { time: false, word: 'async', delay: [], pause: [], drift: [], skew: [] },
  crashes: [],
  network: { loss: null, duplication: null, corruption: null, cuts: [], fifo: false, queue: null, queueSpan: null, capacity: 8 },
  clockSteps: null,
  budgets: [],
  limits: [],
  locals: [],
  pausePoints: [],
  stabilises: false,
};
