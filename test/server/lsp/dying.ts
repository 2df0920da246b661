/** A language server whose thread of the checks can be made to die, as scripts: from the sources a thread takes seconds to begin, and each that dies has another after it. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Writes them into a folder; returns what to start. */
export async function dyingServer(folder: string): Promise<string> {
  const source = (name: string) => fileURLToPath(new URL(`${name}.ts`, import.meta.url));
  await build({
    bundle: true,
    platform: 'node',
    format: 'esm',
    entryPoints: ['dying-server', 'dying-worker'].map(source),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    define: { PROVISO_WORKER: '"./dying-worker.mjs"' },
    // As in server/bundle.mjs.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'warning',
  });
  return join(folder, 'dying-server.mjs');
}
