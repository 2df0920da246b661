/** Text in columns and lines of a terminal. */

/** Columns that the text takes in a terminal: none for combining marks, two for East Asian wide characters and emoji. */
export function width(text: string): number {
  let columns = 0;
  for (const character of text) columns += widthOf(character.codePointAt(0)!, character);
  return columns;
}

function widthOf(code: number, character: string): number {
  if (code >= 0x20 && code < 0x7f) return 1;
  if (code < 0x20 || (code >= 0x7f && code < 0xa0) || /^[\p{Mn}\p{Me}\p{Cf}]$/u.test(character)) return 0;
  return isWide(code) ? 2 : 1;
}

function isWide(code: number): boolean {
  return (
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6) ||
    (code >= 0x1f300 && code <= 0x1faff) ||
    (code >= 0x20000 && code <= 0x3fffd)
  );
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
