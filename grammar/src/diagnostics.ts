/**
 * Messages about a text, as plain data: no editor's types, no colours, no thrown errors.
 * A message has a title, the exact words it is about, why it matters, and what to write instead.
 */
import type { Span } from './ast.ts';

export type Severity = 'error' | 'warning' | 'hint';

/** An edit that removes the problem: each `text` replaces what its `span` covers. */
export interface Fix {
  /** what the edit does, as an imperative: "Write `lease`" */
  readonly title: string;
  readonly edits: readonly { readonly span: Span; readonly text: string }[];
}

export interface Diagnostic {
  /** a code of the table, such as `PV0203` */
  readonly code: string;
  readonly severity: Severity;
  readonly span: Span;
  /** one sentence: what is wrong, naming things as the reader named them */
  readonly message: string;
  /** a few words that stand right under the marked words */
  readonly label?: string;
  /** why it matters here */
  readonly why?: string;
  /** what to write instead */
  readonly help?: string;
  readonly related?: readonly { readonly span: Span; readonly message: string }[];
  readonly fixes?: readonly Fix[];
  /** of a name that nothing declares; `certain`: not even a declaration that was lost to a syntax error, as far as one can tell */
  readonly unknown?: { readonly name: string; readonly certain: boolean };
}
