/**
 * Text that works on values in their written form (see shapes.ts): parts of composites, ranks of elements, comparison and
 * conversion. Rare operations go through the interpreter's form of a value; common ones are arithmetic on codes.
 */
import type { Type, Value } from '../../ir.ts';
import {
  domainSize,
  elementWidth,
  fieldShift,
  isScalar,
  isSmall,
  keepsOrder,
  partShift,
  type Shaped,
  sameShape,
  shape,
  unshape,
  width,
} from '../../shapes.ts';
import { cardinality, equal, valueAt, values } from '../../values.ts';
import { codeText, fromCodeText, mask, minus, plus } from '../memory/access.ts';
import { type Code, isNumber, type Scope, type Unit } from '../unit.ts';
import { orderOf } from './order.ts';

/** Values of a type that are kept as a table. */
const MOST_LISTED = 4096;

/** Bits of codes for which there is a table of ranks. Structs of no more than `MOST_LISTED` values have no wider ones. */
const MOST_TABLED_BITS = 16;

export function literal(unit: Unit, type: Type, value: Value): string {
  const shaped = shape(type, value);
  return typeof shaped === 'number' ? String(shaped) : unit.constant(shaped);
}

// Parts

/** Bits `[shift, shift + bits)` of a code. */
function slice(code: string, shift: number, bits: number): string {
  if (bits === 0) return '0';
  if (isNumber(code)) return String((Number(code) >>> shift) & mask(bits));
  return shift === 0 ? `(${code}&${mask(bits)})` : `((${code}>>>${shift})&${mask(bits)})`;
}

export function structField(unit: Unit, type: Type & { kind: 'struct' }, value: string, i: number): string {
  const of = type.fields[i].type;
  if (!isSmall(type)) return `${value}[${i}]`;
  return fromCodeText(unit, of, slice(value, fieldShift(type, i), width(of)));
}

export function makeStruct(unit: Unit, type: Type & { kind: 'struct' }, parts: readonly string[]): string {
  if (!isSmall(type)) return `[${parts.join(',')}]`;
  const codes = parts.map((p, i) => shifted(codeText(unit, type.fields[i].type, p), fieldShift(type, i)));
  return codes.length === 0 ? '0' : `(${codes.join('|')})`;
}

export function shifted(code: string, shift: number): string {
  if (shift === 0) return code;
  return isNumber(code) ? String(Number(code) << shift) : `((${code})<<${shift})`;
}

export function mapValue(unit: Unit, type: Type & { kind: 'map' }, value: string, key: string): string {
  const r = rankText(unit, type.key, key);
  if (!isSmall(type)) return `${value}[${r}]`;
  const bits = width(type.value);
  if (isNumber(r)) return fromCodeText(unit, type.value, slice(value, partShift(domainSize(type.key), bits, Number(r)), bits));
  return fromCodeText(unit, type.value, `((${value}>>>${keyShift(type, r)})&${mask(bits)})`);
}

export function keyShift(type: Type & { kind: 'map' }, r: string): string {
  const bits = width(type.value);
  return partShiftText(domainSize(type.key), bits, r);
}

/** Shift of a part whose position is computed, of `count` parts of equal width. */
export function partShiftText(count: number, bits: number, position: string): string {
  const behind = minus(count - 1, position);
  return bits === 1 ? behind : isNumber(behind) ? String(bits * Number(behind)) : `(${bits}*${behind})`;
}

/** The map with these values, in key order. */
export function makeMap(unit: Unit, type: Type & { kind: 'map' }, parts: readonly string[]): string {
  if (!isSmall(type)) return `[${parts.join(',')}]`;
  const bits = width(type.value);
  const codes = parts.map((part, i) => shifted(codeText(unit, type.value, part), partShift(parts.length, bits, i)));
  return codes.length === 0 ? '0' : `(${codes.join('|')})`;
}

export function filledMap(unit: Unit, type: Type & { kind: 'map' }, value: string): string {
  const n = domainSize(type.key);
  if (!isSmall(type)) return `[${Array.from({ length: n }, () => value).join(',')}]`;
  const code = codeText(unit, type.value, value);
  const ones = Array.from({ length: n }, (_, i) => 2 ** partShift(n, width(type.value), i)).reduce((a, b) => a + b, 0);
  return isNumber(code) ? String(Number(code) * ones) : `((${code})*${ones})`;
}

// Elements of sets, keys of maps

/** Codes of these types count the values in value order. */
function codeIsRank(type: Type): boolean {
  return isScalar(type) || (type.kind === 'optional' && codeIsRank(type.of));
}

/** The rank of the value in the order of its type. */
export function rankText(unit: Unit, type: Type, value: string): string {
  if (codeIsRank(type)) return codeText(unit, type, value);
  if (!isSmall(type)) {
    const all = values(type);
    return `${unit.constant((v: Shaped) => all.findIndex((x) => equal(type, x, unshape(type, v))))}(${value})`;
  }
  const codes = () => values(type).map((v) => shape(type, v) as number);
  const key = JSON.stringify(type);
  if (width(type) > MOST_TABLED_BITS) {
    return `${unit.onceConstant(`ranks by code ${key}`, () => new Map(codes().map((code, rank) => [code, rank])))}.get(${value})`;
  }
  const ranks = () => {
    const table = new Int16Array(2 ** width(type));
    for (const [rank, code] of codes().entries()) table[code] = rank;
    return table;
  };
  if (isNumber(value)) return String(ranks()[Number(value)]);
  return `${unit.onceConstant(`rank table ${key}`, ranks)}[${value}]`;
}

