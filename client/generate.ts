/** Writes what of the extension is made from the language: run it after a change of its words (`npm run generate`). */
import { writeFileSync } from 'node:fs';
import { textMateGrammar } from './textmate.ts';

const file = new URL('extension/syntaxes/proviso.tmLanguage.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(textMateGrammar(), null, 2)}\n`);
