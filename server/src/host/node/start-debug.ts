/** The process that an editor starts for a debug session. */
import { debugOverStdio } from './debug.ts';

void debugOverStdio();
