/** The counterexample view in a real VS Code: walked by key, click and slider, while the text changes, and after the window was loaded again. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bell } from '../support/bell.ts';
import { missing, root, vsix } from './packed.ts';
import { insist, until } from './until.ts';
import { type Frame, VSCode } from './vscode.ts';

if (missing !== null) console.log(`skipped: ${missing}`);

const COMMIT = readFileSync(root('samples/two-phase-commit.proviso'), 'utf8');
/** One token makes ten rounds. */
const RING = `system Ring {
  message Token(hops: 0..200)
  node Member[20] {
    hops: 0..200 = 0
    on start when self == Member#1 { send Token(1) to Member#2 }
    on Token(hops: n) {
      hops = n
      if n < 200 { send Token(n + 1) to Member#(index(self) % 20 + 1) }
    }
  }
  safety Never: never (exists m in Member: m.hops == 200)
}
assume Async { timing async }
check Async { Never violated }
`;

/** A pause of 4 ticks, where 3 are assumed. */
const LOCK = readFileSync(root('samples/unfenced-lock.proviso'), 'utf8');
const LOG = `{"proviso": 1, "complete": ["act", "resume"]}
{"event": "act", "node": "Client#1", "action": "acquire", "time": 0}
{"event": "receive", "node": "Client#1", "message": "Granted", "time": 30}
{"event": "act", "node": "Client#1", "action": "write", "time": 120}
{"event": "resume", "node": "Client#1", "time": 610}
{"event": "receive", "node": "Storage", "message": "Write", "from": "Client#1", "time": 640}
`;

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const AUDIT = `axe.run().then(({ violations, passes }) => ({
  violations: violations.map(({ id, nodes }) => id + ': ' + nodes[0].target.join(' ') + ': ' + nodes[0].failureSummary),
  passes: passes.map(({ id }) => id),
}))`;
interface Audit {
  readonly violations: readonly string[];
  readonly passes: readonly string[];
}

const THEMES = [
  ['Dark High Contrast', 'vscode-high-contrast'],
  ['Light High Contrast', 'vscode-high-contrast-light'],
  ['Dark Modern', 'vscode-dark'],
  ['Light Modern', 'vscode-light'],
];

const lineOf = (words: string) => COMMIT.slice(0, COMMIT.indexOf(words)).split('\n').length;

