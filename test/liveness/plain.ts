/**
 * Liveness by plain means, to hold the checker against: the explicit graph of the interpreter, and for each simple form the
 * part of it in which the property stays open, taken apart again and again until what is left is fair. Written from the
 * rules of fairness alone; of the product only the steps of the interpreter are used.
 */
import type { MessageState, Model, State, Step, Temporal } from '#checker';
import { evaluate } from '#checker';
import { stateKey } from '../../checker/src/explore/machine/state-key.ts';
import { everyCut } from '../../checker/src/model/cuts.ts';
import { initialSteps, steps } from '../../checker/src/model/interpreter.ts';
import { isOwed, mayStay } from './cuts.ts';

interface Edge {
  readonly from: number;
  readonly to: number;
  readonly step: Step;
}

export interface Plain {
  readonly states: readonly State[];
  readonly edges: readonly (readonly Edge[])[];
  readonly initial: readonly number[];
  readonly cuts: boolean;
}

/** Null where there are more states than that, or a model error. */
export function explicitGraph(model: Model, max: number): Plain | null {
  const numbers = new Map<string, number>();
  const states: State[] = [];
  const edges: Edge[][] = [];
  let cuts = false;
  const number = (state: State): number => {
    const key = stateKey(state);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, states.length);
    return states.push(state) - 1;
  };
  const initial: number[] = [];
  for (const { target } of initialSteps(model)) {
    if (target.kind === 'error') return null;
    if (target.kind === 'cut') cuts = true;
    else initial.push(number(target.state));
  }
  for (let from = 0; from < states.length; from++) {
    if (states.length > max) return null;
    edges.push([]);
    for (const step of steps(model, states[from])) {
      if (step.target.kind === 'error') return null;
      if (step.target.kind === 'cut') cuts = true;
      else edges[from].push({ from, to: number(step.target.state), step });
    }
  }
  return { states, edges, initial, cuts };
}

export type Form =
  | { readonly kind: 'leads to'; readonly from: Predicate; readonly to: Predicate }
  | { readonly kind: 'eventually' | 'always eventually' | 'eventually always'; readonly of: Predicate };
type Predicate = (state: State) => boolean;

/** The simple form of a formula; null for any other. */
export function formOf(model: Model, formula: Temporal): Form | null {
  const predicate = (f: Temporal): Predicate | null => (f.op === 'state' ? (state) => evaluate(model, f.predicate, state) === true : null);
  if (formula.op === 'leadsTo') {
    const [from, to] = [predicate(formula.left), predicate(formula.right)];
    return from && to && { kind: 'leads to', from, to };
  }
  if (formula.op !== 'eventually' && formula.op !== 'always') return null;
  const plain = predicate(formula.of);
  if (plain !== null) return formula.op === 'eventually' ? { kind: 'eventually', of: plain } : null;
  const nested = formula.of.op === 'always' || formula.of.op === 'eventually' ? predicate(formula.of.of) : null;
  if (nested === null || formula.of.op === formula.op) return null;
  return { kind: formula.op === 'always' ? 'always eventually' : 'eventually always', of: nested };
}

/** Whether some fair run breaks the form, where from some time on `provided` holds. */
export function isBroken(model: Model, plain: Plain, form: Form, provided: Predicate | null): boolean {
  const all = plain.states.map((_, i) => i);
  const isOpen = (i: number) => form.kind === 'eventually always' || !(form.kind === 'leads to' ? form.to : form.of)(plain.states[i]);
  const begins =
    form.kind === 'eventually'
      ? plain.initial.filter(isOpen)
      : form.kind === 'leads to'
        ? all.filter((i) => form.from(plain.states[i]) && isOpen(i))
        : all.filter(isOpen);
  const reached = closure(begins, (i) => plain.edges[i].map(({ to }) => to).filter(isOpen));
  const region = new Set([...reached].filter((i) => provided === null || provided(plain.states[i])));
  const wanted = form.kind === 'eventually always' ? (i: number) => !form.of(plain.states[i]) : () => true;
  return hasFair(model, plain, region, () => true, wanted);
}

function closure(from: readonly number[], next: (i: number) => readonly number[]): Set<number> {
  const found = new Set(from);
  const open = [...from];
  for (let i = open.pop(); i !== undefined; i = open.pop()) {
    for (const to of next(i)) {
      if (found.has(to)) continue;
      found.add(to);
      open.push(to);
    }
  }
  return found;
}

/** Some fair run stays among `nodes`, on edges that are kept, and comes by a wanted node forever. */
function hasFair(
  model: Model,
  plain: Plain,
  nodes: ReadonlySet<number>,
  keep: (edge: Edge) => boolean,
  wanted: (i: number) => boolean,
): boolean {
  const inside = (set: ReadonlySet<number>) => [...set].flatMap((i) => plain.edges[i].filter((e) => set.has(e.to) && keep(e)));
  for (const part of components(nodes, (i) => plain.edges[i].filter((e) => nodes.has(e.to) && keep(e)).map(({ to }) => to))) {
    const edges = inside(part);
    // Under async a run may stay anywhere; elsewhere it needs a step.
    if (edges.length === 0 && model.timing.time) continue;
    if (![...part].some(wanted)) continue;
    const left = judged(model, plain, part, edges);
    if (left === 'fair') return true;
    if (left !== 'hopeless' && hasFair(model, plain, left.nodes, (e) => keep(e) && left.keep(e), wanted)) return true;
  }
  return false;
}

