/** What a claim's condition says of one assumption set of the space. */
import { type AssumedAmount, type AssumedWord, unhandled } from '#grammar';
import type { Amount, Condition } from '../analysis/claims.ts';
import type { Model } from '../model/ir.ts';
import type { Point } from './lattice.ts';
import { type CrashMode, mostDown, type Quantity, type Rung } from './rung.ts';
import { isCrash, type Space } from './space.ts';

/** One assumption set: a rung for every quantity, varied or not. */
export interface AssumptionSet {
  readonly model: Model;
  readonly rungs: readonly { readonly quantity: Quantity; readonly rung: Rung }[];
}

export function setAt(space: Space, point: Point, model: Model): AssumptionSet {
  const varied = space.dimensions.map(({ quantity, rungs }, axis) => ({ quantity, rung: rungs[point[axis]] }));
  const fixed = space.fixed.map(({ quantity, rungs, assumed }) => ({ quantity, rung: rungs[assumed] }));
  return { model, rungs: [...varied, ...fixed] };
}

/** What a term comes to: `evaluate` says it of one assumption set. */
export type Ask = <T>(of: Term, evaluate: (set: AssumptionSet) => T) => T;

export function isTrue(condition: Condition, set: AssumptionSet): boolean {
  return isTrueBy(condition, (_, evaluate) => evaluate(set));
}

/** The same, of whatever set `ask` has in mind. */
export function isTrueBy(condition: Condition, ask: Ask): boolean {
  switch (condition.kind) {
    case 'truth':
      return condition.value;
    case 'and':
      return isTrueBy(condition.left, ask) && isTrueBy(condition.right, ask);
    case 'or':
      return isTrueBy(condition.left, ask) || isTrueBy(condition.right, ask);
    case 'implies':
      return !isTrueBy(condition.left, ask) || isTrueBy(condition.right, ask);
    case 'not':
      return !isTrueBy(condition.of, ask);
    case '<':
    case '<=':
    case '>':
    case '>=':
    case '==':
    case '!=':
      return compare(condition.kind, amount(condition.left, ask), amount(condition.right, ask));
    case 'no fault':
      return ask(condition, (set) => keepsTo(set, condition.role, ['never']));
    case 'only stops':
      return ask(condition, (set) => keepsTo(set, condition.role, ['never', 'stop']));
    case 'keeps disk':
      return ask(condition, (set) => keepsTo(set, condition.role, ['never', 'stop', 'recovery']));
    case 'fifo':
      return ask(condition, (set) => isFifo(set));
    case 'faults end':
      return ask(condition, (set) => faultsEnd(set));
    default:
      return unhandled(condition);
  }
}

function keepsTo(set: AssumptionSet, role: string, modes: readonly Crash['mode'][]): boolean {
  return modes.includes(crashOf(set, role).mode) && liesOf(set, role) === 0;
}

/** Of the set itself; the frame says it only where the order is no dimension: of one node alone, and of queues. */
function isFifo({ model: { network }, rungs }: AssumptionSet): boolean {
  const order = rungs.find(({ rung }) => rung.kind === 'order')?.rung;
  return order?.kind === 'order' ? order.fifo : network.queue !== null || network.fifo;
}

/** What has no bound is greater than every number, and equal to nothing. */
function compare(op: '<' | '<=' | '>' | '>=' | '==' | '!=', a: number, b: number): boolean {
  switch (op) {
    case '<':
      return a < b;
    case '<=':
      return a <= b && Number.isFinite(a);
    case '>':
      return a > b;
    case '>=':
      return a >= b && Number.isFinite(b);
    case '==':
      return a === b && Number.isFinite(a);
    case '!=':
      return a !== b || !Number.isFinite(a);
    default:
      return unhandled(op);
  }
}

function amount(of: Amount, ask: Ask): number {
  switch (of.kind) {
    case 'number':
      return of.value;
    case 'assumed':
      return ask(of, (set) => assumed(of.word, of.eventually, of.role, set));
    case '+':
      return amount(of.left, ask) + amount(of.right, ask);
    case '-':
      return amount(of.left, ask) - amount(of.right, ask);
    case '*':
      return product(amount(of.left, ask), amount(of.right, ask));
    case 'min':
      return Math.min(...of.args.map((arg) => amount(arg, ask)));
    case 'max':
      return Math.max(...of.args.map((arg) => amount(arg, ask)));
    default:
      return unhandled(of);
  }
}

/** Nothing of what has no bound is nothing. */
function product(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : a * b;
}

