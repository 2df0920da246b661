/**
 * A thread that answers questions of a proviso search before they are asked, one at a time. It is given the model, and reads no file.
 */
import { type MessagePort, parentPort } from 'node:worker_threads';
import { answerQuestion, type CheckResult, type PointQuestion } from '#checker';
import { interruptIn } from '../interrupt.ts';

export interface PointsData {
  readonly role: 'points';
  /** in shared memory: which signal came */
  readonly word: Int32Array;
  /** in shared memory: all questions up to this number are given up */
  readonly givenUp: Int32Array;
  /** each way: questions in, answers out */
  readonly port: MessagePort;
}

export interface Posed {
  readonly number: number;
  readonly question: PointQuestion;
}

export interface Answered {
  readonly number: number;
  /** null where it was given up */
  readonly result: CheckResult | null;
}

/** Milliseconds after which it is looked whether the question is still one. */
const SLICE = 20;

export function answerPoints({ word, givenUp, port }: PointsData): void {
  const interrupt = interruptIn(word);
  port.on('message', ({ number, question }: Posed) => {
    const over = () => (interrupt.happened() || Atomics.load(givenUp, 0) >= number ? 'given up' : null);
    const work = answerQuestion(question, { now: () => performance.now(), slice: SLICE, over }, undefined);
    let step = work.next();
    while (!step.done) step = work.next();
    const answered: Answered = { number, result: over() === null ? step.value : null };
    port.postMessage(answered);
  });
  // An error of ours ends the thread, and what it had is searched by the one that asks.
  parentPort?.unref();
}