/** Strongly connected parts, by mutual reachability. */
function components(nodes: ReadonlySet<number>, next: (i: number) => readonly number[]): Set<number>[] {
  const reach = new Map([...nodes].map((i) => [i, closure([i], next)]));
  const parts: Set<number>[] = [];
  const done = new Set<number>();
  for (const i of nodes) {
    if (done.has(i)) continue;
    const part = new Set([...reach.get(i)!].filter((j) => reach.get(j)!.has(i)));
    for (const j of part) done.add(j);
    parts.push(part);
  }
  return parts;
}

type Left = 'fair' | 'hopeless' | { readonly nodes: ReadonlySet<number>; readonly keep: (edge: Edge) => boolean };

function judged(model: Model, plain: Plain, part: ReadonlySet<number>, edges: readonly Edge[]): Left {
  const states = [...part].map((i) => plain.states[i]);
  if (model.timing.time && !edges.some(({ step }) => step.label.kind === 'tick')) return 'hopeless';
  for (const demand of demandsOf(model)) {
    if (states.every((state) => demand.enabled(state)) && !edges.some(({ step }) => demand.takes(step))) return 'hopeless';
  }
  const classes = new Map(states.flatMap((s) => s.messages.filter((m) => isOpen(model, s, m)).map((m) => [classOf(m), m] as const)));
  for (const key of classes.keys()) {
    const throughout = states.every((s) => s.messages.some((m) => classOf(m) === key && isOpen(model, s, m)));
    if (throughout && !edges.some((e) => leaving(plain, e).some((m) => classOf(m) === key))) return 'hopeless';
  }
  const left = new Set(edges.flatMap((e) => leaving(plain, e).map(kindOf)));
  const starves = (state: State) => state.messages.some((m) => isOpen(model, state, m) && isReady(state, m.to) && !left.has(kindOf(m)));
  const through = new Set(edges.flatMap((e) => arriving(plain, e).map(kindOf)));
  const loses = (e: Edge) => losing(model, plain, e).some((m) => !through.has(kindOf(m)));
  const uneven = new Set(unevenEdges(part, edges));
  if (!states.some(starves) && !edges.some(loses) && uneven.size === 0) return 'fair';
  return { nodes: new Set([...part].filter((i) => !starves(plain.states[i]))), keep: (e) => !loses(e) && !uneven.has(e) };
}

// What fairness asks

interface Demand {
  readonly enabled: (state: State) => boolean;
  readonly takes: (step: Step) => boolean;
}

function works(state: State, node: number): boolean {
  return state.nodes[node].status === 'up' && !state.byzantine[node];
}

function isReady(state: State, node: number): boolean {
  return works(state, node) && state.nodes[node].suspended === null;
}

function demandsOf(model: Model): Demand[] {
  const nodes = model.instances.map(({ index }) => index);
  return [
    ...nodes.map(
      (node): Demand => ({
        enabled: (s) => works(s, node) && s.nodes[node].suspended !== null,
        takes: ({ label }) => label.kind === 'resume' && label.node === node,
      }),
    ),
    ...nodes.flatMap((node) => timerDemands(model, node)),
    ...nodes.flatMap((node) => actDemands(model, node)),
    ...nodes
      .filter((node) => model.crashes.every((f) => !f.mayStayDown || !f.instances.includes(node)))
      .map(
        (node): Demand => ({
          enabled: (s) => s.nodes[node].status === 'down',
          takes: ({ label }) => label.kind === 'restart' && label.node === node,
        }),
      ),
    ...everyCut(model).flatMap((cut): Demand[] => {
      const key = JSON.stringify(cut);
      const isActive = (s: State) => s.cuts.some((active) => JSON.stringify(active) === key);
      const heals = ({ label }: Step) => label.kind === 'heal' && JSON.stringify(label.cut) === key;
      return mayStay(model, cut) ? [] : [{ enabled: isActive, takes: heals }];
    }),
    { enabled: (s) => model.stabilises && !s.stable, takes: ({ label }) => label.kind === 'stabilise' },
  ];
}

function timerDemands(model: Model, node: number): Demand[] {
  const { timers } = model.roles[model.instances[node].role];
  return timers.flatMap((timer, t) => {
    if (!timer.hasHandler) return [];
    return Array.from(
      { length: 8 },
      (_, key): Demand => ({
        enabled: (s) => {
          const state = s.nodes[node].timers[t][key];
          if (state === undefined || !works(s, node)) return false;
          return (state.kind === 'exact' && state.left === 0) || (state.kind === 'loose' && state.ripe);
        },
        takes: ({ label }) => label.kind === 'fire' && label.node === node && label.timer === t && label.key === key,
      }),
    );
  });
}

