/** `--watch`: a round at the beginning, one after a change, and an end. */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { onceOnly } from '../../cli/src/check/watch.ts';
import { commandLine, folderWith, removeFolders } from './proviso.ts';

afterAll(removeFolders);

const SPEC = `system Counter {
  node Client { n: 0..3 = 0  action count when n < 3 { n += 1 } }
  safety Small: always Client.n <= 2
}
assume Plain { timing async }
check Plain { Small violated }
`;

test('checks again when a file changes', { timeout: 120_000 }, async () => {
  const folder = folderWith({ 'spec.proviso': SPEC });
  const env = { ...process.env, NO_COLOR: '1', NODE_OPTIONS: undefined };
  const child = spawn(process.execPath, [...commandLine, 'check', '-qw', '--no-quiet'], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  const waiting = (times: number) =>
    new Promise<void>((resolve) => {
      child.stdout.on('data', (text: Buffer) => {
        out += text.toString();
        if (out.split('waiting for a change').length > times) resolve();
      });
    });
  await waiting(1);
  child.stdout.removeAllListeners('data');
  writeFileSync(join(folder, 'spec.proviso'), SPEC.replace('<= 2', '<= 3').replace('Small violated', 'Small holds'));
  await waiting(2);
  child.kill('SIGTERM');
  const code = await new Promise((resolve) => child.on('exit', resolve));
  expect(code).toBe(143);
  expect(out.match(/^(changed: .*| {2}. Small.*|waiting.*)$/gm)).toEqual([
    '  ✓ Small  violated, as expected: no fault, 3 steps',
    'waiting for a change',
    'changed: spec.proviso',
    '  ✓ Small  holds',
    'waiting for a change',
  ]);
});

test('a round does not watch, however that was written', () => {
  expect(onceOnly(['main.ts', 'check', '-qw', '.'])).toEqual(['main.ts', 'check', '-qw', '.', '--no-watch']);
  expect(onceOnly(['main.ts', 'check', '--watch', '--', '-w'])).toEqual(['main.ts', 'check', '--watch', '--no-watch', '--', '-w']);
});
