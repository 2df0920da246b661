/** Names that a question about a moment of a run can use. */
import type { DebuggedRun } from './run.ts';
import type { Who } from './scene.ts';

interface Target {
  readonly label: string;
  readonly type: 'variable' | 'value' | 'class';
}

export class Completer {
  readonly #run: DebuggedRun;
  readonly #who: Who;
  /** that are bound where the node stands */
  readonly #names: readonly string[];

  constructor(run: DebuggedRun, who: Who, names: readonly string[]) {
    this.#run = run;
    this.#who = who;
    this.#names = names;
  }

  /** `before`: what stands before the cursor */
  after(before: string): Target[] {
    const { nodes } = this.#run.counterexample.replay;
    const owner = /(\w+(?:#\d+)?)\.\w*$/.exec(before)?.[1];
    if (owner !== undefined) return this.#cellsOf(nodes.findIndex(({ name }) => name === owner));
    return [
      ...this.#names.map((label): Target => ({ label, type: 'variable' })),
      ...(this.#who === 'world' ? [] : this.#cellsOf(this.#who)),
      ...this.#cellsOf(null),
      ...nodes.map(({ name }): Target => ({ label: name, type: 'class' })),
      ...this.#run.model.constants.map(({ name }): Target => ({ label: name, type: 'value' })),
    ];
  }

  #cellsOf(node: number | null): Target[] {
    const { cells } = this.#run.counterexample.replay;
    const named = cells.filter((cell) => cell.node === node && ['variable', 'ghost', 'timer', 'clock'].includes(cell.kind));
    return named.map(({ name }) => ({ label: name, type: 'variable' }));
  }
}
