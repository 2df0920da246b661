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

test('checks again when a file changes, and when the configuration does', { timeout: 120_000 }, async () => {
  const config = (files: string) => JSON.stringify({ files: [files] });
  const folder = folderWith({ 'specs/spec.proviso': SPEC, 'other/b.proviso': SPEC, 'proviso.config.json': config('specs') });
  const env = { ...process.env, NO_COLOR: '1', NODE_OPTIONS: undefined };
  const child = spawn(process.execPath, [...commandLine, 'check', '-qw', '--no-quiet'], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  let heard = () => {};
  child.stdout.on('data', (text: Buffer) => {
    out += text.toString();
    heard();
  });
  const waiting = (times: number) =>
    new Promise<void>((resolve) => {
      heard = () => {
        if (out.split('waiting for a change').length > times) resolve();
      };
      heard();
    });
  await waiting(1);
  writeFileSync(join(folder, 'specs/spec.proviso'), SPEC.replace('<= 2', '<= 3').replace('Small violated', 'Small holds'));
  await waiting(2);
  writeFileSync(join(folder, 'proviso.config.json'), config('other'));
  await waiting(3);
  writeFileSync(join(folder, 'other/b.proviso'), SPEC.replace('<= 2', '<= 1'));
  await waiting(4);
  child.kill('SIGTERM');
  const code = await new Promise((resolve) => child.on('exit', resolve));
  expect(code).toBe(143);
  expect(out.match(/^(changed: .*| {2}. Small.*|waiting.*)$/gm)).toEqual([
    '  ✓ Small  violated, as expected: no fault, 3 steps',
    'waiting for a change',
    'changed: specs/spec.proviso',
    '  ✓ Small  holds',
    'waiting for a change',
    'changed: proviso.config.json',
    '  ✓ Small  violated, as expected: no fault, 3 steps',
    'waiting for a change',
    'changed: other/b.proviso',
    '  ✓ Small  violated, as expected: no fault, 2 steps',
    'waiting for a change',
  ]);
});

test('a round does not watch, however that was written', () => {
  expect(onceOnly(['main.ts', 'check', '-qw', '.'])).toEqual(['main.ts', 'check', '-qw', '.', '--no-watch']);
  expect(onceOnly(['main.ts', 'check', '--watch', '--', '-w'])).toEqual(['main.ts', 'check', '--watch', '--no-watch', '--', '-w']);
});
