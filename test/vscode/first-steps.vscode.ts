/** The first steps with the extension in a real VS Code: its walkthrough, a new specification, one that breaks, and the samples. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { missing, vsix } from './packed.ts';
import { until } from './until.ts';
import { type Locator, VSCode } from './vscode.ts';

if (missing !== null) console.log(`skipped: ${missing}`);

describe.skipIf(missing !== null)('the first steps', () => {
  let code: VSCode;
  const walkthrough = async (): Promise<Locator> => {
    await code.command('Welcome: Open Walkthrough...');
    await code.page.locator('.quick-input-widget .monaco-list-row', { hasText: 'Proviso' }).first().click();
    const shown = code.page.locator('.gettingStartedContainer', { hasText: 'The first ten minutes with Proviso' }).first();
    await shown.waitFor({ state: 'visible' });
    return shown;
  };

  beforeAll(async () => {
    code = await VSCode.start(vsix, { 'empty.proviso': '' });
  });
  afterAll(async () => {
    await code?.stop();
  });

  test('the walkthrough opens, and its first step begins a specification', async () => {
    const shown = await walkthrough();
    const picture = (alt: RegExp) =>
      until(`the picture ${alt}`, async () => {
        const shown = shownPicture(code);
        return alt.test((await shown).alt) && (await shown).width > 300;
      });
    await picture(/client and a server/);
    await code.screenshot('walkthrough');
    await shown.locator('.monaco-button', { hasText: 'New Specification' }).first().click();
    await until('the new file', async () => /system RequestReply/.test(await code.lines()));
    await code.goTo(37, 1);
    await until('the verdict of a file without a name', async () => /safety InTime.*breaks as expected/.test(await code.lines()));
    await code.screenshot('new-specification');
    // Its lens leads to its own property, though it has no file.
    await code.page.locator('.codelens-decoration a:visible', { hasText: 'show counterexample' }).first().click();
    const view = await code.view('InTime');
    expect(await view.locator('#story').innerText()).toMatch(/is lost/);
    await code.screenshot('unsaved');
  });

  test('break it now: the verdict changes; then the samples', async () => {
    await code.command('View: Close All Editors');
    const dialog = code.page.locator('.monaco-dialog-box .monaco-button', { hasText: "Don't Save" }).first();
    if (await dialog.isVisible()) await dialog.click();
    const shown = await walkthrough();
    await shown.locator('.getting-started-step', { hasText: 'Break it' }).first().click();
    await until('its picture', async () => /broken property/.test((await shownPicture(code)).alt));
    await code.screenshot('walkthrough-break');
    await shown.locator('.monaco-button', { hasText: 'Break It Now' }).first().click();
    await until('that it holds', async () => /safety InTime.*✓ holds/.test(await code.lines()));
    await until('that it breaks', async () => /safety InTime.*✗ Question from Client to Server is lost/.test(await code.lines()));
    await code.screenshot('broken-now');
    await code.page.locator('.notifications-toasts .monaco-button', { hasText: 'Show the Run' }).first().click();
    const view = await code.view('InTime');
    expect(await view.locator('#story').innerText()).toMatch(/is lost/);
    await code.command('Proviso: Open a Sample');
    await code.page.locator('.quick-input-list .monaco-list-row', { hasText: 'abd-register' }).first().waitFor();
    await code.page.keyboard.type('stale-plan');
    await code.page.locator('.quick-input-list .monaco-list-row', { hasText: 'stale-plan' }).first().click();
    await until('the sample', async () => /A slow worker puts an old plan/.test(await code.lines()));
  });
});

/** Of the walkthrough's step. */
function shownPicture(code: VSCode): Promise<{ alt: string; width: number }> {
  return code.page.evaluate(() => {
    const image = document.querySelector<HTMLImageElement>('.getting-started-media img');
    return { alt: image?.alt ?? '', width: image?.naturalWidth ?? 0 };
  }, '');
}
