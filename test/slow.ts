/**
 * `npm run test:slow`: what does more than in `npm test`. The files of BY_TURNS take turns, half of them each day; `-- --all` runs all of
 * them. Other words go to vitest. Many a file takes turns by itself, a part of its samples each day: `todays` in test/random/run.ts.
 */
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { BY_TURNS, DAILY, fileOf, offDuty } from './support/slow-files.ts';

const words = process.argv.slice(2);
const isAll = words.includes('--all');
const files = [...DAILY, ...BY_TURNS].map(fileOf);
const left = isAll ? [] : offDuty(Date.now()).flatMap((name) => ['--exclude', fileOf(name)]);
const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
const { status } = spawnSync(process.execPath, [vitest, 'run', ...files, ...left, ...words.filter((word) => word !== '--all')], {
  stdio: 'inherit',
  env: { ...process.env, PROVISO_SLOW: '1' },
});
process.exitCode = status ?? 1;
