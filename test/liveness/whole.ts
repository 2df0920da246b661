/**
 * Liveness once more by plain means, for what the fixpoint over simple forms (plain.ts) leaves out: any formula, guards that
 * read timers, `unknown`, model errors, time stops, and how cheap a stem can be. A formula is decided by guessing in each
 * state which of its parts are true from here on: a guess must fit the state and the next guess, and must keep its promises.
 */
import { evaluate, type MessageState, type Model, type State, type Step, type Temporal } from '#checker';
import { stateKey } from '../../checker/src/explore/machine/state-key.ts';
import { actSteps, deliverSteps } from '../../checker/src/model/interpreter/node-steps.ts';
import { initialSteps, ModelErrorSignal, steps } from '../../checker/src/model/interpreter.ts';
import { isOwed, mayStay } from './cuts.ts';

export interface Move {
  readonly from: number;
  readonly to: number;
  readonly step: Step;
}

export interface World {
  readonly model: Model;
  readonly states: readonly State[];
  readonly moves: readonly (readonly Move[])[];
  readonly initial: readonly { readonly state: number; readonly cost: number }[];
  readonly cuts: boolean;
  /** a step ends in a model error, or time stops somewhere */
  readonly fails: boolean;
}

/** Null where there are more states than that. */
export function worldOf(model: Model, max: number): World | null {
  const numbers = new Map<string, number>();
  const states: State[] = [];
  const moves: Move[][] = [];
  const initial: { state: number; cost: number }[] = [];
  /** states from which time can go on at once, or where a bound hides whether it can */
  const out = new Set<number>();
  let cuts = false;
  let fails = false;
  const number = (state: State) => {
    const key = stateKey(state);
    if (!numbers.has(key)) numbers.set(key, states.push(state) - 1);
    return numbers.get(key)!;
  };
  for (const { target, cost } of initialSteps(model)) {
    if (target.kind === 'state') initial.push({ state: number(target.state), cost });
    else if (target.kind === 'cut') cuts = true;
    else fails = true;
  }
  for (let from = 0; from < states.length; from++) {
    if (states.length > max) return null;
    moves.push([]);
    for (const step of steps(model, states[from])) {
      if (step.target.kind === 'error') fails = true;
      else if (step.target.kind === 'cut') cuts = true;
      else moves[from].push({ from, to: number(step.target.state), step });
      if (step.label.kind === 'tick' || (step.target.kind === 'cut' && mustHappen(model, step))) out.add(from);
    }
  }
  if (model.timing.time) {
    const goesOn = backward(
      moves.map((list) => list.filter(({ step }) => mustHappen(model, step))),
      out,
    );
    if (goesOn.size < states.length) fails = true;
  }
  return { model, states, moves, initial, cuts, fails };
}

/** Neither a fault nor a lie, an optional action, the restart of a node that may stay down or a heal of a cut that may stay. */
function mustHappen(model: Model, { label }: Step): boolean {
  switch (label.kind) {
    case 'deliver':
    case 'fire':
    case 'resume':
    case 'stabilise':
      return true;
    case 'act':
      return !model.roles[model.instances[label.node].role].actions[label.action].optional;
    case 'restart':
      return !mayStayDown(model, label.node);
    case 'heal':
      return !mayStay(model, label.cut);
    default:
      return false;
  }
}

function mayStayDown(model: Model, node: number): boolean {
  return model.crashes.some((fault) => fault.mayStayDown && fault.instances.includes(node));
}

function backward(moves: readonly (readonly Move[])[], from: ReadonlySet<number>): Set<number> {
  const found = new Set(from);
  for (let size = -1; size < found.size; ) {
    size = found.size;
    moves.forEach((list, state) => {
      if (list.some(({ to }) => found.has(to))) found.add(state);
    });
  }
  return found;
}

// What fairness asks

interface Demands {
  /** what is enabled here: taken sooner or later, if it stays so */
  readonly weak: ReadonlySet<string>;
  /** kinds that could be delivered here */
  readonly ready: ReadonlySet<string>;
}

interface Taken {
  readonly weak: ReadonlySet<string>;
  readonly left: ReadonlySet<string>;
  readonly harmed: ReadonlySet<string>;
  readonly through: ReadonlySet<string>;
  readonly outcomes: readonly { readonly question: string; readonly answer: number; readonly of: number }[];
}

