/** Each run of a result as a file of its own, for other tools. */
import { join } from 'node:path';
import { type CheckReport, itfOf, jsonText } from '#report';
import type { Call } from '../call.ts';
import type { Terminal } from '../terminal.ts';
import { writeLines } from './written.ts';

export interface TracesWanted {
  readonly folder: string;
}

/** `--traces-as itf=FOLDER`; null where it is not given. */
export function tracesOf(call: Call): TracesWanted | { readonly problem: string } | null {
  const option = call.options['traces-as'];
  if (option === undefined) return null;
  const [format, folder] = String(option).split(/=(.*)/s, 2);
  if (format !== 'itf') return { problem: `Traces cannot be written as \`${format}\`: write \`--traces-as itf=FOLDER\`.` };
  return folder ? { folder } : { problem: '`--traces-as itf` names no folder: write `--traces-as itf=FOLDER`.' };
}

/** Files that were written, by their names; two questions of one name get a number. */
export class TraceFiles {
  readonly #folder: string;
  readonly #names = new Map<string, number>();

  constructor({ folder }: TracesWanted) {
    this.#folder = folder;
  }

  /** Throws what the file system says. */
  write({ system, assume, properties }: CheckReport): void {
    for (const { name, outcomes } of properties) {
      for (const { point, counterexample, verdict } of outcomes) {
        if (counterexample === null) continue;
        const values = point.map((one) => `${one.name}=${one.value}`);
        const about = `${name} of ${system} under ${assume}${values.length === 0 ? '' : ` at ${values.join(', ')}`}: ${verdict.text}`;
        const file = this.#unused([system, assume, name, ...values].join('-'));
        writeLines(join(this.#folder, `${file}.itf.json`), [jsonText(itfOf(counterexample, about), 1)]);
      }
    }
  }

  #unused(name: string): string {
    const times = (this.#names.get(name) ?? 0) + 1;
    this.#names.set(name, times);
    return times === 1 ? name : `${name}-${times}`;
  }
}

/** Returns false where they cannot be written, which has been said. */
export function tracesWritten(files: TraceFiles | null, report: CheckReport, terminal: Terminal): boolean {
  try {
    files?.write(report);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    terminal.complain(`proviso: traces cannot be written: ${(error as Error).message}`);
    return false;
  }
}
