/** The HTML report in a real browser: accessible by axe's rules, within the width of a phone, in both schemes, and without a script. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { proviso, removeFolders } from '../cli/proviso.ts';
import { install, tools } from './tools.ts';

const missing = install();
if (missing !== null) console.log(`skipped: ${missing}`);

const sample = (name: string) => readFileSync(new URL(`../../samples/${name}.proviso`, import.meta.url), 'utf8');
const shots = fileURLToPath(new URL('../../build/screenshots/', import.meta.url));
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Page {
  setContent(html: string): Promise<void>;
  setViewportSize(size: { width: number; height: number }): Promise<void>;
  emulateMedia(media: { colorScheme?: 'light' | 'dark'; media?: 'print' | 'screen' | null }): Promise<void>;
  evaluate<T>(code: string): Promise<T>;
  screenshot(options: { path: string; fullPage?: boolean }): Promise<unknown>;
}

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
}

describe.skipIf(missing !== null)('the HTML report', () => {
  let page: Page;
  let close = async () => {};

  beforeAll(async () => {
    const { chromium } = (await import(tools.playwright)) as {
      chromium: { launch(options: object): Promise<{ newPage(): Promise<Page>; close(): Promise<void> }> };
    };
    const browser = await chromium.launch({ executablePath: tools.chromium, args: ['--no-sandbox', '--disable-gpu'] });
    close = () => browser.close();
    page = await browser.newPage();
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
  }, 120_000);
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
});
