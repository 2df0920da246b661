/** The extension as a person meets it: installed from its .vsix in a real VS Code, in a real browser. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { missing, root, vsix } from './packed.ts';
import { insist, until } from './until.ts';
import { VSCode } from './vscode.ts';

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

const SWEEP = `system Counter {
  const LIMIT = 2
  node Server {
    n: 0..9 = 0
    action count when n < LIMIT { n += 1 }
  }
  safety Small: always Server.n <= 2
}

assume Calm { timing async }
check Calm for LIMIT in 2..3 { Small holds when LIMIT <= 2 }
`;

describe.skipIf(missing !== null)('the extension in VS Code', () => {
  let code: VSCode;

  beforeAll(async () => {
    code = await VSCode.start(vsix, {
      'example.proviso': EXAMPLE,
      'sweep.proviso': SWEEP,
      'broken.proviso': EXAMPLE.replace('timing', 'network { lossy }\n  timing'),
      'unfenced-lock.proviso': readFileSync(root('samples/unfenced-lock.proviso'), 'utf8'),
    });
  });
  afterAll(async () => {
    await code?.stop();
  });

  test('a file opens with its verdicts at the ends of lines', async () => {
    await code.open('example.proviso');
    const line = await until('a verdict', async () =>
      (await code.lines()).split('\n').find((text) => /safety InTime.*(✓|holds)/.test(text)),
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
    const line = await until('the broken verdict', async () =>
      (await code.lines()).split('\n').find((text) => /safety InTime.*(✗|breaks)/.test(text)),
    );
    expect(line).toMatch(/✗ Question from Client to Server is lost: breaks under Fast/);
    await until('a squiggle', async () => (await code.page.locator('.squiggly-error').count()) > 0);
    await until('a lens', async () => (await code.page.locator('.codelens-decoration').count()) > 0);
    await code.screenshot('broken');
  });

  test('the hover of the broken property shows the story', async () => {
    const shown = await code.hover('InTime', /is lost[\s\S]*what happened/);
    const text = await shown.innerText();
    // The story and the picture come first: no list of steps stands before them.
    expect(text).not.toMatch(/example\.proviso\(\d+, \d+\)/);
    expect(text.indexOf('is lost')).toBeLessThan(text.indexOf('what happened'));
    const drawn = await until('the picture of the run', () => widthOf(code, '.monaco-hover img'));
    expect(drawn).toBeGreaterThan(200);
    await code.screenshot('hover');
  });

  test('typing with a syntax error keeps the verdict, greyed, and moves no line', async () => {
    const property = async () => ({
      line: (await code.lines()).split('\n').find((text) => /safety InTime/.test(text)) ?? '',
      y: (await code.placeOf('InTime')).y,
    });
    // The editor scrolls to the cursor.
    await code.goTo(9, 21);
    await code.page.waitForTimeout(500);
    const before = await property();
    await code.page.keyboard.type(' =');
    await until('the error', async () => /\b\d+ errors?\b/.test(await code.status()));
    const [after, grey] = [await property(), await endColour(code, 'safety InTime')];
    expect(after).toEqual(before);
    await code.screenshot('typing');
    await code.page.keyboard.press('Backspace');
    await code.page.keyboard.press('Backspace');
    await until('the verdict again', async () => /unexpected/.test(await code.status()));
    const again = await endColour(code, 'safety InTime');
    expect([grey, again]).not.toContain('');
    expect(again).not.toBe(grey);
  });

  test('a misspelt name is a problem at once; a quick fix repairs it', async () => {
    await code.goTo(9, 8);
    await code.page.keyboard.press('Delete');
    await until('the problem', async () => /\b1 error\b/.test(await code.status()));
    await code.screenshot('misspelt');
    await code.page.keyboard.press('Control+.');
    await code.page.locator('.action-widget .monaco-list-row', { hasText: 'Write' }).first().waitFor();
    await code.page.keyboard.press('Enter');
    await until('the verdict again', async () => /unexpected/.test(await code.status()));
    expect(await code.lines()).toContain('waiting = true');
  });

  test('a name given another changes everywhere', async () => {
    await code.goTo(4, 12);
    await code.page.keyboard.press('F2');
    const input = code.page.locator('.rename-box input').first();
    await input.waitFor({ state: 'visible' });
    await input.fill('Reply');
    await code.page.keyboard.press('Enter');
    const text = await until('the new name', async () => {
      const lines = await code.lines();
      return (lines.match(/\bReply\b/g) ?? []).length >= 3 && lines;
    });
    expect(text).not.toMatch(/\bAnswer\b/);
  });

  test('a constant that a check sweeps changes there too', async () => {
    await code.open('sweep.proviso');
    await until('its verdicts', async () => /2 verdicts as expected/.test(await code.status()));
    await code.goTo(2, 9);
    await code.page.keyboard.press('F2');
    const input = code.page.locator('.rename-box input').first();
    await input.waitFor({ state: 'visible' });
    await input.fill('MOST');
    await code.page.keyboard.press('Enter');
    await until('the new name', async () => ((await code.lines()).match(/\bMOST\b/g) ?? []).length >= 4);
    // The verdict at the end of a line has it too, once it has been found again.
    await until('the old one gone', async () => !/\bLIMIT\b/.test(await code.lines()));
    await until('its verdicts', async () => /2 verdicts as expected/.test(await code.status()));
    await code.screenshot('renamed');
    await code.open('example.proviso');
  });

  test('a word is explained by where it stands', async () => {
    await code.hover('within', /at most k ticks later/);
    await code.page.keyboard.press('Escape');
  });

  test('completion knows the messages', async () => {
    await code.goTo(16, 26);
    await code.page.keyboard.press('Control+Space');
    const offered = await until('completions', async () => {
      const texts = await code.page.locator('.suggest-widget .monaco-list-row').allInnerTexts();
      return texts.length > 0 && texts;
    });
    expect(offered.join(' ')).toMatch(/Reply|Question|reply/);
    await code.page.keyboard.press('Escape');
  });

  test('the lens shows the counterexample', async () => {
    await code.goTo(1, 1);
    await code.page.locator('.codelens-decoration a', { hasText: 'show counterexample' }).first().click();
    const view = await code.view('InTime');
    expect(await view.locator('#story').innerText()).toMatch(/InTime fails/);
    await code.screenshot('view');
    await code.command('View: Close All Editors in Group');
  });

  test('a node has the colour of a node, and a message that of a message', async () => {
    const classOf = (word: string) =>
      code.page.evaluate((wanted) => {
        const spans = [...document.querySelectorAll('.monaco-editor .view-lines .view-line span span')];
        return spans.find((span) => span.textContent === wanted)?.className ?? '';
      }, word);
    const [node, variable] = [await classOf('Client'), await classOf('waiting')];
    expect(node).not.toBe('');
    expect(node).not.toBe(variable);
  });

  test('another server does what the first one did', async () => {
    const [first] = code.languageServers();
    await code.command('Proviso: Restart the Language Server');
    await until('another server', async () => code.languageServers().some((one) => one !== first));
    await until('the verdict of the new server', async () => /safety InTime.*(✗|breaks)/.test(await code.lines()));
    await until('its problems', async () => (await code.page.locator('.squiggly-error').count()) > 1);
  });

  test('a server that is killed is started again', async () => {
    const killed = code.languageServers();
    expect(killed.length).toBe(1);
    process.kill(killed[0], 'SIGKILL');
    await until('another server', async () => code.languageServers().some((one) => one !== killed[0]));
    await until('its verdict', async () => /safety InTime.*(✗|breaks)/.test(await code.lines()));
    await until('its status', async () => /unexpected/.test(await code.status()));
    // The editor is light, and the new server was notified.
    await code.hover('InTime', /is lost/);
    const source = await until('the picture of the run', () => sourceOf(code, '.monaco-hover img'));
    expect(Buffer.from(source.split('base64,')[1], 'base64').toString()).toContain('fill="#ffffff"');
    await code.screenshot('after-a-kill');
    await code.page.keyboard.press('Escape');
  });

  test('a quick fix takes what was found for what is expected', async () => {
    const fix = code.page.locator('.action-widget .monaco-list-row', { hasText: 'Expect InTime to be violated' }).first();
    const ask = async () => {
      await code.page.keyboard.press('Escape');
      await code.goTo(27, 24);
      await code.page.keyboard.press('Control+.');
    };
    await insist('the quick fix', ask, () => fix.isVisible());
    await code.screenshot('quick-fix');
    await code.page.keyboard.press('Enter');
    await until('a status that is as expected', async () => /1 verdict as expected/.test(await code.status()));
    expect(await code.lines()).toContain('InTime violated');
  });

  test('formatting puts the file in its standard form', async () => {
    await code.goTo(24, 1);
    await code.page.keyboard.type('       ');
    await code.command('Format Document');
    await until('the standard form', async () => /^ {2}timing sync/m.test(await code.lines()));
  });

  test('a large check gives way to an edit', async () => {
    await code.open('unfenced-lock.proviso');
    await until('a running check', async () => /states/.test(await code.status()) || /checking/.test(await code.lines()));
    await code.goTo(1, 1);
    await code.page.keyboard.type('// edited ');
    await until('all verdicts', async () => /28 verdicts as expected/.test(await code.status()));
    await code.screenshot('unfenced-lock');
  });

  test('the story and the colours on the screen in dark, light and high contrast', async () => {
    await code.open('broken.proviso');
    await until('the broken verdict', async () => /breaks/.test(await code.lines()));
    for (const theme of ['Dark Modern', 'Light Modern', 'Dark High Contrast']) {
      await code.dress(theme);
      await code.hover('InTime', /is lost/);
      const words = 'safety leads within assume timing sync delay pause network lossy check holds send optional'.split(' ');
      // Colours come a moment after the theme.
      await until(`colours in ${theme}`, async () => (await plainWords(code, words)).length === 0);
      await code.screenshot(theme.replaceAll(' ', '-').toLowerCase());
    }
  });

  test('a folder that nobody trusts is checked too; and where typing checks nothing, the status bar does', async () => {
    const other = await VSCode.start(
      vsix,
      { 'example.proviso': EXAMPLE },
      {
        'security.workspace.trust.enabled': true,
        'security.workspace.trust.startupPrompt': 'never',
        'security.workspace.trust.banner': 'never',
        'proviso.check.onType': false,
      },
    );
    try {
      await other.open('example.proviso');
      await until('the restricted mode', async () => (await other.page.locator('.statusbar-item', { hasText: 'Restricted' }).count()) > 0);
      await until('that nothing is checked', async () => /not checked/.test(await other.status()));
      await other.page.locator('.statusbar-item a', { hasText: 'Proviso' }).first().click();
      await until('the verdict', async () => /1 verdict as expected/.test(await other.status()));
      await other.screenshot('restricted');
    } finally {
      await other.stop();
    }
  });
});

/** Of an image that is drawn: how wide. */
function widthOf(code: VSCode, image: string): Promise<number | null> {
  return code.page.evaluate((selector) => document.querySelector<HTMLImageElement>(selector)?.naturalWidth || null, image);
}

