/** Code as markup whose parts have a class each: of Proviso as the editor colours it, of other languages as highlight.js does. */
import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import go from 'highlight.js/lib/languages/go';
import java from 'highlight.js/lib/languages/java';
import json from 'highlight.js/lib/languages/json';
import lua from 'highlight.js/lib/languages/lua';
import python from 'highlight.js/lib/languages/python';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';
import { allWords } from '#grammar';
import { escaped } from '../../client/webview/elements.ts';
import { tokenAt } from '../src/spec/highlight.ts';

// What is put in when the scripts of the browser are made.
Object.assign(globalThis, { PROVISO_WORDS: Object.fromEntries(allWords.map(({ text, group }) => [text, group])) });

const LANGUAGES = { bash, go, java, json, lua, python, typescript, ts: typescript, html: xml, xml, yaml };
for (const [name, language] of Object.entries(LANGUAGES)) hljs.registerLanguage(name, language);

/** Plain where the language is not known. */
export function colouredCode(text: string, language: string): string {
  if (language === 'proviso') return colouredProviso(text);
  return hljs.getLanguage(language) === undefined ? escaped(text) : hljs.highlight(text, { language }).value;
}

function colouredProviso(text: string): string {
  let open = false;
  const lines = text.split('\n').map((line) => {
    let markup = '';
    for (let at = 0; at < line.length; ) {
      const token = tokenAt(line, at, open);
      const part = escaped(line.slice(at, token.end));
      markup += token.kind === null ? part : `<span class="tok-${token.kind}">${part}</span>`;
      ({ end: at, open } = token);
    }
    return markup;
  });
  return lines.join('\n');
}
