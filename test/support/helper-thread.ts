/** A thread that helps with searches. */
import { parentPort } from 'node:worker_threads';
import { createHelper } from '#checker';

const hear = createHelper();
parentPort?.on('message', hear);
parentPort?.postMessage('ready');
