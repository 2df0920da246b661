/** Who waits for the checks of files to be over. */
export class Awaited {
  readonly #isOver: (path: string) => boolean;
  #waiting: { readonly path: string; readonly resolve: () => void }[] = [];

  constructor(isOver: (path: string) => boolean) {
    this.#isOver = isOver;
  }

  /** When no verdict of the file is to come any more. */
  over(path: string): Promise<void> {
    if (this.#isOver(path)) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ path, resolve }));
  }

  /** Something may be over. */
  look(): void {
    const over = this.#waiting.filter(({ path }) => this.#isOver(path));
    this.#waiting = this.#waiting.filter((one) => !over.includes(one));
    for (const { resolve } of over) resolve();
  }
}
