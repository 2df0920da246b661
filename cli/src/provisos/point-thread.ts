/**
 * A thread that answers questions of a proviso search before they are asked, one at a time. It is given the model, and reads no file.
 */
import type { MessagePort } from 'node:worker_threads';
import { answerQuestion, type CheckResult, type PointQuestion } from '#checker';
import { interruptIn } from '../interrupt.ts';
import { workers } from '../workers.ts';

export interface PointsData {
  readonly role: 'points';
  /** in shared memory: which signal came */
  readonly word: Int32Array;
  /** in shared memory, by GIVEN_UP and BEGUN: all questions up to this number are given up, and have been begun */
  readonly numbers: Int32Array;
  /** each way: questions in, answers out */
  readonly port: MessagePort;
}

export interface Posed {
  readonly number: number;
  readonly question: PointQuestion;
}

export interface Answered {
  /** null where it was given up */
  readonly result: CheckResult | null;
}

export const [GIVEN_UP, BEGUN] = [0, 1];

/** Milliseconds after which it is looked whether the question is still one. */
const SLICE = 20;

export function answerPoints({ word, numbers, port }: PointsData): void {
  const interrupt = interruptIn(word);
  port.on('message', ({ number, question }: Posed) => {
    const over = () => (interrupt.happened() || Atomics.load(numbers, GIVEN_UP) >= number ? 'given up' : null);
    Atomics.store(numbers, BEGUN, number);
    const work = answerQuestion(question, { now: () => performance.now(), slice: SLICE, over }, undefined);
    let step = work.next();
    while (!step.done) step = work.next();
    const answered: Answered = { result: over() === null ? step.value : null };
    port.postMessage(answered);
  });
  // An error of ours ends the thread, and what it had is searched by the one that asks.
  workers().parentPort?.unref();
}
