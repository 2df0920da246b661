/** Lists all points of the sweep of a test, not only those that failed. */
import type { TestItem } from 'vscode';
import type { Command } from './command.ts';

export const listPoints: Command =
  (_, __, tests) =>
  (item: TestItem): Promise<void> =>
    tests.listPoints(item);
