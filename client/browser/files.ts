/** Files as VS Code reads them, wherever they are: on a disk, in a repository, in memory. */
import * as vscode from 'vscode';
import type { ReadFileAnswer } from '#server';

/** Larger files are refused: no model is written that large. */
const LARGEST = 10 * 1024 * 1024;
/** A workspace with more is something else than specifications. */
const MOST_FILES = 2_000;

export async function readFile(uri: string): Promise<ReadFileAnswer> {
  try {
    const place = vscode.Uri.parse(uri, true);
    const { type, size } = await vscode.workspace.fs.stat(place);
    if ((type & vscode.FileType.File) === 0) return { problem: 'this is not a file' };
    if (size > LARGEST) return { problem: `the file is larger than ${LARGEST / 1024 / 1024} MiB` };
    const bytes = await vscode.workspace.fs.readFile(place);
    if (bytes.includes(0)) return { problem: 'the file is not a text in UTF-8' };
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch (error) {
    if (error instanceof TypeError) return { problem: 'the file is not a text in UTF-8' };
    return {
      problem:
        error instanceof vscode.FileSystemError && error.code === 'FileNotFound' ? 'there is no such file' : 'this file cannot be read',
    };
  }
}

export async function listFiles(): Promise<string[]> {
  const found = await vscode.workspace.findFiles('**/*.proviso', '**/node_modules/**', MOST_FILES);
  return found.map((uri) => uri.toString());
}
