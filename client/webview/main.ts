/** The script of the counterexample view: shows the run that the extension sends, and lets it be walked both ways. */
import { type Counterexample, DIAGRAM_STYLE, inFlightText, momentPlaceText, momentTexts, type Place, passedText } from '#report/walk';
import type { LogParams, LogSubject, LogView, RunParams, RunView } from '#server';
import type { FromLogView, FromView, Hand, Kept, KeptLog, LogToView, ToView } from '../src/view/messages.ts';
import { type Other, showComparison } from './comparison.ts';
import { Diagram, partsIn } from './diagram.ts';
import { listenForDrops } from './drop.ts';
import { byId, element } from './elements.ts';
import { savePicture } from './export.ts';
import { showHead } from './head.ts';
import { keptMoment } from './keep.ts';
import { dressForLogs, explainedText, showLogHead, tailOf } from './log-head.ts';
import { StateTables } from './state-tables.ts';
import { Twin } from './twin.ts';
import { Walk } from './walk.ts';
import { WhatIf } from './what-if.ts';
import { Zoom } from './zoom.ts';

declare function acquireVsCodeApi(): {
  postMessage(message: FromView | FromLogView): void;
  getState(): Kept | KeptLog | undefined;
  setState(state: Kept | KeptLog): void;
};

const style = new CSSStyleSheet();
style.replaceSync(DIAGRAM_STYLE);
document.adoptedStyleSheets.push(style);

const api = acquireVsCodeApi();
const slider = byId<HTMLInputElement>('slider');
const filter = byId<HTMLInputElement>('filter');
const changedOnly = byId<HTMLInputElement>('changed-only');

/** `hand`: null for the run of the verdict */
type About =
  | { readonly of: 'verdict'; readonly params: RunParams; readonly view: RunView; readonly hand: Hand | null }
  | { readonly of: 'log'; readonly params: LogParams; readonly view: LogView };

interface Shown {
  readonly about: About;
  readonly run: Counterexample;
  readonly walk: Walk;
  readonly diagram: Diagram;
  readonly tables: StateTables;
  twin: Twin;
}

let shown: Shown | null = null;
let kept = api.getState() ?? null;
/** of the same property, before the last change of the text */
let previous: RunView | null = null;
/** the run of the verdict, shown last */
let own: RunView | null = null;
filter.value = kept?.filter ?? '';

const whatIf = new WhatIf({
  ask: (moment, request) => api.postMessage({ kind: 'what if', moment, request }),
  choose: (path) => api.postMessage({ kind: 'take', path }),
  leave: () => shown?.diagram.current?.focus({ preventScroll: true }),
  go: (place) => api.postMessage({ kind: 'go', place }),
});

const zoom = new Zoom(
  ['run', 'twin'].map((id) => ({ pane: byId(id), drawn: byId(id).querySelector<HTMLElement>('.drawn')! })),
  kept?.zoom ?? 1,
  placeSeen,
  () => shown !== null && keep(shown),
);

/** Where the step at hand stands in the pane of the run; null where it is out of sight. */
function placeSeen(pane: HTMLElement) {
  if (shown === null || pane.id !== 'run') return null;
  const { x, y } = shown.diagram.placeOf(shown.walk.moment);
  const at = { x: (x ?? 0) * zoom.factor - pane.scrollLeft, y: y * zoom.factor - pane.scrollTop };
  return at.y < 0 || at.y > pane.clientHeight ? null : at;
}

