/**
 * Random runs of a model, for what is too large to search. A violation that is found is a violation; where none is found nothing is
 * said but how many runs there were. It is advanced as a check is.
 */

import { isExistential } from '#grammar';
import { thousands } from '../explore/check/budget.ts';
import type { CheckStep, RunningCheck } from '../explore/check/check.ts';
import { limitOf } from '../explore/check/control.ts';
import { type Job, jobsFor, type Query, uncheckedReason } from '../explore/check/jobs.ts';
import { machineFor } from '../explore/check/machine-for.ts';
import type { CheckOptions } from '../explore/check/options.ts';
import { decided } from '../explore/check/verdicts.ts';
import type { LivenessQuery } from '../explore/liveness/query.ts';
import { boundNames } from '../explore/machine/bounds.ts';
import type { Machine } from '../explore/machine/machine.ts';
import { noState } from '../explore/search/finished.ts';
import { errorAtEnd, replayOf } from '../explore/search/replay.ts';
import type { Model, Property } from '../model/ir.ts';
import type { CheckResult, Discovery, Progress, PropertyResult, Trace, Verdict } from '../verdict.ts';
import { Discoveries } from './discovery.ts';
import { type Found, Seeker } from './findings.ts';
import { follow } from './follow.ts';
import { LassoSeeker } from './lassos.ts';
import { leaned } from './lean.ts';
import { randomStream } from './random.ts';
import { searched } from './retrace.ts';
import { shortened } from './shorten.ts';
import { type Sighting, Walker } from './walk.ts';

export interface SimulationOptions {
  readonly seed: number;
  /** runs of each search that a check would make */
  readonly runs: number;
  /** of a run, at most */
  readonly steps: number;
}

/** Where nothing else is asked for. */
export const usualSimulation: SimulationOptions = { seed: 1, runs: 10_000, steps: 1000 };

/** Initial states that runs begin in: a sample of those that there are. */
const MOST_STARTS = 10_000;
/** The number of the stream that it is drawn from; runs have theirs from 0 on. */
const STARTS = -1;
/** A state of a run whose loops are looked at counts as so many of a run. */
const LOOP_STATE = 8;

export function startSimulation(model: Model, options: CheckOptions, simulation: SimulationOptions): RunningCheck {
  return new Simulation(model, options, simulation);
}

class Simulation implements RunningCheck {
  readonly #model: Model;
  readonly #options: CheckOptions;
  readonly #simulation: SimulationOptions;
  readonly #properties: readonly Property[];
  readonly #hunts: readonly Hunt[];
  readonly #started: number;
  readonly #found: PropertyResult[] = [];
  readonly #verdicts = new Map<string, Verdict>();
  readonly #work: Generator<number, void>;
  #error: Extract<Verdict, { readonly status: 'error' }> | null = null;
  #reported = 0;
  #stopped: string | null = null;
  #result: CheckResult | null = null;

  constructor(model: Model, options: CheckOptions, simulation: SimulationOptions) {
    this.#model = model;
    this.#options = options;
    this.#simulation = simulation;
    this.#started = options.now();
    this.#properties = model.properties.filter(({ name }) => options.properties === undefined || options.properties.includes(name));
    this.#hunts = jobsFor(this.#properties)
      .filter(({ queries }) => queries.some(isAsked))
      .map((job) => huntFor(model, job, options));
    this.#work = this.#run();
  }

