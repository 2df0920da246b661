/** The verdicts as a list beside the specification, its problems, and how the checks stand. */
import type { FileStatus, FindProvisosResult, PropertyPlace } from '#server';
import { byId, element } from './spec/elements.ts';
import type { Diagnostic } from './spec/protocol.ts';
import type { Judged } from './spec/spec.ts';

export interface ResultEvents {
  showRun(place: PropertyPlace): void;
  reveal(line: number): void;
  /** a request to the language server; null where that was stopped */
  ask<T>(method: string, params: object): Promise<T | null>;
}

/** More would bury the first. */
const MOST_PROBLEMS = 20;

export class Results {
  readonly #events: ResultEvents;
  #properties: readonly Judged[] = [];
  /** what was found for a property of this text, in full */
  readonly #provisos = new Map<string, string>();
  /** counts the texts: what was found for an older one is dropped */
  #texts = 0;

  constructor(events: ResultEvents) {
    this.#events = events;
  }

  status(state: FileStatus['state'], text: string): void {
    byId('status').className = state;
    byId('status').textContent = text;
  }

  stopped(why: string): void {
    this.status('idle', why);
    this.judged([]);
  }

  /** The text is another one now. */
  outdated(): void {
    this.#texts++;
    this.#provisos.clear();
    byId('verdicts').classList.add('outdated');
  }

  judged(properties: readonly Judged[]): void {
    byId('verdicts').classList.remove('outdated');
    this.#properties = properties;
    this.#draw();
    byId('results-title').hidden = properties.length === 0;
    byId('interpreted').hidden = !properties.some(({ isInterpreted }) => isInterpreted);
  }

  /** Of the text: what became of its checks is among the verdicts. */
  problems(found: readonly Diagnostic[]): void {
    const told = found.filter(({ severity, code }) => (severity ?? 1) <= 2 && code !== undefined);
    const entries = told.slice(0, MOST_PROBLEMS).map(({ range, severity, message }) => {
      const { line } = range.start;
      const link = element('button', { type: 'button', class: 'link', text: `Line ${line + 1}` });
      link.addEventListener('click', () => this.#events.reveal(line));
      return element('li', { class: severity === 2 ? 'warning' : 'error' }, link, `: ${message}`);
    });
    byId('problems').replaceChildren(...entries);
  }

  #entry({ place, verdict, hasRun }: Judged): HTMLElement {
    const named = element('button', { type: 'button', class: 'link name', text: place.property });
    named.addEventListener('click', () => this.#events.reveal(place.position.line));
    const said = element('p', { class: `verdict ${verdict?.kind ?? 'unknown'}`, text: verdict?.text ?? 'not checked' });
    const actions = element('p', { class: 'actions' });
    if (hasRun) {
      const run = element('button', { type: 'button', text: 'Show the run', 'aria-label': `Show the run of ${place.property}` });
      run.addEventListener('click', () => this.#events.showRun(place));
      actions.append(run);
    }
    const provisos = element('button', { type: 'button', text: 'Find provisos', 'aria-label': `Find provisos of ${place.property}` });
    provisos.title = 'Which of its assumptions does this property need?';
    provisos.addEventListener('click', () => void this.#find(place, provisos));
    actions.append(provisos);
    const found = this.#provisos.get(keyOf(place));
    const whole = found === undefined ? [] : [element('pre', { class: 'provisos', text: found, tabindex: '0' })];
    return element('li', {}, element('p', {}, named), said, actions, ...whole);
  }

  /** Its first words come with the verdict of the property, all of it with the hover. */
  async #find(place: PropertyPlace, button: HTMLButtonElement): Promise<void> {
    button.disabled = true;
    button.textContent = 'Searching';
    const text = this.#texts;
    const answer = await this.#events.ask<FindProvisosResult>('proviso/findProvisos', place);
    const params = { textDocument: { uri: place.uri }, position: place.position };
    const hover = answer?.problem === null ? await this.#events.ask<Hover | null>('textDocument/hover', params) : null;
    const found = /\*\*Provisos\*\*\s+```text\n([\s\S]*?)\n```/.exec(hover?.contents.value ?? '');
    if (text === this.#texts) {
      if (answer != null && answer.problem !== null) this.status('unknown', `Provisos of ${place.property}: ${answer.problem}.`);
      if (found !== null) this.#provisos.set(keyOf(place), found[1]);
    }
    this.#draw();
  }

  #draw(): void {
    byId('verdicts').replaceChildren(...this.#properties.map((one) => this.#entry(one)));
  }
}

interface Hover {
  readonly contents: { readonly value: string };
}

function keyOf({ system, property }: PropertyPlace): string {
  return `${system}.${property}`;
}