function show({ params, run: view, hand, fresh, at }: Extract<ToView, { readonly kind: 'show' }>): void {
  const before = shown;
  const was = before?.about.of === 'verdict' ? before.about : null;
  if (fresh) previous = null;
  else if (was !== null && was.hand === null && hand === null && !isSame(was.view, view)) previous = was.view;
  if (hand === null) own = view;
  else if (fresh) own = null;
  const others = byId<HTMLSelectElement>('others');
  const compared = others.value;
  showHead(view, hand, { before: previous !== null && hand === null, own: own !== null && hand !== null }, (place) =>
    api.postMessage({ kind: 'go', place }),
  );
  const diagram = new Diagram(view.run, partsIn(byId('run')), marksOf(hand), to);
  const next = shownNow({ of: 'verdict', params, view, hand }, diagram);
  // Before anything is drawn: what is seen of a run begins where one stands in it.
  next.walk.to(at ?? momentAtFirst(next, before, fresh, 0));
  // What it rests on that a node does not know something is the run that it cannot tell from this one.
  const first = view.run.lookalikes.length > 0 && hand === null ? 'twin 0' : '';
  // What is compared stays so while the run only changes.
  others.value = !fresh && before !== null && [...others.options].some(({ value }) => value === compared) ? compared : first;
  compareWith(others.value);
  begin(next, fresh);
}

function showLog({ params, view, fresh }: Extract<LogToView, { readonly kind: 'show log' }>): void {
  const before = shown;
  dressForLogs();
  showLogHead(view, params, {
    go: (place) => api.postMessage({ kind: 'go', place }),
    goToLog: (file, line) => api.postMessage({ kind: 'go to log', file, line }),
  });
  const diagram = new Diagram(view.run, partsIn(byId('run')), new Map(), to, tailOf(view));
  const next = shownNow({ of: 'log', params, view }, diagram);
  // What is not explained comes behind the last step.
  next.walk.to(momentAtFirst(next, before, fresh, view.unexplained.length === 0 ? 0 : next.walk.last));
  // Whoever has just typed something goes on there.
  begin(next, fresh && document.activeElement?.matches('input, select') !== true);
}

function shownNow(about: About, diagram: Diagram): Shown {
  const { run } = about.view;
  const walk = new Walk(run);
  shown = { about, run, walk, diagram, tables: new StateTables(run, byId('tables')), twin: new Twin(run, null, to) };
  slider.max = String(walk.last);
  return shown;
}

function begin(now: Shown, takesFocus: boolean): void {
  byId('state').scrollTop = 0;
  zoom.refit();
  render(now);
  if (takesFocus) now.diagram.current?.focus({ preventScroll: true });
}

/** What a run by hand breaks, by moment. */
function marksOf(hand: Hand | null): ReadonlyMap<number, string> {
  const broken = (hand?.findings ?? []).filter(({ kind }) => kind !== 'reached');
  return new Map([...Map.groupBy(broken, ({ moment }) => moment)].map(([moment, all]) => [moment, all.map(({ text }) => text).join('; ')]));
}

function isSame(a: RunView, b: RunView): boolean {
  return JSON.stringify(a.run.replay) === JSON.stringify(b.run.replay);
}

function compare(other: Other | null): void {
  if (shown === null) return;
  showComparison(shown.run.steps, other, to);
  shown.twin = new Twin(shown.run, other, to);
  zoom.refit();
  render(shown);
}

/** Runs at other points are asked for; the others are here. */
function compareWith(choice: string): void {
  if (shown === null) return;
  const [kind, ...rest] = choice.split(' ');
  const name = rest.join(' ');
  if (kind === 'run') api.postMessage({ kind: 'compare', under: name });
  else if (kind === 'twin') compare(twinOf(shown.run, Number(name)));
  else if (kind === 'own' && own !== null) compare({ name: 'the run of the verdict', run: own.run, isDrawn: false });
  else compare(kind === 'before' && previous !== null ? { name: 'before', run: previous.run, isDrawn: false } : null);
}

function twinOf({ lookalikes, timed }: RunView['run'], index: number): Other {
  const { node, ...run } = lookalikes[index];
  return { name: `What ${node} cannot tell this from`, run: { ...run, timed }, isDrawn: true };
}

/** After a reload the one of before; while a run only changes, the one that is most like it; else the first. */
function momentAtFirst({ about, walk }: Shown, before: Shown | null, fresh: boolean, first: number): number {
  const restored = kept;
  kept = null;
  if (before === null && restored !== null && isAbout(restored, about)) return Math.min(restored.moment, walk.last);
  return before === null || fresh ? first : keptMoment(before.walk.run, before.walk.moment, walk.run);
}

