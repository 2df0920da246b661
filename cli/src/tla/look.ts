/** What TLC finds of one model, as outcomes of a check. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import {
  boundNames,
  type NoLasso,
  noState,
  nothingSearched,
  type Outcome,
  type Owed,
  retraced,
  retracedLasso,
  type Size,
  searched,
  type Verdict,
} from '#checker';
import { asking, type Exported, jobsOf, lassoOf, MOST_STRONG, stateOf, type TlcEvent, type TlcJob, type TlcProgress } from '#export';
import { unhandled } from '#grammar';
import type { Translated } from './models.ts';
import { isHere, runTlc, type TlcCall, type TlcEnd, type TlcListener } from './process.ts';

export interface LookOptions extends Pick<TlcCall, 'java' | 'threads' | 'hosts'> {
  readonly say: (line: string) => void;
  readonly progress: (progress: TlcProgress) => void;
  readonly interrupted: () => boolean;
}

export interface Looked {
  readonly outcomes: readonly Outcome[];
  /** why TLC did not come to an end; null where it did */
  readonly problem: string | null;
}

/** What one run of TLC came to. */
interface Run {
  readonly end: TlcEnd;
  readonly violated: string | null;
  /** a formula about fair runs is broken by these states, after which the run goes on as from the one of this number */
  readonly lasso: { readonly back: number | null } | null;
  /** nothing can break the formula, so that TLC looked for no runs */
  readonly tautology: boolean;
  readonly states: readonly Extract<TlcEvent, { kind: 'state' }>[];
  readonly cuts: ReadonlySet<string>;
  readonly error: string | null;
  readonly finished: Extract<TlcEvent, { kind: 'finished' }> | null;
  readonly depth: number;
}

/** That of a property whose counterpart in TLC is no claim that time passes. */
const WHILE_TIME_PASSES = 'as far as time passes';
/** Whether bounds cut every fair way on from a state is nothing that TLC can be asked. */
const WHILE_RUNS_GO_ON = 'as far as fair runs go on within them';

