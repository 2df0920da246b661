/**
 * Scenarios against a search of their own, on systems made at random: one position at a time, every choice of which steps are taken for
 * those sought tried on its own. Both machines give the same verdict, run and size; made from a run, a scenario is reached.
 */
import { expect, test } from 'vitest';
import { type CheckResult, checkModel, type Model, type Property } from '#checker';
import { isAssumed, isRuledOut } from '../../checker/src/explore/scenario/assumed.ts';
import { holdsIn, ModelErrorSignal } from '../../checker/src/model/interpreter.ts';
import type { Expr, ScenarioMessage, ScenarioStep, ScenarioWay } from '../../checker/src/model/ir.ts';
import type { Cut, MessageState, State, StepLabel } from '../../checker/src/model/state.ts';
import { type Edge, type Graph, graphOf, type Random, randomFrom } from './graph.ts';
import { canonical } from './lockstep.ts';
import { everySpec, firstSeed, runs } from './run.ts';
import { aboutTime, oneAssumption } from './spec.ts';

type Scenario = Property & { readonly kind: 'scenario' };

// Scenarios made from runs

function walk({ edges, starts }: Graph, random: Random): { readonly from: number; readonly edge: Edge }[] {
  let at = starts[random(starts.length)].state;
  const path: { from: number; edge: Edge }[] = [];
  for (let n = 2 + random(8); n > 0 && edges[at].length > 0; n--) {
    const edge = edges[at][random(edges[at].length)];
    path.push({ from: at, edge });
    at = edge.to;
  }
  return path;
}

function meant(message: MessageState, random: Random): ScenarioMessage {
  return {
    message: message.message,
    fields: message.fields.map((value) => (random(2) === 0 ? null : { value })),
    from: random(2) === 0 ? null : message.from,
    to: message.to,
  };
}

/** What says of a step what it is, more or less. */
function soughtOf({ states }: Graph, { step, to }: Edge, random: Random): ScenarioStep {
  const { label } = step;
  const suspended = (node: number) => random(2) === 0 && states[to].nodes[node].suspended !== null;
  const plain = { atOnce: false };
  switch (label.kind) {
    case 'deliver':
    case 'lie':
      return label.handler === null
        ? { kind: 'ignore', message: meant(label.message, random), ...plain }
        : { kind: 'take', message: meant(label.message, random), pauses: suspended(label.message.to), ...plain };
    case 'duplicate':
      return { kind: 'duplicate', message: meant(label.message, random), ...plain };
    case 'lose':
    case 'corrupt':
      return { kind: label.kind, message: meant(label.message, random), ...plain };
    case 'fire':
      if (label.handler === null) return { kind: 'ticks', ticks: 1, atOnce: false };
      return { kind: 'fire', node: label.node, timer: label.timer, key: label.key, pauses: suspended(label.node), ...plain };
    case 'resume':
      return { kind: 'resume', node: label.node, pauses: suspended(label.node), ...plain };
    case 'act':
      return {
        kind: 'act',
        node: label.node,
        action: label.action,
        params: random(2) === 0 ? null : label.params,
        pauses: suspended(label.node),
        ...plain,
      };
    case 'tick':
      return { kind: 'ticks', ticks: 1, ...plain };
    case 'crash':
      return { kind: 'crash', node: label.node, durable: label.durableLost, ...plain };
    case 'restart':
      return { kind: 'restart', node: label.node, ...plain };
    case 'clock':
      return { kind: 'clock', node: label.node, by: random(2) === 0 ? null : label.by, ...plain };
    case 'cut':
      return { kind: 'cut', members: membersOf(label.cut), ...plain };
    case 'heal':
    case 'stabilise':
      return { kind: label.kind, ...plain };
  }
}

function membersOf(cut: Cut): number[] {
  return 'members' in cut ? cut.members.flatMap((inside, node) => (inside ? [node] : [])) : [cut.from, cut.to];
}

