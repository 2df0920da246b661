/**
 * Where bits lie: fields inside 32-bit words, and the places that values of a type take. Used for both states, for
 * messages in flight and for the frames of suspended handlers.
 */
import { unhandled } from '#grammar';
import type { Type } from './ir.ts';
import { bitsFor, isSmall, width } from './shapes.ts';
import { cardinality } from './values.ts';

/** A field never straddles words; one of 0 bits is always 0. */
export interface Field {
  readonly word: number;
  readonly shift: number;
  readonly bits: number;
}

export const NOTHING: Field = { word: 0, shift: 0, bits: 0 };

/** Where a value lies: one field where its code is narrow enough, else the places of its parts. */
export type Place =
  | { readonly kind: 'leaf'; readonly type: Type; readonly field: Field }
  | { readonly kind: 'parts'; readonly type: Type & { kind: 'struct' | 'map' }; readonly parts: readonly Place[] }
  | { readonly kind: 'list'; readonly type: Type & { kind: 'list' }; readonly length: Field; readonly parts: readonly Place[] }
  | { readonly kind: 'optional'; readonly type: Type & { kind: 'optional' }; readonly present: Field; readonly part: Place }
  | { readonly kind: 'set'; readonly type: Type & { kind: 'set' }; readonly chunks: readonly Field[] }
  /** not stored: reading gives what `as`, whose fields are all of 0 bits, stands for; writing does nothing */
  | { readonly kind: 'dead'; readonly as: Place };

/** Hands out fields, each in the first word that has room. */
export class Allocator {
  readonly used: number[];

  constructor(used: readonly number[] = []) {
    this.used = [...used];
  }

  field(bits: number): Field {
    if (bits === 0) return NOTHING;
    let word = this.used.findIndex((n) => n + bits <= 32);
    if (word < 0) word = this.used.push(0) - 1;
    const shift = this.used[word];
    this.used[word] += bits;
    return { word, shift, bits };
  }

  place(type: Type): Place {
    if (isSmall(type)) return { kind: 'leaf', type, field: this.field(width(type)) };
    switch (type.kind) {
      case 'struct':
        return { kind: 'parts', type, parts: type.fields.map((f) => this.place(f.type)) };
      case 'map':
        return { kind: 'parts', type, parts: Array.from({ length: cardinality(type.key) }, () => this.place(type.value)) };
      case 'list':
        return {
          kind: 'list',
          type,
          length: this.field(bitsFor(type.max + 1)),
          parts: Array.from({ length: type.max }, () => this.place(type.of)),
        };
      case 'optional':
        return { kind: 'optional', type, present: this.field(1), part: this.place(type.of) };
      case 'set':
        return { kind: 'set', type, chunks: chunkSizes(cardinality(type.of)).map((n) => this.field(n)) };
      case 'bool':
      case 'int':
      case 'enum':
      case 'node':
        return { kind: 'leaf', type, field: this.field(width(type)) };
      default:
        return unhandled(type);
    }
  }
}

function chunkSizes(elements: number): number[] {
  return Array.from({ length: Math.ceil(elements / 32) }, (_, i) => Math.min(32, elements - 32 * i));
}

/** The place of a value that nothing reads. */
export function deadPlace(type: Type): Place {
  return { kind: 'dead', as: movePlace(new Allocator().place(type), () => NOTHING) };
}

/** Every field of a place. */
export function fieldsOf(place: Place): readonly Field[] {
  switch (place.kind) {
    case 'leaf':
      return [place.field];
    case 'parts':
      return place.parts.flatMap(fieldsOf);
    case 'list':
      return [place.length, ...place.parts.flatMap(fieldsOf)];
    case 'optional':
      return [place.present, ...fieldsOf(place.part)];
    case 'set':
      return place.chunks;
    case 'dead':
      return [];
    default:
      return unhandled(place);
  }
}

/** The same place with every field moved as `move` says. */
export function movePlace(place: Place, move: (field: Field) => Field): Place {
  switch (place.kind) {
    case 'leaf':
      return { ...place, field: move(place.field) };
    case 'parts':
      return { ...place, parts: place.parts.map((p) => movePlace(p, move)) };
    case 'list':
      return { ...place, length: move(place.length), parts: place.parts.map((p) => movePlace(p, move)) };
    case 'optional':
      return { ...place, present: move(place.present), part: movePlace(place.part, move) };
    case 'set':
      return { ...place, chunks: place.chunks.map(move) };
    case 'dead':
      return place;
    default:
      return unhandled(place);
  }
}

export function readField(words: ArrayLike<number>, offset: number, field: Field): number {
  if (field.bits === 0) return 0;
  if (field.bits === 32) return words[offset + field.word] >>> 0;
  return (words[offset + field.word] >>> field.shift) & (2 ** field.bits - 1);
}

/** The field must be zero before. */
export function putField(words: Int32Array, offset: number, field: Field, value: number): void {
  if (value < 0 || value >= 2 ** field.bits) throw new Error(`a packed field of ${field.bits} bits cannot hold ${value}`);
  if (field.bits > 0) words[offset + field.word] |= value << field.shift;
}
