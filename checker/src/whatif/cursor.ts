/**
 * Where somebody stands in a run by hand. A path is followed from its beginning; who goes a step further, back, or another way from where two
 * runs part, has the states up to there already. It changes no answer: what it gives is `runAlong` and `pathOf`.
 */
import type { Model } from '../model/ir.ts';
import type { Trace } from '../verdict.ts';
import { type Path, pathOf, runAlong, runOn } from './path.ts';

interface Followed {
  readonly model: Model;
  readonly path: Path;
  readonly trace: Trace;
}

export class RunCursor {
  #last: Followed | null = null;
  /** of runs that a verdict rests on: the numbers of their first steps */
  readonly #paths = new WeakMap<Trace, Path>();

  /** As `runAlong`. */
  along(model: Model, path: Path): Trace | null {
    const last = this.#last;
    const known = last?.model === model && last.path.start === path.start ? last : null;
    const trace = known === null ? runAlong(model, path) : runOn(model, known.trace, shared(known.path, path), path);
    if (trace !== null) this.#last = { model, path, trace };
    return trace;
  }

  /** As `pathOf`. */
  pathOf(model: Model, trace: Trace, length: number): Path {
    const known = this.#paths.get(trace) ?? null;
    const path = known !== null && known.steps.length >= Math.min(length, trace.steps.length) ? known : pathOf(model, trace, length, known);
    this.#paths.set(trace, path);
    return { start: path.start, steps: path.steps.slice(0, length) };
  }
}

/** How many steps two paths begin with alike. */
function shared(a: Path, b: Path): number {
  const parts = a.steps.findIndex((step, i) => step !== b.steps[i]);
  return parts < 0 ? a.steps.length : parts;
}
