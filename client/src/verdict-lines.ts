/** Verdicts at the ends of lines, in the colours of the theme. */
import * as vscode from 'vscode';
import type { VerdictItem, VerdictsParams } from '#server';

const COLOURS = {
  good: 'proviso.holds',
  expected: 'proviso.holds',
  bad: 'proviso.broken',
  unknown: 'proviso.unknown',
  checking: 'proviso.unknown',
  stale: 'proviso.stale',
} as const;

export class VerdictLines implements vscode.Disposable {
  readonly #type = vscode.window.createTextEditorDecorationType({
    after: { margin: '0 0 0 2em' },
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedOpen,
  });
  /** by URI, for the version of the text that they are about */
  readonly #known = new Map<string, VerdictsParams>();

  take(verdicts: VerdictsParams): void {
    this.#known.set(verdicts.uri, verdicts);
    this.draw();
  }

  forget(): void {
    this.#known.clear();
    for (const editor of vscode.window.visibleTextEditors) editor.setDecorations(this.#type, []);
  }

  /** A verdict stays on its line while the text is edited elsewhere; on an edited line it is outdated at once. */
  edited(document: vscode.TextDocument): void {
    const known = this.#known.get(document.uri.toString());
    if (known !== undefined && known.version !== null && known.version < document.version) this.draw();
  }

  draw(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      const known = this.#known.get(editor.document.uri.toString());
      // Decorations move with the text by themselves; new ones are set for the version that they were made for.
      if (known === undefined || (known.version !== null && known.version !== editor.document.version)) continue;
      const items = known.items.filter(({ line }) => line < editor.document.lineCount);
      editor.setDecorations(
        this.#type,
        items.map((item) => decoration(editor.document, item)),
      );
    }
  }

  dispose(): void {
    this.#type.dispose();
  }
}

function decoration(document: vscode.TextDocument, { line, text, kind }: VerdictItem): vscode.DecorationOptions {
  const { end } = document.lineAt(line).range;
  const colour = COLOURS[kind as keyof typeof COLOURS] ?? COLOURS.unknown;
  return { range: new vscode.Range(end, end), renderOptions: { after: { contentText: text, color: new vscode.ThemeColor(colour) } } };
}
