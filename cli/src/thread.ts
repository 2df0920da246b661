/**
 * Where each thread of the process begins: the one that checks, those that make checks or answer questions beside it, and those that help it in a large search. It is a file of its own, so
 * that its compiled code is kept apart from that of the process.
 */
import { enableCompileCache } from 'node:module';
import { workerData } from 'node:worker_threads';
import { isLane, isPoints, isThreadData } from './check/messages.ts';

enableCompileCache();
if (isThreadData(workerData)) await (await import('./check/thread.ts')).checkInThread(workerData);
else if (isLane(workerData)) await (await import('./check/lane.ts')).workInLane(workerData);
else if (isPoints(workerData)) (await import('./provisos/point-thread.ts')).answerPoints(workerData);
else (await import('./check/threads.ts')).help();
