/** Puts items behind a list, however many: as arguments of `push` some tens of thousands would overflow the stack. */
export function append<T>(list: T[], items: Iterable<T>): void {
  for (const item of items) list.push(item);
}
