/** Which faults a violation requires, in words. */
import type { Blame, CutFault, FaultKind } from '#checker';
import { unhandled } from '#grammar';
import { enumerate } from './counts.ts';

/** "Needs a pause of Worker. Does not need loss or duplication." */
export function blameText({ necessary, used, unsettled, notNeeded }: Blame, _property: string): string {
  const without = used.length === 1 ? 'without it' : 'without any one of them';
  const sentences = [
    necessary.length > 0 ? `Needs ${enumerate(needTexts(necessary))}.` : '',
    used.length > 0 ? `Uses ${enumerate(used.map(faultText))}, but breaks ${without} too.` : '',
    unsettled.length > 0 ? `Whether it needs ${enumerate(needTexts(unsettled), 'or')} was not settled.` : '',
    notNeeded.length > 0 ? `Does not need ${enumerate(needTexts(notNeeded), 'or')}.` : '',
  ];
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

/** Clauses come last: "loss and that X stops". */
function needTexts(kinds: readonly FaultKind[]): string[] {
  const isCrash = ({ kind }: FaultKind) => kind === 'crash';
  return [...kinds.filter((kind) => !isCrash(kind)), ...kinds.filter(isCrash)].map(needText);
}

/** What it takes: "loss", "that X or Y crashes and comes back". Of crashes it matters what comes after. */
function needText(kind: FaultKind): string {
  if (kind.kind !== 'crash') return faultText(kind);
  const who = enumerate(kind.roles, 'or');
  switch (kind.mode) {
    case 'stop':
      return `that ${who} stops`;
    case 'recovery':
      return `that ${who} crashes and comes back`;
    case 'amnesia':
      return `that ${who} crashes and loses its disk`;
    case 'byzantine':
      return `that ${who} is Byzantine`;
    default:
      return unhandled(kind.mode);
  }
}

const CUTS: Readonly<Record<CutFault['kind'], string>> = {
  'two-way': 'cuts',
  'one-way': 'one-way cuts',
  link: 'link cuts',
  'one-way link': 'one-way link cuts',
};

/** What happens: "loss", "a crash of X or Y". */
export function faultText(kind: FaultKind): string {
  switch (kind.kind) {
    case 'crash': {
      const who = enumerate(kind.roles, 'or');
      return kind.mode === 'byzantine' ? `a Byzantine ${who}` : `a crash of ${who}`;
    }
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
