/** Questions about a moment of a run, written in the language: one expression, elaborated where a node stands or about all of them. */
import { type Diagnostic, parseExpression } from '#grammar';
import type { Expr, Model } from '../model/ir.ts';
import type { ConstantValue } from './constants.ts';
import { type Context, outer, type Scope } from './context.ts';
import { elaborate } from './elaborate.ts';
import { Expansion } from './expansion.ts';
import { infer } from './expressions.ts';
import { type Analysis, chainOf } from './index.ts';
import { LocalNames } from './local-names.ts';
import { Reporter } from './report.ts';

/** Who asks. */
export interface Asking {
  /** index of the role whose own variables are meant; null where nobody's are */
  readonly role: number | null;
  /** names that are bound, inner ones last; each hides those of its name before it */
  readonly locals: readonly number[];
  /** a message is being handled, so that `corrupted` means something */
  readonly handlesMessage: boolean;
}

export const byNobody: Asking = { role: null, locals: [], handlesMessage: false };

/** `problems`: of the text of the question, whose places have the file name "". */
export type Question = { readonly expr: Expr } | { readonly problems: readonly Diagnostic[] };

/** Of one system under one assumption set, with some constants set, as its model was made. */
export class Questions {
  readonly #context: Context;

  /** Throws where there is no such system. */
  constructor(analysis: Analysis, { system, assume }: Pick<Model, 'system' | 'assume'>, overrides: ReadonlyMap<string, ConstantValue>) {
    const declared = analysis.systems.get(system);
    if (declared === undefined) throw new Error(`there is no system ${system}`);
    this.#context = elaborate(declared, chainOf(analysis, assume), overrides).context;
  }

  ask(text: string, { role, locals, handlesMessage }: Asking): Question {
    const { expr: written, diagnostics } = parseExpression('', text);
    if (written === null || diagnostics.length > 0) return { problems: diagnostics };
    const reporter = new Reporter();
    // What an answer adds is gone with it: the names of quantifiers, and what was said.
    const cx: Context = { ...this.#context, reporter, locals: [...this.#context.locals], expansion: new Expansion(), references: [] };
    const names = locals.reduce((all, id) => all.with(cx.locals[id].name, id), LocalNames.none);
    const scope: Scope = { ...outer('watch', role === null ? null : cx.roles[role]), names, handlesMessage };
    const expr = infer(cx, written, scope);
    return expr === null ? { problems: reporter.diagnostics } : { expr };
  }
}
