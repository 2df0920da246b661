/** The values that variables take, over all points of a check, as the author writes them. */
import type { Model, ObservedVariable, Type, Value } from '#checker';
import { formatValue } from '#report';
import type { Observed } from '../ide/verdicts.ts';

/** States of a check that are looked at; where there are more, nothing is reported rather than part of the truth. */
export const MOST_STATES = 50_000;
const MOST_VALUES = 32;

interface Values {
  readonly role: string | null;
  readonly variable: string;
  /** by their text; the rank puts those that a later point adds where they belong */
  readonly texts: Map<string, number>;
}

export class Observations {
  readonly #variables = new Map<string, Values>();
  #complete = true;
  #any = false;

  /** null where not all of the values at one point are known: then none are reported for the whole check */
  add(variables: readonly ObservedVariable[] | null, model: Model): void {
    if (variables === null) this.#complete = false;
    else this.#any = true;
    for (const variable of variables ?? []) this.#add(variable, model);
  }

  result(): Observed[] | null {
    if (!this.#complete || !this.#any) return null;
    return [...this.#variables.values()].map(({ role, variable, texts }) => {
      const values = [...texts].sort(([, a], [, b]) => a - b).map(([text]) => text);
      return { role, variable, values: values.slice(0, MOST_VALUES), count: values.length };
    });
  }

  #add({ role, variable, values }: ObservedVariable, model: Model): void {
    const declared = role === null ? model.ghosts[variable] : model.roles[role].variables[variable];
    const name = role === null ? null : model.roles[role].name;
    const key = `${name ?? ''}.${declared.name}`;
    const known = this.#variables.get(key) ?? { role: name, variable: declared.name, texts: new Map<string, number>() };
    this.#variables.set(key, known);
    let before = 0;
    for (const value of values) {
      const text = formatValue(declared.type, value, model);
      const rank = known.texts.get(text) ?? rankOf(declared.type, value, before);
      if (!known.texts.has(text)) known.texts.set(text, rank);
      before = rank;
    }
  }
}

/** Numbers and names by their place in their type; other values right after the one that they follow at this point. */
function rankOf(type: Type, value: Value, before: number): number {
  if (type.kind === 'optional') return value === null ? Number.MIN_SAFE_INTEGER : rankOf(type.of, value, before);
  return typeof value === 'number' || typeof value === 'boolean' ? Number(value) : before + 1e-6;
}
