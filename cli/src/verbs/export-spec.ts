/** How `proviso export` is called. */
import { chosenChecks, color, type VerbSpec } from './spec.ts';

export const exportSpec = {
  words: 'FILE',
  usage: '--to tla FILE [--assume NAME] [--property NAME] [--out FOLDER]',
  summary: 'write a model as a TLA+ module, for TLC',
  description: `Writes each system and assumption set that a \`check\` of the file names as a TLA+ module with the same reachable states,
and configurations for TLC: one for what must always hold, one more for each \`reachable\` and each deadline.
Every construct is translated; a property that cannot be is named, with the reason. See docs/tla.md.`,
  examples: [
    { call: 'proviso export --to tla samples/two-phase-commit.proviso --property Agreed --out build/tla', does: 'one property' },
    { call: 'proviso export --to tla spec.proviso --out build/tla', does: 'every check of a file' },
  ],
  completes: 'specs',
  options: {
    to: { value: 'FORMAT', completes: { words: async () => ({ tla: 'TLA+, for TLC' }) }, help: 'tla' },
    ...chosenChecks,
    out: { value: 'FOLDER', completes: 'folders', help: 'where the files go (otherwise this folder)' },
    color,
  },
  run: async (call) => (await import('./export.ts')).exportModels(call),
} satisfies VerbSpec;
