/**
 * Code that gives each element of symmetric sorts a number that tells it from the others by what the state says of it: its own
 * fields, who refers to it, its messages in flight. A permutation of the elements permutes the numbers with them, so sorting
 * by them is the first and mostly the last step to a normal form. Equal numbers need not mean equal elements.
 */
import { type Field, fieldsOf, type Place } from '../../fields.ts';
import type { Type } from '../../ir.ts';
import { type TimerLayout, timerFields } from '../../layout.ts';
import { isSmall, partShift, width } from '../../shapes.ts';
import { cardinality } from '../../values.ts';
import { fromCodeText, mask, readField } from '../memory/access.ts';
import type { Code } from '../unit.ts';
import { keptText, type Permuting } from './permute.ts';

/**
 * sign(): fills `HN` (nodes) and `HE...` (members of enumerations) from the state at `T` with the messages `TB`.
 * `ON` holds what a node's own fields alone come to.
 */
export function defineSignature(permuting: Permuting): void {
  permuting.unit.functions.push('function mix(h,x){h=Math.imul(h^x,0x9e3779b1);return h^(h>>>15);}');
  permuting.define('sign', '', (code) => new Signature(permuting, code).all());
}

/** Sums are those of 32 bits, which the engine need not find out by throwing code away. */
function added(place: string, value: string): string {
  return `${place}=(${place}+${value})|0;`;
}

class Signature {
  readonly #permuting: Permuting;
  readonly #code: Code;
  #salt = 1;

  constructor(permuting: Permuting, code: Code) {
    this.#permuting = permuting;
    this.#code = code;
  }

  all(): void {
    const { unit, sorts } = this.#permuting;
    const { layout, model } = unit;
    for (const [s, sort] of sorts.entries()) if (sort.kind === 'enum') this.#code.line(`HE${s}.fill(0);`);
    for (const { index, role } of model.instances) {
      const symmetric = sorts.some((sort) => sort.kind === 'role' && sort.role === role);
      this.#code.line(symmetric ? `h=${role + 1};` : `h=${~index};`);
      if (symmetric) this.#own(index);
      this.#code.line(`ON[${index}]=HN[${index}]=h;`);
    }
    for (const [g, place] of layout.ghosts.entries()) this.#references(place, null, this.#next() + g);
    for (const role of model.roles) {
      const salt = this.#next();
      this.#salt += role.variables.length + role.timers.length;
      for (const { index } of model.instances.filter((instance) => instance.role === role.index)) {
        const node = layout.nodes[index];
        for (const [v, place] of node.variables.entries()) {
          const isKept = keptText(unit, index, v);
          if (isKept !== null) this.#code.line(`if(${isKept}){`);
          this.#references(place, index, salt + v);
          if (isKept !== null) this.#code.line('}');
        }
        for (const [t, keys] of node.timers.entries()) {
          const { key } = role.timers[t];
          if (key !== null) this.#timers(key, keys, index, salt + role.variables.length + t);
        }
      }
    }
    if (layout.bag.capacity > 0) this.#messages();
  }

