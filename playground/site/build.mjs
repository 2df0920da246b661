/** Makes the pages of the documentation: of the Markdown that lies in the repository, without changing it. */
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import Eleventy from '@11ty/eleventy';
import { CHAPTERS } from '../src/chapters.ts';
import { Links, PICTURES, relativeAddress } from './links.ts';
import { hasSpec, headingsOf, lostLinks, siteMarkdown } from './markdown.ts';
import { GROUPS, sitePages } from './pages.ts';
import { searchIndex } from './search-index.ts';

const root = new URL('../../', import.meta.url);
/** As Eleventy has it: from where it runs. */
const path = (name) => relative('.', fileURLToPath(new URL(name, root)));

/**
 * `folder`: of the playground; the site lies in its `docs`. `policy`: of the content of each page. Returns the index of the search as JSON.
 * @throws Error where a link leads nowhere
 */
export async function buildSite(folder, policy) {
  const pages = sitePages(root);
  const links = new Links(pages);
  const md = siteMarkdown(links);
  const lost = lostLinks(md, pages, links);
  if (lost.length > 0) throw new Error(`links that lead nowhere:\n${lost.join('\n')}`);

  const eleventy = new Eleventy(path('playground/site/'), relative('.', `${folder}/docs`), {
    quietMode: true,
    configPath: false,
    config(site) {
      site.setTemplateFormats(['md']);
      site.setUseGitIgnore(false);
      site.setLibrary('md', md);
      site.addGlobalData('policy', policy);
      for (const [i, page] of pages.entries())
        site.addTemplate(`${page.source.replaceAll('/', '-')}.md`, page.markdown, dataOf(page, pages[i - 1], pages[i + 1]));
    },
  });
  await eleventy.write();
  cpSync(new URL(PICTURES, root), `${folder}/docs/images`, { recursive: true });
  checkBuilt(`${folder}/docs`);
  return searchIndex(md, pages);

  /** What the layout shows around a page. */
  function dataOf(page, previous, next) {
    const to = (other) => other && { href: relativeAddress(page.address, other.address), label: other.label, isHere: other === page };
    const top = links.page(page.parent ?? page.source);
    const inside = pages.filter(({ parent }) => parent === top.source);
    const chapter = CHAPTERS.findIndex(({ file }) => file === page.source);
    const groups = GROUPS.map(({ title, pages: listed }) => ({
      title,
      pages: listed.map(([source]) => ({ ...to(links.page(source)), inside: source === top.source ? inside.map(to) : [] })),
    }));
    return {
      layout: 'page.njk',
      // Markdown, and no template before it.
      templateEngineOverride: 'md',
      permalink: page.address.replace(/(^\.)?\/$/, '/index.html').replace(/^\//, ''),
      source: page.source,
      title: page.title,
      description: descriptionOf(page.markdown),
      up: relativeAddress(page.address, './'),
      groups,
      inside: headingsOf(md, page).filter(({ level }) => level === 2 || level === 3),
      hasSpec: hasSpec(page.markdown),
      isFront: page.address === './',
      chapter: chapter < 0 ? null : { id: CHAPTERS[chapter].id, title: CHAPTERS[chapter].title, number: chapter + 1 },
      parent: page.parent === null ? null : to(top),
      previous: to(previous),
      next: to(next),
    };
  }
}

/** The first paragraph, without marks and cut off. */
function descriptionOf(markdown) {
  const paragraph = markdown.split(/\n{2,}/).find((part) => /^[A-Z*`]/.test(part)) ?? '';
  const words = paragraph.replace(/\s+/g, ' ').replace(/[*`]|\[([^\]]*)\]\([^)]*\)/g, '$1');
  return words.length > 160 ? `${words.slice(0, 160).replace(/\s\S*$/, '')} ...` : words;
}

/** Every address in the pages is one of a file that is there, but for those of the playground and of other sites. */
function checkBuilt(folder) {
  const files = readdirSync(folder, { recursive: true }).map((name) => name.replaceAll('\\', '/'));
  const known = new Set([...files, ...files.map((name) => name.replace(/(^|\/)index\.html$/, '$1'))]);
  const scripts = new Set(['site.js', 'site.css']);
  for (const file of files.filter((name) => name.endsWith('.html'))) {
    const text = readFileSync(`${folder}/${file}`, 'utf8');
    for (const [, address] of text.matchAll(/(?:href|src)="(?!https?:)([^"#]+)/g)) {
      const name = posix.join(posix.dirname(file), address).replace(/^\.\/$/, '');
      if (!name.startsWith('../') && !known.has(name) && !scripts.has(name)) throw new Error(`${file}: ${address} leads nowhere`);
    }
  }
}
