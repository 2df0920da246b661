/** The script of the counterexample view: shows the run that the extension sends, and lets it be walked both ways. */
import { DIAGRAM_STYLE, inFlightText, momentPlaceText, momentTexts, type Place, passedText } from '#report/walk';
import type { RunParams, RunView } from '#server';
import type { FromView, Hand, Kept, ToView } from '../src/view/messages.ts';
import { type Other, showComparison } from './comparison.ts';
import { Diagram, partsIn } from './diagram.ts';
import { byId, element } from './elements.ts';
import { savePicture } from './export.ts';
import { showHead } from './head.ts';
import { keptMoment } from './keep.ts';
import { StateTables } from './state-tables.ts';
import { Twin } from './twin.ts';
import { Walk } from './walk.ts';
import { WhatIf } from './what-if.ts';
import { Zoom } from './zoom.ts';

declare function acquireVsCodeApi(): {
  postMessage(message: FromView): void;
  getState(): Kept | undefined;
  setState(state: Kept): void;
};

const style = new CSSStyleSheet();
style.replaceSync(DIAGRAM_STYLE);
document.adoptedStyleSheets.push(style);

const api = acquireVsCodeApi();
const slider = byId<HTMLInputElement>('slider');
const filter = byId<HTMLInputElement>('filter');
const changedOnly = byId<HTMLInputElement>('changed-only');

interface Shown {
  readonly params: RunParams;
  readonly view: RunView;
  /** null for the run of the verdict */
  readonly hand: Hand | null;
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
  const walk = new Walk(view.run);
  const before = shown;
  if (fresh) previous = null;
  else if (before !== null && before.hand === null && hand === null && !isSame(before.view, view)) previous = before.view;
  if (hand === null) own = view;
  else if (fresh) own = null;
  const others = byId<HTMLSelectElement>('others');
  const compared = others.value;
  showHead(view, hand, { before: previous !== null && hand === null, own: own !== null && hand !== null }, (place) =>
    api.postMessage({ kind: 'go', place }),
  );
  const diagram = new Diagram(view.run, partsIn(byId('run')), marksOf(hand), to);
  const tables = new StateTables(view.run, byId('tables'));
  shown = { params, view, hand, walk, diagram, tables, twin: new Twin(view.run, null, to) };
  // Before anything is drawn: what is seen of a run begins where one stands in it.
  walk.to(at ?? momentAtFirst(shown, before, fresh));
  slider.max = String(walk.last);
  // What it rests on that a node does not know something is the run that it cannot tell from this one.
  const first = view.run.lookalikes.length > 0 && hand === null ? 'twin 0' : '';
  // What is compared stays so while the run only changes.
  others.value = !fresh && before !== null && [...others.options].some(({ value }) => value === compared) ? compared : first;
  compareWith(others.value);
  byId('state').scrollTop = 0;
  zoom.refit();
  render(shown);
  if (fresh) diagram.current?.focus({ preventScroll: true });
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
  showComparison(shown.view.run.steps, other, to);
  shown.twin = new Twin(shown.view.run, other, to);
  zoom.refit();
  render(shown);
}

/** Runs at other points are asked for; the others are here. */
function compareWith(choice: string): void {
  if (shown === null) return;
  const [kind, ...rest] = choice.split(' ');
  const name = rest.join(' ');
  if (kind === 'run') api.postMessage({ kind: 'compare', under: name });
  else if (kind === 'twin') compare(twinOf(shown.view.run, Number(name)));
  else if (kind === 'own' && own !== null) compare({ name: 'the run of the verdict', run: own.run, isDrawn: false });
  else compare(kind === 'before' && previous !== null ? { name: 'before', run: previous.run, isDrawn: false } : null);
}

function twinOf({ lookalikes, timed }: RunView['run'], index: number): Other {
  const { node, ...run } = lookalikes[index];
  return { name: `What ${node} cannot tell this from`, run: { ...run, timed }, isDrawn: true };
}

/** After a reload the one of before; while a run only changes, the one that is most like it; else the first. */
function momentAtFirst({ params, walk }: Shown, before: Shown | null, fresh: boolean): number {
  const restored = kept;
  kept = null;
  if (before === null && restored !== null && restored.params.under === params.under) return Math.min(restored.moment, walk.last);
  return before === null || fresh ? 0 : keptMoment(before.walk.run, before.walk.moment, walk.run);
}

function to(moment: number): void {
  if (shown === null) return;
  shown.walk.to(moment);
  render(shown);
}

function render({ view: { run }, hand, walk, diagram, tables, twin }: Shown): void {
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
  const found = (hand?.findings ?? []).filter((one) => one.moment === moment).map((one) => `${one.text}. `);
  byId('now').replaceChildren(
    ...(found.length === 0 ? [] : [element('b', { class: 'found', text: found.join('') })]),
    `${passedText(run, walk.stopBefore, moment)}${texts.join('; ')}`,
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
  whatIf.at(moment);
  keep(shown!);
  api.postMessage({ kind: 'at', place: placeAt(run.steps, moment) });
}

function keep({ params, hand, walk }: Shown): void {
  api.setState({ params, path: hand?.path ?? null, moment: walk.moment, filter: filter.value, zoom: zoom.level });
}

function placeAt(steps: RunView['run']['steps'], moment: number): Place | null {
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
  if (event.key.toLowerCase() === 'w' && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyped(event)) {
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
  return target instanceof HTMLElement && target.matches('input[type=search], select');
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
    if (shown !== null) void savePicture(shown.view.run, as).then((content) => api.postMessage({ kind: 'save', as, content }));
  });
}
byId('save-html').addEventListener('click', () => api.postMessage({ kind: 'save', as: 'html' }));

byId('save-scenario').addEventListener('click', () => {
  if (shown !== null) api.postMessage({ kind: 'scenario', moment: shown.walk.moment });
});
byId('leave').addEventListener('click', () => api.postMessage({ kind: 'leave' }));

window.addEventListener('message', ({ data }: MessageEvent<ToView>) => {
  switch (data.kind) {
    case 'show':
      show(data);
      note(data.note);
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
