/** What a step changed, in the author's words: variables, then timers, then ghosts. */

import type { Event, Model, State } from '#checker';
import { append } from '#grammar';
import { formatChange, formatTimer, formatVariable, sameValue, timerName } from '../values.ts';
import { nodeName, roleOf } from './reader.ts';

/** `at` is the node whose row it stands in: what changed elsewhere is named with its node. */
export function changesBetween(model: Model, before: State, after: State, events: readonly Event[], at: number | null): string[] {
  const plain: string[] = [];
  const ghosts: string[] = [];
  for (const { index } of model.instances) {
    const prefix = index === at ? '' : `${nodeName(model, index)}.`;
    roleOf(model, index).variables.forEach((variable, v) => {
      const [was, is] = [before.nodes[index].variables[v], after.nodes[index].variables[v]];
      if (sameValue(was, is)) return;
      append(variable.ghost ? ghosts : plain, formatChange(prefix + variable.name, variable.type, was, is, model));
    });
  }
  model.ghosts.forEach((ghost, g) => {
    if (!sameValue(before.ghosts[g], after.ghosts[g])) {
      append(ghosts, formatChange(ghost.name, ghost.type, before.ghosts[g], after.ghosts[g], model));
    }
  });
  return [...plain, ...timersSet(model, before, after, events), ...ghosts];
}

/** Timers that the code started, or stopped while they ran. */
function timersSet(model: Model, before: State, after: State, events: readonly Event[]): string[] {
  const told = new Map<string, string>();
  for (const event of events) {
    if (event.kind !== 'started' && event.kind !== 'stopped') continue;
    const name = timerName(model, event.node, event.timer, event.key);
    const [was, is] = [before, after].map((state) => state.nodes[event.node].timers[event.timer][event.key]);
    told.delete(name);
    if (event.kind === 'started' || was.kind !== 'off') told.set(name, formatTimer(name, is));
  }
  return [...told.values()];
}

/** The values that variables declared `= any` begin with, and those of nodes that have none. */
export function freeInitialValues(model: Model, state: State, node: number | null): string[] {
  if (node === null) {
    return model.ghosts.flatMap((ghost, g) =>
      ghost.initial === null ? [formatVariable(ghost.name, ghost.type, state.ghosts[g], model)] : [],
    );
  }
  return roleOf(model, node).variables.flatMap((variable, v) =>
    variable.initial === null ? [formatVariable(variable.name, variable.type, state.nodes[node].variables[v], model)] : [],
  );
}
