/** Verdicts, and the faults that violations require. */
import type { Blame, Exhausted, FaultKind, Furthest, Property, Verdict } from '#checker';
import { unhandled } from '#grammar';
import { blameText, faultText } from '../words/blame.ts';
import { verdictText } from '../words/verdicts.ts';
import { placeIn, placeOrNull, type Texts } from './places.ts';
import type { BlameReport, ExhaustedReport, FaultReport, FaultWord, FurthestReport, VerdictReport } from './types.ts';

export function verdictReport(verdict: Verdict, texts: Texts): VerdictReport {
  const plain: VerdictReport = {
    ...{ status: verdict.status, text: verdictText(verdict), bounds: [], vacuous: null, reason: null, place: null },
    ...{ upToFaults: null, exhausted: null, simplestWithin: null, furthest: null },
  };
  switch (verdict.status) {
    case 'holds':
      return { ...plain, bounds: verdict.bounds, vacuous: verdict.vacuous, upToFaults: verdict.upTo ?? null };
    case 'violated':
    case 'reached':
      return { ...plain, bounds: verdict.known?.bounds ?? [], simplestWithin: verdict.simplestWithin ?? null };
    case 'unreached':
      return { ...plain, upToFaults: verdict.upTo ?? null, furthest: furthestReport(verdict.furthest) };
    case 'unknown':
      return {
        ...plain,
        reason: verdict.reason,
        exhausted: verdict.exhausted === undefined ? null : exhaustedReport(verdict.exhausted),
        furthest: furthestReport(verdict.furthest),
      };
    case 'unchecked':
      return { ...plain, reason: verdict.reason };
    case 'error':
      return {
        ...plain,
        reason: verdict.error.message,
        place: placeIn(texts, verdict.error.span),
        simplestWithin: verdict.simplestWithin ?? null,
      };
    default:
      return unhandled(verdict);
  }
}

function furthestReport(furthest: Furthest | undefined): FurthestReport | null {
  if (furthest === undefined) return null;
  const { steps, of, missing } = furthest;
  return { steps, of, missing: missing.kind, text: missing.text };
}

function exhaustedReport({ sought, faults, steps, bounds, narrower }: Exhausted): ExhaustedReport {
  return { sought, faults: faults === 0 ? null : faults - 1, steps: steps < 0 ? null : steps, bounds, narrower: narrower ?? null };
}

export function blameReport(blame: Blame, { name }: Property, texts: Texts): BlameReport {
  const report = (kinds: readonly FaultKind[]) => kinds.map((kind) => faultReport(kind, texts));
  const { necessary, used, unsettled, notNeeded } = blame;
  return {
    text: blameText(blame, name),
    required: report(necessary),
    used: report(used),
    notRequired: report(notNeeded),
    unsettled: report(unsettled),
  };
}

export function faultReport(kind: FaultKind, texts: Texts): FaultReport {
  return { kind: wordOf(kind), roles: rolesOf(kind), text: faultText(kind), place: placeOrNull(texts, kind.span) };
}

function wordOf(kind: FaultKind): FaultWord {
  switch (kind.kind) {
    case 'crash':
      return kind.mode;
    case 'cuts':
      return kind.parting === 'two-way' ? 'cuts' : `${kind.parting} cuts`;
    case 'loss':
    case 'duplication':
    case 'corruption':
    case 'clock steps':
    case 'pause':
      return kind.kind;
    default:
      return unhandled(kind);
  }
}

function rolesOf(kind: FaultKind): readonly string[] {
  if (kind.kind === 'crash') return kind.roles;
  return kind.kind === 'pause' ? [kind.role] : [];
}