  step(states: number): CheckStep {
    for (let done = 0; this.#result === null && done < states && this.#found.length === this.#reported; ) {
      const { done: isDone, value } = this.#work.next();
      if (isDone) this.#result = this.#resultNow();
      else done += Math.max(1, value);
    }
    if (this.#result !== null) return { done: true, result: this.#result };
    const found = this.#found.slice(this.#reported);
    this.#reported += found.length;
    return { done: false, progress: this.#progress(), found };
  }

  stop(reason: string): CheckResult {
    this.#stopped ??= reason;
    this.#result ??= this.#resultNow();
    return this.#result;
  }

  *#run(): Generator<number, void> {
    const { seed, runs, steps } = this.#simulation;
    for (const { walker } of this.#hunts) yield* walker.begin(randomStream(seed, STARTS));
    let [walked, simplified, looked] = [0, 0, 0];
    const simplifying: Generator<number, void>[] = [];
    for (let number = 0; number < runs && this.#error === null; number++) {
      const open = this.#hunts.filter(isOpen);
      if (open.length === 0) break;
      for (const hunt of open) {
        const before = hunt.walker.steps;
        const run = yield* hunt.walker.run(randomStream(seed, number), steps, (found, faults) => this.#isWanted(found, faults));
        const { sightings } = run;
        if (run.independent) hunt.discoveries.add(run.path.states);
        walked += hunt.walker.steps - before;
        for (const sighting of sightings) {
          // It stands whatever comes of making it simpler.
          this.#tell(sighting.found, this.#verdictOf(hunt, sighting));
          simplifying.push(this.#simplify(hunt, sighting));
          yield 0;
        }
        // Looking at the loops of a run takes longer than the run.
        if (hunt.lively.size === 0 || looked > walked) continue;
        looked += LOOP_STATE * run.path.states.length * hunt.lively.size;
        for (const query of hunt.lively) {
          if (this.#error !== null || run.faults > limitOf(query.property, this.#options)) continue;
          const trace = yield* hunt.lassos.find(query, run.path);
          if (trace === null) continue;
          hunt.lively.delete(query);
          this.#tellLasso(hunt, query, trace);
          simplifying.push(this.#simplifyLasso(query));
          yield 0;
        }
      }
      // What is found is made simpler beside the runs, in as much work: those to come may find more.
      while (simplifying.length > 0 && simplified < walked) {
        const { done, value } = simplifying[0].next();
        if (done) simplifying.shift();
        else {
          simplified += value;
          yield value;
        }
      }
    }
    for (const rest of simplifying) yield* rest;
  }

  #isWanted(found: Found, faults: number): boolean {
    return found === 'error' || faults <= limitOf(found.property, this.#options);
  }

  #tell(found: Found, verdict: Verdict): void {
    if (found === 'error') {
      if (verdict.status === 'error') this.#error = verdict;
      return;
    }
    this.#note(found.property.name, verdict);
  }

  #note(property: string, verdict: Verdict): void {
    this.#verdicts.set(property, verdict);
    this.#found.push({ property, verdict });
  }

  #tellLasso({ walker }: Hunt, { property }: LivenessQuery, trace: Trace): void {
    this.#note(property.name, { status: 'violated', trace, blame: null, simplestWithin: [runsIn(walker)] });
  }

  *#simplifyLasso({ property }: LivenessQuery): Generator<number, void> {
    const simplest = yield* searched(this.#model, property.name, this.#options);
    if (simplest !== null) this.#note(property.name, simplest);
  }

  *#simplify(hunt: Hunt, { found, path }: Sighting): Generator<number, void> {
    const simplest = found === 'error' ? null : yield* searched(this.#model, found.property.name, this.#options);
    if (simplest !== null) {
      this.#tell(found, simplest);
      return;
    }
    const { machine, job } = hunt;
    const replay = replayOf(this.#model, job.watch, machine.memory);
    const lean = (yield* leaned(machine, replay, found, follow(machine, replay, found, path))) ?? path;
    this.#tell(found, this.#verdictOf(hunt, { found, path: yield* shortened(machine, found, lean) }));
  }

  #verdictOf({ machine, job, walker }: Hunt, { found, path }: Sighting): Verdict {
    const replay = replayOf(this.#model, job.watch, machine.memory);
    const trace = follow(machine, replay, found, path);
    const simplestWithin = [runsIn(walker)];
    if (found === 'error') return { status: 'error', error: errorAtEnd(replay, trace), trace, simplestWithin };
    return { ...(decided(found, trace) as Extract<Verdict, { status: 'violated' | 'reached' }>), simplestWithin };
  }

  #progress(): Progress {
    const of = (figure: (walker: Walker) => number) => this.#hunts.reduce((sum, { walker }) => sum + figure(walker), 0);
    return {
      states: of(({ steps }) => steps),
      transitions: of(({ steps }) => steps),
      depth: Math.max(0, ...this.#hunts.map(({ walker }) => walker.depth)),
      faults: Math.max(0, ...this.#hunts.map(({ walker }) => walker.byFaults.length - 1)),
      waiting: 0,
      milliseconds: this.#options.now() - this.#started,
      seen: new Map(),
      runs: of(({ runs }) => runs),
    };
  }

  #resultNow(): CheckResult {
    const error = this.#error;
    const { states, depth, faults, milliseconds } = this.#progress();
    const [hunt] = this.#hunts;
    return {
      properties: this.#properties.map((property) => ({
        property: property.name,
        verdict: error ?? this.#verdictNow(property),
      })),
      size: {
        states: this.#hunts.reduce((sum, { walker }) => sum + walker.distinct, 0),
        transitions: states,
        cut: 0,
        depth,
        faults,
        symmetric: [],
        bytes: 0,
        bytesOnDisk: 0,
        compressed: false,
        interpretedBecause: hunt?.machine.interpretedBecause ?? null,
        whole: false,
        milliseconds,
        simulated: {
          seed: this.#simulation.seed,
          runs: this.#hunts.reduce((sum, { walker }) => sum + walker.runs, 0),
          byFaults: byFaults(this.#hunts),
          discovery: this.#discovery(),
          neverRan:
            this.#hunts.length === 0 ? [] : codesOf(this.#model).filter((id) => this.#hunts.every(({ machine }) => machine.ran[id] !== 1)),
        },
      },
      bounds: [],
      dropped: [],
      exhaustive: false,
      neverRan: null,
      timeNeverPasses: false,
      error,
    };
  }

  /** One that has found all that it sought was ended early, and leaves nothing open. */
  #discovery(): Discovery | null {
    const all = this.#hunts.filter(isOpen).map(({ discoveries }) => discoveries.now);
    return all.reduce((most, one) => (one !== null && one.atMost > (most?.atMost ?? -1) ? one : most), null);
  }

  #verdictNow(property: Property): Verdict {
    const known = this.#verdicts.get(property.name);
    if (known !== undefined) return known;
    const unchecked = uncheckedReason(property);
    if (unchecked !== null) return { status: 'unchecked', reason: unchecked };
    const hunt = this.#hunts.find(({ job }) => job.queries.some((query) => query.property === property && isAsked(query)));
    if (hunt === undefined) return { status: 'unknown', reason: 'simulation does not ask what nodes know', budget: true };
    if (hunt.walker.isEmpty) return noState(namesOf(hunt.machine));
    const { runs } = hunt.walker;
    const sought = isExistential(property.word) ? 'reaches it' : 'violates it';
    // Of the loops of runs only some are looked at, so there liveness is not estimated.
    const estimate = property.kind === 'liveness' ? '' : atMost(runs);
    return {
      status: 'unknown',
      reason: `no random run of ${thousands(runs)} ${sought}${this.#stopped === null ? '' : `: ${this.#stopped}`}${estimate}`,
      budget: true,
    };
  }
}

/** The random runs of one search that a check would make. */
interface Hunt {
  readonly job: Job;
  readonly machine: Machine;
  readonly seeker: Seeker;
  readonly walker: Walker;
  readonly lassos: LassoSeeker;
  readonly discoveries: Discoveries;
  /** queries of liveness that have not been found violated */
  readonly lively: Set<LivenessQuery>;
}

function huntFor(model: Model, job: Job, options: CheckOptions): Hunt {
  const machine = machineFor(model, job.watch, options.machine ?? 'compiled');
  const seeker = new Seeker(machine, job);
  const lassos = new LassoSeeker(machine, replayOf(model, job.watch, machine.memory), job.watch);
  const lively = new Set(job.queries.filter((query): query is LivenessQuery => query.kind === 'liveness' && isAsked(query)));
  return { job, machine, seeker, walker: new Walker(machine, seeker, MOST_STARTS), lassos, discoveries: new Discoveries(), lively };
}

/** Something that it seeks has not been found. */
function isOpen({ seeker, walker, lively }: Hunt): boolean {
  return !(seeker.isDone && lively.size === 0) && !walker.isEmpty;
}

/** What nodes know depends on all runs together. */
function isAsked(query: Query): boolean {
  return query.kind !== 'knowledge' && !query.property.usesKnowledge;
}

function runsIn({ runs }: Walker): string {
  return runs === 1 ? 'a random run' : `${thousands(runs)} random runs`;
}

/**
 * What so many runs that have found nothing say of the chance with which a run like them finds something: it is 3/n at most, with 95 %
 * confidence (the rule of three: Hanley and Lippman-Hand, "If nothing goes wrong, is everything all right?", JAMA 1983). Runs prefer
 * states that those before have seldom visited, so they are not independent, and it is said of the mean over them: let p be the chance of
 * each run given those before. While nothing is found, the product of all 1 / (1 - p) is a martingale that begins with 1, and where the
 * sum of p is 3 or more it is at least e^3; so that happens with a probability of e^-3 at most, 5 %, whenever the runs are ended.
 * Nothing where that says little.
 */
function atMost(runs: number): string {
  const share = 300 / runs;
  if (share > 50) return '';
  // Two digits, rounded up.
  const digit = 10 ** (Math.floor(Math.log10(share)) - 1);
  return `; at 95% confidence, at most ${Number((Math.ceil(share / digit - 1e-9) * digit).toPrecision(2))}% of such runs do`;
}

/** Bounds that were reached. */
function namesOf({ model, bounds, successors }: Machine): string[] {
  return boundNames(model).filter((name) => successors.bounds[bounds.indexOf(name)] === 1);
}

function byFaults(hunts: readonly Hunt[]): number[] {
  const sums: number[] = [];
  for (const { walker } of hunts) for (const [faults, runs = 0] of walker.byFaults.entries()) sums[faults] = (sums[faults] ?? 0) + runs;
  return Array.from(sums, (runs = 0) => runs);
}

function codesOf({ roles }: Model): number[] {
  return roles.flatMap((role) => [...role.handlers, ...role.actions].map(({ id }) => id)).sort((a, b) => a - b);
}
