/** The extension as it is packed: what the tests in a real VS Code install, and why they are skipped where there is none. */
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { install } from './tools.ts';

/** A path of the project. */
export const root = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

const name = existsSync(root('dist')) ? readdirSync(root('dist')).find((one) => one.endsWith('.vsix')) : undefined;
export const vsix = root(`dist/${name}`);
export const missing = name === undefined ? 'there is no .vsix: `npm run vsix` makes it' : install();
