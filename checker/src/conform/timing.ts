/** How long a tick is in the logs, as somebody writes it: `100ms`. */
import type { Timing } from './places.ts';

/** undefined: not written. */
export interface WrittenTiming {
  readonly tick: string | undefined;
  readonly clockError: string | undefined;
}

/** So many ticks a clock may be off, and no more: from each of them on time may be counted. */
const MOST_TICKS_OFF = 10_000;

const UNITS: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000 };

/** Null where only the order counts. `names`: how the two are called where they are written. */
export function timingFrom(
  { tick, clockError }: WrittenTiming,
  names: Readonly<Record<keyof WrittenTiming, string>>,
): Timing | null | { readonly problem: string } {
  if (tick === undefined)
    return clockError === undefined
      ? null
      : { problem: `\`${names.clockError}\` goes together with \`${names.tick}\`, which says how long a tick is.` };
  const [length, off] = [milliseconds(tick), clockError === undefined ? 0 : milliseconds(clockError)];
  if (length === null || length === 0)
    return { problem: `\`${names.tick} ${tick}\`: write how long a tick is, such as \`${names.tick} 100ms\`.` };
  if (off === null)
    return { problem: `\`${names.clockError} ${clockError}\`: write how far clocks are off, such as \`${names.clockError} 50ms\`.` };
  if (off > MOST_TICKS_OFF * length)
    return {
      problem: `\`${names.clockError} ${clockError}\` is more than ${MOST_TICKS_OFF.toLocaleString('en')} ticks: times then say next to nothing. Write a longer \`${names.tick}\`, or leave it out.`,
    };
  return { tick: length, clockError: off };
}

/** `100ms`, `2s`, `1.5 s` */
function milliseconds(text: string): number | null {
  const [, number, unit] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*$/.exec(text) ?? [];
  const factor = unit === undefined || !Object.hasOwn(UNITS, unit) ? null : UNITS[unit];
  return factor === null ? null : Number(number) * factor;
}
