/** The pages of docs/codes, by code. The bundle has another file in this one's place, which carries them. */
import { readdirSync, readFileSync } from 'node:fs';

export function codePages(): Readonly<Record<string, string>> {
  const folder = new URL('../../docs/codes/', import.meta.url);
  const pages = readdirSync(folder).filter((name) => /^PV\d{4}\.md$/.test(name));
  return Object.fromEntries(pages.map((name) => [name.slice(0, -3), readFileSync(new URL(name, folder), 'utf8')]));
}
