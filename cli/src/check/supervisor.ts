/**
 * `proviso check`, seen from the process: the files are checked by a thread, so that signals are heard and budgets hold whatever the
 * thread is doing, a parser in a deep text and a step with a billion rounds included. It is asked to end and mostly does so itself;
 * where it does not, it is ended, and what it had found is said for it.
 */
import process from 'node:process';
import { setFlagsFromString } from 'node:v8';
import type { Worker } from 'node:worker_threads';
import { type Call, positive } from '../call.ts';
import { device, exitCode, streamsOfProcess } from '../device.ts';
import { type ExitCode, exitCodes, worst } from '../exit.ts';
import { noteSignal, type StopSignal } from '../interrupt.ts';
import { keepCode } from '../kept-code.ts';
import { workers } from '../workers.ts';
import { HEAP_MOST } from './heap.ts';
import type { FromThread, SupervisedVerb, ThreadData } from './messages.ts';
import { type Will, withReason } from './will.ts';
import { writeLines } from './written.ts';

/**
 * Milliseconds for the thread to end by itself: after a signal, after one that was heard late, and after the time given. The last is longer on a machine that is
 * busy with other things: the process has had so much of a processor, unless it waits for something else until `most`.
 */
const GRACE = { signal: 700, late: 300, timeout: 1400, processor: 1000, most: 5000 } as const;
/** Milliseconds between two looks at time and memory. */
const LOOK = 100;
/** The search keeps to its memory by itself; so much more, in MiB, the process may take before it is ended. */
const SLACK = { factor: 1.25, more: 256 } as const;
/** Milliseconds in which a search may end before it is told what it has found so far. */
const SOON = 1000;
const MIB = 2 ** 20;
/** Takes the line of progress away. */
const CLEAR = '\r\u001b[2K';
/** Deep texts are walked by recursion. */
const STACK_MIB = 256;
/** A thread begins with so much room for new objects, in MiB: growing to it costs a small check a twentieth of its time. */
const NEW_OBJECTS_MIB = 16;

export class Supervisor {
  readonly #word = new Int32Array(new SharedArrayBuffer(4));
  readonly #worker: Worker;
  readonly #timer: NodeJS.Timeout;
  #begun = performance.now();
  readonly #mostMemory: number;
  readonly #seconds: number;
  #will: Will | null = null;
  #signalled: { readonly at: number; readonly code: ExitCode } | null = null;
  /** milliseconds of a processor, when the time given was over */
  #usedInTime: number | null = null;
  /** when the will last changed */
  #heard = 0;
  readonly #isQuiet: boolean;
  /** lines about what was found that stand on standard error */
  readonly #told = new Set<string>();
  #asking = false;
  /** what the thread has said while the process was at something else; null where it hears at once */
  #held: FromThread[] | null = null;
  #over = false;
  readonly #listener = (signal: NodeJS.Signals) => this.#hearSignal(signal as StopSignal, this.#held === null ? GRACE.signal : GRACE.late);

