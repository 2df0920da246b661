/** How `proviso explain` is called. */
import { color, type VerbSpec } from './spec.ts';

export const explainSpec = {
  words: 'CODE',
  usage: '[CODE]',
  summary: 'what a message such as PV0203 means, with an example',
  description: 'Explains a message, with an example that raises it and the corrected text. Without a code, lists all codes.',
  examples: [
    { call: 'proviso explain PV0203', does: 'one message' },
    { call: 'proviso explain', does: 'all codes' },
  ],
  completes: { words: async () => (await import('./explain.ts')).codeTitles() },
  options: { color },
  run: async (call) => (await import('./explain.ts')).explain(call),
} satisfies VerbSpec;
