/** What a step changed: variables, then timers, then ghosts. Names and values are as the author writes them. */
import type { Event, Model, State, Type, Value, Variable } from '#checker';
import { nodeName, roleOf } from './reader.ts';
import { eachKey, formatTimer, formatValue, type Named, sameValue, timerName } from './values.ts';

/** A variable, timer or ghost that changed; of a map the value under one key: `votes[Client#1]`. */
export interface Moved {
  readonly kind: 'variable' | 'timer' | 'ghost';
  /** null for a ghost of the system */
  readonly node: string | null;
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

export function changesBetween(model: Model, before: State, after: State, events: readonly Event[]): Moved[] {
  const own = model.instances.flatMap(({ index }) => changesAt(model, index, before, after));
  const ghosts = model.ghosts.flatMap((ghost, g) => moved('ghost', null, ghost, before.ghosts[g], after.ghosts[g], model));
  return [
    ...own.filter(({ kind }) => kind === 'variable'),
    ...timersSet(model, before, after, events),
    ...own.filter(({ kind }) => kind === 'ghost'),
    ...ghosts,
  ];
}

/** Those of one node's variables and ghosts that are `wanted`. */
export function changesAt(model: Model, node: number, before: State, after: State, wanted: (v: Variable) => boolean = () => true): Moved[] {
  return roleOf(model, node).variables.flatMap((variable, v) => {
    const [was, is] = [before, after].map((state) => state.nodes[node].variables[v]);
    return wanted(variable) ? moved(variable.ghost ? 'ghost' : 'variable', nodeName(model, node), variable, was, is, model) : [];
  });
}

/** Of a map only the keys that changed. */
function moved(kind: Moved['kind'], node: string | null, named: NamedType, was: Value, is: Value, model: Model): Moved[] {
  const { name, type } = named;
  if (sameValue(was, is)) return [];
  if (type.kind !== 'map') return [{ kind, node, name, from: formatValue(type, was, model), to: formatValue(type, is, model) }];
  return eachKey(type, model).flatMap(({ key, index }) => {
    const [from, to] = [was, is].map((value) => (value as readonly Value[])[index]);
    return moved(kind, node, { name: `${name}[${key}]`, type: type.value }, from, to, model);
  });
}

interface NamedType {
  readonly name: string;
  readonly type: Type;
}

/** Timers that the code started, or stopped while they ran. */
function timersSet(model: Model, before: State, after: State, events: readonly Event[]): Moved[] {
  const set = new Map<string, Moved>();
  for (const event of events) {
    if (event.kind !== 'started' && event.kind !== 'stopped') continue;
    const name = timerName(model, event.node, event.timer, event.key);
    const [was, is] = [before, after].map((state) => state.nodes[event.node].timers[event.timer][event.key]);
    set.delete(name);
    if (event.kind === 'stopped' && was.kind === 'off') continue;
    set.set(name, { kind: 'timer', node: nodeName(model, event.node), name, from: formatTimer(was), to: formatTimer(is) });
  }
  return [...set.values()];
}

/** The values that variables declared `= any` begin with, and those of nodes that have none. `node`: null for ghosts of the system */
export function freeInitialValues(model: Model, state: State, node: number | null): Named[] {
  const free = (variables: readonly (NamedType & { readonly initial: unknown })[], values: readonly Value[]) =>
    variables.flatMap(({ name, type, initial }, v) => (initial === null ? [{ name, value: formatValue(type, values[v], model) }] : []));
  return node === null ? free(model.ghosts, state.ghosts) : free(roleOf(model, node).variables, state.nodes[node].variables);
}
