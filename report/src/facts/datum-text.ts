/** Values as text. Nothing else is imported: what runs in a browser reads this too. */
import type { Datum } from '../result/types.ts';

/** `Client#2`, `none`, `{Replica#1, Replica#3}`, `Stamp(time: 2, by: Server#1)` */
export function datumText(datum: Datum): string {
  if (datum === null) return 'none';
  if (typeof datum !== 'object') return String(datum);
  if ('set' in datum) return `{${datum.set.map(datumText).join(', ')}}`;
  if ('list' in datum) return `[${datum.list.map(datumText).join(', ')}]`;
  if ('map' in datum) return `{${datum.map.map(([key, value]) => `${datumText(key)}: ${datumText(value)}`).join(', ')}}`;
  return `${datum.struct}(${datum.fields.map(([name, value]) => `${name}: ${datumText(value)}`).join(', ')})`;
}

export function sameDatum(a: Datum, b: Datum): boolean {
  return a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b));
}
