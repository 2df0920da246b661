/** The diagnostics of the analysis: each code has a page in docs/codes. */
import type { Severity } from '#grammar';

interface CodeEntry {
  readonly title: string;
  readonly severity: Severity;
}

export const analysisCodes = {
  PV0201: { title: 'Nothing has this name', severity: 'error' },
  PV0202: { title: 'Two things have one name', severity: 'error' },
  PV0203: { title: 'The name means something else here', severity: 'error' },
  PV0204: { title: 'A field is missing, unknown or given twice', severity: 'error' },
  PV0301: { title: 'A value of another type is wanted here', severity: 'error' },
  PV0302: { title: 'The two sides have no type in common', severity: 'error' },
  PV0303: { title: 'The type of this is not known here', severity: 'error' },
  PV0304: { title: 'A number that is known before the search is wanted', severity: 'error' },
  PV0305: { title: 'A match does not cover every case', severity: 'error' },
  PV0306: { title: 'A type has no values', severity: 'error' },
  PV0307: { title: 'Something is defined in terms of itself', severity: 'error' },
  PV0308: { title: 'A call has the wrong number of arguments', severity: 'error' },
  PV0401: { title: "A node cannot see another node's state", severity: 'error' },
  PV0402: { title: 'Node code cannot read a ghost', severity: 'error' },
  PV0403: { title: 'A ghost block changes only ghosts', severity: 'error' },
  PV0404: { title: 'This cannot be assigned', severity: 'error' },
  PV0405: { title: 'This form belongs elsewhere', severity: 'error' },
  PV0406: { title: 'There is no message to reply to', severity: 'error' },
  PV0501: { title: 'There is no time under async', severity: 'error' },
  PV0502: { title: 'An assumption set states no timing', severity: 'error' },
  PV0503: { title: 'Two assumptions of one kind', severity: 'error' },
  PV0504: { title: 'The expectation does not fit the property', severity: 'error' },
  PV0505: { title: 'The system to check is not clear', severity: 'error' },
  PV0506: { title: 'An assumption cannot have this amount', severity: 'error' },
  PV0507: { title: 'A timer without a drift bound has no single reading', severity: 'error' },
  PV0508: { title: 'A liveness property and a clock with a horizon', severity: 'error' },
  PV0601: { title: 'A file cannot be imported', severity: 'error' },
  PV0602: { title: 'Files import each other in a circle', severity: 'error' },
  PV0603: { title: 'Too large to search', severity: 'error' },
  PV0701: { title: 'A message that its guard refuses is lost', severity: 'warning' },
  PV0702: { title: 'Answers are counted without saying to which request', severity: 'warning' },
  PV0703: { title: 'A message that nobody handles', severity: 'warning' },
  PV0704: { title: 'Declared and never used', severity: 'warning' },
  PV0705: { title: 'A message that nobody sends', severity: 'warning' },
  PV0706: { title: 'A deadline that runs before the system is stable', severity: 'warning' },
  PV0707: { title: 'A send that can repeat though nothing has changed', severity: 'warning' },
  PV0708: { title: 'Sent once, and it can be lost', severity: 'warning' },
  PV0709: { title: 'A promise that a crash makes a node forget', severity: 'warning' },
  PV0710: { title: '`link cuts` break a link in both directions', severity: 'hint' },
  PV0711: { title: 'More messages at once than the search follows', severity: 'warning' },
  PV0712: { title: 'The latest that a clock can be does not fit', severity: 'warning' },
  PV0713: { title: 'A disk that amnesia gives back full', severity: 'warning' },
} as const satisfies Record<string, CodeEntry>;

export type AnalysisCode = keyof typeof analysisCodes;
