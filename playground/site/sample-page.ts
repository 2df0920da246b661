/** A sample as a page: what its header says, the whole of it, which runs there, and why its verdicts are right. */

/** `reasons`: paragraphs of docs/samples.md, as they stand there */
export function sampleMarkdown(name: string, text: string, reasons: readonly string[]): string {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('//'));
  const head = lines.slice(0, end).map((line) => line.replace(/^\/\/\/? ?/, ''));
  const linked = head.join('\n').replace(/`([\w-]+)\.proviso`/g, '[$1]($1.proviso)');
  const parts = [`# ${name}`, linked, `\`\`\`proviso\n${text}\`\`\``];
  if (reasons.length > 0) parts.push('## Why each verdict is right', ...reasons);
  return `${parts.join('\n\n')}\n`;
}
