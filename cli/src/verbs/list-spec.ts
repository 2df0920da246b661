/** How `proviso list` is called. */
import { color, configOptions, type VerbSpec } from './spec.ts';

export const listSpec = {
  words: '[FILES]',
  usage: '[--json] [FILES]',
  summary: 'what the files have: systems, properties, checks',
  description: `Lists the systems of the files with their properties, the assumption sets, and each check with its points and what it
expects. Nothing is searched.`,
  examples: [
    { call: 'proviso list samples/two-generals.proviso', does: 'what one file has' },
    { call: 'proviso list specs --json', does: 'of all files below specs, for other programs' },
  ],
  completes: 'specs',
  options: { json: { help: 'for other programs' }, ...configOptions, color },
  config: 'files',
  run: async (call) => (await import('./list.ts')).list(call),
} satisfies VerbSpec;