function sourceOf(code: VSCode, image: string): Promise<string | null> {
  return code.page.evaluate((selector) => document.querySelector<HTMLImageElement>(selector)?.src ?? null, image);
}

/** The colour of the verdict behind the line that has these words. */
function endColour(code: VSCode, words: string): Promise<string> {
  return code.page.evaluate((wanted) => {
    const line = [...document.querySelectorAll('.monaco-editor .view-lines .view-line')].find((one) =>
      (one.textContent ?? '').replaceAll('\u00a0', ' ').includes(wanted),
    );
    const styles = [...(line?.querySelectorAll('span') ?? [])].map((span) => getComputedStyle(span, '::after'));
    return styles.find(({ content }) => content !== 'none' && content !== 'normal')?.color ?? '';
  }, words);
}

/** Those of the words that have the colour of plain text. */
async function plainWords(code: VSCode, words: readonly string[]): Promise<string[]> {
  const colours = await code.page.evaluate(() => {
    const spans = [...document.querySelectorAll('.monaco-editor .view-lines .view-line span span')];
    const plain = document.createElement('span');
    plain.className = 'mtk1';
    document.querySelector('.monaco-editor .view-lines .view-line span')!.append(plain);
    const found = spans.flatMap((span) =>
      (span.textContent ?? '').split(/\W+/).map((word): [string, string] => [word, getComputedStyle(span).color]),
    );
    const foreground = getComputedStyle(plain).color;
    plain.remove();
    return { found, foreground };
  }, '');
  return words.filter((word) => !colours.found.some(([text, colour]) => text === word && colour !== colours.foreground));
}
