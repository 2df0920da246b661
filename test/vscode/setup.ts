/** VS Code and the browsers are installed once, before several files need them at the same time. Vitest calls it before any test, and what it returns after the last. */
import { beginAll, endAll } from './shared.ts';
import { install, installFirefox } from './tools.ts';

export default function setup(): () => void {
  process.env.PROVISO_NO_VSCODE = install() ?? '';
  process.env.PROVISO_NO_FIREFOX = installFirefox() ?? '';
  beginAll();
  // Where the run is broken off nobody calls what is returned.
  process.once('exit', endAll);
  return endAll;
}
