/** What if, in a real VS Code: steps chosen by keys alone, said when something breaks, kept over a reload, saved as a scenario of the file. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { missing, root, vsix } from './packed.ts';
import { insist, until } from './until.ts';
import { type Frame, VSCode } from './vscode.ts';

if (missing !== null) console.log(`skipped: ${missing}`);

const COMMIT = readFileSync(root('samples/two-phase-commit.proviso'), 'utf8');
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const AUDIT = `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].target.join(' ') + ': ' + nodes[0].failureSummary))`;
const THEMES = [
  ['Dark High Contrast', 'vscode-high-contrast'],
  ['Light High Contrast', 'vscode-high-contrast-light'],
  ['Dark Modern', 'vscode-dark'],
  ['Light Modern', 'vscode-light'],
];

/** Its claim is wrong, and there is no check. */
const CLAIM = `system Handover {
  message Token
  node Holder[2] {
    mood: 0..2 = any
    holds: bool = self == Holder#1
    optional action pass when holds { holds = false; broadcast Token to Holder }
    on Token { holds = true }
  }
  safety AtMostOne: never (exists a, b in Holder where a != b: a.holds and b.holds)
}
assume Copying { timing async  network { duplicating up to 1 } }
provisos Copying over duplications { AtMostOne holds when duplications <= 1 }
`;

