/** What stands above a run that explains logs, or comes furthest: what is not explained, and which assumption would have to give. */
import type { Place } from '#report/walk';
import type { LogParams, LogView } from '#server';
import { byId, element } from './elements.ts';
import { link, options } from './head.ts';

export interface LogHeadEvents {
  go(place: Place): void;
  goToLog(file: string, line: number): void;
}

/** Parts of the page that are about verdicts, and those about logs. */
const OF_VERDICTS = ['save-html', 'save-scenario', 'leave', 'what-if', 'runs-label', 'others-label'];
const OF_LOGS = ['subjects-label', 'tick-label', 'log'];

export function dressForLogs(): void {
  for (const id of OF_VERDICTS) byId(id).hidden = true;
  for (const id of OF_LOGS) byId(id).hidden = false;
  document.body.classList.add('logs');
}

export function showLogHead(view: LogView, { tick = '' }: LogParams, { go, goToLog }: LogHeadEvents): void {
  const { logs, system, assume, outcome, explained, events, text, needs, unexplained, stuck, subjects, skipped } = view;
  const far = outcome === 'conforms' ? 'conforms to' : `${explained} of ${events} events are explained by`;
  byId('title').textContent = `${logs.join(', ')}: ${far} ${system} under ${assume}`;
  const short = skipped === 0 ? '' : ` Of the run the last ${view.run.replay.moments.length} steps are shown.`;
  byId('story').textContent = `${text[0].toUpperCase()}${text.slice(1)}.${short}`;
  byId('claim').textContent = '';
  byId('needs').replaceChildren(...needs.map((one) => element('p', { class: 'needed', text: one })));
  byId('log').replaceChildren(...unexplained.map((one) => stuckItem(one, stuck, goToLog)));
  byId('assumed').replaceChildren(
    ...view.assumed.map(({ text: written, place }) =>
      element('div', {}, element('pre', { text: written }), link(`line ${place.line}`, place, go)),
    ),
  );
  options(
    'subjects',
    subjects.map((one) => ({ value: JSON.stringify(one), text: `${one.system} under ${one.assume}` })),
    JSON.stringify({ system, assume }),
  );
  byId<HTMLInputElement>('tick').value = tick;
}

function stuckItem(
  { file, line, event, instead, more }: LogView['unexplained'][number],
  stuck: string,
  goToLog: LogHeadEvents['goToLog'],
): HTMLElement {
  const place = element('button', { type: 'button', class: 'link', text: `${file}:${line}` });
  place.addEventListener('click', () => goToLog(file, line));
  const rows = instead.flatMap(({ differences }) => differences.map(({ name, logged, possible }) => [name, logged, possible]));
  const distinct = rows.filter((row, i) => rows.findIndex((one) => one.join('\n') === row.join('\n')) === i);
  return element(
    'li',
    { class: 'stuck' },
    place,
    ` ${stuck}`,
    element('pre', { text: event }),
    ...(distinct.length === 0 ? [] : [valuesTable(distinct)]),
    ...(instead.length === 0
      ? [element('p', { text: 'Nothing else is possible at its node either.' })]
      : [
          element('p', { text: 'Possible instead:' }),
          element(
            'ul',
            {},
            ...instead.map(({ text }) => element('li', { text })),
            ...(more > 0 ? [element('li', { text: `and ${more} more` })] : []),
          ),
        ]),
  );
}

/** What the log has, against what is possible. */
function valuesTable(rows: readonly (readonly string[])[]): HTMLElement {
  const head = element('tr', {}, ...['', 'logged', 'possible'].map((text) => element('th', { scope: 'col', text })));
  const body = rows.map(([name, ...values]) =>
    element('tr', {}, element('th', { scope: 'row', text: name }), ...values.map((text) => element('td', { text }))),
  );
  return element('table', { class: 'values' }, element('thead', {}, head), element('tbody', {}, ...body));
}

/** "run.jsonl:5 is not explained: resume Client#1" */
export function tailOf({ unexplained }: LogView): string[] {
  return unexplained.map(({ file, line, event }) => `${file}:${line} is not explained: ${eventText(event)}`);
}

function eventText(line: string): string {
  const json = JSON.parse(line) as Readonly<Record<string, unknown>>;
  return ['event', 'node', 'action', 'message', 'timer', 'clock']
    .flatMap((key) => (typeof json[key] === 'string' ? [json[key]] : []))
    .join(' ');
}

/** "; explains run.jsonl:3"; empty where the moment explains nothing. */
export function explainedText({ explains }: LogView, moment: number): string {
  const own = explains.filter((one) => one.moment === moment).map(({ file, line }) => `${file}:${line}`);
  return own.length === 0 ? '' : `; explains ${own.join(', ')}`;
}
