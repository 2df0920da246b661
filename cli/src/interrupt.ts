/** Ctrl-C: the first time the search stops and what is known is reported; the second time the process ends. */
import process from 'node:process';
import { exitCodes } from './exit.ts';

export interface Interrupt {
  readonly happened: () => boolean;
  /** Ctrl-C means what it always means again */
  readonly release: () => void;
}

export function listenForInterrupt(): Interrupt {
  let count = 0;
  const listener = () => {
    count++;
    if (count > 1) process.exit(exitCodes.interrupted);
  };
  process.on('SIGINT', listener);
  return { happened: () => count > 0, release: () => process.off('SIGINT', listener) };
}
