/** Every code of the analysis has a page under its title, whose first example raises it and whose second raises nothing. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { analyse, analysisCodes, campaign } from '#checker';
import { parse } from '#grammar';

/** Needs several files: see the tests of the command line. */
const ABOUT_FILES = ['PV0601', 'PV0602'];

function codesOf(text: string): string[] {
  const { file, diagnostics } = parse('example.proviso', text);
  const analysis = analyse({ root: file, files: new Map([['example.proviso', file]]), resolve: () => null });
  // Some lints tell only what a search saw.
  const seen = [...campaign(analysis.checks, { now: () => 0 })].flatMap((event) => (event.kind === 'done' ? event.sightings : []));
  return [...diagnostics, ...analysis.diagnostics, ...seen.map(({ diagnostic }) => diagnostic)].map((d) => d.code);
}

describe.each(Object.entries(analysisCodes))('%s', (code, { title, severity }) => {
  const page = readFileSync(new URL(`../../docs/codes/${code}.md`, import.meta.url), 'utf8');
  const [raised, corrected] = [...page.matchAll(/```proviso\n([\s\S]*?)\n```/g)].map((match) => match[1]);

  test('has a page under its title', () => expect(page.split('\n')[0]).toBe(`# ${code}: ${title}`));

  test.skipIf(ABOUT_FILES.includes(code))('is raised by its example', () => {
    const codes = codesOf(raised).filter((c) => severity !== 'error' || !c.startsWith('PV07'));
    expect(new Set(codes)).toEqual(new Set([code]));
  });

  test.skipIf(ABOUT_FILES.includes(code))('is not raised by what its page says to write', () => {
    const codes = codesOf(corrected);
    expect(codes).not.toContain(code);
    expect(codes.filter((c) => !c.startsWith('PV0704'))).toEqual([]);
  });
});
