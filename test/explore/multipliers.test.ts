/** What multiplies the states is counted on packed states; here it is counted on decoded ones. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Model, type State, startCheck } from '#checker';
import { createCompiledMachine } from '../../checker/src/explore/machine/compiled.ts';
import { analysed } from '../support/spec.ts';

/** Every reachable state, by plain means. */
function statesOf(model: Model): State[] {
  const { successors, ...machine } = createCompiledMachine(model, { predicates: [], steps: [], deadline: null });
  const states = new Map<string, Int32Array>();
  const take = () => {
    for (let i = 0; i < successors.count; i++) {
      const state = successors.words.slice(i * machine.words, (i + 1) * machine.words);
      if (!states.has(state.join())) states.set(state.join(), state);
    }
    successors.clear();
  };
  machine.initial();
  take();
  for (const state of states.values()) {
    machine.expand(state, 0, 'all');
    take();
  }
  return [...states.values()].map((state) => machine.decode(state, 0));
}

function without(model: Model, kind: string, name: string): (state: State) => unknown {
  const [roleName, of] = name.split('.');
  const role = model.roles.find((candidate) => candidate.name === roleName);
  const isOf = (node: number) => model.instances[node].role === role?.index;
  const cleared = (list: readonly unknown[], at: number) => list.map((entry, i) => (i === at ? null : entry));
  switch (kind) {
    case 'variable': {
      const at = role!.variables.findIndex((variable) => variable.name === of);
      return (s) => ({ ...s, nodes: s.nodes.map((n, i) => (isOf(i) ? { ...n, variables: cleared(n.variables, at) } : n)) });
    }
    case 'timer': {
      const at = role!.timers.findIndex((timer) => timer.name === of);
      return (s) => ({ ...s, nodes: s.nodes.map((n, i) => (isOf(i) ? { ...n, timers: cleared(n.timers, at) } : n)) });
    }
    case 'pause':
      return (s) => ({
        ...s,
        nodes: s.nodes.map((n, i) => (isOf(i) ? { ...n, lateness: 0, suspended: n.suspended?.context ?? null } : n)),
      });
    case 'crash':
      return (s) => ({ ...s, nodes: s.nodes.map((n, i) => (isOf(i) ? { ...n, status: null } : n)) });
    case 'messages':
      return (s) => ({ ...s, messages: null });
    case 'message': {
      const message = model.messages.findIndex((declared) => declared.name === name);
      return (s) => ({ ...s, messages: s.messages.filter((m) => m.message !== message) });
    }
    default:
      throw new Error(`no state without ${kind} ${name}`);
  }
}

test('each part is left out as its name says', () => {
  const text = readFileSync(new URL('../../samples/fenced-lock.proviso', import.meta.url), 'utf8');
  const model = analysed(text).checks[0].runs.at(-1)!.model().model!;
  const check = startCheck(model, { properties: ['FileIntact'], now: () => 0 });
  while (!check.step(10_000).done);
  const work = check.multipliers();
  let reported = work.next();
  while (!reported.done) reported = work.next();
  const states = statesOf(model);
  expect(reported.value.length).toBeGreaterThan(8);
  expect(new Set(reported.value.map(({ kind }) => kind))).toEqual(new Set(['messages', 'message', 'variable', 'timer', 'pause']));
  for (const { kind, name, times } of reported.value) {
    const rest = new Set(states.map((state) => JSON.stringify(without(model, kind, name)(state))));
    expect([kind, name, times]).toEqual([kind, name, states.length / rest.size]);
  }
});
