#!/usr/bin/env node
/** Where the process begins. Compiled code is kept between runs, so that a second run starts faster. */
import { enableCompileCache } from 'node:module';
import process from 'node:process';

enableCompileCache();
// A reader that goes away (`proviso check | head`) is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
const { run } = await import('./index.ts');
process.exitCode = await run(process.argv.slice(2));
