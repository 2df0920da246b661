/** The interpreter and the compiled machine give the same states, steps and verdicts on systems made at random. */
import { test } from 'vitest';
import { machinesAgree } from './agree.ts';
import { firstSeed, runs } from './run.ts';
import { aboutTime, oneAssumption } from './spec.ts';

test('both machines agree, and every verdict is what the state graph says', { timeout: 3_600_000 }, () => {
  machinesAgree(oneAssumption, runs(20, 500), firstSeed);
});

test('so they do where much depends on timers, clocks and crashes', { timeout: 3_600_000 }, () => {
  machinesAgree(aboutTime, runs(25, 500), firstSeed);
});
