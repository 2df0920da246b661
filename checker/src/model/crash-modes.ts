/** What each mode of a `fault` does to the node that it strikes, for both machines and everyone else who has to know. */
import type { CrashFault } from './ir.ts';
import type { NodeState } from './state.ts';

/** How the compiled machine writes a node's status; 0 in every state where nothing crashes. */
export const STATUS_CODES: Readonly<Record<NodeState['status'], number>> = { up: 0, down: 1, stopped: 2 };

export interface CrashMode {
  readonly leaves: Exclude<NodeState['status'], 'up'>;
  /** whether the node may lose its durable variables as well: for each outcome a step */
  readonly durableLost: readonly boolean[];
}

/** null: never a step of a run; the nodes are chosen in the initial state. */
export const CRASH_MODES: Readonly<Record<CrashFault['mode'], CrashMode | null>> = {
  stop: { leaves: 'stopped', durableLost: [false] },
  recovery: { leaves: 'down', durableLost: [false] },
  amnesia: { leaves: 'down', durableLost: [false, true] },
  byzantine: null,
};

/** A node that this strikes can restart. */
export function comesBack(mode: CrashFault['mode']): boolean {
  return CRASH_MODES[mode]?.leaves === 'down';
}
