/**
 * A run in the Informal Trace Format of Apalache and Quint (https://apalache-mc.org/docs/adr/015adr-trace.html), for model-based tests:
 * every state with all its variables, and what led to it.
 */
import { Cursor, cellName } from '../replay/cursor.ts';
import type { Counterexample, Datum, Travel } from '../result/types.ts';

type ItfValue = boolean | string | { readonly [key: string]: ItfValue | readonly ItfValue[] } | readonly ItfValue[];

interface ItfDocument {
  readonly '#meta': { readonly [key: string]: unknown };
  readonly vars: readonly string[];
  readonly states: readonly object[];
  readonly loop?: number;
}

/** The document: vars are `Client#1.token`, ghosts of the system by their name, `$messages` in flight and `$time`. */
export function itfOf({ replay, steps }: Pick<Counterexample, 'replay' | 'steps'>, about: string): ItfDocument {
  const names = replay.cells.map((cell) => cellName(cell, replay));
  const texts = new Map(steps.map(({ number, text, node }) => [number, { text, node }]));
  const cursor = new Cursor(replay);
  const states = [replay.first, ...replay.moments].map((_, moment) => {
    cursor.to(moment);
    const step = replay.moments[moment - 1];
    const told = texts.get(moment);
    return {
      '#meta': {
        index: moment,
        ...(step === undefined ? {} : { step: step.kind, node: step.node === null ? null : replay.nodes[step.node].name }),
        ...(told === undefined ? {} : { text: told.text }),
      },
      ...Object.fromEntries(names.map((name, cell) => [name, itfValue(cursor.values[cell])])),
      $messages: cursor.inFlight.map((travel) => messageOf(travel, moment)),
      $time: whole(step?.time ?? 0),
    };
  });
  return {
    '#meta': {
      format: 'ITF',
      'format-description': 'https://apalache-mc.org/docs/adr/015adr-trace.html',
      source: 'proviso',
      description: about,
    },
    vars: [...names, '$messages', '$time'],
    states,
    ...(replay.loop === null ? {} : { loop: replay.loop }),
  };
}

function messageOf({ message, corrupted }: Travel, moment: number): ItfValue {
  const { name, from, to, fields } = corrupted !== null && corrupted.at <= moment ? corrupted.into : message;
  return { name, from, to, fields: Object.fromEntries(fields.map((field) => [field.name, field.value])) };
}

function whole(n: number): ItfValue {
  return { '#bigint': String(n) };
}

function itfValue(datum: Datum): ItfValue {
  if (datum === null) return 'none';
  if (typeof datum === 'number') return whole(datum);
  if (typeof datum !== 'object') return datum;
  if ('set' in datum) return { '#set': datum.set.map(itfValue) };
  if ('list' in datum) return datum.list.map(itfValue);
  if ('map' in datum) return { '#map': datum.map.map(([key, value]) => [itfValue(key), itfValue(value)]) };
  return Object.fromEntries(datum.fields.map(([name, value]) => [name, itfValue(value)]));
}
