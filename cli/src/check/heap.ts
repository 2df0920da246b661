/** How large the heap of the thread that searches may become. */
import { totalmem } from 'node:os';
import process from 'node:process';
import { getHeapStatistics } from 'node:v8';

const MIB = 2 ** 20;
/** The part of it at which a verb that can end by itself does so, with what it has found. */
const NEARLY = 0.8;

/** Of the machine, or of the container that the process runs in; in MiB. */
export const MEMORY_HERE = Math.min(totalmem(), process.constrainedMemory() || Infinity) / MIB;

/** In MiB. Beyond that the process ends the thread. */
export const HEAP_MOST = Math.max(1024, Math.min(4096, MEMORY_HERE * 0.5));

/** Of the thread that asks. */
export function isHeapNearlyFull(): boolean {
  return getHeapStatistics().used_heap_size > HEAP_MOST * MIB * NEARLY;
}
