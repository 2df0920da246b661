/** The diagnostics of the analysis: each code has a page in docs/codes. */
import type { Severity } from '#grammar';

interface CodeEntry {
  readonly title: string;
  readonly severity: Severity;
}

export const analysisCodes = {
  PV0201: { title: 'Unknown name', severity: 'error' },
  PV0202: { title: 'Duplicate name', severity: 'error' },
  PV0203: { title: 'Wrong kind of name', severity: 'error' },
  PV0204: { title: 'A field is missing, unknown or given twice', severity: 'error' },
  PV0301: { title: 'Mismatched types', severity: 'error' },
  PV0302: { title: 'No common type', severity: 'error' },
  PV0303: { title: 'Type cannot be inferred', severity: 'error' },
  PV0304: { title: 'Not a constant, or without a value', severity: 'error' },
  PV0305: { title: 'Match does not cover each case exactly once', severity: 'error' },
  PV0306: { title: 'Type without values', severity: 'error' },
  PV0307: { title: 'Circular definition', severity: 'error' },
  PV0308: { title: 'Wrong number of arguments', severity: 'error' },
  PV0401: { title: "A node cannot see another node's state", severity: 'error' },
  PV0402: { title: 'Node code cannot read a ghost', severity: 'error' },
  PV0403: { title: 'A ghost block changes only ghosts', severity: 'error' },
  PV0404: { title: 'Cannot be assigned to', severity: 'error' },
  PV0405: { title: 'Not allowed in this context', severity: 'error' },
  PV0406: { title: 'No message to reply to', severity: 'error' },
  PV0501: { title: 'No time under async', severity: 'error' },
  PV0502: { title: 'Assumption set without timing', severity: 'error' },
  PV0503: { title: 'Duplicate assumption', severity: 'error' },
  PV0504: { title: 'Expectation does not fit the property', severity: 'error' },
  PV0505: { title: 'No system, or more than one, to check', severity: 'error' },
  PV0506: { title: 'Invalid amount in an assumption or expectation', severity: 'error' },
  PV0507: { title: 'Timer without a single reading', severity: 'error' },
  PV0508: { title: 'Liveness property with a bounded clock', severity: 'error' },
  PV0601: { title: 'File cannot be imported', severity: 'error' },
  PV0602: { title: 'Circular import', severity: 'error' },
  PV0603: { title: 'Too large to search', severity: 'error' },
  PV0701: { title: 'A message refused by its guard is lost', severity: 'hint' },
  PV0702: { title: 'Answers not matched to a request', severity: 'warning' },
  PV0703: { title: 'Unhandled message', severity: 'warning' },
  PV0704: { title: 'Unused declaration', severity: 'warning' },
  PV0705: { title: 'Message never sent', severity: 'warning' },
  PV0706: { title: 'A deadline before the system is stable', severity: 'warning' },
  PV0707: { title: 'A send that can repeat without any change', severity: 'warning' },
  PV0708: { title: 'A message sent once can be lost', severity: 'warning' },
  PV0709: { title: 'A promise forgotten in a crash', severity: 'warning' },
  PV0710: { title: '`link cuts` break a link in both directions', severity: 'hint' },
  PV0711: { title: 'More messages at once than the capacity', severity: 'warning' },
  PV0712: { title: '`latest` can exceed its range', severity: 'warning' },
  PV0713: { title: 'Amnesia restores a disk that is not empty', severity: 'warning' },
  PV0714: { title: '`proviso-ignore` without effect', severity: 'warning' },
  PV0715: { title: 'Consensus that need not end', severity: 'warning' },
  PV0716: { title: 'A third or more Byzantine', severity: 'warning' },
  PV0717: { title: 'A quorum counts on what a crash forgets', severity: 'warning' },
  PV0718: { title: 'A bound that no property depends on', severity: 'hint' },
} as const satisfies Record<string, CodeEntry>;

export type AnalysisCode = keyof typeof analysisCodes;
