/** What a `random` can come to: fairness takes each outcome again and again. */
import { append } from '#grammar';
import type { Model } from '../../model/ir.ts';
import type { Choice, Step } from '../../model/state.ts';
import { does, statements } from '../../model/walk.ts';
import type { Graph } from './graph.ts';
import type { EdgeSteps } from './steps.ts';

export function usesRandom(model: Model): boolean {
  const bodies = model.roles.flatMap((role) => [...role.handlers, ...role.actions].map(({ body }) => body));
  return bodies.some((body) => [...statements(body)].some((s) => does(s, 'chooses') && s.random));
}

/** Edges that are one outcome of a `random` in one of these states, where another outcome of the same is not taken. */
export function unevenIn(states: ArrayLike<number>, taken: ReadonlySet<number>, graph: Graph, steps: EdgeSteps): number[] {
  const uneven: number[] = [];
  for (const state of Array.from(states)) {
    const first = graph.first[state];
    for (const group of randomOutcomes(steps.of(state))) {
      const used = group.filter((edges) => edges.some((i) => taken.has(first + i)));
      if (used.length > 0 && used.length < group.length)
        append(
          uneven,
          used.flat().map((i) => first + i),
        );
    }
  }
  return uneven;
}

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
