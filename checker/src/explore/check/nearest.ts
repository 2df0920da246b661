/**
 * Why what was to come about never does: of a conjunction the parts that no state makes true; where each is true somewhere, the nearest
 * state in which all but one are. It takes a search of its own, for what the property's own search did not look at.
 */
import type { Expr, Model, Property, ScenarioWay } from '../../model/ir.ts';
import type { Furthest, Nearest, NearestPart, NearestRun, PropertyResult, Trace, Verdict } from '../../verdict.ts';

/** More parts would be more predicates than tell anything. */
const MOST_PARTS = 6;

interface Part extends NearestPart {
  readonly expr: Expr;
}

interface Parts {
  readonly parts: readonly Part[];
  /** the quantifiers around them, put around these again */
  readonly whole: (parts: readonly Part[]) => Expr;
}

/** `check`: the verdicts of other properties of the same model; null where they may not be asked for any more. */
export function* nearestTo(
  model: Model,
  property: Property,
  furthest: Furthest | null,
  check: (model: Model) => Generator<number, readonly PropertyResult[] | null>,
): Generator<number, Nearest | null> {
  if (property.kind === 'scenario') return furthest && (yield* nearestRun(model, property, furthest, check));
  if ((property.kind !== 'state' && property.kind !== 'reachable') || property.usesKnowledge) return null;
  const { parts, whole } = partsOf(property.predicate, property.kind === 'reachable');
  if (parts.length < 2 || parts.length > MOST_PARTS) return null;
  const ask = (name: string, predicate: Expr): Property => {
    const { span, nameSpan, text } = property;
    return { kind: 'reachable', word: 'reachable', name, predicate, span, nameSpan, text, usesKnowledge: false };
  };
  const alone = parts.map((part, i) => ask(`alone ${i}`, whole([part])));
  const others = parts.map((_, i) => ask(`without ${i}`, whole(parts.filter((_, j) => j !== i))));
  const results = yield* check({ ...model, properties: [...alone, ...others] });
  if (results === null) return null;
  const statusOf = (name: string) => results.find((r) => r.property === name)?.verdict;
  const never = parts.flatMap(({ part, value }, i): NearestPart[] =>
    statusOf(`alone ${i}`)?.status === 'unreached' ? [{ part, value }] : [],
  );
  if (never.length > 0) return { kind: 'state', never, missing: null };
  const reached = parts.flatMap(({ part, value }, i) => {
    const verdict = statusOf(`without ${i}`);
    return verdict?.status === 'reached' ? [{ part, value, trace: verdict.trace }] : [];
  });
  const [nearest] = reached.sort((a, b) => a.trace.faults - b.trace.faults || lengthOf(a.trace) - lengthOf(b.trace));
  return nearest === undefined ? null : { kind: 'state', never: [], missing: nearest };
}

/** The run that comes furthest, and whether what it lacks happens at all. */
function* nearestRun(
  model: Model,
  property: Property & { readonly kind: 'scenario' },
  furthest: Furthest,
  check: (model: Model) => Generator<number, readonly PropertyResult[] | null>,
): Generator<number, NearestRun | null> {
  const { steps } = furthest;
  if (furthest.missing.kind === 'way') return null;
  const ask = (name: string, part: (way: ScenarioWay) => Omit<ScenarioWay, 'values'>): Property => ({
    ...property,
    name,
    then: null,
    ways: property.ways.map((way) => ({ values: way.values, ...part(way) })),
  });
  const first = ask('first', (way) => ({ steps: way.steps.slice(0, steps), then: null }));
  const alone =
    furthest.missing.kind === 'then'
      ? endAlone(property)
      : ask('alone', (way) => ({ steps: [{ ...way.steps[steps], atOnce: false }], then: null }));
  const results = yield* check({ ...model, properties: [...(steps === 0 ? [] : [first]), alone] });
  if (results === null) return null;
  const verdictOf = (name: string) => results.find((one) => one.property === name)?.verdict;
  const [reached, found] = [verdictOf('first'), verdictOf('alone')];
  const isNever = found?.status === 'reached' ? false : found?.status === 'unreached' ? true : null;
  return { kind: 'run', ...furthest, isNever, trace: reached?.status === 'reached' ? reached.trace : null };
}

/** Whether what has to be true at the end is so anywhere. */
function endAlone({ ways, span, nameSpan, text }: Property & { readonly kind: 'scenario' }): Property {
  const none: Expr = { op: 'const', value: false, type: { kind: 'bool' }, span };
  const predicate = ways.reduce<Expr>(
    (left, { then }) => (then === null ? left : { op: 'or', left, right: then, type: { kind: 'bool' }, span }),
    none,
  );
  return { kind: 'reachable', word: 'reachable', name: 'alone', predicate, span, nameSpan, text, usesKnowledge: false };
}

/** A verdict by which nothing came about, and that may tell what is nearest. */
export function mayBeNear(verdict: Verdict): verdict is Extract<Verdict, { readonly nearest?: unknown }> {
  return (verdict.status === 'holds' && verdict.vacuous === null) || verdict.status === 'unreached';
}

function lengthOf({ steps }: Trace): number {
  return steps.length;
}

/** What has to be true together for the predicate to have this value. */
function partsOf(e: Expr, value: boolean): Parts {
  if (e.op === (value ? 'exists' : 'forall')) {
    const { parts, whole } = partsOf(e.body, value);
    return { parts, whole: (some) => ({ ...e, op: 'exists', body: whole(some) }) };
  }
  if (e.op === 'not') return partsOf(e.of, !value);
  const both = (left: Expr, right: Expr): Expr => ({ op: 'and', left, right, type: left.type, span: e.span });
  return { parts: conjuncts(e, value), whole: (some) => some.map(({ expr }) => expr).reduce(both) };
}

function conjuncts(e: Expr, value: boolean): Part[] {
  if (e.op === 'not') return conjuncts(e.of, !value);
  if (e.op === 'and' && value) return [...conjuncts(e.left, true), ...conjuncts(e.right, true)];
  if (e.op === 'or' && !value) return [...conjuncts(e.left, false), ...conjuncts(e.right, false)];
  if (e.op === 'implies' && !value) return [...conjuncts(e.left, true), ...conjuncts(e.right, false)];
  return [{ part: e.span, value, expr: value ? e : { op: 'not', of: e, type: e.type, span: e.span } }];
}
