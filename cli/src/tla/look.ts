/** What TLC finds of one model, as outcomes of a check. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { boundNames, noState, nothingSearched, type Outcome, retraced, type Size, searched, type Verdict } from '#checker';
import { type Exported, jobsOf, stateOf, type TlcEvent, type TlcJob, type TlcProgress } from '#export';
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
  readonly states: readonly Extract<TlcEvent, { kind: 'state' }>[];
  readonly cuts: ReadonlySet<string>;
  readonly error: string | null;
  readonly finished: Extract<TlcEvent, { kind: 'finished' }> | null;
  readonly depth: number;
}

/** That of a property whose counterpart in TLC is no claim that time passes. */
const WHILE_TIME_PASSES = 'as far as time passes';

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
    for (const job of asked.length === 0 ? [] : jobsOf({ module: tla.module, exported: asked }, { tellCuts: true })) {
      await this.#job(job);
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
    return { status: 'unknown', reason: this.#problem ?? 'interrupted', budget: true };
  }

  /** Again without what is violated, until nothing more is. */
  async #job(job: TlcJob): Promise<void> {
    let open = job.exported;
    while (open.length > 0 && !this.#options.interrupted()) {
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
        for (const one of open) this.#note(one.property, size.states === 0 ? noState(cuts) : nothingFound(one, cuts), size);
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
    return { end, violated, states, cuts, error, finished, depth };
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

/** TLC saw all states, and did not find it. */
function nothingFound({ kind }: Exported, cuts: readonly string[]): Verdict {
  switch (kind) {
    case 'invariant':
    case 'step':
      return { status: 'holds', bounds: cuts, vacuous: null };
    case 'deadline':
      return { status: 'holds', bounds: [...cuts, WHILE_TIME_PASSES], vacuous: null };
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
