/**
 * A lint is told just where what it suspects happens: that a message is dropped is seen by the search for it if, and only if, the
 * interpreter drops one in some state of the system as it is written.
 */
import { expect, test } from 'vitest';
import { analyse, campaign, type Model } from '#checker';
import { parse } from '#grammar';
import { initialSteps, steps } from '../../checker/src/model/interpreter.ts';
import { everySpec, firstSeed, runs } from './run.ts';
import { oneAssumption } from './spec.ts';

const MOST = 300;

/** "Role Message" of each message that a node which is up drops; null where there are too many states, or the model fails. */
function droppedIn(model: Model): ReadonlySet<string> | null {
  const dropped = new Set<string>();
  const seen = new Map<string, object>();
  const todo = [...initialSteps(model)].map(({ target }) => target);
  for (const target of todo) {
    if (todo.length > 20 * MOST) return null;
    // A search ends where the model fails; past a bound it does not go.
    if (target.kind === 'error') return null;
    if (target.kind === 'cut') continue;
    const { state } = target;
    const key = JSON.stringify(state);
    if (seen.has(key)) continue;
    seen.set(key, state);
    if (seen.size > MOST) return null;
    for (const next of steps(model, state)) {
      todo.push(next.target);
      const { label } = next;
      if ((label.kind !== 'deliver' && label.kind !== 'duplicate') || label.handler !== null) continue;
      const { to, message } = label.message;
      if (state.nodes[to].status === 'up') dropped.add(`${model.roles[model.instances[to].role].name} ${model.messages[message].name}`);
    }
  }
  return dropped;
}

test('what a lint sees happens, and what happens it sees', () => {
  let compared = 0;
  let told = 0;
  everySpec(
    oneAssumption,
    runs(75, 3000),
    (models, _, text) => {
      const { file } = parse('spec.proviso', text);
      const { checks } = analyse({ root: file, files: new Map([['spec.proviso', file]]), resolve: () => null });
      const [plan] = checks;
      const [model] = models.values();
      const suspects = plan.suspects().filter(({ diagnostic }) => diagnostic.code === 'PV0701');
      if (suspects.length === 0 || plan.runs[0].expectations.length === 0) return;
      const dropped = droppedIn(model);
      if (dropped === null) return;
      const placed = ({ start }: { readonly start: number }) => {
        const nodes = file.systems[0].items.filter((item) => item.kind === 'node');
        const node = nodes.find(({ span }) => span.start <= start && start < span.end)!;
        return `${node.name.text} ${/^\w+/.exec(text.slice(start))![0]}`;
      };
      const sightings = [...campaign([plan], { now: () => 0 })].flatMap((event) => (event.kind === 'done' ? event.sightings : []));
      const seen = new Set(
        sightings.filter(({ diagnostic }) => diagnostic.code === 'PV0701').map(({ diagnostic }) => placed(diagnostic.span)),
      );
      for (const { diagnostic } of suspects) {
        compared++;
        if (seen.has(placed(diagnostic.span))) told++;
        expect([placed(diagnostic.span), seen.has(placed(diagnostic.span))]).toEqual([
          placed(diagnostic.span),
          dropped.has(placed(diagnostic.span)),
        ]);
      }
    },
    firstSeed,
  );
  console.log(`${compared} suspects compared, ${told} of them seen`);
  expect(told).toBeGreaterThan(0);
});
