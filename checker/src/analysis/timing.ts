/**
 * The timing of an assumption set: four quantities for every instance. A set that names a model (`sync`, `partial`, `async`)
 * states the whole timing; one that extends another and names none changes single bounds of what that one states.
 */
import type { Assume, Name, Span, TimingBound, TimingItem } from '#grammar';
import type { Bound, Timing } from '../model/ir.ts';
import type { Context } from './context.ts';
import { constantInt } from './expressions.ts';

type Quantity = TimingBound['quantity'];
type Bounds = Readonly<Record<Quantity, (Bound | null)[]>>;
type Word = Timing['word'];

export function timing(cx: Context): Timing | null {
  const items = cx.assumes.flatMap((assume) => assume.items.filter((i) => i.kind === 'timing'));
  for (const assume of cx.assumes) checkTwice(cx, assume);
  if (items.length === 0) {
    const { name } = cx.assumes[0];
    return cx.reporter.report('PV0502', name.span, `${name.text} has no timing`, {
      why: 'Timing decides more verdicts than any other assumption, so it is never implicit.',
      help: 'write `timing sync { delay <= 1 }` (bounds that always hold), `timing partial { ... }` (bounds that hold eventually) or `timing async` (no bounds, no clocks)',
    });
  }
  const whole = items.findIndex(({ model }) => model !== null);
  const word = whole < 0 ? null : items[whole].model;
  const stated = whole < 0 ? items : items.slice(0, whole + 1);
  if (word === 'async') {
    noBounds(cx, stated);
    const none = cx.instances.map(() => null);
    const unbounded: Bounds = { delay: none, pause: none, drift: none, skew: none };
    return { time: false, word, ...unbounded };
  }
  const of = (quantity: Quantity) => quantityFor(cx, quantity, word, stated);
  const bounds: Bounds = { delay: of('delay'), pause: of('pause'), drift: of('drift'), skew: of('skew') };
  return { time: true, word, ...bounds };
}

function noBounds(cx: Context, items: readonly TimingItem[]): void {
  for (const { model, bounds } of items) {
    for (const { span } of bounds)
      cx.reporter.report('PV0506', span, model === 'async' ? 'async has no bounds' : 'the extended set is async, which has no bounds', {
        help:
          model === 'async'
            ? 'write `timing { ... }` to bound only what you name'
            : 'write `timing sync { ... }` or `timing partial { ... }` to replace the whole timing',
      });
  }
}

function checkTwice(cx: Context, assume: Assume): void {
  const items = assume.items.filter((i): i is TimingItem => i.kind === 'timing');
  for (const item of items.slice(1))
    cx.reporter.report('PV0503', item.span, `${assume.name.text} has more than one \`timing\``, {
      related: [{ span: items[0].span, message: 'first declared here' }],
    });
  for (const item of items) {
    const seen = new Map<string, Span>();
    for (const b of item.bounds) {
      const key = `${b.quantity} ${b.role?.text ?? ''}`;
      const first = seen.get(key);
      if (first)
        cx.reporter.report('PV0503', b.span, `there are two bounds for the ${key.trim()}`, {
          related: [{ span: first, message: 'first declared here' }],
        });
      seen.set(key, b.span);
    }
  }
}

/** `items`: the nearest first. A bound that names a role wins over the general one, a derived set's over its base's of the same role. */
function quantityFor(cx: Context, quantity: Quantity, word: Word, items: readonly TimingItem[]): (Bound | null)[] {
  const byDefault: Bound | null = word === null ? null : { always: word === 'sync', min: 0, max: 0 };
  const general = new Map<string, Bound>();
  for (const item of items) {
    for (const b of item.bounds) {
      const key = b.role?.text ?? '';
      if (b.quantity !== quantity || general.has(key)) continue;
      if (b.role !== null && !knownRole(cx, b.role)) continue;
      const bound = boundOf(cx, b, word);
      if (bound !== null) general.set(key, bound);
    }
  }
  return cx.instances.map((i) => general.get(cx.roles[i.role].name) ?? general.get('') ?? byDefault);
}

export function knownRole(cx: Context, name: Name): boolean {
  const role = cx.rolesByName.get(name.text);
  if (role === undefined) {
    cx.reporter.unknown(name, 'node', cx.rolesByName.keys());
    return false;
  }
  cx.references.push({ span: name.span, declaration: role.item.name.span, kind: 'node', text: name.text });
  return true;
}

/** A bound without a word of its own is `always`, but `eventually` where the model is `partial`. */
function boundOf(cx: Context, b: TimingBound, model: Word): Bound | null {
  const max = constantInt(cx, b.high);
  const min = b.low === null ? 0 : constantInt(cx, b.low);
  if (max === null || min === null) return null;
  if (b.low !== null && b.quantity !== 'delay')
    return cx.reporter.report('PV0506', b.span, `only a delay can have a minimum; write \`${b.quantity} <= ${max}\``);
  if (max < 0 || min < 0 || min > max || max > 10_000) {
    return cx.reporter.report(
      'PV0506',
      b.span,
      b.low !== null && min > max
        ? `the delay ${min}..${max} ends before it begins`
        : `a bound is 0 to 10000 ticks, not ${max < 0 || max > 10_000 ? max : min}`,
    );
  }
  const always = b.word === null ? model !== 'partial' : b.word === 'always';
  return { always, min, max, span: b.span };
}
