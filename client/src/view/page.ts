/** The page of the counterexample view in a webview. */
import * as vscode from 'vscode';
import { webviewPage } from './skeleton.ts';

export function pageOf(webview: vscode.Webview, extension: vscode.Uri): string {
  const uri = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(extension, 'dist', name)).toString();
  return webviewPage({ source: webview.cspSource, nonce: crypto.randomUUID(), style: uri('view.css'), script: uri('view.js') });
}
