/** More systems, in a file of their own so that both run at once. */
import { test } from 'vitest';
import { machinesAgree } from './agree.ts';
import { firstSeed, slow } from './run.ts';

test.runIf(slow)('both machines agree on 700 systems more', { timeout: 3_600_000 }, () => {
  machinesAgree(700, firstSeed + 1);
});
