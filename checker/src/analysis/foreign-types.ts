/** Types of other languages, and what is written here in their place. */
const RANGE = 'there are no numbers without bounds: write a range, such as `0..3`';
const ENUM = 'there is no text: name the values in an `enum`';

const inTheirPlace: ReadonlyMap<string, string> = new Map([
  ...['int', 'integer', 'nat', 'natural', 'number', 'uint', 'u8', 'u32', 'u64', 'i32', 'i64', 'long'].map((name) => [name, RANGE] as const),
  ...['float', 'double', 'real'].map((name) => [name, 'there are no fractions: write a range, such as `0..3`'] as const),
  ...['string', 'str', 'text', 'char'].map((name) => [name, ENUM] as const),
  ['boolean', 'it is called `bool`'],
]);

/** A sentence without a full stop; null where the name is no such type. */
export function inPlaceOf(name: string): string | null {
  return inTheirPlace.get(name.toLowerCase()) ?? null;
}
