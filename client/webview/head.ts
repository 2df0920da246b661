/** What stands above the run: which property, the story, which assumptions it breaks, and which other runs there are. */
import { faultTexts, type Place } from '#report/walk';
import type { RunView } from '#server';
import type { Hand } from '../src/view/messages.ts';
import { byId, element } from './elements.ts';

/** What can be compared that is at hand already. */
export interface AtHand {
  /** there was another run before the last change of the text */
  readonly before: boolean;
  /** the run of the verdict, while one by hand is shown */
  readonly own: boolean;
}

/** `hand`: null for the run of the verdict */
export function showHead(run: RunView, hand: Hand | null, { before, own }: AtHand, go: (place: Place) => void): void {
  const title = hand === null ? run.verdict.text : 'a run by hand';
  byId('title').textContent = `${run.property}: ${title} under ${run.under}`;
  byId('story').textContent = hand === null ? run.run.story : handText(hand);
  byId('leave').hidden = hand === null;
  byId('save-html').hidden = hand !== null;
  byId('claim').textContent = [run.claim, ...(run.doc === null ? [] : [run.doc])].join(' – ');
  byId('needs').replaceChildren(...needs(run, go));
  byId('assumed').replaceChildren(
    ...run.assumed.map(({ text, place }) => element('div', {}, element('pre', { text }), link(`line ${place.line}`, place, go))),
  );
  options(
    'runs',
    run.runs.map(({ under, text }) => ({ value: under, text: `${under}: ${text}` })),
    run.under,
  );
  const twins = run.run.lookalikes.map(({ node }, i) => ({ value: `twin ${i}`, text: `what ${node} cannot tell this from` }));
  const others = run.runs
    .filter(({ under }) => under !== run.under)
    .map(({ under, text }) => ({ value: `run ${under}`, text: `${under}: ${text}` }));
  const last = [
    ...(own ? [{ value: 'own', text: 'the run of the verdict' }] : []),
    ...(before ? [{ value: 'before', text: 'the run before the last change' }] : []),
  ];
  options('others', [{ value: '', text: 'nothing' }, ...last, ...twins, ...others], '');
}

function handText({ path, shared, otherStart }: Hand): string {
  const chosen = path.steps.length - (shared ?? 0);
  const steps = chosen === 1 ? 'one step that was chosen' : `${chosen} steps that were chosen`;
  if (otherStart) return `A run by hand from another initial state${chosen === 0 ? '' : `: ${steps}`}.`;
  if (shared === null || (shared === 0 && chosen > 0)) return `A run by hand: ${steps}.`;
  return chosen === 0 ? 'A run by hand, so far that of the verdict.' : `As the run of the verdict up to step ${shared}, then ${steps}.`;
}

/** Of one entry there is no choice. */
export function options(id: string, entries: readonly { readonly value: string; readonly text: string }[], chosen: string): void {
  byId<HTMLSelectElement>(id).replaceChildren(...entries.map(({ value, text }) => element('option', { value, text })));
  byId<HTMLSelectElement>(id).value = chosen;
  byId(`${id}-label`).hidden = entries.length < 2;
}

/** Each assumption that is to blame leads to where it is written. Where blame was not worked out, what goes wrong is listed. */
function needs({ blame, run, verdict, claimed }: RunView, go: (place: Place) => void): Node[] {
  const faults = faultTexts(run);
  const inRun = blame === null && faults.length > 0 ? [`What goes wrong in this run: ${faults.join('; ')}.`] : [];
  const blamed = blame === null || blame.text === '' ? [] : [blame.text];
  const wrong = claimed === null ? [] : [`Claimed: ${claimed.text}.`];
  const texts = [...wrong, ...blamed, ...inRun, ...run.fair, ...(verdict.reason === null ? [] : [verdict.reason])];
  const links = [...(blame?.required ?? []), ...(blame?.used ?? [])].flatMap(({ text, place }) =>
    place === null ? [] : [link(`${text}, line ${place.line}`, place, go)],
  );
  const error = verdict.place === null ? [] : [link(`the error, line ${verdict.place.line}`, verdict.place, go)];
  const queue = run.queue === null ? [] : [link(`the queue that is full, line ${run.queue.line}`, run.queue, go)];
  const all = [...error, ...links, ...queue];
  return [...texts.map((text) => element('p', { text })), ...(all.length === 0 ? [] : [element('p', { class: 'links' }, ...all)])];
}

export function link(text: string, place: Place, go: (place: Place) => void): HTMLElement {
  const made = element('button', { type: 'button', class: 'link', text });
  made.addEventListener('click', () => go(place));
  return made;
}
