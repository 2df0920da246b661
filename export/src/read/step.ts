/** What a step took, as the module of fairness tells it in `did`. */
import { type FairItem, type ForeignLasso, type ForeignStep, type State, values } from '#checker';
import { unhandled } from '#grammar';
import type { Module } from '../module.ts';
import type { TlcEvent } from './output.ts';
import { at, cutOf, elements, messageOf, missing, nodeOf, some, stateOf, valueIn } from './state.ts';
import type { TlaValue } from './value.ts';

type Shown = Extract<TlcEvent, { readonly kind: 'state' }>;

/** A run without end as TLC shows it: after its states it goes on as from the one numbered `back`. */
export function lassoOf(m: Module, property: string, shown: readonly Shown[], back: number): ForeignLasso {
  const declared = m.model.properties.find(({ name }) => name === property);
  const at = shown.findIndex(({ number }) => number === back);
  if (declared?.kind !== 'liveness' || at < 0) return missing('a state to go back to');
  const all = [...shown, shown[at]].map(({ variables }) => ({ variables, state: stateOf(m, variables) }));
  const taken = all.slice(1).map(({ variables, state }) => stepOf(m, variables, state));
  const isStep = (step: ForeignStep | null) => step !== null;
  const loop = taken.slice(0, at).filter(isStep).length;
  return { model: m.model, property: declared, first: all[0].state, steps: taken.filter(isStep), loop };
}

/** Of the step that led to these variables and this state; null for a run that rests. */
function stepOf(m: Module, variables: ReadonlyMap<string, TlaValue>, state: State): ForeignStep | null {
  const did = variables.get('did') ?? missing('did');
  const kind = at(did, 'step');
  if (kind === 'rest') return null;
  const message = some(at(did, 'message'));
  const isKnown = kind !== 'lose' && kind !== 'corrupt' && m.tellsSevered;
  return {
    kind: kind as ForeignStep['kind'],
    item: itemOf(m, did, kind as ForeignStep['kind']),
    message: message === null ? null : messageOf(m, message),
    lost: isKnown ? elements(at(did, 'lost')).map((one) => messageOf(m, one)) : null,
    state,
  };
}

function itemOf(m: Module, did: TlaValue, kind: ForeignStep['kind']): FairItem | null {
  const [name, key] = [at(did, 'name'), elements(at(did, 'key'))];
  switch (kind) {
    case 'resume':
    case 'restart':
      return { kind, node: nodeOf(m, at(did, 'self')) };
    case 'heal':
      return { kind, cut: cutOf(m, key[0]) };
    case 'stabilise':
      return { kind };
    case 'fire': {
      const { node, role } = nodeAndRole(m, did);
      const timer = role.timers.findIndex((one) => `${role.name} ${one.name}` === name);
      if (timer < 0) return missing('a timer');
      const of = role.timers[timer].key;
      if (of === null) return { kind, node, timer, key: 0 };
      const wanted = JSON.stringify(valueIn(m, of, key[0]));
      return { kind, node, timer, key: values(of).findIndex((value) => JSON.stringify(value) === wanted) };
    }
    case 'act': {
      // An optional one is not asked for.
      if (name === '') return null;
      const { node, role } = nodeAndRole(m, did);
      const action = role.actions.findIndex((one) => `${role.name} ${one.name}` === name);
      if (action < 0) return missing('an action');
      const params = role.actions[action].params.map(({ local }, i) => valueIn(m, m.model.locals[local].type, key[i]));
      return { kind, node, action, params };
    }
    case 'deliver':
    case 'tick':
    case 'crash':
    case 'lose':
    case 'duplicate':
    case 'corrupt':
    case 'cut':
    case 'lie':
    case 'clock':
      return null;
    default:
      return unhandled(kind);
  }
}

function nodeAndRole(m: Module, did: TlaValue) {
  const node = nodeOf(m, at(did, 'self'));
  return { node, role: m.model.roles[m.model.instances[node].role] };
}
