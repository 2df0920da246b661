/** The HTML report in a real browser: accessible by axe's rules, within the width of a phone, in both schemes, and without a script. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runView, whatIf } from '#server';
import type { ToView } from '../../client/src/view/messages.ts';
import { webviewPage } from '../../client/src/view/skeleton.ts';
import { proviso, removeFolders } from '../cli/proviso.ts';
import { judged, LEASE, snapshot } from '../server/ide/fixture.ts';
import { chromium } from './shared.ts';
import { install } from './tools.ts';

const missing = install();
if (missing !== null) console.log(`skipped: ${missing}`);

/** A part of the extension, which `npm run vsix` makes. */
const built = (name: string) => readFileSync(new URL(`../../build/extension/dist/${name}`, import.meta.url), 'utf8');
const sample = (name: string) => readFileSync(new URL(`../../samples/${name}.proviso`, import.meta.url), 'utf8');
const shots = fileURLToPath(new URL('../../build/screenshots/', import.meta.url));
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Page {
  setContent(html: string): Promise<void>;
  setViewportSize(size: { width: number; height: number }): Promise<void>;
  emulateMedia(media: { colorScheme?: 'light' | 'dark'; media?: 'print' | 'screen' | null }): Promise<void>;
  evaluate<T>(code: string): Promise<T>;
  screenshot(options: { path: string; fullPage?: boolean }): Promise<unknown>;
  addInitScript(script: string): Promise<void>;
  route(
    url: string,
    answer: (route: { fulfill(answer: { body: string; contentType: string }): Promise<void> }) => Promise<void>,
  ): Promise<void>;
  goto(url: string): Promise<unknown>;
}

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
}

describe.skipIf(missing !== null)('the HTML report', () => {
  let page: Page;
  let close = async () => {};

  beforeAll(async () => {
    const context = await (await chromium()).newContext<Page>();
    close = () => context.close();
    page = await context.newPage();
    const wrong = {
      'lock.proviso': sample('unfenced-lock').replaceAll('violated', 'holds'),
      'commit.proviso': sample('two-phase-commit').replaceAll('violated', 'holds'),
      'lease.proviso': sample('lease-loop'),
    };
    const { out } = proviso(['check', '.', '--format', 'html'], wrong);
    mkdirSync(shots, { recursive: true });
    writeFileSync(`${shots}report.html`, out);
    // The policy of the page would keep axe out as well.
    await page.setContent(out.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, ''));
    await page.evaluate(AXE);
  });
  afterAll(async () => {
    await close();
    removeFolders();
  });

  test.each(['light', 'dark'] as const)('axe finds nothing, %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 1400, height: 1000 });
    await page.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true; })');
    const { violations, passes } = await page.evaluate<{ violations: Violation[]; passes: Violation[] }>('axe.run()');
    expect(passes.map(({ id }) => id)).toEqual(expect.arrayContaining(['color-contrast', 'document-title', 'svg-img-alt']));
    await page.screenshot({ path: `${shots}report-${colorScheme}.png` });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0].target.join(' ')}: ${nodes[0].failureSummary}`)).toEqual([]);
  });

  test('on a phone nothing is wider than the screen, except what scrolls by itself', async () => {
    await page.setViewportSize({ width: 360, height: 780 });
    await page.screenshot({ path: `${shots}report-phone.png` });
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  });

  test('on paper', async () => {
    await page.setViewportSize({ width: 794, height: 1123 });
    await page.emulateMedia({ colorScheme: 'light', media: 'print' });
    await page.screenshot({ path: `${shots}report-print.png` });
    // Paper does not scroll.
    const widest =
      'Math.max(...[...document.querySelectorAll("svg.run, table")].filter((one) => one.checkVisibility()).map((one) => one.getBoundingClientRect().right))';
    expect(await page.evaluate<number>(widest)).toBeLessThanOrEqual(794);
    await page.emulateMedia({ media: 'screen' });
  });

  test('there is no script, and none may run', async () => {
    const html = readFileSync(`${shots}report.html`, 'utf8');
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(html).not.toMatch(/<script|src=|url\(|href=/);
  });

  test('names that are markup stay text in the counterexample view', async () => {
    const site = 'http://view.test/';
    const html = webviewPage({ source: site, nonce: 'abc', style: `${site}view.css`, script: `${site}view.js` });
    const files = { '': html, 'view.css': built('view.css'), 'view.js': built('view.js') };
    for (const [name, body] of Object.entries(files)) {
      const contentType = name.endsWith('.css') ? 'text/css' : name.endsWith('.js') ? 'text/javascript' : 'text/html';
      await page.route(site + name, (route) => route.fulfill({ body, contentType }));
    }
    await page.addInitScript(
      'posted = []; window.acquireVsCodeApi = () => ({ postMessage: (one) => posted.push(one), getState() {}, setState() {} });',
    );
    await page.goto(site);
    const view = judged(snapshot(LEASE));
    const next = whatIf(view, { property: 'InTurn', under: 'Paused', path: null, moment: 3 }, (parts) => parts.join());
    if ('says' in next) throw new Error(next.says);
    const findings = [{ moment: 1, kind: 'violated', property: 'InTurn', text: 'InTurn is violated' }] as const;
    // As no text of the language can name them.
    const evil = '<img src=x onerror=hacked=1></text></svg><script>hacked=1</script>';
    const send = (message: ToView) => {
      const hostile = JSON.stringify(message).replaceAll(/Client|Acquire|InTurn|Paused|locked/g, JSON.stringify(evil).slice(1, -1));
      return page.evaluate(`window.dispatchEvent(new MessageEvent('message', { data: ${hostile} }))`);
    };
    const { run } = runView(view, {});
    const hand = { path: next.path, findings, shared: 0, otherStart: false };
    await send({ kind: 'show', params: { uri: 'file:///lease.proviso' }, run: run!, hand, fresh: true, at: 1, note: '' });
    expect(await page.evaluate('document.querySelector("#now b").textContent')).toBe(`${evil} is violated. `);
    await page.evaluate(`document.dispatchEvent(new KeyboardEvent('keydown', { key: 'End' }))`);
    await page.evaluate(`document.dispatchEvent(new KeyboardEvent('keydown', { key: 'w' }))`);
    const asked = `new Promise((resolve) => {
      const look = () => {
        const found = posted.find(({ kind }) => kind === 'what if');
        if (found === undefined) setTimeout(look, 20);
        else resolve(found.request);
      };
      look();
    })`;
    await send({ kind: 'what if', request: await page.evaluate<number>(asked), whatIf: next, says: null });
    const seen = await page.evaluate<object>(`({
      title: document.querySelector('#title').textContent.includes('<img'),
      lanes: document.querySelectorAll('#run .picture svg .lane').length > 2,
      at: document.querySelector('#at').textContent.startsWith('Step'),
      next: [...document.querySelectorAll('#options button')].some((one) => one.textContent.startsWith('<img')),
      strange: document.querySelectorAll('img, .picture script, iframe, main script').length,
      hacked: typeof hacked,
    })`);
    expect(seen).toEqual({ title: true, lanes: true, at: true, next: true, strange: 0, hacked: 'undefined' });
  });
});
