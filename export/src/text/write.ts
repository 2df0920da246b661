/** Pieces of TLA+ text. */

export const EMPTY = '<<>>';

export function set(elements: readonly string[]): string {
  return `{${elements.join(', ')}}`;
}

export function sequence(elements: readonly string[]): string {
  return `<<${elements.join(', ')}>>`;
}

export function record(fields: readonly (readonly [name: string, value: string])[]): string {
  if (fields.length === 0) return EMPTY;
  return `[${fields.map(([name, value]) => `${name} |-> ${value}`).join(', ')}]`;
}

/** A function given point by point; there is at least one. */
export function points(pairs: readonly (readonly [key: string, value: string])[]): string {
  return `(${pairs.map(([key, value]) => `${key} :> ${value}`).join(' @@ ')})`;
}

/** Text between quotation marks. Of an author's it can hold anything, of TLA+ only what is printable. */
export function quoted(text: string): string {
  const plain = printable(text);
  return `"${plain.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** In one line, whatever the text is. */
export function comment(text: string): string {
  return `\\* ${printable(text)}`;
}

/** In one line of what TLC's parser takes anywhere: it sees comments between grave accents and between parentheses with stars. */
function printable(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll('`', "'")
    .replaceAll(/\(\*|\*\)/g, '*')
    .replaceAll(/[^ -~]/g, '?');
}

export function all(conditions: readonly string[]): string {
  const left = conditions.filter((one) => one !== 'TRUE');
  if (left.includes('FALSE')) return 'FALSE';
  return left.length === 0 ? 'TRUE' : left.length === 1 ? left[0] : `(${left.join(' /\\ ')})`;
}

export function any(conditions: readonly string[]): string {
  const left = conditions.filter((one) => one !== 'FALSE');
  if (left.includes('TRUE')) return 'TRUE';
  return left.length === 0 ? 'FALSE' : left.length === 1 ? left[0] : `(${left.join(' \\/ ')})`;
}

export function either(condition: string, then: string, otherwise: string): string {
  if (condition === 'TRUE') return then;
  if (condition === 'FALSE') return otherwise;
  return then === otherwise ? then : `(IF ${condition} THEN ${then} ELSE ${otherwise})`;
}

/** A number. Those of the language have 30 bits, TLC counts in 32. */
export function numeral(value: number): string {
  return value < 0 ? `(${value})` : String(value);
}
