/** A fitted condition as a `provisos` block has it. */
import type { Formula, Inequality } from '#checker';
import { term } from './assumed.ts';

export function formulaText({ parts, word }: Formula, constant: string): string {
  return parts.map((part) => inequalityText(part, constant)).join(` ${word} `);
}

function inequalityText({ terms, offset, times, timer, by }: Inequality, constant: string): string {
  const value = timer ? `max(1, ${constant} - drift)` : constant;
  const all = [...terms.map(({ quantity, factor, by: count }) => ({ text: product(factor, term(quantity)), by: count }))];
  const swept = { text: product(Math.abs(times), value), by };
  const lesser = summed(times < 0 ? [swept, ...all] : all);
  const greater = summed(times > 0 ? [swept] : []);
  const left = [...lesser, ...(offset > 0 ? [String(offset)] : [])].join(' + ') || '0';
  // `left < right + 1` is `left <= right`
  if (offset === -1 && times > 0) return `${left} <= ${greater.join(' + ')}`;
  if (times <= 0) return `${left} <= ${-offset - 1}`;
  return `${left} < ${[...greater, ...(offset < 0 ? [String(-offset)] : [])].join(' + ')}`;
}

function product(factor: number, text: string): string {
  return factor === 1 ? text : `${factor} * ${text}`;
}

/** What is multiplied by a count stands in one product, first. */
function summed(items: readonly { readonly text: string; readonly by: Inequality['by'] }[]): string[] {
  const plain = items.filter(({ by }) => by === null).map(({ text }) => text);
  const multiplied = items.flatMap(({ text, by }) => (by === null ? [] : [{ text, by }]));
  if (multiplied.length === 0) return plain;
  const sum = multiplied.map(({ text }) => text).join(' + ');
  const { count, more } = multiplied[0].by;
  return [`${more === 0 ? term(count) : `(${term(count)} + 1)`} * ${multiplied.length === 1 ? sum : `(${sum})`}`, ...plain];
}
