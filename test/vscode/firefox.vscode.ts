/** The playground and the documentation in Firefox, where the system has one: verdicts, a run, a search, and both without a host. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveFolder } from '../../playground/static-host.ts';
import { firefox, installFirefox } from './tools.ts';
import { insist, PATIENCE, until } from './until.ts';

const missing = installFirefox();
if (missing !== null) console.log(`skipped: ${missing}`);

const folder = new URL('../../dist/playground/', import.meta.url);

interface Page {
  goto(url: string): Promise<unknown>;
  evaluate(code: string): Promise<unknown>;
  click(selector: string): Promise<void>;
  on(event: 'console' | 'pageerror', listener: (what: { text?(): string; message?: string }) => void): void;
  keyboard: { press(key: string): Promise<void>; type(text: string): Promise<void> };
}
interface Firefox {
  newPage(): Promise<Page>;
  close(): Promise<void>;
}

describe.skipIf(missing !== null)('in Firefox', () => {
  let browser: Firefox;
  let host: Awaited<ReturnType<typeof serveFolder>>;

  beforeAll(async () => {
    const { default: puppeteer } = (await import(firefox.driver)) as { default: { launch(options: object): Promise<Firefox> } };
    // Tests of the command line, which others in this worker call, keep nothing; Firefox does not begin without a folder for what it keeps.
    const { XDG_CACHE_HOME: _, ...env } = process.env;
    const options = { browser: 'firefox', executablePath: firefox.program, headless: true, timeout: PATIENCE, env };
    browser = await puppeteer.launch(options);
    host = await serveFolder(folder);
  });
  afterAll(async () => {
    await browser?.close();
    await host?.close();
  });

  test('a system is broken in the playground, a page of the documentation is searched, and its specification runs without a host', async () => {
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on('console', (message) => problems.push(message.text?.() ?? ''));
    page.on('pageerror', (error) => problems.push(error.message ?? ''));
    const comes = (condition: string) => until(condition, () => page.evaluate(`Boolean(${condition})`) as Promise<boolean>);
    await page.goto(host.address);
    await comes(`performance.getEntriesByName('proviso-editor').length > 0`);
    const isBroken = () => page.evaluate(`document.querySelector('#break').disabled`) as Promise<boolean>;
    await insist('that it is broken', async () => (await isBroken()) || page.click('#break'), isBroken);
    await comes(`document.querySelector('iframe')?.contentDocument?.querySelector('#title')?.textContent.includes('violated')`);
    expect(await page.evaluate(`document.querySelector('#interpreted').hidden`)).toBe(true);
    await page.goto(`${host.address}docs/codes/PV0101.html`);
    await page.keyboard.press('/');
    await page.keyboard.type('pv0501');
    await comes(`document.querySelector('#search-found a')`);
    await until('the documentation kept', () => page.evaluate(`caches.match('PV0501.html').then(Boolean)`) as Promise<boolean>);
    await host.close();
    await page.keyboard.press('Enter');
    await comes(`location.pathname.endsWith('PV0501.html')`);
    await comes(`document.querySelector('proviso-spec')?.shadowRoot?.querySelector('[role=status].error')`);
    expect(problems).toEqual([]);
  });
});
