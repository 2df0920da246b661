/// <reference lib="dom" />
/** One VS Code with the extension in it, in a throw-away profile, and what a person does with mouse and keyboard. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tools } from './tools.ts';

/** Of playwright's what is used here: it is installed beside the project, so its types are not at hand. */
export interface Locator {
  first(): Locator;
  nth(index: number): Locator;
  click(options?: object): Promise<void>;
  dblclick(): Promise<void>;
  fill(text: string): Promise<void>;
  selectOption(value: string): Promise<unknown>;
  waitFor(options?: object): Promise<void>;
  innerText(): Promise<string>;
  isVisible(): Promise<boolean>;
  inputValue(): Promise<string>;
  press(key: string): Promise<void>;
  allInnerTexts(): Promise<string[]>;
  count(): Promise<number>;
  locator(selector: string, options?: object): Locator;
  getAttribute(name: string): Promise<string | null>;
}

/** Of a page or of a frame in it. */
export interface Frame {
  locator(selector: string, options?: object): Locator;
  evaluate<T>(run: ((argument: string) => T) | string, argument: string): Promise<T>;
}

export interface Page {
  frames(): readonly Frame[];
  locator(selector: string, options?: object): Locator;
  readonly keyboard: { press(key: string): Promise<void>; type(text: string): Promise<void> };
  readonly mouse: { move(x: number, y: number): Promise<void> };
  goto(url: string, options?: object): Promise<unknown>;
  waitForSelector(selector: string, options?: object): Promise<unknown>;
  waitForTimeout(milliseconds: number): Promise<void>;
  screenshot(options: object): Promise<unknown>;
  evaluate<T>(run: (argument: string) => T, argument: string): Promise<T>;
}

/** Where a test sets it, folders are not trusted by themselves. */
const TRUST = 'security.workspace.trust.enabled';

