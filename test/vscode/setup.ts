/** VS Code is installed once, before several files need it at the same time. Vitest calls it before any test. */
import { install } from './tools.ts';

export default function setup(): void {
  process.env.PROVISO_NO_VSCODE = install() ?? '';
}
