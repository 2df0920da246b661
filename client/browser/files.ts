/** Files as VS Code reads them, wherever they are: on a disk, in a repository, in memory. */
import * as vscode from 'vscode';
import type { ReadFileAnswer } from '#server';
import { LARGEST, MOST_FILES, PROBLEMS, tooLarge } from '../../server/src/host/reading.ts';

export async function readFile(uri: string): Promise<ReadFileAnswer> {
  try {
    const place = vscode.Uri.parse(uri, true);
    const { type, size } = await vscode.workspace.fs.stat(place);
    if ((type & vscode.FileType.File) === 0) return { problem: PROBLEMS.notFile };
    if (size > LARGEST) return { problem: tooLarge(LARGEST) };
    const bytes = await vscode.workspace.fs.readFile(place);
    const text = bytes.includes(0) ? null : textOf(bytes);
    return text === null ? { problem: PROBLEMS.notText } : { text };
  } catch (error) {
    const isMissing = error instanceof vscode.FileSystemError && error.code === 'FileNotFound';
    return { problem: isMissing ? PROBLEMS.missing : 'this file cannot be read' };
  }
}

/** Null where it is not in UTF-8. */
function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

export async function listFiles(): Promise<string[]> {
  const found = await vscode.workspace.findFiles('**/*.proviso', '**/node_modules/**', MOST_FILES);
  return found.map((uri) => uri.toString());
}
