/** A moment of a run in words, for whatever walks along it: what a cell is and holds, what is in flight, what has just happened. */
import { datumText } from '../facts/datum-text.ts';
import type { Cell, Counterexample, Datum, Mark, MessageReport, Replay, StepReport, Travel } from '../result/types.ts';

/** "token", "lease (timer)", "served (ghost)" */
export function cellText({ kind, name }: Pick<Cell, 'kind' | 'name'>): string {
  switch (kind) {
    case 'variable':
      return name;
    case 'ghost':
    case 'timer':
    case 'clock':
      return `${name} (${kind})`;
    case 'status':
      return 'status';
    case 'waits':
      return 'stands at a pause';
    case 'stable':
      return 'stable';
    case 'cuts':
      return 'cut off';
    default:
      return kind satisfies never;
  }
}

export function cellValueText({ kind }: Pick<Cell, 'kind'>, datum: Datum): string {
  switch (kind) {
    case 'timer':
      return datum === null ? 'off' : typeof datum === 'number' ? `${datum} left` : datumText(datum);
    case 'waits':
    case 'stable':
      return datum === true ? 'yes' : 'no';
    case 'cuts':
      return typeof datum === 'object' && datum !== null && 'set' in datum && datum.set.length === 0 ? 'none' : datumText(datum);
    case 'variable':
    case 'ghost':
    case 'clock':
    case 'status':
      return datumText(datum);
    default:
      return kind satisfies never;
  }
}

/** "Granted(token: 1) from LeaseService to Worker#1, sent at step 3" */
export function inFlightText({ message, corrupted, sent }: Travel, moment: number): string {
  const now = corrupted !== null && corrupted.at <= moment ? corrupted.into : message;
  const since = sent === 0 ? 'sent at the start' : `sent in step ${sent}`;
  return `${messageText(now)} from ${now.from} to ${now.to}, ${since}${now === message ? '' : ', corrupted since'}`;
}

function messageText({ name, fields }: MessageReport): string {
  return fields.length === 0 ? name : `${name}(${fields.map((field) => `${field.name}: ${field.value}`).join(', ')})`;
}

/** "Step 5 of 12, time 3"; at the end of a loop "Step 6 of 6, then again from step 5" */
export function momentPlaceText({ replay: { moments, loop }, timed }: Pick<Counterexample, 'replay' | 'timed'>, moment: number): string {
  const time = timed ? `, time ${moment === 0 ? 0 : moments[moment - 1].time}` : '';
  const place = moment === 0 ? `Start${time}` : `Step ${moment} of ${moments.length}${time}`;
  if (moment < moments.length || loop === null) return place;
  return `${place}, then ${loop === moments.length ? 'nothing happens any more' : `again from step ${loop + 1}`}`;
}

/** "3 ticks pass; then ", before the step that someone goes on to; empty where none passes. */
export function passedText({ replay: { moments } }: Pick<Counterexample, 'replay'>, from: number, to: number): string {
  const ticks = moments.slice(from, Math.max(from, to - 1)).filter(({ kind }) => kind === 'tick').length;
  return ticks === 0 ? '' : `${ticks === 1 ? '1 tick passes' : `${ticks} ticks pass`}; then `;
}

/** What an assumption let go wrong in this run: "Client#1: paused for 1 tick" */
export function faultTexts({ steps }: Pick<Counterexample, 'steps'>): string[] {
  return steps.filter(({ fault }) => fault).map(({ number, node, text }) => `${node === null ? '' : `${node}: `}${text} (step ${number})`);
}

/** What the step to this moment did: "Worker#1: Granted from LeaseService (granted)"; several parts where more is told of it. */
export function momentTexts({ replay, steps }: Pick<Counterexample, 'replay' | 'steps'>, moment: number): string[] {
  const told = steps.filter(({ number }) => number === moment).map(toldText);
  return told.length > 0 ? [...told, ...quorumTexts(replay, moment)] : [untoldText(replay, moment)];
}

/** "wall.now is 5, not 3", "count(ready) is 1 of 2" */
export function markText(mark: Mark): string {
  switch (mark.kind) {
    case 'reading': {
      const { name, value, instead } = mark;
      return instead === null ? `${name} is ${value}` : `${name} is ${value}, not ${instead.ticks}`;
    }
    case 'clock set':
      return `${mark.name} set ${mark.by < 0 ? 'back' : 'forward'} by ${Math.abs(mark.by)}`;
    case 'quorum': {
      const { what, count } = mark;
      return count === null ? what : `${what} is ${count.value} of ${count.needed}`;
    }
    default:
      return mark satisfies never;
  }
}

/** The same where there is little room: "wall.now 5, not 3", "ready 1 of 2" */
export function markLabel(mark: Mark): string {
  switch (mark.kind) {
    case 'reading': {
      const { name, value, instead } = mark;
      return instead === null ? `${name} ${value}` : `${name} ${value}, not ${instead.ticks}`;
    }
    case 'clock set':
      return `${mark.name} ${mark.by < 0 ? '' : '+'}${mark.by}`;
    case 'quorum':
      return mark.count === null ? `all of ${mark.variable}` : `${mark.variable} ${mark.count.value} of ${mark.count.needed}`;
    default:
      return mark satisfies never;
  }
}

/** What a row of the steps does not tell anyway: "count(ready) is 1 of 2". */
export function quorumTexts({ marks }: Pick<Replay, 'marks'>, moment: number): string[] {
  return marks.flatMap((mark) => (mark.moment === moment && mark.kind === 'quorum' ? [markText(mark)] : []));
}

/** "Worker#1: Granted from LeaseService (granted)" */
export function toldText({ node, text, changes }: Pick<StepReport, 'node' | 'text' | 'changes'>): string {
  const changed = changes.length === 0 ? '' : ` (${changes.map((change) => change.text).join(', ')})`;
  return `${node === null ? '' : `${node}: `}${text}${changed}`;
}

function untoldText({ moments }: Replay, moment: number): string {
  if (moment === 0) return 'the first state';
  return moments[moment - 1].kind === 'tick' ? 'time passes' : moments[moment - 1].kind;
}
