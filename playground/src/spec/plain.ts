/** A specification as plain lines, each with its verdict: what is seen before there is an editor, and where there is none. */
import type { VerdictItem } from '#server';
import { element } from './elements.ts';
import { tokenAt } from './highlight.ts';

export interface VerdictLine extends Pick<VerdictItem, 'line' | 'text' | 'kind'> {
  /** shows the run behind it; null where there is none */
  readonly open: (() => void) | null;
}

export class PlainLines {
  readonly dom = element('div', { class: 'plain', role: 'group', 'aria-label': 'The specification' });
  #lines: HTMLElement[] = [];

  show(text: string): void {
    let open = false;
    this.#lines = text.split('\n').map((line, i) => {
      const code = element('code');
      for (let at = 0; at < line.length; ) {
        const token = tokenAt(line, at, open);
        const part = line.slice(at, token.end);
        code.append(token.kind === null ? part : element('span', { class: `tok-${token.kind}`, text: part }));
        ({ end: at, open } = token);
      }
      return element('div', { class: 'row', 'data-line': String(i + 1) }, code);
    });
    const head = headOf(text);
    const folded = element('details', {}, element('summary', { text: `${head} lines about it` }), ...this.#lines.slice(0, head));
    this.dom.replaceChildren(...(head === 0 ? [] : [folded]), ...this.#lines.slice(head));
  }

  verdicts(lines: readonly VerdictLine[]): void {
    for (const old of this.dom.querySelectorAll('.verdict')) old.remove();
    for (const line of lines) this.#lines[line.line]?.append(verdictOf(line));
  }

  /** Null: none. */
  light(from: number | null, to: number): void {
    for (const [i, row] of this.#lines.entries()) row.classList.toggle('lit', from !== null && i >= from && i <= to);
  }

  reveal(line: number): void {
    this.#lines[line]?.scrollIntoView({ block: 'center', behavior: 'smooth' });
  }
}

/** Lines of comment that a text begins with; 0 where these are so few that the code is seen anyway. */
export function headOf(text: string): number {
  const first = text.split('\n').findIndex((line) => !line.startsWith('//'));
  return first > FEW ? first : 0;
}

const FEW = 3;

/** Where there is a run behind it, it leads there. */
export function verdictOf({ text, kind, open }: VerdictLine): HTMLElement {
  if (open === null) return element('span', { class: `verdict ${kind}`, text });
  const button = element('button', { type: 'button', class: `verdict ${kind}`, text, title: 'Show the run' });
  button.addEventListener('click', open);
  return button;
}
