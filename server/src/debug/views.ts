/** What a client shows of a position of a run: threads, frames, scopes and values, and answers to questions in the language. */
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import { byNobody, ModelErrorSignal, valueIn } from '#checker';
import { datumOf, placeIn, type Replay } from '#report';
import { Refused } from './arguments.ts';
import { Completer } from './complete.ts';
import type { DebuggedRun } from './run.ts';
import type { Scene, Who } from './scene.ts';
import { hasParts, type Shown, shown } from './values.ts';

/** The client's first line and column are 0 or 1. */
export interface Bases {
  readonly line: number;
  readonly column: number;
}

export interface Body {
  readonly body: object;
}

/** Made anew for each position: references to values are of that position. */
export class Views {
  readonly #run: DebuggedRun;
  readonly #scene: Scene;
  readonly #bases: Bases;
  readonly #handles: (() => readonly Shown[])[] = [];

  constructor(run: DebuggedRun, scene: Scene, bases: Bases) {
    this.#run = run;
    this.#scene = scene;
    this.#bases = bases;
  }

  get #replay(): Replay {
    return this.#run.counterexample.replay;
  }

  threads(): Body {
    const nodes = this.#replay.nodes.map(({ name }, node) => ({ id: this.threadOf(node), name }));
    return { body: { threads: [...nodes, { id: this.threadOf('world'), name: 'World' }] } };
  }

  threadOf(who: Who): number {
    return who === 'world' ? this.#replay.nodes.length + 1 : who + 1;
  }

  /** A thread has one frame, of the same number. */
  #whoIs(id: number | undefined): Who {
    if (id === undefined) return 'world';
    if (Number.isInteger(id) && id >= 1 && id <= this.#replay.nodes.length) return id - 1;
    if (id === this.threadOf('world')) return 'world';
    throw new Refused('There is no such node.');
  }

  stackTrace({ threadId, startFrame = 0 }: Dap.StackTraceArguments): Body {
    const { name, span, isBusy } = this.#scene.frame(this.#whoIs(threadId));
    const frame: Dap.StackFrame = { id: threadId, name, line: 0, column: 0, presentationHint: isBusy ? 'normal' : 'subtle' };
    const placed = span === null ? frame : { ...frame, ...this.#placed(span) };
    return { body: { stackFrames: startFrame === 0 ? [placed] : [], totalFrames: 1 } };
  }

  #placed(span: DebuggedRun['propertySpan']): Pick<Dap.StackFrame, 'source' | 'line' | 'column'> {
    const { file, line, column } = placeIn(this.#run.texts, span);
    const name = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
    return { source: { name, path: file }, line: line - 1 + this.#bases.line, column: column - 1 + this.#bases.column };
  }

  scopes({ frameId }: Dap.ScopesArguments): Body {
    const scopes = this.#scene.groups(this.#whoIs(frameId)).map(({ name, kind, values }): Dap.Scope => {
      const hint = kind === 'locals' ? { presentationHint: 'locals' as const } : {};
      return { name, variablesReference: this.#handle(values), expensive: false, ...hint };
    });
    return { body: { scopes } };
  }

  #handle(values: () => readonly Shown[]): number {
    return this.#handles.push(values);
  }

  variables({ variablesReference }: Dap.VariablesArguments): Body {
    const values = this.#handles[variablesReference - 1];
    if (values === undefined) throw new Refused('These values are of another moment of the run.');
    const variables = values().map((one): Dap.Variable => {
      const { name, value, expression } = one;
      return { name, value, variablesReference: this.#partsOf(one), ...(expression === null ? {} : { evaluateName: expression }) };
    });
    return { body: { variables } };
  }

  /** 0 where there are none. */
  #partsOf({ children }: Shown): number {
    return children().length === 0 ? 0 : this.#handle(children);
  }

  // Questions

  evaluate({ expression, frameId }: Dap.EvaluateArguments): Body {
    const [run, scene] = [this.#run, this.#scene];
    requireText('evaluate', 'expression', expression);
    const who = this.#whoIs(frameId);
    const device = scene.device(expression.trim(), who);
    if (device !== null) return { body: { result: device, variablesReference: 0 } };
    const stand = who === 'world' ? null : scene.stand(who);
    const question = run.questions.ask(expression, stand?.asking ?? byNobody);
    if ('problems' in question) {
      const told = question.problems.map(({ message, help }) => (help === undefined ? message : `${message} (${help})`));
      throw new Refused(told.join('; '));
    }
    const { expr } = question;
    try {
      const value = stand === null ? scene.valueForAll(expr) : valueIn(run.model, expr, stand.situation);
      const datum = datumOf(expr.type, value, run.model);
      const whole = shown(expression, datum, expression);
      return { body: { result: whole.value, variablesReference: hasParts(datum) ? this.#handle(whole.children) : 0 } };
    } catch (signal) {
      if (signal instanceof ModelErrorSignal) throw new Refused(`no value: ${signal.error.message}`);
      throw signal;
    }
  }

  completions({ text, column, frameId }: Dap.CompletionsArguments): Body {
    requireText('completions', 'text', text);
    const who = this.#whoIs(frameId);
    const names = who === 'world' ? [] : this.#scene.stand(who).names.map(({ name }) => name);
    const targets = new Completer(this.#run, who, names).after(text.slice(0, Math.max(0, column - this.#bases.column)));
    return { body: { targets } };
  }
}

/** A client may send anything. */
function requireText(request: string, name: string, value: unknown): void {
  if (typeof value !== 'string') throw new Refused(`\`${name}\` in the request \`${request}\`: expected a text.`);
}
