/** More systems, in a file of their own so that both run at once. */
import { test } from 'vitest';
import { machinesAgree } from './agree.ts';
import { firstSeed, slow } from './run.ts';
import { oneAssumption } from './spec.ts';

test.runIf(slow)('both machines agree on 700 systems more', { timeout: 3_600_000 }, () => {
  machinesAgree(oneAssumption, { least: 20, most: 700 }, firstSeed + 1);
});
