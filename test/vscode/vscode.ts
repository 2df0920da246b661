/// <reference lib="dom" />
/** A window of VS Code with the extension in it, of a user who has just come, and what a person does with mouse and keyboard. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Context, chromium, type Server, sharedServer } from './shared.ts';
import { insist, PATIENCE, until } from './until.ts';

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

const SETTINGS = {
  'chat.disableAIFeatures': true,
  'editor.accessibilitySupport': 'off',
  'editor.cursorBlinking': 'solid',
  'editor.hover.delay': 100,
  'editor.minimap.enabled': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'git.enabled': false,
  // It looks through all processes of the machine, every two seconds.
  'remote.autoForwardPorts': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'window.autoDetectColorScheme': false,
  'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

const SCREENSHOTS = fileURLToPath(new URL('../../build/screenshots', import.meta.url));

/** The window of this worker. */
let shown: VSCode | undefined;

export class VSCode {
  readonly page: Page;
  readonly #server: Server;
  readonly #folder: string;
  readonly #context: Context<Page>;

  private constructor(page: Page, server: Server, folder: string, context: Context<Page>) {
    this.page = page;
    this.#server = server;
    this.#folder = folder;
    this.#context = context;
  }

  /** The window that was there before is closed. `bypassCSP`: what a test puts into a page runs there although its policy forbids it. */
  static async start(
    vsix: string,
    files: Readonly<Record<string, string>>,
    settings: object = {},
    { bypassCSP = false } = {},
  ): Promise<VSCode> {
    await shown?.stop();
    const server = await sharedServer(vsix);
    const folder = server.prepare(files, { ...SETTINGS, ...settings });
    const context = await (await chromium()).newContext<Page>({ viewport: { width: 1400, height: 900 }, bypassCSP });
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    shown = new VSCode(page, server, folder, context);
    await page.goto(server.addressOf(folder));
    await page.waitForSelector('.explorer-folders-view .monaco-list-row', { timeout: 3 * PATIENCE });
    return shown;
  }

  async stop(): Promise<void> {
    if (shown === this) shown = undefined;
    await this.#context.close().catch(() => {});
  }

  async open(name: string): Promise<void> {
    const row = this.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).first();
    const line = this.page.locator(`.monaco-editor[data-uri$="/${name}"] .view-line`).first();
    await insist(
      name,
      async () => {
        await row.dblclick();
        await this.away();
      },
      () => line.isVisible(),
    );
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
    const input = page.locator('.quick-input-widget input').first();
    const keys = async () => {
      if (await input.isVisible()) return;
      await page.keyboard.press('Control+k');
      await page.keyboard.press('Control+t');
    };
    await insist('the list of themes', keys, () => input.isVisible());
    await input.fill(theme);
    await page.locator('.quick-input-list .monaco-list-row', { hasText: theme }).first().click();
    await input.waitFor({ state: 'hidden' });
  }

  /** A file of the folder; null where there is none. */
  read(name: string): string | null {
    const path = join(this.#folder, name);
    return existsSync(path) ? readFileSync(path, 'utf8') : null;
  }

  /** A file of the folder is written outside of the editor; null: it is removed. */
  write(name: string, text: string | null): void {
    const path = join(this.#folder, name);
    if (text === null) rmSync(path);
    else writeFileSync(path, text);
  }

  async command(title: string): Promise<void> {
    const { page } = this;
    const input = page.locator('.quick-input-widget input').first();
    const row = page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first();
    const asked = `>${title}`;
    // The list has the commands that were there when it was opened: one that comes with the extension's first items is in a later list.
    const ask = async () => {
      if (await input.isVisible()) await page.keyboard.press('Escape');
      await page.keyboard.press('F1');
      if (await isShown(input)) await input.fill(asked);
    };
    await insist(`the command ${title}`, ask, () => row.isVisible());
    const given = (selector: string) => document.querySelector<HTMLInputElement>(selector)?.value ?? null;
    // A window that is loaded again goes away while it is asked.
    const isOver = async () =>
      !(await input.isVisible()) || (await page.evaluate(given, '.quick-input-widget input').catch(() => null)) !== asked;
    await insist(`the end of the list for ${title}`, async () => (await isOver()) || page.keyboard.press('Enter'), isOver);
  }

  /** The cursor at a line and column, each from 1. */
  async goTo(line: number, column: number): Promise<void> {
    const { page } = this;
    const input = page.locator('.quick-input-widget input').first();
    // What has just had the focus may have taken the key.
    await insist(
      'the question for a line',
      () => page.keyboard.press('Control+g'),
      () => input.isVisible(),
    );
    await input.fill(`:${line}:${column}`);
    const isOver = async () => !(await input.isVisible());
    await insist('its answer taken', async () => (await isOver()) || page.keyboard.press('Enter'), isOver);
    const isBack = () => page.evaluate((editor) => document.activeElement?.closest(editor) !== null, '.monaco-editor');
    await until('the focus back in the text', isBack);
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

  /** Rests the pointer on a word and waits for what is told there, until it has these words. */
  async hover(word: string, told: RegExp): Promise<Locator> {
    const { page } = this;
    const shown = page.locator('.monaco-hover:visible').first();
    const rest = async () => {
      await page.keyboard.press('Escape');
      await this.away();
      await until('no other hover', async () => !(await shown.isVisible()));
      const { x, y } = await this.placeOf(word);
      await page.mouse.move(x - 4, y);
      await page.mouse.move(x, y);
    };
    // What comes late replaces what is shown, and lenses move the text away under the pointer.
    const isTold = async () => told.test((await shown.allInnerTexts()).join()) && shown;
    return insist(`what is told of ${word}`, rest, isTold);
  }

  /** The frame of the counterexample view that shows this property, once it has a run. */
  async view(property: string): Promise<Frame> {
    return until(`the view of ${property}`, async () => {
      for (const frame of this.page.frames()) {
        // A frame may go away while it is asked.
        const titles = await frame
          .locator('#title')
          .allInnerTexts()
          .catch((): string[] => []);
        if (titles.some((title) => title.startsWith(`${property}:`))) return frame;
      }
      return null;
    });
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
    return this.#server.processes('proviso-server.mjs');
  }

  async screenshot(name: string): Promise<void> {
    mkdirSync(SCREENSHOTS, { recursive: true });
    await this.page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
  }
}

/** Now or soon. */
export function isShown(what: Locator): Promise<boolean> {
  return succeeds(what.waitFor({ state: 'visible', timeout: 5_000 }));
}

export function succeeds(what: Promise<unknown>): Promise<boolean> {
  return what.then(
    () => true,
    () => false,
  );
}
