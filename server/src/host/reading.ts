/** What every host reads of files, and how it says that it does not. */

/** Bytes. Larger files are refused: no model is written that large. */
export const LARGEST = 10 * 1024 * 1024;

/** Bytes of a log in the editor; the command line reads larger ones. */
export const LARGEST_LOG = 64 * 1024 * 1024;

/** Specifications that are found at most; a workspace with more is something else than specifications. */
export const MOST_FILES = 2_000;

/** As the end of "x cannot be imported: ". */
export const PROBLEMS = {
  notFile: 'this is not a file',
  notText: 'the file is not a text in UTF-8',
  missing: 'there is no such file',
} as const;

export function tooLarge(most: number): string {
  return `the file is larger than ${most / 1024 / 1024} MiB`;
}
