/** Text of authors and reports in Markdown. */

/** Markdown's own signs in it are escaped. Between two backticks on one line it has none; other backticks are signs as well. */
export function markdownText(text: string): string {
  return text.replace(/(?<!`)`[^`\n]+`(?!`)|[\\`*_{}[\]<>#]/g, (part) => (part.length > 1 ? part : `\\${part}`));
}
