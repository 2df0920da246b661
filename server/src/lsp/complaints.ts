/** Faults of our own: they are logged, and the server continues. */
import type { Connection } from 'vscode-languageserver';

export function reportFault({ console }: Connection, error: unknown): void {
  console.error(`This is a bug in Proviso, not in your files:\n${(error as Error).stack ?? error}`);
}

export function reportCrash({ console, window }: Connection, path: string, assume: string, message: string): void {
  console.error(`The checker stopped on \`check ${assume}\` of ${path}:\n${message}`);
  window.showErrorMessage(
    `Proviso: the checker stopped unexpectedly on \`check ${assume}\`. The other checks continue; see the output for details.`,
  );
}

export function reportBlock({ console }: Connection, path: string, assume: string, message: string): void {
  console.error(`\`provisos ${assume}\` of ${path} could not be checked:\n${message}`);
}
