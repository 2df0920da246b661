/**
 * Small systems whose outcome is worked out by hand: how many states and steps there are, what the verdict is, which steps
 * a trace has. Every case is put to both machines, verdicts to the compiled one up to symmetry; the reasoning stands beside it.
 */
import { describe, expect, test } from 'vitest';
import { checkModel, type FaultKind, type Model, type Verdict } from '#checker';
import type { StepLabel } from '../../checker/src/model/state.ts';
import { count } from '../support/count.ts';
import { modelOf } from '../support/spec.ts';

type MachineName = 'interpreted' | 'compiled';

/** A sentence, the spec, and what comes out: `4 states, 6 steps`, and how many steps are cut or end in an error if any. */
export type Counted = readonly [why: string, text: string, expected: string];

/** As `Counted`, of the verdict of one property. */
export type VerdictCase = readonly [why: string, text: string, property: string, expected: string];

/** As `VerdictCase`, of the steps of its trace. */
export type Walked = readonly [why: string, text: string, property: string, expected: readonly string[]];

export function countsByHand(cases: readonly Counted[]): void {
  byBoth(cases, ([, text, expected], machine) => expect(counts(modelOf(text), machine)).toBe(expected));
}

export function verdictsByHand(cases: readonly VerdictCase[]): void {
  byBoth(cases, ([, text, property, expected], machine) => expect(told(text, property, machine)).toBe(expected));
}

export function tracesByHand(cases: readonly Walked[]): void {
  byBoth(cases, ([, text, property, expected], machine) => expect(walked(text, property, machine)).toEqual(expected));
}

function byBoth<Case extends readonly [string, ...unknown[]]>(cases: readonly Case[], check: (one: Case, machine: MachineName) => void) {
  describe.each(['interpreted', 'compiled'] as const)('%s', (machine) => {
    for (const one of cases) test(one[0], () => check(one, machine));
  });
}

function counts(model: Model, machine: MachineName): string {
  const { states, transitions, cut, errors } = count(model, machine);
  return `${states} states, ${transitions} steps${cut > 0 ? `, ${cut} cut` : ''}${errors > 0 ? `, ${errors} errors` : ''}`;
}

/** The verdict of one property, in a few words. */
function told(text: string, property: string, machine: MachineName): string {
  const verdict = verdictOf(modelOf(text), property, machine);
  return typeof verdict === 'string' ? verdict : words(verdict);
}

function verdictOf(model: Model, property: string, machine: MachineName): Verdict | string {
  const { properties, error } = checkModel(model, { now: () => 0, machine, reduceFrom: machine === 'compiled' ? 0 : undefined });
  const found = properties.find((p) => p.property === property);
  return found?.verdict ?? `error: ${error?.error.message}`;
}

function words(v: Verdict): string {
  switch (v.status) {
    case 'holds':
      return `holds${v.bounds.length === 0 ? '' : ` within ${v.bounds.join(', ')}`}${v.vacuous === null ? '' : ' vacuously'}`;
    case 'violated':
      return `violated: ${v.trace.faults} faults, ${v.trace.steps.length} steps; needs ${v.blame?.necessary.map(kindText).join(', ') || 'nothing'}`;
    case 'reached':
      return `reached: ${v.trace.faults > 0 ? `${v.trace.faults} faults, ` : ''}${v.trace.steps.length} steps`;
    case 'error':
      return `error: ${v.error.message.split(':')[0]}`;
    default:
      return v.status;
  }
}

function kindText(kind: FaultKind): string {
  switch (kind.kind) {
    case 'crash':
      return `${kind.mode === 'byzantine' ? 'Byzantine' : 'crash of'} ${kind.roles.join(', ')}`;
    case 'cuts':
      return kind.parting === 'two-way' ? 'cuts' : `${kind.parting} cuts`;
    case 'pause':
      return `pause of ${kind.role}`;
    default:
      return kind.kind;
  }
}

function walked(text: string, property: string, machine: MachineName): readonly string[] {
  const model = modelOf(text);
  const verdict = verdictOf(model, property, machine);
  if (typeof verdict === 'string' || !('trace' in verdict)) return [JSON.stringify(verdict)];
  const { steps, loop } = verdict.trace;
  const walk = steps.map(({ step }) => {
    const chosen = step.choices.map((choice) => `${choice.name} ${choice.value}`);
    return [labelText(model, step.label), ...chosen].join(', ');
  });
  return loop === undefined ? walk : walk.toSpliced(loop, 0, 'forever:');
}

function labelText(model: Model, label: StepLabel): string {
  const name = (node: number) => model.instances[node].name;
  const roleOf = (node: number) => model.roles[model.instances[node].role];
  switch (label.kind) {
    case 'deliver':
    case 'duplicate':
    case 'lose':
    case 'corrupt':
    case 'lie': {
      const { from, to, message, fields } = label.message;
      const payload = label.kind === 'corrupt' ? label.fields : fields;
      return `${label.kind} ${model.messages[message].name}(${payload}) ${name(from)} -> ${name(to)}`;
    }
    case 'fire':
      return `fire ${name(label.node)}.${roleOf(label.node).timers[label.timer].name}`;
    case 'act':
      return `act ${name(label.node)}.${roleOf(label.node).actions[label.action].name}(${label.params})`;
    case 'resume':
    case 'restart':
      return `${label.kind} ${name(label.node)}`;
    case 'crash':
      return `crash ${name(label.node)}${label.durableLost ? ' for good' : ''}`;
    case 'clock':
      return `clock ${name(label.node)} ${label.by}`;
    default:
      return label.kind;
  }
}
