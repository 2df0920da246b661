/**
 * Code that exchanges the packed parts of two neighbouring instances of a role: fields that lie equally far apart in the same two
 * words change places together (Knuth, The Art of Computer Programming 4A, section 7.1.3: delta swaps).
 */
import { type Field, fieldsOf } from '../../fields.ts';
import { type Layout, type NodeLayout, timerFields } from '../../layout.ts';
import { Unsupported } from '../../shapes.ts';

/** Text that exchanges what nodes `i` and `j` have in the state at `T`. */
export function exchangeText(layout: Layout, i: number, j: number): string {
  const [one, other] = [nodeFields(layout, i), nodeFields(layout, j)];
  if (one.length !== other.length) throw new Unsupported('instances of one role that are packed differently');
  const groups = new Map<string, { readonly low: number; readonly high: number; readonly apart: number; mask: number }>();
  for (const [k, a] of one.entries()) {
    const b = other[k];
    if (a.bits !== b.bits) throw new Unsupported('instances of one role that are packed differently');
    if (a.bits === 0) continue;
    // what stands higher in its word is shifted down to the other
    const [high, low] = a.shift > b.shift || (a.shift === b.shift && a.word > b.word) ? [a, b] : [b, a];
    const key = `${high.word} ${low.word} ${high.shift - low.shift}`;
    const group = groups.get(key) ?? { low: low.word, high: high.word, apart: high.shift - low.shift, mask: 0 };
    group.mask |= (low.bits === 32 ? -1 : 2 ** low.bits - 1) << low.shift;
    groups.set(key, group);
  }
  return [...groups.values()].map(deltaSwap).join('');
}

function deltaSwap({ low, high, apart, mask }: { low: number; high: number; apart: number; mask: number }): string {
  const down = apart === 0 ? `T[${high}]` : `(T[${high}]>>>${apart})`;
  const up = apart === 0 ? 'x' : `(x<<${apart})`;
  return `x=(${down}^T[${low}])&${mask};T[${low}]^=x;T[${high}]^=${up};`;
}

/** Every field of a node, in one order for all instances of a role. */
export function nodeFields(layout: Layout, i: number): readonly Field[] {
  const node = layout.nodes[i];
  const { byzantine } = layout;
  const clocks = [node.origin, ...node.clocks, ...node.offsets];
  return [byzantine[i], node.status, node.lateness, ...clocks, ...node.variables.flatMap(fieldsOf), ...rest(node)];
}

function rest({ timers, suspended }: NodeLayout): Field[] {
  const all = timers.flat().flatMap(timerFields);
  if (suspended !== null) {
    const { point, frame, hasContext, from, corrupted, call } = suspended;
    all.push(point, ...frame, hasContext, from, corrupted, call);
  }
  return all;
}