/** Of a word without a role: the greatest of all roles, and of a least delay the least. */
function assumed(word: AssumedAmount, eventually: boolean, role: string | null, set: AssumptionSet): number {
  if (!set.model.timing.time && isTimed(word)) return word === 'least delay' ? 0 : Infinity;
  const of = (fits: (quantity: Quantity) => boolean) => set.rungs.filter(({ quantity }) => fits(quantity)).map(({ rung }) => rung);
  switch (word) {
    case 'delay':
    case 'drift':
    case 'skew': {
      const rungs = of((q) => q.kind === word && (role === null || q.role === null || q.role === role));
      return greatest(rungs.map((rung) => ticks(rung, eventually)));
    }
    case 'pause':
      return greatest(of((q) => q.kind === 'pause' && (role === null || q.role === role)).map((rung) => ticks(rung, eventually)));
    case 'least delay': {
      const rungs = of((q) => q.kind === 'delay' && (role === null || q.role === null || q.role === role));
      return rungs.length === 0 ? 0 : Math.min(...rungs.map((rung) => (rung.kind === 'bound' ? rung.least : 0)));
    }
    case 'losses':
    case 'duplications':
    case 'corruptions':
    case 'clock steps':
      return greatest(of((q) => q.kind === word).map(times));
    case 'cuts':
      return greatest(of((q) => q.kind === 'cuts' && q.parting === 'two-way').map(times));
    case 'one-way cuts':
      return greatest(of((q) => q.kind === 'cuts' && q.parting === 'one-way').map(times));
    case 'link cuts':
      return greatest(of((q) => q.kind === 'cuts' && q.parting === 'link').map(times));
    case 'one-way link cuts':
      return greatest(of((q) => q.kind === 'cuts' && q.parting === 'one-way link').map(times));
    case 'clock step size': {
      const rungs = of((q) => q.kind === word);
      return rungs.length > 0 ? greatest(rungs.map(times)) : (set.model.clockSteps?.by ?? 0);
    }
    case 'crashes':
      return role === null ? greatest(set.model.roles.map(({ name }) => crashOf(set, name).times)) : crashOf(set, role).times;
    case 'down':
      return role === null ? greatest(set.model.roles.map(({ name }) => downOf(set, name))) : downOf(set, role);
    case 'byzantine':
      return role === null ? greatest(set.model.roles.map(({ name }) => liesOf(set, name))) : liesOf(set, role);
    default:
      return unhandled(word);
  }
}

function isTimed(word: AssumedAmount): boolean {
  return word === 'delay' || word === 'least delay' || word === 'pause' || word === 'drift' || word === 'skew';
}

function greatest(numbers: readonly number[]): number {
  return Math.max(0, ...numbers);
}

function ticks(rung: Rung, eventually: boolean): number {
  if (rung.kind !== 'bound' || rung.most === null) return Infinity;
  return rung.always || eventually ? rung.most : Infinity;
}

function times(rung: Rung): number {
  return rung.kind === 'count' ? (rung.most ?? Infinity) : 0;
}

interface Crash {
  readonly mode: 'never' | CrashMode | 'other';
  readonly times: number;
}

/** A role that is no dimension has several kinds of faults: the frame says which. */
function crashOf({ model, rungs }: AssumptionSet, role: string): Crash {
  const placed = rungs.find(({ quantity }) => quantity.kind === 'crashes' && quantity.roles.includes(role))?.rung;
  if (placed?.kind === 'crash') return { mode: placed.mode ?? 'never', times: placed.mode === null ? 0 : (placed.most ?? Infinity) };
  const index = model.roles.findIndex(({ name }) => name === role);
  const crashes = model.crashes.some(({ mode, roles }) => mode !== 'byzantine' && roles.includes(index));
  return crashes ? { mode: 'other', times: Infinity } : { mode: 'never', times: 0 };
}

/** How many nodes are down at once at most, of the roles that share a declaration with this one: all of them where nothing bounds it. */
function downOf({ model: { roles, instances }, rungs }: AssumptionSet, role: string): number {
  const placed = rungs.find(({ quantity }) => quantity.kind === 'crashes' && quantity.roles.includes(role));
  const among = placed?.quantity.kind === 'crashes' ? placed.quantity.roles : [role];
  const nodes = instances.filter((instance) => among.includes(roles[instance.role].name)).length;
  return placed?.rung.kind === 'crash' ? Math.min(mostDown(placed.rung), nodes) : nodes;
}

/** How many of its nodes lie. */
function liesOf({ rungs }: AssumptionSet, role: string): number {
  const placed = rungs.find(({ quantity }) => quantity.kind === 'byzantine' && quantity.roles.includes(role))?.rung;
  return placed === undefined ? 0 : times(placed);
}

/** The set itself says it where that is varied, whether it permits faults or not; else the frame does. */
function faultsEnd({ model, rungs }: AssumptionSet): boolean {
  const windows = rungs.find(({ rung }) => rung.kind === 'windows')?.rung;
  return windows?.kind === 'windows' ? windows.until === 'all' : endsIn(model);
}

