/** Node's threads, loaded when the first one begins: a small check needs none. */
import process from 'node:process';

export function workers(): typeof import('node:worker_threads') {
  return process.getBuiltinModule('node:worker_threads');
}
