/**
 * A run as the steps of a scenario. What a scenario cannot say is free in it: values that code picks, readings of timers and clocks, first
 * values, what a corrupted message becomes, which request an answer belongs to. Timers that run out and messages that arrive where nothing
 * takes them are steps that it does not name.
 */
import type { Model } from '#checker';
import { unhandled } from '#grammar';
import { effectsOf } from '../facts/effects.ts';
import { type CutOff, type Happened, happened, type Letter } from '../facts/happened.ts';
import type { Reader } from '../facts/reader.ts';
import { inBrackets, type Named } from '../facts/values.ts';

export interface ScenarioText {
  /** one step each, in order */
  readonly steps: readonly string[];
  /** nothing that changes the state comes after the last of them, so what is true at the end of the run is true right after it */
  readonly endsWithRun: boolean;
}

/** Of all steps of the trace; one in which the model itself fails is no step of any run. */
export function scenarioOf(reader: Reader): ScenarioText {
  const { model, trace } = reader;
  const lines: string[] = [];
  let ticks = 0;
  let endsWithRun = true;
  const passTime = () => {
    if (ticks > 0) lines.push(ticks === 1 ? '1 tick passes' : `${ticks} ticks pass`);
    ticks = 0;
  };
  trace.steps.forEach(({ step }, index) => {
    if (step.target.kind !== 'state') return;
    if (step.label.kind === 'tick') {
      ticks++;
      endsWithRun = true;
      return;
    }
    const line = lineOf(model, happened(reader, index), effectsOf(reader, index).stops);
    endsWithRun = line !== null;
    if (line === null) return;
    passTime();
    lines.push(line);
  });
  passTime();
  return { steps: lines, endsWithRun };
}

/** Null where a scenario has no words for it. `stops`: at a `pause` of the code */
function lineOf(model: Model, what: Happened, stops: boolean): string | null {
  const pausing = stops ? ' pauses' : '';
  switch (what.kind) {
    case 'deliver':
      if (what.fate === 'receiver down') return null;
      return what.fate === 'ignored'
        ? `${what.node}: ignores ${taken(model, what.message)}`
        : `${what.node}: on ${taken(model, what.message)}${pausing}`;
    case 'duplicate':
      return `duplicates ${sent(model, what.message)}`;
    case 'lie':
      return `${what.node}: on ${taken(model, what.message)}${pausing}`;
    case 'fire':
      return what.ignored ? null : `${what.node}: on ${what.timer}${pausing}`;
    case 'resume':
      return `${what.node}: goes on${pausing}`;
    case 'act': {
      const params = what.params.length === 0 ? '' : `(${what.params.map(({ value }) => value).join(', ')})`;
      return `${what.node}: ${what.action}${params}${pausing}`;
    }
    case 'crash':
      return `${what.node}: ${what.lost === null ? 'crashes' : 'forgets'}`;
    case 'restart':
      return `${what.node}: restarts`;
    case 'clock':
      return `${what.node}: clock steps by ${what.by}`;
    case 'lose':
      return `loses ${sent(model, what.message)}`;
    case 'corrupt':
      return `corrupts ${sent(model, what.message)}`;
    case 'cut':
      return `cuts { ${cutNodes(what.cut).join(', ')} }`;
    case 'heal':
      return 'heals';
    case 'stabilise':
      return 'stabilises';
    case 'tick':
      return null;
    default:
      return unhandled(what);
  }
}

/** "Write(token: 1) from Client#1" */
function taken(model: Model, letter: Letter): string {
  return `${letter.message}${payload(model, letter)} from ${letter.from}`;
}

function sent(model: Model, letter: Letter): string {
  return `${taken(model, letter)} to ${letter.to}`;
}

/** A map is not written as a value, so a field that holds one may be anything. */
function payload(model: Model, { message, fields }: Letter): string {
  const declared = model.messages.find(({ name }) => name === message)?.fields ?? [];
  const said: Named[] = fields.filter((_, i) => !holdsMap(declared[i]?.type));
  return said.length === 0 ? '' : inBrackets(said);
}

function holdsMap(type: unknown): boolean {
  if (typeof type !== 'object' || type === null) return false;
  return ('kind' in type && type.kind === 'map') || Object.values(type).some(holdsMap);
}

function cutNodes(cut: CutOff): readonly string[] {
  return 'nodes' in cut ? cut.nodes : [cut.from, cut.to];
}
