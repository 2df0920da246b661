/**
 * CodeMirror's language client over the server that the page has: documents and their versions are the page's, so that they are the same
 * with an editor and without, and a server that is started again is not noticed here.
 */
import { LSPClient, type LSPClientExtension, LSPPlugin, type Transport, Workspace, type WorkspaceFile } from '@codemirror/lsp-client';
import type { Extension, Text } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import createPurifier from 'dompurify';
import type { LanguageServer } from './language-server.ts';

const clients = new WeakMap<LanguageServer, LSPClient>();

/** One for all editors of a server, so that a name is renamed in each of them. `extensions`: of the first call */
export function languageClient(server: LanguageServer, extensions: readonly (Extension | LSPClientExtension)[]): LSPClient {
  const known = clients.get(server);
  if (known !== undefined) return known;
  const client = new LSPClient({ extensions, workspace: (made) => new PageFiles(made, server), sanitizeHTML: sanitized, timeout: 15_000 });
  clients.set(server, client);
  return client.connect(new PageTransport(server));
}

const TEXT = [
  'p',
  'br',
  'hr',
  'strong',
  'em',
  'code',
  'pre',
  'ul',
  'ol',
  'li',
  'h1',
  'h2',
  'h3',
  'h4',
  'table',
  'thead',
  'tbody',
  'tr',
  'th',
  'td',
];
const purifier = createPurifier(window);
// Commands of VS Code.
purifier.addHook('uponSanitizeElement', (node, { tagName }) => {
  if (tagName === 'a') node.parentNode?.removeChild(node);
});

/** What a specification says in a hover is text in a few shapes: no attribute, no link, no picture. */
function sanitized(html: string): string {
  const config = { ALLOWED_TAGS: TEXT, ALLOWED_ATTR: [], ALLOW_ARIA_ATTR: false, ALLOW_DATA_ATTR: false };
  // Where a browser knows trusted types it is one, and the page takes no other markup. The client hands it on as it is.
  return purifier.sanitize(html, { ...config, RETURN_TRUSTED_TYPE: true }) as unknown as string;
}

interface OpenFile extends WorkspaceFile {
  readonly view: EditorView;
  doc: Text;
  version: number;
}

class PageFiles extends Workspace {
  readonly #server: LanguageServer;
  files: OpenFile[] = [];

  constructor(client: LSPClient, server: LanguageServer) {
    super(client);
    this.#server = server;
  }

  override connected(): void {}

  override syncFiles() {
    return this.files.flatMap((file) => {
      const plugin = LSPPlugin.get(file.view);
      if (plugin === null || plugin.unsyncedChanges.empty) return [];
      const [changes, prevDoc] = [plugin.unsyncedChanges, file.doc];
      file.doc = file.view.state.doc;
      file.version = this.#server.versionOf(file.uri);
      plugin.clear();
      return [{ file, prevDoc, changes }];
    });
  }

  override openFile(uri: string, languageId: string, view: EditorView): void {
    const version = this.#server.versionOf(uri);
    this.files.push({ uri, languageId, version, doc: view.state.doc, view, getView: () => view });
  }

  override async displayFile(uri: string): Promise<EditorView | null> {
    await this.#server.show(uri);
    const view = this.getFile(uri)?.getView() ?? null;
    view?.focus();
    return view;
  }

  override closeFile(uri: string): void {
    this.files = this.files.filter((file) => file.uri !== uri);
  }
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: object;
}

class PageTransport implements Transport {
  readonly #server: LanguageServer;
  readonly #handlers = new Set<(message: string) => void>();

  constructor(server: LanguageServer) {
    this.#server = server;
  }

  /** Of notifications there are none that the page has not sent itself. */
  send(message: string): void {
    const { id, method, params } = JSON.parse(message) as Message;
    if (id === undefined || method === undefined) return;
    const answer = method === 'initialize' ? this.#capabilities() : this.#server.request<unknown>(method, params ?? {});
    answer.then(
      (result) => this.#tell({ id, result: result ?? null }),
      (error: Error) => this.#tell({ id, error: { code: REQUEST_FAILED, message: error.message } }),
    );
  }

  subscribe(handler: (message: string) => void): void {
    this.#handlers.add(handler);
  }

  unsubscribe(handler: (message: string) => void): void {
    this.#handlers.delete(handler);
  }

  /** The page sends the texts, the client nothing of them. */
  async #capabilities(): Promise<object> {
    return { capabilities: { ...(await this.#server.capabilities()), textDocumentSync: 0 } };
  }

  #tell(message: object): void {
    for (const handler of this.#handlers) handler(JSON.stringify({ jsonrpc: '2.0', ...message }));
  }
}

const REQUEST_FAILED = -32803;
