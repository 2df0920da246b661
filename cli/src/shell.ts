/** A word as a shell reads it: in quotes where it needs them. */
import process from 'node:process';

export function shellWord(word: string): string {
  if (/^[\w./@%+=:,\\-]+$/.test(word)) return word;
  return process.platform === 'win32' ? `"${word}"` : `'${word.replaceAll("'", "'\\''")}'`;
}
