/** Breakpoints and filters as a client asks for them, before there is a run and while there is one; and the answer for each. */
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import type { ReadFiles } from '../host/host.ts';
import type { Filters, Refusal, Stops } from './stops.ts';
import type { Bases } from './views.ts';

export class Breakpoints {
  readonly #files: ReadFiles;
  #last = 0;
  /** by file */
  readonly #wanted = new Map<string, readonly (Dap.SourceBreakpoint & { readonly id: number })[]>();
  #filters: Filters = { faults: false, condition: null };

  constructor(files: ReadFiles) {
    this.#files = files;
  }

  /** Those of one file, instead of the ones before. `stops`: of the run; null where there is none yet. */
  set({ source, breakpoints = [] }: Dap.SetBreakpointsArguments, stops: Stops | null, bases: Bases): Dap.Breakpoint[] {
    const file = this.#files.pathOf(source.path ?? '');
    this.#wanted.set(
      file,
      breakpoints.map((one) => ({ ...one, id: ++this.#last })),
    );
    return this.#answered(file, stops, bases);
  }

  /** There is a run now: what becomes of those that were asked for before, and why the condition that is waited for never stops anybody. */
  settle(stops: Stops, bases: Bases): { readonly breakpoints: readonly Dap.Breakpoint[]; readonly refused: Refusal } {
    const breakpoints = [...this.#wanted.keys()].flatMap((file) => this.#answered(file, stops, bases));
    return { breakpoints, refused: stops.filter(this.#filters) };
  }

  filter({ filters, filterOptions = [] }: Dap.SetExceptionBreakpointsArguments, stops: Stops | null): Dap.Breakpoint[] {
    const chosen = [...filters, ...filterOptions.map(({ filterId }) => filterId)];
    const written = filterOptions.find(({ filterId }) => filterId === 'condition')?.condition?.trim() ?? '';
    this.#filters = { faults: chosen.includes('faults'), condition: chosen.includes('condition') && written !== '' ? written : null };
    const refused = stops?.filter(this.#filters) ?? null;
    const problem = chosen.includes('condition') && written === '' ? 'Write the condition: edit it in the list of breakpoints.' : refused;
    return chosen.map((filter): Dap.Breakpoint => {
      return filter === 'condition' && problem !== null ? { verified: false, message: problem } : { verified: true };
    });
  }

  #answered(file: string, stops: Stops | null, bases: Bases): Dap.Breakpoint[] {
    const wanted = this.#wanted.get(file) ?? [];
    const refusals = stops?.set(
      file,
      wanted.map(({ line, condition, hitCondition, logMessage }) => {
        const written = (text: string | undefined) => (text === undefined || text.trim() === '' ? null : text);
        const more = { condition: written(condition), hits: written(hitCondition), log: written(logMessage) };
        return { file, line: line - bases.line + 1, ...more };
      }),
    );
    return wanted.map(({ id, line }, i) => {
      const message = refusals === undefined ? 'The run is still being looked for.' : refusals[i];
      return { id, line, verified: message === null, ...(message === null ? {} : { message }) };
    });
  }
}
