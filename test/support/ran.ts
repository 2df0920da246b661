/** What a generator returns, whatever it yields on the way. */
export function ran<T>(work: Generator<unknown, T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value as T;
  }
}
