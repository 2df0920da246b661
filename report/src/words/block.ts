/** An answer as a claim of a `provisos` block, which checks it from then on. */

import type { ProvisosAnswer, Quantity } from '#checker';
import { unhandled } from '#grammar';
import { alternatives, isSettled } from './alternatives.ts';
import { term } from './assumed.ts';

export interface WrittenClaim {
  /** the words of its `over`: what was varied */
  readonly over: string;
  readonly word: 'when' | 'provided';
  readonly condition: string;
}

/**
 * Null where there is nothing to claim: nothing was decided, or no set was found. An answer for another capacity than the file's is
 * sufficient with that of the file, and need not be necessary; one for a smaller capacity is not known to be sufficient, and is none.
 */
export function claimOf(answer: ProvisosAnswer): WrittenClaim | null {
  const { joint, space } = answer;
  if (joint === null || answer.loweredTo !== null || joint.weakest.length === 0 || space.dimensions.length === 0) return null;
  const all = alternatives(answer);
  const sets = all.filter(({ isWritable }) => isWritable);
  if (sets.length === 0) return null;
  const isTrue = sets.some(({ conditions }) => conditions.length === 0);
  const written = isTrue ? 'true' : sets.map(({ conditions }) => conditions.join(' and ')).join(' or ');
  const exact = isSettled(answer) && answer.raisedTo === null && joint.wrong.length === 0 && sets.length === all.length;
  return { over: overOf(answer), word: exact ? 'when' : 'provided', condition: written };
}

/** The claim as a block of the file, for one answer. */
export function blockText({ property, system, assume }: ProvisosAnswer, { over, word, condition }: WrittenClaim, columns = 100): string {
  const head = `provisos ${assume} of ${system} over ${over} {`;
  const one = `${head} ${property} holds ${word} ${condition} }`;
  return one.length <= columns ? one : `${head}\n  ${property} holds ${word} ${condition}\n}`;
}

function overOf({ space }: ProvisosAnswer): string {
  const hasLeast = space.dimensions.some(({ quantity, rungs }) =>
    quantity.kind === 'delay' ? rungs.some((rung) => rung.kind === 'bound' && rung.least > 0) : false,
  );
  const hasDown = space.dimensions.some(({ rungs }) => rungs.some((rung) => rung.kind === 'crash' && typeof rung.down === 'number'));
  const more = [...(hasLeast ? ['least delay'] : []), ...(hasDown ? ['down'] : [])];
  return [...new Set([...space.dimensions.map(({ quantity }) => word(quantity)), ...more])].join(', ');
}

/** The word of `over` under which a quantity is varied. */
function word(quantity: Quantity): string {
  switch (quantity.kind) {
    case 'order':
      return 'fifo';
    case 'cuts':
      return term(quantity);
    case 'delay':
    case 'drift':
    case 'skew':
    case 'pause':
    case 'losses':
    case 'duplications':
    case 'corruptions':
    case 'clock steps':
    case 'clock step size':
    case 'crashes':
    case 'byzantine':
    case 'faults end':
      return quantity.kind;
    default:
      return unhandled(quantity);
  }
}
