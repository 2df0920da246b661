/**
 * A diagnostic as a person reads it: `file:line:column`, what is wrong, the source line with a caret under the exact
 * words, why it matters, what to write instead.
 */
import type { Diagnostic, Span } from '#grammar';
import { padded, printable, width } from './layout.ts';
import type { Style } from './style.ts';

export interface DiagnosticOptions {
  readonly style: Style;
  readonly columns: number;
  /** the text of a file; null where it could not be read as one */
  readonly text: (file: string) => string | null;
}

export interface Place {
  /** both 1-based; a column counts UTF-16 units, as editors do */
  readonly line: number;
  readonly column: number;
}

const TAB = '    ';

export function placeOf(text: string, offset: number): Place {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - (before.lastIndexOf('\n') + 1) + 1 };
}

/** `samples/lease.proviso:12:7`; only the file where its text is not at hand */
export function placeText(span: Span, text: DiagnosticOptions['text']): string {
  const source = text(span.file);
  if (source === null) return printable(span.file);
  const { line, column } = placeOf(source, span.start);
  return `${printable(span.file)}:${line}:${column}`;
}

export function formatDiagnostic(diagnostic: Diagnostic, options: DiagnosticOptions): string {
  const { style, text } = options;
  const colour = diagnostic.severity === 'error' ? style.bad : style.warn;
  const where = placeText(diagnostic.span, text);
  const lines = [
    `${style.strong(`${where}:`)} ${colour(`${diagnostic.severity} ${diagnostic.code}`)}: ${style.strong(printable(diagnostic.message))}`,
    ...excerpt(diagnostic.span, diagnostic.label ?? '', colour, options),
    ...(diagnostic.related ?? []).flatMap((related) => [
      `  ${style.accent(`${placeText(related.span, text)}:`)} ${printable(related.message)}`,
      ...excerpt(related.span, '', style.accent, options),
    ]),
    ...(diagnostic.why === undefined ? [] : [`  ${style.accent('why:')} ${printable(diagnostic.why)}`]),
    ...(diagnostic.help === undefined ? [] : [`  ${style.accent('help:')} ${printable(diagnostic.help)}`]),
  ];
  return `${lines.join('\n')}\n`;
}

/** "spec.proviso:3:5: hint PV0701: ..." */
export function diagnosticLine({ code, severity, span, message }: Diagnostic, { style, text }: DiagnosticOptions): string {
  const colour = severity === 'error' ? style.bad : style.warn;
  return `${style.strong(`${placeText(span, text)}:`)} ${colour(`${severity} ${code}`)}: ${printable(message)}`;
}

/** The source line and the caret line; of a span over several lines, the first. */
function excerpt(span: Span, label: string, colour: (text: string) => string, options: DiagnosticOptions): string[] {
  const source = options.text(span.file);
  if (source === null) return [];
  const { line } = placeOf(source, span.start);
  const begin = source.lastIndexOf('\n', span.start - 1) + 1;
  const newline = source.indexOf('\n', span.start);
  const end = newline < 0 ? source.length : newline;
  const gutter = String(line);
  const shown = trimmed(
    {
      before: visible(source.slice(begin, span.start)),
      marked: visible(source.slice(span.start, Math.min(span.end, end))),
      after: visible(source.slice(Math.min(span.end, end), end)),
    },
    options.columns - gutter.length - 4,
  );
  const carets = '^'.repeat(Math.max(1, width(shown.marked)));
  const more = span.end > end + 1 ? ' ...' : '';
  const bar = options.style.faint('|');
  return [
    ` ${options.style.faint(gutter)} ${bar} ${shown.before}${shown.marked}${shown.after}`,
    ` ${' '.repeat(gutter.length)} ${bar} ${padded('', width(shown.before))}${colour(`${carets}${more}${label === '' ? '' : ` ${printable(label)}`}`)}`,
  ];
}

function visible(text: string): string {
  return printable(text.replace(/\r$/, '').replaceAll('\t', TAB));
}

interface Shown {
  readonly before: string;
  readonly marked: string;
  readonly after: string;
}

const CUT = '...';

/** A long line is shown around the marked words. */
function trimmed({ before, marked, after }: Shown, columns: number): Shown {
  if (width(before) + width(marked) + width(after) <= columns) return { before, marked, after };
  const words = width(marked) > columns - 2 * CUT.length ? firstColumns(marked, Math.max(8, columns - 2 * CUT.length - 8)) + CUT : marked;
  const room = Math.max(0, columns - width(words));
  const left = width(before) <= room / 2 ? before : CUT + lastColumns(before, Math.floor(room / 2) - CUT.length);
  const rest = Math.max(0, room - width(left));
  const right = width(after) <= rest ? after : firstColumns(after, rest - CUT.length) + CUT;
  return { before: left, marked: words, after: right };
}

function firstColumns(text: string, columns: number): string {
  let taken = '';
  for (const character of text) {
    if (width(taken) + width(character) > columns) break;
    taken += character;
  }
  return taken;
}

function lastColumns(text: string, columns: number): string {
  return [...firstColumns([...text].reverse().join(''), columns)].reverse().join('');
}