function kindOf({ from, to, message, fields }: MessageState): string {
  return JSON.stringify(['kind', from, to, message, fields]);
}

function classOf(message: MessageState): string {
  return JSON.stringify([kindOf(message), message.corrupted, message.call]);
}

export class Query {
  readonly #world: World;
  /** the model without what handlers and actions do, so that only their conditions count */
  readonly #bare: Model;
  readonly #demands = new Map<number, Demands>();
  readonly #taken = new Map<Move, Taken>();

  constructor(world: World) {
    this.#world = world;
    const roles = world.model.roles.map((role) => ({
      ...role,
      strict: false,
      handlers: [],
      actions: role.actions.map((action) => ({ ...action, body: [] })),
    }));
    this.#bare = { ...world.model, roles, limits: [] };
  }

  demands(number: number): Demands {
    const known = this.#demands.get(number) ?? this.#demandsIn(this.#world.states[number]);
    this.#demands.set(number, known);
    return known;
  }

  #demandsIn(state: State): Demands {
    const { model } = this.#world;
    const weak = new Set<string>();
    const ready = new Set<string>();
    state.nodes.forEach((node, n) => {
      const { timers } = model.roles[model.instances[n].role];
      if (node.status === 'down' && !mayStayDown(model, n)) weak.add(`restart ${n}`);
      if (node.status !== 'up' || state.byzantine[n]) return;
      if (node.suspended !== null) weak.add(`resume ${n}`);
      node.timers.forEach((keys, t) => {
        keys.forEach((timer, key) => {
          const expired = (timer.kind === 'exact' && timer.left === 0) || (timer.kind === 'loose' && timer.ripe);
          if (expired && timers[t].hasHandler) weak.add(`fire ${n} ${t} ${key}`);
        });
      });
      for (const act of this.#actsAt(state, n)) weak.add(act);
    });
    for (const cut of state.cuts) if (!mayStay(model, cut)) weak.add(`heal ${JSON.stringify(cut)}`);
    if (model.stabilises && !state.stable) weak.add('stabilise');
    for (const message of state.messages) {
      if (!this.#undeferred(state, message)) continue;
      weak.add(classOf(message));
      const { status, suspended } = state.nodes[message.to];
      if (status === 'up' && suspended === null) ready.add(kindOf(message));
    }
    return { weak, ready };
  }

  /** For every reading of loose timers, if the node were not suspended. */
  #actsAt(state: State, n: number): string[] {
    const { model } = this.#world;
    const { actions } = model.roles[model.instances[n].role];
    const possible = readings(state, n).map((read) => {
      const taken = actSteps(this.#bare, read, n).filter(({ target }) => target.kind !== 'error');
      return new Set(taken.flatMap(({ label }) => (label.kind === 'act' && !actions[label.action].optional ? [actText(label)] : [])));
    });
    return [...possible[0]].filter((act) => possible.every((set) => set.has(act)));
  }

  #undeferred(state: State, message: MessageState): boolean {
    if (state.nodes[message.to].status !== 'up') return true;
    const age = Math.max(message.age, this.#world.model.timing.delay[message.to]?.min ?? 0);
    return readings(state, message.to).every((read) =>
      deliverSteps(this.#bare, { ...read, messages: [{ ...message, age }] }).some(({ target }) => target.kind !== 'error'),
    );
  }

  taken(move: Move): Taken {
    const known = this.#taken.get(move) ?? this.#takenBy(move);
    this.#taken.set(move, known);
    return known;
  }

  #takenBy({ from, step }: Move): Taken {
    const state = this.#world.states[from];
    const { label, events, choices } = step;
    const weak = new Set<string>();
    const gone: MessageState[] = [];
    const harmed: MessageState[] = [];
    const through: MessageState[] = [];
    switch (label.kind) {
      case 'resume':
      case 'restart':
        weak.add(`${label.kind} ${label.node}`);
        break;
      case 'fire':
        weak.add(`fire ${label.node} ${label.timer} ${label.key}`);
        break;
      case 'act':
        weak.add(actText(label));
        break;
      case 'heal':
        weak.add(`heal ${JSON.stringify(label.cut)}`);
        break;
      case 'stabilise':
        weak.add(label.kind);
        break;
      case 'deliver':
        gone.push(label.message);
        through.push(label.message);
        break;
      case 'duplicate':
        through.push(label.message);
        break;
      case 'lose':
        gone.push(label.message);
        harmed.push(label.message);
        break;
      case 'corrupt':
        harmed.push(label.message);
    }
    for (const event of events) {
      if (event.kind === 'vanished') {
        gone.push(event.message);
        through.push(event.message);
      }
      if (event.kind === 'sent' && event.vanished === 'cut' && isOwed(this.#world.model, state, event.message)) harmed.push(event.message);
    }
    for (const message of gone) weak.add(classOf(message));
    const intact = (messages: readonly MessageState[]) => messages.filter(({ corrupted }) => !corrupted);
    const context = JSON.stringify([from, { ...label, handler: null }]);
    return {
      weak,
      left: new Set(gone.map(kindOf)),
      harmed: new Set(
        intact(harmed)
          .filter((m) => this.#undeferred(state, m))
          .map(kindOf),
      ),
      through: new Set(intact(through).map(kindOf)),
      outcomes: choices.flatMap((choice, at) => {
        if (choice.kind !== 'random') return [];
        const before = choices.slice(0, at).map(({ alternative }) => alternative);
        return [{ question: `${context} ${before}`, answer: choice.alternative, of: choice.of }];
      }),
    };
  }
}

function actText({ node, action, params }: { readonly node: number; readonly action: number; readonly params: unknown }): string {
  return `act ${node} ${action} ${JSON.stringify(params)}`;
}

/** The state with node n awake, and each of its loose timers with every number of ticks that it can be read as. */
function readings(state: State, n: number): State[] {
  let read: State[] = [{ ...state, nodes: state.nodes.with(n, { ...state.nodes[n], suspended: null }) }];
  state.nodes[n].timers.forEach((keys, t) => {
    keys.forEach((timer, key) => {
      if (timer.kind !== 'loose') return;
      const values = Array.from({ length: timer.top + 1 }, (_, left) => left).filter((left) => left > 0 || timer.ripe);
      read = read.flatMap((s) =>
        values.map((left): State => {
          const node = s.nodes[n];
          const timers = node.timers.with(t, node.timers[t].with(key, { kind: 'exact', left, duration: timer.duration }));
          return { ...s, nodes: s.nodes.with(n, { ...node, timers }) };
        }),
      );
    });
  });
  return read;
}

/** A run that goes through these moves again and again, or that stays in the one state, is fair. */
export function isFairLoop(world: World, asked: Query, states: readonly number[], moves: readonly Move[]): boolean {
  const taken = moves.map((move) => asked.taken(move));
  const demands = states.map((state) => asked.demands(state));
  const some = (is: (t: Taken) => boolean) => taken.some(is);
  const answers = (question: string) =>
    new Set(taken.flatMap((t) => t.outcomes.flatMap((o) => (o.question === question ? [o.answer] : []))));
  return (
    (!world.model.timing.time || moves.some(({ step }) => step.label.kind === 'tick')) &&
    [...demands[0].weak].every((item) => !demands.every((d) => d.weak.has(item)) || some((t) => t.weak.has(item))) &&
    demands.every((d) => [...d.ready].every((kind) => some((t) => t.left.has(kind)))) &&
    taken.every((t) => [...t.harmed].every((kind) => some((other) => other.through.has(kind)))) &&
    taken.every((t) => t.outcomes.every(({ question, of }) => answers(question).size === of))
  );
}

// Where a fair run can go round forever

export interface Arc {
  readonly to: number;
  /** null: it stays */
  readonly move: Move | null;
}

interface Round {
  readonly arcs: (node: number) => readonly Arc[];
  readonly stateOf: (node: number) => number;
  /** each holds at some node of the round */
  readonly met: readonly ((node: number) => boolean)[];
}

/** The largest sets of nodes that one fair run visits forever. */
export function fairSets(asked: Query, timed: boolean, nodes: Iterable<number>, round: Round): Set<number>[] {
  const found: Set<number>[] = [];
  for (const part of components(new Set(nodes), round.arcs)) {
    const inside = [...part].flatMap((node) => round.arcs(node).filter(({ to }) => part.has(to)));
    if (inside.length === 0 || round.met.some((is) => ![...part].some(is))) continue;
    const taken = inside.flatMap(({ move }) => (move === null ? [] : [asked.taken(move)]));
    if (timed && !inside.some(({ move }) => move?.step.label.kind === 'tick')) continue;
    const demands = [...part].map((node) => asked.demands(round.stateOf(node)));
    const weak = [...demands[0].weak].filter((item) => demands.every((d) => d.weak.has(item)));
    if (weak.some((item) => !taken.some((t) => t.weak.has(item)))) continue;
    const isStarved = (kind: string) => !taken.some((t) => t.left.has(kind));
    const isKept = (kind: string) => !taken.some((t) => t.through.has(kind));
    const isUneven = ({ question, of }: Taken['outcomes'][number]) =>
      new Set(taken.flatMap((t) => t.outcomes.filter((o) => o.question === question).map((o) => o.answer))).size < of;
    const bad = [...part].filter((node) => [...asked.demands(round.stateOf(node)).ready].some(isStarved));
    const unfair = new Set(
      inside.flatMap(({ move }) =>
        move !== null && ([...asked.taken(move).harmed].some(isKept) || asked.taken(move).outcomes.some(isUneven)) ? [move] : [],
      ),
    );
    if (bad.length === 0 && unfair.size === 0) found.push(part);
    else {
      const left = new Set(part);
      for (const node of bad) left.delete(node);
      const arcs = (node: number) => round.arcs(node).filter(({ move }) => move === null || !unfair.has(move));
      found.push(...fairSets(asked, timed, left, { ...round, arcs }));
    }
  }
  return found;
}

/** Strongly connected parts: what is reached forward and backward from a node. */
function components(nodes: ReadonlySet<number>, arcs: (node: number) => readonly Arc[]): Set<number>[] {
  const next = new Map<number, number[]>();
  const previous = new Map<number, number[]>([...nodes].map((node) => [node, []]));
  for (const node of nodes) {
    const targets = arcs(node)
      .map(({ to }) => to)
      .filter((to) => nodes.has(to));
    next.set(node, targets);
    for (const to of targets) previous.get(to)!.push(node);
  }
  const parts: Set<number>[] = [];
  const open: Set<number>[] = [new Set(nodes)];
  for (let rest = open.pop(); rest !== undefined; rest = open.pop()) {
    const [node] = rest;
    if (node === undefined) continue;
    const within = rest;
    const forward = closure([node], (n) => next.get(n)!.filter((to) => within.has(to)));
    const back = closure([node], (n) => previous.get(n)!.filter((to) => within.has(to)));
    parts.push(new Set([...forward].filter((n) => back.has(n))));
    open.push(new Set([...forward].filter((n) => !back.has(n))));
    open.push(new Set([...back].filter((n) => !forward.has(n))));
    open.push(new Set([...rest].filter((n) => !forward.has(n) && !back.has(n))));
  }
  return parts;
}

function closure(from: Iterable<number>, next: (node: number) => readonly number[]): Set<number> {
  const found = new Set(from);
  for (const node of found) for (const to of next(node)) found.add(to);
  return found;
}

// Formulas

type Simple = Exclude<Temporal, { readonly op: 'leadsTo' }>;

function simple(f: Temporal): Simple {
  if (f.op !== 'leadsTo') return f as Simple;
  return { op: 'always', of: { op: 'implies', left: f.left, right: { op: 'eventually', of: f.right } } };
}

/** Those parts of a formula that speak of later states, inner ones first. */
export function partsOf(f: Temporal): Temporal[] {
  const g = simple(f);
  if (g.op === 'state') return [];
  const inner = 'of' in g ? partsOf(g.of) : [...partsOf(g.left), ...partsOf(g.right)];
  return g.op === 'always' || g.op === 'eventually' || g.op === 'until' ? [...inner, g] : inner;
}

export type Letter = (predicate: Extract<Temporal, { op: 'state' }>['predicate'], state: number) => boolean;

export function letterOf(world: World): Letter {
  const known = new Map<unknown, boolean[]>();
  return (predicate, state) => {
    const values = known.get(predicate) ?? [];
    known.set(predicate, values);
    values[state] ??= evaluate(world.model, predicate, world.states[state]) === true;
    return values[state];
  };
}

/** Some predicate of the formulas has no value in a reachable state. */
export function isError(world: World, formulas: readonly Temporal[]): boolean {
  const asks = (f: Temporal): boolean => {
    if (f.op !== 'state') return 'of' in f ? asks(f.of) : asks(f.left) || asks(f.right);
    return world.states.some((state) => {
      try {
        evaluate(world.model, f.predicate, state);
        return false;
      } catch (signal) {
        if (signal instanceof ModelErrorSignal) return true;
        throw signal;
      }
    });
  };
  return formulas.some(asks);
}

/** Some fair run satisfies every one of these. Null where that is too much to guess. */
export function someRun(
  world: World,
  asked: Query,
  wanted: readonly Temporal[],
  most: number,
  inLoop: (move: Move) => boolean = () => true,
): boolean | null {
  const { negated, formulas } = namedParts(wanted);
  const parts = formulas;
  const size = 2 ** parts.length;
  if (world.states.length * size * size > most) return null;
  const letter = letterOf(world);
  const bit = (guess: number, f: Temporal) => ((guess >> parts.indexOf(f)) & 1) === 1;
  const isTrue = (f: Temporal, state: number, guess: number): boolean => {
    switch (f.op) {
      case 'state':
        return letter(f.predicate, state);
      case 'not':
        return !isTrue(f.of, state, guess);
      case 'and':
        return isTrue(f.left, state, guess) && isTrue(f.right, state, guess);
      case 'or':
        return isTrue(f.left, state, guess) || isTrue(f.right, state, guess);
      case 'implies':
        return !isTrue(f.left, state, guess) || isTrue(f.right, state, guess);
      default:
        return bit(guess, f);
    }
  };
  const follows = (state: number, guess: number, after: number) =>
    parts.every((f) => {
      if (f.op === 'always') return bit(guess, f) === (isTrue(f.of, state, guess) && bit(after, f));
      if (f.op === 'eventually') return bit(guess, f) === (isTrue(f.of, state, guess) || bit(after, f));
      if (f.op !== 'until') return true;
      return bit(guess, f) === (isTrue(f.right, state, guess) || (isTrue(f.left, state, guess) && bit(after, f)));
    });
  const guesses = Array.from({ length: size }, (_, guess) => guess);
  const stateOf = (node: number) => Math.floor(node / size);
  const known = new Map<number, Arc[]>();
  const arcs = (node: number): Arc[] => {
    const state = stateOf(node);
    const made = known.get(node);
    if (made !== undefined) return made;
    const after = guesses.filter((guess) => follows(state, node % size, guess));
    const ways: Arc[] = world.moves[state].map((move) => ({ to: move.to, move }));
    if (!world.model.timing.time) ways.push({ to: state, move: null });
    const all = ways.flatMap(({ to, move }) => after.map((guess) => ({ to: to * size + guess, move })));
    known.set(node, all);
    return all;
  };
  const begins = world.initial.flatMap(({ state }) =>
    guesses.filter((guess) => negated.every((f) => isTrue(f, state, guess))).map((guess) => state * size + guess),
  );
  const reached = closure(begins, (node) => arcs(node).map(({ to }) => to));
  const met = parts.map((f) => (node: number) => {
    const [state, guess] = [stateOf(node), node % size];
    if (f.op === 'always') return bit(guess, f) || !isTrue(f.of, state, guess);
    return !bit(guess, f) || isTrue(f.op === 'until' ? f.right : (f as { of: Temporal }).of, state, guess);
  });
  const looping = (node: number) => arcs(node).filter(({ move }) => move === null || inLoop(move));
  return fairSets(asked, world.model.timing.time, reached, { arcs: looping, stateOf, met }).length > 0;
}

/** The formulas without `leads to`, and their parts, each the same object wherever it stands. */
function namedParts(wanted: readonly Temporal[]): { negated: Temporal[]; formulas: Temporal[] } {
  const plain = (f: Temporal): Temporal => {
    const g = simple(f);
    if (g.op === 'state') return g;
    return 'of' in g ? { ...g, of: plain(g.of) } : { ...g, left: plain(g.left), right: plain(g.right) };
  };
  const negated = wanted.map(plain);
  return { negated, formulas: negated.flatMap(partsOf) };
}
