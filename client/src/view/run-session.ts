/**
 * What a counterexample view is about: asks the server for its run, keeps it up to date, and does what the view's script asks for. What it
 * is shown in (an editor, a page) is behind `Surroundings`.
 */
import type { Place } from '#report';
import type { RunAnswer, RunByHandAnswer, RunPageAnswer, RunParams, RunPath, RunView, SaveScenarioAnswer, WhatIfAnswer } from '#server';
import type { FromView, ToView } from './messages.ts';

/** Where something stands in a file; lines and characters from 0. */
export interface FilePlace {
  readonly uri: string;
  readonly range: NonNullable<SaveScenarioAnswer['saved']>['range'];
}

export interface Surroundings {
  /** of the language server; fails where it does not answer */
  ask<T>(method: string, params: object): Promise<T>;
  /** to the view's script */
  post(message: ToView): void;
  title(property: string): void;
  /** The file is open for the server from now on; answers with why it cannot be. */
  opened(uri: string): Promise<string | null>;
  /** the code of the step at hand; null where it has none */
  light(place: FilePlace | null): void;
  go(place: FilePlace): Promise<void>;
  /** `beside`: the URI of the file that it is about. `content`: text, of a PNG base64 */
  save(name: string, beside: string, as: 'svg' | 'png' | 'html', content: string): Promise<void>;
  /** logs were dropped on the view of a run of that file; both URIs */
  drop(uri: string, logs: readonly string[]): void;
  complain(text: string): void;
}

export class RunSession {
  readonly #around: Surroundings;
  #params: RunParams;
  /** of a run by hand, while one is shown */
  #path: RunPath | null;
  /** how far that is the run of the verdict */
  #shared = 0;
  /** as it is shown; null where nothing is yet */
  #shown: RunView | null = null;
  #files: RunAnswer['files'] = {};
  /** what the script was sent last to show */
  #sent = '';
  #isReady = false;
  /** it was closed: whoever was asked may still answer */
  #isGone = false;
  /** the next run is another one than that before */
  #fresh = true;
  /** counts what was asked for: an answer about something else is dropped */
  #asked = 0;

  constructor(around: Surroundings, params: RunParams, path: RunPath | null) {
    this.#around = around;
    this.#params = params;
    this.#path = path;
  }

  end(): void {
    this.#isGone = true;
    this.#around.light(null);
  }

  another(params: RunParams): Promise<void> {
    this.#params = params;
    this.#path = null;
    this.#fresh = true;
    return this.update();
  }

