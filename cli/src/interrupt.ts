/** Ctrl-C and SIGTERM, as the work sees them: it is asked now and then whether it is to end with what is known. */
import { type ExitCode, exitCodes } from './exit.ts';

export type StopSignal = 'SIGINT' | 'SIGTERM';

export interface Interrupt {
  readonly happened: () => boolean;
  /** the exit code of the signal that came, or null */
  readonly code: () => ExitCode | null;
}

const SIGNALS: readonly StopSignal[] = ['SIGINT', 'SIGTERM'];
const CODES: Readonly<Record<StopSignal, ExitCode>> = { SIGINT: exitCodes.interrupted, SIGTERM: exitCodes.terminated };

export const neverInterrupted: Interrupt = { happened: () => false, code: () => null };

/** `word`: a word in memory that threads share, which says what came. */
export function interruptIn(word: Int32Array): Interrupt {
  const code = () => {
    const signal = SIGNALS[Atomics.load(word, 0) - 1];
    return signal === undefined ? null : CODES[signal];
  };
  return { happened: () => code() !== null, code };
}

export function noteSignal(word: Int32Array, signal: StopSignal): ExitCode {
  Atomics.store(word, 0, SIGNALS.indexOf(signal) + 1);
  return CODES[signal];
}
