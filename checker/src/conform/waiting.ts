/** Nodes of the search that are yet to be looked at: the next one is at the furthest place, with the fewest faults, found first. */

/** About what a node that waits takes, and those at which as much is explained beside that, in bytes. */
const [NODE_BYTES, LEVEL_BYTES] = [16, 500];

/** Nodes that are yet to be looked at: those at which most is explained first, among them those of the fewest faults. */
export class Waiting {
  /** by events explained */
  readonly #levels: (Level | undefined)[] = [];
  #most = -1;
  #nodes = 0;
  #open = 0;

  /** Memory in use, about, in bytes. */
  get bytes(): number {
    return this.#nodes * NODE_BYTES + this.#open * LEVEL_BYTES;
  }

  add(node: number, explained: number, faults: number): void {
    if (this.#levels[explained] === undefined) {
      this.#levels[explained] = new Level();
      this.#open++;
    }
    this.#levels[explained].add(node, faults);
    this.#nodes++;
    if (explained > this.#most) this.#most = explained;
  }

  next(): number | null {
    for (; this.#most >= 0; this.#most--) {
      const level = this.#levels[this.#most];
      if (level === undefined) continue;
      const node = level.next();
      if (node !== null) {
        this.#nodes--;
        return node;
      }
      this.#levels[this.#most] = undefined;
      this.#open--;
    }
    return null;
  }
}

/** Those at which as much is explained. */
class Level {
  /** by faults: those of a long run are many, and there are few different numbers of them */
  readonly #queues = new Map<number, Queue>();
  /** of the faults that have a queue */
  #fewest = Number.POSITIVE_INFINITY;

  add(node: number, faults: number): void {
    const queue = this.#queues.get(faults) ?? new Queue();
    queue.add(node);
    this.#queues.set(faults, queue);
    if (faults < this.#fewest) this.#fewest = faults;
  }

  next(): number | null {
    for (;;) {
      const queue = this.#queues.get(this.#fewest);
      if (queue === undefined) return null;
      const node = queue.take();
      if (node !== null) return node;
      this.#queues.delete(this.#fewest);
      this.#fewest = Math.min(...this.#queues.keys());
    }
  }
}

class Queue {
  #nodes: number[] = [];
  #taken = 0;

  add(node: number): void {
    this.#nodes.push(node);
  }

  take(): number | null {
    if (this.#taken === this.#nodes.length) {
      if (this.#taken > 0) [this.#nodes, this.#taken] = [[], 0];
      return null;
    }
    return this.#nodes[this.#taken++];
  }
}
