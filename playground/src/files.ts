/** The files of the page, each a specification of its own, of which one is shown. What imports another by its name finds it. */
import type { FileStatus, PropertyPlace } from '#server';
import { FIRST, isFileName, MOST_FILES, type NamedText } from './share.ts';
import { byId, element } from './spec/elements.ts';
import type { LanguageServer } from './spec/language-server.ts';
import type { Diagnostic } from './spec/protocol.ts';
import { type Judged, Spec } from './spec/spec.ts';

/** About the file that is shown; of the others they come once they are. */
export interface FilesEvents {
  changed(): void;
  judged(uri: string, properties: readonly Judged[]): void;
  problems(found: readonly Diagnostic[]): void;
  status(status: Pick<FileStatus, 'state' | 'text'>): void;
  stopped(why: string): void;
  showRun(place: PropertyPlace): void;
}

interface OpenFile {
  readonly name: string;
  readonly spec: Spec;
  readonly host: HTMLElement;
}

/** All are in one folder, which is nowhere. */
const FOLDER = 'playground:/';

export class Files {
  readonly #server: LanguageServer;
  readonly #events: FilesEvents;
  #files: OpenFile[] = [];
  #shown: OpenFile;
  /** since then all are in editors: a name is changed in each of them */
  #isEdited = false;

  /** The first of them is shown. */
  constructor(server: LanguageServer, texts: readonly NamedText[], events: FilesEvents) {
    this.#server = server;
    this.#events = events;
    for (const text of texts) this.#open(text);
    this.#shown = this.#files[0];
    this.#draw();
  }

  get shown(): Spec {
    return this.#shown.spec;
  }

  get first(): Spec {
    return this.#files[0].spec;
  }

  get name(): string {
    return this.#shown.name;
  }

  get texts(): NamedText[] {
    return this.#files.map(({ name, spec }) => ({ name, text: spec.text }));
  }

  /** Undefined for a file of somewhere else. */
  at(uri: string): Spec | undefined {
    return this.#files.find(({ spec }) => spec.uri === uri)?.spec;
  }

  /** Other files in their place; the first keeps its editor. */
  reset([first, ...others]: readonly NamedText[]): void {
    for (const file of this.#files.splice(1)) remove(file);
    for (const other of others) this.#open(other);
    this.#draw();
    void this.#show(this.#files[0]);
    this.shown.reset(first.text);
  }

  /** Null, or why there cannot be one of that name; a sentence. */
  add(name: string): string | null {
    if (!isFileName(name)) return 'A name is of letters, digits, - and _, and ends in .proviso.';
    if (this.#files.some((file) => file.name.toLowerCase() === name.toLowerCase())) return 'There is a file of that name.';
    if (this.#files.length >= MOST_FILES) return `There are at most ${MOST_FILES} files.`;
    this.#open({ name, text: '' });
    void this.#show(this.#files[this.#files.length - 1]).then(() => this.shown.focus());
    return null;
  }

  /** The one that is shown, unless it is the first. */
  remove(): void {
    const [first] = this.#files;
    if (this.#shown === first) return;
    remove(this.#shown);
    this.#files = this.#files.filter((file) => file !== this.#shown);
    void this.#show(first);
  }

  /** Resolves once the one that is shown has one. */
  startEditor(): Promise<void> {
    this.#isEdited = true;
    const shown = this.shown.startEditor();
    for (const { spec } of this.#files) void spec.startEditor();
    return shown;
  }

  async show(uri: string): Promise<void> {
    const file = this.#files.find(({ spec }) => spec.uri === uri);
    if (file !== undefined) await this.#show(file);
  }

  light(uri: string | null, range: Parameters<Spec['light']>[0]): void {
    for (const { spec } of this.#files) spec.light(spec.uri === uri ? range : null);
  }

  async #show(file: OpenFile): Promise<void> {
    if (file !== this.#shown) {
      this.#shown = file;
      this.#draw();
      file.spec.tellAll();
    }
    if (this.#isEdited) await file.spec.startEditor();
  }

  #open({ name, text }: NamedText): void {
    const host = element('div', { class: 'file' });
    byId('spec').append(host);
    const ifShown =
      <A extends readonly unknown[]>(run: (...what: A) => void) =>
      (...what: A) => {
        if (this.#shown?.spec.uri === uri) run(...what);
      };
    const uri = `${FOLDER}${name}`;
    const events = this.#events;
    const spec = new Spec(host, 'spec.css', this.#server, uri, text, {
      changed: ifShown(() => events.changed()),
      judged: ifShown((properties) => events.judged(uri, properties)),
      problems: ifShown((found) => events.problems(found)),
      status: ifShown((status) => events.status(status)),
      stopped: ifShown((why) => events.stopped(why)),
      showRun: (place) => events.showRun(place),
      shown: () => this.show(uri),
    });
    this.#files.push({ name, spec, host });
    if (this.#isEdited) void spec.startEditor();
  }

  #draw(): void {
    const tabs = this.#files.map((file) => {
      const current = file === this.#shown ? 'true' : undefined;
      const tab = element('button', { type: 'button', text: file.name, 'aria-current': current });
      tab.addEventListener('click', () => void this.#show(file));
      return tab;
    });
    byId('files').replaceChildren(...tabs);
    byId('files').hidden = this.#files.length < 2;
    byId('remove-file').hidden = this.#shown === this.#files[0];
    for (const { host } of this.#files) host.hidden = host !== this.#shown.host;
  }
}

function remove({ spec, host }: OpenFile): void {
  spec.close();
  host.remove();
}

/** Of a specification that is alone. */
export function alone(text: string): readonly NamedText[] {
  return [{ name: FIRST, text }];
}
