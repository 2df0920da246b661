/** Where else a run could begin: initial states by what differs from this one. */
import { type Choice, type Model, type Start, type State, startsOf, type Trace } from '#checker';
import { changesBetween } from '../facts/changes.ts';
import { sameDatum } from '../facts/datum-text.ts';
import { letter, looksLike } from '../facts/happened.ts';
import { nodeName } from '../facts/reader.ts';
import { readingsOf } from '../replay/replay.ts';
import { cellHoldsText, inFlightOrNotText } from '../words/starts.ts';
import { changeText, isText } from '../words/steps.ts';
import type { Datum } from './types.ts';
import type { StartReport, StartsReport } from './what-if-types.ts';

/** In so many initial states, around that of the run, it is looked what differs. */
const MOST_LOOKED_AT = 2_000;
/** Of those so many are told: the ones most like the state at hand. */
const MOST_TOLD = 60;

/** `number`: of the initial state that the run begins with. */
export function startsReport(model: Model, trace: Trace, number: number): StartsReport {
  const { all, isCut } = startsOf(model, number, MOST_LOOKED_AT);
  const readings = readingsOf(model).flatMap(({ of, ...cell }): Reading[] => {
    if (cell.kind === 'variable' || cell.kind === 'ghost') return [];
    return [{ cell, node: cell.node === null ? null : nodeName(model, cell.node), of, before: of(trace.first) }];
  });
  const others = all.filter((one) => one.number !== number).map((one) => startReport(model, trace, readings, one));
  // Code may choose on start what no variable holds: that is the same state.
  const different = others.filter(({ differs, beyond, error }) => differs.length > 0 || beyond !== null || error !== null);
  const nearest = different.toSorted((a, b) => a.differs.length - b.differs.length || a.number - b.number);
  return { others: nearest.slice(0, MOST_TOLD), more: Math.max(0, nearest.length - MOST_TOLD), isCut };
}

function startReport(model: Model, { initial, first }: Trace, readings: readonly Reading[], { number, step }: Start): StartReport {
  const { target, choices } = step;
  const isComparable = target.kind === 'state' && initial.target.kind === 'state';
  return {
    number,
    differs: isComparable ? differences(model, readings, first, target.state) : choices.map(choiceText),
    beyond: target.kind === 'cut' ? target.bound : null,
    error: target.kind === 'error' ? target.error.message : null,
  };
}

function choiceText({ name, value }: Choice): string {
  return isText({ name, value: String(value) });
}

/** What is no variable, with its value in the state at hand: the same for all that are compared with it. */
interface Reading extends Pick<ReturnType<typeof readingsOf>[number], 'of'> {
  readonly cell: Parameters<typeof cellHoldsText>[0];
  readonly node: string | null;
  readonly before: Datum;
}

function differences(model: Model, readings: readonly Reading[], before: State, after: State): string[] {
  const variables = changesBetween(model, before, after, []).map((moved) => changeText(moved, null));
  const others = readings.flatMap(({ cell, node, of, before: was }) => {
    const now = of(after);
    return sameDatum(was, now) ? [] : [cellHoldsText(cell, node, now)];
  });
  const only = (here: State, there: State) => {
    const left = [...there.messages];
    return here.messages.filter((message) => {
      const at = left.findIndex((other) => looksLike(other, message));
      if (at >= 0) left.splice(at, 1);
      return at < 0;
    });
  };
  const flying = (state: State, other: State, isThere: boolean) =>
    only(state, other).map((message) => inFlightOrNotText(letter(model, message), isThere));
  return [...variables, ...others, ...flying(after, before, true), ...flying(before, after, false)];
}
