/**
 * The kind of a step in one number, as far as fairness needs it. The low three bits are the kind, the others a number that goes
 * with it: of a message among those in flight, in the machine's own order, or of an item that fairness speaks of.
 */
export const tagKinds = {
  /** a message is handed over; its number */
  deliver: 0,
  lose: 1,
  /** handed over, and stays in flight */
  duplicate: 2,
  corrupt: 3,
  tick: 4,
  /** a step of `fairItems`; its number there */
  item: 5,
  /** any other step: no run is forced to take it */
  other: 6,
} as const;

export function tagOf(kind: keyof typeof tagKinds, number = 0): number {
  return (number << 3) | tagKinds[kind];
}

export function tagKind(tag: number): number {
  return tag & 7;
}

/** A step that some fair run without faults must take sooner or later, or that lets time pass. */
export function isForced(tag: number): boolean {
  const kind = tagKind(tag);
  return kind === tagKinds.deliver || kind === tagKinds.tick || kind === tagKinds.item;
}

export function tagNumber(tag: number): number {
  return tag >>> 3;
}
