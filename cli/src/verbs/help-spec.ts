/** How `proviso help` is called. */
import type { VerbSpec } from './spec.ts';

export const helpSpec = {
  words: 'VERB',
  usage: '[VERB]',
  summary: 'the options of a verb',
  description: 'Lists the verbs, or the options of one.',
  options: {},
  run: async (call) => (await import('./help.ts')).help(call),
} satisfies VerbSpec;
