/** Values as plain data, and as the author writes them. */
import { type Model, plainValue, type Type, type Value, values } from '#checker';
import { unhandled } from '#grammar';
import type { Datum } from '../result/types.ts';

export function datumOf(type: Type, value: Value, model: Model): Datum {
  const parts = () => value as readonly Value[];
  switch (type.kind) {
    case 'bool':
    case 'int':
    case 'enum':
    case 'node':
      return plainValue(model, type, value);
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
