/** Opens the run of a test beside the editor. */
import type { Command } from './command.ts';

/** `what`: an item of the Test Explorer, the id of one, or a message with its item. */
export const showTestRun: Command =
  (_, __, tests) =>
  (what: unknown): Promise<void> =>
    tests.show(what);