/** Of a run some steps, in order; those that follow one another `at once`, where chance says so. A step that hands over to a node that is down is none. */
function wayOf(graph: Graph, random: Random): { readonly way: ScenarioWay; readonly isSure: boolean } | null {
  const path = walk(graph, random);
  const found: ScenarioStep[] = [];
  let isSure = true;
  let last = -2;
  for (const [i, { from, edge }] of path.entries()) {
    if (random(3) === 0) continue;
    const sought = soughtOf(graph, edge, random);
    const { label } = edge.step;
    const isFire = label.kind === 'fire' && label.handler === null;
    const isDown =
      label.kind === 'deliver' &&
      label.handler === null &&
      (graph.states[from].nodes[label.message.to].status !== 'up' || graph.states[from].byzantine[label.message.to]);
    if (isFire || isDown) continue;
    const before = found.at(-1);
    if (sought.kind === 'ticks' && before?.kind === 'ticks' && random(2) === 0)
      found[found.length - 1] = { ...before, ticks: before.ticks + 1 };
    else found.push(sought.kind !== 'ticks' && i === last + 1 && found.length > 0 && random(3) > 0 ? { ...sought, atOnce: true } : sought);
    last = i;
  }
  if (found.length === 0) return null;
  // Put together otherwise it may be that no run has it.
  if (random(3) === 0) {
    isSure = false;
    const [a, b] = [random(found.length), random(found.length)];
    [found[a], found[b]] = [found[b], found[a]];
    if (random(2) === 0) found.push({ ...found[random(found.length)] });
    if (random(3) === 0) found[random(found.length)] = { kind: 'ticks', ticks: 1 + random(3), atOnce: false };
    const [first] = found;
    found[0] = { ...first, atOnce: false } as ScenarioStep;
  }
  return { way: { values: [], steps: found, then: null }, isSure };
}

function scenario(ways: readonly ScenarioWay[]): Scenario {
  const span = { file: 'spec.proviso', start: 0, end: 0 };
  const most = Math.max(...ways.map((way) => way.steps.length));
  const steps = Array.from({ length: most }, (_, i) => ({ text: `step ${i + 1}`, event: `step ${i + 1}`, span }));
  return {
    kind: 'scenario',
    word: 'scenario',
    name: 'Made',
    span,
    nameSpan: span,
    text: '',
    usesKnowledge: false,
    names: [],
    steps,
    then: null,
    ways,
  };
}

function worldStep(model: Model, random: Random): ScenarioStep {
  const node = random(model.instances.length);
  const all: readonly ScenarioStep[] = [
    { kind: 'crash', node, durable: random(2) === 0, atOnce: false },
    { kind: 'restart', node, atOnce: false },
    { kind: 'clock', node, by: null, atOnce: false },
    { kind: 'heal', atOnce: false },
    { kind: 'stabilise', atOnce: false },
    { kind: 'ticks', ticks: 1, atOnce: false },
  ];
  return all[random(all.length)];
}

// What a step of a run is, in the words of a scenario

/** An event and its circumstances; of what a scenario asks for only those that it names. */
type Described = Readonly<Record<string, unknown>>;

/** A step can be several events: a duplicate is taken too. */
function eventsOf({ label, from, to }: { label: StepLabel; from: State; to: State }): Described[] {
  const message = ({ message: name, from: sender, to: receiver, fields }: MessageState) => ({
    ...{ name, sender, receiver },
    ...Object.fromEntries(fields.map((value, i) => [`field ${i}`, { value }])),
  });
  const pausesAt = (node: number) => (to.nodes[node].suspended === null ? {} : { pauses: true });
  switch (label.kind) {
    case 'deliver':
    case 'duplicate':
    case 'lie': {
      const isThere = from.nodes[label.message.to].status === 'up' && !from.byzantine[label.message.to];
      const arrival = label.handler === null ? 'ignore' : 'take';
      const arrives = label.handler === null && (label.kind === 'lie' || !isThere) ? [] : [arrival];
      const events = label.kind === 'duplicate' ? ['duplicate', ...arrives] : arrives;
      return events.map((event) => ({ event, ...message(label.message), ...pausesAt(label.message.to) }));
    }
    case 'lose':
    case 'corrupt':
      return [{ event: label.kind, ...message(label.message) }];
    case 'act':
    case 'resume':
    case 'fire': {
      const { kind, node } = label;
      const which = { action: null, params: null, timer: null, key: null, ...label, event: kind };
      return kind === 'fire' && label.handler === null ? [] : [{ ...which, ...pausesAt(node) }];
    }
    case 'crash':
      return [{ event: 'crash', node: label.node, ...(label.durableLost ? { durable: true } : {}) }];
    case 'restart':
    case 'clock':
      return [{ ...label, event: label.kind }];
    case 'cut':
      return setsOf(label.cut).map((members) => ({ event: 'cut', members: members.toSorted((a, b) => a - b) }));
    case 'tick':
    case 'heal':
    case 'stabilise':
      return [{ event: label.kind }];
  }
}

