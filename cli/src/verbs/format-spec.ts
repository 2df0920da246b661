/** How `proviso format` is called. */
import { color, configOptions, type VerbSpec } from './spec.ts';

export const formatSpec = {
  words: 'FILES',
  usage: '[--check] FILES',
  summary: 'write the files in the standard form',
  description: 'Writes the files in the standard form: two spaces a level, comments kept.',
  examples: [
    { call: 'proviso format specs', does: 'all files below specs' },
    { call: 'proviso format --check samples/two-generals.proviso', does: 'changes nothing; 1 where it is not in the standard form' },
  ],
  completes: 'specs',
  options: { check: { help: 'change nothing; exit with 1 where a file is not in the standard form' }, ...configOptions, color },
  config: 'files',
  run: async (call) => (await import('./format.ts')).formatFiles(call),
} satisfies VerbSpec;
