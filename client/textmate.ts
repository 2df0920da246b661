/** The TextMate grammar, made from the keywords of the language: what the lexer knows is what the editor colours. */
import { allWords, type WordGroup } from '#grammar';

const SCOPES: Record<WordGroup, string> = {
  declaration: 'keyword.declaration.proviso',
  statement: 'keyword.control.proviso',
  expression: 'keyword.operator.word.proviso',
  type: 'support.type.proviso',
  assumption: 'support.constant.assumption.proviso',
  verdict: 'support.constant.verdict.proviso',
};
const CONSTANTS = ['true', 'false', 'none'];

export function textMateGrammar(): object {
  const groups = Object.keys(SCOPES) as WordGroup[];
  return {
    $schema: 'https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json',
    name: 'Proviso',
    scopeName: 'source.proviso',
    patterns: ['comments', 'strings', 'declarations', 'constants', 'instances', 'words', 'numbers', 'operators', 'names'].map((name) => ({
      include: `#${name}`,
    })),
    repository: {
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
          declaration('safety|liveness|reachable|fun|action', 'entity.name.function.proviso'),
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
      words: {
        patterns: groups.map((group) => ({
          name: SCOPES[group],
          match: `(?<!\\.)\\b(?:${allWords
            .filter((word) => word.group === group && !CONSTANTS.includes(word.text) && word.text !== 'self')
            .map((word) => word.text)
            .join('|')})\\b(?!\\s*:)`,
        })),
      },
      numbers: { patterns: [{ name: 'constant.numeric.proviso', match: '\\b\\d+\\b' }] },
      operators: { patterns: [{ name: 'keyword.operator.proviso', match: '==|!=|<=|>=|\\+=|-=|\\.\\.|[=<>+*/%|&?-]' }] },
      names: { patterns: [{ name: 'entity.name.type.proviso', match: '\\b[A-Z]\\w*\\b' }] },
    },
  };
}

/** A word and the name that it declares. */
function declaration(words: string, scope: string): object {
  return { match: `\\b(${words})\\s+([A-Za-z_]\\w*)`, captures: { 1: { name: SCOPES.declaration }, 2: { name: scope } } };
}
