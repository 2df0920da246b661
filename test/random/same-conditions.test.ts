/** Conditions of a liveness property that are taken for one have one value in every state: those of random properties, with others that differ a little. */
import { expect, test } from 'vitest';
import type { Model } from '#checker';
import { withSharedConditions } from '../../checker/src/analysis/same-conditions.ts';
import { holdsIn } from '../../checker/src/model/interpreter.ts';
import type { Expr, Temporal } from '../../checker/src/model/ir.ts';
import { graphOf, type Random, randomFrom } from './graph.ts';
import { everySpec, runs } from './run.ts';
import { aboutLiveness, aboutLogic } from './spec.ts';

function conditionsIn(model: Model): Expr[] {
  const within = (f: Temporal): Expr[] => {
    if (f.op === 'state') return [f.predicate];
    return 'of' in f ? within(f.of) : [...within(f.left), ...within(f.right)];
  };
  return model.properties.flatMap((property) => {
    if (property.usesKnowledge) return [];
    if (property.kind === 'liveness') return within(property.formula);
    return property.kind === 'state' || property.kind === 'reachable' ? [property.predicate] : [];
  });
}

const copied = (e: Expr, change: (name: string, part: unknown) => unknown): Expr => JSON.parse(JSON.stringify(e, change)) as Expr;

/** With other numbers for its locals. */
const renamed = (e: Expr, model: Model) => copied(e, (name, part) => (name === 'local' ? (part as number) + model.locals.length : part));

/** With another value for one of its constants; itself where it has none. */
function changed(e: Expr, random: Random): Expr {
  let constants = 0;
  copied(e, (_, part) => {
    if ((part as Partial<Expr> | null)?.op === 'const') constants += 1;
    return part;
  });
  let left = constants === 0 ? -1 : random(constants);
  return copied(e, (_, part) => {
    const is = part as Partial<Extract<Expr, { op: 'const' }>> | null;
    if (is?.op !== 'const' || left-- !== 0) return part;
    if (typeof is.value === 'boolean') return { ...is, value: !is.value };
    return typeof is.value === 'number' ? { ...is, value: is.value === 0 ? 1 : is.value - 1 } : part;
  });
}

/** About another variable of the same type, where there is one. */
function aboutAnother(e: Expr, model: Model): Expr {
  let isDone = false;
  return copied(e, (_, part) => {
    const is = part as Partial<Extract<Expr, { op: 'varOf' }>> | null;
    if (is?.op !== 'varOf' || isDone) return part;
    const { variables } = model.roles[is.role!];
    const type = JSON.stringify(variables[is.variable!].type);
    const other = variables.findIndex((one, i) => i !== is.variable && JSON.stringify(one.type) === type);
    isDone = other >= 0;
    return isDone ? { ...is, variable: other } : part;
  });
}

/** For each of them the one that it is taken for. */
function takenFor(conditions: readonly Expr[]): Expr[] {
  const states = conditions.map((predicate): Temporal => ({ op: 'state', predicate }));
  const all = states.reduce((left, right) => ({ op: 'and', left, right }));
  const found: Expr[] = [];
  const walk = (f: Temporal): void => {
    if (f.op === 'state') found.push(f.predicate);
    else if ('left' in f) for (const side of [f.left, f.right]) walk(side);
  };
  walk(withSharedConditions({ formula: all, provided: null }).formula);
  return found;
}

test('what is taken for one has one value in every state', { timeout: 3_600_000 }, () => {
  const seen = { same: 0, apart: 0, byChange: 0, compared: 0 };
  for (const specs of [aboutLiveness, aboutLogic]) {
    everySpec(specs, runs(25, 2000), (models, _, text) => {
      const random = randomFrom(text);
      for (const model of models.values()) {
        const written = conditionsIn(model);
        const graph = written.length === 0 ? null : graphOf(model);
        if (graph === null) continue;
        const others = written.map((one) => renamed(one, model));
        const near = written.map((one) => changed(one, random));
        const all = [...written, ...others, ...near, ...written.map((one) => aboutAnother(one, model))];
        const kept = takenFor(all);
        for (const [i, one] of all.entries()) {
          if (kept[i] === one) seen.apart += 1;
          else {
            seen.same += 1;
            if (i >= 2 * written.length) seen.byChange += 1;
            for (const state of graph.states) {
              expect(String(holdsIn(model, one, state))).toBe(String(holdsIn(model, kept[i], state)));
              seen.compared += 1;
            }
          }
          if (i < written.length) expect(kept[i + written.length]).toBe(kept[i]);
        }
      }
    });
  }
  console.log(seen);
  expect(Math.min(seen.same, seen.apart)).toBeGreaterThan(20);
});
