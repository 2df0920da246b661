#!/usr/bin/env node
/** Where the process begins. Compiled code is kept between runs, so that a second run starts faster. */
import * as module from 'node:module';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { device, exitCode } from './device.ts';
import { exitCodes } from './exit.ts';

declare const PROVISO_THREAD: string | undefined;

/** What threads run, beside this file. */
const thread = typeof PROVISO_THREAD === 'string' ? PROVISO_THREAD : './thread.ts';

// A module that names what an older Node lacks would not even be linked, and the reader would see a stack.
if (typeof module.enableCompileCache !== 'function') {
  device.write('err', `proviso: this needs Node 22.16 or newer, and runs in ${process.version}.\n`);
  process.exit(exitCodes.wrongInput);
}
module.enableCompileCache();
try {
  const { run } = await import('./index.ts');
  process.exitCode = exitCode(await run(process.argv.slice(2), fileURLToPath(new URL(thread, import.meta.url))));
} catch (error) {
  // Nothing that a user can type ends here.
  device.write(
    'err',
    `proviso: this is a fault of proviso itself, not of your files. Please report it.\n${(error as Error).stack ?? error}\n`,
  );
  process.exitCode = exitCodes.fault;
}