  /** The checks of a file have news. */
  changed(uri: string): void {
    if (uri === this.#params.uri) void this.update();
  }

  async update(): Promise<void> {
    if (!this.#isReady) return;
    if (this.#path === null) return this.#showRun(null, null);
    return this.#showHand(this.#path, null);
  }

  /** `at`: the moment to go to; null where the view keeps its own. */
  async #showRun(at: number | null, ended: string | null): Promise<void> {
    const params = this.#params;
    const asked = ++this.#asked;
    const answer = await this.#ask<RunAnswer>('proviso/run', params);
    if (answer === null || asked !== this.#asked || this.#isGone) return;
    const { run, files } = answer;
    if (run === null) {
      this.#send({ kind: 'note', note: [...(ended === null ? [] : [ended]), noteOf(answer, this.#shown)].join(' ') });
      return;
    }
    const was = this.#params.under;
    const gone = this.#fresh || was === undefined || was === run.under ? null : `No run of ${was} any more.`;
    this.#shows(run, files);
    this.#send({ kind: 'show', params: this.#params, run, hand: null, fresh: this.#fresh, at, note: ended ?? gone });
    this.#fresh = false;
  }

  async #showHand(path: RunPath, at: number | null): Promise<void> {
    const asked = ++this.#asked;
    const answer = await this.#ask<RunByHandAnswer>('proviso/runByHand', { ...this.#params, path });
    if (answer === null || asked !== this.#asked || this.#isGone) return;
    const { run: view, files, says, isOver } = answer;
    if (view === null) {
      const why = { property: null, says };
      if (!isOver) return this.#send({ kind: 'note', note: noteOf(why, this.#shown) });
      this.#path = null;
      return this.#showRun(null, `The run by hand has ended: ${says}.`);
    }
    const { path: taken, findings, shared, otherStart, ...run } = view;
    this.#path = taken;
    this.#shared = shared ?? 0;
    this.#shows(run, files);
    const hand = { path: taken, findings, shared, otherStart };
    this.#send({ kind: 'show', params: this.#params, run, hand, fresh: false, at, note: null });
    this.#fresh = false;
  }

  #shows(run: RunView, files: RunAnswer['files']): void {
    const { system, property, under } = run;
    this.#params = { uri: this.#params.uri, system, property, under };
    this.#shown = run;
    this.#files = files;
    this.#around.title(property);
  }

  /** What it was sent last is not sent again. */
  #send(message: Exclude<ToView, { readonly kind: 'other' }>): void {
    const text = JSON.stringify(message);
    if (text === this.#sent) return;
    this.#sent = text;
    this.#post(message);
  }

  #post(message: ToView): void {
    if (!this.#isGone) this.#around.post(message);
  }

  async take(message: FromView): Promise<void> {
    switch (message.kind) {
      case 'ready': {
        this.#isReady = true;
        this.#sent = '';
        // A file that nobody has open is not checked by itself.
        const problem = await this.#around.opened(this.#params.uri);
        if (problem !== null) this.#send({ kind: 'note', note: problem });
        return this.update();
      }
      case 'at':
        return this.#around.light(this.#placeOf(message.place));
      case 'go': {
        const place = this.#placeOf(message.place);
        return place === null ? undefined : this.#around.go(place);
      }
      case 'drop':
        return this.#around.drop(this.#params.uri, message.uris);
      case 'choose':
        return this.another({ ...this.#params, under: message.under });
      case 'compare': {
        const asked = this.#asked;
        const answer = await this.#ask<RunAnswer>('proviso/run', { ...this.#params, under: message.under });
        if (asked !== this.#asked) return;
        this.#post({ kind: 'other', under: message.under, run: answer?.run ?? null });
        return;
      }
      case 'save': {
        const name = this.#shown?.property ?? 'run';
        if (message.as !== 'html') return this.#around.save(name, this.#params.uri, message.as, message.content);
        const page = await this.#ask<RunPageAnswer>('proviso/runPage', this.#params);
        return page?.html == null ? undefined : this.#around.save(name, this.#params.uri, 'html', page.html);
      }
      case 'what if': {
        const { moment, request } = message;
        const answer = await this.#ask<WhatIfAnswer>('proviso/whatIf', { ...this.#params, path: this.#path, moment });
        if (answer !== null) this.#post({ kind: 'what if', request, whatIf: answer.whatIf, says: answer.says });
        return;
      }
      case 'take':
        return this.#showHand(message.path, message.path.steps.length);
      case 'leave':
        this.#path = null;
        return this.#showRun(this.#shared, null);
      case 'scenario':
        return this.#saveScenario(message.moment);
      default:
        message satisfies never;
    }
  }

  /** The server asks the editor for the change; its name is shown, to be changed to a better one. */
  async #saveScenario(moment: number): Promise<void> {
    const answer = await this.#ask<SaveScenarioAnswer>('proviso/saveScenario', { ...this.#params, path: this.#path, moment });
    if (answer?.saved == null) {
      if (answer !== null) this.#around.complain(`Proviso cannot save this run as a scenario: ${answer.says}.`);
      return;
    }
    await this.#around.go(answer.saved);
  }

  /** Null, and a note, where the server does not answer. */
  async #ask<T>(method: string, params: object): Promise<T | null> {
    try {
      return await this.#around.ask<T>(method, params);
    } catch (error) {
      this.#send({ kind: 'note', note: `The language server does not answer: ${(error as Error).message}` });
      return null;
    }
  }

  #placeOf(place: Place | null): FilePlace | null {
    const uri = place === null ? undefined : this.#files[place.file];
    if (place === null || uri === undefined) return null;
    const start = { line: place.line - 1, character: place.column - 1 };
    return { uri, range: { start, end: { line: place.endLine - 1, character: place.endColumn - 1 } } };
  }
}

/** What is said of a run that is shown, or of none: why there is no newer one. */
function noteOf({ property, says }: Pick<RunAnswer, 'property' | 'says'>, shown: RunView | null): string {
  const about = property === null ? '' : `${property}: `;
  return shown === null ? `${about}${says}.` : `${about}${says}. This is the run of before.`;
}
