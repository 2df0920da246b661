/** The TextMate grammar, made from the keywords of the language: what the lexer knows is what the editor colours. */
import { allWords, type Word, type WordGroup } from '#grammar';

/** Scopes that the default themes of VS Code have colours for: not all that the naming conventions know. */
const SCOPES: Record<WordGroup, string> = {
  declaration: 'keyword.declaration.proviso',
  statement: 'keyword.control.proviso',
  expression: 'keyword.operator.expression.proviso',
  type: 'support.type.proviso',
  assumption: 'keyword.other.assumption.proviso',
  verdict: 'keyword.other.verdict.proviso',
};
/** Pairs of words whose second belongs elsewhere when it stands alone. */
const PHRASES: readonly (readonly [pattern: string, group: WordGroup])[] = [
  ['leads\\s+to', 'expression'],
  ['up\\s+to', 'assumption'],
];
const CONSTANTS = ['true', 'false', 'none'];

export function textMateGrammar(): object {
  const groups = Object.keys(SCOPES) as WordGroup[];
  return {
    $schema: 'https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json',
    name: 'Proviso',
    scopeName: 'source.proviso',
    patterns: include('comments', 'strings', 'assumptions', 'declarations', 'constants', 'instances', 'phrases', 'words', ...REST),
    repository: {
      assumptions: {
        patterns: [
          {
            begin: `\\b(assume)\\s+([A-Za-z_]\\w*)(?:\\s+(extends)\\s+([A-Za-z_]\\w*))?\\s*(?=\\{)`,
            beginCaptures: {
              1: { name: SCOPES.declaration },
              2: { name: 'entity.name.type.proviso' },
              3: { name: SCOPES.declaration },
              4: { name: 'entity.name.type.proviso' },
            },
            end: '(?<=\\})',
            patterns: include('assumption'),
          },
        ],
      },
      assumption: { patterns: [{ begin: '\\{', end: '\\}', patterns: include('assumption', 'inAssumptions') }] },
      inAssumptions: {
        patterns: [
          ...include('comments', 'strings', 'declarations', 'constants', 'instances', 'phrases'),
          // `pause` and `stop` are statements elsewhere, `always` and `until` words of properties.
          words(SCOPES.assumption, ({ group }) => group === 'statement' || group === 'assumption' || group === 'declaration'),
          words(SCOPES.assumption, ({ text }) => ['always', 'eventually', 'until'].includes(text)),
          ...include('words', ...REST),
        ],
      },
      phrases: { patterns: PHRASES.map(([pattern, group]) => ({ name: SCOPES[group], match: `\\b${pattern}\\b` })) },
      comments: {
        patterns: [
          { name: 'comment.line.documentation.proviso', match: '///.*$' },
          { name: 'comment.line.double-slash.proviso', match: '//.*$' },
          { name: 'comment.block.proviso', begin: '/\\*', end: '\\*/' },
        ],
      },
      strings: { patterns: [{ name: 'string.quoted.double.proviso', match: '"[^"\\r\\n]*"?' }] },
      declarations: {
        patterns: [
          declaration('system|node|message|struct|enum|type|assume|check', 'entity.name.type.proviso'),
          declaration('safety|liveness|reachable|scenario|fun|action', 'entity.name.function.proviso'),
          declaration('const', 'variable.other.constant.proviso'),
          declaration('timer|clock|ghost|durable', 'variable.other.proviso'),
        ],
      },
      constants: {
        patterns: [
          { name: 'constant.language.proviso', match: `\\b(?:${CONSTANTS.join('|')})\\b` },
          { name: 'variable.language.self.proviso', match: '\\bself\\b' },
        ],
      },
      instances: {
        patterns: [
          {
            match: '\\b([A-Z]\\w*)(#)(\\d+\\b)?',
            captures: {
              1: { name: 'entity.name.type.proviso' },
              2: { name: 'punctuation.proviso' },
              3: { name: 'constant.numeric.proviso' },
            },
          },
        ],
      },
      words: { patterns: groups.map((group) => words(SCOPES[group], (word) => word.group === group)) },
      numbers: { patterns: [{ name: 'constant.numeric.proviso', match: '\\b\\d+\\b' }] },
      operators: { patterns: [{ name: 'keyword.operator.proviso', match: '==|!=|<=|>=|\\+=|-=|\\.\\.|[=<>+*/%|&?-]' }] },
      names: { patterns: [{ name: 'entity.name.type.proviso', match: '\\b[A-Z]\\w*\\b' }] },
    },
  };
}

const REST = ['numbers', 'operators', 'names'];

function include(...names: string[]): object[] {
  return names.map((name) => ({ include: `#${name}` }));
}

function words(name: string, fits: (word: Word) => boolean): object {
  const texts = allWords.filter((word) => fits(word) && !CONSTANTS.includes(word.text) && word.text !== 'self').map(({ text }) => text);
  return { name, match: `(?<!\\.)\\b(?:${texts.join('|')})\\b(?!\\s*:)` };
}

/** A word and the name that it declares. */
function declaration(words: string, scope: string): object {
  return { match: `\\b(${words})\\s+([A-Za-z_]\\w*)`, captures: { 1: { name: SCOPES.declaration }, 2: { name: scope } } };
}
