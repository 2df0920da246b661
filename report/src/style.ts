/**
 * How a text is coloured, passed in by whoever knows whether there is a terminal. Reports ask for meanings (good, bad,
 * faint), never for colours.
 */
export interface Style {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly accent: (text: string) => string;
}

const same = (text: string) => text;

export const plainStyle: Style = { good: same, bad: same, warn: same, strong: same, faint: same, accent: same };

/** The sixteen colours that every terminal theme defines. */
export const terminalStyle: Style = {
  good: code(32, 39),
  bad: code(31, 39),
  warn: code(33, 39),
  strong: code(1, 22),
  faint: code(2, 22),
  accent: code(36, 39),
};

function code(on: number, off: number): (text: string) => string {
  return (text) => (text === '' ? '' : `\u001b[${on}m${text}\u001b[${off}m`);
}
