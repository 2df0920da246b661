/** Values as plain data, and as the author writes them. */
import { type Model, type Type, type Value, values } from '#checker';
import { unhandled } from '#grammar';
import type { Datum } from '../result/types.ts';

export function datumOf(type: Type, value: Value, model: Model): Datum {
  const parts = () => value as readonly Value[];
  switch (type.kind) {
    case 'bool':
    case 'int':
      return value as boolean | number;
    case 'enum':
      return type.members[value as number];
    case 'node':
      return model.instances[value as number].name;
    case 'optional':
      return value === null ? null : datumOf(type.of, value, model);
    case 'struct':
      return { struct: type.name, fields: type.fields.map((field, i) => [field.name, datumOf(field.type, parts()[i], model)]) };
    case 'set':
      return { set: parts().map((one) => datumOf(type.of, one, model)) };
    case 'list':
      return { list: parts().map((one) => datumOf(type.of, one, model)) };
    case 'map':
      return { map: values(type.key).map((key, i) => [datumOf(type.key, key, model), datumOf(type.value, parts()[i], model)]) };
    default:
      return unhandled(type);
  }
}

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
