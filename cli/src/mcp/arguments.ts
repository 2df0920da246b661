/** What a client gives a tool: checked here, since a client may send anything. */
import { existsSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { findFiles, isInside } from '../files.ts';

/** The call is wrong; the message says how. */
export class Refused extends Error {}

export type Given = Readonly<Record<string, unknown>>;

/** Seconds that a call may take, unless it says otherwise, and at most. */
export const SECONDS = { usual: 60, most: 600 } as const;

export function text(given: Given, name: string): string | null {
  const value = given[name];
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string' || value === '' || value.includes('\0')) throw new Refused(`\`${name}\`: a text is expected.`);
  return value;
}

export function needed(given: Given, name: string): string {
  const value = text(given, name);
  if (value === null) throw new Refused(`\`${name}\` is missing.`);
  return value;
}

export function seconds(given: Given): number {
  const value = given.seconds ?? SECONDS.usual;
  if (typeof value !== 'number' || !(value > 0 && value <= SECONDS.most))
    throw new Refused(`\`seconds\`: a number above 0 and at most ${SECONDS.most} is expected.`);
  return value;
}

/** The specifications that the words name, without the words all; each below the folder the server was started in, links followed. */
export function files(given: Given): string[] {
  const value = given.files ?? [];
  if (!Array.isArray(value) || !value.every((word) => typeof word === 'string' && word !== '' && !word.includes('\0')))
    throw new Refused('`files`: a list of texts is expected.');
  return specs(value.length === 0 ? ['.'] : value);
}

export function file(given: Given): string {
  const word = needed(given, 'file');
  const [only, ...others] = specs([word]);
  if (others.length > 0) throw new Refused(`${word} is not one file.`);
  return only;
}

function specs(words: readonly string[]): string[] {
  const root = realpathSync('.');
  for (const word of words) {
    if (!isInside(root, resolve(root, word))) throw new Refused(outside(word));
    if (!existsSync(word)) throw new Refused(`${word}: there is no such file or folder.`);
    if (!isInside(root, realpathSync(word))) throw new Refused(outside(word));
  }
  const { files: found, problems } = findFiles({ words });
  if (problems.length > 0) throw new Refused(problems.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  const paths = found.map(({ path }) => path);
  for (const path of paths) if (!isInside(root, realpathSync(path))) throw new Refused(outside(path));
  return paths;
}

function outside(word: string): string {
  return `${word} is outside the folder that this server was started in, and is not read.`;
}
