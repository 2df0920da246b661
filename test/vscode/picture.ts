/** `npm run picture:view`: the pictures of the counterexample view and of the debugger in the documentation, taken of the extension in a real VS Code. */
import { readFileSync } from 'node:fs';
import { missing, root, vsix } from './packed.ts';
import { endOwn } from './shared.ts';
import { until } from './until.ts';
import { VSCode } from './vscode.ts';

if (missing !== null) throw new Error(missing);
const text = readFileSync(root('samples/unfenced-lock.proviso'), 'utf8');
const code = await VSCode.start(vsix, { 'unfenced-lock.proviso': text }, { 'workbench.colorTheme': 'Default Light Modern' });
try {
  await code.open('unfenced-lock.proviso');
  await until('its verdicts', async () => /as expected/.test(await code.status()), 90_000);
  await code.page.keyboard.press('Control+b');
  await code.goTo(text.slice(0, text.indexOf('safety FileIntact')).split('\n').length, 12);
  await code.command('Proviso: Show Counterexample');
  const view = await code.view('FileIntact');
  await view.locator('#steps button', { hasText: /^10 / }).first().click();
  await code.page.waitForTimeout(1_500);
  await code.page.screenshot({ path: root('docs/images/view.png') });
  await view.locator('#steps button', { hasText: /^7 / }).first().click();
  await code.page.keyboard.press('w');
  await until('what can come next', async () => (await view.locator('#options:not([inert]) button').count()) > 1);
  await code.page.waitForTimeout(1_500);
  await code.page.screenshot({ path: root('docs/images/what-if.png'), clip: { x: 724, y: 36, width: 676, height: 834 } });
  await code.command('View: Close All Editors');
  await code.page.keyboard.press('Control+b');
  await code.open('unfenced-lock.proviso');
  await code.goTo(text.slice(0, text.indexOf('safety FileIntact')).split('\n').length, 12);
  await code.command('Proviso: Debug Counterexample');
  const tool = async (icon: string) => {
    await code.page.locator(`.debug-toolbar .codicon-debug-${icon}`).first().click();
    await code.page.waitForTimeout(1_000);
  };
  await code.page.locator('.debug-toolbar').first().waitFor({ state: 'visible' });
  await code.page.waitForTimeout(3_000);
  for (const icon of ['step-over', 'step-over', 'step-into', 'step-into']) await tool(icon);
  for (const scope of ['Timers', 'What this step', 'World']) {
    await code.page.locator('.debug-variables .monaco-list-row', { hasText: scope }).first().click();
  }
  await code.page.mouse.move(900, 600);
  await code.page.waitForTimeout(1_500);
  await code.page.screenshot({ path: root('docs/images/debugger.png') });
} finally {
  await endOwn();
}