function isAbout(restored: Kept | KeptLog, about: About): boolean {
  if (about.of === 'log') return 'log' in restored && JSON.stringify(restored.log) === JSON.stringify(about.params);
  return 'params' in restored && restored.params.under === about.params.under;
}

function to(moment: number): void {
  if (shown === null) return;
  shown.walk.to(moment);
  render(shown);
}

function render({ about, run, walk, diagram, tables, twin }: Shown): void {
  const { moment, last } = walk;
  const flying = new Set(walk.inFlight);
  diagram.show(moment, new Set(run.replay.letters.flatMap((letter, i) => (flying.has(letter) ? [i] : []))));
  tables.show(walk);
  tables.filter(filter.value, changedOnly.checked);
  const place = momentPlaceText(run, moment);
  const texts = momentTexts(run, moment);
  slider.value = String(moment);
  slider.setAttribute('aria-valuetext', place);
  byId('at').textContent = place;
  const findings = about.of === 'verdict' ? (about.hand?.findings ?? []) : [];
  const found = findings.filter((one) => one.moment === moment).map((one) => `${one.text}. `);
  byId('now').replaceChildren(
    ...(found.length === 0 ? [] : [element('b', { class: 'found', text: found.join('') })]),
    `${passedText(run, walk.stopBefore, moment)}${texts.join('; ')}`,
    ...(about.of === 'log' ? [explainedText(about.view, moment)] : []),
  );
  const isBack = moment === last && run.replay.loop !== null && run.replay.loop < last;
  byId<HTMLButtonElement>('next').title = isBack ? 'Once more round (Right, Down)' : 'Forward (Right, Down)';
  byId<HTMLButtonElement>('next').disabled = moment === last && !isBack;
  byId<HTMLButtonElement>('back').disabled = moment === 0;
  const letters = [...flying].map((letter) =>
    element('li', { text: inFlightText(letter, moment), class: letter.sent === moment ? 'changed' : '' }),
  );
  byId('in-flight').replaceChildren(...(letters.length === 0 ? [element('li', { class: 'faint', text: 'nothing' })] : letters));
  scrollTo(byId('run'), diagram.placeOf(moment));
  const beside = twin.show(moment, filter.value, changedOnly.checked);
  if (beside !== null) scrollTo(byId('twin'), beside);
  byId<HTMLButtonElement>('save-scenario').disabled = moment === 0;
  if (about.of === 'verdict') whatIf.at(moment);
  keep(shown!);
  api.postMessage({ kind: 'at', place: placeAt(run.steps, moment) });
}

function keep({ about, walk }: Shown): void {
  const place = { moment: walk.moment, filter: filter.value, zoom: zoom.level };
  if (about.of === 'log') api.setState({ log: about.params, ...place });
  else api.setState({ params: about.params, path: about.hand?.path ?? null, ...place });
}

function placeAt(steps: Counterexample['steps'], moment: number): Place | null {
  return steps.find(({ number, place }) => number === moment && place !== null)?.place ?? null;
}

/** The row and the lane stay in the middle part of their pane. */
function scrollTo(pane: HTMLElement, place: { readonly x: number | null; readonly y: number }): void {
  const [x, y] = [place.x === null ? null : place.x * zoom.factor, place.y * zoom.factor];
  const [top, height, left, width] = [pane.scrollTop, pane.clientHeight, pane.scrollLeft, pane.clientWidth];
  if (x !== null && (x < left + 40 || x > left + width - 40)) pane.scrollLeft = x < width - 40 ? 0 : x - width / 2;
  if (y < top + 60 || y > top + height - 60) pane.scrollTop = y - height / 2;
}

function note(text: string | null): void {
  byId('note').textContent = text ?? '';
}

function walked(step: (walk: Walk) => void): void {
  if (shown === null) return;
  const hadFocus = document.activeElement === shown.diagram.current;
  step(shown.walk);
  render(shown);
  if (hadFocus) shown.diagram.current?.focus({ preventScroll: true });
}

