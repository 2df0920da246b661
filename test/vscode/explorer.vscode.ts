/** The Test Explorer in a real VS Code: what there is to test, how it stands, what a failure shows, and which handlers never run. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LARGE } from '../large.ts';
import { missing, vsix } from './packed.ts';
import { insist, until } from './until.ts';
import { isShown, succeeds, VSCode } from './vscode.ts';

if (missing !== null) console.log(`skipped: ${missing}`);

const SWEEP = `system Counter {
  const LIMIT = 2
  node Server {
    n: 0..9 = 0
    action count when n < LIMIT { n += 1 }
    action wrap when n > 2 { n = 0 }
  }
  safety Small: always Server.n <= 2
  scenario Two { Server: count; Server: count }
}

assume Calm { timing async }
check Calm for LIMIT in 1..4 {
  Small holds
  Two reached when LIMIT >= 2
}
check Calm { Small holds }
provisos Calm { Small holds when true }
`;
const OTHER = SWEEP.replaceAll('Counter', 'Other').replace('1..4', '1..2');
const MANY = SWEEP.replaceAll('Counter', 'Many').replace('1..4', '1..12').replace('Small holds', 'Small holds when LIMIT <= 2');

describe.skipIf(missing !== null)('the Test Explorer', () => {
  let code: VSCode;
  const row = (text: string) => code.page.locator('.test-explorer .monaco-list-row', { hasText: text }).first();
  const labels = () => code.page.locator('.test-explorer .monaco-list-row').allInnerTexts();
  /** Of an item: what a reader of the screen says, with the state that its icon shows: "LIMIT = 12 (Passed), in 6ms". */
  const stateOf = (text: string) =>
    code.page.evaluate((wanted) => {
      const rows = [...document.querySelectorAll('.test-explorer .monaco-list-row')];
      return rows.find((one) => one.textContent?.includes(wanted))?.getAttribute('aria-label') ?? '';
    }, text);
  /** What the eye sees has the time right behind the name: "LIMIT = 126ms". */
  const isListed = async (point: string) =>
    (await code.page.locator(`.test-explorer .monaco-list-row[aria-label^="${point} ("]`).count()) > 0;
  const stands = (text: string, state: RegExp) => until(`${text} ${state}`, async () => state.test(await stateOf(text)));

  beforeAll(async () => {
    code = await VSCode.start(vsix, { 'sweep.proviso': SWEEP, 'other.proviso': OTHER, 'many.proviso': MANY });
    await code.open('sweep.proviso');
    await until('its verdicts', async () => /unexpected/.test(await code.status()));
    await code.command('Testing: Focus on Test Explorer View');
  });
  afterAll(async () => {
    await code?.stop();
  });

  test('files, checks, expectations, and the points of a sweep once it is opened', async () => {
    await stands('sweep.proviso', /Failed/);
    // Nobody has asked about a file that is not open.
    await stands('other.proviso', /Not yet run/);
    await row('sweep.proviso').click();
    await row('Counter under Calm for').locator('.monaco-tl-twistie').click();
    await until('the expectations', async () => (await labels()).some((one) => one.startsWith('Small holds')));
    const expected = [
      'many.proviso',
      'other.proviso',
      'sweep.proviso',
      'Counter under Calm for LIMIT in 1..4',
      'Small holds2 of 4 points failed',
      'Two reached when LIMIT >= 2scenario, 4 points',
      'Counter under Calm',
      'provisos of Counter from Calm',
    ];
    expect((await labels()).map((one, i) => one.startsWith(expected[i]))).toEqual(expected.map(() => true));
    await row('Small holds').locator('.monaco-tl-twistie').click();
    await until('the points', async () => (await labels()).some((one) => one.startsWith('LIMIT = 4')));
    expect((await labels()).flatMap((one) => /^LIMIT = (\d)/.exec(one)?.[1] ?? [])).toEqual(['3', '4', '1', '2']);
    await stands('LIMIT = 3', /Failed/);
    await stands('LIMIT = 1', /Passed/);
    await stands('provisos of Counter', /Passed/);
    await code.screenshot('explorer');
  });

  test('icons beside the lines', async () => {
    const icons = await until('four icons', async () => {
      const count = await code.page.locator('.glyph-margin-widgets .testing-run-glyph').count();
      return count >= 5 && count;
    });
    expect(icons).toBe(5);
  });

  test('a run of all, also of what nobody has open; a failure compares and tells the story', async () => {
    await code.command('Test: Run All Tests');
    await stands('other.proviso', /Passed/);
    const failure = code.page.locator('.test-output-peek-tree .monaco-list-row', { hasText: 'Small: violated' });
    // When a test fails VS Code shows the results by itself, but not always.
    await code.command('Test: Show Output');
    await failure.first().click();
    const difference = code.page.locator(
      '.test-output-peek-message-container .diff-hidden-lines-compact, .test-output-peek-message-container .view-lines',
    );
    await until('the difference', async () => (await difference.allInnerTexts()).some((text) => /Small\shold/.test(text)));
    await code.screenshot('explorer-difference');
    await failure.nth(1).click();
    const story = code.page.locator('.test-output-peek-message-container .rendered-markdown, .preview-text').first();
    await until('the story', async () => /Small fails: Server\.n is 3/.test(await story.innerText().catch(() => '')));
    await code.screenshot('explorer-story');
    await code.page.locator('.test-output-peek-message-container a', { hasText: 'Show the run step by step' }).first().click();
    const view = await code.view('Small');
    expect(await view.locator('#title').innerText()).toMatch(/under Calm \(LIMIT = 3\)/);
    await code.command('View: Close All Editors in Group');
  });

  test('handlers that never run as coverage, light and dark', async () => {
    await code.command('Test: Run All Tests with Coverage');
    const covered = code.page.locator('.monaco-list-row', { hasText: '50.00%' });
    await until('the coverage', async () => (await covered.count()) > 0);
    await code.command('Test: Toggle Inline Coverage');
    await until(
      'the handler that never runs',
      async () => (await code.page.locator('.coverage-deco-gutter.coverage-deco-miss').count()) > 0,
    );
    expect(await code.page.locator('.coverage-deco-gutter.coverage-deco-hit').count()).toBe(1);
    await code.screenshot('explorer-coverage-light');
    await code.dress('Dark Modern');
    await code.page.waitForTimeout(500);
    await code.screenshot('explorer-coverage-dark');
  });

  test('an edit outdates results and gives new ones; a text with errors says so; a file that is removed goes away', async () => {
    await code.goTo(8, 37);
    await code.page.keyboard.press('Backspace');
    await code.page.keyboard.type('9');
    await stands('Small holds', /Passed/);
    await code.goTo(8, 37);
    await code.page.keyboard.press('Backspace');
    await until(
      'the error',
      async () => (await labels()).some((one) => /^sweep\.proviso/.test(one)) && /1 error/.test(await code.status()),
    );
    await until('that it says so', async () => (await labels()).some((one) => /error/.test(one)));
    await code.screenshot('explorer-errors');
    await code.page.keyboard.type('2');
    await stands('Small holds', /Failed/);
    code.write('other.proviso', null);
    await until('that it goes away', async () => !(await labels()).some((one) => one.startsWith('other.proviso')));
  });

  test('many points are items only once somebody wants to see them', async () => {
    await row('many.proviso').click();
    await stands('many.proviso', /Passed/);
    await row('Many under Calm for').locator('.monaco-tl-twistie').click();
    // VS Code asks for the items of a file that is opened, and for those of what is expanded.
    await row('Small holds when LIMIT').click();
    await code.page.waitForTimeout(2_000);
    expect(await isListed('LIMIT = 12')).toBe(false);
    await row('Small holds when LIMIT').locator('[aria-label="List All Points of the Sweep"]').first().click();
    await insist(
      'the points',
      () => row('Small holds when LIMIT').click(),
      () => isListed('LIMIT = 12'),
    );
    await stands('LIMIT = 12', /Passed/);
    await code.screenshot('explorer-points');
  });
});

