/** Two workers take the files one after the other: those that take longest come first, so that none of them is left alone at the end. */
import type { TestSpecification } from 'vitest/node';
import { BaseSequencer } from 'vitest/node';

/** By what they used of a processor in an ordinary run, 6 s and more; the others follow as vitest has them. */
const DEAREST = [
  'samples/samples',
  'server/lsp/session',
  'random/symmetry',
  'explore/compressed-check',
  'cli/no-code',
  'samples/thresholds-a',
  'machine/agreement',
  'provisos/thresholds',
  'cli/together',
  'server/ide/robust',
  'server/lsp/random',
  'examples/lock-service',
  'cli/check',
  'report/formats',
  'cli/verbs',
  'simulate/simulation',
  'random/provisos',
  'random/blame',
  'random/agreement',
  'random/one-truth',
  'cli/mcp',
  'random/scenarios',
  'provisos/samples',
  'server/lsp/logs',
  'cli/as-a-user',
  'explore/checkpoint',
  'cli/budgets',
  'server/ide/names',
  'random/limits',
  'provisos/provisos',
  'model/dead',
  'random/monotone',
];

export class DearestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = DEAREST.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`));
      return at < 0 ? DEAREST.length : at;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}
