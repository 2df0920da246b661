/**
 * A page that needs nothing else: what is wrong first, each counterexample as a space-time diagram and a table, then all verdicts. It has no
 * script, and its policy forbids any; it is read on a phone, in the dark and on paper.
 */
import { type Entry, type EntryGroup, entriesOf, groupsOf } from '../entries.ts';
import { printable } from '../layout.ts';
import { STYLE } from '../picture/page-style.ts';
import { spaceTime } from '../picture/space-time.ts';
import type { Counterexample, DiagnosticReport, NearestReport, Place, RunReport, Standing, StepReport } from '../result/types.ts';
import { goneTexts } from '../words/baseline.ts';
import { atText, skippedText, summaryParts } from '../words/check.ts';
import { countsText } from '../words/claims.ts';
import { duration } from '../words/counts.ts';
import { quorumTexts } from '../words/moments.ts';
import { partTexts } from '../words/part.ts';
import { loopRow, worldText } from '../words/rows.ts';
import { atEnd, type Format } from './format.ts';

export const html: Format = { begin: (options) => atEnd(lines, options) };

const WORDS: Readonly<Record<Standing, string>> = {
  expected: 'as expected',
  unexpected: 'unexpected',
  known: 'known',
  undecided: 'undecided',
  unchecked: 'not checked',
};
const MARKS: Readonly<Record<Standing, string>> = { expected: '✓', unexpected: '✗', known: '~', undecided: '?', unchecked: '–' };

