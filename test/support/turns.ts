/** A thread that makes steps ahead, played by the test itself: it has its turns between two steps of the search, as many as it is given. */
import type { HelperThread, Threads } from '#checker';
import { ahead } from '../../checker/src/explore/parallel/portions.ts';
import { Producer } from '../../checker/src/explore/parallel/producer.ts';

export class ThreadByTurns {
  /** portions that were made in its turns */
  made = 0;
  /** it has ended with a portion */
  ended = false;
  #producers: { readonly producer: Producer; readonly words: Int32Array; readonly places: number }[] = [];

  threads(portion: number): Threads {
    return { count: 2, from: 1, portion, start: () => this.#start() };
  }

  /** Makes so many portions of the search that called it last. */
  turn(portions: number): void {
    const last = this.#producers.at(-1);
    for (let i = 0; i < portions && !this.ended && last?.producer.makeOne(); i++) this.made++;
  }

  /** Takes a portion that it will never make; false where there was none to take. */
  end(): boolean {
    const last = this.#producers.at(-1);
    if (last === undefined || this.ended) return false;
    const { words, places } = last;
    const taken = words[ahead.claimed];
    if (taken === words[ahead.last] || taken - words[ahead.consumed] >= places) return false;
    words[ahead.claimed]++;
    this.ended = true;
    return true;
  }

  #start(): HelperThread {
    return {
      post: (message) => {
        if (message.kind === 'ahead')
          this.#producers.push({ producer: new Producer(message), words: new Int32Array(message.control), places: message.shape.places });
        else if (message.kind === 'segments') this.#producers.at(-1)!.producer.use(message);
      },
      alive: () => !this.ended,
      end: () => {},
      quit: () => {},
    };
  }
}
