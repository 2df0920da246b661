/** Words that stand in places of their own, for completion: each list has one for every member of its kind. */
import type { AssumedWord, AssumeItem, Expectation, FaultItem, NetworkFault, TimingBound, TimingItem } from '#grammar';

function wordsOf<Word extends string>(words: Readonly<Record<Word, true>>): readonly string[] {
  return Object.keys(words);
}

export const faultModes = wordsOf<FaultItem['mode']>({ stop: true, recovery: true, amnesia: true, byzantine: true });

export const timingModels = wordsOf<NonNullable<TimingItem['model']>>({ sync: true, partial: true, async: true });

export const timingWords = [
  ...wordsOf<NonNullable<TimingBound['word']>>({ always: true, eventually: true }),
  ...wordsOf<TimingBound['quantity']>({ delay: true, pause: true, drift: true, skew: true }),
];

export const networkWords = wordsOf<NetworkFault['kind']>({
  lossy: true,
  duplicating: true,
  corrupting: true,
  fifo: true,
  cuts: true,
  'one-way cuts': true,
  'link cuts': true,
  'one-way link cuts': true,
  queue: true,
  capacity: true,
});

export const verdictWords = wordsOf<Expectation['verdict']>({ holds: true, violated: true, reached: true, unreached: true });

/** Keywords that can follow them. */
export const expectationWords = ['up to', 'faults', 'when'];

/** `R only stops` and `R keeps its disk` begin with the name of a node. */
export const claimWords = wordsOf<Exclude<AssumedWord, 'only stops' | 'keeps disk'>>({
  delay: true,
  'least delay': true,
  pause: true,
  drift: true,
  skew: true,
  losses: true,
  duplications: true,
  corruptions: true,
  cuts: true,
  'one-way cuts': true,
  'link cuts': true,
  'one-way link cuts': true,
  'clock steps': true,
  'clock step size': true,
  crashes: true,
  down: true,
  byzantine: true,
  'no fault': true,
  fifo: true,
  'faults end': true,
});

/** What a step of a scenario begins with, and what a node does in it. */
export const scenarioWords = ['loses', 'duplicates', 'corrupts', 'cuts', 'heals', 'stabilises', 'at once', 'then'];
export const scenarioDeeds = ['on', 'goes on', 'ignores', 'crashes', 'restarts', 'forgets', 'clock steps'];

/** Words that begin a part of a system, and a member of a node. */
export const systemWords = [
  'const',
  'type',
  'enum',
  'struct',
  'message',
  'fun',
  'let',
  'clock',
  'ghost',
  'strict',
  'node',
  'safety',
  'liveness',
  'reachable',
  'scenario',
];
export const memberWords = ['durable', 'ghost', 'timer', 'on', 'defer', 'action', 'optional'];

/** A setting begins with the name of what it sets. */
export const assumeWords = wordsOf<Exclude<AssumeItem['kind'], 'setting'>>({
  timing: true,
  network: true,
  fault: true,
  clocks: true,
  limit: true,
  const: true,
});