  constructor(verb: SupervisedVerb, call: Call, script: string, seconds: number) {
    const [most, time] = [positive(call, 'max-memory', 'MiB'), positive(call, 'timeout', 'seconds')];
    this.#mostMemory = typeof most === 'number' ? most : Infinity;
    this.#isQuiet = call.options.quiet === true;
    this.#seconds = typeof time === 'number' ? time : seconds;
    const workerData: ThreadData = { role: 'check', verb, call, script, word: this.#word, streams: streamsOfProcess() };
    setFlagsFromString(`--min-semi-space-size=${NEW_OBJECTS_MIB}`);
    this.#worker = new (workers().Worker)(script, {
      argv: [],
      workerData,
      // The heap of a thread that reaches its limit takes the process with it, so the limit lies beyond what is allowed here.
      resourceLimits: { stackSizeMb: STACK_MIB, maxOldGenerationSizeMb: HEAP_MOST * 2 },
    });
    this.#worker.on('message', (message: FromThread) => this.#hear(message));
    this.#worker.on('error', (error: Error & { code?: string }) =>
      error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? this.#outOfMemory() : this.#hear({ kind: 'fault', stack: error.stack ?? String(error) }),
    );
    this.#worker.on('exit', () => this.#hear({ kind: 'fault', stack: 'the thread that checks has ended' }));
    process.on('SIGINT', this.#listener);
    process.on('SIGTERM', this.#listener);
    this.#timer = setInterval(() => this.#look(), LOOK);
  }

  /** Those that came before it began. */
  hear(signals: readonly StopSignal[]): void {
    for (const signal of signals) this.#hearSignal(signal, GRACE.late);
  }

  /** While the thread begins, the process may `find` an answer, in one go, which ends it all unless a signal came. What the thread says meanwhile waits. */
  async meanwhile<T>(find: () => T | null): Promise<T | null> {
    const held: FromThread[] = [];
    this.#held = held;
    const found = find();
    // In this moment signals are heard that came meanwhile.
    await new Promise(setImmediate);
    this.#held = null;
    if (found !== null && this.#signalled === null && !this.#over) {
      this.#end();
      return found;
    }
    for (const message of held) this.#hear(message);
    return null;
  }

  #hear(message: FromThread): void {
    if (this.#over) return;
    if (this.#held !== null) {
      this.#held.push(message);
      return;
    }
    switch (message.kind) {
      case 'begun':
        this.#begun = performance.now();
        return;
      case 'write':
        device.write(message.stream, message.text);
        return;
      case 'will':
        this.#will = { ...message.will, files: message.files ?? this.#will?.files ?? [] };
        this.#heard = performance.now();
        return;
      case 'ended':
        keepCode();
        this.#finish(message.code);
        return;
      case 'fault':
        this.#fault(message.stack);
        return;
      default:
        message satisfies never;
    }
  }

  #hearSignal(signal: StopSignal, grace: number = GRACE.signal): void {
    const code = noteSignal(this.#word, signal);
    // The second time the process ends at once.
    if (this.#signalled !== null) process.exit(code);
    this.#signalled = { at: performance.now(), code };
    setTimeout(() => this.#endFor('interrupted', code), grace);
  }

  #look(): void {
    if (!this.#isQuiet && performance.now() - this.#heard > SOON) this.#tellFound();
    const { memoryUsage } = process;
    if (this.#timeIsOver()) this.#endFor(`the ${this.#seconds} s given are used up`, exitCodes.undecided);
    else if (memoryUsage.rss() > (this.#mostMemory * SLACK.factor + SLACK.more) * MIB)
      this.#endFor(`the ${this.#mostMemory} MiB of memory given are used up`, exitCodes.undecided);
    else this.#lookAtHeap();
  }

  #timeIsOver(): boolean {
    const late = performance.now() - this.#begun - this.#seconds * 1000;
    if (late < 0) return false;
    const { user, system } = process.cpuUsage();
    const used = (user + system) / 1000;
    this.#usedInTime ??= used;
    return late > GRACE.most || (late > GRACE.timeout && used - this.#usedInTime > GRACE.processor);
  }

  /** What is found survives whatever happens to the process later. */
  #tellFound(): void {
    for (const line of this.#will?.found ?? []) {
      if (this.#told.has(line)) continue;
      this.#told.add(line);
      if (device.errIsTerminal) device.write('err', CLEAR);
      device.write('err', `found, and the search goes on: ${line}\n`);
    }
  }

  #lookAtHeap(): void {
    if (this.#asking) return;
    this.#asking = true;
    this.#worker.getHeapStatistics().then(
      ({ used_heap_size }) => {
        this.#asking = false;
        if (used_heap_size > HEAP_MOST * MIB) this.#outOfMemory();
      },
      () => {},
    );
  }

  #outOfMemory(): void {
    this.#endFor('there is not enough memory', exitCodes.undecided);
  }

  /** The thread has not ended by itself: says what it had found. */
  #endFor(reason: string, code: ExitCode): void {
    if (this.#over) return;
    const signalled = this.#signalled === null ? [] : [this.#signalled.code];
    const codes = [...signalled, code, ...this.#sayWill(this.#signalled === null ? reason : 'interrupted')];
    device.write('err', `proviso: ended in the middle of ${whatWasOpen(this.#will)}: ${reason}.\n`);
    this.#finish(worst(codes));
  }

  #fault(stack: string): void {
    if (this.#over) return;
    this.#sayWill('Proviso failed');
    device.write('err', `proviso: this is a fault of proviso itself, not of your files. Please report it.\n${stack}\n`);
    this.#finish(exitCodes.fault);
  }

  #sayWill(reason: string): readonly ExitCode[] {
    if (this.#will === null) return [];
    const { lines, files, codes } = this.#will;
    if (device.errIsTerminal) device.write('err', CLEAR);
    for (const line of withReason(lines, reason)) device.write('out', `${line}\n`);
    return [...codes, ...files.map((file) => this.#writeFile({ ...file, lines: withReason(file.lines, reason) }))];
  }

  #writeFile({ path, lines }: Will['files'][number]): ExitCode {
    try {
      writeLines(path, lines);
      return exitCodes.fine;
    } catch (error) {
      device.write('err', `proviso: ${path} cannot be written: ${(error as Error).message}\n`);
      return exitCodes.unwritten;
    }
  }

  #finish(code: ExitCode): void {
    if (this.#over) return;
    this.#end();
    // A thread that does not end by itself, and those that help it, end with the process.
    process.exit(exitCode(code));
  }

  #end(): void {
    this.#over = true;
    clearInterval(this.#timer);
    process.off('SIGINT', this.#listener);
    process.off('SIGTERM', this.#listener);
  }
}

function whatWasOpen(will: Will | null): string {
  if (will === null) return 'reading the files';
  return will.open === 1 ? 'a check' : will.open > 1 ? `the first of ${will.open} checks that had not ended` : 'the last part';
}
