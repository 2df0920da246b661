/**
 * The extension as a web extension: by a setting it runs in a worker of the page, and so do the language server, its checks and the
 * debugger. Files are those that VS Code reads.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { missing, vsix } from './packed.ts';
import { until, VSCode } from './vscode.ts';

if (missing !== null) console.log(`skipped: ${missing}`);

const LAMP = `system Lamp {
  node Lamp { on: bool = false  action light when not on { on = true } }
  safety Dark: always not Lamp.on
}
`;
const ROOM = `import "./lamp.proviso"

assume Calm { timing async }

check Calm of Lamp { Dark violated }
`;

describe.skipIf(missing !== null)('the extension in a worker of the page', () => {
  let code: VSCode;

  beforeAll(async () => {
    const kind = { 'remote.extensionKind': { 'proviso.proviso': ['web'] } };
    code = await VSCode.start(vsix, { 'lamp.proviso': LAMP, 'room.proviso': ROOM }, kind);
  });
  afterAll(async () => {
    await code?.screenshot('web');
    await code?.stop();
  });

  test('a file has its verdicts, with what it imports, and there is no process for it', async () => {
    await code.open('room.proviso');
    const line = await until('a verdict', async () => (await code.lines()).split('\n').find((text) => /check Calm.*✓/.test(text)), 60_000);
    expect(line).toContain('1 verdict as expected');
    // Code is made for the model: the page of VS Code allows it to its extensions.
    expect(line).not.toContain('interpreted');
    expect(code.languageServers()).toEqual([]);
  });

  test('an edit changes the verdict', async () => {
    await code.goTo(5, 35);
    for (let i = 0; i < 'violated'.length; i++) await code.page.keyboard.press('Backspace');
    await code.page.keyboard.type('holds');
    await until('the other verdict', async () => /1 of 1 verdict unexpected/.test(await code.lines()), 60_000);
  });

  test('what is imported is read again when it changes', async () => {
    code.write('lamp.proviso', LAMP.replace('on = true', 'on = false'));
    await until('the verdict of the changed import', async () => /check Calm.*✓/.test(await code.lines()), 60_000);
    code.write('lamp.proviso', LAMP);
    await until('the verdict of before', async () => /1 of 1 verdict unexpected/.test(await code.lines()), 60_000);
  });

  test('the counterexample view shows the run', async () => {
    await code.command('Proviso: Show Counterexample');
    const view = await code.view('Dark');
    expect(await view.locator('#title').innerText()).toMatch(/Dark: violated: .*1 step under Calm/);
  });

  test('the debugger stops before the first step of the run', async () => {
    // The keys go to the view until then.
    await code.open('room.proviso');
    await code.command('Proviso: Debug Counterexample');
    await until(
      'where it stands',
      async () => {
        const texts = await code.page.locator('.debug-call-stack .monaco-list-row').allInnerTexts();
        return texts.some((text) => /step 1: light/.test(text));
      },
      60_000,
    );
  });
});
