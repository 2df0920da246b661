/** Which formats are asked for with `--format`, and where each is written. */
import { resolve } from 'node:path';
import { type FormatName, formatNames, isFormat } from '#report';
import type { Call } from '../call.ts';
import { didYouMean } from '../suggest.ts';

export interface Requested {
  readonly format: FormatName;
  /** null for the terminal */
  readonly file: string | null;
}

/** Unless another format takes the terminal, text is written there. */
export function formatsOf(call: Call): readonly Requested[] | { readonly problem: string } {
  const option = call.options.format;
  const words = Array.isArray(option) ? option.map(String) : [];
  const requested: Requested[] = [];
  for (const word of words) {
    const equals = word.indexOf('=');
    const [format, file] = equals < 0 ? [word, null] : [word.slice(0, equals), word.slice(equals + 1)];
    if (!isFormat(format))
      return { problem: `There is no format \`${format}\`.${didYouMean(format, formatNames)} The formats are ${formatNames.join(', ')}.` };
    if (file === '') return { problem: `\`--format ${word}\` names no file: write \`--format ${word}FILE\`, or \`--format ${format}\`.` };
    requested.push({ format, file });
  }
  const inTerminal = requested.filter(({ file }) => file === null);
  if (inTerminal.length > 1)
    return {
      problem: `Only one format can go to the terminal: give the others a file, such as \`--format ${inTerminal[1].format}=FILE\`.`,
    };
  const files = requested.flatMap(({ file }) => (file === null ? [] : [file]));
  const twice = files.find((file, i) => files.findIndex((other) => resolve(other) === resolve(file)) < i);
  if (twice !== undefined) return { problem: `Two formats cannot be written to one file: \`${twice}\`.` };
  return inTerminal.length > 0 ? requested : [{ format: 'text', file: null }, ...requested];
}