const SETTINGS = {
  'chat.disableAIFeatures': true,
  'editor.accessibilitySupport': 'off',
  'editor.hover.delay': 100,
  'editor.minimap.enabled': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'git.enabled': false,
  [TRUST]: false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'window.autoDetectColorScheme': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/** Milliseconds until the editor stands, on a machine with other work. */
const STARTED = 90_000;

const SCREENSHOTS = fileURLToPath(new URL('../../build/screenshots', import.meta.url));

export class VSCode {
  readonly page: Page;
  readonly #root: string;
  readonly #server: ChildProcess;
  readonly #browser: { close(): Promise<void> };

  private constructor(page: Page, root: string, server: ChildProcess, browser: { close(): Promise<void> }) {
    this.page = page;
    this.#root = root;
    this.#server = server;
    this.#browser = browser;
  }

  /** `bypassCSP`: what a test puts into a page runs there although its policy forbids it. */
  static async start(
    vsix: string,
    files: Readonly<Record<string, string>>,
    settings: object = {},
    { bypassCSP = false } = {},
  ): Promise<VSCode> {
    const root = mkdtempSync(join(tmpdir(), 'proviso-vscode-'));
    for (const name of ['home', 'data/User', 'extensions', 'work']) mkdirSync(join(root, name), { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(root, 'work', name), text);
    writeFileSync(join(root, 'data/User/settings.json'), JSON.stringify({ ...SETTINGS, ...settings }));
    const { PORT: _, NODE_OPTIONS: __, ...inherited } = process.env;
    // No marketplace at all: nothing is asked of the network.
    const env = { ...inherited, HOME: join(root, 'home'), EXTENSIONS_GALLERY: '{}' };
    const profile = [
      '--config',
      join(root, 'config.yaml'),
      '--user-data-dir',
      join(root, 'data'),
      '--extensions-dir',
      join(root, 'extensions'),
    ];
    execFileSync(tools.node, [tools.server, ...profile, '--install-extension', vsix], { env, stdio: 'pipe' });
    const port = await freePort();
    const trust = TRUST in settings ? [] : ['--disable-workspace-trust'];
    const quiet = ['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override', ...trust];
    const words = ['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, ...quiet, '--disable-proxy', '--ignore-last-opened'];
    const server = spawn(tools.node, [tools.server, ...words, ...profile], { env, detached: true, stdio: 'ignore' });
    await answers(`http://127.0.0.1:${port}/healthz`);
    const { chromium } = (await import(tools.playwright)) as {
      chromium: { launch(options: object): Promise<{ newPage(options: object): Promise<Page>; close(): Promise<void> }> };
    };
    const browser = await chromium.launch({ executablePath: tools.chromium, args: ['--no-sandbox', '--disable-gpu', '--disable-sync'] });
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 }, bypassCSP });
    await page.goto(`http://127.0.0.1:${port}/?folder=${encodeURIComponent(join(root, 'work'))}`, { timeout: STARTED });
    await page.waitForSelector('.explorer-folders-view .monaco-list-row', { timeout: STARTED });
    return new VSCode(page, root, server, browser);
  }

  async stop(): Promise<void> {
    await this.#browser.close().catch(() => {});
    // The server's children outlive it: the whole group goes.
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      try {
        process.kill(-this.#server.pid!, signal);
      } catch {
        // gone already
      }
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    rmSync(this.#root, { recursive: true, force: true, maxRetries: 5 });
  }

  async open(name: string): Promise<void> {
    await this.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).first().dblclick();
    await this.away();
    await this.page.waitForSelector('.monaco-editor .view-line');
  }

  /** From the menu of a file in the explorer. */
  async choose(name: string, title: string): Promise<void> {
    await this.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).first().click({ button: 'right' });
    const item = this.page.locator('.context-view .monaco-menu .action-item', { hasText: title }).first();
    await item.waitFor({ state: 'visible' });
    await item.click();
  }

  /** A file of the explorer onto the text of another, with Shift held. */
  async drop(name: string, onto: string): Promise<void> {
    await this.page.evaluate(async (both) => {
      const [wanted, shown] = both.split(' ');
      const rows = [...document.querySelectorAll('.explorer-folders-view .monaco-list-row')];
      const row = rows.find((one) => one.textContent?.includes(wanted));
      const text = document.querySelector(`.monaco-editor[data-uri$="${shown}"] .view-lines`);
      if (row === undefined || text === null) throw new Error('there is nothing to drop, or nowhere');
      const dataTransfer = new DataTransfer();
      const fire = async (target: Element, type: string) => {
        // A text that is scrolled begins above what is seen of it.
        const { x, y, height } = (target.closest('.monaco-editor') ?? target).getBoundingClientRect();
        const at = { clientX: x + 80, clientY: y + height / 2, shiftKey: true, dataTransfer };
        target.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, composed: true, ...at }));
        // VS Code opens the place for a drop a moment later.
        await new Promise((resolve) => setTimeout(resolve, 100));
      };
      await fire(row, 'dragstart');
      for (const type of ['dragenter', 'dragover', 'drop']) await fire(text, type);
      await fire(row, 'dragend');
    }, `${name} ${onto}`);
  }

  /** The pointer goes where nothing is: what is told of the row under it covers the next one. */
  away(): Promise<void> {
    return this.page.mouse.move(1200, 870);
  }

  /** `theme`: as the list of themes names it. */
  async dress(theme: string): Promise<void> {
    const { page } = this;
    await page.keyboard.press('Control+k');
    await page.keyboard.press('Control+t');
    const input = page.locator('.quick-input-widget input').first();
    await input.waitFor({ state: 'visible' });
    await input.fill(theme);
    await page.locator('.quick-input-list .monaco-list-row', { hasText: theme }).first().click();
    await page.locator('.quick-input-widget').first().waitFor({ state: 'hidden' });
  }

  /** A file of the folder; null where there is none. */
  read(name: string): string | null {
    const path = join(this.#root, 'work', name);
    return existsSync(path) ? readFileSync(path, 'utf8') : null;
  }

  /** A file of the folder is written outside of the editor; null: it is removed. */
  write(name: string, text: string | null): void {
    const path = join(this.#root, 'work', name);
    if (text === null) rmSync(path);
    else writeFileSync(path, text);
  }

  async command(title: string): Promise<void> {
    const { page } = this;
    const input = page.locator('.quick-input-widget input').first();
    // The list has the commands that were there when it was opened: one that comes with the extension's first items is in a later list.
    await until(`the command ${title}`, async () => {
      await page.keyboard.press('F1');
      if (!(await isShown(input))) return false;
      await input.fill(`>${title}`);
      if (await isShown(page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first())) return true;
      await page.keyboard.press('Escape');
      return false;
    });
    await page.keyboard.press('Enter');
  }

  /** The cursor at a line and column, each from 1. */
  async goTo(line: number, column: number): Promise<void> {
    const { page } = this;
    const input = page.locator('.quick-input-widget input').first();
    // What has just had the focus may have taken the key.
    await until('the question for a line', async () => {
      await page.keyboard.press('Control+g');
      return isShown(input);
    });
    await input.fill(`:${line}:${column}`);
    await page.keyboard.press('Enter');
    await input.waitFor({ state: 'hidden' });
  }

  /** What the lines on the screen say, decorations at their ends included. */
  async lines(): Promise<string> {
    return this.page.evaluate((selector) => {
      const texts = [...document.querySelectorAll(selector)].map((line) => {
        const after = [...line.querySelectorAll('span')].map((span) => getComputedStyle(span, '::after').content);
        return `${line.textContent} ${after.filter((text) => text !== 'none' && text !== 'normal').join(' ')}`;
      });
      return texts.join('\n').replace(/\u00a0/g, ' ');
    }, '.monaco-editor .view-lines .view-line');
  }

  /** Where a word stands on the screen. */
  async placeOf(word: string): Promise<{ x: number; y: number }> {
    return until(`${word} on the screen`, () =>
      this.page.evaluate((wanted) => {
        for (const line of document.querySelectorAll('.monaco-editor .view-lines .view-line')) {
          const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
            const at = (node.textContent ?? '').search(new RegExp(`\\b${wanted}\\b`));
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + wanted.length);
            const box = range.getBoundingClientRect();
            return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
          }
        }
        return null;
      }, word),
    );
  }

  /** Rests the pointer on a word and waits for what is shown there. */
  async hover(word: string): Promise<Locator> {
    const { page } = this;
    const shown = page.locator('.monaco-hover:visible').first();
    for (let attempt = 0; ; attempt++) {
      await page.keyboard.press('Escape');
      await this.away();
      await page.waitForTimeout(300);
      const { x, y } = await this.placeOf(word);
      await page.mouse.move(x - 4, y);
      await page.mouse.move(x, y);
      try {
        await shown.waitFor({ state: 'visible', timeout: 4000 });
        await page.waitForTimeout(500);
        return shown;
      } catch (error) {
        // Lenses that arrive late move the text away under the pointer.
        if (attempt === 3) throw error;
      }
    }
  }

  /** The frame of the counterexample view that shows this property, once it has a run. */
  async view(property: string): Promise<Frame> {
    return until(
      `the view of ${property}`,
      async () => {
        for (const frame of this.page.frames()) {
          // A frame may go away while it is asked.
          const titles = await frame
            .locator('#title')
            .allInnerTexts()
            .catch((): string[] => []);
          if (titles.some((title) => title.startsWith(`${property}:`))) return frame;
        }
        return null;
      },
      30_000,
    );
  }

  /** What the extension says in the status bar. */
  async status(): Promise<string> {
    return (await this.page.locator('.statusbar-item', { hasText: 'Proviso' }).allInnerTexts()).join(' ');
  }

  /** Loads the window again; resolves when this frame of the view is gone. */
  async reload(view: Frame): Promise<void> {
    await this.command('Developer: Reload Window');
    await until('the old view gone', async () => !(await succeeds(view.locator('#at').count())));
  }

  /** The processes of the language server; more than one only while one is being replaced. */
  languageServers(): number[] {
    return readdirSync('/proc').flatMap((name) => {
      try {
        const words = readFileSync(`/proc/${name}/cmdline`, 'utf8');
        return words.includes(this.#root) && words.includes('proviso-server.mjs') ? [Number(name)] : [];
      } catch {
        // No process, or one that has just ended.
        return [];
      }
    });
  }

  async screenshot(name: string): Promise<void> {
    mkdirSync(SCREENSHOTS, { recursive: true });
    await this.page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
  }
}

/** Now or soon. */
export function isShown(what: Locator): Promise<boolean> {
  return succeeds(what.waitFor({ state: 'visible', timeout: 2_000 }));
}

export function succeeds(what: Promise<unknown>): Promise<boolean> {
  return what.then(
    () => true,
    () => false,
  );
}

/** Asks until there is an answer. */
export async function until<T>(what: string, ask: () => Promise<T | null | false | undefined>, milliseconds = 20_000): Promise<T> {
  for (const end = Date.now() + milliseconds; ; ) {
    const answer = await ask();
    if (answer !== null && answer !== false && answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

async function answers(url: string): Promise<void> {
  await until(
    'the server',
    () =>
      fetch(url).then(
        (response) => response.ok,
        () => false,
      ),
    60_000,
  );
}
