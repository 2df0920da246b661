/** Why a property that holds says nothing, by looking at every state and step of the graph. */
import { evaluate, type Model, type Property } from '#checker';
import { tickSteps } from '../../checker/src/model/interpreter/world-steps.ts';
import { canonical, type Graph } from './lockstep.ts';

/** The reason; null where there is none, undefined where this does not tell. */
export function vacuityByHand(model: Model, property: Property, graph: Graph): string | null | undefined {
  const states = graph.states.map(({ state }) => state);
  const passes = !model.timing.time || states.some((state) => tickSteps(model, state).some(({ target }) => target.kind === 'state'));
  if (!passes) return 'time never passes';
  switch (property.kind) {
    case 'state': {
      const { predicate, text } = property;
      // Under a quantifier it is asked for some element: not looked at here.
      if (text.startsWith('always') && (predicate.op === 'forall' || predicate.op === 'let')) return undefined;
      if (!text.startsWith('always') || predicate.op !== 'implies') return null;
      return states.some((state) => evaluate(model, predicate.left, state) === true) ? null : 'its condition is never true';
    }
    case 'step': {
      if (/^always (next\((.+)\) == \2|(.+) == next\(\3\))$/.test(property.text)) return null;
      const values = states.map((state) => canonical(property.watched.map((watched) => evaluate(model, watched, state))));
      const changes = graph.states.some(({ edges }, from) => edges.some(({ to }) => values[to] !== values[from]));
      return changes ? null : 'no step changes what it is about';
    }
    case 'deadline':
      return states.some((state) => evaluate(model, property.from, state) === true) ? null : 'what it waits from is never true';
    case 'reachable':
    case 'liveness':
      return undefined;
  }
}
