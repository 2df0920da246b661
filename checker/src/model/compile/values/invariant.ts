/**
 * What does not depend on the element that a loop is at: conditions that end the loop where they are false, and parts that are computed
 * once. A part is computed where it is first asked for, so that model errors and readings come when they would otherwise; in one state it
 * has the same value whenever it is asked for. But what is enabled hangs on the readings that the step has taken: where the loop may take
 * one, that is computed each time.
 */
import type { Expr } from '../../ir.ts';
import type { Quantifier } from '../../operators.ts';
import { choosesReading } from '../../readings.ts';
import { mayEnd } from '../../symmetry/may-fail.ts';
import { eachPart, expressionsIn } from '../../walk.ts';
import type { Code, Unit } from '../unit.ts';

/** The condition that an expression has a truth value. */
export interface Wanted {
  readonly e: Expr;
  readonly truth: boolean;
}

/** What has to be so, all of it, for the expression to have that truth value, in the order of evaluation. */
export function conditionsOf(e: Expr, truth: boolean): Wanted[] {
  if (e.op === 'not') return conditionsOf(e.of, !truth);
  if ((e.op === 'and' && truth) || (e.op === 'or' && !truth)) return [...conditionsOf(e.left, truth), ...conditionsOf(e.right, truth)];
  if (e.op === 'implies' && !truth) return [...conditionsOf(e.left, true), ...conditionsOf(e.right, false)];
  return [{ e, truth }];
}

export interface Ordered {
  /** these do not depend on the local */
  readonly first: readonly Wanted[];
  readonly rest: readonly Wanted[];
}

/**
 * The same conditions, first those that do not depend on the local. One goes before others only if neither it nor any of them can end the
 * step or take a reading. What is enabled does not stay as it is where a condition takes one.
 */
export function invariantFirst(unit: Unit, local: number, conditions: readonly Wanted[]): Ordered {
  const [first, rest]: [Wanted[], Wanted[]] = [[], []];
  let plain = true;
  const takesReadings = conditions.some(({ e }) => choosesReading(unit.model, e));
  for (const one of conditions) {
    const isPlain = !mayEnd(one.e, 'error') && !mayEnd(one.e, 'cut') && !choosesReading(unit.model, one.e);
    const stays = !dependsOn(one.e, local) && !(takesReadings && asksWhatIsEnabled(one.e));
    if (stays && (rest.length === 0 || (plain && isPlain))) first.push(one);
    else {
      rest.push(one);
      plain &&= isPlain;
    }
  }
  return { first, rest };
}

function dependsOn(e: Expr, local: number): boolean {
  return expressionsIn(e).some((x) => x.op === 'local' && x.local === local);
}

function asksWhatIsEnabled(e: Expr): boolean {
  return expressionsIn(e).some((x) => x.op === 'enabled');
}

/** Expressions that go through something. */
const LOOPS: Readonly<Record<Quantifier | 'countInFlight' | 'enabled' | 'concat' | 'minOf' | 'maxOf', true>> = {
  ...({ forall: true, exists: true, countWhere: true, comprehension: true, mapBy: true } as const),
  ...({ countInFlight: true, enabled: true, concat: true, minOf: true, maxOf: true } as const),
};

/**
 * Runs `make`, which makes the code of a loop whose local and pieces these are, once for each element or in one text for all. What goes
 * through something in them, and depends on nothing that the loop or anything in it binds, is computed once.
 */
export function keepingInvariants(unit: Unit, code: Code, local: number, pieces: readonly unknown[], make: () => void): void {
  const bound = new Set([local, ...boundIn(pieces)]);
  const takesReadings = choosesReading(unit.model, pieces);
  const kept: Expr[] = [];
  eachPart(pieces, (part) => {
    if (part.op === undefined) return true;
    const e = part as Expr;
    if (unit.kept.has(e)) return false;
    const within = expressionsIn(e);
    if (!within.some((x) => x.op in LOOPS)) return false;
    if (takesReadings && asksWhatIsEnabled(e)) return true;
    const own = boundIn(e);
    if (within.some((x) => x.op === 'local' && bound.has(x.local) && !own.has(x.local))) return true;
    kept.push(e);
    return false;
  });
  for (const e of kept) {
    const known = code.keep('0');
    unit.kept.set(e, { known, value: code.variable() });
  }
  make();
  for (const e of kept) unit.kept.delete(e);
}

/** The locals that something in it binds: what has a local and is not the use of one. */
function boundIn(piece: unknown): Set<number> {
  const locals = new Set<number>();
  eachPart(piece, (part) => {
    if ('local' in part && part.op !== 'local') locals.add(part.local as number);
    return true;
  });
  return locals;
}

/** The value, computed by `make` unless it was before; null where it is not one that is kept. */
export function keptValue(unit: Unit, code: Code, e: Expr, make: () => string): string | null {
  const kept = unit.kept.get(e);
  if (kept === undefined) return null;
  unit.kept.delete(e);
  code.line(`if(${kept.known}===0){${kept.known}=1;`);
  code.line(`${kept.value}=${make()};}`);
  unit.kept.set(e, kept);
  return kept.value;
}