const KEYS: Readonly<Record<string, (walk: Walk, each: boolean) => void>> = {
  ArrowRight: (walk, each) => walk.next(each),
  ArrowDown: (walk, each) => walk.next(each),
  ArrowLeft: (walk, each) => walk.back(each),
  ArrowUp: (walk, each) => walk.back(each),
  Home: (walk) => walk.to(0),
  End: (walk) => walk.to(walk.last),
};

document.addEventListener('keydown', (event) => {
  if (
    event.key.toLowerCase() === 'w' &&
    shown?.about.of !== 'log' &&
    !event.ctrlKey &&
    !event.metaKey &&
    !event.altKey &&
    !isTyped(event)
  ) {
    event.preventDefault();
    whatIf.open();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (!isTyped(event) && zoom.key(event.key)) {
    event.preventDefault();
    return;
  }
  const key = Object.hasOwn(KEYS, event.key) ? KEYS[event.key] : undefined;
  if (key === undefined) return;
  // These have keys of their own.
  if (event.target instanceof HTMLElement && event.target.matches('input, select, #state, #state *')) return;
  event.preventDefault();
  walked((walk) => key(walk, event.shiftKey));
});

function isTyped({ target }: KeyboardEvent): boolean {
  return target instanceof HTMLElement && target.matches('input[type=search], input[type=text], select');
}

const BUTTONS: Readonly<Record<string, (walk: Walk) => void>> = {
  first: (walk) => walk.to(0),
  back: (walk) => walk.back(false),
  next: (walk) => walk.next(false),
  last: (walk) => walk.to(walk.last),
};
for (const [id, step] of Object.entries(BUTTONS)) byId(id).addEventListener('click', () => walked(step));
slider.addEventListener('input', () => to(Number(slider.value)));
for (const input of [filter, changedOnly]) {
  input.addEventListener('input', () => {
    if (shown !== null) render(shown);
  });
}
byId<HTMLSelectElement>('runs').addEventListener('change', ({ target }) => {
  api.postMessage({ kind: 'choose', under: (target as HTMLSelectElement).value });
});
byId<HTMLSelectElement>('others').addEventListener('change', ({ target }) => compareWith((target as HTMLSelectElement).value));
for (const as of ['svg', 'png'] as const) {
  byId(`save-${as}`).addEventListener('click', () => {
    if (shown !== null) void savePicture(shown.run, shown.twin.other, as).then((content) => api.postMessage({ kind: 'save', as, content }));
  });
}
byId('save-html').addEventListener('click', () => api.postMessage({ kind: 'save', as: 'html' }));

byId('save-scenario').addEventListener('click', () => {
  if (shown !== null) api.postMessage({ kind: 'scenario', moment: shown.walk.moment });
});
byId('leave').addEventListener('click', () => api.postMessage({ kind: 'leave' }));
for (const id of ['subjects', 'tick']) byId(id).addEventListener('change', askLog);

function askLog(): void {
  const subject = JSON.parse(byId<HTMLSelectElement>('subjects').value) as LogSubject;
  const tick = byId<HTMLInputElement>('tick').value.trim();
  api.postMessage({ kind: 'ask log', ...subject, ...(tick === '' ? {} : { tick }) });
}

listenForDrops((uris) => api.postMessage({ kind: 'drop', uris }));

window.addEventListener('message', ({ data }: MessageEvent<ToView | LogToView>) => {
  switch (data.kind) {
    case 'show':
      show(data);
      note(data.note);
      break;
    case 'show log':
      showLog(data);
      note(null);
      break;
    case 'note':
      note(data.note);
      break;
    case 'other':
      // By now something else may have been chosen.
      if (byId<HTMLSelectElement>('others').value === `run ${data.under}`)
        compare(data.run === null ? null : { name: data.under, run: data.run.run, isDrawn: false });
      break;
    case 'what if':
      whatIf.answer(data.request, data.whatIf, data.says);
      break;
    default:
      data satisfies never;
  }
});
api.postMessage({ kind: 'ready' });