/** Who lies does so to the end. */
function endsIn({ network, crashes, clockSteps }: Model): boolean {
  const windows = [network.loss, network.duplication, network.corruption, clockSteps, ...network.cuts, ...crashes.filter(isCrash)];
  return windows.every((window) => window === null || window.untilStable);
}

/** The condition can hang on this quantity. */
export function speaksOf(condition: Condition, quantity: Quantity): boolean {
  return termsOf(condition).some((term) => isAbout(term, quantity));
}

export function isAbout(term: Term, quantity: Quantity): boolean {
  switch (term.kind) {
    case 'no fault':
    case 'only stops':
    case 'keeps disk':
      return (quantity.kind === 'crashes' || quantity.kind === 'byzantine') && quantity.roles.includes(term.role);
    case 'fifo':
      return quantity.kind === 'order';
    case 'faults end':
      return quantity.kind === 'faults end';
    case 'assumed':
      return wordsOf(quantity).includes(term.word);
    case 'truth':
    case 'number':
      return false;
    default:
      return unhandled(term);
  }
}

/** The words for amounts that can speak of it. */
export function wordsOf(quantity: Quantity): readonly AssumedAmount[] {
  switch (quantity.kind) {
    case 'delay':
      return ['delay', 'least delay'];
    case 'cuts':
      return ['cuts', 'one-way cuts', 'link cuts', 'one-way link cuts'];
    case 'order':
    case 'faults end':
      return [];
    case 'pause':
    case 'drift':
    case 'skew':
    case 'losses':
    case 'duplications':
    case 'corruptions':
    case 'clock steps':
    case 'clock step size':
    case 'byzantine':
      return [quantity.kind];
    case 'crashes':
      return ['crashes', 'down'];
    default:
      return unhandled(quantity);
  }
}

/** What hangs on a set and has no such part. */
export type Term =
  | Extract<Condition, { kind: 'truth' | 'no fault' | 'only stops' | 'keeps disk' | 'fifo' | 'faults end' }>
  | Extract<Amount, { kind: 'number' | 'assumed' }>;

/** Words that stand in any of the conditions. */
export function wordsIn(conditions: readonly Condition[]): Set<AssumedWord> {
  return new Set(
    conditions.flatMap(termsOf).flatMap((term): AssumedWord[] => {
      if (term.kind === 'truth' || term.kind === 'number') return [];
      return [term.kind === 'assumed' ? term.word : term.kind];
    }),
  );
}

/** What a condition is made of, without what joins it. */
function termsOf(condition: Condition): Term[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
    case 'implies':
      return [...termsOf(condition.left), ...termsOf(condition.right)];
    case 'not':
      return termsOf(condition.of);
    case '<':
    case '<=':
    case '>':
    case '>=':
    case '==':
    case '!=':
      return [...partsOf(condition.left), ...partsOf(condition.right)];
    case 'truth':
    case 'no fault':
    case 'only stops':
    case 'keeps disk':
    case 'fifo':
    case 'faults end':
      return [condition];
    default:
      return unhandled(condition);
  }
}

/** The largest number that each quantity is compared with, by what the condition says; where it says nothing, 0. */
export function largestNumbers(conditions: readonly Condition[]): Map<AssumedAmount, number> {
  const found = new Map<AssumedAmount, number>();
  const visit = (condition: Condition): void => {
    switch (condition.kind) {
      case 'and':
      case 'or':
      case 'implies':
        visit(condition.left);
        visit(condition.right);
        return;
      case 'not':
        visit(condition.of);
        return;
      case '<':
      case '<=':
      case '>':
      case '>=':
      case '==':
      case '!=': {
        const numbers = [...partsOf(condition.left), ...partsOf(condition.right)];
        const most = Math.max(0, ...numbers.map((part) => (part.kind === 'number' ? Math.abs(part.value) : 0)));
        for (const part of numbers) if (part.kind === 'assumed') found.set(part.word, Math.max(found.get(part.word) ?? 0, most));
        return;
      }
      case 'truth':
      case 'no fault':
      case 'only stops':
      case 'keeps disk':
      case 'fifo':
      case 'faults end':
        return;
      default:
        unhandled(condition);
    }
  };
  for (const condition of conditions) visit(condition);
  return found;
}

function partsOf(of: Amount): Extract<Amount, { kind: 'number' | 'assumed' }>[] {
  switch (of.kind) {
    case 'number':
    case 'assumed':
      return [of];
    case '+':
    case '-':
    case '*':
      return [...partsOf(of.left), ...partsOf(of.right)];
    case 'min':
    case 'max':
      return of.args.flatMap(partsOf);
    default:
      return unhandled(of);
  }
}
