/** Values as a tree that can be opened. */
import { type Datum, datumText } from '#report';

export interface Shown {
  readonly name: string;
  readonly value: string;
  /** what asks for it in the language; null where nothing does */
  readonly expression: string | null;
  readonly children: () => readonly Shown[];
}

export const noChildren = (): readonly Shown[] => [];

export function plain(name: string, value: string, expression: string | null = null): Shown {
  return { name, value, expression, children: noChildren };
}

/** `text`: where it is told otherwise than as the value that it is */
export function shown(name: string, datum: Datum, expression: string | null, text = datumText(datum)): Shown {
  return { name, value: text, expression, children: () => partsOf(datum, expression) };
}

export function hasParts(datum: Datum): boolean {
  return typeof datum === 'object' && datum !== null && partsOf(datum, null).length > 0;
}

function partsOf(datum: Datum, expression: string | null): Shown[] {
  if (typeof datum !== 'object' || datum === null) return [];
  if ('set' in datum) return datum.set.map((one, i) => shown(String(i + 1), one, null));
  const at = (index: string) => (expression === null ? null : `${expression}[${index}]`);
  if ('list' in datum) return datum.list.map((one, i) => shown(String(i), one, at(String(i))));
  if ('map' in datum) return datum.map.map(([key, one]) => shown(datumText(key), one, at(datumText(key))));
  return datum.fields.map(([name, one]) => shown(name, one, expression === null ? null : `${expression}.${name}`));
}
