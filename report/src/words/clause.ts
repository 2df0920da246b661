/** A part of a sentence that can begin one. The author's names are written as they are, so only our own words get a capital. */
import { enumerate } from './counts.ts';

export interface Clause {
  readonly text: string;
  /** it begins with a name of the author's */
  readonly startsWithName: boolean;
}

/** "Worker#1 restarts": begins with a name of the author's */
export function named(text: string): Clause {
  return { text, startsWithName: true };
}

/** "the cut heals": begins with a word of ours */
export function worded(text: string): Clause {
  return { text, startsWithName: false };
}

export function continued({ text, startsWithName }: Clause, more: string): Clause {
  return { text: text + more, startsWithName };
}

/** "a, b and c" */
export function joined(clauses: readonly Clause[]): Clause {
  return { text: enumerate(clauses.map(({ text }) => text)), startsWithName: clauses[0]?.startsWithName ?? false };
}

/** With its capital and its full stop. */
export function sentence({ text, startsWithName }: Clause): string {
  return `${startsWithName ? text : text.slice(0, 1).toUpperCase() + text.slice(1)}.`;
}