/** The sets of nodes by whose names a cut goes. */
function setsOf(cut: Cut): number[][] {
  if (!('members' in cut)) return [[cut.from, cut.to]];
  const side = (which: boolean) => cut.members.flatMap((inside, node) => (inside === which ? [node] : []));
  return cut.kind === 'two-way' ? [side(true), side(false)] : [side(true)];
}

type OneStep = Exclude<ScenarioStep, { readonly kind: 'ticks' }> | { readonly kind: 'tick'; readonly atOnce: false };

function asked(sought: OneStep): Described {
  const {
    kind,
    atOnce: _,
    message,
    members,
    pauses,
    durable,
    ...others
  } = { message: null, members: null, pauses: false, durable: false, ...sought };
  const fields = message?.fields.map((field, i) => [`field ${i}`, field]) ?? [];
  const all = {
    ...{ event: kind, ...others, ...Object.fromEntries(fields) },
    ...{ name: message?.message, sender: message?.from, receiver: message?.to },
    ...{ members: members?.toSorted((a, b) => a - b), pauses: pauses || null, durable: durable || null },
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null && value !== undefined));
}

function isAskedFor(sought: OneStep, label: StepLabel, from: State, to: State): boolean {
  const wanted = Object.entries(asked(sought));
  return eventsOf({ label, from, to }).some((event) => wanted.every(([key, value]) => canonical(event[key] ?? null) === canonical(value)));
}

// The search of their own

interface Least {
  readonly faults: number;
  readonly steps: number;
}

/** The least cost at which some run has the steps of one of the ways; null where none does, `error` where what is true at an end has no value. */
function byHand(model: Model, { states, edges, starts }: Graph, { ways }: Scenario): Least | 'error' | null {
  let best: Least | null = null;
  for (const { steps: written, then } of ways) {
    const parts: OneStep[] = written.flatMap((one): OneStep[] =>
      one.kind === 'ticks' ? Array.from({ length: one.ticks }, () => ({ kind: 'tick', atOnce: false })) : [one],
    );
    // by faults, then by steps: breadth first within a number of faults
    const seen = new Set<string>();
    let waiting = starts.map(({ state, faults }) => ({ state, position: 0, faults }));
    for (let taken = 0; waiting.length > 0; taken++) {
      const next: typeof waiting = [];
      for (const { state, position, faults } of waiting) {
        const key = `${state} ${position} ${faults}`;
        if (seen.has(key)) continue;
        seen.add(key);
        if (position === parts.length) {
          if (best === null || faults < best.faults || (faults === best.faults && taken < best.steps)) best = { faults, steps: taken };
          continue;
        }
        if (best !== null && faults > best.faults) continue;
        if (faults > 4) continue;
        for (const { step, to } of edges[state]) {
          const cost = faults + step.cost;
          if (parts[position].atOnce !== true) next.push({ state: to, position, faults: cost });
          if (!isAskedFor(parts[position], step.label, states[state], states[to])) continue;
          if (position + 1 === parts.length && then !== null) {
            const holds = holdsIn(model, then, states[to]);
            if (holds instanceof ModelErrorSignal) return 'error';
            if (!holds) continue;
          }
          next.push({ state: to, position: position + 1, faults: cost });
        }
      }
      waiting = next;
    }
  }
  return best;
}

