/** A part of the text in the standard form: what formatting the whole would make of it, and nothing else changed. */
import { type Fix, format, parse, type Span } from '#grammar';
import type { Snapshot } from './snapshot.ts';

/**
 * Whole lines, as far as the form joins or parts them. Formatting keeps the tokens and their order, but for `;` where a line ends,
 * so a part of the text is found again in the formatted one by its tokens. Nothing where the text is not sound, or where nothing
 * would change.
 */
export function formattedRange({ path, text, parsed }: Snapshot, range: Pick<Span, 'start' | 'end'>): Fix['edits'] {
  const whole = format(path, text).text;
  if (whole === text) return [];
  const before = withoutSemicolons(parsed.tokens);
  const after = withoutSemicolons(parse(path, whole).tokens);
  if (before.length !== after.length) return [];
  let first = before.findIndex(({ startOffset, image }) => startOffset + image.length > range.start);
  let last = before.findLastIndex(({ startOffset }) => startOffset < range.end);
  if (first < 0 || last < first) return [];
  const alone = (i: number) => begins(text, before, i) && begins(whole, after, i);
  while (first > 0 && !alone(first)) first--;
  while (last + 1 < before.length && !alone(last + 1)) last++;
  const old = { start: lineStart(text, before[first].startOffset), end: lineEnd(text, before[last]) };
  const made = whole.slice(lineStart(whole, after[first].startOffset), lineEnd(whole, after[last]));
  if (text.slice(old.start, old.end) === made) return [];
  return [{ span: { file: path, ...old }, text: made }];
}

type Tokens = Snapshot['parsed']['tokens'];

function withoutSemicolons(tokens: Tokens): Tokens {
  return tokens.filter(({ image }) => image !== ';');
}

/** The token is the first of its line. */
function begins(text: string, tokens: Tokens, i: number): boolean {
  if (i === 0) return true;
  const { startOffset, image } = tokens[i - 1];
  return text.slice(startOffset + image.length, tokens[i].startOffset).includes('\n');
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

function lineEnd(text: string, { startOffset, image }: Tokens[number]): number {
  const end = text.indexOf('\n', startOffset + image.length);
  return end < 0 ? text.length : end;
}
