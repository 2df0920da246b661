/** Words that the glossary replaces occur nowhere: not in prose, nor in messages, comments and names. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');

/** Each with what the glossary says instead of it. */
const AVOIDED: readonly (readonly [term: string, found: RegExp])[] = [
  ['for ever', /\bfor ever\b/i],
  ['to and fro', /\bto and fro\b/i],
  ['mend, mended', /\bmend(s|ed|ing)?\b/i],
  ['dearer, cheaper', /\b(dearer|cheaper)\b/i],
  ['X is wanted here, and this is Y', /\b(is wanted here|wants an? \S+, and this is)\b/i],
  ['alike (of nodes and states)', /\b(treat(s|ed)? [\w ]*alike|(are|for) alike)\b/i],
  ['available (of steps)', /\b(is|are) available throughout\b/i],
];

/** The models of other tools, and the texts of others. */
const FOREIGN = /^(test\/(peers|public)\/.*\.(m|pml|tla|cfg)$|test\/public\/|bench\/models\/.*\.(m|pml)$|package-lock\.json$)/;
/** Where the words are named: to replace them, or to say how a message was before. */
const NAMED = ['docs/glossary.md', 'test/docs/glossary.test.ts', 'CHANGELOG.md'];

function texts(): string[] {
  const listed = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).split('\n');
  return listed.filter((path) => /\.(ts|mjs|md|json|proviso)$/.test(path) && !FOREIGN.test(path) && !NAMED.includes(path));
}

test('words that the glossary replaces occur nowhere', { timeout: 60_000 }, () => {
  const found = texts().flatMap((path) => {
    // A phrase may go over the end of a line, and the comment signs with it.
    const text = read(path).replace(/\n\s*(\/\/\/?|\*|>)? ?/g, ' ');
    return AVOIDED.flatMap(([, pattern]) => {
      const hit = pattern.exec(text);
      return hit === null ? [] : [`${path}: ${text.slice(Math.max(0, hit.index - 30), hit.index + hit[0].length + 20)}`];
    });
  });
  expect(found).toEqual([]);
});

test('the glossary says what to write instead of each', () => {
  const page = read('docs/glossary.md');
  for (const [term] of AVOIDED) expect(page).toContain(`| ${term} |`);
});
