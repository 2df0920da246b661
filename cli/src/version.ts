/** The version of package.json; the bundle carries it. */
import { readFileSync } from 'node:fs';

declare const PROVISO_VERSION: string | undefined;

export function version(): string {
  if (typeof PROVISO_VERSION !== 'undefined') return PROVISO_VERSION;
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
