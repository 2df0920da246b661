/**
 * The extension as a web extension: by a setting it runs in a worker of the page, and so do the language server, its checks and the
 * debugger. Files are those that VS Code reads.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunReport } from '#report';
import { proviso, removeFolders } from '../cli/proviso.ts';
import { LARGE } from '../support/large.ts';
import { missing, root, vsix } from './packed.ts';
import { until } from './until.ts';
import { VSCode } from './vscode.ts';

if (missing !== null) console.log(`skipped: ${missing}`);

const COMMIT = readFileSync(root('samples/two-phase-commit.proviso'), 'utf8');
const HANDOVER = `system Handover {
  message Token
  node Holder[2] {
    holds: bool = self == Holder#1
    optional action pass when holds { holds = false  broadcast Token to Holder }
    on Token { holds = true }
  }
  safety AtMostOne: never (exists a, b in Holder where a != b: a.holds and b.holds)
}
assume Duplicating { timing async  network { duplicating up to 1 } }
check Duplicating { AtMostOne violated }
`;

const LAMP = `system Lamp {
  node Lamp { on: bool = false  action light when not on { on = true } }
  safety Dark: always not Lamp.on
}
`;
const ROOM = `import "./lamp.proviso"

assume Calm { timing async }

check Calm of Lamp { Dark violated }
`;

/** Enough for all but the large one. */
const MOST_STATES = 20_000;

describe.skipIf(missing !== null)('the extension in a worker of the page', () => {
  let code: VSCode;

  beforeAll(async () => {
    const kind = {
      'remote.extensionKind': { 'proviso.proviso': ['web'] },
      'proviso.check.maxStates': MOST_STATES,
      'proviso.randomRuns.timeout': 1,
    };
    code = await VSCode.start(
      vsix,
      { 'lamp.proviso': LAMP, 'room.proviso': ROOM, 'commit.proviso': COMMIT, 'handover.proviso': HANDOVER, 'large.proviso': LARGE },
      kind,
    );
  });
  afterAll(async () => {
    removeFolders();
    await code?.screenshot('web');
    await code?.stop();
  });

  test('a file has its verdicts, with what it imports, and there is no process for it', async () => {
    await code.open('room.proviso');
    const line = await until('a verdict', async () => (await code.lines()).split('\n').find((text) => /check Calm.*✓/.test(text)));
    expect(line).toContain('1 verdict as expected');
    // Code is made for the model: the page of VS Code allows it to its extensions.
    expect(line).not.toContain('interpreted');
    expect(code.languageServers()).toEqual([]);
  });

  test('an edit changes the verdict', async () => {
    await code.goTo(5, 35);
    for (let i = 0; i < 'violated'.length; i++) await code.page.keyboard.press('Backspace');
    await code.page.keyboard.type('holds');
    await until('the other verdict', async () => /1 of 1 verdict unexpected/.test(await code.lines()));
  });

  test('what is imported is read again when it changes', async () => {
    code.write('lamp.proviso', LAMP.replace('on = true', 'on = false'));
    await until('the verdict of the changed import', async () => /check Calm.*✓/.test(await code.lines()));
    code.write('lamp.proviso', LAMP);
    await until('the verdict of before', async () => /1 of 1 verdict unexpected/.test(await code.lines()));
  });

  test('the counterexample view shows the run', async () => {
    await code.command('Proviso: Show Counterexample');
    const view = await code.view('Dark');
    expect(await view.locator('#title').innerText()).toMatch(/Dark: violated: .*1 step under Calm/);
  });

  test('what if: what can come next, and a run by hand', async () => {
    const view = await code.view('Dark');
    await view.locator('#first').first().click();
    await view.locator('#what-if-title').first().click();
    await until('the list', async () => /can come next\.$/.test(await view.locator('#options-say').innerText()));
    await view.locator('#options button', { hasText: 'light' }).first().click();
    await until('the run by hand', async () => (await view.locator('#title').innerText()).startsWith('Dark: a run by hand'));
    expect(await view.locator('#now').innerText()).toMatch(/^Dark is violated\./);
  });

  test('a hover tells the story', async () => {
    await code.open('room.proviso');
    await code.hover('Dark', /Dark fails: Lamp\.on is true/);
    await code.page.keyboard.press('Escape');
  });

  test('find provisos answers beside the property', async () => {
    await code.open('handover.proviso');
    await code.page.locator('.codelens-decoration a:visible', { hasText: 'find provisos' }).first().click();
    await until('the answer', async () => /safety AtMostOne.*holds provided/.test(await code.lines()));
  });

  test('random runs find what a search did not', async () => {
    await code.open('large.proviso');
    await code.page.locator('.codelens-decoration a:visible', { hasText: 'try random runs' }).first().click();
    await until('a violation', async () => /safety Quiet.*breaks in 18 steps/.test(await code.lines()));
    await until('what they did not find', async () => /safety Small.*random runs? found nothing/.test(await code.lines()));
    await code.screenshot('random-runs');
  });

  test('a verdict is that of the command line, after as many states', async () => {
    await code.open('commit.proviso');
    await code.goTo(COMMIT.split('\n').length, 1);
    const counts = await until('the verdicts', async () => {
      const found = [...(await code.lines()).matchAll(/^check (\w+) .*✓ (\d verdicts?) as expected · ([\d,]+) states/gm)];
      return found.length === 3 && found.map(([, assume, , states]) => `${assume}: ${states.replace(',', '')}`);
    });
    const { out } = proviso(['check', 'commit.proviso', '--format', 'json'], { 'commit.proviso': COMMIT });
    const { checks } = JSON.parse(out) as RunReport;
    expect(counts).toEqual(checks.map(({ assume, search }) => `${assume}: ${search.states}`));
  });

  test('the Test Explorer has the file, and runs it', async () => {
    await code.command('Testing: Focus on Test Explorer View');
    await code.command('Test: Run All Tests');
    const stateOf = () =>
      code.page.evaluate(
        (selector) => [...document.querySelectorAll(selector)].map((one) => one.getAttribute('aria-label') ?? ''),
        '.test-explorer .monaco-list-row',
      );
    await until('the file', async () => (await stateOf()).some((label) => /room\.proviso \(Failed\)/.test(label)));
  });

  test('after a restart of the server there are verdicts again', async () => {
    await code.command('View: Show Explorer');
    await code.open('room.proviso');
    await code.command('Proviso: Restart the Language Server');
    await until('the verdict again', async () => /1 of 1 verdict unexpected/.test(await code.lines()));
  });

  test('the debugger stops before the first step of the run', async () => {
    // The keys go to the view until then.
    await code.open('room.proviso');
    await code.command('Proviso: Debug Counterexample');
    await until('where it stands', async () => {
      const texts = await code.page.locator('.debug-call-stack .monaco-list-row').allInnerTexts();
      return texts.some((text) => /step 1: light/.test(text));
    });
  });
});
