/** What the parts of a guard that are false say, down to names and values; and where what waits stands in the text. */
import type { Expr, FalsePart, Model, Value, Waiting } from '#checker';
import type { Span } from '#grammar';
import { roleOf } from './reader.ts';
import { formatValue, type Named } from './values.ts';

/** A condition that is not as it has to be. */
export interface Failing {
  /** as it is written */
  readonly part: string;
  /** what it would have to be */
  readonly wanted: boolean;
  /** `p` is Participant#2: what the names of quantifiers around it stand for */
  readonly elements: readonly Named[];
  /** what it counts, how far that is, and how much it has to be; null where it counts nothing up */
  readonly count: { readonly what: string; readonly value: number; readonly needed: number } | null;
  /** what it looks at besides */
  readonly reads: readonly Named[];
  /** the condition is one name alone, whose value says it all */
  readonly isOneName: boolean;
}

type Source = (span: Span) => string | null;

/** Values of a part that are told. */
const MOST_READS = 4;

export function failingOf(model: Model, { part, wanted, elements, sides, reads }: FalsePart, source: Source): Failing {
  const words = (e: Expr) => source(e.span)?.replaceAll(/\s+/g, ' ') ?? '...';
  const named = (of: Expr, value: Value): Named => ({ name: words(of), value: formatValue(of.type, value, model) });
  const count = countIn(part, wanted, sides, words);
  const isCounted = (of: Expr) => count !== null && words(of) === count.what;
  return {
    part: words(part),
    wanted,
    elements: elements.map(({ local, type, value }) => ({ name: model.locals[local].name, value: formatValue(type, value, model) })),
    count,
    reads: reads
      .filter(({ of }) => !isCounted(of))
      .slice(0, MOST_READS)
      .map(({ of, value }) => named(of, value)),
    isOneName: reads.length === 1 && reads[0].of === part,
  };
}

/** `count(ready) == 2`, `count(ready) >= 2`, `2 <= count(ready)`, `count(ready) > 1`: how many there are of how many. */
function countIn(part: Expr, wanted: boolean, sides: FalsePart['sides'], words: (e: Expr) => string): Failing['count'] {
  if (sides === null || !wanted || !('left' in part) || !('right' in part)) return null;
  const { left, right, op } = part;
  const isLeft = isCount(left);
  if (!isLeft && !isCount(right)) return null;
  const [value, other] = isLeft ? [sides.left, sides.right] : [sides.right, sides.left];
  const asksForMore = op === '==' || op === (isLeft ? '>=' : '<=') || op === (isLeft ? '>' : '<');
  const needed = op === (isLeft ? '>' : '<') ? other + 1 : other;
  return asksForMore && value < needed ? { what: words(isLeft ? (left as Expr) : (right as Expr)), value, needed } : null;
}

function isCount(e: unknown): boolean {
  const { op } = e as Expr;
  return op === 'size' || op === 'countWhere';
}

/** Of the first part that is false; else of the code that waits. */
export function placeOfWaiting(model: Model, { node, what, because }: Waiting): Span | null {
  const role = roleOf(model, node);
  switch (because.kind) {
    case 'guard':
      return because.parts[0]?.part.span ?? null;
    case 'deferred':
      return role.defers[because.defer].span;
    case 'pause':
      return model.pausePoints[because.point].span;
    default:
      because.kind satisfies 'down' | 'stopped' | 'timer' | 'no message' | 'order' | 'young' | 'call';
  }
  switch (what.kind) {
    case 'handler':
      return role.handlers[what.handler].span;
    case 'timer':
      return role.handlers.find(({ trigger }) => trigger.kind === 'timer' && trigger.timer === what.timer)?.span ?? null;
    default:
      what.kind satisfies 'node' | 'action';
      return null;
  }
}
