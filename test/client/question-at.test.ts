/** What a hover asks the debugger about. */
import { expect, test } from 'vitest';
import { questionAt } from '../../client/src/debug/question-at.ts';

test.each([
  ['    if Client#1.token > mine.left {', 'Client', 'Client#1'],
  ['    if Client#1.token > mine.left {', 'token', 'Client#1.token'],
  ['    if Client#1.token > mine.left {', 'mine', 'mine'],
  ['    if Client#1.token > mine.left {', 'left', 'mine.left'],
  ['  x += 1 // then x', '// then', null],
  ['  x += 1', '+=', null],
])('%s at %s', (line, word, question) => {
  const found = questionAt(line, line.indexOf(word) + 1);
  expect(found === null ? null : line.slice(found.start, found.end)).toBe(question);
});
