/** Values of one type as values of another. What does not fit ends the step: a model error, or a cut at a limited type. */
import { unhandled } from '#grammar';
import type { Type, Value } from '../../ir.ts';
import { domainSize, isScalar, isSmall, type Shaped, sameShape, shape, unshape } from '../../shapes.ts';
import { rank, values } from '../../values.ts';
import { codeText, fromCodeText, plus } from '../memory/access.ts';
import { ERROR, failIf, type Scope, type Unit } from '../unit.ts';
import { convertList } from './list-codes.ts';
import { shifted } from './values.ts';

/** Converts a value to another type; if the type does not contain it, the step ends. */
export function convert(scope: Scope, from: Type, to: Type, value: string): string {
  const { unit, code } = scope;
  if (sameShape(from, to)) return value;
  if (from.kind === 'int' && to.kind === 'int') return convertInt(scope, from, to, value);
  if (from.kind === 'node' && to.kind === 'node') {
    if (from.instances.every((n) => to.instances.includes(n))) return value;
    const v = code.hold(value);
    const inside = unit.onceConstant(`inside ${to.instances}`, () => unit.model.instances.map((i) => to.instances.includes(i.index)));
    failIf(scope, `!${inside}[${v}]`, ERROR);
    return v;
  }
  if (isScalar(from) && isScalar(to)) return value;
  if (to.kind === 'optional' && from.kind !== 'optional') {
    const inner = convert(scope, from, to.of, value);
    return isSmall(to) ? plus(codeText(unit, to.of, inner), 1) : inner;
  }
  if (from.kind === 'optional' && to.kind !== 'optional') {
    const v = code.hold(value);
    failIf(scope, isSmall(from) ? `${v}===0` : `${v}===null`, ERROR);
    return convert(scope, from.of, to, isSmall(from) ? fromCodeText(unit, from.of, plus(v, -1)) : v);
  }
  if (from.kind === 'list' && to.kind === 'list' && sameShape(from.of, to.of)) return convertList(scope, from, to, value);
  if (isShift(from, to)) return shiftedSet(from, to, value);
  return convertComposite(scope, from, to, value);
}

type Small = Type & { readonly kind: 'set'; readonly of: Type & { readonly kind: 'int' } };

/** A set of numbers of which every one is in the other type as well, both small. */
function isShift(from: Type, to: Type): boolean {
  if (from.kind !== 'set' || to.kind !== 'set' || from.of.kind !== 'int' || to.of.kind !== 'int') return false;
  return isSmall(from) && isSmall(to) && to.of.lo <= from.of.lo && from.of.hi <= to.of.hi;
}

function shiftedSet(from: Type, to: Type, value: string): string {
  return shifted(value, (from as Small).of.lo - (to as Small).of.lo);
}

function convertInt(scope: Scope, from: Type & { kind: 'int' }, to: Type & { kind: 'int' }, value: string): string {
  const v = scope.code.hold(value);
  if (from.lo < to.lo) failIf(scope, `${v}<${to.lo}`, ERROR);
  if (from.hi > to.hi) failIf(scope, `${v}>${to.hi}`, to.limit === null ? ERROR : scope.unit.cut(`${to.limit} <= ${to.hi}`));
  return v;
}

function convertComposite(scope: Scope, from: Type, to: Type, value: string): string {
  registerBounds(scope.unit, to);
  const outcome: Outcome = { status: 0 };
  const convertShaped =
    from.kind === 'set' && to.kind === 'set' ? setConverter(scope.unit, from, to, outcome) : byValue(scope.unit, from, to, outcome);
  const result = scope.code.keep(`${scope.unit.constant(convertShaped)}(${value})`);
  const status = `${scope.unit.constant(outcome)}.status`;
  scope.code.line(`if(${status}!==0)return ${status};`);
  return result;
}

type Converter = (v: Shaped) => Shaped;

interface Outcome {
  status: number;
}

