/** How large the diagrams are drawn: by buttons, keys, and the wheel with Ctrl; or as large as fits. What one looks at stays where it is. */
import { byId } from './elements.ts';

/** 1 is as the text around; `fit`: all of the run is seen. */
export type ZoomLevel = number | 'fit';

const [LEAST, MOST] = [0.2, 4];
const LEVELS = [0.2, 0.3, 0.5, 0.67, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 2, 2.5, 3, 4];
/** How much a wheel of so many pixels does. */
const WHEEL = 0.002;

/** A pane that scrolls, and what is drawn in it. */
export interface ZoomedPane {
  readonly pane: HTMLElement;
  readonly drawn: HTMLElement;
}

/** In pixels from the top left of the pane. */
interface Point {
  readonly x: number;
  readonly y: number;
}

export class Zoom {
  readonly #panes: readonly ZoomedPane[];
  readonly #changed: () => void;
  /** where the step at hand is seen in a pane; null where it is not */
  readonly #at: (pane: HTMLElement) => Point | null;
  #level: ZoomLevel;
  #factor: number;

  constructor(panes: readonly ZoomedPane[], level: ZoomLevel, at: (pane: HTMLElement) => Point | null, changed: () => void) {
    this.#panes = panes;
    this.#level = level;
    this.#factor = level === 'fit' ? 1 : level;
    this.#at = at;
    this.#changed = changed;
    for (const [id, act] of Object.entries(this.#buttons)) byId(id).addEventListener('click', act);
    for (const { pane } of panes) {
      pane.addEventListener('wheel', (event) => this.#wheel(pane, event), { passive: false });
      new ResizeObserver(() => this.refit()).observe(pane);
    }
    this.#show();
  }

  get level(): ZoomLevel {
    return this.#level;
  }

  get factor(): number {
    return this.#factor;
  }

  /** Whether the key was one of these. */
  key(key: string): boolean {
    const act = Object.hasOwn(this.#keys, key) ? this.#keys[key] : undefined;
    act?.();
    return act !== undefined;
  }

  /** The pane or what is drawn has another size. */
  refit(): void {
    if (this.#level === 'fit') this.#to('fit', null);
  }

  readonly #buttons: Readonly<Record<string, () => void>> = {
    'zoom-out': () => this.#step(-1),
    'zoom-in': () => this.#step(1),
    'zoom-one': () => this.#to(1, null),
    'zoom-fit': () => this.#to('fit', null),
  };

  readonly #keys: Readonly<Record<string, () => void>> = {
    '-': this.#buttons['zoom-out'],
    '+': this.#buttons['zoom-in'],
    '=': this.#buttons['zoom-in'],
    '0': this.#buttons['zoom-one'],
    f: this.#buttons['zoom-fit'],
  };

  #step(by: 1 | -1): void {
    const next = by > 0 ? LEVELS.find((one) => one > this.#factor + 0.01) : LEVELS.findLast((one) => one < this.#factor - 0.01);
    this.#to(next ?? this.#factor, null);
  }

  #wheel(pane: HTMLElement, event: WheelEvent): void {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const { left, top } = pane.getBoundingClientRect();
    this.#to(this.#factor * Math.exp(-event.deltaY * WHEEL), { pane, x: event.clientX - left, y: event.clientY - top });
  }

  /** `around`: what is under the pointer; else the step at hand where it is seen, or the middle. */
  #to(level: ZoomLevel, around: (Point & { readonly pane: HTMLElement }) | null): void {
    const before = this.#factor;
    this.#level = level === 'fit' ? level : Math.min(MOST, Math.max(LEAST, level));
    this.#factor = this.#level === 'fit' ? this.#fitting() : this.#level;
    const ratio = this.#factor / before;
    const kept = this.#panes.map(({ pane }) => {
      const middle = { x: pane.clientWidth / 2, y: pane.clientHeight / 2 };
      const at = around?.pane === pane ? around : (this.#at(pane) ?? middle);
      return { pane, left: (pane.scrollLeft + at.x) * ratio - at.x, top: (pane.scrollTop + at.y) * ratio - at.y };
    });
    this.#show();
    for (const { pane, left, top } of kept) pane.scrollTo({ left, top });
    this.#changed();
  }

  /** The first pane decides: it is always there. How large it is drawn now has no part in it. */
  #fitting(): number {
    const [{ pane, drawn }] = this.#panes;
    drawn.style.setProperty('zoom', '1');
    const [width, height] = [drawn.scrollWidth, drawn.scrollHeight];
    if (width === 0 || height === 0 || pane.clientWidth === 0) return 1;
    return Math.min(MOST, Math.max(LEAST, Math.min(pane.clientWidth / width, pane.clientHeight / height)));
  }

  #show(): void {
    for (const { drawn } of this.#panes) drawn.style.setProperty('zoom', String(this.#factor));
    byId('zoom-one').textContent = `${Math.round(this.#factor * 100)} %`;
    byId('zoom-fit').setAttribute('aria-pressed', String(this.#level === 'fit'));
  }
}
