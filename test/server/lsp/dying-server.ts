/** The server with a thread that dies on some checks. */
import { startLanguageServer } from '#server/node';

startLanguageServer({ channel: 'stdio', version: 'test', worker: new URL('./dying-worker.ts', import.meta.url) });
