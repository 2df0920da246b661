/** The server with a thread that dies on some checks; what it is called is said where it is bundled: see dying.ts. */
import { startLanguageServer } from '#server/node';

startLanguageServer({ channel: 'stdio', version: 'test' });
