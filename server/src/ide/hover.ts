/** Hovers: a counterexample on its property, the facts about a name, the meaning of a keyword. */
import { type Span, sendIn, statementsOf } from '#grammar';
import {
  atText,
  blameText,
  enumerate,
  furtherText,
  largestReport,
  lengthOf,
  type PictureTheme,
  picture,
  placeOfStep,
  stepClauseText,
  stoppedText,
  storyText,
  traceRows,
  verdictText,
  whyFair,
} from '#report';
import type { Declaration } from './declarations.ts';
import { diagnostics } from './diagnostics.ts';
import { type Judged, judgedOf, judgedOfProperty, rank, readerOf, storyOf, traceOf, under } from './judged.ts';
import { meaningOf } from './language-words.ts';
import { markdownText } from './markdown.ts';
import { wordPlace } from './place.ts';
import { assumedHover, provisosOf, provisosText } from './provisos.ts';
import { randomText } from './random-runs.ts';
import { BUILT_IN, builtInSignature } from './signature-help.ts';
import type { Snapshot } from './snapshot.ts';
import { declarationAt, symbolAt } from './symbols.ts';

export interface Hover {
  readonly span: Span;
  /** markdown */
  readonly text: string;
}

/** What shows the hovers. */
export interface Viewer {
  readonly theme: PictureTheme;
  /** it shows the problems of a place above its hover, so what they say is not said again */
  readonly withProblems: boolean;
  /** it has the settings and the commands of VS Code, so a hover may lead to them */
  readonly hasCommands: boolean;
}

const PLAIN: Viewer = { theme: 'light', withProblems: false, hasCommands: false };

interface Look extends Viewer {
  /** what is looked at, where a problem may stand */
  readonly at: Span;
}

/** Rows of a table; a longer run is cut here and whole on the command line. */
const MOST_ROWS = 40;

export function hover(snapshot: Snapshot, offset: number, viewer: Viewer = PLAIN): Hover | null {
  const symbol = symbolAt(snapshot, offset);
  const part = joined(assumedHover(snapshot, offset), partIn(snapshot, offset, symbol === null));
  if (symbol === null) {
    const word = builtInHover(snapshot, offset) ?? wordHover(snapshot, offset);
    if (part === null || word === null) return word ?? part;
    return { span: word.span, text: `${part.text}\n\n---\n\n${word.text}` };
  }
  const declaration = declarationAt(snapshot, symbol.declared);
  const look: Look = { ...viewer, at: symbol.span };
  const parts = declaration === null ? [code(symbol.text)] : declarationText(snapshot, declaration, look);
  return { span: symbol.span, text: [...parts, ...(part === null ? [] : [part.text])].join('\n\n') };
}

function joined(first: Hover | null, second: Hover | null): Hover | null {
  if (first === null || second === null) return first ?? second;
  return { span: second.span, text: `${first.text}\n\n${second.text}` };
}

/** Counterexamples shown at one place of the code; more would hide the rest. */
const MOST_PARTS = 4;

/**
 * "Step 5 of 7 in the run that breaks InTurn under Paused: Client#1: work", for a handler, an action or an assumption that
 * takes part; `whole`: anywhere in its body too.
 */
function partIn(snapshot: Snapshot, offset: number, whole: boolean): Hover | null {
  const lines: string[] = [];
  let around: Span | null = null;
  for (const judged of firstOfEach(judgedOf(snapshot))) {
    const { outcome } = judged;
    const reader = outcome.verdict.status === 'violated' ? readerOf(snapshot, outcome) : null;
    if (reader === null || lines.length >= MOST_PARTS) continue;
    const { steps } = reader.trace;
    const taken = steps.flatMap((_, i) => {
      const words = placeOfStep(reader, i);
      const span = words !== null && whole ? memberAround(snapshot, words) : words;
      if (span === null || span.file !== snapshot.path || offset < span.start || span.end < offset) return [];
      around = span;
      return [{ number: i + 1, clause: stepClauseText(reader, i) }];
    });
    const [first] = taken;
    if (first === undefined) continue;
    const numbers = enumerate(taken.map(({ number }) => String(number)));
    const head = `${taken.length === 1 ? 'Step' : 'Steps'} ${numbers} of ${steps.length} in the run that breaks ${outcome.property} under ${under(judged)}`;
    lines.push(`- ${markdownText(head)}${taken.length === 1 ? `: ${markdownText(first.clause)}` : ''}`);
  }
  return around === null ? null : { span: around, text: lines.join('\n') };
}

/** The handler or action that these words begin; of an assumption the words alone. */
function memberAround({ loaded }: Snapshot, words: Span): Span {
  const systems = [...loaded.files.values()].flatMap((file) => file.systems);
  const members = systems.flatMap(({ items }) => items.flatMap((item) => (item.kind === 'node' ? item.members : [])));
  return members.find(({ span: { file, start, end } }) => file === words.file && start <= words.start && words.end <= end)?.span ?? words;
}

