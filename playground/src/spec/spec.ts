/**
 * A specification on a page, with its verdicts: plain lines at first, and an editor once somebody wants one. It lives in a shadow root, as
 * its styles and those of the editor do.
 */
import type { FileStatus, PropertyPlace, VerdictItem } from '#server';
import type { Editor } from './editor.ts';
import { element } from './elements.ts';
import type { LanguageServer, SpecDocument } from './language-server.ts';
import { PlainLines, type VerdictLine } from './plain.ts';
import { type Diagnostic, edited, type Lens, type Range, type TextEdit } from './protocol.ts';

/** A property, its verdict, and what can be asked about it. */
export interface Judged {
  readonly place: PropertyPlace;
  /** null: none yet */
  readonly verdict: Pick<VerdictItem, 'text' | 'kind'> | null;
  readonly hasRun: boolean;
  /** by the interpreter, because code could not be made */
  readonly isInterpreted: boolean;
}

export interface SpecEvents {
  /** by whatever way */
  changed(): void;
  /** of the text as it is */
  judged(properties: readonly Judged[]): void;
  problems(found: readonly Diagnostic[]): void;
  status(status: Pick<FileStatus, 'state' | 'text'>): void;
  stopped(why: string): void;
  showRun(place: PropertyPlace): void;
  shown(): Promise<void>;
}

export class Spec implements SpecDocument {
  readonly uri: string;
  readonly #server: LanguageServer;
  readonly #events: SpecEvents;
  readonly #root: ShadowRoot;
  readonly #plain = new PlainLines();
  #text: string;
  #editor: Editor | null = null;
  #loading: Promise<void> | null = null;
  #items: readonly VerdictItem[] = [];
  #lenses: readonly Lens[] = [];
  #problems: readonly Diagnostic[] = [];
  #status: FileStatus | null = null;
  /** counts what was asked for: an answer about an older text is dropped */
  #asked = 0;
  #isClosed = false;

  /** `style`: the address of the style sheet */
  constructor(host: HTMLElement, style: string, server: LanguageServer, uri: string, text: string, events: SpecEvents) {
    this.uri = uri;
    this.#server = server;
    this.#events = events;
    this.#text = text;
    this.#root = host.attachShadow({ mode: 'open' });
    this.#root.append(element('link', { rel: 'stylesheet', href: style }), this.#plain.dom);
    this.#plain.show(text);
    server.open(this);
  }

  get text(): string {
    return this.#editor?.text ?? this.#text;
  }

  replace(text: string): void {
    if (text === this.text) return;
    if (this.#editor !== null) {
      this.#editor.replace(text);
      return;
    }
    this.#text = text;
    this.#plain.show(text);
    this.#changed();
  }

  /** Another specification: what was done to the one before cannot be undone here. */
  reset(text: string): void {
    if (this.#editor === null) this.replace(text);
    else {
      this.#editor.reset(text);
      this.#changed();
    }
  }

  /** In place of the plain lines. */
  startEditor(): Promise<void> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  focus(): void {
    this.#editor?.focus();
  }

  /** Null: none. */
  light(range: Range | null): void {
    this.#editor?.light(range);
    this.#plain.light(range?.start.line ?? null, range?.end.line ?? 0);
  }

  reveal(line: number): void {
    if (this.#editor !== null) this.#editor.reveal(line, 'center');
    else this.#plain.reveal(line);
  }

  /** Within an editor that scrolls by itself; plain lines stay as they are, for the page would scroll. */
  follow(line: number): void {
    this.#editor?.reveal(line, 'nearest');
  }

  verdicts(items: readonly VerdictItem[]): void {
    this.#items = items;
    this.#draw();
    void this.#askLenses();
  }

  diagnostics(found: readonly Diagnostic[]): void {
    this.#problems = found;
    this.#editor?.diagnostics(found);
    this.#events.problems(found);
  }

  status(status: FileStatus): void {
    this.#status = status;
    this.#events.status(status);
  }

  shown(): Promise<void> {
    return this.#events.shown();
  }

  /** What is known, once more. */
  tellAll(): void {
    if (this.#status !== null) this.#events.status(this.#status);
    this.#events.problems(this.#problems);
    this.#events.judged(this.#judged());
  }

  edit(edits: readonly TextEdit[]): void {
    if (this.#editor !== null) this.#editor.edit(edits);
    else this.replace(edited(this.#text, edits));
  }

  stopped(why: string): void {
    this.#asked++;
    this.#items = [];
    this.#lenses = [];
    this.#status = null;
    this.#draw();
    this.#events.judged([]);
    this.#events.stopped(why);
  }

  close(): void {
    this.#isClosed = true;
    this.#asked++;
    this.#server.close(this.uri);
    this.#editor?.end();
  }

  #changed(): void {
    this.#asked++;
    this.#server.changed(this.uri);
    this.#events.changed();
  }

  async #load(): Promise<void> {
    const { Editor } = await import('./editor.ts');
    if (this.#isClosed) return;
    const parent = element('div', { class: 'editor' });
    this.#root.append(parent);
    this.#editor = new Editor({
      parent,
      root: this.#root,
      uri: this.uri,
      text: this.#text,
      server: this.#server,
      changed: () => this.#changed(),
    });
    this.#plain.dom.remove();
    this.#draw();
    this.#editor.diagnostics(this.#problems);
  }

  async #askLenses(): Promise<void> {
    const asked = ++this.#asked;
    const params = { textDocument: { uri: this.uri } };
    const lenses = await this.#server.request<Lens[] | null>('textDocument/codeLens', params).catch(() => null);
    if (lenses === null || asked !== this.#asked) return;
    this.#lenses = lenses;
    this.#draw();
    this.#events.judged(this.#judged());
  }

  #draw(): void {
    const lines = this.#items.map((item): VerdictLine => {
      const lens = this.#lenses.find((one) => one.range.start.line === item.line && isOfRun(one));
      return { ...item, open: lens === undefined ? null : () => this.#events.showRun(placeOf(lens)) };
    });
    if (this.#editor !== null) this.#editor.verdicts(lines);
    else this.#plain.verdicts(lines);
  }

  #judged(): Judged[] {
    const properties = this.#lenses.filter((lens) => lens.command?.command === 'proviso.findProvisos');
    const isInterpreted = this.#items.some(({ text }) => text.includes(', interpreted'));
    return properties.map((lens) => {
      const { line } = lens.range.start;
      const verdict = this.#items.find((item) => item.line === line) ?? null;
      return {
        place: placeOf(lens),
        verdict,
        hasRun: this.#lenses.some((one) => one.range.start.line === line && isOfRun(one)),
        isInterpreted,
      };
    });
  }
}

function isOfRun({ command }: Lens): boolean {
  return command?.command === 'proviso.showCounterexample';
}

function placeOf({ command }: Lens): PropertyPlace {
  return command?.arguments?.[0] as PropertyPlace;
}