  #next(): number {
    this.#salt += 1000;
    return this.#salt;
  }

  /** Mixes what refers to nobody. */
  #own(index: number): void {
    const { unit } = this.#permuting;
    const { layout, model } = unit;
    const node = layout.nodes[index];
    const role = model.roles[model.instances[index].role];
    const plain: Field[] = [layout.byzantine[index], node.status, node.lateness, node.origin, ...node.clocks, ...node.offsets];
    for (const place of node.variables) if (place.kind !== 'dead' && !this.#permuting.refers(place.type)) plain.push(...fieldsOf(place));
    for (const [t, keys] of node.timers.entries()) {
      const { key } = role.timers[t];
      if (key === null || !this.#permuting.refers(key)) plain.push(...keys.flatMap(timerFields));
    }
    if (node.suspended !== null) plain.push(node.suspended.point, node.suspended.hasContext, node.suspended.corrupted);
    this.#mix(plain);
  }

  /** As many fields at once as fit into a word. */
  #mix(fields: readonly Field[]): void {
    let parts: string[] = [];
    let used = 0;
    const flush = () => {
      if (parts.length > 0) this.#code.line(`h=mix(h,${parts.join('|')});`);
      [parts, used] = [[], 0];
    };
    for (const f of fields) {
      if (f.bits === 0) continue;
      if (used + f.bits > 32) flush();
      const text = readField('T', '0', f);
      parts.push(used === 0 ? text : `(${text}<<${used})`);
      used += f.bits;
    }
    flush();
  }

  /** Tells owner and element of each other. `owner`: a node, or null for a ghost of the system. */
  #refer(type: Type, element: string, owner: number | null, what: string): string {
    const own = owner === null ? '0' : `ON[${owner}]`;
    const counts = this.#counts(type);
    const other = type.kind === 'node' ? `ON[${element}]` : '0';
    const back = owner === null ? '' : added(`HN[${owner}]`, `mix(${other},${what}+1)`);
    return `${added(`${counts}[${element}]`, `mix(${own},${what})`)}${back}`;
  }

  #counts(type: Type): string {
    const { sorts } = this.#permuting;
    return type.kind === 'node'
      ? 'HN'
      : `HE${sorts.findIndex((sort) => sort.kind === 'enum' && type.kind === 'enum' && sort.name === type.name)}`;
  }

  #isElement(type: Type): boolean {
    return (type.kind === 'node' || type.kind === 'enum') && this.#permuting.refers(type);
  }

  #references(place: Place, owner: number | null, salt: number): void {
    if (place.kind === 'dead' || !this.#permuting.refers(place.type)) return;
    const { type } = place;
    const { unit } = this.#permuting;
    const element = (of: Type, code: string) => fromCodeText(unit, of, code);
    if (place.kind === 'leaf') {
      const c = readField('T', '0', place.field);
      if (this.#isElement(type)) this.#code.line(`e=${element(type, c)};${this.#refer(type, 'e', owner, String(salt))}`);
      else if (type.kind === 'optional' && this.#isElement(type.of)) {
        this.#code.line(`c=${c};if(c!==0){e=${element(type.of, '(c-1)')};${this.#refer(type.of, 'e', owner, String(salt))}}`);
      } else if (type.kind === 'set' && this.#isElement(type.of)) {
        this.#code.line(
          `for(c=${c},r=0;c!==0;c>>>=1,r++)if(c&1){e=${element(type.of, 'r')};${this.#refer(type.of, 'e', owner, String(salt))}}`,
        );
      } else if (type.kind === 'map' && this.#isElement(type.key) && !this.#permuting.refers(type.value)) {
        const [count, bits] = [cardinality(type.key), width(type.value)];
        for (let i = 0; i < count; i++) {
          const value = `((${c}>>>${partShift(count, bits, i)})&${mask(bits)})`;
          this.#code.line(`e=${element(type.key, String(i))};${this.#refer(type.key, 'e', owner, `mix(${salt},${value})`)}`);
        }
      }
    } else if (place.kind === 'parts' && type.kind === 'map' && this.#isElement(type.key)) {
      for (const [i, part] of place.parts.entries()) {
        if (part.kind !== 'leaf' || this.#permuting.refers(part.type)) continue;
        const value = readField('T', '0', part.field);
        this.#code.line(`e=${element(type.key, String(i))};${this.#refer(type.key, 'e', owner, `mix(${salt},${value})`)}`);
      }
    } else if (place.kind === 'parts' && type.kind === 'struct') {
      for (const [i, part] of place.parts.entries()) this.#references(part, owner, salt + 100 * (i + 1));
    }
  }

  #timers(key: Type, keys: readonly TimerLayout[], owner: number, salt: number): void {
    if (!this.#isElement(key)) return;
    for (const [i, timer] of keys.entries()) {
      const value = timerFields(timer)
        .filter(({ bits }) => bits > 0)
        .map((f) => readField('T', '0', f))
        .reduce((inner, f) => `mix(${inner},${f})`, String(salt));
      this.#code.line(`e=${fromCodeText(this.#permuting.unit, key, String(i))};${this.#refer(key, 'e', owner, value)}`);
    }
  }

  /** What a message says apart from references goes to its sender, its receiver and whom it names. */
  #messages(): void {
    const { unit } = this.#permuting;
    const { bag } = unit.layout;
    const { model } = unit;
    const plain = model.messages.map((_, m) => plainMask(this.#permuting, m));
    const masks = Array.from({ length: bag.slotWords }, (_, w) => unit.constant(Int32Array.from(plain, (words) => words[w])));
    const words = masks.map((table, w) => `h=mix(h,TB[p+${w}]&${table}[m]);`).join('');
    const named = model.messages.flatMap((message, m) => {
      const lines = bag.fields[m].flatMap((place, f) => this.#named(message.fields[f].type, place));
      return lines.length === 0 ? [] : [`case ${m}:${lines.join('')}break;`];
    });
    this.#code.line(
      `for(let k=0,p=0;k<tn;k++,p+=${bag.slotWords}){const t=${readField('TB', 'p', bag.tag)},m=MESSAGE[t],f=FROM[t],g=TO[t];h=m+1;${words}${added('HN[f]', 'mix(h^ON[g],77)')}${added('HN[g]', 'mix(h^ON[f],78)')}${named.length === 0 ? '' : `switch(m){${named.join('')}}`}}`,
    );
  }

  #named(type: Type, place: Place): string[] {
    if (place.kind !== 'leaf' || !isSmall(type)) return [];
    const { unit } = this.#permuting;
    const c = readField('TB', 'p', place.field);
    if (this.#isElement(type)) return [added(`${this.#counts(type)}[${fromCodeText(unit, type, c)}]`, 'mix(h,79)')];
    if (type.kind !== 'optional' || !this.#isElement(type.of)) return [];
    return [`c=${c};if(c!==0)${added(`${this.#counts(type.of)}[${fromCodeText(unit, type.of, '(c-1)')}]`, 'mix(h,79)')}`];
  }
}

/** The bits of a slot that refer to nobody: not its route, nor its call, nor what it names. */
function plainMask(permuting: Permuting, message: number): Int32Array {
  const { bag } = permuting.unit.layout;
  const words = new Int32Array(bag.slotWords);
  const fields = [
    bag.age,
    bag.corrupted,
    ...bag.fields[message].filter((place) => place.kind !== 'dead' && !permuting.refers(place.type)).flatMap(fieldsOf),
  ];
  for (const { word, shift, bits } of fields) if (bits > 0) words[word] |= mask(bits) << shift;
  return words;
}
