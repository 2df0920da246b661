/** How `proviso explain` is called. */
import { color, type VerbSpec } from './spec.ts';

export const explainSpec = {
  words: 'CODE',
  usage: '[CODE]',
  summary: 'what a message such as PV0203 means, with an example',
  description: 'Says what a message means, with an example that raises it and the mended text. Without a code: the list of them.',
  options: { color },
  run: async (call) => (await import('./explain.ts')).explain(call),
} satisfies VerbSpec;
