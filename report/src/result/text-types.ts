/** Places in a text, and what is wrong there. */

/** Lines and columns count from 1; a column counts UTF-16 code units. The end is the place just behind the last character. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface FileProblem {
  readonly file: string;
  readonly message: string;
}

export interface DiagnosticReport {
  /** `PV0203`: see `proviso explain CODE` */
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'hint';
  readonly place: Place;
  readonly message: string;
  /** why it matters here */
  readonly why: string | null;
  /** what to write instead */
  readonly help: string | null;
  readonly related: readonly { readonly place: Place; readonly message: string }[];
}
