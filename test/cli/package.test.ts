/** The package as npm installs it: in an empty folder, on the oldest Node that it is said to work on and on a new one. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { slow } from '../random/run.ts';

const root = join(import.meta.dirname, '../..');
const NODES = ['22.16.0', '24.21.0', '26.12.1'];
/** npm's package with Node's program for this machine. */
const NODE = `node-${process.platform}-${process.arch}`;

const SPEC = `system Counter {
  node Client { n: 0..3 = 0  action count when n < 3 { n += 1 } }
  safety Small: always Client.n <= 2
}
assume Plain { timing async }
check Plain { Small violated }
`;

function framed(message: object): string {
  const text = JSON.stringify(message);
  return `Content-Length: ${text.length}\r\n\r\n${text}`;
}

describe.runIf(slow)('the package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'proviso-package-'));
  const npm = (...words: readonly string[]) =>
    execFileSync('npm', words, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  let about: Record<string, unknown>;

  beforeAll(() => {
    execFileSync(process.execPath, [join(root, 'cli/pack.mjs')], { cwd: root, stdio: 'pipe' });
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const tarball = `proviso-${version}.tgz`;
    expect(statSync(join(root, 'dist', tarball)).size).toBeLessThan(864 * 1024);
    npm('init', '-y');
    npm('install', '--save-dev', '--no-audit', '--no-fund', join(root, 'dist', tarball));
    about = JSON.parse(readFileSync(join(folder, 'node_modules/proviso/package.json'), 'utf8'));
    writeFileSync(join(folder, 'a counter.proviso'), SPEC);
  }, 300_000);
  /** What it answers first, or complains of. It waits for more, and is ended. */
  const firstOfLanguageServer = async (node: string) => {
    const child = spawn(node, [join(folder, 'node_modules/proviso/proviso.mjs'), 'lsp', '--stdio'], { cwd: folder });
    child.stdin.write(
      framed({ jsonrpc: '2.0', id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } }),
    );
    const first = await new Promise((resolve) => {
      for (const stream of [child.stdout, child.stderr]) stream.once('data', resolve);
      child.once('close', resolve);
    });
    child.kill();
    return String(first);
  };
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('has no scripts and no dependencies, and says on which Node it runs', () => {
    expect(about).not.toHaveProperty('scripts');
    expect(about).not.toHaveProperty('dependencies');
    expect(about.engines).toEqual({ node: `>=${NODES[0].split('.').slice(0, 2).join('.')}` });
    expect(readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['proviso']);
  });

  test.each(NODES)('runs on Node %s, in every format', { timeout: 300_000 }, async (version) => {
    npm('install', '--no-save', '--no-audit', '--no-fund', `${NODE}@${version}`);
    const run = (...words: readonly string[]) =>
      spawnSync(join(folder, 'node_modules', NODE, 'bin/node'), [join(folder, 'node_modules/proviso/proviso.mjs'), ...words], {
        cwd: folder,
        encoding: 'utf8',
      });
    expect(run('--version').stdout).toMatch(/^proviso \d/);
    expect(execFileSync(join(folder, 'node_modules', NODE, 'bin/node'), ['--version'], { encoding: 'utf8' }).trim()).toBe(`v${version}`);
    for (const format of ['text', 'json', 'junit', 'sarif', 'github', 'markdown', 'html']) {
      const { status, stderr, stdout } = run('check', 'a counter.proviso', '--format', format);
      expect([format, status, stderr, stdout.length > 100]).toEqual([format, 0, '', true]);
    }
    expect(run('explain', 'PV0203').stdout).toContain('PV0203');
    const initialize = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'a test', version: '1' } };
    const asked = `${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: initialize })}\n`;
    const server = spawnSync(join(folder, 'node_modules', NODE, 'bin/node'), [join(folder, 'node_modules/proviso/proviso.mjs'), 'mcp'], {
      ...{ cwd: folder, encoding: 'utf8', input: asked },
    });
    expect([server.status, JSON.parse(server.stdout).result.serverInfo.name, server.stderr]).toEqual([0, 'proviso', '']);
    const ofEditor = {
      cwd: folder,
      input: framed({ seq: 1, type: 'request', command: 'initialize', arguments: { adapterID: 'proviso' } }),
    };
    const debug = spawnSync(
      join(folder, 'node_modules', NODE, 'bin/node'),
      [join(folder, 'node_modules/proviso/proviso.mjs'), 'dap'],
      ofEditor,
    );
    expect([debug.status, String(debug.stdout).includes('"success":true'), String(debug.stderr)]).toEqual([0, true, '']);
    expect(await firstOfLanguageServer(join(folder, 'node_modules', NODE, 'bin/node'))).toContain('Content-Length');
  });
});
