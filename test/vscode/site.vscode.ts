/** The documentation in a real Chromium: a specification in a page runs and is changed, a search finds, all of it without a network as well. */
import { describe, expect, test } from 'vitest';
import { serveFolder } from '../../playground/static-host.ts';
import { comes, hosted, type Page, SIZES } from './chromium.ts';
import { install } from './tools.ts';

const missing = install();
if (missing !== null) console.log(`skipped: ${missing}`);

const folder = new URL('../../dist/playground/', import.meta.url);

async function search(page: Page, words: string): Promise<void> {
  await page.keyboard.press('/');
  await page.locator('#search-words').fill(words);
  await page.locator('#search-found a').first().waitFor();
}

describe.skipIf(missing !== null)('the documentation', () => {
  const at = hosted(folder);

  test('a specification in a page has its verdict, also once it is changed, and a search by keyboard leads elsewhere', async () => {
    const [page] = await at().visits.visit(`${at().host.address}docs/`, 'desktop', { serviceWorkers: 'block', colorScheme: 'dark' });
    const before = at().host.sent();
    expect(page.workers()).toEqual([]);
    expect(before).toBeLessThan(128 * 1024);
    console.log(`a page of the documentation before its first verdict: ${Math.round(before / 1024)} KiB`);
    await page.evaluate('document.querySelector("proviso-spec").scrollIntoView()');
    await page.locator('proviso-spec [role=status].broken', { hasText: '1 of 1 verdict unexpected' }).waitFor();
    console.log(`and all before the verdict: ${Math.round(at().host.sent() / 1024)} KiB`);
    await at().visits.accessible(page, 'site-desktop');
    await page.locator('proviso-spec button', { hasText: 'Edit' }).click();
    await page.locator('.cm-line', { hasText: 'check Duplicating' }).click();
    await page.keyboard.press('End');
    for (let i = 0; i < 'holds }'.length; i++) await page.keyboard.press('Backspace');
    await page.keyboard.type('violated }');
    await page.locator('proviso-spec [role=status]', { hasText: '1 verdict as expected' }).waitFor();
    // A slash is part of the text there.
    await page.keyboard.type('/');
    expect(await page.locator('#search').isVisible()).toBe(false);
    await page.evaluate('document.activeElement.blur()');
    await search(page, 'pv0501');
    expect(await page.locator('#search-found a').first().innerText()).toMatch(/^PV0501: No time under async/);
    await search(page, 'fencing tokens');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/docs\/guide\/fencing-tokens\.html$/);
    expect(at().visits.problems).toEqual([]);
  });

  test('on a phone and a tablet nothing is wider than the screen, and without a network it is all there', async () => {
    const own = await serveFolder(folder, { short: true });
    const [page, context] = await at().visits.visit(`${own.address}docs/guide/airbag.html`, 'phone');
    const fits = async (size: keyof typeof SIZES) =>
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(SIZES[size][0]);
    await page.evaluate('document.querySelector("proviso-spec").scrollIntoView()');
    await page.locator('proviso-spec [role=status].ok').waitFor();
    await fits('phone');
    await at().visits.accessible(page, 'site-phone');
    await comes(page, `caches.match('../codes/PV0501.html').then(Boolean)`);
    await own.close();
    await context.setOffline(true);
    await page.goto(`${own.address}docs/codes/PV0501.html`);
    await page.locator('proviso-spec [role=status].error').first().waitFor();
    await page.locator('#search-open').click();
    await page.locator('#search-words').fill('quorum');
    await page.locator('#search-found a').first().click();
    await page.waitForURL(/quorum/);
    await fits('phone');
    expect(at().visits.problems).toEqual([]);
  });
});
