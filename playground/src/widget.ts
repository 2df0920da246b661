/**
 * `<proviso-spec><pre>...</pre></proviso-spec>`: a specification of a page that runs where it stands. Nothing is loaded for it before it comes
 * into sight, and where a browser saves data not before somebody asks; all of a page share one server.
 */
import { FIRST, shared } from './share.ts';
import { element } from './spec/elements.ts';
import { LanguageServer } from './spec/language-server.ts';
import type { Diagnostic } from './spec/protocol.ts';
import { Spec } from './spec/spec.ts';

/** Beside this script, wherever the page is. */
const address = (name: string) => new URL(name, import.meta.url).href;

const server = new LanguageServer({ server: address('proviso-lsp.js'), engine: address('proviso-engine.js') });
let count = 0;

/** More would bury the first. */
const MOST_PROBLEMS = 5;

class ProvisoSpec extends HTMLElement {
  #spec: Spec | null = null;
  #seen: IntersectionObserver | null = null;

  connectedCallback(): void {
    const pre = this.querySelector('pre');
    if (pre === null) return;
    const text = `${pre.textContent.trimEnd()}\n`;
    if (savesData()) {
      this.#offer(text);
      return;
    }
    const seen = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      seen.disconnect();
      this.#start(text);
    });
    seen.observe(this);
    this.#seen = seen;
  }

  /** Whoever moves it within a page takes it out and puts it in again: it then begins anew. */
  disconnectedCallback(): void {
    this.#seen?.disconnect();
    this.#spec?.close();
    this.#spec = null;
  }

  /** The text as it stands in the page, and a button. */
  #offer(text: string): void {
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    this.classList.add('waits');
    const bar = element(
      'p',
      { class: 'bar' },
      button('Check', () => this.#start(text)),
    );
    root.replaceChildren(element('link', { rel: 'stylesheet', href: address('widget.css') }), bar, element('slot'));
  }

  #start(text: string): void {
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    const [status, problems, host] = [element('p', { role: 'status' }), element('ul'), element('div')];
    const edit = button('Edit', () => {
      edit.hidden = true;
      void spec.startEditor().then(() => spec.focus());
    });
    const reset = button('Reset', () => spec.reset(text));
    const openElsewhere = async () => {
      const made = await shared([{ name: FIRST, text: spec.text }]);
      if ('problem' in made) status.textContent = made.problem;
      else window.open(`${address('index.html')}#${made.fragment}`, '_blank', 'noopener');
    };
    // The run, provisos and links are there.
    const open = button('Open in the playground', () => void openElsewhere());
    const bar = element('p', { class: 'bar' }, edit, reset, open);
    root.replaceChildren(element('link', { rel: 'stylesheet', href: address('widget.css') }), bar, host, status, problems);
    reset.hidden = true;
    const spec = new Spec(host, address('spec.css'), server, `playground:/part-${++count}.proviso`, text, {
      changed: () => {
        reset.hidden = false;
      },
      judged: () => {},
      problems: (found) => problems.replaceChildren(...listed(found)),
      status: ({ state, text: said }) => {
        status.className = state;
        status.textContent = said;
      },
      stopped: (why) => {
        status.className = 'idle';
        status.textContent = why;
      },
      showRun: () => void openElsewhere(),
      shown: () => Promise.resolve(),
    });
    this.#spec = spec;
  }
}

function button(label: string, run: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button', text: label });
  made.addEventListener('click', run);
  return made;
}

/** Not every browser tells. */
function savesData(): boolean {
  const { connection } = navigator as { readonly connection?: { readonly saveData?: boolean } };
  return connection?.saveData === true;
}

/** Of the text: what became of its checks stands beside its lines. */
function listed(found: readonly Diagnostic[]): HTMLElement[] {
  const told = found.filter(({ severity, code }) => (severity ?? 1) <= 2 && code !== undefined);
  return told.slice(0, MOST_PROBLEMS).map(({ range, message }) => element('li', { text: `Line ${range.start.line + 1}: ${message}` }));
}

customElements.define('proviso-spec', ProvisoSpec);