describe.skipIf(missing !== null)('what if', () => {
  let code: VSCode;
  let view: Frame;
  const text = (id: string) => view.locator(`#${id}`).innerText();
  const stands = (place: string) => until(place, async () => (await text('at')) === place);
  const key = (name: string) => code.page.keyboard.press(name);
  const focused = () => view.evaluate(() => document.activeElement?.textContent ?? '', '');
  const isInList = () => view.evaluate(() => document.activeElement?.matches('#options button') === true, '');
  /** A list that is asked for takes the focus when it comes: keys that are pressed before go elsewhere. */
  const leave = async () => {
    await until('its first row', isInList);
    await key('Escape');
    await until('the focus on the step', async () => !(await isInList()));
  };
  /** Goes down the list to the row with these words, by keys alone. */
  const choose = async (words: string) => {
    await insist('a row with the focus', async () => (await isInList()) || key('w'), isInList);
    await until(words, async () => {
      if ((await focused()).includes(words)) return true;
      await key('ArrowDown');
      return false;
    });
    await key('Enter');
    await until('a run by hand', async () => (await text('title')).startsWith('Agreed: a run by hand'));
  };

  beforeAll(async () => {
    code = await VSCode.start(vsix, { 'commit.proviso': COMMIT, 'claim.proviso': CLAIM }, {}, { bypassCSP: true });
    await code.open('commit.proviso');
    await until('its verdicts', async () => /as expected/.test(await code.status()));
    await code.goTo(COMMIT.slice(0, COMMIT.indexOf('safety Agreed')).split('\n').length, 12);
    await code.command('Proviso: Show Counterexample');
    view = await code.view('Agreed');
  });
  afterAll(async () => {
    await code?.stop();
  });

  test('what can come next is listed, with what each step needs and what it breaks', async () => {
    await stands('Start');
    await view.locator('#steps button', { hasText: /^11 / }).first().click();
    await stands('Step 11 of 12');
    await key('w');
    await until('the list', async () => /steps can come next\.$/.test(await text('options-say')));
    const rows = await view.locator('#options button').allInnerTexts();
    expect(rows.filter((row) => /breaks Agreed/.test(row))).toHaveLength(1);
    expect(rows.find((row) => /breaks Agreed/.test(row))).toMatch(/^Participant#2: Decided\(decision: abort\).*the run goes on so/s);
    expect(rows.some((row) => /is lost\.\s+assumed: loss$/.test(row))).toBe(true);
    expect(await view.locator('#held li').allInnerTexts()).toEqual(['No more of this: a crash of Coordinator with amnesia, 1 of 1 used.']);
    expect(await view.locator('#guarded li').allInnerTexts()).toContain(
      `Participant#1: ask: \`state == prepared\` is false: state is committed, line ${COMMIT.slice(0, COMMIT.indexOf('action ask')).split('\n').length}`,
    );
    await key('Escape');
    await until('the focus on the step', async () => /^11 /.test(await focused()));
  });

  test('a step is chosen by keys; that it breaks something is said at once', async () => {
    await choose('Participant#2: Decided(decision: abort)');
    await stands('Step 12 of 12');
    expect(await text('now')).toMatch(/^Agreed is violated\. Participant#2: Decided/);
    await leave();
    await key('ArrowLeft');
    await stands('Step 11 of 12');
    await choose('Participant#2: ask');
    await stands('Step 12 of 12');
    await until('its first row', isInList);
    expect(await text('now')).toMatch(/^Participant#2: ask/);
    expect(await text('story')).toBe('As the run of the verdict up to step 11, then one step that was chosen.');
    await view.locator('#others').first().selectOption('own');
    await until('both runs', async () => /same up to step 11\./.test(await view.locator('#compared').innerText()));
    await view.locator('#others').first().selectOption('');
  });

  test('axe finds nothing, in all four kinds of themes', async () => {
    await view.evaluate(AXE, '');
    for (const [theme, kind] of THEMES) {
      await code.dress(theme);
      await until(theme, async () => (await view.evaluate(() => document.body.dataset.vscodeThemeKind, '')) === kind);
      await view.locator('#what-if-title').first().click();
      await view.locator('#what-if-title').first().click();
      await until('the list', async () => (await view.locator('#options:not([inert]) button').count()) > 2);
      await code.screenshot(`what-if-${kind}`);
      expect(await view.evaluate<readonly string[]>(AUDIT, '')).toEqual([]);
    }
  });

  test('it comes back when the window is loaded again', async () => {
    await code.reload(view);
    view = await code.view('Agreed');
    await until('the run by hand', async () => (await text('title')).startsWith('Agreed: a run by hand'));
    await stands('Step 12 of 12');
  });

  test('it is saved as a scenario, which the check reaches', async () => {
    await view.locator('#save-scenario').first().click();
    await until('the verdict of the scenario', async () => /scenario AgreedRun \{.*reached: 1 fault, 12 steps/.test(await code.lines()));
    await code.screenshot('what-if-scenario');
    await code.command('File: Save');
    const saved = await until('the file', async () => (code.read('commit.proviso') !== COMMIT ? code.read('commit.proviso') : null));
    expect(saved).toContain('    Coordinator: forgets\n    Coordinator: restarts\n    Participant#2: ask\n  }\n}\n');
    expect(saved).toMatch(/check Forgets \{[^}]*AgreedRun reached/);
    expect(saved).toMatch(/check Stops \{[^}]*AgreedRun unreached/);
    expect(await text('title')).toMatch(/^Agreed: a run by hand/);
  });

  test('an edit of what can happen ends it, and says so', async () => {
    const before = COMMIT.split('\n').findIndex((line) => line.includes('action ask'));
    const [line] = COMMIT.split('\n').slice(before);
    const shows = async (words: string) => (await code.lines()).includes(words.trim());
    const isEdited = () => shows(line.replace(/\}$/, '; state = state }'));
    // A key that is swallowed leaves another text.
    const edit = async () => {
      if (await isEdited()) return;
      if (!(await shows(line))) await code.command('File: Revert File');
      await code.goTo(before + 1, 1);
      await key('End');
      await key('ArrowLeft');
      await code.page.keyboard.type('; state = state ');
    };
    await insist('the edit', edit, isEdited);
    await until('that it has ended', async () => /^The run by hand has ended: the system/.test(await text('note')));
    expect(await text('title')).toMatch(/^Agreed: violated/);
  });

  test('the run that shows a claim to be wrong opens at its lens, and another one begins elsewhere', async () => {
    await code.open('claim.proviso');
    await until('its claim', async () => /1 of 1 claim wrong/.test(await code.lines()));
    await code.page.locator('.codelens-decoration a:visible', { hasText: 'show counterexample' }).first().click();
    view = await code.view('AtMostOne');
    expect(await text('title')).toBe('AtMostOne: violated: 1 fault, 5 steps under one duplicated message (provisos Copying)');
    expect(await text('needs')).toMatch(/^Claimed: AtMostOne holds when duplications <= 1: violated under one duplicated message/);
    await key('w');
    await view.locator('#elsewhere summary').first().click();
    await until('other beginnings', async () => /^8 other initial states/.test(await text('starts-say')));
    await view.locator('#starts button').first().click();
    await until('a run by hand', async () => (await text('story')) === 'A run by hand from another initial state.');
    await code.screenshot('what-if-elsewhere');
  });
});
