/** How `proviso help` is called. */
import type { VerbSpec } from './spec.ts';

export const helpSpec = {
  words: 'VERB',
  usage: '[VERB]',
  summary: 'the options of a verb',
  description: 'Lists the verbs, or the options of one.',
  examples: [
    { call: 'proviso help', does: 'all verbs' },
    { call: 'proviso help check', does: 'the options of one' },
  ],
  completes: { words: async () => (await import('./help.ts')).verbSummaries() },
  options: {},
  run: async (call) => (await import('./help.ts')).help(call),
} satisfies VerbSpec;
