/**
 * What is being generated: the functions of one machine, the constants that they use, and code under construction. Every
 * name is made here from a counter, never taken from a spec.
 */
import { append } from '#grammar';
import type { Expr, Model } from '../ir.ts';
import type { Layout } from '../layout.ts';

/** Names for a value that is kept: 1 where it is known, and what it is. */
export interface Kept {
  readonly known: string;
  readonly value: string;
}

export class Unit {
  readonly model: Model;
  readonly layout: Layout;
  /** messages in flight stay packed while a step works */
  readonly packedBag: boolean;
  /** names of the bounds of the search; a cut is reported as an index into it */
  readonly bounds: string[];
  readonly constants: unknown[] = [];
  readonly functions: string[] = [];
  /** parts of the loops that are being made whose values are kept (see values/invariant.ts) */
  readonly kept = new Map<Expr, Kept>();
  private readonly shared = new Map<string, string>();
  private readonly defined = new Map<string, string>();
  private readonly choosing = new Map<string, boolean>([['choose', true]]);
  private names = 0;

  constructor(model: Model, layout: Layout, bounds: readonly string[], packedBag: boolean) {
    this.bounds = [...bounds];
    this.model = model;
    this.layout = layout;
    this.packedBag = packedBag;
  }

  fresh(prefix: string): string {
    return `${prefix}${this.names++}`;
  }

  /** A value that the generated code gets from outside. */
  constant(value: unknown): string {
    return `K${this.constants.push(value) - 1}`;
  }

  /** Made once for each key. */
  once(key: string, make: (name: string) => void, prefix = 'f'): string {
    const known = this.shared.get(key);
    if (known !== undefined) return known;
    const name = this.fresh(prefix);
    this.shared.set(key, name);
    make(name);
    return name;
  }

  onceConstant(key: string, make: () => unknown): string {
    const known = this.shared.get(key);
    if (known !== undefined) return known;
    const name = this.constant(make());
    this.shared.set(key, name);
    return name;
  }

  define(name: string, parameters: string, code: Code): void {
    const text = code.text();
    this.defined.set(name, text);
    this.functions.push(`function ${name}(${parameters}){\n${text}\n}`);
  }

  /** Whether a call of this function, which is defined already, can make a choice, itself or by what it calls. */
  mayChoose(name: string): boolean {
    let known = this.choosing.get(name);
    if (known === undefined) {
      this.choosing.set(name, false);
      const called = this.defined.get(name)?.match(/[\w$]+(?=\()/g) ?? [];
      known = called.some((other) => this.mayChoose(other));
      this.choosing.set(name, known);
    }
    return known;
  }

  /** Takes a step in every way in which the function that makes it may choose. */
  everyWay(name: string, step: string): string {
    return this.mayChoose(name) ? `do{${step}}while(again(0));` : step;
  }

  /** The status by which generated functions say that the step was cut. */
  cut(bound: string): number {
    let i = this.bounds.indexOf(bound);
    if (i < 0) i = this.bounds.push(bound) - 1;
    return -2 - i;
  }
}

/** The status by which generated functions say that the step ended in a model error. */
export const ERROR = -1;

/** Lines of one function. Variables are declared at its top, so that code in any block may use them. */
export class Code {
  private readonly unit: Unit;
  private readonly variables: string[];
  private lines: string[] = [];

  constructor(unit: Unit, outer: Code | null = null) {
    this.unit = unit;
    this.variables = outer === null ? [] : outer.variables;
  }

  line(text: string): void {
    this.lines.push(text);
  }

  variable(): string {
    const name = this.unit.fresh('v');
    this.variables.push(name);
    return name;
  }

  /** A name or literal for the value, so that it is computed once and now. */
  hold(value: string): string {
    if (isSimple(value)) return value;
    return this.keep(value);
  }

  /** A variable of its own with the value. */
  keep(value: string): string {
    const name = this.variable();
    this.line(`${name}=${value};`);
    return name;
  }

  label(): string {
    return this.unit.fresh('l');
  }

  /** Code of the same function, not yet placed. */
  inner(): Code {
    return new Code(this.unit, this);
  }

  add(code: Code): void {
    append(this.lines, code.lines);
  }

  get empty(): boolean {
    return this.lines.length === 0;
  }

  text(): string {
    const declared = this.variables.length > 0 ? `let ${this.variables.map((v) => `${v}=0`).join(',')};\n` : '';
    return declared + this.lines.join('\n');
  }
}

export function isSimple(value: string): boolean {
  return /^[\w$]+$/.test(value) || isNumber(value);
}

export function isNumber(value: string): boolean {
  return /^-?\d+$/.test(value);
}

/** Where code reads: words and offset of a state, slots and number of its messages in flight. */
export interface Base {
  readonly words: string;
  readonly offset: string;
  readonly slots: string;
  readonly count: string;
}

/** The message being handled: names that hold its sender, corrupted flag and call code. */
export interface Handling {
  /** null where that is certain; else a name that is 1 where a message is handled at all */
  readonly has: string | null;
  readonly from: string;
  readonly corrupted: string;
  readonly call: string;
}

/** The context in which an expression or statement is compiled. */
export interface Scope {
  readonly unit: Unit;
  readonly code: Code;
  readonly base: Base;
  /** the target of the step, for `next` */
  readonly next: Base | null;
  readonly self: number | null;
  readonly locals: Map<number, string>;
  readonly handling: Handling | null;
}

/** A scope in a handler or action: `end` is what the function returns where the segment ends. */
export interface Body extends Scope {
  readonly self: number;
  readonly end: string;
}

export function within(scope: Scope, code: Code): Scope {
  return { ...scope, code };
}

/** Ends the function with a status, where `condition` holds. */
export function failIf(scope: Scope, condition: string, status: number): void {
  if (condition === '0' || condition === 'false') return;
  scope.code.line(`if(${condition})return ${status};`);
}

export type Compile = (scope: Scope, e: Expr) => string;
