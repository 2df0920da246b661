/**
 * Constants, each evaluated when first asked for: a sweep's value wins over the assumption set's, that over the system's.
 */
import { type Assume, type ConstItem, type Name, type Expr as Syntax, type System, unhandled } from '#grammar';
import { dependenciesFirst } from './dependencies.ts';
import type { Reporter } from './report.ts';

export type ConstantValue = number | boolean;

interface Definition {
  readonly name: Name;
  readonly value: Syntax;
}

export class Constants {
  readonly #definitions = new Map<string, Definition>();
  readonly #values = new Map<string, ConstantValue | null>();
  readonly #overrides: ReadonlyMap<string, ConstantValue>;
  readonly #counts = new Set<string>();
  readonly #reporter: Reporter;
  /** where each was declared first: the system's own declaration, or the assumption set's */
  readonly declared = new Map<string, Name>();
  /** settings of assumption sets (`NAME = e`), nearest first: of constants or of node counts */
  readonly settings = new Map<string, Definition>();

  constructor(system: System, assumes: readonly Assume[], overrides: ReadonlyMap<string, ConstantValue>, reporter: Reporter) {
    this.#overrides = overrides;
    this.#reporter = reporter;
    for (const item of system.items) if (item.kind === 'const') this.#declare(item, true);
    for (const assume of [...assumes].reverse()) {
      const own = new Set<string>();
      for (const item of assume.items) {
        switch (item.kind) {
          case 'const':
            if (own.has(item.name.text)) this.#twice(item.name);
            own.add(item.name.text);
            this.#declare(item, false);
            break;
          case 'setting':
            this.settings.set(item.name.text, { name: item.name, value: item.value });
            break;
          case 'timing':
          case 'network':
          case 'fault':
          case 'clocks':
          case 'limit':
            // Read by timing.ts, faults.ts and elaborate.ts. An item that nobody reads would assume nothing.
            break;
          default:
            unhandled(item);
        }
      }
    }
    for (const [name, setting] of this.settings) {
      if (this.#definitions.has(name)) this.#definitions.set(name, setting);
    }
  }

  #declare(item: ConstItem, ofSystem: boolean): void {
    if (ofSystem && this.declared.has(item.name.text)) this.#twice(item.name);
    if (!this.declared.has(item.name.text)) this.declared.set(item.name.text, item.name);
    this.#definitions.set(item.name.text, { name: item.name, value: item.value });
  }

  #twice(name: Name): void {
    this.#reporter.report('PV0202', name.span, `the constant \`${name.text}\` is declared twice`, { label: 'declared again here' });
  }

  has(name: string): boolean {
    return this.#definitions.has(name) || this.#counts.has(name);
  }

  /** What a sweep gives to this name, a constant or a node; undefined where none does. */
  swept(name: string): ConstantValue | undefined {
    return this.#overrides.get(name);
  }

  /** From now on the names of nodes whose count is swept stand for it, as in `when Client < 3`. */
  withCounts(nodes: Iterable<Name>): this {
    for (const name of nodes) {
      if (!this.#overrides.has(name.text) || this.has(name.text)) continue;
      this.#counts.add(name.text);
      this.declared.set(name.text, name);
    }
    return this;
  }

  /** Something else has the name too, which is already reported: the name then means that. */
  forget(name: string): void {
    this.#definitions.delete(name);
    this.settings.delete(name);
  }

  names(): string[] {
    return [...this.#definitions.keys()];
  }

  /** null where it is wrong, already reported. `evaluate` knows how to evaluate an expression of constants. */
  value(name: string, evaluate: (expr: Syntax) => ConstantValue | null): ConstantValue | null {
    const override = this.#overrides.get(name);
    if (override !== undefined) return override;
    const known = this.#values.get(name);
    if (known !== undefined) return known;
    // A constant that needs itself has no value, which is reported; a chain of constants is never evaluated by recursion.
    const { order, circular } = dependenciesFirst(name, (of) => this.#neededBy(of));
    for (const circle of circular) this.#needsItself(circle);
    for (const needed of order) {
      if (!this.#values.has(needed)) this.#values.set(needed, evaluate(this.#definitions.get(needed)!.value));
    }
    return this.#values.get(name)!;
  }

  /** Constants without a value yet that stand in the definition. */
  #neededBy(name: string): string[] {
    const open = (other: string) => this.#definitions.has(other) && !this.#overrides.has(other) && !this.#values.has(other);
    return namesIn(this.#definitions.get(name)!.value).filter(open);
  }

  #needsItself(name: string): void {
    this.#values.set(name, null);
    this.#reporter.report('PV0307', this.#definitions.get(name)!.name.span, `the constant \`${name}\` is defined in terms of itself`, {
      label: 'its value depends on itself',
    });
  }
}

/** The names that an expression uses. The parser bounds how deeply expressions nest. */
function namesIn(expr: Syntax): string[] {
  const found: string[] = [];
  const waiting: object[] = [expr];
  for (let top = waiting.pop(); top !== undefined; top = waiting.pop()) {
    if ('kind' in top && top.kind === 'name') found.push((top as Extract<Syntax, { kind: 'name' }>).name.text);
    else for (const part of Object.values(top)) if (part !== null && typeof part === 'object') waiting.push(part);
  }
  return found;
}
