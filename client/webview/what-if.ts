/** What can come next at the step at hand, as a list of which one step is chosen: with the mouse, or by keys alone. */
import { type EnabledReport, type Place, toldText, type WaitingReport } from '#report/walk';
import type { RunPath, WhatIfView } from '#server';
import { byId, element } from './elements.ts';

/** Rows shown before somebody asks for all. */
const FEW = 40;
/** Milliseconds at a step before the server is asked: who runs through the steps asks for none of them. */
const SETTLED = 80;

export interface WhatIfEvents {
  /** what can happen at this moment is wanted; `request`: stands in the answer */
  ask(moment: number, request: number): void;
  choose(path: RunPath): void;
  /** the keys go back to the run */
  leave(): void;
  /** to a place in the text */
  go(place: Place): void;
}

export class WhatIf {
  readonly #part = byId<HTMLDetailsElement>('what-if');
  readonly #list = byId('options');
  readonly #says = byId('options-say');
  readonly #starts = byId('starts');
  readonly #events: WhatIfEvents;
  #moment: number | null = null;
  #request = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** the first row gets the focus when it is there */
  #takesFocus = false;

  constructor(events: WhatIfEvents) {
    this.#events = events;
    this.#part.addEventListener('toggle', () => this.#ask());
    for (const list of [this.#list, this.#starts]) list.addEventListener('keydown', (event) => this.#key(event));
  }

  /** The step at hand is another one. */
  at(moment: number): void {
    this.#moment = moment;
    this.#ask();
  }

  /** Opens it; the first row gets the focus. */
  open(): void {
    this.#takesFocus = true;
    if (this.#part.open) this.#ask();
    else this.#part.open = true;
  }

  answer(request: number, view: WhatIfView | null, says: string | null): void {
    if (request !== this.#request) return;
    this.#list.inert = false;
    this.#starts.inert = false;
    this.#says.textContent = view === null ? `${says}.` : countText(view);
    byId('held').replaceChildren(...(view?.held ?? []).map((text) => element('li', { text })));
    this.#showStarts(view);
    this.#showWaiting(view?.waiting ?? []);
    if (view === null) this.#list.replaceChildren();
    else this.#show(view, FEW);
    if (this.#takesFocus) (this.#rows()[0] ?? byId('what-if-title')).focus();
    this.#takesFocus = false;
  }

  #ask(): void {
    clearTimeout(this.#timer);
    if (!this.#part.open || this.#moment === null) return;
    const [moment, request] = [this.#moment, ++this.#request];
    this.#list.inert = true;
    this.#starts.inert = true;
    this.#timer = setTimeout(() => this.#events.ask(moment, request), this.#takesFocus ? 0 : SETTLED);
  }

  #show({ enabled, path, next }: Pick<WhatIfView, 'enabled' | 'path' | 'next'>, most: number): void {
    const isFault = ({ steps, allowed }: EnabledReport) => allowed.length > 0 || steps.some(({ fault }) => fault);
    const rows = [...enabled.filter((one) => !isFault(one)), ...enabled.filter(isFault)].slice(0, most).map((one) => {
      const row = this.#row(one, one.number === next, isFault(one));
      row.addEventListener('click', () => {
        if (one.beyond === null) this.#choose({ ...path, steps: [...path.steps, one.number] });
      });
      return element('li', {}, row);
    });
    const more = enabled.length - rows.length;
    const all = element('button', { type: 'button', class: 'option', text: `All ${enabled.length}, ${more} more` });
    all.addEventListener('click', () => {
      this.#show({ enabled, path, next }, enabled.length);
      this.#rows()[most]?.focus();
    });
    this.#list.replaceChildren(...rows, ...(more > 0 ? [element('li', {}, all)] : []));
  }

  /** What the code declares and cannot come next: first what a guard holds back, which is what one looks for. */
  #showWaiting(waiting: readonly WaitingReport[]): void {
    const others = waiting.filter(({ kind }) => kind === 'other');
    const guarded = waiting.filter(({ kind }) => kind !== 'other');
    byId('waiting').hidden = waiting.length === 0;
    byId('guarded').replaceChildren(...guarded.map((one) => this.#waits(one)));
    byId('others-wait').hidden = others.length === 0;
    byId('awaited').replaceChildren(...others.map((one) => this.#waits(one)));
  }

  #waits({ node, what, text, place }: WaitingReport): HTMLElement {
    const row = element('li', { text: `${what === '' ? node : `${node}: ${what}`}: ${text}` });
    if (place !== null) {
      const to = element('button', { type: 'button', class: 'link', text: `line ${place.line}` });
      to.addEventListener('click', () => this.#events.go(place));
      row.append(', ', to);
    }
    return row;
  }

  /** Other initial states, at the first one. */
  #showStarts(view: WhatIfView | null): void {
    const starts = view?.starts ?? null;
    byId('elsewhere').hidden = starts === null || starts.others.length === 0;
    if (view === null || starts === null) return;
    byId('starts-say').textContent = startsText(starts);
    const rows = starts.others.map(({ number, differs, beyond, error }) => {
      const notes = [
        ...(beyond === null ? [] : [`no run begins there: passes ${beyond}`]),
        ...(error === null ? [] : [`the model fails on start: ${error}`]),
      ];
      const text = [...differs, ...notes].join(', ');
      const row = element('button', { type: 'button', class: 'option', text });
      if (beyond !== null) row.setAttribute('aria-disabled', 'true');
      row.addEventListener('click', () => {
        if (beyond === null) this.#choose({ ...view.path, start: number, steps: [] });
      });
      return element('li', {}, row);
    });
    this.#starts.replaceChildren(...rows);
  }

  #choose(path: RunPath): void {
    this.#takesFocus = true;
    this.#events.choose(path);
  }

  #row({ steps, choices, allowed, beyond, error, shows }: EnabledReport, isNext: boolean, isFault: boolean): HTMLButtonElement {
    const text = [steps.map(toldText).join('; '), ...choices].join(', ');
    const notes = [
      ...(isNext ? ['the run goes on so'] : []),
      ...allowed.map(({ text, fault }) => (fault === null ? text : `assumed: ${text}`)),
      ...(beyond === null ? [] : [`cannot be followed: passes ${beyond}`]),
      ...(error === null ? [] : [`the model fails: ${error}`]),
    ];
    const row = element('button', { type: 'button', class: `option${isFault ? ' fault' : ''}`, text });
    if (beyond !== null) row.setAttribute('aria-disabled', 'true');
    // A name of its own for each: what the eye sees in lines stands in one for the ear.
    for (const note of shows) row.append('. ', element('b', { class: 'bad', text: note }));
    if (notes.length > 0) row.append('. ', element('span', { class: 'about', text: notes.join('; ') }));
    return row;
  }

  /** Of both lists: the keys go from one to the other. */
  #rows(): HTMLButtonElement[] {
    return [this.#list, this.#starts].flatMap((list) => [...list.querySelectorAll('button')]).filter((row) => row.offsetParent !== null);
  }

  #key(event: KeyboardEvent): void {
    const rows = this.#rows();
    const at = rows.indexOf(document.activeElement as HTMLButtonElement);
    const to: Readonly<Record<string, number>> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 };
    if (event.key === 'Escape') this.#events.leave();
    else if (!Object.hasOwn(to, event.key)) return;
    else rows[Math.min(Math.max(to[event.key], 0), rows.length - 1)]?.focus();
    event.preventDefault();
    event.stopPropagation();
  }
}

function countText({ enabled, more }: WhatIfView): string {
  if (enabled.length === 0) return 'Nothing can happen any more.';
  if (more > 0) return `${enabled.length + more} steps can come next; these are the first ${enabled.length}.`;
  return enabled.length === 1 ? 'One step can come next.' : `${enabled.length} steps can come next.`;
}

function startsText({ others, more, isCut }: NonNullable<WhatIfView['starts']>): string {
  const nearest = more > 0 || isCut ? ', those most like this one' : '';
  const rest = more === 0 ? (isCut ? ', and others' : '') : `, and ${isCut ? 'more than ' : ''}${more} others`;
  const all = others.length === 1 ? 'One other initial state' : `${others.length} other initial states${nearest}`;
  return `${all}${rest}. What differs in each:`;
}
