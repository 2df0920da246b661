/** The run from top to bottom: the space-time diagram, and beside it each step as a line that can be chosen. */
import { type Counterexample, quorumTexts, type SpaceTimeLayout, spaceTime, spaceTimeLayout, toldText } from '#report/walk';
import { element, escaped } from './elements.ts';

const SVG = 'http://www.w3.org/2000/svg';
/** Pixels of a character of a node's name, and between two names. */
const CHARACTER = 7.6;
const GAP = 12;
const LANE = 96;
const LEAST_LANE = 72;
/** Of more nodes than these the lanes are as narrow as their names permit. */
const FEW = 3;
/** Half a row. */
const HALF = 15;
/** Room for the text of steps beside the lanes. */
const TEXT = 154;

export interface DiagramParts {
  readonly lanes: HTMLElement;
  readonly picture: HTMLElement;
  readonly steps: HTMLElement;
}

/** The parts in a section of the page. */
export function partsIn(section: HTMLElement): DiagramParts {
  const part = (name: string) => section.querySelector<HTMLElement>(`.${name}`)!;
  return { lanes: part('lanes'), picture: part('picture'), steps: part('steps') };
}

export class Diagram {
  readonly #run: Counterexample;
  readonly #layout: SpaceTimeLayout;
  readonly #rows = new Map<number, HTMLButtonElement>();
  readonly #travels: readonly Element[];
  readonly #now: SVGRectElement;
  readonly #later: SVGRectElement;
  #current: HTMLButtonElement | null = null;

