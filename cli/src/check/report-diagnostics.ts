/** Shows diagnostics, each once however many files import the text that it is about. */
import type { Diagnostic } from '#grammar';
import { formatDiagnostic } from '#report';
import type { Terminal } from '../terminal.ts';

export interface DiagnosticReporter {
  /** returns true where one of them is an error */
  show(diagnostics: readonly Diagnostic[], texts: ReadonlyMap<string, string>): boolean;
}

export function reportDiagnostics(terminal: Terminal, quiet: boolean): DiagnosticReporter {
  const told = new Set<string>();
  return {
    show(diagnostics, texts) {
      for (const diagnostic of diagnostics) {
        const { code, span, severity } = diagnostic;
        const key = JSON.stringify([code, span]);
        if (told.has(key) || (quiet && severity !== 'error')) continue;
        told.add(key);
        terminal.say(
          formatDiagnostic(diagnostic, { style: terminal.style, columns: terminal.columns, text: (file) => texts.get(file) ?? null }),
        );
      }
      return diagnostics.some(({ severity }) => severity === 'error');
    },
  };
}
