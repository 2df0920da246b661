/** How often a breakpoint is come to before it holds anybody up, and what a log point says: as clients write both. */

const SIGNS: Readonly<Record<string, (times: number, number: number) => boolean>> = {
  '=': (times, number) => times === number,
  '==': (times, number) => times === number,
  '>': (times, number) => times > number,
  '>=': (times, number) => times >= number,
  '<': (times, number) => times < number,
  '<=': (times, number) => times <= number,
  '%': (times, number) => times % number === 0,
};

/** "3" and "= 3": the third time alone; "> 3", ">= 3", "< 3", "<= 3"; "% 3": every third time. Null: none of these. */
export function hitsAllowed(written: string): ((times: number) => boolean) | null {
  const [, sign = '=', digits] = /^(==?|>=?|<=?|%)?\s*(\d{1,6})$/.exec(written.trim()) ?? [];
  if (digits === undefined || (sign === '%' && Number(digits) === 0)) return null;
  return (times) => SIGNS[sign](times, Number(digits));
}

/** Text as it is, or an expression to be asked. */
export type LogPart = { readonly text: string } | { readonly asked: string };

/** "{token} of {Client#1.token}": what stands in braces is asked. */
export function logParts(written: string): LogPart[] {
  return written
    .split(/(\{[^{}]*\})/)
    .filter((part) => part !== '')
    .map((part) => (part.startsWith('{') && part.endsWith('}') ? { asked: part.slice(1, -1) } : { text: part }));
}
