/**
 * `npm test`: everything but what belongs to the slow run, and files that are left to it since they take long. Words go to vitest; files that
 * are named are run, whatever they are.
 */
import process from 'node:process';
import { LEFT_TO_SLOW_RUN } from './support/slow-files.ts';
import { vitest, without } from './support/vitest.ts';

const words = process.argv.slice(2);
const named = words.some((word) => !word.startsWith('-'));
process.exitCode = vitest([...words, ...(named ? [] : without(LEFT_TO_SLOW_RUN))]);
