/** What the guide through the samples says that the tool says, the tool does say. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);
const guide = readFileSync(new URL('samples/README.md', root), 'utf8');
const quotes = [...guide.matchAll(/^> (.*)$/gm)].map(([, quote]) => quote);
const flat = (text: string) => text.replace(/\s+/g, ' ');

test.skipIf(process.env.PROVISO_SLOW !== '1')('each quoted story is printed', { timeout: 300_000 }, () => {
  const told = flat(execFileSync(process.execPath, ['cli/src/main.ts', 'check', 'samples'], { cwd: root, encoding: 'utf8' }));
  expect(quotes.length).toBeGreaterThan(8);
  for (const quote of quotes) expect(told).toContain(flat(quote));
});

test.each(['samples/', 'samples/incidents/'])('each file of %s is in its README', (folder) => {
  const at = new URL(folder, root);
  const listed = [...readFileSync(new URL('README.md', at), 'utf8').matchAll(/\]\(([a-z-]+\.proviso)\)/g)].map(([, name]) => name);
  const names = readdirSync(at).filter((name) => name.endsWith('.proviso'));
  expect([...new Set(listed)].sort()).toEqual(names.sort());
});