/** An action is enabled where the node, were it not suspended, could take it. */
function actDemands(model: Model, node: number): Demand[] {
  const { actions } = model.roles[model.instances[node].role];
  const parameters = (a: number) =>
    actions[a].params.reduce<unknown[][]>((out, p) => out.flatMap((prefix) => p.values.map((v) => [...prefix, v])), [[]]);
  return actions.flatMap((action, a) => {
    if (action.optional) return [];
    return parameters(a).map((params): Demand => {
      const key = JSON.stringify(params);
      const takes = ({ label }: Step) =>
        label.kind === 'act' && label.node === node && label.action === a && JSON.stringify(label.params) === key;
      return {
        takes,
        enabled: (s) => works(s, node) && remembered(s, `${node} ${a} ${key}`, () => steps(model, awake(s, node)).some(takes)),
      };
    });
  });
}

function awake(state: State, node: number): State {
  return { ...state, nodes: state.nodes.with(node, { ...state.nodes[node], suspended: null }) };
}

const answers = new WeakMap<State, Map<string, boolean>>();

/** Query once of each state. */
function remembered(state: State, question: string, answer: () => boolean): boolean {
  const known = answers.get(state) ?? new Map<string, boolean>();
  answers.set(state, known);
  const found = known.get(question) ?? answer();
  known.set(question, found);
  return found;
}

/** Not deferred: handed over where it is alone in flight, old enough, to a receiver that is not suspended. */
function isOpen(model: Model, state: State, message: MessageState): boolean {
  return remembered(state, classOf(message), () => isTaken(model, state, message));
}

function isTaken(model: Model, state: State, message: MessageState): boolean {
  if (state.nodes[message.to].status !== 'up') return true;
  const least = model.timing.delay[message.to]?.min ?? 0;
  const alone = { ...awake(state, message.to), messages: [{ ...message, age: Math.max(message.age, least) }] };
  return steps(model, alone).some(({ label }) => label.kind === 'deliver');
}

function kindOf({ from, to, message, fields }: MessageState): string {
  return JSON.stringify([from, to, message, fields]);
}

function classOf(message: MessageState): string {
  return JSON.stringify([kindOf(message), message.corrupted, message.call]);
}

function leaving(plain: Plain, { from, to, step }: Edge): MessageState[] {
  const { label } = step;
  if (label.kind === 'deliver' || label.kind === 'lose') return [label.message];
  if (label.kind !== 'tick') return [];
  const after = plain.states[to].messages.map(classOf);
  return plain.states[from].messages.filter((m) => {
    const at = after.indexOf(classOf(m));
    if (at >= 0) after.splice(at, 1);
    return at < 0;
  });
}

/** Comes through as it was sent; to a node that is down too. */
function arriving(plain: Plain, edge: Edge): MessageState[] {
  const { label } = edge.step;
  const all = label.kind === 'lose' ? [] : label.kind === 'duplicate' ? [label.message] : leaving(plain, edge);
  return all.filter((m) => !m.corrupted);
}

function losing(model: Model, plain: Plain, { from, step }: Edge): MessageState[] {
  const state = plain.states[from];
  const gone = step.label.kind === 'lose' || step.label.kind === 'corrupt' ? [step.label.message] : [];
  const cut = step.events.flatMap((event) =>
    event.kind === 'sent' && event.vanished === 'cut' && isOwed(model, state, event.message) ? [event.message] : [],
  );
  return [...gone, ...cut].filter((m) => !m.corrupted && isOpen(model, state, m));
}

/** Edges that have one outcome of a `random`, where another one is not taken from the same state. */
function unevenEdges(part: ReadonlySet<number>, edges: readonly Edge[]): Edge[] {
  const before = ({ label, choices }: Step, at: number) =>
    JSON.stringify([{ ...label, handler: null }, choices.slice(0, at).map((c) => [c.kind, c.alternative])]);
  return [...part].flatMap((state) =>
    edges.filter((edge) =>
      edge.from !== state
        ? false
        : edge.step.choices.some((choice, at) => {
            if (choice.kind !== 'random') return false;
            const taken = new Set(
              edges
                .filter((o) => o.from === state && o.step.choices[at]?.kind === 'random' && before(o.step, at) === before(edge.step, at))
                .map((o) => o.step.choices[at].alternative),
            );
            return taken.size < choice.of;
          }),
    ),
  );
}

/** A guard or a `defer` looks at what is left of a timer or at a clock: what is enabled then is another question. */
export function readsTime(model: Model): boolean {
  const looks = (part: unknown): boolean => {
    if (Array.isArray(part)) return part.some(looks);
    if (typeof part !== 'object' || part === null) return false;
    const { op } = part as { op?: string };
    return (
      op === 'left' ||
      op === 'running' ||
      op === 'clock' ||
      Object.entries(part).some(([key, child]) => key !== 'type' && key !== 'span' && looks(child))
    );
  };
  return model.roles.some((role) => [...role.actions, ...role.defers].some(({ guard }) => looks(guard)));
}
