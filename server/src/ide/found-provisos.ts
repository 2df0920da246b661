/** An answer of the proviso search, which the editor shows in place. */
import type { Row } from '#checker';

/** What was found for a property of a text, as plain data. */
export interface FoundProvisos {
  readonly system: string;
  readonly property: string;
  /** the set that was varied */
  readonly assume: string;
  /** "holds provided pause Worker <= 1, and only then" */
  readonly text: string;
  /** the same with its breaks, and one quantity at a time */
  readonly lines: readonly string[];
  /** a `provisos` block that claims it; null where there is nothing to claim */
  readonly block: string | null;
  readonly rows: readonly Row[];
  /** `rows`: the search goes on, and only rows are known; `part`: it was ended, and this is what is known */
  readonly state: 'rows' | 'part' | 'whole';
}
