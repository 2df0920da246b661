/** Which code of a node a step begins. */
import type { Model } from './ir.ts';
import type { StepLabel } from './state.ts';

type RunsNoHandler = 'tick' | 'stabilise' | 'crash' | 'lose' | 'corrupt' | 'cut' | 'heal' | 'clock';

/** The `id` of the handler or action; null where none begins: what goes on after a pause has begun before. */
export function begunBy({ roles, instances }: Model, label: StepLabel): number | null {
  const roleOf = (node: number) => roles[instances[node].role];
  switch (label.kind) {
    case 'deliver':
    case 'duplicate':
    case 'lie':
      return label.handler === null ? null : roleOf(label.message.to).handlers[label.handler].id;
    case 'fire':
    case 'restart':
      return label.handler === null ? null : roleOf(label.node).handlers[label.handler].id;
    case 'act':
      return roleOf(label.node).actions[label.action].id;
    case 'resume':
      return null;
    default:
      label.kind satisfies RunsNoHandler;
      return null;
  }
}
