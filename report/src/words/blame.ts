/** Which faults a violation requires, in words. */
import type { Blame, CrashFault, CutFault, FaultKind } from '#checker';
import { unhandled } from '#grammar';
import { sentence, worded } from './clause.ts';
import { enumerate } from './counts.ts';

/** "Requires a pause of Worker: without it, InTurn holds. Loss and duplication are not required." */
export function blameText({ necessary, used, unsettled, notNeeded }: Blame, property: string): string {
  const sentences = [
    necessary.length > 0 ? `requires ${listed(necessary)}: without ${eachOf(necessary)}, ${property} holds` : '',
    used.length > 0 ? `this run uses ${listed(used)}, but ${property} fails without ${eachOf(used)} too` : '',
    unsettled.length > 0 ? `whether ${listed(unsettled, 'or')} is required was not settled` : '',
    notNeeded.length > 0 ? `${listed(notNeeded)} ${isPlural(notNeeded) ? 'are' : 'is'} not required` : '',
  ];
  return sentences.flatMap((text) => (text === '' ? [] : [sentence(worded(text))])).join(' ');
}

function listed(kinds: readonly FaultKind[], word?: 'or'): string {
  return enumerate(kinds.map(faultText), word);
}

/** Kinds are removed one at a time. */
function eachOf(kinds: readonly FaultKind[]): string {
  if (kinds.length > 2) return 'any one of them';
  return kinds.length === 2 ? 'either' : isPlural(kinds) ? 'them' : 'it';
}

function isPlural(kinds: readonly FaultKind[]): boolean {
  return kinds.length > 1 || kinds[0]?.kind === 'cuts' || kinds[0]?.kind === 'clock steps';
}

const CRASHES: Readonly<Record<CrashFault['mode'], (who: string) => string>> = {
  stop: (who) => `a permanent crash of ${who}`,
  recovery: (who) => `a recoverable crash of ${who}`,
  amnesia: (who) => `a crash of ${who} with amnesia`,
  byzantine: (who) => `a Byzantine ${who}`,
};

const CUTS: Readonly<Record<CutFault['kind'], string>> = {
  'two-way': 'cuts',
  'one-way': 'one-way cuts',
  link: 'link cuts',
  'one-way link': 'one-way link cuts',
};

/** "loss", "a recoverable crash of X or Y" */
export function faultText(kind: FaultKind): string {
  switch (kind.kind) {
    case 'crash':
      return CRASHES[kind.mode](enumerate(kind.roles, 'or'));
    case 'loss':
    case 'duplication':
    case 'corruption':
    case 'clock steps':
      return kind.kind;
    case 'cuts':
      return CUTS[kind.parting];
    case 'pause':
      return `a pause of ${kind.role}`;
    default:
      return unhandled(kind);
  }
}
