/** The place in the text that the step at hand comes from, lit in the editors that show it. */
import * as vscode from 'vscode';

export interface Lit {
  readonly uri: vscode.Uri;
  readonly range: vscode.Range;
}

export class LitLine implements vscode.Disposable {
  readonly #type = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor('proviso.step'),
    overviewRulerColor: new vscode.ThemeColor('proviso.step'),
    overviewRulerLane: vscode.OverviewRulerLane.Full,
  });
  #lit: Lit | null = null;

  /** Null: none. What is lit is scrolled into sight, without taking the focus. */
  show(lit: Lit | null): void {
    this.#lit = lit;
    this.draw();
    for (const editor of this.#editors()) editor.revealRange(lit!.range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }

  draw(): void {
    for (const editor of vscode.window.visibleTextEditors) editor.setDecorations(this.#type, []);
    for (const editor of this.#editors()) editor.setDecorations(this.#type, [this.#lit!.range]);
  }

  dispose(): void {
    this.#type.dispose();
  }

  #editors(): readonly vscode.TextEditor[] {
    const uri = this.#lit?.uri.toString();
    return vscode.window.visibleTextEditors.filter(({ document }) => document.uri.toString() === uri);
  }
}
