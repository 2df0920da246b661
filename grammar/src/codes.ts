/** The codes of what can be wrong with the text of a file, before any name is looked up. Each has a page in docs/codes. */
import type { Severity } from './diagnostics.ts';

export const syntaxCodes = {
  PV0101: { title: 'Missing word or mark', severity: 'error' },
  PV0102: { title: 'Missing name', severity: 'error' },
  PV0103: { title: 'Missing value', severity: 'error' },
  PV0104: { title: 'Unclosed bracket', severity: 'error' },
  PV0105: { title: 'Not allowed here', severity: 'error' },
  PV0106: { title: 'Missing type', severity: 'error' },
  PV0107: { title: 'Invalid character', severity: 'error' },
  PV0108: { title: 'Unterminated text', severity: 'error' },
  PV0109: { title: 'Not a text file', severity: 'error' },
  PV0110: { title: 'File too large', severity: 'error' },
  PV0111: { title: 'Number too large or not whole', severity: 'error' },
  PV0112: { title: 'Nested too deeply', severity: 'error' },
  PV0113: { title: 'Operators that need parentheses', severity: 'error' },
  PV0114: { title: 'Spelling from another language', severity: 'error' },
  PV0115: { title: 'Too many problems in one file', severity: 'error' },
  PV0116: { title: 'One `=` instead of two', severity: 'error' },
  PV0117: { title: 'Stated twice', severity: 'error' },
  PV0118: { title: 'Not a statement', severity: 'error' },
  PV0119: { title: 'Variable without an initial value', severity: 'error' },
  PV0120: { title: 'Triggers that share a body cannot bind anything', severity: 'error' },
  PV0121: { title: 'Not an upper bound', severity: 'error' },
  PV0122: { title: 'Misspelt keyword', severity: 'error' },
} as const satisfies Record<string, { readonly title: string; readonly severity: Severity }>;

export type SyntaxCode = keyof typeof syntaxCodes;
