/**
 * The `provisos` blocks of files: checked when somebody asks, or when nothing else is to be done. What came of one is kept under what it
 * depends on, as verdicts are.
 */
import { attached, type Detached, detached } from '#checker';
import type { BlockData, BlockVerdicts } from '../ide/verdicts.ts';
import type { CheckBudget } from './messages.ts';
import { Ending, type SearchQueue } from './search-queue.ts';
import type { Subject, SubjectBlock } from './subject.ts';

interface Known {
  /** without the runs */
  readonly claims: BlockData;
  /** the same with them; null where there are none any more */
  readonly withRuns: Detached<BlockData> | null;
  /** of the runs that are kept */
  readonly steps: number;
  /** the budget that kept some claim from being decided; null where none did */
  readonly shortOf: CheckBudget | null;
}

interface UnderWay {
  readonly paths: Set<string>;
  readonly key: string;
  readonly ending: Ending;
  readonly over: Promise<void>;
  isBegun: boolean;
}

export interface BlockEvents {
  /** what is known of the blocks of these files */
  changed(paths: readonly string[]): void;
  /** a search ended with a fault of ours, or ran out of time in one long step */
  failed(path: string, block: SubjectBlock, message: string): void;
}

/** Steps of runs in all: nearly all of the memory that blocks take. What nobody has looked at for longest keeps its claims without the runs. */
const MOST_STEPS = 20_000;
/** Blocks whose claims are kept. */
const MOST_KEPT = 200;

export class BlockChecks {
  readonly #queue: SearchQueue;
  readonly #events: BlockEvents;
  readonly #known = new Map<string, Known>();
  /** blocks on which a search failed, or was stopped by somebody, are not tried again by themselves */
  readonly #left = new Set<string>();
  #underWay: UnderWay[] = [];

  constructor(queue: SearchQueue, events: BlockEvents) {
    this.#queue = queue;
    this.#events = events;
  }

  isKnown({ identity: { key } }: SubjectBlock, budget: CheckBudget): boolean {
    const known = this.#known.get(key);
    return known !== undefined && (known.shortOf === null || sameBudget(known.shortOf, budget));
  }

  stateOf({ identity: { key } }: SubjectBlock): 'idle' | 'queued' | 'running' {
    const one = this.#underWay.find((other) => other.key === key && !other.ending.ended);
    if (one === undefined) return 'idle';
    return one.isBegun ? 'running' : 'queued';
  }

  /** Those of this text that are known, or being checked. */
  of({ blocks }: Subject, budget: CheckBudget): BlockVerdicts[] {
    return blocks.flatMap((block): BlockVerdicts[] => {
      const { index, plan, identity } = block;
      if (this.isKnown(block, budget)) return [{ index, plan, data: this.#dataOf(identity) }];
      return this.stateOf(block) === 'idle' ? [] : [{ index, plan, data: null }];
    });
  }

  /** The first of them that is neither known nor left alone; null where there is none, or one is under way. */
  missing(subjects: readonly Subject[], budget: CheckBudget): { readonly subject: Subject; readonly block: SubjectBlock } | null {
    if (this.#underWay.length > 0) return null;
    for (const subject of subjects)
      for (const block of subject.blocks)
        if (!this.isKnown(block, budget) && !this.#left.has(block.identity.key)) return { subject, block };
    return null;
  }

  /** Resolves when it is known, was ended, or cannot be known. `idle`: nobody has asked for it. */
  check(subject: Subject, block: SubjectBlock, budget: CheckBudget, idle = false): Promise<void> {
    const { key } = block.identity;
    if (this.isKnown(block, budget)) return Promise.resolve();
    if (!idle) this.#left.delete(key);
    const known = this.#underWay.find((one) => one.key === key && !one.ending.ended);
    if (known !== undefined) {
      if (!idle) this.#queue.promote(known.ending);
      known.paths.add(subject.path);
      return known.over;
    }
    const ending = new Ending();
    const paths = new Set([subject.path]);
    let data: BlockData | null = null;
    const search = this.#queue.run(
      { kind: 'block', id: 0, sources: subject.sources, block: block.index, budget },
      { seconds: budget.seconds, ending, idle },
      (answer) => {
        if (answer.kind === 'block') data = answer.block;
      },
      () => {
        entry.isBegun = true;
        this.#events.changed([...paths]);
      },
    );
    const over = search.then((problem) => {
      this.#underWay = this.#underWay.filter((one) => one !== entry);
      if (data !== null) this.#keep(block.identity, data, budget);
      else if (problem !== null) {
        this.#left.add(key);
        this.#events.failed(subject.path, block, problem);
      }
      this.#events.changed([...paths]);
    });
    const entry: UnderWay = { paths, key, ending, over, isBegun: false };
    this.#underWay.push(entry);
    return over;
  }

  /** Somebody wants no more of this file: its blocks are not checked again before they are asked for. */
  stop(path: string): void {
    for (const { paths, key } of this.#underWay) if (paths.has(path)) this.#left.add(key);
    this.keepOnly(path, null);
  }

  /** Ends what a file has no more blocks for: all where it is gone. */
  keepOnly(path: string, subject: Subject | null): void {
    for (const { paths, key, ending } of this.#underWay) {
      if (!paths.has(path) || subject?.blocks.some(({ identity }) => identity.key === key) === true) continue;
      if (paths.size === 1) ending.end();
      else paths.delete(path);
    }
  }

  #dataOf({ key, places }: SubjectBlock['identity']): BlockData {
    const known = this.#known.get(key)!;
    this.#known.delete(key);
    this.#known.set(key, known);
    return known.withRuns === null ? known.claims : attached(known.withRuns, places);
  }

  #keep({ key, places }: SubjectBlock['identity'], data: BlockData, budget: CheckBudget): void {
    this.#known.delete(key);
    const steps = stepsOf(data);
    const withRuns = steps === 0 ? null : detached(data, places);
    this.#known.set(key, { claims: withoutRuns(data), withRuns, steps, shortOf: isShort(data) ? budget : null });
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST_KEPT && oldest !== undefined) this.#known.delete(oldest);
    let all = [...this.#known.values()].reduce((sum, one) => sum + one.steps, 0);
    for (const [other, known] of this.#known) {
      if (all <= MOST_STEPS || other === key) break;
      all -= known.steps;
      this.#known.set(other, { ...known, withRuns: null, steps: 0 });
    }
  }
}

function stepsOf({ claims }: BlockData): number {
  return claims.flat().reduce((sum, { run }) => sum + (run === null ? 0 : Math.max(1, run.verdict.trace.steps.length)), 0);
}

function withoutRuns(data: BlockData): BlockData {
  return { ...data, claims: data.claims.map((outcomes) => outcomes.map((one) => ({ ...one, run: null }))) };
}

function isShort({ claims }: BlockData): boolean {
  return claims.some((outcomes) => outcomes.some(({ standing }) => standing === 'undecided'));
}

function sameBudget(a: CheckBudget, b: CheckBudget): boolean {
  return a.maxStates === b.maxStates && a.seconds === b.seconds && a.maxMemory === b.maxMemory;
}
