/**
 * One random session: edits over several files, and between them all that a person and an editor do besides: requests,
 * some of them cancelled, saves, files closed and opened again, settings, changes on the disk, and a thread that is killed.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CancellationTokenSource, LSPErrorCodes, type ResponseError, type ServerCapabilities } from 'vscode-languageserver/node';
import type { Client } from './client.ts';
import { type Chance, randomEdit } from './edits.ts';
import { KILLED } from './killable.ts';

/** At quiet points. */
export const SETTINGS = { check: { onType: true, delay: 5, maxStates: 2_000, timeout: 60, maxMemory: 256 } };

/** In between, sound ones and others. */
const OTHER_SETTINGS: readonly unknown[] = [
  SETTINGS,
  { check: { ...SETTINGS.check, maxStates: 20 } },
  { check: { ...SETTINGS.check, delay: 0 } },
  { check: { ...SETTINGS.check, onType: false } },
  { check: { ...SETTINGS.check, delay: 'soon', maxStates: -1 } },
  { check: 7 },
  null,
];

/** Answers to a request that are no result and still right: it was cancelled, or what was asked for cannot be done. */
const REFUSALS: readonly number[] = [LSPErrorCodes.RequestCancelled, LSPErrorCodes.ContentModified, LSPErrorCodes.RequestFailed];

export interface Question {
  readonly method: string;
  readonly params: object;
}

/** By what the server says that it can do. */
type Ability = readonly [ability: keyof ServerCapabilities | null, method: string, more: (chance: Chance) => object];
const ABILITIES: readonly Ability[] = [
  ['hoverProvider', 'textDocument/hover', () => ({})],
  ['completionProvider', 'textDocument/completion', () => ({})],
  ['signatureHelpProvider', 'textDocument/signatureHelp', () => ({})],
  ['definitionProvider', 'textDocument/definition', () => ({})],
  ['referencesProvider', 'textDocument/references', () => ({ context: { includeDeclaration: true } })],
  ['documentHighlightProvider', 'textDocument/documentHighlight', () => ({})],
  ['documentLinkProvider', 'textDocument/documentLink', () => ({})],
  ['codeLensProvider', 'textDocument/codeLens', () => ({})],
  ['documentSymbolProvider', 'textDocument/documentSymbol', () => ({})],
  ['foldingRangeProvider', 'textDocument/foldingRange', () => ({})],
  ['documentFormattingProvider', 'textDocument/formatting', () => ({ options: { tabSize: 2, insertSpaces: true } })],
  ['renameProvider', 'textDocument/prepareRename', () => ({})],
  ['renameProvider', 'textDocument/rename', (chance) => ({ newName: chance.of(['Calm', 'fresh', 'on', '7', '']) })],
  ['semanticTokensProvider', 'textDocument/semanticTokens/full', () => ({})],
  ['workspaceSymbolProvider', 'workspace/symbol', (chance) => ({ query: chance.of(['', 'a', 'Lamp']) })],
];

export class Play {
  readonly client: Client;
  /** how often each thing was done */
  readonly done: Record<string, number> = {};
  /** answers that are errors */
  readonly failures: string[] = [];
  readonly #chance: Chance;
  /** URIs of all files, open or not, with the texts that repairs restore */
  readonly #originals: ReadonlyMap<string, string>;
  readonly #asked = new Set<Promise<void>>();
  #kills = 0;

  constructor(client: Client, chance: Chance, originals: ReadonlyMap<string, string>) {
    this.client = client;
    this.#chance = chance;
    this.#originals = originals;
  }