/** By the interpreter's form of the value: for what is rarely converted. */
function byValue(unit: Unit, from: Type, to: Type, outcome: Outcome): Converter {
  return (v) => {
    outcome.status = 0;
    const converted = convertValue(unit, from, to, unshape(from, v), outcome);
    return outcome.status === 0 ? shape(to, converted) : 0;
  };
}

/** Element by element, by a table of the ranks that they have in the other type, or of how the first that does not fit ends the step. */
function setConverter(unit: Unit, from: Type & { kind: 'set' }, to: Type & { kind: 'set' }, outcome: Outcome): Converter {
  let ranks: Int32Array | null = null;
  const made = () =>
    Int32Array.from(values(from.of), (v) => {
      const one: Outcome = { status: 0 };
      const converted = convertValue(unit, from.of, to.of, v, one);
      return one.status === 0 ? rank(to.of, converted) : one.status;
    });
  const chunks = new Array<number>(Math.ceil(domainSize(to.of) / 32)).fill(0);
  const [fromSmall, toSmall] = [isSmall(from), isSmall(to)];
  return (set) => {
    ranks ??= made();
    outcome.status = 0;
    const into = toSmall ? [0] : chunks.slice();
    const count = fromSmall ? 1 : (set as readonly number[]).length;
    for (let i = 0; i < count; i++) {
      for (let rest = fromSmall ? (set as number) : (set as readonly number[])[i]; rest !== 0; rest &= rest - 1) {
        const r = ranks[(i << 5) + 31 - Math.clz32(rest & -rest)];
        if (r < 0) {
          outcome.status = r;
          return 0;
        }
        into[r >>> 5] |= 1 << r;
      }
    }
    return toSmall ? into[0] : into;
  };
}

/** The bounds of limited types inside must have their numbers before the code runs. */
function registerBounds(unit: Unit, type: Type): void {
  switch (type.kind) {
    case 'int':
      if (type.limit !== null) unit.cut(`${type.limit} <= ${type.hi}`);
      return;
    case 'struct':
      for (const f of type.fields) registerBounds(unit, f.type);
      return;
    case 'optional':
    case 'set':
    case 'list':
      registerBounds(unit, type.of);
      return;
    case 'map':
      registerBounds(unit, type.value);
      return;
    case 'bool':
    case 'enum':
    case 'node':
      return;
    default:
      unhandled(type);
  }
}

/** The first part that does not fit sets the status. */
function convertValue(unit: Unit, from: Type, to: Type, value: Value, outcome: Outcome): Value {
  const fail = (status: number) => {
    if (outcome.status === 0) outcome.status = status;
    return value;
  };
  if (to.kind === 'optional' && from.kind !== 'optional') return convertValue(unit, from, to.of, value, outcome);
  if (from.kind === 'optional') {
    if (value === null) return to.kind === 'optional' ? null : fail(ERROR);
    return convertValue(unit, from.of, to.kind === 'optional' ? to.of : to, value, outcome);
  }
  const parts = value as Value[];
  const each = (of: Type, into: Type) => parts.map((v) => convertValue(unit, of, into, v, outcome));
  switch (to.kind) {
    case 'int': {
      if ((value as number) < to.lo) return fail(ERROR);
      if ((value as number) > to.hi) return fail(to.limit === null ? ERROR : unit.cut(`${to.limit} <= ${to.hi}`));
      return value;
    }
    case 'node':
      return to.instances.includes(value as number) ? value : fail(ERROR);
    case 'struct':
      return parts.map((v, i) => convertValue(unit, (from as typeof to).fields[i].type, to.fields[i].type, v, outcome));
    case 'set':
      return each((from as typeof to).of, to.of);
    case 'list':
      // What is in a list that is too long does not matter.
      return parts.length > to.max ? fail(ERROR) : each((from as typeof to).of, to.of);
    case 'map':
      return each((from as typeof to).value, to.value);
    case 'bool':
    case 'enum':
    case 'optional':
      return value;
    default:
      return unhandled(to);
  }
}