export async function look(translated: Translated, options: LookOptions): Promise<Looked> {
  const folder = mkdtempSync(join(tmpdir(), 'proviso-tlc-'));
  try {
    for (const { name, text } of translated.tla.files) writeFileSync(join(folder, name), text);
    return await new Looking(translated, options, folder).all();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

class Looking {
  readonly #translated: Translated;
  readonly #options: LookOptions;
  readonly #folder: string;
  readonly #verdicts = new Map<string, Verdict>();
  /** of the largest run that came to its end, or of the last */
  #size: Size = nothingSearched;
  #last: Size | null = null;
  /** what TLC is asked for */
  #asked: readonly Exported[] = [];
  /** bounds that were reached by the run that looks at each state once */
  #cuts: readonly string[] = [];
  #problem: string | null = null;

  constructor(translated: Translated, options: LookOptions, folder: string) {
    this.#translated = translated;
    this.#options = options;
    this.#folder = folder;
  }

  async all(): Promise<Looked> {
    const { tla, run, model } = this.#translated;
    const { expectations } = run;
    const asked = tla.exported.filter(({ property }) => expectations.some((one) => one.property === property && one.upTo === undefined));
    const isServer = this.#options.hosts !== null;
    this.#asked = asked.filter(({ kind }) => kind !== 'fair' || !isServer);
    for (const job of this.#asked.length === 0 ? [] : jobsOf({ module: tla.module, exported: this.#asked }, { tellCuts: true })) {
      if (job.exported[0]?.kind === 'fair') await this.#fairRuns(job, job.exported[0]);
      else await this.#job(job);
      if (this.#problem !== null || this.#options.interrupted()) break;
    }
    const outcomes = expectations.map(
      ({ property, verdict: expected, upTo }): Outcome => ({
        property,
        point: run.sweep,
        expected,
        ...(upTo === undefined ? {} : { upTo }),
        verdict: this.#verdicts.get(property) ?? this.#without(property, upTo),
        size: this.#size,
        model,
      }),
    );
    return { outcomes, problem: this.#problem };
  }

  #without(property: string, upTo: number | undefined): Verdict {
    const refused = this.#translated.tla.refused.find((one) => one.property === property);
    if (refused !== undefined) return { status: 'unchecked', reason: refused.message };
    if (upTo !== undefined) return { status: 'unchecked', reason: 'TLC does not count faults' };
    const exported = this.#translated.tla.exported.find((one) => one.property === property);
    if (exported?.kind === 'fair' && this.#options.hosts !== null)
      return { status: 'unchecked', reason: "TLC's server looks for no fair runs: without --distributed it is checked" };
    return { status: 'unknown', reason: this.#problem ?? 'interrupted', budget: true };
  }

  /** Again without what is violated, until nothing more is. */
  async #job(job: TlcJob): Promise<void> {
    let open = job.exported;
    // Where fair runs are asked about, one run has to see each state, whatever is open: it tells errors of the model and the bounds reached.
    const needsWhole = !isAlone(job) && this.#asked.some(({ kind }) => kind === 'fair');
    while ((open.length > 0 || needsWhole) && !this.#options.interrupted()) {
      const [again] = open === job.exported ? [job] : jobsOf({ module: this.#translated.tla.module, exported: open }, { tellCuts: true });
      const began = performance.now();
      const run = await this.#run(again);
      const size = sizeOf(run, performance.now() - began);
      if (this.#options.interrupted()) return;
      // A run stands behind an error of TLC itself, too; a server with workers calls everything an error.
      if (run.violated === null && (run.states.length === 0 || (run.error !== null && this.#options.hosts === null))) {
        this.#problem = problemOf(run);
        if (this.#problem !== null) return;
        const cuts = this.#bounds(run);
        if (!isAlone(job)) this.#cuts = cuts;
        if (open.length === 0) this.#grow(size);
        const { time } = this.#translated.model.timing;
        for (const one of open) this.#note(one.property, size.states === 0 ? noState(cuts) : nothingFound(one, cuts, time), size);
        return;
      }
      const { found, verdict } = this.#shown(run, open);
      if (verdict === null) {
        this.#problem = unfollowed(run, open, this.#options.hosts !== null);
        return;
      }
      if (verdict.status === 'error' || found === undefined) {
        for (const one of this.#translated.tla.exported) this.#note(one.property, verdict, size);
        return;
      }
      this.#note(found.property, verdict, size);
      open = open.filter((one) => one !== found);
    }
  }

  /** Its states are told apart by what steps took, so their number says nothing. */
  async #fairRuns(job: TlcJob, found: Exported): Promise<void> {
    if (this.#verdicts.has(found.property)) return;
    // Without all strong fairness TLC sees more runs than are fair: if none of them breaks the property, no fair one does.
    for (let owed: readonly Owed[] = []; ; ) {
      const more = await this.#fairRun(job, found);
      if (more === null || this.#options.interrupted()) return;
      if (owed.some((one) => isDeepStrictEqual(one, more))) {
        this.#problem = disagreement(found.property, 'unfair');
        return;
      }
      owed = [...owed, more];
      if (owed.length > MOST_STRONG) {
        const reason = `strong fairness matters of more than ${MOST_STRONG} kinds of messages, which is too much for TLC`;
        this.#verdicts.set(found.property, { status: 'unknown', reason, budget: true });
        return;
      }
      const { name, text } = asking(this.#translated.tla, found, owed);
      writeFileSync(join(this.#folder, name), text);
    }
  }

  /** Returns what the run that TLC found owes, where it was not asked to look at that. */
  async #fairRun(job: TlcJob, found: Exported): Promise<Owed | null> {
    const run = await this.#run(job);
    if (this.#options.interrupted()) return null;
    if (run.violated !== null) {
      const verdict = this.#retraced(run, null);
      if (verdict === null) this.#problem = unfollowed(run, [found], false);
      // An error of the model is one of every property.
      else for (const { property } of this.#translated.tla.exported) this.#verdicts.set(property, verdict);
      return null;
    }
    if (run.lasso === null) {
      this.#problem = run.tautology ? null : problemOf(run);
      const verdict = this.#size.states === 0 ? noState(this.#cuts) : nothingFound(found, this.#cuts, this.#translated.model.timing.time);
      if (this.#problem === null) this.#verdicts.set(found.property, verdict);
      return null;
    }
    const { back } = run.lasso;
    if (back === null) {
      this.#problem = problemOf(run) ?? `TLC's run against ${found.property} is not shown whole: please report this`;
      return null;
    }
    // It has to be fair by our own rules, and break the property by our own.
    const verdict = toEnd(retracedLasso(lassoOf(this.#translated.tla.translation, found.property, run.states, back), SEARCH));
    if (!('why' in verdict)) this.#verdicts.set(found.property, verdict);
    else if (verdict.owed !== null && found.asked !== undefined) return verdict.owed;
    else this.#problem = disagreement(found.property, verdict.why);
    return null;
  }

  /** Those that were reached. What workers on other machines reach is not heard here: then all that may have been. */
  #bounds({ cuts }: Run): readonly string[] {
    const names = boundNames(this.#translated.model);
    if (this.#options.hosts?.every(isHere) === false) return names;
    return [...cuts].sort((a, b) => names.indexOf(a) - names.indexOf(b));
  }

  /** What TLC's run shows. A server with workers does not say what it is that the run violates. */
  #shown(run: Run, open: readonly Exported[]): { readonly found: Exported | undefined; readonly verdict: Verdict | null } {
    const hasFailed = run.states.at(-1)?.variables.get('error') !== '';
    if (run.violated !== null || hasFailed) {
      const found = open.find(({ name }) => name === run.violated);
      return { found, verdict: this.#retraced(run, found?.property ?? null) };
    }
    for (const found of open) {
      // It shows only the end of a run, too, but perhaps a small search finds one.
      const verdict = this.#retraced(run, found.property) ?? toEnd(searched(this.#translated.model, found.property, SEARCH));
      if (verdict !== null) return { found, verdict };
    }
    return { found: undefined, verdict: null };
  }

  #note(property: string, verdict: Verdict, size: Size): void {
    this.#verdicts.set(property, verdict);
    this.#grow(size);
  }

  #grow(size: Size): void {
    const milliseconds = this.#size.milliseconds + (size === this.#last ? 0 : size.milliseconds);
    this.#last = size;
    const isMore = size.whole === this.#size.whole ? size.states >= this.#size.states : size.whole;
    this.#size = { ...(isMore ? size : this.#size), milliseconds };
  }

  /** The run that TLC shows, followed by the interpreter and made simple. */
  #retraced({ states }: Run, property: string | null): Verdict | null {
    const { tla, model } = this.#translated;
    // A state with an error is what the step had come to when it failed.
    const whole = states.filter(({ variables }) => variables.get('error') === '');
    const run = { model, property, states: whole.map(({ variables }) => stateOf(tla.translation, variables)) };
    return toEnd(retraced(run, SEARCH));
  }

  async #run({ module, config, text }: TlcJob): Promise<Run> {
    writeFileSync(join(this.#folder, config), text);
    const cuts = new Set<string>();
    const states: Extract<TlcEvent, { kind: 'state' }>[] = [];
    let [violated, error]: [string | null, string | null] = [null, null];
    let lasso: { back: number | null } | null = null;
    let tautology = false;
    let finished: Run['finished'] = null;
    let depth = 0;
    const listener: TlcListener = {
      say: this.#options.say,
      event: (event) => {
        switch (event.kind) {
          case 'progress':
            return this.#options.progress(event);
          case 'finished':
            finished = event;
            return;
          case 'depth':
            depth = event.depth;
            return;
          case 'violated':
            violated ??= event.name;
            return;
          case 'state':
            states.push(event);
            return;
          case 'cut':
            cuts.add(event.bound);
            return;
          case 'unfulfilled':
            lasso = { back: null };
            return;
          case 'back':
            lasso = { back: event.to };
            return;
          case 'stuttering':
            // No run does: it goes on forever, if only by resting.
            return;
          case 'tautology':
            tautology = true;
            return;
          case 'error':
            error ??= event.text;
            return;
          default:
            return unhandled(event);
        }
      },
    };
    const { java, threads, hosts } = this.#options;
    const end = await runTlc({ java, threads, hosts, folder: this.#folder, module, config }, listener);
    return { end, violated, lasso, tautology, states, cuts, error, finished, depth };
  }
}

/** Of the search around a run, or for one. */
const SEARCH = { now: () => performance.now(), blame: false };

function toEnd<T>(work: Generator<unknown, T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

function unfollowed({ violated }: Run, open: readonly Exported[], isServer: boolean): string {
  if (!isServer) return `TLC's run against ${violated} is none that the interpreter can follow: please report this`;
  const which = open.map(({ property }) => property).join(' or ');
  return `TLC found a run that decides ${which}, but a server with workers shows only its end: without --distributed it is shown whole`;
}

function problemOf({ end, error, finished }: Run): string | null {
  if (end.problem !== null) return end.problem;
  if (finished !== null && finished.waiting === 0 && error === null) return null;
  // Of what Java throws, the first line says what, and the others where.
  const said = error ?? end.lines.findLast((line) => !/^\s*(at |\.\.\. )/.test(line)) ?? 'nothing';
  return `TLC did not come to an end; the last it said: ${said.split('\n').slice(0, 3).join(' ')}`;
}

const DISAGREES: Readonly<Record<NoLasso['why'], string>> = {
  'no run': 'is none that the interpreter can follow',
  unfair: 'is not fair as Proviso understands it',
  'not broken': 'does not break it as Proviso understands it',
};

/** One of the two is wrong, and which of them is for whoever reads it. */
function disagreement(property: string, why: NoLasso['why']): string {
  return `TLC's run against ${property} ${DISAGREES[why]}, so TLC and Proviso disagree: please report this`;
}

/** It was made to look for one thing, beside the run that looks at each state once. */
function isAlone({ exported }: TlcJob): boolean {
  return exported.some(({ kind }) => kind === 'sought' || kind === 'deadline');
}

/** TLC saw all states, and did not find it. */
function nothingFound({ kind }: Exported, cuts: readonly string[], hasTime: boolean): Verdict {
  switch (kind) {
    case 'invariant':
    case 'step':
      return { status: 'holds', bounds: cuts, vacuous: null };
    case 'deadline':
      return { status: 'holds', bounds: [...cuts, WHILE_TIME_PASSES], vacuous: null };
    case 'fair': {
      const bounds = [...cuts, ...(cuts.length === 0 ? [] : [WHILE_RUNS_GO_ON]), ...(hasTime ? [WHILE_TIME_PASSES] : [])];
      return { status: 'holds', bounds, vacuous: null };
    }
    case 'sought':
      if (cuts.length === 0) return { status: 'unreached' };
      return { status: 'unknown', reason: `not reached within bounds (${cuts.join(', ')})`, budget: false };
    default:
      return unhandled(kind);
  }
}

/** A bound that was reached is a state of TLC's, and none of ours. */
function sizeOf({ finished, depth, cuts }: Run, milliseconds: number): Size {
  return {
    ...nothingSearched,
    states: Math.max(0, (finished?.distinct ?? 0) - cuts.size),
    transitions: finished?.generated ?? 0,
    depth,
    whole: finished?.waiting === 0,
    milliseconds,
  };
}
