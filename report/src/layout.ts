/** Text in columns and lines of a terminal. */
import fastStringWidth from 'fast-string-width';

/** Columns that the text takes in a terminal: none for combining marks, two for East Asian wide characters and for a whole emoji. */
export function width(text: string): number {
  return fastStringWidth(text, { tabWidth: 0 });
}

/** The greatest of them, 0 where there are none; as arguments of `Math.max` some tens of thousands would overflow the stack. */
export function greatest(numbers: readonly number[]): number {
  return numbers.reduce((most, number) => Math.max(most, number), 0);
}

export function padded(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - width(text)));
}

/** Lines of at most `columns`, broken at spaces, if it can be not inside parentheses; a longer word stands on a line of its own. */
export function wrapped(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  const pieces = text.split(/ (?![^()]*\))/).flatMap((piece) => (width(piece) > columns / 2 ? piece.split(' ') : [piece]));
  for (const word of pieces) {
    if (line !== '' && width(line) + 1 + width(word) > columns) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

/** What a terminal would take as a command is shown instead of sent: names and texts come from files of strangers. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, (c) =>
    c === '\t' ? c : `\\u{${c.codePointAt(0)!.toString(16)}}`,
  );
}

/** JSON in which nothing is a command to a terminal that is shown it: beyond what JSON asks for, all that `printable` shows is escaped. */
export function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(
    /[\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