describe.skipIf(missing !== null)('the counterexample view', () => {
  let code: VSCode;
  let view: Frame;
  const at = () => view.locator('#at').innerText();
  const stands = (place: string) => until(place, async () => (await at()) === place);

  beforeAll(async () => {
    const conform = [{ name: 'nightly', spec: 'lock.proviso', logs: ['run.jsonl'], tick: '100ms' }];
    const wrong = LOG.replace('"from": "Client#1"', '"from": "Client#2"');
    const logs = { 'lock.proviso': LOCK, 'run.jsonl': LOG, 'wrong.jsonl': wrong, 'proviso.config.json': JSON.stringify({ conform }) };
    const files = { 'commit.proviso': COMMIT, 'ring.proviso': RING, 'bell.proviso': bell('holds'), ...logs };
    code = await VSCode.start(vsix, files, {}, { bypassCSP: true });
    await code.open('commit.proviso');
    await until('its verdicts', async () => /as expected/.test(await code.status()));
    await code.goTo(lineOf('safety Agreed'), 12);
    await code.command('Proviso: Show Counterexample');
    view = await code.view('Agreed');
  });
  afterAll(async () => {
    await code?.stop();
  });

  test('the story, and what it requires', async () => {
    expect(await view.locator('#title').innerText()).toMatch(/^Agreed: violated: 1 fault, 12 steps under Forgets$/);
    expect(await view.locator('#story').innerText()).toMatch(/lost because the queue is full/);
    expect(await view.locator('#needs').innerText()).toMatch(/Requires a crash of Coordinator with amnesia/);
    expect(await view.locator('#run .picture g.travel').count()).toBeGreaterThan(5);
  });

  test('a key goes on and back, and lights the line', async () => {
    await stands('Start');
    await code.page.keyboard.press('ArrowDown');
    await stands('Step 1 of 12');
    await code.page.keyboard.press('ArrowRight');
    await code.page.keyboard.press('ArrowRight');
    await stands('Step 3 of 12');
    expect(await view.locator('#now').innerText()).toBe(
      'Coordinator: Yes from Participant#1 (ready {Participant#1}); count(ready) is 1 of 2',
    );
    expect(await view.locator('td.changed').allInnerTexts()).toEqual(['{} → {Participant#1}']);
    await until('the lit line', async () => /on Yes from p/.test(await litLine(code)));
    await code.page.keyboard.press('ArrowLeft');
    await stands('Step 2 of 12');
    expect(await view.locator('#in-flight').innerText()).toMatch(/^Yes from Participant#1 to Coordinator, sent in step 2$/);
    await code.page.keyboard.press('End');
    await stands('Step 12 of 12');
    await code.screenshot('view-end');
  });

  test('a click on a step, on its row of the diagram, and the slider', async () => {
    await view.locator('#steps button', { hasText: /^10 / }).first().click();
    await stands('Step 10 of 12');
    expect(await view.locator('#steps [aria-current=step]').innerText()).toMatch(/^10 Coordinator: crashes/);
    await view.locator('#slider').first().fill('4');
    await stands('Step 4 of 12');
    await view.locator('#back').first().click();
    await stands('Step 3 of 12');
  });

  test('variables are filtered', async () => {
    const rows = () => view.locator('#tables tr:visible th[scope=row]').allInnerTexts();
    expect(await rows()).toEqual(['status', 'decision', 'ready', 'status', 'state']);
    await view.locator('#filter').first().fill('participant#1');
    expect(await rows()).toEqual(['status', 'state']);
    await view.locator('#filter').first().fill('');
    await view.locator('#changed-only').first().click();
    expect(await rows()).toEqual(['ready']);
    await view.locator('#changed-only').first().click();
  });

  test('it zooms by keys, by buttons, and with the wheel, and what one looks at stays in sight', async () => {
    const factor = () => view.locator('#zoom-one').innerText();
    const width = () => view.evaluate(() => document.querySelector('#run svg')!.getBoundingClientRect().width, '');
    const before = await width();
    await view.locator('#zoom-in').first().click();
    await view.locator('#steps button', { hasText: /^9 / }).first().click();
    await code.page.keyboard.press('+');
    expect(await factor()).toBe('125 %');
    expect((await width()) / before).toBeCloseTo(1.25, 2);
    const inSight = () =>
      view.evaluate(() => {
        const [row, pane] = ['#steps [aria-current]', '#run'].map((one) => document.querySelector(one)!.getBoundingClientRect());
        return row.top >= pane.top && row.bottom <= pane.bottom;
      }, '');
    expect(await inSight()).toBe(true);
    const wheel = () =>
      document
        .querySelector('#run')!
        .dispatchEvent(new WheelEvent('wheel', { deltaY: -400, ctrlKey: true, bubbles: true, cancelable: true }));
    expect(await view.evaluate(wheel, '')).toBe(false);
    expect(await factor()).toBe('278 %');
    await code.page.keyboard.press('f');
    const all = () =>
      view.evaluate(() => {
        const pane = document.querySelector('#run')!;
        return pane.scrollHeight <= pane.clientHeight + 2 && pane.scrollWidth <= pane.clientWidth + 2;
      }, '');
    await until('all of the run', all);
    await code.screenshot('view-fit');
    // How large it was before makes no difference.
    const fit = await factor();
    for (const key of ['0', ...'------------']) await code.page.keyboard.press(key);
    expect(await factor()).toBe('20 %');
    await code.page.keyboard.press('f');
    expect(await factor()).toBe(fit);
    await code.page.keyboard.press('0');
    expect(await factor()).toBe('100 %');
    await code.page.keyboard.press('-');
    expect(await factor()).toBe('90 %');
  });

  test('axe finds nothing, in all four kinds of themes', async () => {
    await view.evaluate(AXE, '');
    for (const [theme, kind] of THEMES) {
      await code.dress(theme);
      await until(theme, async () => (await view.evaluate(() => document.body.dataset.vscodeThemeKind, '')) === kind);
      const { violations, passes } = await view.evaluate<Audit>(AUDIT, '');
      expect(passes).toEqual(expect.arrayContaining(['color-contrast', 'label', 'button-name']));
      await code.screenshot(`view-${kind}`);
      expect(violations).toEqual([]);
    }
  });

  test.each([
    ['svg', /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/],
    ['png', /PNG/],
    ['html', /^<!doctype html>[\s\S]*<details open>/],
  ])('it is saved as %s', async (as, begin) => {
    await view.locator(`#save-${as}`).first().click();
    const input = code.page.locator('.quick-input-widget input').first();
    // The dialog is there before the name is, and takes Enter only with it.
    const enter = async () => {
      await until('the name', async () => code.read(`Agreed.${as}`) !== null || (await input.inputValue()).endsWith(`Agreed.${as}`));
      if (code.read(`Agreed.${as}`) === null) await input.press('Enter');
    };
    const saved = await insist('the file', enter, async () => code.read(`Agreed.${as}`));
    await input.waitFor({ state: 'hidden' });
    expect(saved).toMatch(begin);
  });

  test('it keeps its place when the checks run again', async () => {
    await view.locator('#steps button', { hasText: /^11 / }).first().click();
    await stands('Step 11 of 12');
    await code.page.locator('.monaco-editor .view-lines').first().click();
    await code.goTo(lineOf('check Forgets'), 99);
    await code.page.keyboard.press('Enter');
    await code.page.keyboard.type('// another text');
    await until('its verdicts', async () => /as expected/.test(await code.status()));
    await stands('Step 11 of 12');
    await code.page.keyboard.press('Enter');
    await code.page.keyboard.type('=');
    await until('that it is of before', async () => /has errors.*run of before/.test(await view.locator('#note').innerText()));
    await stands('Step 11 of 12');
    await code.page.keyboard.press('Backspace');
    await until('that it is of now', async () => (await view.locator('#note').innerText()) === '');
    await stands('Step 11 of 12');
  });

  test('it comes back when the window is loaded again, at its place', async () => {
    await code.command('File: Save');
    await code.reload(view);
    view = await code.view('Agreed');
    await code.screenshot('view-reloaded');
    await stands('Step 11 of 12');
    expect(await view.locator('#zoom-one').innerText()).toBe('90 %');
    await until('the lit line', async () => /on restart/.test(await litLine(code)));
  });

  test('another run of the property, beside this one and in its place; a loop goes round', async () => {
    await code.page.locator('.monaco-editor .view-lines').first().click();
    await code.goTo(lineOf('liveness Unblocked:'), 14);
    await code.command('Proviso: Show Counterexample');
    view = await code.view('Unblocked');
    await until('the comparison', async () => {
      // The view shows a run of this property already: the one that was asked for just now may still be on its way.
      await view.locator('#others').first().selectOption('run Returns');
      return /same up to step 2\./.test(await view.locator('#compared').innerText());
    });
    // Both ask in vain, too.
    expect(await view.locator('#compared tr.same').count()).toBe(3);
    await code.screenshot('view-compared');
    await view.locator('#runs').first().selectOption('Returns');
    await until('the other run', async () => /under Returns$/.test(await view.locator('#title').innerText()));
    await view.locator('#last').first().click();
    await stands('Step 10 of 10, then again from step 6');
    await view.locator('#next').first().click();
    await stands('Step 6 of 10');
  });

  test('the run that a node cannot tell from this one stands beside it, and goes along', async () => {
    await code.open('bell.proviso');
    await until('its verdict', async () => /unexpected/.test(await code.status()));
    await code.command('Proviso: Show Counterexample');
    view = await code.view('Known');
    const beside = () => view.locator('#twin-now').innerText();
    await until('the other run', async () => /cannot tell this from/.test(await beside()));
    expect(await view.locator('#twin').first().getAttribute('aria-label')).toBe('What Hearer cannot tell this from');
    expect(await view.locator('#twin .picture g.travel').count()).toBe(1);
    await view.locator('#last').first().click();
    await stands('Step 3 of 3');
    expect(await beside()).toMatch(/Step 2 of 2: Hearer: Ring from Ringer/);
    expect(await view.locator('#twin-tables').innerText()).toMatch(/rung\s+1/);
    await view.locator('#twin .steps button', { hasText: /^1 / }).first().click();
    await stands('Step 1 of 3');
    expect(await beside()).toMatch(/Step 1 of 2: Ringer: ring/);
    await view.evaluate(AXE, '');
    for (const [theme, kind] of THEMES) {
      await code.dress(theme);
      await until(theme, async () => (await view.evaluate(() => document.body.dataset.vscodeThemeKind, '')) === kind);
      expect((await view.evaluate<Audit>(AUDIT, '')).violations).toEqual([]);
    }
    await code.screenshot('view-twin');
    await view.locator('#others').first().selectOption('');
    expect([await view.locator('#twin').first().isVisible(), await view.locator('#twin-state').first().isVisible()]).toEqual([
      false,
      false,
    ]);
  });

  test('in a run of 200 steps and 20 nodes a step takes less than a frame', async () => {
    await code.open('ring.proviso');
    await until('its verdict', async () => /as expected/.test(await code.status()));
    await code.command('Proviso: Show Counterexample');
    view = await code.view('Never');
    await until('all lanes', async () => (await view.locator('#run .lanes span').count()) === 20);
    const times = await view.evaluate(() => {
      const taken: number[] = [];
      for (let i = 0; i < 200; i++) {
        const begin = performance.now();
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, cancelable: true }));
        // Style and layout are done when somebody asks for a result of them.
        document.body.getBoundingClientRect();
        document.querySelector('#run')?.scrollTop;
        taken.push(performance.now() - begin);
      }
      return taken.sort((a, b) => a - b);
    }, '');
    await stands('Step 200 of 200');
    console.log(`one of 200 steps with 20 nodes: median ${times[100].toFixed(1)} ms, longest ${times[199].toFixed(1)} ms`);
    await code.screenshot('view-ring');
  });

  test('a log: the event that is not explained stands behind the run, with what would have to give', async () => {
    await code.open('lock.proviso');
    await code.choose('run.jsonl', 'Check a Log');
    view = await code.view('run.jsonl');
    const title = () => view.locator('#title').innerText();
    await until('an answer', async () => (await title()) === 'run.jsonl: conforms to UnfencedLock under Paused');
    await view.locator('#tick').fill('100ms');
    await view.locator('#tick').press('Enter');
    await until('one with times', async () => (await title()) === 'run.jsonl: 3 of 5 events are explained by UnfencedLock under Paused');
    expect(await view.locator('#at').innerText()).toBe('Step 5 of 5, time 1');
    expect(await view.locator('#now').innerText()).toMatch(/explains run\.jsonl:4$/);
    expect(await view.locator('#run .tail').innerText()).toBe('✗ run.jsonl:5 is not explained: resume Client#1');
    expect(await view.locator('#log').innerText()).toMatch(/possible at tick 5, logged at tick 6 to 7/);
    await until('what would have to give', async () => /needs pause Client <= 4/.test(await view.locator('#needs').innerText()));
    expect(await view.locator('#what-if').isVisible()).toBe(false);
    await view.evaluate(AXE, '');
    expect((await view.evaluate<Audit>(AUDIT, '')).violations).toEqual([]);
    await code.screenshot('view-log');
    await view.locator('#log button').first().click();
    await until('the log at its line', async () => /Ln 5/.test((await code.page.locator('.statusbar-item').allInnerTexts()).join()));
  });

  test('a log that is dropped into the text opens, and the text stays as it is', async () => {
    await code.open('lock.proviso');
    await code.drop('wrong.jsonl', 'lock.proviso');
    const view = await code.view('wrong.jsonl');
    const values = view.locator('#log .values td');
    await until('what was logged', async () => (await values.count()) > 0);
    expect(await values.allInnerTexts()).toEqual(['Client#2', 'Client#1']);
    expect(code.read('lock.proviso')).toBe(LOCK);
    expect(await code.page.locator('.tab.dirty').count()).toBe(0);
  });

  test('a run that the configuration names is a test, whose failure leads to the view', async () => {
    await code.command('Testing: Focus on Test Explorer View');
    const row = (text: string) => code.page.locator('.test-explorer .monaco-list-row', { hasText: text }).first();
    await row('lock.proviso').locator('.monaco-tl-twistie').click();
    await row('Logs: nightly').click();
    await row('Logs: nightly').locator('[aria-label^="Run Test"]').first().click();
    await until('its failure', async () => /Failed/.test((await row('Logs: nightly').getAttribute('aria-label')) ?? ''));
    await code.screenshot('explorer-logs');
    await row('conforms (a tick is 100ms)').click();
    await row('conforms (a tick is 100ms)').locator('[aria-label="Show the Run Step by Step"]').first().click();
    const view = await code.view('run.jsonl');
    await until('the run', async () => /3 of 5/.test(await view.locator('#title').innerText()));
  });
});

/** The text of the line that the view lights. */
function litLine(code: VSCode): Promise<string> {
  return code.page.evaluate(() => {
    const lit = [...document.querySelectorAll('.monaco-editor .view-overlays .cdr')].find((one) =>
      getComputedStyle(one).backgroundColor.includes('255, 215, 0'),
    );
    const top = lit?.getBoundingClientRect().top ?? -1;
    const lines = [...document.querySelectorAll('.monaco-editor .view-lines .view-line')];
    const line = lines.find((one) => Math.abs(one.getBoundingClientRect().top - top) < 2);
    return (line?.textContent ?? '').replaceAll('\u00a0', ' ');
  }, '');
}
