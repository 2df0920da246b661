/** What was shown beside each open file last: what the next text keeps of it while it has errors. */
import { type Shown, shownAfter } from '../ide/last-shown.ts';
import type { Snapshot } from '../ide/snapshot.ts';

export class LastShown {
  readonly #known = new Map<string, { readonly view: Snapshot; readonly shown: Shown }>();

  of(view: Snapshot): Shown {
    const before = this.#known.get(view.path);
    if (before?.view === view) return before.shown;
    const shown = shownAfter(before?.shown ?? null, view);
    this.#known.set(view.path, { view, shown });
    return shown;
  }

  forget(path: string): void {
    this.#known.delete(path);
  }
}
