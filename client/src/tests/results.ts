/** Results in the Test Explorer's terms: states, messages with the story, and coverage of handlers. */
import * as vscode from 'vscode';
import { unhandled } from '#grammar';
import type { TestGroup, TestPlace, TestState } from '#server';
import { markdownText } from '#server/markdown';
import { type Leaf, rangeOf } from './items.ts';

/** Nothing more comes of it by itself. */
export function isFinal(state: TestState): boolean {
  return state !== 'idle' && state !== 'queued' && state !== 'running';
}

/** `as` what a failure is shown: a run that somebody asked for compares as well; else the problem in the text says it already. */
export function report(run: vscode.TestRun, leaf: Leaf, as: 'difference' | 'story'): void {
  const { item, state, milliseconds } = leaf;
  const duration = milliseconds ?? undefined;
  switch (state) {
    case 'passed':
      run.passed(item, duration);
      return;
    case 'failed':
      if (leaf.result?.status === 'error') run.errored(item, messagesOf(leaf, as), duration);
      else run.failed(item, messagesOf(leaf, as), duration);
      return;
    case 'unknown':
      run.errored(item, messagesOf(leaf, as), duration);
      return;
    case 'skipped':
      run.skipped(item);
      return;
    case 'running':
      run.started(item);
      return;
    case 'queued':
      run.enqueued(item);
      return;
    case 'idle':
      return;
    default:
      unhandled(state);
  }
}

function messagesOf({ test, result, item, state }: Leaf, as: 'difference' | 'story'): vscode.TestMessage[] {
  if (result === null) return [];
  const { expected, actual, under, story, advice, hasRun, place } = result;
  const name = markdownText(test.property);
  const text = new vscode.MarkdownString();
  text.isTrusted = { enabledCommands: [SHOW] };
  const parts = [
    `**${name}**: ${markdownText(actual)}${under === '' ? '' : `, under ${markdownText(under)}`}. Expected: ${markdownText(expected)}.`,
  ];
  if (story !== null) parts.push(markdownText(story));
  if (advice !== null) parts.push(`*${markdownText(advice)}*`);
  if (state === 'unknown') parts.push('More states, time or memory may give an answer: see the settings `proviso.check`.');
  if (hasRun) parts.push(`[Show the run step by step](command:${SHOW}?${encodeURIComponent(JSON.stringify([item.id]))})`);
  text.appendMarkdown(parts.join('\n\n'));
  const messages = [new vscode.TestMessage(text)];
  // A difference hides the text that it comes with.
  if (as === 'difference' && state === 'failed')
    messages.unshift(vscode.TestMessage.diff(text, `${test.property} ${expected}\n`, `${test.property} ${actual}\n`));
  for (const message of messages) {
    message.location = new vscode.Location(vscode.Uri.parse(place.uri, true), rangeOf(place));
    if (hasRun) message.contextValue = 'proviso.run';
  }
  return messages;
}

const SHOW = 'proviso.showTestRun';

/** Handlers in the gutter, where declarations are not drawn: of one that never runs every line, else its first. */
export function detailsOf(handlers: readonly vscode.DeclarationCoverage[]): vscode.FileCoverageDetail[] {
  const lines = handlers.map(({ executed, location }) => {
    const range = location instanceof vscode.Range ? location : new vscode.Range(location, location);
    return new vscode.StatementCoverage(executed, executed === true ? range.with({ end: range.start.with({ character: LINE }) }) : range);
  });
  return [...handlers, ...lines];
}

/** No line is longer. */
const LINE = 10_000;

/** By file: which handlers ran in some run of these groups; of groups whose searches did not see every state, nothing. */
export function coverageOf(groups: readonly TestGroup<TestPlace>[]): Map<string, vscode.DeclarationCoverage[]> {
  const found = new Map<string, Map<string, vscode.DeclarationCoverage>>();
  for (const { name, place, ran } of groups.flatMap(({ handlers }) => handlers)) {
    const known = found.get(place.uri) ?? new Map<string, vscode.DeclarationCoverage>();
    found.set(place.uri, known);
    const { line, character } = place.range.start;
    const key = `${line}:${character} ${name}`;
    const hasRun = ran || known.get(key)?.executed === true;
    known.set(key, new vscode.DeclarationCoverage(name, hasRun, rangeOf(place)));
  }
  return new Map([...found].map(([uri, handlers]) => [uri, [...handlers.values()]]));
}
