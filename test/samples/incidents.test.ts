/** The thresholds of incidents beyond the points that the samples sweep, each worked out by hand in the comment beside it. */
import { describe, it } from 'vitest';
import { comesOut, type Edit, varied } from './varied.ts';

const sample = (name: string, edits: readonly Edit[], checks: string) => varied(`incidents/${name}`, edits, checks);

describe('orphaned-child', () => {
  const edits: Edit[] = [['timing sync { delay <= 1 }', 'const D = 1\n  timing sync { delay <= D }']];

  it('one child works at a time iff the session outlasts the way and the patience', () => {
    // Word to the child takes at most D, word to the service may take none: t + D + PATIENCE against t + SESSION.
    const check = `check Killed for TIED in { true }, D in 1..2, PATIENCE in { 2 }, SESSION in 3..5 {
      OneWorks holds when SESSION > PATIENCE + D
    }`;
    comesOut(sample('orphaned-child', edits, check), ['OneWorks'], 6);
  });

  it('where messages take no time, the second parent has the lock after its own beat, and gives word at the next', () => {
    const check = `check Killed for TIED in { true }, D in { 0 }, PATIENCE in 2..5, SESSION in 3..5 {
      OneWorks holds when SESSION + 1 > PATIENCE
    }`;
    comesOut(sample('orphaned-child', edits, check), ['OneWorks'], 12);
  });
});

describe('late-revocation', () => {
  it('breaks from the pause on that outlasts the lease, and the heartbeats', () => {
    // A renewal waits from h + 2 until h + LEASE: P >= LEASE - 2. And a heartbeat is late by two ticks, so that the third of
    // silence can come before it: P >= 2.
    const check = `check Sleeps for CHECKED in { false }, LEASE in 3..6, P in 1..5 {
      NotWhileRenewed holds when P < max(2, LEASE - 2)
    }`;
    comesOut(sample('late-revocation', [], check), ['NotWhileRenewed'], 20);
  });
});

describe('lease-read', () => {
  it('a lease that is looked at when the read comes does not ask how slow answers are', () => {
    // An answer that comes later leaves the lease shorter: it counts from the sending.
    const edits: Edit[] = [['timing sync { delay <= 1 }', 'const D = 1\n  timing sync { delay <= D }']];
    const check = `check CutOff for AT_READ in { true }, D in 0..2, LEASE in 4..6 { Fresh holds when LEASE <= TIMEOUT }`;
    comesOut(sample('lease-read', edits, check), ['Fresh'], 9);
  });
});

describe('dropped-ending', () => {
  it('a queue keeps the end iff there is room for all', () => {
    const check = 'check Short for STEPS in 0..3, QUEUE in 1..4 { Hears holds when QUEUE > STEPS }';
    comesOut(sample('dropped-ending', [], check), ['Hears'], 16);
  });
});

describe('stale-plan', () => {
  it('to keep more plans asks for more of them, and no more', () => {
    // Plan 1 comes back after plan KEEP + 2: with so many plans it breaks, with fewer it does not.
    const edits: Edit[] = [['type Plan = 0..3 limit', 'const NEWEST = 3\n  type Plan = 0..NEWEST limit']];
    const check = 'check Slow for NEWEST in 1..3, KEEP in 0..2 { NeverEmpty holds when NEWEST < KEEP + 2 }';
    comesOut(sample('stale-plan', edits, check), ['NeverEmpty'], 9);
  });
});
