/** What a chapter says beside its specification, and its change that breaks it. */
import type { PropertyPlace } from '#server';
import type { Chapter } from './chapters.ts';
import { byId, element } from './spec/elements.ts';
import type { Judged } from './spec/spec.ts';

export interface ChapterEvents {
  apply(chapter: Chapter): void;
  putBack(chapter: Chapter): void;
  showRun(place: PropertyPlace): void;
}

export class ChapterPage {
  readonly #chapters: readonly Chapter[];
  readonly #events: ChapterEvents;
  #chapter: Chapter | null = null;
  /** it was broken, and its verdict is waited for */
  #isAwaited = false;
  #broken: PropertyPlace | null = null;

  constructor(chapters: readonly Chapter[], events: ChapterEvents) {
    this.#chapters = chapters;
    this.#events = events;
    const entries = chapters.map(({ id, title }, i) =>
      element('li', {}, element('a', { href: addressOf(id), text: `${i + 1}. ${title}` })),
    );
    document.querySelector('#chapters ol')?.replaceChildren(...entries);
    byId('break').addEventListener('click', () => this.#break());
    byId('undo').addEventListener('click', () => this.#undo());
    byId('answer-run').addEventListener('click', () => {
      if (this.#broken !== null) events.showRun(this.#broken);
    });
  }

  /** Null: a specification of somebody's own. */
  show(chapter: Chapter | null): void {
    this.#chapter = chapter;
    this.#unbroken();
    const index = chapter === null ? -1 : this.#chapters.indexOf(chapter);
    for (const [i, link] of document.querySelectorAll('#chapters a').entries()) {
      if (i === index) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
      if (i === index) link.scrollIntoView({ block: 'nearest', inline: 'center' });
    }
    byId('part').textContent = chapter === null ? 'From a link' : `Chapter ${index + 1} of ${this.#chapters.length}`;
    byId('chapter-title').textContent = chapter?.title ?? 'A shared specification';
    byId('sentence').textContent =
      chapter?.sentence ?? 'It came with the address of this page, and is checked here. Whoever made the link wrote all of it.';
    const sample = /^samples\/(.*)\.proviso$/.exec(chapter?.file ?? '');
    byId('about-line').hidden = sample === null;
    if (sample !== null) byId<HTMLAnchorElement>('about').href = `docs/guide/${sample[1]}.html`;
    byId('break-part').hidden = chapter === null;
    byId('break-says').textContent = chapter?.change.says ?? '';
    byId('answer-change').textContent = chapter?.change.says ?? '';
    byId('answer-text').textContent = chapter?.answer ?? '';
    const next = this.#chapters[index + 1];
    const link = byId<HTMLAnchorElement>('next-chapter');
    link.hidden = next === undefined;
    if (next !== undefined) {
      link.href = addressOf(next.id);
      link.textContent = `Next: ${next.title}`;
    }
  }

  /** Whether the run of the broken property is shown for that. `opensRun`: there is room beside the text */
  judged(properties: readonly Judged[], opensRun: boolean): boolean {
    if (!this.#isAwaited) return false;
    const found = properties.find(({ place, verdict }) => place.property === this.#chapter?.property && verdict?.kind === 'bad');
    if (found === undefined || !found.hasRun) return false;
    this.#isAwaited = false;
    this.#broken = found.place;
    byId('answer').hidden = false;
    byId('break-line').hidden = true;
    byId('answer-run').hidden = opensRun;
    if (opensRun) this.#events.showRun(found.place);
    return opensRun;
  }

  #break(): void {
    if (this.#chapter === null) return;
    byId<HTMLButtonElement>('break').disabled = true;
    this.#isAwaited = true;
    this.#events.apply(this.#chapter);
  }

  #undo(): void {
    if (this.#chapter === null) return;
    this.#unbroken();
    this.#events.putBack(this.#chapter);
  }

  #unbroken(): void {
    this.#isAwaited = false;
    this.#broken = null;
    byId<HTMLButtonElement>('break').disabled = false;
    byId('answer').hidden = true;
    byId('break-line').hidden = false;
  }
}

/** In full: what begins with a # is taken for a place of the page. */
function addressOf(id: string): string {
  return new URL(`#chapter=${id}`, location.href).href;
}
