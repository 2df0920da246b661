/** What is right and yet probably not meant. A lint is silent where it is not sure. */
import type { Diagnostic, System } from '#grammar';
import type { Context } from '../context.ts';
import { Reporter } from '../report.ts';
import { guardedMessages } from './guarded-messages.ts';
import { unhandledMessages } from './unhandled-messages.ts';
import { unnamedAnswers } from './unnamed-answers.ts';
import { unused } from './unused.ts';

export function lints(system: System, cx: Context): readonly Diagnostic[] {
  const reporter = new Reporter();
  for (const lint of [guardedMessages, unhandledMessages, unnamedAnswers, unused]) lint(system, cx, reporter);
  return reporter.diagnostics;
}
