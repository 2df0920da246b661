#!/usr/bin/env node
/** Where the process begins. Compiled code is kept between runs, so that a second run starts faster. */
import { enableCompileCache } from 'node:module';
import process from 'node:process';
import { isMainThread } from 'node:worker_threads';

enableCompileCache();
// A reader that goes away (`proviso check | head`) is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
try {
  if (isMainThread) {
    const { run } = await import('./index.ts');
    process.exitCode = await run(process.argv.slice(2), import.meta.filename);
  } else (await import('./check/threads.ts')).help();
} catch (error) {
  // Nothing that a user can type ends here. The exit code is that of sysexits.h for a fault of the software's own.
  process.stderr.write(
    `proviso: this is a fault of proviso itself, not of your files. Please report it.\n${(error as Error).stack ?? error}\n`,
  );
  process.exitCode = 70;
}
