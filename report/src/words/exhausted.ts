/** What a search that stopped had seen, and what an expectation asks about. */
import type { Exhausted } from '#checker';
import { enumerate, plural } from './counts.ts';

/** "no violation with up to 1 fault; with 2 faults none in 14 steps; none within capacity 3"; empty where next to nothing was seen */
export function exhaustedText(exhausted: Exhausted): string {
  const { sought, narrower } = exhausted;
  const seen = seenText(exhausted);
  if (narrower === undefined) return seen;
  const within = `within ${enumerate(narrower)}`;
  return seen === '' ? `no ${sought} ${within}` : `${seen}; none ${within}`;
}

function seenText({ sought, faults, steps, bounds }: Exhausted): string {
  const within = bounds.length === 0 ? '' : ` within bounds (${bounds.join(', ')})`;
  const begun = steps < 0 ? '' : `${withFaults(faults)} none in ${plural(steps, 'step')}`;
  if (faults > 0) return `no ${sought} ${upTo(faults - 1)}${begun === '' ? '' : `; ${begun}`}${within}`;
  return begun === '' ? '' : `no ${sought} in ${plural(steps, 'step')} without a fault${within}`;
}

/** ", simplest within capacity 2": of a trace that was found under smaller bounds than those asked for */
export function markText(simplestWithin: readonly string[] | null = null): string {
  return simplestWithin === null ? '' : `, simplest within ${enumerate(simplestWithin)}`;
}

function upTo(faults: number): string {
  return faults === 0 ? 'without a fault' : `with up to ${plural(faults, 'fault')}`;
}

function withFaults(faults: number): string {
  return `with ${plural(faults, 'fault')}`;
}

/** " up to 2 faults", where only those were asked about */
export function limitText(upTo: number | undefined): string {
  return upTo === undefined ? '' : ` up to ${plural(upTo, 'fault')}`;
}

/** "holds up to 2 faults" */
export function wantedText(expected: string, upTo: number | null | undefined): string {
  return `${expected}${limitText(upTo ?? undefined)}`;
}
