/**
 * Two ways to write the same. A writer of specs marks both where it writes one of them; what is left when the marks are resolved
 * are two specs, which have to be one model.
 */
const [BEGIN, BETWEEN, END] = ['\u0002', '\u0003', '\u0004'];
const INNERMOST = new RegExp(`${BEGIN}([^${BEGIN}${END}]*)${BETWEEN}([^${BEGIN}${END}]*)${END}`, 'g');

export type Spelling = 'short' | 'long';

export function either(short: string, long: string): string {
  return `${BEGIN}${short}${BETWEEN}${long}${END}`;
}

export function spelt(text: string, how: Spelling): string {
  for (let before = ''; before !== text; ) {
    before = text;
    text = text.replaceAll(INNERMOST, (_, short: string, long: string) => (how === 'short' ? short : long));
  }
  return text;
}
