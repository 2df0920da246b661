/** All formats. */
import type { Format } from './format.ts';
import { json } from './json.ts';
import { text } from './text.ts';

export type FormatName = 'text' | 'json';

export const formats: Readonly<Record<FormatName, Format>> = { text, json };

export const formatNames = Object.keys(formats) as readonly FormatName[];

export function isFormat(name: string): name is FormatName {
  return Object.hasOwn(formats, name);
}
