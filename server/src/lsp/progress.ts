/** Progress in the editor while checks run: one bar for each file, only for checks that take a while, with a way to stop them. */
import type { Connection, WorkDoneProgressServerReporter } from 'vscode-languageserver';
import { progressText, searchText } from '#report';
import type { CheckProgress } from '../checks/messages.ts';
import type { SubjectCheck } from '../checks/subject.ts';

interface Bar {
  /** null where the client would not have one */
  readonly reporter: WorkDoneProgressServerReporter | null;
  ended: boolean;
}

export class ProgressBar {
  enabled = false;
  readonly #connection: Connection;
  readonly #stop: (path: string) => void;
  readonly #bars = new Map<string, Promise<Bar>>();

  constructor(connection: Connection, stop: (path: string) => void) {
    this.#connection = connection;
    this.#stop = stop;
  }

  show(path: string, { plan }: SubjectCheck, { point, progress }: CheckProgress): void {
    if (!this.enabled) return;
    const text = `${searchText(plan, point)}: ${progressText(progress)}`;
    const bar = this.#bars.get(path) ?? this.#begin(path);
    this.#bars.set(path, bar);
    void bar.then(({ reporter, ended }) => {
      if (!ended) reporter?.report(text);
    });
  }

  end(path: string): void {
    const bar = this.#bars.get(path);
    this.#bars.delete(path);
    void bar?.then((one) => {
      one.ended = true;
      one.reporter?.done();
    });
  }

  async #begin(path: string): Promise<Bar> {
    // The client may refuse a bar: then there is none.
    const reporter = await this.#connection.window.createWorkDoneProgress().catch(() => null);
    if (reporter === null) return { reporter, ended: true };
    reporter.begin('Proviso', undefined, '', true);
    reporter.token.onCancellationRequested(() => this.#stop(path));
    return { reporter, ended: false };
  }
}
