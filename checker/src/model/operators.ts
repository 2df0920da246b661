/**
 * Operators of expressions in groups, each in one. A switch that treats a whole group as one ends in
 * `default: e.op satisfies Logic | SetAlgebra`, which a new operator breaks until somebody has decided about it.
 */
import { unhandled } from '#grammar';
import type { Expr } from './ir.ts';
import { expressionsIn } from './walk.ts';

type Op = Expr['op'];
type Group<Members extends Op> = Members;

export type Binding = Group<'const' | 'local' | 'let' | 'self'>;
export type VariableRead = Group<'var' | 'varOf' | 'systemGhost'>;
export type TimerRead = Group<'left' | 'running'>;
export type ClockRead = Group<'clock'>;
/** Parts of a state other than variables, timers and clocks. */
export type Circumstance = Group<'corrupted' | 'up' | 'correct' | 'stable' | 'countInFlight' | 'enabled'>;
export type Logic = Group<'not' | 'and' | 'or' | 'implies' | 'if'>;
export type Equality = Group<'==' | '!='>;
export type Order = Group<'<' | '<=' | '>' | '>='>;
export type Sum = Group<'negate' | '+' | '-' | '*'>;
export type Division = Group<'/' | '%'>;
export type Extreme = Group<'min' | 'max' | 'minOf' | 'maxOf'>;
/** The number of a node within its role. */
export type Numbering = Group<'numberOf' | 'numbered'>;
/** Evaluates a part once for each of several values of a local. */
export type Quantifier = Group<'forall' | 'exists' | 'countWhere' | 'comprehension' | 'mapBy'>;
export type Construction = Group<'struct' | 'setOf' | 'listOf' | 'mapOf'>;
export type Access = Group<'field' | 'position' | 'lookup' | 'in' | 'size'>;
export type SetAlgebra = Group<'union' | 'intersection' | 'difference'>;
export type ListOperation = Group<'concat' | 'first' | 'last' | 'rest' | 'take' | 'drop'>;

/** A function of its operands and the locals bound around it. */
export type Pure =
  | (Binding | Logic | Equality | Order | Sum | Division | Extreme | Numbering | Quantifier)
  | (Construction | Access | SetAlgebra | ListOperation | 'convert' | 'next');

/** Operators that are functions of all their operands, which are evaluated from left to right before them. */
export type Strict = Extract<
  Expr,
  {
    op:
      | (Equality | Order | Sum | Division | Extreme | Construction | Access | SetAlgebra | ListOperation)
      | ('convert' | 'and' | 'or' | 'implies');
  }
>;

/** `and`, `or` and `implies` are among them only where evaluating them in full makes no difference. */
export function operandsOf(e: Strict): readonly Expr[] {
  switch (e.op) {
    case 'negate':
    case 'minOf':
    case 'maxOf':
    case 'size':
    case 'field':
    case 'first':
    case 'last':
    case 'rest':
      return [e.of];
    case 'and':
    case 'or':
    case 'implies':
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
    case 'union':
    case 'intersection':
    case 'difference':
    case 'concat':
      return [e.left, e.right];
    case 'min':
    case 'max':
      return e.args;
    case 'struct':
      return e.fields;
    case 'setOf':
    case 'listOf':
      return e.elements;
    case 'mapOf':
    case 'convert':
      return [e.value];
    case 'position':
      return [e.of, e.index];
    case 'lookup':
      return [e.of, e.key];
    case 'in':
      return [e.element, e.of];
    case 'take':
    case 'drop':
      return [e.of, e.number];
    default:
      return unhandled(e);
  }
}

/** What an operator reads in addition to its operands. */
const LOOKS_AT = {
  ...({ var: 'variables', varOf: 'variables', systemGhost: 'variables' } as const),
  ...({ left: 'timers', running: 'timers', clock: 'clocks' } as const),
  ...({ corrupted: 'the message handled', countInFlight: 'messages in flight' } as const),
  ...({ up: 'the world', correct: 'the world', stable: 'the world' } as const),
  enabled: 'turns',
  knows: 'other states',
} as const satisfies Record<Exclude<Op, Pure>, string>;

type Looked = (typeof LOOKS_AT)[keyof typeof LOOKS_AT];

/** Whether something in a piece of a model looks at it. */
export function looksAt(piece: unknown, ...what: readonly Looked[]): boolean {
  return expressionsIn(piece).some(({ op }) => op in LOOKS_AT && what.includes(LOOKS_AT[op as keyof typeof LOOKS_AT]));
}

export function readsTimer(e: Expr): e is Extract<Expr, { readonly op: TimerRead }> {
  return e.op in LOOKS_AT && LOOKS_AT[e.op as keyof typeof LOOKS_AT] === 'timers';
}
