/** The texts of templates/, by name. The bundle has another file in this one's place, which carries them. */
import { readdirSync, readFileSync } from 'node:fs';

export function templates(): Readonly<Record<string, string>> {
  const folder = new URL('../../templates/', import.meta.url);
  const names = readdirSync(folder).filter((name) => name.endsWith('.proviso'));
  return Object.fromEntries(names.sort().map((name) => [name.slice(0, -'.proviso'.length), readFileSync(new URL(name, folder), 'utf8')]));
}
