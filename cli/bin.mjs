#!/usr/bin/env node
/** `npx proviso` in a checkout: the sources as they are, on the Node that `npm ci` installs. The package that is published has none of this. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const installed = path('node_modules/node/bin/node');
const child = spawn(existsSync(installed) ? installed : process.execPath, [path('cli/src/main.ts'), ...process.argv.slice(2)], {
  stdio: 'inherit',
});
// Ctrl-C reaches both from the terminal: passed on it would be the second one, which ends a check at once.
process.on('SIGINT', () => {});
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => {
  if (signal === null) process.exitCode = code ?? 1;
  else {
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  }
});
