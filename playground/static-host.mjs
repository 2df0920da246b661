/** A static host on this machine: files of one folder, compressed, and nothing else. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml' };
const compressed = promisify(gzip);

/**
 * @param {URL} folder ends in a slash
 * @param {{ port?: number, headers?: Record<string, string> }} options `headers`: more of them, with each file; port 0 is a free one
 * @returns {Promise<{ address: string, sent: () => number, close: () => Promise<void> }>} `sent`: bytes of all bodies so far
 */
export async function serveFolder(folder, { port = 0, headers = {} } = {}) {
  let bytes = 0;
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const name = path.endsWith('/') ? `${path}index.html` : path;
    const file = new URL(`.${name}`, folder);
    const type = TYPES[extname(name)];
    const body = type === undefined || !file.href.startsWith(folder.href) ? null : await readFile(fileURLToPath(file)).catch(() => null);
    if (body === null) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
      return;
    }
    const packed = await compressed(body);
    bytes += packed.length;
    response.writeHead(200, { 'content-type': type, 'content-encoding': 'gzip', 'cache-control': 'no-cache', ...headers }).end(packed);
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = `http://127.0.0.1:${server.address().port}/`;
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { address, sent: () => bytes, close };
}
