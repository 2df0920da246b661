/** The editor: CodeMirror, whose language client speaks to the server that the page has already. Loaded after the first verdict. */
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import {
  bracketMatching,
  foldEffect,
  foldGutter,
  indentOnInput,
  indentUnit,
  StreamLanguage,
  syntaxHighlighting,
} from '@codemirror/language';
import { lintKeymap, setDiagnostics } from '@codemirror/lint';
import {
  findReferencesKeymap,
  formatKeymap,
  hoverTooltips,
  jumpToDefinitionKeymap,
  renameKeymap,
  serverCompletion,
  signatureHelp,
} from '@codemirror/lsp-client';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension, RangeSetBuilder, StateEffect, StateField } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  highlightActiveLine,
  keymap,
  lineNumbers,
  WidgetType,
} from '@codemirror/view';
import { type Tag, tagHighlighter, tags } from '@lezer/highlight';
import { type TokenKind, tokenAt } from './highlight.ts';
import type { LanguageServer } from './language-server.ts';
import { languageClient } from './lsp-client.ts';
import { headOf, type VerdictLine, verdictOf } from './plain.ts';
import { type Diagnostic, offsetOf, type Range, type TextEdit } from './protocol.ts';

export interface EditorOptions {
  readonly parent: HTMLElement;
  /** its styles go here: a shadow root takes them without the page's policy allowing any */
  readonly root: ShadowRoot;
  readonly uri: string;
  readonly text: string;
  readonly server: LanguageServer;
  /** it is the text of the document from now on */
  changed(): void;
}

const TAGS: Readonly<Record<TokenKind, Tag>> = {
  comment: tags.comment,
  string: tags.string,
  number: tags.number,
  constant: tags.atom,
  type: tags.typeName,
  declaration: tags.definitionKeyword,
  statement: tags.controlKeyword,
  expression: tags.operatorKeyword,
  assumption: tags.modifier,
  verdict: tags.annotation,
};

const language = StreamLanguage.define<{ open: boolean }>({
  name: 'proviso',
  startState: () => ({ open: false }),
  token(stream, state) {
    const token = tokenAt(stream.string, stream.pos, state.open);
    stream.pos = token.end;
    state.open = token.open;
    return token.kind;
  },
  languageData: { commentTokens: { line: '//', block: { open: '/*', close: '*/' } }, closeBrackets: { brackets: ['(', '[', '{', '"'] } },
  tokenTable: TAGS,
});

const colours = syntaxHighlighting(tagHighlighter(Object.entries(TAGS).map(([kind, tag]) => ({ tag, class: `tok-${kind}` }))));

class VerdictWidget extends WidgetType {
  readonly #line: VerdictLine;

  constructor(line: VerdictLine) {
    super();
    this.#line = line;
  }

  override eq(other: VerdictWidget): boolean {
    const [a, b] = [this.#line, other.#line];
    return a.text === b.text && a.kind === b.kind && (a.open === null) === (b.open === null);
  }

  override toDOM(): HTMLElement {
    return verdictOf(this.#line);
  }

  /** One that leads nowhere is a place to put the cursor, as the rest of its line is. */
  override ignoreEvent(): boolean {
    return this.#line.open !== null;
  }
}

const setVerdicts = StateEffect.define<readonly VerdictLine[]>();
const setLit = StateEffect.define<{ readonly from: number; readonly to: number } | null>();

/** They stay on their lines while the text is edited elsewhere. */
const verdictField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(verdicts, { changes, effects, state }) {
    const moved = verdicts.map(changes);
    return effects.reduce((all, effect) => {
      if (!effect.is(setVerdicts)) return all;
      const here = effect.value.filter(({ line }) => line < state.doc.lines);
      const marks = here.map((line) =>
        Decoration.widget({ widget: new VerdictWidget(line), side: 1 }).range(state.doc.line(line.line + 1).to),
      );
      return Decoration.set(marks, true);
    }, moved);
  },
  provide: (field) => EditorView.decorations.from(field),
});

