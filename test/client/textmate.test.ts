/** The colours of the editor: the grammar is the one made from the keywords of the language, and colours all of them. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, test } from 'vitest';
import type { IGrammar, StateStack } from 'vscode-textmate';
import { allWords } from '#grammar';
import { textMateGrammar } from '../../client/textmate.ts';

const require = createRequire(import.meta.url);
const { INITIAL, parseRawGrammar, Registry } = require('vscode-textmate') as typeof import('vscode-textmate');
const oniguruma = require('vscode-oniguruma') as typeof import('vscode-oniguruma');
const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const file = 'client/extension/syntaxes/proviso.tmLanguage.json';

let grammar: IGrammar;

beforeAll(async () => {
  await oniguruma.loadWASM(readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm')));
  const onigLib = Promise.resolve({
    createOnigScanner: (patterns: string[]) => new oniguruma.OnigScanner(patterns),
    createOnigString: (text: string) => new oniguruma.OnigString(text),
  });
  const registry = new Registry({ onigLib, loadGrammar: async () => parseRawGrammar(read(file), file) });
  grammar = (await registry.loadGrammar('source.proviso'))!;
});

/** Each piece of the text with its innermost scope. */
function pieces(text: string): { text: string; scope: string }[] {
  let stack: StateStack = INITIAL;
  return text.split('\n').flatMap((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
    stack = ruleStack;
    return tokens.map(({ startIndex, endIndex, scopes }) => ({ text: line.slice(startIndex, endIndex), scope: scopes.at(-1)! }));
  });
}

function scopeOf(line: string, word: string): string {
  return pieces(line).find(({ text }) => text === word)?.scope ?? 'none';
}

test('the file is what is made from the words', () => {
  expect(JSON.parse(read(file))).toEqual(JSON.parse(JSON.stringify(textMateGrammar())));
});

test('every keyword has a colour', () => {
  expect(allWords.filter(({ text }) => scopeOf(text, text) === 'source.proviso').map(({ text }) => text)).toEqual([]);
});

/** What the default themes of VS Code colour; they leave `keyword.operator` and `support.constant` plain, but for a few. */
const COLOURED = /^(?:keyword(?!\.operator)|keyword\.operator\.expression|constant\.language|support\.type|variable\.language)\b/;

test('the default themes have a colour for every keyword', () => {
  expect(allWords.filter(({ text }) => !COLOURED.test(scopeOf(text, text))).map(({ text }) => text)).toEqual([]);
});

test.each([
  ['  lease: 0..4 = 2   // ticks', 'lease', 'source.proviso'],
  ['  lease: 0..4 = 2   // ticks', '// ticks', 'comment.line.double-slash.proviso'],
  ['/// what this is', '/// what this is', 'comment.line.documentation.proviso'],
  ['import "./other.proviso"', '"./other.proviso"', 'string.quoted.double.proviso'],
  ['message Write(token: Token)', 'Write', 'entity.name.type.proviso'],
  ['timing partial { eventually delay <= 1 }', 'partial', 'keyword.other.assumption.proviso'],
  ['check A { P holds }', 'holds', 'keyword.other.verdict.proviso'],
  ['assume A { timing sync { delay <= 1, pause <= 0 } }', 'pause', 'keyword.other.assumption.proviso'],
  ['assume A { fault R, S { stop, up to 1 } }', 'stop', 'keyword.other.assumption.proviso'],
  ['assume A { fault R { stop, up to 1 } }  system S', 'system', 'keyword.declaration.proviso'],
  ['node N { on t { stop t } }', 'stop', 'keyword.control.proviso'],
  ['safety P: a leads to b', 'leads to', 'keyword.operator.expression.proviso'],
  ['P holds up to 2 faults', 'up to', 'keyword.other.assumption.proviso'],
  ['x == Server#12', '12', 'constant.numeric.proviso'],
  ['  limit: 0..3 = 1', 'limit', 'source.proviso'],
  ['return none', 'none', 'constant.language.proviso'],
])('%s', (line, word, scope) => {
  expect(pieces(line).find(({ text }) => text.includes(word))?.scope).toBe(scope);
});

describe.each(readdirSync(new URL('../../samples/', import.meta.url)).filter((name) => name.endsWith('.proviso')))('%s', (name) => {
  test('no reserved word goes without a colour', () => {
    const reserved = new Set(allWords.filter((word) => word.reserved).map(({ text }) => text));
    const plain = pieces(read(`samples/${name}`)).filter(({ scope }) => scope === 'source.proviso');
    expect(plain.flatMap(({ text }) => text.split(/\W+/)).filter((word) => reserved.has(word))).toEqual([]);
  });
});

test('settings, commands and files that the manifest names are there', () => {
  const manifest = JSON.parse(read('client/extension/package.json')) as {
    contributes: { commands: { command: string }[]; walkthroughs: { steps: { media: { image: { light: string; dark: string } } }[] }[] };
    version: string;
  };
  const code = read('client/src/commands/index.ts');
  for (const { command } of manifest.contributes.commands)
    expect(code).toMatch(new RegExp(`^  ${command.replace('proviso.', '')}[,:]`, 'm'));
  const pictures = manifest.contributes.walkthroughs[0].steps.flatMap(({ media: { image } }) => [image.light, image.dark]);
  expect(pictures.filter((name) => !/^.PNG/.test(read(`client/extension/${name}`)))).toEqual([]);
  expect(manifest.version).toBe((JSON.parse(read('package.json')) as { version: string }).version);
});
