/** The Markdown of the pages as markup of the site: headings have the anchors that GitHub gives them, specifications run. */
import GithubSlugger from 'github-slugger';
import markdownIt, { type Env, type MarkdownIt, type Token } from 'markdown-it';
import { escaped } from '../../client/webview/elements.ts';
import { headOf } from '../src/spec/plain.ts';
import { colouredCode } from './code.ts';
import { type Links, relativeAddress } from './links.ts';
import type { SitePage } from './pages.ts';
import { pictureSize } from './picture-size.ts';

export interface Heading {
  readonly level: number;
  readonly text: string;
  readonly id: string;
}

/** A heading and all below it up to the next one. */
export interface Section extends Heading {
  /** prose and code, without marks */
  readonly body: string;
}

/** What a page is rendered with: Eleventy hands it over. */
interface Environment extends Env {
  readonly source: string;
}

/** Every specification that runs. What is only a part of one is an ` ```proviso excerpt `. */
const WHOLE = 'proviso';
const ROOT = new URL('../../', import.meta.url);

/** `links`: of all pages; one that leads nowhere stays as it is, and is found by {@link lostLinks} */
export function siteMarkdown(links: Links): MarkdownIt {
  const md = markdownIt({ html: false });
  md.core.ruler.push('site', ({ tokens, env }) => {
    const page = links.page(env.source as string);
    if (page === undefined) throw new Error(`no page: ${env.source}`);
    anchor(tokens);
    for (const [i, token] of tokens.entries()) {
      // A cell without words heads nothing.
      if (token.tag === 'th' && [tokens[i - 1], tokens[i + 1]].some((beside) => beside.type === 'inline' && beside.content === ''))
        token.tag = 'td';
      // A style in the markup is refused by the policy of the pages.
      const style = token.attrGet('style');
      if (style !== null) token.attrs = [['class', String(style).replace('text-align:', 'to-')]];
      for (const inner of token.children ?? []) lead(inner, page, links);
    }
  });
  md.renderer.rules.fence = (tokens, i) => fence(tokens[i]);
  md.renderer.rules.table_open = () => '<div class="table"><table>\n';
  md.renderer.rules.table_close = () => '</table></div>\n';
  return md;
}

/** Its headings in order. */
export function headingsOf(md: MarkdownIt, { source, markdown }: SitePage): Heading[] {
  return sectionsOf(md, { source, markdown }).map(({ level, text, id }) => ({ level, text, id }));
}

export function sectionsOf(md: MarkdownIt, { source, markdown }: Pick<SitePage, 'source' | 'markdown'>): Section[] {
  const found: (Heading & { parts: string[] })[] = [];
  const tokens = md.parse(markdown, { source } satisfies Environment);
  for (const [i, token] of tokens.entries()) {
    if (token.type === 'heading_open') {
      const text = plainText(tokens[i + 1]);
      found.push({ level: Number(token.tag.slice(1)), text, id: String(token.attrGet('id')), parts: [] });
    } else if (tokens[i - 1]?.type !== 'heading_open') found.at(-1)?.parts.push(plainText(token));
  }
  return found.map(({ parts, ...heading }) => ({ ...heading, body: parts.filter((part) => part !== '').join(' ') }));
}

/** Whether there is a specification that runs. */
export function hasSpec(markdown: string): boolean {
  return new RegExp(`^\`\`\`${WHOLE}$`, 'm').test(markdown);
}

/** The links of all pages that lead to no page, or to no place of one. */
export function lostLinks(md: MarkdownIt, pages: readonly SitePage[], links: Links): string[] {
  const parsed = pages.map((page) => ({ page, tokens: md.parse(page.markdown, { source: page.source } satisfies Environment) }));
  const anchors = new Map(parsed.map(({ page, tokens }) => [page.source, new Set(tokens.map((token) => token.attrGet('id')))]));
  return parsed.flatMap(({ page, tokens }) =>
    tokens
      .flatMap(({ children }) => children ?? [])
      .flatMap(({ meta }) => (meta === null ? [] : [meta.href as string]))
      .filter((href) => {
        const target = links.target(page.source, href);
        if (target.kind === 'page') return target.anchor !== null && !anchors.get(target.page.source)?.has(target.anchor);
        return target.kind === 'lost';
      })
      .map((href) => `${page.source}: ${href}`),
  );
}

function anchor(tokens: readonly Token[]): void {
  const slugger = new GithubSlugger();
  for (const [i, token] of tokens.entries()) if (token.type === 'heading_open') token.attrSet('id', slugger.slug(plainText(tokens[i + 1])));
}

/** Keeps where it led as `meta`. */
function lead(token: Token, page: SitePage, links: Links): void {
  const name = token.type === 'image' ? 'src' : 'href';
  const found = token.type === 'image' || token.type === 'link_open' ? token.attrGet(name) : null;
  if (found === null) return;
  const href = String(found);
  token.meta = { href };
  if (token.type === 'image') token.attrSet('loading', 'lazy');
  const target = links.target(page.source, href);
  if (target.kind === 'picture') {
    const { width, height } = pictureSize(new URL(target.path, ROOT));
    token.attrs?.push(['width', String(width)], ['height', String(height)]);
    token.attrSet(name, relativeAddress(page.address, target.path.replace(/^docs\//, '')));
  } else if (target.kind === 'page') {
    const address = target.page === page ? '' : relativeAddress(page.address, target.page.address);
    token.attrSet(name, target.anchor === null ? address || relativeAddress(page.address, page.address) : `${address}#${target.anchor}`);
  }
}

function plainText(token: Token): string {
  if (token.children !== null) return token.children.map((child) => (child.type === 'softbreak' ? ' ' : plainText(child))).join('');
  return token.type === 'inline' ? '' : token.content;
}

/** What is folded once it runs is marked. `code`: whose parts never go over the end of a line */
function withHead(code: string, lines: number): string {
  if (lines === 0) return code;
  const parts = code.split('\n');
  return `<span class="head">${parts.slice(0, lines).join('\n')}\n</span>${parts.slice(lines).join('\n')}`;
}

function fence({ info, content }: Token): string {
  const [language = ''] = info.split(/\s/);
  const code = colouredCode(content.replace(/\n$/, ''), language);
  if (info === WHOLE) return `<proviso-spec><pre>${withHead(code, headOf(content))}</pre></proviso-spec>\n`;
  return `<pre class="code"${language === '' ? '' : ` data-language="${escaped(language)}"`}><code>${code}</code></pre>\n`;
}