test.skipIf(missing !== null)('where typing checks nothing, a continuous run does; and a run is cancelled', async () => {
  const settings = { 'proviso.check.onType': false, 'proviso.check.maxStates': 1e8, 'proviso.check.timeout': 300, 'files.autoSave': 'off' };
  const code = await VSCode.start(vsix, { 'large.proviso': LARGE, 'sweep.proviso': SWEEP }, settings);
  try {
    const row = (text: string) => code.page.locator('.test-explorer .monaco-list-row', { hasText: text }).first();
    const stands = (text: string, state: RegExp) =>
      until(`${text} ${state}`, async () => state.test((await row(text).getAttribute('aria-label')) ?? ''));
    /** One of the icons of a row: they are there while the pointer is, and rows that come in above move it away. */
    const press = (text: string, icon: string) =>
      until(`${icon} of ${text}`, async () => {
        await code.away();
        if (!(await succeeds(row(text).click({ timeout: 5_000 })))) return false;
        const found = row(text).locator(icon).first();
        return (await isShown(found)) && (await succeeds(found.click({ timeout: 5_000 })));
      });
    await code.open('sweep.proviso');
    await code.command('Testing: Focus on Test Explorer View');
    await stands('sweep.proviso', /Not yet run/);
    await press('sweep.proviso', '[aria-label*="ontinuous"]');
    await stands('sweep.proviso', /Failed/);
    await code.goTo(8, 37);
    await code.page.keyboard.press('Backspace');
    await code.page.keyboard.type('9');
    await stands('sweep.proviso', /Passed/);
    await press('large.proviso', '.codicon-testing-run-icon');
    await stands('large.proviso', /Running/);
    await code.command('Test: Cancel Test Run');
    await stands('large.proviso', /Skipped|Not yet run/);
    await until('that nothing is searched any more', async () => !/checking/.test(await code.status()));
  } finally {
    await code.stop();
  }
});
