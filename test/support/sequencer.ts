/** Two workers take the files one after the other: those that take longest come first, so that none of them is left alone at the end. */
import type { TestSpecification } from 'vitest/node';
import { BaseSequencer } from 'vitest/node';
import { BY_TURNS, DAILY } from './slow-files.ts';

/** By what they used of a processor in an ordinary run, 4 s and more; the others follow as vitest has them. */
const DEAREST = [
  'server/lsp/session',
  'cli/budgets',
  'samples/samples',
  'cli/as-a-user',
  'server/lsp/logs',
  'cli/mcp',
  'cli/verbs',
  'cli/check',
  'machine/agreement',
  'server/ide/names',
  'server/lsp/memory',
  'server/lsp/tests',
  'machine/examples',
  'cli/conform',
  'provisos/provisos',
  'report/schemas',
  'cli/beside',
  'server/lsp/random-runs',
  'cli/conform-follow',
  'explore/tree-store',
];

/** Of the slow run both lists begin with what takes longest. */
const LISTS: readonly (readonly string[])[] = process.env.PROVISO_SLOW === '1' ? [DAILY, BY_TURNS] : [DEAREST];

function rank({ moduleId }: TestSpecification): number {
  const places = LISTS.map((names) => names.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`)));
  return Math.min(...places.map((at) => (at < 0 ? Infinity : at)));
}

export class DearestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => {
      const [one, other] = [rank(a), rank(b)];
      return one === other ? 0 : one - other;
    });
  }
}
