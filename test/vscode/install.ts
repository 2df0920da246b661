/** `npm run test:vscode:install`: fetches VS Code and the browsers ahead of the tests, and says what cannot be had. */
import { install, installFirefox } from './tools.ts';

for (const problem of [install(), installFirefox()]) if (problem !== null) console.log(problem);
