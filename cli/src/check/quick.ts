/**
 * Most files that somebody edits are checked in less time than a thread takes to begin. So the process first checks a small file itself: in a context of
 * its own, whose microtasks run inside one call, which V8 ends after a while whatever it is doing. Until it has ended nothing
 * is written, neither an answer nor what is remembered. Where it takes too long, or asks for a thread, or for a part that is not in the script,
 * nothing of it counts, and a thread does all of it. Of a file that was too large once (`lost.ts`), a thread begins at once, and the process only looks meanwhile whether there is
 * a mistake, or an answer that is remembered.
 */
import { statSync } from 'node:fs';
import process from 'node:process';
import { getHeapStatistics } from 'node:v8';
import { constants, createContext, Script } from 'node:vm';
import type { Call } from '../call.ts';
import { device, type Stream } from '../device.ts';
import type { ExitCode } from '../exit.ts';
import { neverInterrupted, type StopSignal } from '../interrupt.ts';
import { isWarm, keepCode, partsIn } from '../kept-code.ts';
import type { CheckHost } from './host.ts';
import { isLost, noteLost } from './lost.ts';

/** The script of what checks, as seen from that of this. */
declare const PROVISO_CHECK: string | undefined;

type Verb = { readonly check: (call: Call, host: CheckHost) => Promise<ExitCode> };

/** Milliseconds in which signals are not heard. */
const LONGEST = 400;
/**
 * What is larger is left to the thread as soon as that is seen: searches, and the time of a processor, in that until here, in which the process has begun.
 * A thread takes nearly that to begin and to load what checks.
 */
const MOST = { searches: 6, time: 2.5 } as const;
/** Where the process has had less than this part of a processor until here, others wait for one, too, and what is given up would cost too much. */
const IDLE = 1 / 3;
/** Bytes of a file, and of the heap of the process: what fills that ends it. */
const [SMALL, ROOM] = [16_384, 2 ** 30];

/** With any other one the thread is needed, or more time. */
const OPTIONS: ReadonlySet<string> = new Set([
  ...['property', 'assume', 'traces', 'lints', 'cache', 'cache-folder', 'config', 'quiet', 'color'],
  ...['provisos', 'reduction', 'forget', 'deepening', 'max-states'],
]);

export interface Quick {
  /** null: there is none */
  readonly answer: Answer | null;
  /** signals that came meanwhile: then there is no answer */
  readonly signals: readonly StopSignal[];
  /** the searches were too many before, or took too long: only `answerAtHand` is worth while */
  readonly wasLost: boolean;
}

export interface Answer {
  readonly code: ExitCode;
  readonly written: readonly { readonly stream: Stream; readonly text: string }[];
  /** to what is remembered */
  readonly changes: readonly (() => void)[];
}

export async function attempt(call: Call): Promise<Quick> {
  const signals: StopSignal[] = [];
  const size = sizeOf(call);
  if (typeof PROVISO_CHECK === 'undefined' || size === null || isBusy()) return { answer: null, signals, wasLost: false };
  if (isLost(call, size)) return { answer: null, signals, wasLost: true };
  const hear = (signal: NodeJS.Signals) => void signals.push(signal as StopSignal);
  process.on('SIGINT', hear);
  process.on('SIGTERM', hear);
  try {
    const { answer, isLarge } = answerOf(call, new URL(PROVISO_CHECK, import.meta.url).href, MOST.searches);
    // In this moment those that came meanwhile are heard.
    await new Promise(setImmediate);
    // What had to be compiled says nothing of the file.
    if (isLarge && signals.length === 0 && isWarm()) noteLost(call, size);
    return { answer: signals.length === 0 ? answer : null, signals, wasLost: false };
  } finally {
    process.off('SIGINT', hear);
    process.off('SIGTERM', hear);
  }
}

/** An answer that takes no search: a mistake, or what is remembered. */
export function answerAtHand(call: Call): Answer | null {
  return typeof PROVISO_CHECK === 'undefined' ? null : answerOf(call, new URL(PROVISO_CHECK, import.meta.url).href, 0).answer;
}

/** Bytes of its one file; null where it is none that the process would try. */
function sizeOf({ words, options, named = [] }: Call): number | null {
  if (words.length !== 1 || named.length > 0 || !Object.keys(options).every((name) => OPTIONS.has(name))) return null;
  try {
    const stat = statSync(words[0]);
    const isFit = stat.isFile() && stat.size <= SMALL && getHeapStatistics().heap_size_limit >= ROOM && mayMakeCode();
    return isFit ? stat.size : null;
  } catch (error) {
    // It is reported where the files are read.
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return null;
  }
}

function isBusy(): boolean {
  return used() < process.uptime() * 1e6 * IDLE;
}

/** Where it may not, the new context would. */
function mayMakeCode(): boolean {
  try {
    return new Function() !== null;
  } catch (error) {
    if (error instanceof EvalError) return false;
    throw error;
  }
}

/** Node has to load what makes its own. */
const clock = {
  now() {
    const [seconds, nanoseconds] = process.hrtime();
    return seconds * 1e3 + nanoseconds / 1e6;
  },
};

/** What waits for it is left behind with its context. */
const never = () => new Promise<never>(() => {});

/** `most`: searches. `isLarge`: there is no answer since there were more, or since it would have taken too long. */
function answerOf(call: Call, script: string, most: number): { readonly answer: Answer | null; readonly isLarge: boolean } {
  const written: { stream: Stream; text: string }[] = [];
  const changes: (() => void)[] = [];
  const host: CheckHost = {
    // What it is at would stand there for no time.
    device: { ...device, errIsTerminal: false, write: (stream, text) => void written.push({ stream, text }) },
    interrupt: neverInterrupted,
    word: null,
    script: null,
    keep: null,
    begins: (searches) => {
      if (searches <= most) return undefined;
      isLarge = true;
      return never();
    },
    later: (act) => void changes.push(act),
  };
  let code: ExitCode | null = null;
  let isLarge = false;
  const begun = used();
  const isOver = () => used() >= (1 + MOST.time) * begun;
  const globals = {
    ...{ process, performance: clock, Buffer, URL },
    setTimeout: never,
    setImmediate: (goOn: () => void) => {
      if (isOver()) isLarge = true;
      else goOn();
    },
    // The first part is the verb. One that is in no script never comes.
    begin: () => (partsIn(script, context, never)(0) as Verb).check(call, host),
    end: (ended: ExitCode) => {
      code = ended;
    },
  };
  const context = createContext(constants.DONT_CONTEXTIFY, { microtaskMode: 'afterEvaluate' });
  Object.assign(context, globals);
  try {
    // What is called when a promise has a value has to be of that context: another one has microtasks of its own. A fault is made again, and reported, by the thread.
    new Script('begin().then((code) => end(code), () => {})').runInContext(context, { timeout: LONGEST });
  } catch {
    // It took too long, or its stack was too deep: the thread has more of both. Where it had no processor, another time it may.
    return { answer: null, isLarge: isOver() };
  }
  return { answer: code === null ? null : { code, written, changes }, isLarge };
}

/** Microseconds of a processor. */
function used(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** Writes it, and what is to be remembered of it. */
export function give({ code, written, changes }: Answer): ExitCode {
  for (const { stream, text } of written) device.write(stream, text);
  for (const change of changes) change();
  keepCode();
  return code;
}
