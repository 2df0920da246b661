/** What stands above the run: which property, the story, which assumptions it breaks, and which other runs there are. */
import type { Place } from '#report/walk';
import type { RunView } from '#server';
import { byId, element } from './elements.ts';

export function showHead(run: RunView, go: (place: Place) => void): void {
  byId('title').textContent = `${run.property}: ${run.verdict.text} under ${run.under}`;
  byId('story').textContent = run.run.story;
  byId('needs').replaceChildren(...needs(run, go));
  options(
    'runs',
    run.runs.map(({ under, text }) => ({ value: under, text: `${under}: ${text}` })),
    run.under,
  );
  const twins = run.run.lookalikes.map(({ node }, i) => ({ value: `twin ${i}`, text: `what ${node} cannot tell this from` }));
  const others = run.runs
    .filter(({ under }) => under !== run.under)
    .map(({ under, text }) => ({ value: `run ${under}`, text: `${under}: ${text}` }));
  options('others', [{ value: '', text: 'nothing' }, ...twins, ...others], '', 2);
}

/** A choice is offered from `least` entries on. */
export function options(
  id: string,
  entries: readonly { readonly value: string; readonly text: string }[],
  chosen: string,
  least = 2,
): void {
  byId<HTMLSelectElement>(id).replaceChildren(...entries.map(({ value, text }) => element('option', { value, text })));
  byId<HTMLSelectElement>(id).value = chosen;
  byId(`${id}-label`).hidden = entries.length < least;
}

/** Each assumption that is to blame leads to where it is written. */
function needs({ blame, run: { fair }, verdict }: RunView, go: (place: Place) => void): Node[] {
  const places = [...(blame?.required ?? []), ...(blame?.used ?? [])].flatMap(({ text, place }) =>
    place === null ? [] : [{ text, place }],
  );
  const links = places.map(({ text, place }) => {
    const link = element('button', { type: 'button', class: 'link', text: `${text}, line ${place.line}` });
    link.addEventListener('click', () => go(place));
    return link;
  });
  const texts = [
    ...fair,
    ...(blame === null || blame.text === '' ? [] : [blame.text]),
    ...(verdict.reason === null ? [] : [verdict.reason]),
  ];
  return [...texts.map((text) => element('p', { text })), ...(links.length === 0 ? [] : [element('p', { class: 'links' }, ...links)])];
}
