/** Ways of searching the same system, each made ready once and then run as often as is asked. */
import { readFileSync } from 'node:fs';
import { type CheckOptions, checkModel, createCompiledMachine, type Model } from '#checker';
import { canCost, jobsFor } from '../checker/src/explore/check/jobs.ts';
import { BATCH } from '../checker/src/explore/machine/successors.ts';
import { Search } from '../checker/src/explore/search/search.ts';
import { StateStore } from '../checker/src/explore/states/store.ts';
import { analysed } from '../test/support/spec.ts';
import type { Case } from './cases.ts';
import { modelOf } from './model.ts';

interface Size {
  readonly states: number;
  readonly bytes: number;
}

/** A case of the bench, or "sample assume [properties]": the first point of that check. */
export type System = Case | string;

export const ways = {
  plain: (system: System) => plainly(modelFor(system)),
  layered: (system: System) => byFaults(modelFor(system)),
  // nothing is asked, so that no verdict ends the search before it has seen every state
  safety: (system: System) => checked(modelFor(system), { properties: [] }),
  liveness: (system: System) => checked(modelFor(system), { properties: livenessOf(system) }),
  every: (system: System) => checked(safetyOf(modelFor(system)), {}),
  reduced: (system: System) => checked(safetyOf(modelFor(system)), { reduceFrom: 0 }),
  'plain states': (system: System) => checked(safetyOf(modelFor(system)), { compress: 'never' }),
  compressed: (system: System) => checked(safetyOf(modelFor(system)), { compress: 'always' }),
} satisfies Record<string, (system: System) => () => Size>;

export type Way = keyof typeof ways;

const NOTHING = { predicates: [], steps: [], deadline: null };

function modelFor(system: System): Model {
  return typeof system === 'string' ? sampleModel(system) : modelOf(system);
}

function sampleModel(words: string): Model {
  const [sample, assume] = words.split(' ');
  const text = readFileSync(new URL(`../samples/${sample}.proviso`, import.meta.url), 'utf8');
  const check = analysed(text).checks.find((one) => one.assume === assume);
  const model = check?.runs[0].model().model;
  if (model === null || model === undefined) throw new Error(`no model of ${words}`);
  return model;
}

function livenessOf(system: System): string[] {
  return typeof system === 'string' ? system.split(' ')[2].split(',') : [system.property];
}

/** Without what needs every state and step kept. */
function safetyOf(model: Model): Model {
  return { ...model, properties: model.properties.filter(({ kind, usesKnowledge }) => kind !== 'liveness' && !usesKnowledge) };
}

function checked(model: Model, options: Partial<CheckOptions>): () => Size {
  return () => checkModel(model, { now: () => performance.now(), blame: false, ...options }).size;
}

/** Level by level of steps alone, over the same machine and store. */
function plainly(model: Model): () => Size {
  return () => {
    const machine = createCompiledMachine(model, NOTHING);
    const { successors } = machine;
    successors.skipSame = true;
    const store = new StateStore(machine.words);
    const insert = () => {
      store.insert(successors.words, successors.count, false);
      successors.clear();
    };
    machine.initial();
    insert();
    for (let state = 0, end = 0; state < store.count; ) {
      for (end = store.count; state < end; state++) {
        machine.expand(store.segment(state), store.offset(state), 'all');
        if (successors.count >= BATCH || state + 1 === end) insert();
      }
    }
    return { states: store.count, bytes: store.bytes };
  };
}

/** As every check searches, with nothing watched. */
function byFaults(model: Model): () => Size {
  return () => {
    const machine = createCompiledMachine(model, jobsFor([])[0].watch);
    // biome-ignore lint/correctness/useYield: nothing is found out between levels
    const levelDone = function* () {
      return false;
    };
    const search = new Search(machine, NOTHING, { faults: canCost(model), noteTime: false, levelDone });
    for (const _ of search.run());
    return { states: search.store.count, bytes: search.bytes };
  };
}