export function unrankText(unit: Unit, type: Type, rank: string): string {
  if (codeIsRank(type)) return fromCodeText(unit, type, rank);
  return `${domainTable(unit, type)}[${rank}]`;
}

/** The value at a position of the value order, of a type of any size. */
export function valueAtText(unit: Unit, type: Type, position: string): string {
  if (codeIsRank(type) || cardinality(type) <= MOST_LISTED) return unrankText(unit, type, position);
  const at = unit.onceConstant(`value at ${JSON.stringify(type)}`, () => (n: number) => shape(type, valueAt(type, n)));
  return `${at}(${position})`;
}

/** Every value of the type, in value order. */
export function domainTable(unit: Unit, type: Type): string {
  domainSize(type);
  return unit.onceConstant(`domain ${JSON.stringify(type)}`, () => values(type).map((v) => shape(type, v)));
}

/** The set with nothing but this element, of a type that is one number. */
export function singleton(unit: Unit, type: Type & { kind: 'set' }, element: string): string {
  const r = rankText(unit, type.of, element);
  return isNumber(r) ? String(1 << Number(r)) : `(1<<${r})`;
}

/** `set` is the text of the set, or of each of its chunks. */
export function contains(scope: Scope, type: Type & { kind: 'set' }, set: string | readonly string[], element: string): string {
  const { code, unit } = scope;
  const r = rankText(unit, type.of, element);
  if (isSmall(type)) return isNumber(r) ? `((${set}&${1 << Number(r)})!==0)` : `(((${set}>>>${r})&1)!==0)`;
  if (isNumber(r)) return `((${chunkAt(code, set, String(Number(r) >>> 5))}&${1 << Number(r)})!==0)`;
  const rank = code.hold(r);
  const chunk = typeof set === 'string' ? `${rank}>>>5` : code.keep(`${rank}>>>5`);
  return `(((${chunkAt(code, set, chunk)}>>>${rank})&1)!==0)`;
}

/**
 * Runs `body` for each element in value order; inside, `label` names the loop. Only elements are walked over, whatever else the type
 * has. `set` is the text of the set, or of each of its chunks.
 */
export function eachElement(
  scope: Scope,
  type: Type & { kind: 'set' },
  set: string | readonly string[],
  label: string,
  body: (element: string) => void,
): void {
  const { code, unit } = scope;
  const rest = code.variable();
  const element = code.variable();
  const lowest = `31-Math.clz32(${rest}&-${rest})`;
  if (isSmall(type)) {
    code.line(`${label}:for(${rest}=${set};${rest}!==0;${rest}&=${rest}-1){`);
    code.line(`${element}=${unrankText(unit, type.of, `(${lowest})`)};`);
  } else {
    const chunk = code.variable();
    const count = Math.ceil(domainSize(type.of) / 32);
    const at = chunkAt(code, typeof set === 'string' ? code.keep(set) : set, chunk);
    code.line(`${label}:for(${chunk}=0;${chunk}<${count};${chunk}++)for(${rest}=${at};${rest}!==0;${rest}&=${rest}-1){`);
    code.line(`${element}=${unrankText(unit, type.of, `((${chunk}<<5)+${lowest})`)};`);
  }
  body(element);
  code.line('}');
}

/** More chunks than these are looked up in an array. */
const MOST_ASKED = 8;

/** The chunk of a number that is computed, and within. */
export function chunkAt(code: Code, chunks: string | readonly string[], index: string): string {
  if (typeof chunks === 'string') return `${chunks}[${index}]`;
  if (isNumber(index)) return chunks[Number(index)];
  if (chunks.length > MOST_ASKED) return `${code.keep(`[${chunks.join(',')}]`)}[${index}]`;
  const asked = chunks.slice(0, -1).map((chunk, i) => `${index}===${i}?${chunk}:`);
  return `(${asked.join('')}${chunks.at(-1)})`;
}

// Lists

export function listLength(type: Type & { kind: 'list' }, value: string, scope: Scope): string {
  if (!isSmall(type)) return `${value}.length`;
  const bits = elementWidth(type);
  if (bits === 0) return '0';
  const code = scope.code.hold(value);
  const empty = bits === 1 ? `(31-Math.clz32(${code}&-${code}))` : `Math.floor((31-Math.clz32(${code}&-${code}))/${bits})`;
  return `(${code}===0?0:${type.max}-${empty})`;
}

/** `index` is known to be inside. */
export function listElement(unit: Unit, type: Type & { kind: 'list' }, value: string, index: string): string {
  if (!isSmall(type)) return `${value}[${index}]`;
  const bits = elementWidth(type);
  return fromCodeText(unit, type.of, plus(`((${value}>>>${partShiftText(type.max, bits, index)})&${mask(bits)})`, -1));
}

// Comparison

const OPERATORS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '===': (a, b) => a === b,
  '!==': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

export function compareText(unit: Unit, left: Type, a: string, right: Type, b: string, operator: string): string {
  const plain = isScalar(left) && isScalar(right);
  const equality = operator === '===' || operator === '!==';
  if (plain || (sameShape(left, right) && isSmall(left) && (equality || keepsOrder(left)))) {
    if (isNumber(a) && isNumber(b)) return OPERATORS[operator](Number(a), Number(b)) ? '1' : '0';
    return `(${a}${operator}${b})`;
  }
  const order = unit.onceConstant(`order ${JSON.stringify([left, right])}`, () => orderOf(left, right));
  return `(${order}(${a},${b})${operator}0)`;
}
