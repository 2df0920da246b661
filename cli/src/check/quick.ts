/**
 * Most files that somebody edits are checked in less time than a thread takes to begin. So the process first checks a small file itself: in a context of
 * its own, whose microtasks run inside one call, which V8 ends after a while whatever it is doing. Until it has ended nothing
 * is written, neither an answer nor what is remembered. Where it takes too long, or asks for a thread, or for a part that is not in the script,
 * nothing of it counts, and a thread does all of it.
 */
import { statSync } from 'node:fs';
import process from 'node:process';
import { getHeapStatistics } from 'node:v8';
import { constants, createContext, Script } from 'node:vm';
import type { Call } from '../call.ts';
import { device, type Stream } from '../device.ts';
import type { ExitCode } from '../exit.ts';
import { neverInterrupted, type StopSignal } from '../interrupt.ts';
import { keepCode, partsIn } from '../kept-code.ts';
import type { CheckHost } from './host.ts';

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
}

export interface Answer {
  readonly code: ExitCode;
  readonly written: readonly { readonly stream: Stream; readonly text: string }[];
  /** to what is remembered */
  readonly changes: readonly (() => void)[];
}

export async function attempt(call: Call): Promise<Quick> {
  const signals: StopSignal[] = [];
  if (typeof PROVISO_CHECK === 'undefined' || !isSmall(call) || isBusy()) return { answer: null, signals };
  const hear = (signal: NodeJS.Signals) => void signals.push(signal as StopSignal);
  process.on('SIGINT', hear);
  process.on('SIGTERM', hear);
  try {
    const answer = answerOf(call, new URL(PROVISO_CHECK, import.meta.url).href);
    // In this moment those that came meanwhile are heard.
    await new Promise(setImmediate);
    return { answer: signals.length === 0 ? answer : null, signals };
  } finally {
    process.off('SIGINT', hear);
    process.off('SIGTERM', hear);
  }
}

function isSmall({ words, options, named = [] }: Call): boolean {
  if (words.length !== 1 || named.length > 0 || !Object.keys(options).every((name) => OPTIONS.has(name))) return false;
  try {
    const stat = statSync(words[0]);
    return stat.isFile() && stat.size <= SMALL && getHeapStatistics().heap_size_limit >= ROOM && mayMakeCode();
  } catch (error) {
    // It is reported where the files are read.
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return false;
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

function answerOf(call: Call, script: string): Answer | null {
  const written: { stream: Stream; text: string }[] = [];
  const changes: (() => void)[] = [];
  const host: CheckHost = {
    // What it is at would stand there for no time.
    device: { ...device, errIsTerminal: false, write: (stream, text) => void written.push({ stream, text }) },
    interrupt: neverInterrupted,
    word: null,
    script: null,
    keep: null,
    begins: (searches) => (searches > MOST.searches ? never() : undefined),
    later: (act) => void changes.push(act),
  };
  let code: ExitCode | null = null;
  const begun = used();
  const globals = {
    ...{ process, performance: clock, Buffer, URL },
    setTimeout: never,
    setImmediate: (goOn: () => void) => {
      if (used() < (1 + MOST.time) * begun) goOn();
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
    // It took too long, or its stack was too deep: the thread has more of both.
    return null;
  }
  return code === null ? null : { code, written, changes };
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
