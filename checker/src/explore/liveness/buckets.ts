/** Nodes by their distance, the least first: few different distances, and many nodes at each. */
export class Buckets {
  readonly #nodes = new Map<number, number[]>();
  /** a binary heap of the distances in use */
  readonly #heap: number[] = [];

  add(at: number, node: number): void {
    const nodes = this.#nodes.get(at);
    if (nodes !== undefined) {
      nodes.push(node);
      return;
    }
    this.#nodes.set(at, [node]);
    let i = this.#heap.push(at) - 1;
    for (let above = (i - 1) >> 1; i > 0 && this.#heap[above] > at; above = (i - 1) >> 1) {
      this.#heap[i] = this.#heap[above];
      i = above;
    }
    this.#heap[i] = at;
  }

  next(): { readonly at: number; readonly nodes: readonly number[] } | null {
    const at = this.#heap[0];
    if (at === undefined) return null;
    const last = this.#heap.pop()!;
    if (this.#heap.length > 0) this.#sink(last);
    const nodes = this.#nodes.get(at)!;
    this.#nodes.delete(at);
    return { at, nodes };
  }

  #sink(value: number): void {
    const heap = this.#heap;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && heap[child + 1] < heap[child]) child++;
      if (heap[child] >= value) break;
      heap[i] = heap[child];
      i = child;
    }
    heap[i] = value;
  }
}
