/** The counterexample view of the extension, in a frame of the page: its script and its messages are the same. */
import type { RunAnswer, RunParams } from '#server';
import type { FromView, ToView } from '../../client/src/view/messages.ts';
import { type FilePlace, RunSession, type Surroundings } from '../../client/src/view/run-session.ts';
import type { Files } from './files.ts';
import { byId } from './spec/elements.ts';
import type { LanguageServer } from './spec/language-server.ts';

export interface RunEvents {
  save(name: string, type: string, content: BlobPart): void;
  complain(text: string): void;
}

export class RunFrame implements Surroundings {
  readonly #section = byId('run');
  readonly #server: LanguageServer;
  readonly #files: Files;
  readonly #events: RunEvents;
  #frame: HTMLIFrameElement | null = null;
  #session: RunSession | null = null;
  #hasLit = false;

  constructor(server: LanguageServer, files: Files, events: RunEvents) {
    this.#server = server;
    this.#files = files;
    this.#events = events;
    window.addEventListener('message', ({ source, data }: MessageEvent<FromView>) => {
      if (this.#frame !== null && source === this.#frame.contentWindow) void this.#session?.take(data);
    });
    byId('close-run').addEventListener('click', () => this.close());
  }

  get isOpen(): boolean {
    return this.#session !== null;
  }

  open(params: RunParams): void {
    if (this.#session !== null) return void this.#session.another(params);
    const frame = document.createElement('iframe');
    frame.title = 'The run, step by step';
    frame.src = 'view.html';
    this.#frame = frame;
    this.#session = new RunSession(this, params, null);
    byId('frame').replaceChildren(frame);
    this.#section.hidden = false;
    document.body.classList.add('with-run');
    if (!BESIDE.matches) this.#section.scrollIntoView({ block: 'start' });
  }

  close(): void {
    this.#session?.end();
    this.#session = null;
    this.#frame?.remove();
    this.#frame = null;
    this.#section.hidden = true;
    document.body.classList.remove('with-run');
  }

  /** The checks of a file have news. */
  changed(uri: string): void {
    this.#session?.changed(uri);
  }

  /** A run of very many steps would be drawn for so long that the page stands still. */
  async ask<T>(method: string, params: object): Promise<T> {
    const answer = await this.#server.request<T>(method, params);
    const { run } = answer as Partial<RunAnswer>;
    if (run == null || run.run.steps.length <= MOST_STEPS) return answer;
    const says = `its run has ${run.run.steps.length.toLocaleString('en')} steps, which is more than this page draws`;
    return { ...answer, run: null, property: run.property, says };
  }

  post(message: ToView): void {
    this.#frame?.contentWindow?.postMessage(message, location.origin);
  }

  title(property: string): void {
    byId('run-title').textContent = property;
  }

  opened(): Promise<null> {
    return Promise.resolve(null);
  }

  light(place: FilePlace | null): void {
    // At the first state nothing has happened: what is lit in the text, as a change is, stays so.
    if (place === null && !this.#hasLit) return;
    this.#hasLit = place !== null;
    this.#files.light(place?.uri ?? null, place?.range ?? null);
    // Where the run is below the text, it would be scrolled away.
    if (place !== null && BESIDE.matches) this.#files.at(place.uri)?.follow(place.range.start.line);
  }

  async go({ uri, range }: FilePlace): Promise<void> {
    await this.#files.show(uri);
    this.#files.light(uri, range);
    this.#files.at(uri)?.reveal(range.start.line);
  }

  async save(name: string, _beside: string, as: 'svg' | 'png' | 'html', content: string): Promise<void> {
    const bytes = as === 'png' ? Uint8Array.from(atob(content), (one) => one.charCodeAt(0)) : content;
    this.#events.save(`${name}.${as}`, TYPES[as], bytes);
  }

  drop(): void {
    this.complain('Logs are compared with a specification in the extension, and by `proviso conform`.');
  }

  complain(text: string): void {
    this.#events.complain(text);
  }
}

const MOST_STEPS = 2_000;
/** as in widths.css */
const BESIDE = window.matchMedia('(min-width: 1000px)');
const TYPES = { svg: 'image/svg+xml', png: 'image/png', html: 'text/html' };
