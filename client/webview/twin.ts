/** A second run beside the first, and its state below that of the first: the same slider walks along both. */
import { type Counterexample, momentPlaceText, momentTexts } from '#report/walk';
import { aligned, besideMoment, type Pair } from './alignment.ts';
import type { Other } from './comparison.ts';
import { Diagram, partsIn } from './diagram.ts';
import { byId } from './elements.ts';
import { StateTables } from './state-tables.ts';
import { Walk } from './walk.ts';

interface Beside {
  readonly walk: Walk;
  readonly diagram: Diagram;
  readonly tables: StateTables;
  readonly pairs: readonly Pair[];
}

export class Twin {
  readonly #run: Counterexample;
  readonly #beside: Beside | null;
  readonly #name: string;
  /** what is drawn beside; null where nothing is */
  readonly other: Other | null;

  /** `other`: null for none. `choose`: a moment of the first run */
  constructor(run: Counterexample, other: Other | null, choose: (moment: number) => void) {
    this.#run = run;
    this.#name = other?.name ?? '';
    this.other = other?.isDrawn === true ? other : null;
    const isShown = this.other !== null;
    byId('twin').hidden = !isShown;
    byId('twin-state').hidden = !isShown;
    this.#beside = this.other === null ? null : this.#made(this.other, choose);
  }

  #made(other: Other, choose: (moment: number) => void): Beside {
    // Of such a run there is no story of its own.
    const run: Counterexample = { ...this.#run, ...other.run, story: '', loopStart: null, fair: [], lookalikes: [] };
    const pairs = aligned(this.#run.steps, run.steps);
    const walk = new Walk(run);
    const lasts = { left: walk.last, right: this.#run.replay.moments.length };
    const turned = pairs.map(({ left, right, same }) => ({ left: right, right: left, same }));
    const diagram = new Diagram(run, partsIn(byId('twin')), new Map(), (moment) => choose(besideMoment(turned, moment, lasts)));
    byId('twin').setAttribute('aria-label', other.name);
    byId('twin-title').textContent = `The state in the other run: ${other.name}`;
    return { walk, diagram, tables: new StateTables(run, byId('twin-tables')), pairs };
  }

  /** The first run stands at this moment. Gives where the other one stands; null where there is none. */
  show(moment: number, words: string, changedOnly: boolean): { readonly x: number | null; readonly y: number } | null {
    if (this.#beside === null) return null;
    const { walk, diagram, tables, pairs } = this.#beside;
    walk.to(besideMoment(pairs, moment, { left: this.#run.replay.moments.length, right: walk.last }));
    const flying = new Set(walk.inFlight);
    diagram.show(walk.moment, new Set(walk.run.replay.letters.flatMap((letter, i) => (flying.has(letter) ? [i] : []))));
    tables.show(walk);
    tables.filter(words, changedOnly);
    byId('twin-now').textContent =
      `${this.#name}. ${momentPlaceText(walk.run, walk.moment)}: ${momentTexts(walk.run, walk.moment).join('; ')}`;
    return diagram.placeOf(walk.moment);
  }
}
