/** For the bundles: the decisions of the parser, made once and put inside, and its lexer without a table. */
import { readFileSync } from 'node:fs';
import { decisionsOf } from './src/parser/decisions.ts';
import { ProvisoParser } from './src/parser/file.ts';

const decisions = decisionsOf(new ProvisoParser());

/** In chevrotain's lexer: of a character the number of its bucket. Chevrotain has a table for all of them, which takes longer to make than a small file to read. */
const TABLE_MADE = /function initCharCodeToOptimizedIndexMap\(\) \{\n[\s\S]*?\n\}/;
const TABLE_ASKED = 'charCodeToOptimizedIdxMap[charCode];';
const ENTRY = 'i > 255 ? 255 + ~~(i / 255) : i';

function withoutTable(text) {
  if (!text.match(TABLE_MADE)?.[0].includes(ENTRY) || !text.includes(TABLE_ASKED)) throw new Error("chevrotain's lexer is another one");
  return text.replace(TABLE_MADE, 'function initCharCodeToOptimizedIndexMap() {}').replace(TABLE_ASKED, `((i) => ${ENTRY})(charCode);`);
}

/** A plugin of esbuild's. */
export const parserDecided = {
  name: 'the decisions of the parser inside',
  setup: ({ onLoad }) => {
    onLoad({ filter: /chevrotain[\\/]lib[\\/]src[\\/]scan[\\/]lexer\.js$/ }, ({ path }) => ({
      contents: withoutTable(readFileSync(path, 'utf8')),
    }));
    onLoad({ filter: /grammar[\\/]src[\\/]parser[\\/]decided\.ts$/ }, () => ({
      contents: `const text = ${JSON.stringify(JSON.stringify(decisions))};\nexport const decided = () => JSON.parse(text);`,
    }));
  },
};
