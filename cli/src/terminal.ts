/** Where text goes: standard output for answers, standard error for progress and for what is wrong with the call. */
import process from 'node:process';
import { plainStyle, type Style, terminalStyle } from '#report';

export interface Terminal {
  readonly style: Style;
  readonly columns: number;
  /** a line of the answer */
  say(line: string): void;
  /** a line about the call itself */
  complain(line: string): void;
  /** the line that progress is shown on, rewritten each time; nothing where standard error is no terminal */
  progress(line: string): void;
  /** takes the progress line away */
  clear(): void;
}

const WIDEST = 160;

export function openTerminal(options: { readonly color: boolean; readonly quiet: boolean }): Terminal {
  const columns = Math.min(WIDEST, process.stdout.columns || 120);
  const live = process.stderr.isTTY === true && !options.quiet;
  let shown = false;
  const clear = () => {
    if (shown) process.stderr.write('\r\u001b[2K');
    shown = false;
  };
  return {
    style: options.color && wantsColour() ? terminalStyle : plainStyle,
    columns,
    say(line) {
      clear();
      process.stdout.write(`${line}\n`);
    },
    complain(line) {
      clear();
      process.stderr.write(`${line}\n`);
    },
    progress(line) {
      if (!live) return;
      process.stderr.write(`\r\u001b[2K${line.slice(0, (process.stderr.columns || 80) - 1)}`);
      shown = true;
    },
    clear,
  };
}

/** FORCE_COLOR and NO_COLOR as other tools read them; else colour where there is a terminal. */
function wantsColour(): boolean {
  const { FORCE_COLOR, NO_COLOR, TERM } = process.env;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  return process.stdout.isTTY === true && TERM !== 'dumb';
}
