/**
 * `npm run test:slow`: what does more than in `npm test`. The files of BY_TURNS take turns, half of them each day; `-- --all` runs all of
 * them. What `npm test` leaves to this run and has no turn follows as it would be there. Other words go to vitest. Many a file takes turns by
 * itself, a part of its samples each day: `todays` in test/random/run.ts.
 */
import process from 'node:process';
import bundleCommandLine from './support/command-line.ts';
import { BY_TURNS, DAILY, fileOf, LEFT_TO_SLOW_RUN, offDuty } from './support/slow-files.ts';
import { vitest, without } from './support/vitest.ts';

const words = process.argv.slice(2).filter((word) => word !== '--all');
const left = process.argv.includes('--all') ? [] : offDuty(Date.now());
const end = bundleCommandLine();
const slow = vitest([...[...DAILY, ...BY_TURNS].map(fileOf), ...without(left), ...words], { PROVISO_SLOW: '1' });
const ordinary = left.filter((name) => LEFT_TO_SLOW_RUN.includes(name)).map(fileOf);
const rest = ordinary.length === 0 ? 0 : vitest([...ordinary, ...words]);
end();
process.exitCode = slow || rest;