const litLine = Decoration.line({ class: 'lit' });
const litField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(lit, { changes, effects, state }) {
    return effects.reduce((all, effect) => {
      if (!effect.is(setLit)) return all;
      const builder = new RangeSetBuilder<Decoration>();
      const { from, to } = effect.value ?? { from: 0, to: -1 };
      for (let line = from; line <= Math.min(to, state.doc.lines - 1); line++)
        builder.add(state.doc.line(line + 1).from, state.doc.line(line + 1).from, litLine);
      return builder.finish();
    }, lit.map(changes));
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** By the numbers of the protocol. */
const SEVERITIES: Readonly<Record<number, 'error' | 'warning' | 'info' | 'hint'>> = { 1: 'error', 2: 'warning', 3: 'info', 4: 'hint' };

export class Editor {
  readonly #view: EditorView;
  readonly #extensions: Extension;

  constructor({ parent, root, uri, text, server, changed }: EditorOptions) {
    const client = languageClient(server, [serverCompletion(), hoverTooltips(), signatureHelp()]);
    const lsp = [...formatKeymap, ...renameKeymap, ...jumpToDefinitionKeymap, ...findReferencesKeymap];
    // A language client is told of a change before anybody else asks for the text.
    const listener = EditorView.updateListener.of(({ docChanged }) => {
      if (!docChanged) return;
      changed();
      client.sync();
    });
    this.#extensions = [
      [lineNumbers(), foldGutter(), history(), drawSelection(), indentOnInput(), bracketMatching(), closeBrackets()],
      [autocompletion(), highlightActiveLine(), highlightSelectionMatches(), indentUnit.of('  '), EditorView.lineWrapping],
      keymap.of([...closeBracketsKeymap, ...lsp, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap]),
      [language, colours, verdictField, litField, listener, client.plugin(uri, 'proviso')],
      EditorView.contentAttributes.of({ 'aria-label': 'The specification', spellcheck: 'false' }),
    ];
    this.#view = new EditorView({ state: EditorState.create({ doc: text, extensions: this.#extensions }), parent, root });
    this.#foldHead();
  }

  get text(): string {
    return this.#view.state.doc.toString();
  }

  focus(): void {
    this.#view.focus();
  }

  /** With nothing to undo. */
  reset(text: string): void {
    this.#view.setState(EditorState.create({ doc: text, extensions: this.#extensions }));
    this.#foldHead();
  }

  /** Only what differs is changed, so that the cursor and what is undone stay sound. */
  replace(text: string): void {
    const before = this.text;
    let [start, end] = [0, 0];
    const most = Math.min(before.length, text.length);
    while (start < most && before[start] === text[start]) start++;
    while (end < most - start && before[before.length - 1 - end] === text[text.length - 1 - end]) end++;
    const changes = { from: start, to: before.length - end, insert: text.slice(start, text.length - end) };
    this.#view.dispatch({ changes, selection: { anchor: start }, userEvent: 'input' });
  }

  edit(edits: readonly TextEdit[]): void {
    const { text } = this;
    const changes = edits.map(({ range, newText }) => ({
      from: offsetOf(text, range.start),
      to: offsetOf(text, range.end),
      insert: newText,
    }));
    this.#view.dispatch({ changes, userEvent: 'input' });
  }

  verdicts(lines: readonly VerdictLine[]): void {
    this.#view.dispatch({ effects: setVerdicts.of(lines) });
  }

  diagnostics(found: readonly Diagnostic[]): void {
    const { text } = this;
    const marks = found.map(({ range, severity, message }) => {
      const [from, to] = [offsetOf(text, range.start), offsetOf(text, range.end)];
      return { from, to: Math.max(from, to), severity: SEVERITIES[severity ?? 1] ?? 'error', message };
    });
    this.#view.dispatch(setDiagnostics(this.#view.state, marks));
  }

  light(range: Range | null): void {
    this.#view.dispatch({ effects: setLit.of(range === null ? null : { from: range.start.line, to: range.end.line }) });
  }

  /** `nearest`: as little as it takes; where the line is seen already, not at all */
  reveal(line: number, y: 'center' | 'nearest'): void {
    const { doc } = this.#view.state;
    const { from } = doc.line(Math.min(line + 1, doc.lines));
    this.#view.dispatch({ effects: EditorView.scrollIntoView(from, { y, yMargin: 40 }) });
  }

  /** The comment that a text begins with hides the code. */
  #foldHead(): void {
    const { doc } = this.#view.state;
    const head = headOf(this.text);
    if (head > 0) this.#view.dispatch({ effects: foldEffect.of({ from: doc.line(1).to, to: doc.line(head).to }) });
  }

  end(): void {
    this.#view.destroy();
  }
}
