/**
 * Makes the playground and the documentation, and serves them to this machine alone: `npm run playground`, `npm run playground -- --port 8080`.
 * Without a port it takes one that is free. It sends what a static host would, compressed.
 */
import { parseArgs } from 'node:util';
import { serveFolder } from './static-host.ts';

const port = asked();
await import('./build.mjs');
try {
  const { address } = await serveFolder(new URL('../dist/playground/', import.meta.url), { port });
  console.log(`\nThe playground is at ${address}, the documentation at ${address}docs/  (Ctrl+C ends it)`);
} catch (error) {
  console.error(error.code === 'EADDRINUSE' ? `Port ${port} is taken. Name another one, or none.` : error.message);
  process.exit(1);
}

function asked() {
  try {
    const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } });
    if (/^\d{1,5}$/.test(values.port) && Number(values.port) <= 65_535) return Number(values.port);
    console.error(`--port: expected a number from 0 to 65535, found ${values.port}`);
  } catch (error) {
    console.error(error.message);
  }
  process.exit(2);
}
