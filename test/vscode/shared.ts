/**
 * What all files of a worker share: one server of VS Code in which the extension is installed, and one Chromium. Each window has a
 * folder, settings and a context of its own. What is still there when the tests have ended is ended by `endAll`: see setup.ts.
 */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tools } from './tools.ts';
import { until } from './until.ts';

/** Of playwright's what is used here: it is installed beside the project, so its types are not at hand. `P` is what is used of a page. */
export interface Context<P> {
  newPage(): Promise<P>;
  setDefaultTimeout(milliseconds: number): void;
  setOffline(isOffline: boolean): Promise<void>;
  close(): Promise<void>;
}
export interface Browser {
  newContext<P>(options?: object): Promise<Context<P>>;
  isConnected(): boolean;
  close(): Promise<void>;
}

let browser: Browser | undefined;

/** Another one where the first has ended by itself. */
export async function chromium(): Promise<Browser> {
  if (browser?.isConnected()) return browser;
  const playwright = (await import(tools.playwright)) as { chromium: { launch(options: object): Promise<Browser> } };
  browser = await playwright.chromium.launch({ executablePath: tools.chromium, args: ['--no-sandbox', '--disable-gpu', '--disable-sync'] });
  return browser;
}

/** Where the tests begin, a folder that `endAll` looks into; otherwise that of the system. */
const PLACE = 'PROVISO_VSCODE_PLACE';

/** Before the first test. */
export function beginAll(): void {
  process.env[PLACE] = mkdtempSync(join(tmpdir(), 'proviso-vscode-'));
}

/** After the last test, when workers have ended, or were: their servers outlive them. */
export function endAll(): void {
  const place = process.env[PLACE];
  if (place === undefined) return;
  for (const name of readdirSync(place)) {
    const pid = join(place, name, 'pid');
    if (existsSync(pid)) kill(-Number(readFileSync(pid, 'utf8')));
  }
  delete process.env[PLACE];
  rmSync(place, { recursive: true, force: true, maxRetries: 5 });
}

/** What a script has begun. */
export async function endOwn(): Promise<void> {
  await browser?.close();
  if (server === undefined) return;
  kill(-server.pid);
  rmSync(server.root, { recursive: true, force: true, maxRetries: 5 });
}

/** A negative number: a group of processes. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // gone already
  }
}

/**
 * Of the extensions that VS Code brings. All of them cost a window half of its processor time, most of it for chats, other languages and
 * other debuggers.
 */
const BUILT_IN = ['configuration-editing', 'diff', 'json', 'log', 'markdown-basics', 'theme-defaults', 'theme-seti'];

/** One server of VS Code, which the windows of a worker use one after the other. */
export class Server {
  readonly root: string;
  readonly pid: number;
  readonly #address: string;

  private constructor(root: string, pid: number, address: string) {
    this.root = root;
    this.pid = pid;
    this.#address = address;
  }

  static async start(vsix: string): Promise<Server> {
    const root = mkdtempSync(join(process.env[PLACE] ?? tmpdir(), 'proviso-vscode-'));
    for (const name of ['home', 'data/User', 'extensions', 'built-in']) mkdirSync(join(root, name), { recursive: true });
    for (const name of BUILT_IN) symlinkSync(join(tools.builtIn, name), join(root, 'built-in', name));
    const { PORT: _, NODE_OPTIONS: __, ...inherited } = process.env;
    // No marketplace at all: nothing is asked of the network.
    const env = { ...inherited, HOME: join(root, 'home'), EXTENSIONS_GALLERY: '{}' };
    const folders = {
      config: 'config.yaml',
      'user-data-dir': 'data',
      'extensions-dir': 'extensions',
      'builtin-extensions-dir': 'built-in',
    };
    const profile = Object.entries(folders).flatMap(([name, folder]) => [`--${name}`, join(root, folder)]);
    execFileSync(tools.node, [tools.server, ...profile, '--install-extension', vsix], { env, stdio: 'pipe' });
    const port = await freePort();
    const quiet = ['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override', '--disable-proxy'];
    const words = ['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, ...quiet, '--ignore-last-opened', ...profile];
    const { pid } = spawn(tools.node, [tools.server, ...words], { env, detached: true, stdio: 'ignore' });
    writeFileSync(join(root, 'pid'), String(pid));
    const address = `http://127.0.0.1:${port}/`;
    const started = new Server(root, pid!, address);
    await until('the server', () => started.isUp());
    return started;
  }

  isUp(): Promise<boolean> {
    return fetch(`${this.#address}healthz`).then(
      (response) => response.ok,
      () => false,
    );
  }

  /** A fresh folder with these files, and what VS Code keeps for a user as if there had been no window before. */
  prepare(files: Readonly<Record<string, string>>, settings: object): string {
    // Nobody is there whom they could answer.
    for (const word of ['--type=extensionHost', 'proviso-server.mjs']) for (const pid of this.processes(word)) kill(pid);
    const user = join(this.root, 'data/User');
    // Lists of the extensions that come with VS Code stay: they are the same for all.
    for (const name of readdirSync(user)) if (!name.endsWith('Cache.json')) rmSync(join(user, name), { recursive: true, maxRetries: 5 });
    writeFileSync(join(user, 'settings.json'), JSON.stringify(settings));
    const folder = mkdtempSync(join(this.root, 'work-'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return folder;
  }

  addressOf(folder: string): string {
    return `${this.#address}?folder=${encodeURIComponent(folder)}`;
  }

  /** Processes that this server has begun, or those that it has, with this word in their command line. */
  processes(word: string): number[] {
    return readdirSync('/proc').flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        // Behind the name, which may have spaces: state, parent, group.
        const group = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]);
        return group === this.pid && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(word) ? [Number(name)] : [];
      } catch {
        // No process, or one that has just ended.
        return [];
      }
    });
  }
}

let server: Server | undefined;

/** Another one where the first has ended by itself. */
export async function sharedServer(vsix: string): Promise<Server> {
  if (!(await server?.isUp())) server = await Server.start(vsix);
  return server!;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
