#!/usr/bin/env node
/** Where the process begins. Compiled code is kept between runs, so that a second run starts faster. */
import * as module from 'node:module';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { exitCodes } from './exit.ts';

declare const PROVISO_THREAD: string | undefined;

/** What threads run, beside this file. */
const thread = typeof PROVISO_THREAD === 'string' ? PROVISO_THREAD : './thread.ts';

// A module that names what an older Node lacks would not even be linked, and the reader would see a stack.
if (typeof module.enableCompileCache !== 'function') {
  process.stderr.write(`proviso: this needs Node 22.16 or newer, and runs in ${process.version}.\n`);
  process.exit(exitCodes.wrongInput);
}
module.enableCompileCache();
const { begin } = await import('./begin.ts');
await begin(process.argv.slice(2), fileURLToPath(new URL(thread, import.meta.url)));
