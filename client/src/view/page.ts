/** The page of the counterexample view: a skeleton that its script fills. Nothing else may run in it, and it asks nothing of the network. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { SKELETON } from './skeleton.ts';

export function pageOf(webview: vscode.Webview, extension: vscode.Uri): string {
  const nonce = randomBytes(16).toString('hex');
  const uri = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(extension, 'dist', name)).toString();
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'; img-src data:`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${uri('view.css')}">
<title>Counterexample</title>
</head>
<body>
${SKELETON}
<script nonce="${nonce}" src="${uri('view.js')}"></script>
</body>
</html>`;
}