function* lines(run: RunReport): Generator<string> {
  const { summary, checks, provisos, interrupted, skipped } = run;
  const parts = summaryParts(summary, checks);
  const wrong = entriesOf(run).filter(({ standing }) => standing === 'unexpected' || standing === 'undecided');
  const title = `Proviso: ${parts.map((part) => part.text).join(', ')}`;
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>Proviso</h1>
<p class="summary">${parts.map((part) => `<span class="${part.standing}">${MARKS[part.standing]} ${escaped(part.text)}</span>`).join(' ')}</p>
<p class="faint">${escaped(`${countsText(summary.checks, provisos.length)} in ${duration(summary.milliseconds)}, proviso ${run.tool.version}`)}</p>
${[...partTexts(run), ...goneTexts(run)].map((part) => `<p class="faint">${escaped(part)}</p>`).join('\n')}
${interrupted ? '<p class="undecided">Interrupted: what is shown was known by then.</p>' : ''}
${skipped.length > 0 ? `<p class="unexpected">${escaped(skippedText(run))}</p>` : ''}
</header>
<main>`;
  yield* mistakes(run);
  if (wrong.length > 0) {
    yield '<section><h2>What is wrong</h2>';
    for (const entry of wrong) yield article(entry);
    yield '</section>';
  }
  yield* matrix(run);
  yield '<section><h2>All verdicts</h2>';
  const groups = groupsOf(run);
  const isOne = groups.length === 1 && groups[0].entries.length === 1;
  for (const group of groups) yield verdicts(group, isOne);
  yield '</section>';
  yield '</main>\n</body>\n</html>';
}

function* mistakes({ unreadable, diagnostics }: RunReport): Generator<string> {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (unreadable.length + errors.length === 0) return;
  yield '<section><h2>Mistakes in the files</h2><ul>';
  for (const { file, message } of unreadable) yield `<li><code>${escaped(file)}</code> ${escaped(message)}</li>`;
  for (const error of errors) yield `<li>${mistake(error)}</li>`;
  yield '</ul></section>';
}

function mistake({ code, place, message, why, help }: DiagnosticReport): string {
  const more = [why, help].flatMap((one) => (one === null ? [] : [`<br><span class="faint">${escaped(one)}</span>`]));
  return `${where(place)} ${code}: ${escaped(message)}${more.join('')}`;
}

function where({ file, line }: Place): string {
  return `<code>${escaped(`${file}:${line}`)}</code>`;
}

function article(entry: Entry): string {
  const { standing, name, text, group, place } = entry;
  return `<article class="${standing}">
<h3><span class="mark" aria-hidden="true">${MARKS[standing]}</span> ${escaped(name)}: ${escaped(text)}</h3>
<p class="faint">${escaped(group)}, ${where(place)}</p>
${told(entry)}
</article>`;
}

/** The run that a verdict rests on, if there is one. */
function told({ counterexample, blame, verdict, nearest }: Entry): string {
  if (counterexample === null) return nearest === null ? '' : near(nearest);
  const { story, fair, lookalikes, timed } = counterexample;
  const error = verdict.place === null ? '' : `<p>The error is at ${where(verdict.place)}.</p>`;
  const after = [...fair, ...(blame === null || blame.text === '' ? [] : [blame.text])].map((one) => `<p>${escaped(one)}</p>`);
  const twins = lookalikes.map(({ node, steps, replay }) => {
    const words = `What ${node} cannot tell this from`;
    return `<h4>${escaped(words)}</h4>${runOf({ timed, steps, replay, loopStart: null }, words)}`;
  });
  return `<p class="story">${escaped(story)}</p>${error}${runOf(counterexample, story)}${twins.join('')}${after.join('')}`;
}

function near({ text, steps }: NearestReport): string {
  const timed = steps.some(({ time }) => time !== null);
  return `<p class="story">${escaped(text)}</p>${steps.length === 0 ? '' : table({ timed, steps, loopStart: null })}`;
}

type Shown = Pick<Counterexample, 'steps' | 'replay' | 'loopStart' | 'timed'>;

function runOf(run: Shown, label: string): string {
  const picture = spaceTime(run.replay, run.steps, { escaped, label: `Space-time diagram. ${label}` });
  return `<div class="both"><div class="scroll" tabindex="0" role="group" aria-label="diagram">${picture}</div><div class="scroll" tabindex="0" role="group" aria-label="steps">${table(run, (number) => quorumTexts(run.replay, number))}</div></div>`;
}

type ColumnKind = 'step' | 'time' | 'node' | 'what' | 'changed';

const COLUMNS: readonly { readonly kind: ColumnKind; readonly title: string }[] = [
  { kind: 'step', title: 'step' },
  { kind: 'time', title: 'time' },
  { kind: 'node', title: 'node' },
  { kind: 'what', title: 'what happened' },
  { kind: 'changed', title: 'what changed' },
];

/** `more`: what is told of a step besides */
function table({ steps, loopStart, timed }: Omit<Shown, 'replay'>, more: (number: number) => readonly string[] = () => []): string {
  const head = COLUMNS.filter(({ kind }) => timed || kind !== 'time').map(({ title }) => title);
  const rows = steps.flatMap((step, i) => [
    ...(i === loopStart ? [loopText(head.length, false)] : []),
    row(step, timed, more(step.number)),
  ]);
  const end = loopStart === steps.length ? [loopText(head.length, true)] : [];
  return `<table class="steps"><thead><tr>${head.map((one) => `<th scope="col">${one}</th>`).join('')}</tr></thead><tbody>${[...rows, ...end].join('')}</tbody></table>`;
}

function loopText(columns: number, nothing: boolean): string {
  return `<tr class="forever"><td colspan="${columns}">${escaped(loopRow(nothing).what)}</td></tr>`;
}

function row({ kind, number, time, node, text, fault, changes }: StepReport, timed: boolean, more: readonly string[]): string {
  const texts: Readonly<Record<ColumnKind, string>> = {
    step: number === 0 ? '' : String(number),
    time: time === null ? '' : String(time),
    node: node ?? worldText(kind),
    what: text,
    changed: [...changes.map((change) => change.text), ...more].join(', '),
  };
  const cells = COLUMNS.flatMap(({ kind: column }) =>
    timed || column !== 'time' ? [`<td class="${column}">${escaped(texts[column])}</td>`] : [],
  );
  return `<tr${fault || kind === 'error' ? ' class="bad"' : ''}>${cells.join('')}</tr>`;
}

/** What is claimed of what each property needs. */
function* matrix({ provisos }: RunReport): Generator<string> {
  if (provisos.length === 0) return;
  yield '<section><h2>What the guarantees need</h2><div class="scroll" tabindex="0" role="group" aria-label="provisos"><table>';
  yield '<thead><tr><th scope="col">system</th><th scope="col">property</th><th scope="col">holds</th><th scope="col">verdict</th></tr></thead><tbody>';
  for (const { system, assume, claims } of provisos) {
    for (const { property, word, condition, outcomes } of claims) {
      const worst = ORDER.find((standing) => outcomes.some((outcome) => outcome.standing === standing)) ?? 'unchecked';
      const lead = outcomes.find(({ standing }) => standing === worst);
      const text = lead === undefined ? '' : `${lead.text}${atText(lead.point)}`;
      const cells = [`${system} from ${assume}`, property, `${word} ${condition}`].map((cell) => `<td>${escaped(cell)}</td>`);
      yield `<tr class="${worst}">${cells.join('')}<td><span class="mark" aria-hidden="true">${MARKS[worst]}</span> ${escaped(text)}</td></tr>`;
    }
  }
  yield '</tbody></table></div></section>';
}

const ORDER: readonly Standing[] = ['unexpected', 'undecided', 'known', 'expected', 'unchecked'];

/** `open`: a page about one verdict alone shows its run. */
function verdicts({ name, place, entries }: EntryGroup, open: boolean): string {
  const rows = entries.map((entry) => {
    const words = `<td><span class="mark" aria-hidden="true">${MARKS[entry.standing]}</span> <span class="hidden">${WORDS[entry.standing]}: </span>${escaped(entry.text)}${entry.standing === 'known' ? ' (known)' : ''}`;
    const shown = entry.standing === 'expected' || entry.standing === 'known' ? told(entry) : '';
    const run = shown === '' ? '' : `<details${open ? ' open' : ''}><summary>the run</summary>${shown}</details>`;
    return `<tr class="${entry.standing}"><th scope="row">${escaped(entry.name)}</th>${words}${run}</td></tr>`;
  });
  return `<h3>${escaped(name)}</h3><p class="faint">${where(place)}</p><table class="verdicts"><tbody>${rows.join('\n')}</tbody></table>`;
}

/** Text of a file is never markup. */
function escaped(text: string): string {
  return printable(text).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