  /** `marks`: what is to be said of moments besides, such as what breaks there; `tail`: what does not come about behind the last one */
  constructor(
    run: Counterexample,
    { lanes, picture, steps }: DiagramParts,
    marks: ReadonlyMap<number, string>,
    choose: (moment: number) => void,
    tail: readonly string[] = [],
  ) {
    this.#run = run;
    const { nodes } = run.replay;
    const widest = Math.max(...nodes.flatMap(({ name }) => inTwo(name).map(({ length }) => length))) * CHARACTER + GAP;
    const layout = spaceTimeLayout(run.replay, run.steps, Math.max(widest, nodes.length > FEW ? LEAST_LANE : LANE));
    this.#layout = layout;
    const svg = parsed(spaceTime(run.replay, run.steps, { escaped, label: 'Space-time diagram' }, layout));
    this.#now = bar('now', layout.width);
    this.#later = bar('later', layout.width);
    svg.prepend(this.#now);
    svg.append(this.#later);
    svg.addEventListener('click', ({ clientY }) => {
      const { top, height } = svg.getBoundingClientRect();
      choose(this.#nearest(((clientY - top) / height) * layout.height));
    });
    picture.replaceChildren(svg);
    this.#travels = [...svg.querySelectorAll('g.travel')];
    const names = nodes.map(({ name }, i) => placed(element('span', { text: inTwo(name).join('\n') }), { left: layout.lanes[i] }));
    const { ghosts } = layout;
    lanes.replaceChildren(
      ...names,
      ...(ghosts === null ? [] : [placed(element('span', { text: 'ghosts' }), { left: ghosts.x + ghosts.width / 2 - 8 })]),
    );
    size(lanes, layout.width + TEXT);
    steps.replaceChildren(...this.#lines(marks, choose), ...this.#tail(tail, choose));
    steps.style.height = `${layout.height + tail.length * 2 * HALF}px`;
    steps.style.left = `${layout.width}px`;
  }

  /** Marks a moment: its row, what is in flight then, and what is still to come. */
  show(moment: number, inFlight: ReadonlySet<number>): void {
    const y = this.#layout.rows[moment];
    this.#now.setAttribute('y', String(y - HALF));
    this.#now.setAttribute('height', String(2 * HALF));
    this.#later.setAttribute('y', String(y + HALF));
    this.#later.setAttribute('height', String(Math.max(0, this.#layout.height - y - HALF)));
    for (const [i, travel] of this.#travels.entries()) travel.classList.toggle('flying', inFlight.has(i));
    const row = this.#rows.get(moment) ?? null;
    if (this.#current !== row) {
      this.#mark(this.#current, false);
      this.#mark(row, true);
      this.#current = row;
    }
  }

  /** The line of the moment at hand; null where nothing is told of it. */
  get current(): HTMLButtonElement | null {
    return this.#current;
  }

  /** Pixels from the top left; x is null where the step is no node's. */
  placeOf(moment: number): { readonly x: number | null; readonly y: number } {
    const node = moment === 0 ? null : this.#run.replay.moments[moment - 1].node;
    return { x: node === null ? null : this.#layout.lanes[node], y: this.#layout.rows[moment] };
  }

  /** The lowest moment whose row is not above. */
  #nearest(y: number): number {
    const at = this.#layout.rows.findIndex((row) => y <= row + HALF);
    return at < 0 ? this.#layout.rows.length - 1 : at;
  }

  #mark(row: HTMLButtonElement | null, isCurrent: boolean): void {
    if (row === null) return;
    if (isCurrent) row.setAttribute('aria-current', 'step');
    else row.removeAttribute('aria-current');
    row.tabIndex = isCurrent ? 0 : -1;
  }

  /** One line for each moment that something is told of; what belongs to one moment stands in one line. */
  #lines(marks: ReadonlyMap<number, string>, choose: (moment: number) => void): HTMLElement[] {
    const { steps, replay } = this.#run;
    const { letters } = replay;
    const numbers = [...new Set([0, ...steps.map(({ number }) => number)])];
    return numbers.map((number) => {
      const told = steps.filter((step) => step.number === number);
      const mark = marks.get(number);
      const happened = told.length === 0 ? 'the first state' : [...told.map(toldText), ...quorumTexts(this.#run.replay, number)].join('; ');
      const text = mark === undefined ? happened : `${mark}: ${happened}`;
      // Such a loss is no step of its own.
      const isLost = letters.some(
        ({ sent, left, fate }) => sent === number && left === number && (fate === 'queue full' || fate === 'cut'),
      );
      const isBad = isLost || mark !== undefined || told.some(({ fault, kind }) => fault || kind === 'error');
      const button = element('button', { type: 'button', tabindex: '-1', class: isBad ? 'bad' : '', title: text });
      button.append(element('b', { text: number === 0 ? 'start' : String(number) }), ` ${text}`);
      button.addEventListener('click', () => choose(number));
      this.#rows.set(number, button);
      return placed(element('li', {}, button), { top: this.#layout.rows[number] - HALF });
    });
  }

  /** They lead to the last moment, behind which they would come. */
  #tail(texts: readonly string[], choose: (moment: number) => void): HTMLElement[] {
    return texts.map((text, i) => {
      const button = element('button', { type: 'button', tabindex: '-1', class: 'bad tail', title: text });
      button.append(element('b', { text: '✗' }), ` ${text}`);
      button.addEventListener('click', () => choose(this.#run.replay.moments.length));
      return placed(element('li', {}, button), { top: this.#layout.height + (2 * i - 1) * HALF });
    });
  }
}

/** "Participant" above "#2", "Lock" above "Service": so lanes may be narrow. */
function inTwo(name: string): string[] {
  const at = name.includes('#') ? name.indexOf('#') : (/[a-z](?=[A-Z][a-z]+$)/.exec(name)?.index ?? name.length - 1) + 1;
  return at === name.length ? [name] : [name.slice(0, at), name.slice(at)];
}

/** The diagram as a document, strictly: what is no XML is a mistake of ours, and shows nothing. */
function parsed(text: string): SVGSVGElement {
  const { documentElement } = new DOMParser().parseFromString(text, 'image/svg+xml');
  if (documentElement.namespaceURI !== SVG) throw new Error('the diagram is no SVG');
  return document.importNode(documentElement, true) as unknown as SVGSVGElement;
}

function bar(name: string, width: number): SVGRectElement {
  const made = document.createElementNS(SVG, 'rect');
  for (const [key, value] of Object.entries({ class: name, x: 0, width, y: 0, height: 0 })) made.setAttribute(key, String(value));
  return made;
}

/** A policy of the page forbids styles in markup, not those that a script sets. */
function placed<T extends HTMLElement>(one: T, { left, top }: { readonly left?: number; readonly top?: number }): T {
  if (left !== undefined) one.style.left = `${left}px`;
  if (top !== undefined) one.style.top = `${top}px`;
  return one;
}

function size(one: HTMLElement, width: number): void {
  one.style.minWidth = `${width}px`;
}
