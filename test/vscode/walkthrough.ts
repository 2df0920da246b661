/** `npm run picture:walkthrough`: the pictures of the walkthrough, light and dark, taken of the extension in a real VS Code. */
import { mkdirSync, readFileSync } from 'node:fs';
import { missing, root, vsix } from './packed.ts';
import { endOwn } from './shared.ts';
import { until } from './until.ts';
import { VSCode } from './vscode.ts';

if (missing !== null) throw new Error(missing);
const text = readFileSync(root('client/extension/walkthrough/break-it.proviso'), 'utf8');
const lineOf = (words: string) => text.slice(0, text.indexOf(words)).split('\n').length;
const LOCK = readFileSync(root('samples/lease-loop.proviso'), 'utf8');
mkdirSync(root('client/extension/walkthrough'), { recursive: true });

/** Of the window: 1400 by 900. Beside the bar at the left, below the title. */
const EDITOR = { x: 48, y: 38, width: 960, height: 580 };
const WHOLE = { x: 48, y: 38, width: 1352, height: 720 };

for (const [theme, name] of [
  ['Default Light Modern', 'light'],
  ['Default Dark Modern', 'dark'],
]) {
  const settings = {
    'workbench.colorTheme': theme,
    'editor.fontSize': 14,
    'breadcrumbs.enabled': false,
    'workbench.layoutControl.enabled': false,
  };
  const code = await VSCode.start(vsix, { 'request-reply.proviso': text, 'lease-loop.proviso': LOCK }, settings);
  const { page } = code;
  const take = async (what: string, clip: typeof EDITOR) => {
    await page.waitForTimeout(1_000);
    await page.screenshot({ path: root(`client/extension/walkthrough/${what}-${name}.png`), clip });
  };
  const has = (words: RegExp) => until(String(words), async () => words.test(await code.lines()), 90_000);
  const away = async () => {
    await page.keyboard.press('Escape');
    await page.mouse.move(1390, 895);
    await page.waitForTimeout(500);
  };
  try {
    await code.open('request-reply.proviso');
    await has(/safety InTime.*✓/);
    await page.keyboard.press('Control+b');
    await code.goTo(1, 1);
    await away();
    await take('write', { ...EDITOR, width: 740 });
    await code.hover('sync', /\w/);
    await take('assume', EDITOR);
    await away();
    await take('verdict', { ...EDITOR, y: 400, height: 230 });
    await code.goTo(lineOf('assume Fast {'), 99);
    await page.keyboard.press('Enter');
    await page.keyboard.type('network { lossy }');
    await has(/safety InTime.*✗/);
    await code.hover('InTime', /is lost/);
    await take('break', EDITOR);
    await away();
    await code.goTo(lineOf('safety InTime'), 12);
    await code.command('Proviso: Show Counterexample');
    const view = await code.view('InTime');
    await view.locator('#steps button').nth(1).click();
    await take('run', WHOLE);
    await code.command('View: Close All Editors in Group');
    await code.goTo(lineOf('node Server'), 1);
    await code.command('Testing: Focus on Test Explorer View');
    const row = (words: string) => page.locator('.test-explorer .monaco-list-row', { hasText: words }).first();
    for (const words of ['request-reply', 'RequestReply under Fast', 'lease-loop']) {
      await row(words).locator('.monaco-tl-twistie').click();
      await page.waitForTimeout(500);
    }
    await code.command('Test: Run All Tests');
    await until('the results', async () => /Passed/.test((await row('lease-loop').getAttribute('aria-label')) ?? ''), 120_000);
    await page.locator('.test-output-peek-tree .monaco-list-row', { hasText: 'InTime: violated' }).nth(1).click();
    await page.mouse.move(1390, 895);
    await take('test', WHOLE);
    await code.command('Proviso: Open a Sample');
    await page.locator('.quick-input-list .monaco-list-row').nth(3).waitFor();
    await take('sample', { x: 400, y: 0, width: 610, height: 420 });
  } finally {
    await code.stop();
  }
}
await endOwn();
