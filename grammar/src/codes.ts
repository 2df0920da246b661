/** The codes of what can be wrong with the text of a file, before any name is looked up. Each has a page in docs/codes. */
import type { Severity } from './diagnostics.ts';

export const syntaxCodes = {
  PV0101: { title: 'A word or a mark is missing', severity: 'error' },
  PV0102: { title: 'A name is missing', severity: 'error' },
  PV0103: { title: 'A value is missing', severity: 'error' },
  PV0104: { title: 'A bracket is not closed', severity: 'error' },
  PV0105: { title: 'This cannot stand here', severity: 'error' },
  PV0106: { title: 'A type is missing', severity: 'error' },
  PV0107: { title: 'A character that the language does not use', severity: 'error' },
  PV0108: { title: 'A text in quotes is not closed', severity: 'error' },
  PV0109: { title: 'The file is not a text', severity: 'error' },
  PV0110: { title: 'The file is too large', severity: 'error' },
  PV0111: { title: 'A number that is too large or not whole', severity: 'error' },
  PV0112: { title: 'Nested too deeply', severity: 'error' },
  PV0113: { title: 'Operators that need parentheses', severity: 'error' },
  PV0114: { title: 'A spelling from another language', severity: 'error' },
  PV0115: { title: 'Too many problems in one file', severity: 'error' },
  PV0116: { title: 'One `=` where two are meant', severity: 'error' },
  PV0117: { title: 'Said twice', severity: 'error' },
  PV0118: { title: 'This is not a statement', severity: 'error' },
  PV0119: { title: 'A variable without a first value', severity: 'error' },
  PV0120: { title: 'Triggers that share a body cannot bind anything', severity: 'error' },
  PV0121: { title: 'A bound that is not an upper bound', severity: 'error' },
  PV0122: { title: 'A word of the language is misspelt', severity: 'error' },
} as const satisfies Record<string, { readonly title: string; readonly severity: Severity }>;

export type SyntaxCode = keyof typeof syntaxCodes;
