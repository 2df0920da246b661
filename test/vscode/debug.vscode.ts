/** The debugger in a real VS Code: begun from the lens and by F5, walked forward and back, with its variables, a watch and a breakpoint. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { missing, root, vsix } from './packed.ts';
import { insist, until } from './until.ts';
import { VSCode } from './vscode.ts';

if (missing !== null) console.log(`skipped: ${missing}`);

const LEASE = readFileSync(root('samples/lease-loop.proviso'), 'utf8');
const lineOf = (words: string) => LEASE.slice(0, LEASE.indexOf(words)).split('\n').length;

describe.skipIf(missing !== null)('the debugger', () => {
  let code: VSCode;
  const tool = (icon: string) => code.page.locator(`.debug-toolbar .codicon-debug-${icon}`).first().click();
  const rows = async (view: string) =>
    (await code.page.locator(`.${view} .monaco-list-row`).allInnerTexts()).map((row) => row.replaceAll(/\s+/g, ' '));
  const stack = () => rows('debug-call-stack');
  const stands = (words: RegExp) => until(String(words), async () => (await stack()).find((row) => words.test(row)));
  /** Where a session stands: while it is at work it has no place, and what is pressed then is lost. */
  const place = async () => {
    const shown = (await stack()).join('\n');
    return /\b(step \d+|end): /.test(shown) && !/\brunning\b/i.test(shown) ? shown : null;
  };
  /** Presses a key or a button where the session stands, and again if it still stands there, until it stands elsewhere. */
  const move = async (press: () => Promise<void>) => {
    const before = await until('a place', place);
    const act = async () => (await place()) === before && press();
    return insist('another place', act, async () => {
      const now = await place();
      return now !== before && now;
    });
  };

  beforeAll(async () => {
    code = await VSCode.start(
      vsix,
      { 'lease.proviso': LEASE },
      { 'debug.toolBarLocation': 'floating', 'workbench.colorTheme': 'Default Light Modern' },
    );
    await code.open('lease.proviso');
    await until('its verdicts', async () => /as expected/.test(await code.status()));
  });
  afterAll(async () => {
    await code?.stop();
  });

  test('begins at the lens', async () => {
    await code.goTo(lineOf('safety InTurn'), 3);
    await code.page.locator('.codelens-decoration a:visible', { hasText: 'debug counterexample' }).first().click();
    await stands(/step 1: renew/);
    const threads = (await stack()).join('\n');
    expect(threads).toMatch(/LeaseService/);
    expect(threads).toMatch(/Worker#2/);
    expect(threads).toMatch(/World/);
    await code.screenshot('debug-start');
  });

  test('a step over, into the handler, and back', async () => {
    await move(() => tool('step-over'));
    await stands(/step 2: on Renew from Worker#1/);
    await move(() => tool('step-into'));
    await move(() => tool('step-into'));
    await until('the variables', async () => (await rows('debug-variables')).some((row) => /w = Worker#1/.test(row)));
    await until('what changed', async () => (await rows('debug-variables')).some((row) => /What this step has done so far/.test(row)));
    await until('the line', async () => (await code.page.locator('.debug-top-stack-frame-line').count()) > 0);
    await code.screenshot('debug-inside');
    for (let steps = 0; steps < 5 && !/step 1: renew/.test((await place()) ?? ''); steps++) await move(() => tool('step-back'));
    await stands(/step 1: renew/);
  });

  test('on to the end, which shows the story', async () => {
    await move(() => tool('continue'));
    const shown = code.page.locator('.exception-widget').first();
    await shown.waitFor({ state: 'visible' });
    expect(await shown.innerText()).toMatch(/InTurn is violated[\s\S]*InTurn fails for Worker#1/);
    await stands(/end: InTurn is violated/);
    await code.screenshot('debug-end');
    await move(() => tool('reverse-continue'));
    await stands(/step 1: renew/);
  });

  test('the list of steps', async () => {
    await code.page.locator('.debug-toolbar .codicon-list-ordered').first().click();
    await code.page
      .locator('.quick-input-widget .monaco-list-row', { hasText: /Granted\(ends: 2\) from LeaseService/ })
      .first()
      .click();
    await stands(/step 3: on Granted from LeaseService/);
    await tool('stop');
    await until('the end of the session', async () => (await code.page.locator('.debug-toolbar:visible').count()) === 0);
  });

  test('F5 in a file, and a breakpoint', async () => {
    await code.command('View: Show Run and Debug');
    await code.goTo(lineOf('on Granted'), 1);
    const breakpoint = code.page.locator('.codicon-debug-breakpoint').first();
    await insist(
      'the breakpoint',
      async () => (await breakpoint.isVisible()) || code.page.keyboard.press('F9'),
      () => breakpoint.isVisible(),
    );
    await code.goTo(lineOf('safety InTurn'), 12);
    const session = code.page.locator('.debug-toolbar').first();
    await insist(
      'a session',
      async () => (await session.isVisible()) || code.page.keyboard.press('F5'),
      () => session.isVisible(),
    );
    await stands(/step 1: renew/);
    await move(() => code.page.keyboard.press('F5'));
    await stands(/step 3: on Granted from LeaseService/);
    expect(await code.page.locator('.codicon-debug-breakpoint').count()).toBeGreaterThan(0);
    await code.screenshot('debug-breakpoint');
    await tool('stop');
  });
});
