/**
 * Counts that the rules alone give: an implementation that shares nothing with this one has them too. Each line is an
 * assumption set with its states, cut steps and the verdict of X: `h` is that it holds, (f, s) that it is violated with f
 * faults in s steps. Counts are of states without any reduction; where something stabilises, of those reachable from the
 * unstable initial state. Every line is put to both machines.
 */
import { describe, expect, test } from 'vitest';
import { checkModel, type Model, type Verdict } from '#checker';
import { count } from '../support/count.ts';
import { modelOf } from '../support/spec.ts';

export type Line = readonly [assume: string, expected: string];

/** `system` is everything between its braces. */
export interface Conforming {
  readonly name: string;
  readonly system: string;
  readonly lines: readonly Line[];
}

export function conforms(cases: readonly Conforming[]): void {
  describe.each(['interpreted', 'compiled'] as const)('%s machine', (machine) => {
    for (const { name, system, lines } of cases) {
      test.each(lines)(`${name}: %s`, (assume, expected) => {
        const model = modelOf(`system S { ${system} }\nassume Z { ${assume} }\ncheck Z { }`);
        expect(outcome(model, machine)).toBe(expected);
      });
    }
  });
}

function outcome(model: Model, machine: 'interpreted' | 'compiled'): string {
  const { states, cut } = count(model, machine, { fromUnstable: model.stabilises });
  const counts = cut === 0 ? `${states}` : `${states} (${cut} cut)`;
  const [judged] = checkModel(model, { now: () => 0, machine }).properties;
  return judged === undefined ? counts : `${counts} ${short(judged.verdict)}`;
}

function short(verdict: Verdict): string {
  switch (verdict.status) {
    case 'holds':
      return 'h';
    case 'violated':
      return `(${verdict.trace.faults},${verdict.trace.steps.length})`;
    default:
      return verdict.status;
  }
}
