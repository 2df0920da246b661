/** The documentation as a site: its links lead somewhere, what can be searched is found, and a specification stays what it is in the Markdown. */
import MiniSearch from 'minisearch';
import { expect, test } from 'vitest';
import { Links, relativeAddress } from '../../playground/site/links.ts';
import { hasSpec, lostLinks, siteMarkdown } from '../../playground/site/markdown.ts';
import { type SitePage, sitePages } from '../../playground/site/pages.ts';
import { entriesOf } from '../../playground/site/search-index.ts';
import { INDEX, SEARCH } from '../../playground/src/site/search-options.ts';

const pages = sitePages(new URL('../../', import.meta.url));
const links = new Links(pages);
const md = siteMarkdown(links);
const pageOf = (source: string) => pages.find((page) => page.source === source)!;

test('every link of the pages leads to a page and to a place of it', () => {
  expect(pages.length).toBeGreaterThan(150);
  expect(new Set(pages.map(({ address }) => address.toLowerCase())).size).toBe(pages.length);
  expect(lostLinks(md, pages, links)).toEqual([]);
});

test('what leads nowhere is found', () => {
  const own: Readonly<Record<string, string>> = {
    'docs/mcp.md': '[a](ci.md) [b](ci.md#nowhere) [c](../nothing.md) [d](#here)\n\n# Here\n\n[e](ci.md#runs-1) [f](ci.md#)',
    'docs/ci.md': '# Runs\n\n## Runs',
  };
  const all = Object.entries(own).map(([source, markdown]): SitePage => ({ ...pageOf(source), markdown }));
  expect(lostLinks(md, all, new Links(all))).toEqual(['docs/mcp.md: ci.md#nowhere', 'docs/mcp.md: ../nothing.md', 'docs/mcp.md: ci.md#']);
});

test('addresses lead from a page to another one in any folder', () => {
  const cases = [
    ['./', 'language.html', 'language.html'],
    ['./', 'guide/', 'guide/'],
    ['language.html', './', './'],
    ['guide/', './', '../'],
    ['guide/', 'guide/', './'],
    ['guide/paxos.html', 'guide/incidents/', 'incidents/'],
    ['guide/incidents/late-hint.html', 'codes/PV0101.html', '../../codes/PV0101.html'],
  ];
  expect(cases.map(([from, to]) => relativeAddress(from, to))).toEqual(cases.map(([, , found]) => found));
});

test('a whole specification runs, a part of one is only shown, and either is text', () => {
  const render = (markdown: string) => md.render(markdown, { source: 'docs/ci.md' });
  expect(render('```proviso\nsystem <b>\n```')).toBe(
    '<proviso-spec><pre><span class="tok-declaration">system</span> &#60;b&#62;</pre></proviso-spec>\n',
  );
  expect(render('```proviso excerpt\nsystem\n```')).toMatch(/^<pre class="code"/);
  expect(render('<script>1</script>')).toBe('<p>&lt;script&gt;1&lt;/script&gt;</p>\n');
  expect(['```proviso\n', '```proviso excerpt\n', '```yaml\n'].map(hasSpec)).toEqual([true, false, false]);
});

test('a code, a word of a heading and a word with a letter wrong are found', () => {
  const index = new MiniSearch(INDEX);
  for (const source of ['docs/codes/PV0501.md', 'docs/ci.md', 'docs/fairness.md', 'samples/paxos.proviso'])
    index.addAll(entriesOf(md, pageOf(source)));
  const first = (words: string) => index.search(words, SEARCH)[0]?.id;
  expect(['pv0501', 'remembered', 'acceptr', 'paxos'].map(first)).toEqual([
    'codes/PV0501.html',
    'ci.html#what-is-remembered',
    'guide/paxos.html',
    'guide/paxos.html',
  ]);
});