/** The most important counterexample of each property. */
function firstOfEach(all: readonly Judged[]): Judged[] {
  const found = new Map<string, Judged>();
  for (const one of all.toSorted((a, b) => rank(a.outcome) - rank(b.outcome))) {
    const key = `${one.system} ${one.outcome.property}`;
    if (!found.has(key)) found.set(key, one);
  }
  return [...found.values()];
}

/** A word of the language, by what it means where it stands. */
function wordHover(snapshot: Snapshot, offset: number): Hover | null {
  const { parsed, path } = snapshot;
  const token = parsed.tokens.find(
    ({ startOffset, image }) => startOffset <= offset && offset < startOffset + image.length && /^[a-z]/.test(image),
  );
  const text = token === undefined ? null : meaningOf(token.image, wordPlace(snapshot, token.startOffset));
  if (token === undefined || text === null) return null;
  return { span: { file: path, start: token.startOffset, end: token.startOffset + token.image.length }, text };
}

/** `index` of `index(n)`, where no function of the system has the name. */
function builtInHover({ parsed, path }: Snapshot, offset: number): Hover | null {
  const at = parsed.tokens.findIndex(({ startOffset, image }) => startOffset <= offset && offset <= startOffset + image.length);
  const [token, after] = [parsed.tokens[at], parsed.tokens[at + 1]];
  if (token === undefined || after?.image !== '(' || !Object.hasOwn(BUILT_IN, token.image)) return null;
  const [, doc] = BUILT_IN[token.image];
  const span = { file: path, start: token.startOffset, end: token.startOffset + token.image.length };
  return { span, text: `${code(builtInSignature(token.image))}\n\n${doc}` };
}

function declarationText(snapshot: Snapshot, declaration: Declaration, look: Look): string[] {
  const documented = declaration.doc === null ? [] : [declaration.doc];
  const head = [code(declaration.signature), ...documented];
  switch (declaration.kind) {
    case 'property':
      return [...propertyText(snapshot, declaration, look), ...head];
    case 'variable':
    case 'ghost':
      return [...head, ...observedText(snapshot, declaration)];
    case 'timer':
      return [...head, timerText(declaration.name.text)];
    case 'assume':
      return [code(wholeText(snapshot, declaration)), ...documented];
    case 'system':
    case 'node':
      return [code(withInside(declaration)), ...documented];
    case 'message':
      return [...head, ...messageText(snapshot, declaration.name.text)];
    default:
      return head;
  }
}

/** Lines of a declaration that are shown; the rest is a click away. */
const MOST_LINES = 24;

/** As it is written. */
function wholeText({ loaded }: Snapshot, { span, signature }: Declaration): string {
  const text = loaded.texts.get(span.file)?.slice(span.start, span.end) ?? signature;
  return shortened(text.split('\n'));
}

/** Its first line, and one for each thing in it. */
function withInside({ signature, inside }: Declaration): string {
  const members = inside.map((one) => `  ${one.signature}`);
  return members.length === 0 ? signature : [...shortened([`${signature} {`, ...members]).split('\n'), '}'].join('\n');
}

function shortened(lines: readonly string[]): string {
  const more = lines.length - MOST_LINES;
  return more <= 1 ? lines.join('\n') : [...lines.slice(0, MOST_LINES), `  // and ${more} more lines`].join('\n');
}

function code(text: string): string {
  return `\`\`\`proviso\n${text}\n\`\`\``;
}

// Properties

function propertyText(snapshot: Snapshot, { container, name }: Declaration, look: Look): string[] {
  const judged = judgedOfProperty(snapshot, container ?? '', name.text);
  const [lead] = judged;
  if (lead === undefined) return [];
  const others = judged.slice(1, 8).map((one) => `- ${under(one)}: ${markdownText(verdictText(one.outcome.verdict))}`);
  const more = judged.length > 8 ? [`- and ${judged.length - 8} more`] : [];
  const found = provisosOf(snapshot, container ?? '', name.text);
  const provisos = found === null ? [] : [provisosText(found)];
  return [
    ...leadText(snapshot, lead, look, look.withProblems && hasProblem(snapshot, look.at)),
    ...provisos,
    ...(others.length === 0 ? [] : [[...others, ...more].join('\n')]),
  ];
}

function hasProblem(snapshot: Snapshot, { file, start, end }: Span): boolean {
  const around = diagnostics(snapshot).filter(({ span }) => span.file === file && span.start <= start && end <= span.end);
  return around.some(({ severity, code }) => severity === 'error' && code === null);
}

/** `isToldAlready`: the first sentence stands in a problem above. */
function leadText(snapshot: Snapshot, lead: Judged, { theme, hasCommands }: Look, isToldAlready: boolean): string[] {
  const { outcome } = lead;
  const trace = traceOf(outcome);
  const title = `**${markdownText(verdictText(outcome.verdict))}** under ${under(lead)}`;
  const reader = readerOf(snapshot, outcome);
  if (trace === null || reader === null)
    return [title, ...stoppedAt(snapshot, lead), ...goOnText(outcome, hasCommands), ...randomText(snapshot, lead)];
  const { verdict } = outcome;
  const blame = verdict.status === 'violated' && verdict.blame !== null ? blameText(verdict.blame, outcome.property) : '';
  const story = storyOf(snapshot, outcome);
  const told = story === null ? '' : isToldAlready ? furtherText(story) : storyText(story);
  return [
    ...(told === '' ? [] : [markdownText(told)]),
    `![the run](data:image/svg+xml;base64,${base64(picture(reader, theme))})`,
    `**${verdict.status}**: ${lengthOf(trace)}, under ${under(lead)}`,
    stepsTable(snapshot, lead),
    ...(verdict.status === 'violated' ? whyFair(reader).map(markdownText) : []),
    ...(blame === '' ? [] : [`*${markdownText(blame)}*`]),
  ];
}

