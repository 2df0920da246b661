/** The pages of docs/codes, by code. The bundle carries them; from a checkout they are read where they stand. */
import { readdirSync, readFileSync } from 'node:fs';

declare const PROVISO_PAGES: Readonly<Record<string, string>> | undefined;

export function codePages(): Readonly<Record<string, string>> {
  if (typeof PROVISO_PAGES !== 'undefined') return PROVISO_PAGES;
  const folder = new URL('../../docs/codes/', import.meta.url);
  const pages = readdirSync(folder).filter((name) => /^PV\d{4}\.md$/.test(name));
  return Object.fromEntries(pages.map((name) => [name.slice(0, -3), readFileSync(new URL(name, folder), 'utf8')]));
}