  async open(uri: string): Promise<void> {
    await this.client.open(uri, this.#originals.get(uri)!);
  }

  async step(): Promise<void> {
    const { client } = this;
    const chance = this.#chance;
    const uri = chance.of([...this.#originals.keys()]);
    if (client.documents.has(uri)) await client.edit(uri, randomEdit(chance, client.text(uri), this.#originals.get(uri)!));
    else await this.open(uri);
    for (const [name, oneIn, act] of ACTS) {
      if (chance.below(oneIn) > 0) continue;
      this.done[name] = (this.done[name] ?? 0) + 1;
      await act(this, chance.of([...this.#originals.keys()]), chance);
    }
  }

  /** Nothing is on its way any more, and settings and theme are those that quiet points have. */
  async calm(): Promise<void> {
    await this.client.configure(SETTINGS);
    await this.client.connection.sendNotification('proviso/theme', { kind: 'dark' });
    await Promise.all(this.#asked);
    await this.#dead();
  }

  ask({ method, params }: Question, cancelledAfter: number | null = null): void {
    const source = new CancellationTokenSource();
    const asking = this.client.connection.sendRequest(method, params, source.token).then(
      () => {},
      (error: ResponseError<void>) => {
        if (!REFUSALS.includes(error.code)) this.failures.push(`${method}: ${error.code} ${error.message}`);
      },
    );
    const known = asking.then(() => void this.#asked.delete(known));
    this.#asked.add(known);
    if (cancelledAfter === 0) source.cancel();
    else if (cancelledAfter !== null) setTimeout(() => source.cancel(), cancelledAfter);
  }

  question(uri: string): Question {
    const chance = this.#chance;
    const able = ABILITIES.filter(([ability]) => ability === null || this.client.initialized.capabilities[ability] !== undefined);
    const [, method, more] = chance.of(able);
    return { method, params: { textDocument: { uri }, position: this.#place(uri), ...more(chance) } };
  }

  range(uri: string): { readonly start: object; readonly end: object } {
    const [start, end] = [this.#place(uri), this.#place(uri)].sort((a, b) => a.line - b.line || a.character - b.character);
    return { start, end };
  }

  #place(uri: string) {
    const document = this.client.documents.get(uri);
    if (document === undefined) return { line: this.#chance.below(9), character: this.#chance.below(99) };
    return document.positionAt(this.#chance.below(document.getText().length + 1));
  }

  async kill(): Promise<void> {
    await this.#dead();
    this.#kills++;
    this.client.child.kill('SIGUSR2');
  }

  #dead(): Promise<void> {
    return this.client.until(() => this.client.stderr === KILLED.repeat(this.#kills), 'the death of the thread, and nothing else');
  }

  original(uri: string): string {
    return this.#originals.get(uri)!;
  }
}

type Act = readonly [name: string, oneIn: number, act: (play: Play, uri: string, chance: Chance) => Promise<void> | void];
const ACTS: readonly Act[] = [
  ['pause', 12, (_, __, chance) => new Promise((resolve) => setTimeout(resolve, chance.below(20)))],
  ['question', 8, (play, uri) => play.ask(play.question(uri))],
  ['cancelled question', 15, (play, uri, chance) => play.ask(play.question(uri), chance.below(3))],
  [
    'fixes',
    20,
    (play, uri) =>
      play.ask({
        method: 'textDocument/codeAction',
        params: { textDocument: { uri }, range: play.range(uri), context: { diagnostics: [] } },
      }),
  ],
  ['check', 60, (play, uri, chance) => play.ask({ method: 'proviso/checkFile', params: { uri } }, chance.of([null, 0, 2, 9]))],
  ['check of all', 400, (play, _, chance) => play.ask({ method: 'proviso/checkWorkspace', params: {} }, chance.of([null, 0, 9]))],
  ['focus', 50, ({ client }, uri) => client.connection.sendNotification('proviso/focus', { uri })],
  [
    'theme',
    500,
    ({ client }, _, chance) => client.connection.sendNotification('proviso/theme', { kind: chance.of(['light', 'highContrast']) }),
  ],
  ['settings', 150, ({ client }, _, chance) => client.configure(chance.of(OTHER_SETTINGS))],
  ['save', 60, ({ client }, uri) => (client.documents.has(uri) ? save(client, uri) : undefined)],
  ['close', 80, ({ client }, uri) => (client.documents.has(uri) ? client.close(uri) : undefined)],
  ['change on the disk', 120, (play, uri, chance) => changeOnDisk(play, uri, chance)],
  ['kill', 150, (play) => play.kill()],
];

async function save(client: Client, uri: string): Promise<void> {
  writeFileSync(fileURLToPath(uri), client.text(uri));
  await client.connection.sendNotification('textDocument/didSave', { textDocument: { uri } });
  await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri, type: 2 }] });
}

async function changeOnDisk(play: Play, uri: string, chance: Chance): Promise<void> {
  const gone = chance.below(4) === 0;
  if (gone) rmSync(fileURLToPath(uri), { force: true });
  else {
    const text = play.original(uri);
    const { start, end, text: put } = randomEdit(chance, text, text);
    writeFileSync(fileURLToPath(uri), text.slice(0, start) + put + text.slice(end));
  }
  await play.client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri, type: gone ? 3 : 2 }] });
}
