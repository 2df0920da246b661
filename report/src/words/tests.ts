/** What tests made from a model come past, in words. */
import type { Goal, Model } from '#checker';
import { type Span, unhandled } from '#grammar';
import { faultText } from './blame.ts';

/** `line`: where something stands in its text. */
export function goalText(model: Model, goal: Goal, line: (span: Span) => number | null): string {
  switch (goal.kind) {
    case 'handler':
      return `${goal.role}: ${goal.name}${alike(model, goal, line)}`;
    case 'resume': {
      const at = line(model.pausePoints[goal.point].span);
      return `${goal.role} goes on after its pause${at === null ? '' : ` in line ${at}`}`;
    }
    case 'fault':
      return faultText(goal.fault);
    case 'pair':
      return goal.faults.map(faultText).join(' and ');
    case 'edge':
      switch (goal.edge) {
        case 'antecedent':
          return `${goal.property}: ${model.properties.find(({ name }) => name === goal.property)?.kind === 'state' ? 'its condition is met' : 'what has to lead to something comes about'}`;
        case 'changes':
          return `${goal.property}: what it watches changes`;
        case 'violated':
          return `${goal.property} is violated`;
        case 'reached':
          return `${goal.property} is reached`;
        default:
          return unhandled(goal.edge);
      }
    default:
      return unhandled(goal);
  }
}

/** Of several handlers of the same name, which one. */
function alike(
  { roles }: Model,
  { role, name, id }: Extract<Goal, { readonly kind: 'handler' }>,
  line: (span: Span) => number | null,
): string {
  const same = roles.find((one) => one.name === role)?.handlers.filter(({ title }) => title === name) ?? [];
  const own = same.find((handler) => handler.id === id);
  const at = same.length < 2 || own === undefined ? null : line(own.span);
  return at === null ? '' : ` in line ${at}`;
}
