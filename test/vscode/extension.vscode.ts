/** The extension as a person meets it: installed from its .vsix in a real VS Code, in a real browser. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { install } from './tools.ts';
import { until, VSCode } from './vscode.ts';

const root = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const vsix = existsSync(root('dist')) ? readdirSync(root('dist')).find((name) => name.endsWith('.vsix')) : undefined;
const missing = vsix === undefined ? 'there is no .vsix: `npm run vsix` makes it' : install();
if (missing !== null) console.log(`skipped: ${missing}`);

const EXAMPLE = `/// One who asks and one who answers.
system Example {
  message Question
  message Answer

  node Client {
    waiting: bool = false
    optional action ask when not waiting {
      waiting = true
      call asked = send Question to Server
    }
    on Answer for asked { waiting = false }
  }

  node Server {
    on Question { reply Answer }
  }

  safety InTime: Client.waiting leads to not Client.waiting within 2
}

assume Fast {
  timing sync { delay <= 1, pause <= 0 }
}

check Fast { InTime holds }
`;

describe.skipIf(missing !== null)('the extension in VS Code', () => {
  let code: VSCode;

  beforeAll(async () => {
    code = await VSCode.start(root(`dist/${vsix}`), {
      'example.proviso': EXAMPLE,
      'unfenced-lock.proviso': readFileSync(root('samples/unfenced-lock.proviso'), 'utf8'),
    });
  });
  afterAll(async () => {
    await code?.stop();
  });

  test('a file opens with its verdicts at the ends of lines', async () => {
    await code.open('example.proviso');
    const line = await until(
      'a verdict',
      async () => (await code.lines()).split('\n').find((text) => /safety InTime.*(✓|holds)/.test(text)),
      60_000,
    );
    expect(line).toMatch(/holds/);
    await code.screenshot('holds');
  });

  test('the status bar says that all is as expected', async () => {
    const text = await until('the status', async () => {
      const shown = await code.page.locator('.statusbar-item', { hasText: 'Proviso' }).allInnerTexts();
      return shown.find((one) => /expected/.test(one));
    });
    expect(text).toContain('as expected');
  });

  test('an assumption less, and the property breaks: squiggle, verdict, lens', async () => {
    await code.goTo(22, 99);
    await code.page.keyboard.press('Enter');
    await code.page.keyboard.type('network { lossy }');
    const line = await until(
      'the broken verdict',
      async () => (await code.lines()).split('\n').find((text) => /safety InTime.*(✗|breaks)/.test(text)),
      60_000,
    );
    expect(line).toMatch(/1 fault/);
    await until('a squiggle', async () => (await code.page.locator('.squiggly-error').count()) > 0);
    await until('a lens', async () => (await code.page.locator('.codelens-decoration').count()) > 0);
    await code.screenshot('broken');
  });

  test('the hover of the broken property tells the story', async () => {
    const shown = await code.hover('InTime');
    const text = await shown.innerText();
    expect(text).toMatch(/is lost/);
    await code.screenshot('hover');
  });

  test('a misspelt name is a problem at once, and a quick fix mends it', async () => {
    await code.goTo(9, 14);
    for (let i = 0; i < 7; i++) await code.page.keyboard.press('Backspace');
    await code.page.keyboard.type('waitng');
    await until('the problem', async () => (await code.page.locator('.squiggly-error').count()) > 0);
    await code.screenshot('misspelt');
    await code.page.keyboard.press('Control+z');
    await code.page.keyboard.press('Control+z');
  });

  test('what it looks like in a light and a high-contrast theme', async () => {
    for (const [theme, name] of [
      ['Light Modern', 'light'],
      ['Dark High Contrast', 'contrast'],
    ]) {
      await code.command('Preferences: Color Theme');
      await code.page.keyboard.type(theme);
      await code.page.waitForTimeout(500);
      await code.page.keyboard.press('Enter');
      await code.page.waitForTimeout(1500);
      await code.screenshot(name);
    }
  });
});
