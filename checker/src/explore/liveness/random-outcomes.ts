/** What a `random` can come to: fairness takes each outcome again and again. */
import type { Choice, Step } from '../../model/state.ts';

/** For each `random` that one of these steps of one state comes to: its outcomes, each the steps (from 0) that have it. */
export function randomOutcomes(steps: readonly Step[]): number[][][] {
  const groups = new Map<string, number[][]>();
  steps.forEach((step, i) => {
    step.choices.forEach((choice, at) => {
      if (choice.kind !== 'random' || choice.of < 2) return;
      const key = `${labelKey(step)} ${step.choices.slice(0, at).map(choiceKey).join(' ')}`;
      const outcomes = groups.get(key) ?? Array.from({ length: choice.of }, () => []);
      outcomes[choice.alternative].push(i);
      groups.set(key, outcomes);
    });
  });
  return [...groups.values()];
}

function labelKey({ label }: Step): string {
  return JSON.stringify(label);
}

function choiceKey({ kind, alternative }: Choice): string {
  return `${kind} ${alternative}`;
}
