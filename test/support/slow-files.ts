/** What the slow run consists of: files, without the end of their names, and folders. */

/** Each day. */
export const DAILY = [
  'peers/peers',
  'export/counts',
  'simulate/simulation',
  'samples/saved-scenarios',
  'explore/threads',
  'random/tests',
  'report/formats',
  'random/bad-input',
  'samples/samples',
  'export/guards',
  'provisos/effort',
  'model/dead',
  'provisos/provisos',
  'random/agreement',
  'provisos/samples',
  'explore/disk-store',
  'provisos/claims',
  'provisos/ahead',
  'provisos/ends',
  'provisos/fit',
  'export/random-liveness',
  'docs/log-lines',
  'samples/thresholds-a',
  'random/',
  'peers/',
  'grammar/',
  'liveness/',
  'examples/',
] as const;

/**
 * Half of them each day, so that each has its turn every second day; dearest first, so that both halves take about as long. None of them
 * takes a part of its work each day by itself: with an even number of parts some would never have their turn.
 */
export const BY_TURNS = [
  'random/provisos',
  'explore/disk',
  'random/monotone-liveness',
  'semantics/time-stops',
  'explore/checkpoint',
  'cli/package',
  'random/reduced',
  'server/ide/robust',
  'architecture/exhaustive',
  'random/symmetric-fairness',
  'examples/lock-service',
  'cli/checkpoint',
  'random/symmetric-liveness',
  'random/symmetric-knowledge',
  'cli/no-code',
  'cli/quick',
  'cli/together',
  'cli/tlc',
  'grammar/parse',
  'random/conform-weaker',
  'server/lsp/random',
  'grammar/format',
  'random/symmetry',
  'explore/compressed-check',
  'random/conform',
  'random/limits',
  'provisos/frontier',
  'cli/disk',
  'provisos/down',
  'random/knowledge-along',
  'random/knowledge',
  'random/blame',
  'random/deepening',
  'campaign/cache',
  'grammar/decisions',
  'report/replay',
  'random/scenarios',
  'export/random',
  'random/monotone',
  'provisos/thresholds',
  'playground/chapters',
  'random/agreement-more',
  'simulate/discovery',
  'cli/cache-answers',
  'liveness/together',
  'liveness/whole',
  'liveness/agreement',
  'explore/growth',
] as const;

/**
 * Left out of `npm test`, which is to take three minutes: files that take long there, too. The slow run makes those that have no turn as `npm test` would.
 */
export const LEFT_TO_SLOW_RUN: readonly string[] = [
  'random/symmetry',
  'explore/threads',
  'explore/disk',
  'explore/compressed-check',
  'server/ide/robust',
  'random/provisos',
  'cli/no-code',
  'examples/lock-service',
  'report/formats',
  'random/blame',
  'random/limits',
  'explore/checkpoint',
  'cli/checkpoint',
  'server/lsp/random',
  'cli/together',
  'provisos/samples',
  'grammar/parse',
  'random/scenarios',
  'samples/thresholds-a',
  'random/agreement',
  'liveness/agreement',
  'export/counts',
  'random/monotone',
  'provisos/thresholds',
  'random/deepening',
  'random/knowledge',
  'random/reduced',
  'model/dead',
  'random/bad-input',
  'random/tests',
  'random/constructs',
  'provisos/ahead',
  'grammar/decisions',
  'provisos/down',
  'report/replay',
  'random/conform',
  'random/threads',
  'explore/growth',
  'semantics/time-stops',
  'liveness/whole',
  'random/one-truth',
];

const DAY = 86_400_000;

/** Those of BY_TURNS that have no turn on the day of this moment, in milliseconds as of `Date.now`. */
export function offDuty(moment: number): string[] {
  const today = Math.floor(moment / DAY);
  return BY_TURNS.filter((_, i) => (i + today) % 2 !== 0);
}

/** As it stands in the project. */
export function fileOf(name: string): string {
  return name.endsWith('/') ? `test/${name}` : `test/${name}.test.ts`;
}
