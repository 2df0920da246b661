/** A static host on this machine: files of one folder, compressed, and nothing else. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};
const compressed = promisify(gzip);

export interface Host {
  readonly address: string;
  /** bytes of all bodies so far */
  sent(): number;
  close(): Promise<void>;
}

interface HostOptions {
  readonly port?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly short?: boolean;
}

/** Null where the folder has no such file, and where the name is none of a file. */
async function contentOf(name: string, folder: URL): Promise<Buffer | null> {
  const file = URL.parse(`.${name}`, folder);
  if (file === null || !file.href.startsWith(folder.href)) return null;
  try {
    return await readFile(fileURLToPath(file));
  } catch {
    return null;
  }
}

/**
 * `folder`: ends in a slash. `port`: 0 for a free one. `headers`: more of them, with each file. `short`: it leads from `view.html` to `view`, as
 * some hosts do. @throws Error where the port is taken
 */
export async function serveFolder(folder: URL, { port = 0, headers = {}, short = false }: HostOptions = {}): Promise<Host> {
  let bytes = 0;
  const server = createServer(async (request, response) => {
    const path = (request.url ?? '/').replace(/[?#].*$/, '');
    if (short && path.endsWith('.html')) {
      response.writeHead(308, { location: path.replace(/(?<=\/)index\.html$|\.html$/, '') }).end();
      return;
    }
    const name = path.endsWith('/') ? `${path}index.html` : short && extname(path) === '' ? `${path}.html` : path;
    const type = TYPES[extname(name)];
    const body = type === undefined ? null : await contentOf(name, folder);
    if (body === null || type === undefined) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
      return;
    }
    const packed = await compressed(body);
    bytes += packed.length;
    response.writeHead(200, { 'content-type': type, 'content-encoding': 'gzip', 'cache-control': 'no-cache', ...headers }).end(packed);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { address, sent: () => bytes, close };
}
