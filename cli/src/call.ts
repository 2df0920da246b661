/** What stands after a verb. */

export interface Call {
  readonly words: readonly string[];
  /** the call as it was written, where a configuration has added to it */
  readonly asked?: Call;
  /** what a configuration leaves out: files and folders, whole paths */
  readonly exclude?: readonly string[];
  /** runs of an implementation that a configuration names, each as a call of its own */
  readonly named?: readonly NamedCall[];
  readonly options: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;
}

export interface NamedCall {
  readonly name: string;
  /** the specification, whole */
  readonly spec: string;
  readonly call: Call;
}

/** A whole number above 0, or what is wrong with it. */
export function positive(call: Call, option: string, unit: string, example = 100): number | null | { readonly problem: string } {
  const text = call.options[option];
  if (typeof text !== 'string') return null;
  const n = Number(text.replaceAll(/[,_]/g, ''));
  if (Number.isFinite(n) && n > 0) return n;
  return { problem: `\`--${option} ${text}\`: write a number of ${unit} above 0, such as \`--${option} ${example}\`.` };
}

/** The values of an option that may be given several times. */
export function many({ options }: Call, option: string): readonly string[] {
  const values = options[option];
  return Array.isArray(values) ? values.map(String) : [];
}
