/** Reading and writing packed fields and places: the text that does it. */
import { unhandled } from '#grammar';
import { type Field, fieldsOf, type Place } from '../../fields.ts';
import type { Type } from '../../ir.ts';
import { type Base, type Code, isNumber, type Unit } from '../unit.ts';

export function at(offset: string, word: number): string {
  if (word === 0) return offset;
  return isNumber(offset) ? String(Number(offset) + word) : `${offset}+${word}`;
}

export function readField(words: string, offset: string, field: Field): string {
  if (field.bits === 0) return '0';
  const word = `${words}[${at(offset, field.word)}]`;
  if (field.bits === 32) return `(${word}>>>0)`;
  if (field.shift === 0) return `(${word}&${mask(field.bits)})`;
  if (field.shift + field.bits === 32) return `(${word}>>>${field.shift})`;
  return `((${word}>>>${field.shift})&${mask(field.bits)})`;
}

/** A chunk of a large set: a whole word is the signed number that it is in the words. */
export function readChunk(words: string, offset: string, field: Field): string {
  return field.bits === 32 ? `${words}[${at(offset, field.word)}]` : readField(words, offset, field);
}

export function writeField(code: Code, words: string, offset: string, field: Field, value: string): void {
  if (field.bits === 0) return;
  const word = `${words}[${at(offset, field.word)}]`;
  if (field.bits === 32) {
    code.line(`${word}=${value};`);
    return;
  }
  const cleared = `${word}&${~(mask(field.bits) << field.shift)}`;
  if (value === '0') {
    code.line(`${word}=${cleared};`);
    return;
  }
  const moved = isNumber(value) ? String(Number(value) << field.shift) : field.shift === 0 ? value : `((${value})<<${field.shift})`;
  code.line(`${word}=(${cleared})|${moved};`);
}

export function mask(bits: number): number {
  return bits === 32 ? -1 : 2 ** bits - 1;
}

/** Where in their table the instances of a node type stand: a shift where they are consecutive, else a lookup. */
function consecutive(type: Type & { kind: 'node' }): boolean {
  return type.instances.every((n, i) => n === type.instances[0] + i);
}

/** The code of a scalar or composite. */
export function codeText(unit: Unit, type: Type, value: string): string {
  if (type.kind === 'int') return plus(value, -type.lo);
  if (type.kind !== 'node' || type.instances.length === 0) return value;
  if (isNumber(value)) return String(type.instances.indexOf(Number(value)));
  if (consecutive(type)) return plus(value, -type.instances[0]);
  const table = unit.onceConstant(`ranks ${type.instances}`, () => {
    const ranks = new Int32Array(unit.model.instances.length);
    for (const [i, n] of type.instances.entries()) ranks[n] = i;
    return ranks;
  });
  return `${table}[${value}]`;
}

export function fromCodeText(unit: Unit, type: Type, code: string): string {
  if (type.kind === 'int') return plus(code, type.lo);
  if (type.kind !== 'node' || type.instances.length === 0) return code;
  if (isNumber(code)) return String(type.instances[Number(code)] ?? 0);
  if (consecutive(type)) return plus(code, type.instances[0]);
  return `${unit.onceConstant(`instances ${type.instances}`, () => Int32Array.from(type.instances))}[${code}]`;
}

export function plus(value: string, n: number): string {
  if (n === 0) return value;
  if (isNumber(value)) return String(Number(value) + n);
  return n > 0 ? `(${value}+${n})` : `(${value}-${-n})`;
}

/** `n - value`. The value may be a negative literal: two signs side by side would be another operator. */
export function minus(n: number, value: string): string {
  return isNumber(value) ? String(n - Number(value)) : `(${n}-${value})`;
}

/** The value at a place: a number, or an array of parts. */
export function readPlace(unit: Unit, words: string, offset: string, place: Place): string {
  const field = (f: Field) => readField(words, offset, f);
  const part = (p: Place) => readPlace(unit, words, offset, p);
  switch (place.kind) {
    case 'leaf':
      return fromCodeText(unit, place.type, field(place.field));
    case 'parts':
      return `[${place.parts.map(part).join(',')}]`;
    case 'list':
      return `[${place.parts.map(part).join(',')}].slice(0,${field(place.length)})`;
    case 'optional':
      return `(${field(place.present)}===0?null:${part(place.part)})`;
    case 'set':
      return `[${place.chunks.map((f) => readChunk(words, offset, f)).join(',')}]`;
    case 'dead':
      return part(place.as);
    default:
      return unhandled(place);
  }
}

export function writePlace(unit: Unit, code: Code, words: string, offset: string, place: Place, value: string): void {
  const write = (f: Field, v: string) => writeField(code, words, offset, f, v);
  if (place.kind === 'leaf') {
    write(place.field, codeText(unit, place.type, value));
    return;
  }
  if (place.kind === 'dead') return;
  const whole = code.hold(value);
  switch (place.kind) {
    case 'parts':
      for (const [i, p] of place.parts.entries()) writePlace(unit, code, words, offset, p, `${whole}[${i}]`);
      return;
    case 'set':
      for (const [i, f] of place.chunks.entries()) write(f, `${whole}[${i}]`);
      return;
    case 'list':
      write(place.length, `${whole}.length`);
      for (const [i, p] of place.parts.entries()) {
        code.line(`if(${i}<${whole}.length){`);
        writePlace(unit, code, words, offset, p, `${whole}[${i}]`);
        code.line('}else{');
        clearPlace(code, words, offset, p);
        code.line('}');
      }
      return;
    case 'optional':
      code.line(`if(${whole}===null){`);
      write(place.present, '0');
      clearPlace(code, words, offset, place.part);
      code.line('}else{');
      write(place.present, '1');
      writePlace(unit, code, words, offset, place.part, whole);
      code.line('}');
      return;
    default:
      unhandled(place);
  }
}

export function clearPlace(code: Code, words: string, offset: string, place: Place): void {
  for (const f of fieldsOf(place)) writeField(code, words, offset, f, '0');
}

export function field(base: Base, f: Field): string {
  return readField(base.words, base.offset, f);
}
