/**
 * Code that replaces the elements of symmetric sorts in packed values. Each sort has an array that says by which element each is to
 * be replaced: `PN` for nodes of all roles, one of its own for each enumeration.
 */
import { unhandled } from '#grammar';
import { type Field, fieldsOf, type Place } from '../../fields.ts';
import type { Type } from '../../ir.ts';
import { elementWidth, fieldShift, partShift, shape, toCode, Unsupported, width } from '../../shapes.ts';
import { refersTo, type Sort } from '../../symmetry/sorts.ts';
import { values } from '../../values.ts';
import { codeText, fromCodeText, mask, readField, writeField } from '../memory/access.ts';
import { type Code, Code as NewCode, type Unit } from '../unit.ts';

/** Codes are looked up in a table up to here. */
const MAX_TABLE_BITS = 16;

/** Where a variable of a node is kept at all: null where always. Of a node that has stopped some are not, and stand at 0. */
export function keptText({ layout }: Unit, node: number, variable: number): string | null {
  const { deadOnceStopped, status } = layout.nodes[node];
  return deadOnceStopped[variable] && status.bits > 1 ? `${readField('T', '0', status)}!==2` : null;
}

export class Permuting {
  readonly unit: Unit;
  readonly sorts: readonly Sort[];

  constructor(unit: Unit, sorts: readonly Sort[]) {
    this.unit = unit;
    this.sorts = sorts;
  }

  refers(type: Type): boolean {
    return this.sorts.some((sort) => refersTo(type, sort));
  }

  /** The array by which elements of a sort are replaced, indexed by element. */
  by(sort: Sort): string {
    return sort.kind === 'role' ? 'PN' : `PE${this.sorts.indexOf(sort)}`;
  }

  /** The code of the value of `type` that replaces the one of code `code`. */
  code(type: Type, code: string): string {
    if (!this.refers(type)) return code;
    if (type.kind === 'node') return codeText(this.unit, type, `PN[${fromCodeText(this.unit, type, code)}]`);
    if (type.kind === 'enum') return `${this.by(this.sorts.find((sort) => refersTo(type, sort))!)}[${code}]`;
    const name = this.unit.once(`replaced ${JSON.stringify(type)}`, (made) => {
      this.unit.functions.push(`function ${made}(c){${this.#body(type)}}`);
    });
    return `${name}(${code})`;
  }

  #body(type: Type): string {
    switch (type.kind) {
      case 'optional':
        return `return c===0?0:${this.code(type.of, '(c-1)')}+1;`;
      case 'struct': {
        const parts = type.fields.map((f, i) => {
          const part = `((c>>>${fieldShift(type, i)})&${mask(width(f.type))})`;
          return `(${this.code(f.type, part)}<<${fieldShift(type, i)})`;
        });
        return `return ${parts.join('|')};`;
      }
      case 'set':
        return `let d=0;for(let r=0;c!==0;r++,c>>>=1)if(c&1)d|=1<<${this.rank(type.of, 'r')};return d;`;
      case 'list': {
        const bits = elementWidth(type);
        const parts = Array.from({ length: type.max }, (_, i) => partShift(type.max, bits, i));
        return `let d=0,e=0;${parts.map((s) => `e=(c>>>${s})&${mask(bits)};if(e!==0)d|=(${this.code(type.of, '(e-1)')}+1)<<${s};`).join('')}return d;`;
      }
      case 'map': {
        const bits = width(type.value);
        const count = values(type.key).length;
        const moved = `${bits}*(${count - 1}-${this.rank(type.key, 'r')})`;
        return `let d=0;for(let r=0;r<${count};r++){const e=(c>>>${bits}*(${count - 1}-r))&${mask(bits)};d|=${this.code(type.value, 'e')}<<(${moved});}return d;`;
      }
      case 'bool':
      case 'int':
      case 'enum':
      case 'node':
        return 'return c;';
      default:
        return unhandled(type);
    }
  }

  /** Where among the values of `type` the one stands that replaces number `rank`. */
  rank(type: Type, rank: string): string {
    if (!this.refers(type)) return rank;
    if (type.kind === 'node' || type.kind === 'enum') return this.code(type, rank);
    const bits = width(type);
    if (bits > MAX_TABLE_BITS) throw new Unsupported('a large type of keys or elements that hold nodes');
    const codes = this.unit.onceConstant(`codes ${JSON.stringify(type)}`, () =>
      Int32Array.from(values(type), (v) => toCode(type, shape(type, v))),
    );
    const ranks = this.unit.onceConstant(`ranks ${JSON.stringify(type)}`, () => {
      const table = new Int32Array(2 ** bits);
      for (const [i, v] of values(type).entries()) table[toCode(type, shape(type, v))] = i;
      return table;
    });
    return `${ranks}[${this.code(type, `${codes}[${rank}]`)}]`;
  }

  /** Replaces in place what stands at `place` of `words`. */
  place(code: Code, words: string, offset: string, place: Place): void {
    if (place.kind === 'dead' || !this.refers(place.type)) return;
    const read = (f: Field) => readField(words, offset, f);
    switch (place.kind) {
      case 'leaf':
        writeField(code, words, offset, place.field, this.code(place.type, read(place.field)));
        return;
      case 'optional':
        code.line(`if(${read(place.present)}!==0){`);
        this.place(code, words, offset, place.part);
        code.line('}');
        return;
      case 'list':
        for (const [i, part] of place.parts.entries()) {
          code.line(`if(${i}<${read(place.length)}){`);
          this.place(code, words, offset, part);
          code.line('}');
        }
        return;
      case 'set':
        this.#chunks(code, words, offset, place);
        return;
      case 'parts':
        for (const part of place.parts) this.place(code, words, offset, part);
        if (place.type.kind === 'map') this.keys(code, words, offset, place.type.key, place.parts.map(fieldsOf));
        return;
      default:
        unhandled(place);
    }
  }

  /** Moves what stands at each key to the key that replaces it. */
  keys(code: Code, words: string, offset: string, key: Type, entries: readonly (readonly Field[])[]): void {
    if (!this.refers(key)) return;
    const each = entries[0].length;
    const moved = this.#scratch(entries.length * each);
    for (const [i, fields] of entries.entries()) {
      const to = code.keep(`${this.rank(key, String(i))}*${each}`);
      for (const [j, f] of fields.entries()) code.line(`${moved}[${to}+${j}]=${readField(words, offset, f)};`);
    }
    for (const [i, fields] of entries.entries()) {
      for (const [j, f] of fields.entries()) writeField(code, words, offset, f, `${moved}[${i * each + j}]`);
    }
  }

  #chunks(code: Code, words: string, offset: string, place: Place & { kind: 'set' }): void {
    const moved = this.#scratch(place.chunks.length);
    code.line(`${moved}.fill(0);`);
    for (const [i, f] of place.chunks.entries()) {
      const to = this.rank(place.type.of, `(${i * 32}+r)`);
      const at = code.variable();
      code.line(`for(let c=${readField(words, offset, f)}|0,r=0;c!==0;r++,c>>>=1)if(c&1){${at}=${to};${moved}[${at}>>>5]|=1<<(${at}&31);}`);
    }
    for (const [i, f] of place.chunks.entries()) writeField(code, words, offset, f, `${moved}[${i}]`);
  }

  #scratch(length: number): string {
    return this.unit.constant(new Int32Array(length));
  }

  /** A function that `fill` writes. */
  define(name: string, parameters: string, fill: (code: Code) => void): void {
    const code = new NewCode(this.unit);
    fill(code);
    this.unit.define(name, parameters, code);
  }
}