function summary({ properties, size }: CheckResult): unknown {
  return { properties, size: { ...size, bytes: 0, compressed: false, interpretedBecause: null, milliseconds: 0 } };
}

function verdictOf(model: Model, made: Scenario) {
  const one: Model = { ...model, properties: [made] };
  const [compiled, interpreted] = (['compiled', 'interpreted'] as const).map((machine) =>
    checkModel(one, { machine, now: () => 0, blame: false }),
  );
  expect(canonical(summary(compiled))).toBe(canonical(summary(interpreted)));
  return compiled.properties[0].verdict;
}

test.each([
  ['systems', oneAssumption, 7],
  ['systems in which much depends on time', aboutTime, 14],
] as const)('%s', { timeout: 3_600_000 }, (_, specs, count) => {
  const sums = { compared: 0, sure: 0, reached: 0, unreached: 0, atOnce: 0, errors: 0, then: 0, ways: 0, ruledOut: 0 };
  const kinds = new Map<string, number>();
  const check = (models: ReadonlyMap<string, Model>, _tally: unknown, text: string) => {
    const random = randomFrom(text);
    for (const model of models.values()) {
      const graph = graphOf(model);
      if (graph === null || graph.starts.length === 0) continue;
      for (const { label } of graph.edges.flat().map(({ step }) => step))
        expect(isAssumed(model, label.kind === 'crash' ? { ...label, durable: label.durableLost } : label), label.kind).toBe(true);
      for (let n = 0; n < 3; n++) {
        const made = Array.from({ length: 1 + random(2) }, () => wayOf(graph, random)).filter((one) => one !== null);
        if (made.length === 0) continue;
        const predicates = model.properties.flatMap((p): Expr[] =>
          (p.kind === 'reachable' || p.kind === 'state') && !p.usesKnowledge ? [p.predicate] : [],
        );
        const then = predicates.length > 0 && random(3) === 0 ? predicates[random(predicates.length)] : null;
        const one = scenario(made.map(({ way }) => ({ ...way, then })));

        // With something at its end that may never happen here, whatever the bounds are.
        const last = worldStep(model, randomFrom(`${text} ${n}`));
        const beyond = scenario(made.map(({ way }) => ({ ...way, steps: [...way.steps, last] })));
        if (isRuledOut(model, beyond)) {
          sums.ruledOut++;
          expect([byHand(model, graph, beyond), verdictOf(model, beyond).status]).toEqual([null, 'unreached']);
        }

        const verdict = verdictOf(model, one);

        const expected = byHand(model, graph, one);
        sums.compared++;
        if (then !== null) sums.then++;
        if (made.length > 1) sums.ways++;
        for (const step of one.ways.flatMap((way) => way.steps)) kinds.set(step.kind, (kinds.get(step.kind) ?? 0) + 1);
        if (one.ways.some((way) => way.steps.some((step) => step.atOnce))) sums.atOnce++;
        if (expected === 'error') {
          sums.errors++;
          expect(['error', 'reached']).toContain(verdict.status);
          continue;
        }
        if (made.some(({ isSure }) => isSure) && then === null) {
          sums.sure++;
          expect(verdict.status).toBe('reached');
        }
        if (expected === null) {
          sums.unreached++;
          expect(['unreached', 'unknown']).toContain(verdict.status);
          continue;
        }
        sums.reached++;
        expect(isRuledOut(model, one)).toBe(false);
        expect(verdict.status).toBe('reached');
        if (verdict.status === 'reached')
          expect([verdict.trace.faults, verdict.trace.steps.length]).toEqual([expected.faults, expected.steps]);
      }
    }
  };
  const tally = everySpec(specs, runs(count, 300), check, firstSeed + 41);
  console.log(sums, kinds);
  // Where time ends it, few may have been compared: the ordinary run has all of these.
  if (tally.specs < count) return;
  expect(Math.min(sums.sure, sums.reached, sums.unreached, sums.atOnce, sums.then, sums.ways, sums.ruledOut)).toBeGreaterThan(0);
});