/** What multiplies the states of the search that a budget stopped, and how they grow with its bounds. */
function stoppedAt({ verdicts, loaded }: Snapshot, { check, outcome: { verdict } }: Judged): string[] {
  const largest = verdicts?.checks.find(({ index }) => index === check)?.outcome.largest;
  if (largest === undefined || verdict.status !== 'unknown' || !verdict.budget) return [];
  const text = stoppedText(
    largestReport(largest, (file) => loaded.texts.get(file) ?? null),
    atText(largest.point),
  );
  return text === '' ? [] : [markdownText(text)];
}

/** Where more of the budget may give an answer: how to give it. */
function goOnText({ verdict }: Judged['outcome'], hasCommands: boolean): string[] {
  if (verdict.status !== 'unknown' || !verdict.budget) return [];
  const chance = 'may find a violation that is out of reach for a search.';
  if (!hasCommands) return [`To go on: check the file on the command line, which has no limit of states. \`proviso simulate\` ${chance}`];
  return [
    'To go on: [raise the limits of checks in the editor](command:workbench.action.openSettings?%5B%22proviso.check%22%5D), or check the file on ' +
      `the command line, which has no limit of states. \`try random runs\` beside the check ${chance}`,
  ];
}

/** In Node and in browsers, though not of the language itself. */
declare function btoa(bytes: string): string;

/** Of UTF-8: names are ASCII, but texts of the author need not be. */
function base64(text: string): string {
  return btoa(encodeURIComponent(text).replace(/%(..)/g, (_, byte) => String.fromCharCode(Number.parseInt(byte, 16))));
}

function stepsTable(snapshot: Snapshot, { outcome }: Judged): string {
  const reader = readerOf(snapshot, outcome)!;
  const rows = traceRows(reader, outcome.verdict);
  const timed = outcome.model.timing.time;
  const head = ['step', ...(timed ? ['time'] : []), 'node', 'what happened', 'what changed'];
  const lines = rows.slice(0, MOST_ROWS).map(({ time, node, what, changed, kind, step }) => {
    const event = kind === 'fault' || kind === 'end' || kind === 'loop' ? `**${cell(what)}**` : cell(what);
    // The number that the picture has under the step.
    const number = step < 0 || kind === 'loop' ? '' : String(step + 1);
    return row([number, ...(timed ? [time === null ? '' : String(time)] : []), cell(node), event, cell(changed.join(', '))]);
  });
  const more = rows.length > MOST_ROWS ? [`\n${rows.length - MOST_ROWS} more rows on the command line`] : [];
  return [row(head), row(head.map((name) => (name === 'time' || name === 'step' ? '--:' : '---'))), ...lines, ...more].join('\n');
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function cell(text: string): string {
  return markdownText(text).replaceAll('|', '\\|');
}

// Names

/** The values that a variable really takes, where the search was small enough to look. */
function observedText({ verdicts }: Snapshot, { container, name, kind }: Declaration): string[] {
  const found = (verdicts?.checks ?? []).flatMap(({ outcome, observed }) => {
    const own = observed?.find((o) => o.variable === name.text && (o.role === container || (o.role === null && kind === 'ghost')));
    return own === undefined
      ? []
      : [
          `- under ${outcome.assume}: ${own.values.map((v) => `\`${v}\``).join(', ')}${own.count > own.values.length ? `, ${own.count} in all` : ''}`,
        ];
  });
  const distinct = [...new Set(found)];
  return distinct.length === 0 ? [] : [`Values in the reachable states:\n\n${distinct.slice(0, 6).join('\n')}`];
}

function timerText(name: string): string {
  return `\`${name}.left\` is the remaining ticks, 0 if it is off or has run out; \`${name}.running\` is \`${name}.left > 0\`. Without a bound on the drift, readings never rise and are not 0 before the first tick.`;
}

function messageText({ analysis }: Snapshot, name: string): string[] {
  const senders = new Set<string>();
  const receivers = new Set<string>();
  for (const system of analysis.systems.values()) {
    for (const item of system.items) {
      if (item.kind !== 'node') continue;
      if (statementsOf(item).some((statement) => sendIn(statement)?.message.text === name)) senders.add(item.name.text);
      for (const member of item.members) {
        if (member.kind === 'handler' && member.triggers.some((t) => t.kind === 'name' && t.name.text === name))
          receivers.add(item.name.text);
      }
    }
  }
  const list = (names: ReadonlySet<string>) => (names.size === 0 ? 'nobody' : [...names].join(', '));
  return [`Sent by ${list(senders)}, handled by ${list(receivers)}.`];
}
