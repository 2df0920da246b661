/** The machines agree on who can have a turn where bounds cut it, and on nodes by number. */
import { test } from 'vitest';
import { machinesAgree } from './agree.ts';
import { aboutBounds } from './bounded.ts';
import { firstSeed, runs } from './run.ts';

test('both machines agree on turns that a bound cuts, and on numbers that no node has', { timeout: 3_600_000 }, () => {
  machinesAgree(aboutBounds, runs(25, 400), firstSeed);
});
