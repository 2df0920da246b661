/** Text with [[marked words]] in, the message as a terminal shows it out. */
import { expect, test } from 'vitest';
import type { Diagnostic } from '#grammar';
import { formatDiagnostic, plainStyle } from '#report';

function shows(marked: string, extra: Partial<Diagnostic> = {}, columns = 80): string {
  const start = marked.indexOf('[[');
  const end = marked.indexOf(']]') - 2;
  const text = marked.replace('[[', '').replace(']]', '');
  const diagnostic: Diagnostic = {
    code: 'PV0203',
    severity: 'error',
    span: { file: 'a.proviso', start, end },
    message: 'What is wrong',
    ...extra,
  };
  return formatDiagnostic(diagnostic, { style: plainStyle, columns, text: (file) => (file === 'a.proviso' ? text : null) });
}

test('place, words, label, why and help', () => {
  expect(shows('system S {\n  const A = [[B]] + 1\n}\n', { label: 'not known', why: 'a reason', help: 'write `C`' })).toBe(
    `a.proviso:2:13: error PV0203: What is wrong
 2 |   const A = B + 1
   |             ^ not known
  why: a reason
  help: write \`C\`
`,
  );
});

test('tabs and wide characters keep the caret under the words', () => {
  expect(shows('\tx = 日本 + [[y]]\r\n')).toBe(
    `a.proviso:1:11: error PV0203: What is wrong
 1 |     x = 日本 + y
   |                ^
`,
  );
});

test('an empty span at the end of the file has a caret', () => {
  expect(shows('system S {\n[[]]')).toBe(
    `a.proviso:2:1: error PV0203: What is wrong
 2 | 
   | ^
`,
  );
});

test('a span over several lines shows its first', () => {
  expect(shows('on [[M {\n  x = 1\n}]]\n', { label: 'here' })).toBe(
    `a.proviso:1:4: error PV0203: What is wrong
 1 | on M {
   |    ^^^ ... here
`,
  );
});

test('a long line is shown around the words', () => {
  const [, source, caret] = shows(`${'a '.repeat(100)}[[here]]${' b'.repeat(100)}`, {}, 60).split('\n');
  expect(source.length).toBeLessThanOrEqual(60);
  expect(caret.indexOf('^')).toBe(source.indexOf('here'));
  expect(source).toMatch(/\.\.\..*here.*\.\.\.$/);
});

test('what a terminal would obey is shown instead', () => {
  const text = shows('x = [[\u001b[2J]]');
  expect(text).not.toContain('\u001b');
  expect(text).toContain('\\u{1b}[2J');
});

test('related places and a file whose text is not at hand', () => {
  const related = [{ span: { file: 'b.proviso', start: 0, end: 1 }, message: 'declared here' }];
  expect(shows('[[x]]', { severity: 'warning', related })).toBe(
    `a.proviso:1:1: warning PV0203: What is wrong
 1 | x
   | ^
  b.proviso: declared here
`,
  );
});
