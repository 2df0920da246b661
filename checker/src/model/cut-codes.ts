/** How the compiled machine writes a cut: its kind as a number, 0 for none, and beside it who is cut off. */
import { unhandled } from '#grammar';
import type { Cut } from './state.ts';

export const CUT_CODES: Readonly<Record<Cut['kind'], number>> = { 'two-way': 1, 'one-way': 2, link: 3 };

/** Who is cut off: a mask of the instances inside, or for a link sender * `nodes` + receiver. */
export function cutMask(cut: Cut, nodes: number): number {
  switch (cut.kind) {
    case 'two-way':
    case 'one-way':
      return cut.members.reduce((mask, inside, i) => mask + (inside ? 2 ** i : 0), 0);
    case 'link':
      return cut.from * nodes + cut.to;
    default:
      return unhandled(cut);
  }
}

/** The cut of this code and mask; null for code 0. */
export function cutOf(code: number, mask: number, nodes: number): Cut | null {
  const kind = (Object.keys(CUT_CODES) as Cut['kind'][]).find((one) => CUT_CODES[one] === code);
  switch (kind) {
    case undefined:
      return null;
    case 'two-way':
    case 'one-way':
      return { kind, members: Array.from({ length: nodes }, (_, i) => ((mask >>> i) & 1) === 1) };
    case 'link':
      return { kind, from: Math.floor(mask / nodes), to: mask % nodes };
    default:
      return unhandled(kind);
  }
}
