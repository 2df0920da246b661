/** The checks and `provisos` blocks of a file, as far as is known without making them. Plain data: a file's are remembered with it. */

export interface Part {
  readonly kind: 'check' | 'provisos';
  /** the one it stands in */
  readonly file: string;
  readonly system: string;
  readonly assume: string;
  /** names of the properties that it asks about, at each point */
  readonly asks: readonly (readonly string[])[];
}
