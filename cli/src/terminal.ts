/** Where text goes: standard output for answers, standard error for progress and for what is wrong with the call. */
import process from 'node:process';
import { plainStyle, type Style, terminalStyle } from '#report';
import { type Device, device as ownDevice } from './device.ts';

export interface Terminal {
  readonly style: Style;
  readonly columns: number;
  /** a line of the answer */
  say(line: string): void;
  /** a line about the call itself */
  complain(line: string): void;
  /** progress is rewritten on one line; otherwise it goes to a log, where it stands */
  readonly isLive: boolean;
  /** The line that progress is shown on. In a log, one now and then. */
  progress(line: string): void;
  /** takes the progress line away */
  clear(): void;
}

const WIDEST = 160;

/** Milliseconds until a log has a line of progress, and until the next one. */
const [FIRST_LINE, NEXT_LINE] = [10_000, 30_000];

export function openTerminal(
  options: { readonly color: boolean; readonly quiet: boolean },
  device: Device = ownDevice,
  now = () => performance.now(),
): Terminal {
  const begun = now();
  let due = begun + FIRST_LINE;
  const columns = Math.min(WIDEST, device.outColumns || 120);
  const live = device.errIsTerminal && !options.quiet;
  let shown = false;
  const clear = () => {
    if (shown) device.write('err', '\r\u001b[2K');
    shown = false;
  };
  return {
    style: options.color && wantsColour(device) ? terminalStyle : plainStyle,
    columns,
    isLive: live,
    say(line) {
      clear();
      device.write('out', `${line}\n`);
    },
    complain(line) {
      clear();
      device.write('err', `${line}\n`);
    },
    progress(line) {
      if (!live) {
        if (options.quiet || now() < due) return;
        device.write('err', `proviso, ${Math.round((now() - begun) / 1000)} s: ${line}\n`);
        due = now() + NEXT_LINE;
        return;
      }
      device.write('err', `\r\u001b[2K${line.slice(0, (device.errColumns || 80) - 1)}`);
      shown = true;
    },
    clear,
  };
}

/** FORCE_COLOR and NO_COLOR as other tools read them; else colour where there is a terminal. */
function wantsColour({ outIsTerminal }: Device): boolean {
  const { FORCE_COLOR, NO_COLOR, TERM } = process.env;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  return outIsTerminal && TERM !== 'dumb';
}
