/** Whether two models are the same but for how they were written and how their locals are numbered. */
import type { Model } from '#checker';

type Part = Readonly<Record<string, unknown>>;

/** What tells how it was written. */
const WRITTEN = new Set(['span', 'nameSpan', 'queueSpan', 'name', 'text', 'title', 'what', 'word']);

/** Where a number is a local's: see `Model.locals`. Their values are compared where they are bound and used. */
const OF_LOCALS = new Set(['local', 'element', 'rest', 'from', 'key', 'fields', 'saves']);

/** Where two models differ first, and how; null where they do not. */
export function modelDifference(one: Model, other: Model): string | null {
  return new Comparison(one, other).between(one, other, one.assume, '');
}

/**
 * An expression that is written once may stand in a model twice, with the same locals. Written twice, it has others, and those of
 * all that follows are shifted. So a local is the same as the one that stands in its place, from where they are bound on.
 */
class Comparison {
  private readonly one: Model;
  private readonly other: Model;
  private readonly renamed = new Map<number, number>();

  constructor(one: Model, other: Model) {
    this.one = one;
    this.other = other;
  }

  between(a: unknown, b: unknown, path: string, key: string): string | null {
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
      const same = OF_LOCALS.has(key) && typeof a === 'number' && typeof b === 'number' ? this.renamed.get(a) === b : a === b;
      return same ? null : `${path}: ${a}, ${b}`;
    }
    const [left, right] = [a as Part, b as Part];
    const bound = this.bind(left, right, path);
    if (bound !== null) return bound;
    for (const inner of new Set([...Object.keys(left), ...Object.keys(right)])) {
      if (WRITTEN.has(inner) || left === (this.one.locals as unknown)) continue;
      const found = this.between(left[inner], right[inner], `${path}.${inner}`, Array.isArray(a) ? key : inner);
      if (found !== null) return found;
    }
    return null;
  }

  /** Notes which locals are bound here; they have to have the same type. */
  private bind(left: Part, right: Part, path: string): string | null {
    if (left.op === 'local') return null;
    for (const key of OF_LOCALS) {
      const [ours, theirs] = [left[key], right[key]].map((part) => (Array.isArray(part) ? part : [part]));
      for (const [i, x] of ours.entries()) {
        const y = theirs[i];
        if (typeof x !== 'number' || typeof y !== 'number') continue;
        if (key === 'saves' && this.renamed.has(x)) continue;
        this.renamed.set(x, y);
        const found = this.between(this.one.locals[x]?.type, this.other.locals[y]?.type, `${path}.${key}.type`, '');
        if (found !== null) return found;
      }
    }
    return null;
  }
}
