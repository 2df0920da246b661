/** The names of the bounds of a search, as verdicts give them and as the reference interpreter names its cuts. */
import type { Model, Type } from '../../model/ir.ts';

/** They are asked for after each level of a search. */
const known = new WeakMap<Model, readonly string[]>();

export function boundNames(model: Model): readonly string[] {
  const names = known.get(model) ?? namesOf(model);
  known.set(model, names);
  return names;
}

function namesOf(model: Model): string[] {
  return [
    `capacity ${model.network.capacity}`,
    ...model.limits.map((limit) => `limit ${limit.text}`),
    ...limitedTypes(model),
    ...model.clocks.map((clock) => `${clock.name} until ${clock.horizon}`),
  ];
}

/** Types whose upper end bounds the search: they can stand anywhere in the model, so all of it is walked. */
function limitedTypes(model: Model): string[] {
  const names = new Set<string>();
  const seen = new Set<object>();
  const walk = (part: unknown): void => {
    if (typeof part !== 'object' || part === null || seen.has(part)) return;
    seen.add(part);
    if (isLimited(part as Partial<Type>)) names.add(`${(part as LimitedType).limit} <= ${(part as LimitedType).hi}`);
    for (const [key, child] of Object.entries(part)) if (key !== 'span' && key !== 'nameSpan') walk(child);
  };
  walk(model);
  return [...names];
}

type LimitedType = { readonly kind: 'int'; readonly hi: number; readonly limit: string };

function isLimited(part: Partial<Type>): boolean {
  return part.kind === 'int' && typeof part.limit === 'string';
}
