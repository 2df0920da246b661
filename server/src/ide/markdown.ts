/** Text of authors and reports in Markdown. */

/** Markdown's own signs in it are escaped; between backticks it has none. */
export function markdownText(text: string): string {
  return text.replace(/`[^`]*`|[\\*_{}[\]<>#]/g, (part) => (part.startsWith('`') ? part : `\\${part}`));
}
