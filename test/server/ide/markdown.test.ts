import { expect, test } from 'vitest';
import { markdownText } from '#server/markdown';

test('what an author wrote is text in Markdown, and code between backticks stays code', () => {
  expect(markdownText('`a[b] < c` breaks *x* [y](command:z) <b>')).toBe('`a[b] < c` breaks \\*x\\* \\[y\\](command:z) \\<b\\>');
});

test('no backtick of a name opens a way for links', () => {
  const link = '[x](command:y)';
  for (const around of [`\`\`\`${link}\``, `\`a\n\n${link}\``, `\`\`b\` ${link} \`\``, `\`${link}`, `\`\`${link}\`\``])
    expect(markdownText(around), around).toContain('\\[x\\]');
});
