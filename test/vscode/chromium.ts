/** Pages in the Chromium of the worker, each in a fresh profile and watched: whatever their consoles say is a problem. */
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { serveFolder } from '../../playground/static-host.ts';
import { root } from './packed.ts';
import { type Browser, type Context, chromium } from './shared.ts';
import { PATIENCE, until } from './until.ts';

const shots = root('build/screenshots/');
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Locator {
  click(): Promise<void>;
  fill(text: string): Promise<void>;
  hover(): Promise<void>;
  innerText(): Promise<string>;
  inputValue(): Promise<string>;
  first(): Locator;
  count(): Promise<number>;
  isVisible(): Promise<boolean>;
  textContent(): Promise<string | null>;
  waitFor(options?: { state?: 'visible' | 'hidden' | 'attached'; timeout?: number }): Promise<void>;
}
interface Frame {
  locator(selector: string, options?: { hasText?: string | RegExp }): Locator;
}
export interface Page extends Frame {
  goto(url: string): Promise<unknown>;
  reload(): Promise<unknown>;
  waitForURL(address: RegExp): Promise<void>;
  evaluate<T>(code: string): Promise<T>;
  workers(): readonly unknown[];
  frameLocator(selector: string): Frame;
  route(
    url: string,
    answer: (route: { fulfill(answer: { body: string; contentType: string }): Promise<void> }) => Promise<void>,
  ): Promise<void>;
  screenshot(options: { path: string }): Promise<unknown>;
  on(event: string, listener: (what: { type?(): string; text?(): string; message?: string; url?(): string }) => void): void;
  keyboard: { press(key: string): Promise<void>; type(text: string): Promise<void> };
}
interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
}
interface Axe {
  readonly violations: readonly Violation[];
  readonly passes: readonly Violation[];
}

export const SIZES = { phone: [390, 844], tablet: [820, 1180], desktop: [1440, 900] } as const;
export type Size = keyof typeof SIZES;

/** The page's policy lets no text become code, so that a condition is asked again and again from here. */
export const comes = (page: Page, condition: string) => until(condition, () => page.evaluate<boolean>(condition));

class Visits {
  readonly #browser: Browser;
  readonly #contexts: Context<Page>[] = [];
  /** what a console has said since the last test */
  problems: string[] = [];

  constructor(browser: Browser) {
    this.#browser = browser;
  }

  async visit(address: string, size: Size = 'desktop', more: object = {}): Promise<[Page, Context<Page>]> {
    const [width, height] = SIZES[size];
    const touch = size === 'desktop' ? {} : { isMobile: true, hasTouch: true };
    const context = await this.#browser.newContext<Page>({ viewport: { width, height }, serviceWorkers: 'allow', ...touch, ...more });
    this.#contexts.push(context);
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    page.on('console', (message) => {
      if (!message.text?.().includes('blocked by Playwright')) this.problems.push(`${message.type?.()}: ${message.text?.()}`);
    });
    page.on('pageerror', (error) => this.problems.push(error.message ?? ''));
    await page.goto(address);
    return [page, context];
  }

  /** Axe's rules, and a screenshot to look at. The counterexample view has its own. */
  async accessible(page: Page, name: string): Promise<void> {
    mkdirSync(shots, { recursive: true });
    await page.screenshot({ path: `${shots}${name}.png` });
    // Axe tries a style, which the policy refuses.
    expect(this.problems).toEqual([]);
    await page.evaluate(AXE);
    const { violations, passes } = await page.evaluate<Axe>('axe.run(document, { iframes: false })');
    expect(passes.map(({ id }) => id)).toEqual(expect.arrayContaining(['color-contrast', 'document-title', 'button-name']));
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0].target.join(' ')}: ${nodes[0].failureSummary}`)).toEqual([]);
    this.problems = [];
  }

  async close(): Promise<void> {
    for (const context of this.#contexts.splice(0)) await context.close();
    this.problems = [];
  }
}

export type Host = Awaited<ReturnType<typeof serveFolder>>;

/** A folder that is served while the tests of a `describe` run, and a browser to look at it with. */
export interface Hosted {
  readonly host: Host;
  readonly visits: Visits;
}

export function hosted(folder: URL): () => Hosted {
  let now: Hosted | undefined;
  beforeAll(async () => {
    now = { host: await serveFolder(folder), visits: new Visits(await chromium()) };
  });
  afterEach(() => now?.visits.close());
  afterAll(() => now?.host.close());
  return () => now!;
}
