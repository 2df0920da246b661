/**
 * The end of every switch over a union: compiles only if each member has been dealt with before, so that a new member is
 * an error in each place that has to know it. Throws if a value gets here all the same, which is a mistake of ours.
 */
export function unhandled(value: never): never {
  throw new Error(`unhandled: ${JSON.stringify(value)}`);
}
