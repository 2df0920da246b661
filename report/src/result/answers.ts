/** Answers of the proviso search, with all that a format shows of them. */
import type { Effect, ProvisosAnswer, Quantity, Row, Rung, Thresholds } from '#checker';
import { type Diagnostic, unhandled } from '#grammar';
import { eachAlternative, isSettled } from '../words/alternatives.ts';
import { breakText, conditionsOf, term } from '../words/assumed.ts';
import { claimOf } from '../words/block.ts';
import { formulaText } from '../words/formula.ts';
import { answerText, effectText, freeOf, notTried } from '../words/provisos.ts';
import { counterexampleOf } from './counterexample.ts';
import { placeIn, type Texts } from './places.ts';
import type { AnswerReport, EffectReport, JointReport, LevelReport, ProvisosRun, SetLevel, ThresholdsReport } from './provisos-types.ts';
import { diagnosticReport } from './run.ts';
import { SCHEMA_VERSION } from './types.ts';

type Space = ProvisosAnswer['space'];

export interface ProvisosParts extends Omit<ProvisosRun, 'schemaVersion' | 'tool' | 'diagnostics'> {
  readonly version: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly texts: Texts;
}

export function provisosRun({ version, diagnostics, texts, milliseconds, ...parts }: ProvisosParts): ProvisosRun {
  return {
    schemaVersion: SCHEMA_VERSION,
    tool: { name: 'proviso', version },
    ...parts,
    diagnostics: diagnostics.map((one) => diagnosticReport(one, texts)),
    milliseconds: Math.round(milliseconds),
  };
}

export function answerReport(answer: ProvisosAnswer, milliseconds: number, texts: Texts): AnswerReport {
  const { property, system, assume, space, joint, rows, points, checks, remembered, stopped, span } = answer;
  return {
    property,
    system,
    assume,
    place: placeIn(texts, span),
    text: answerText(answer),
    claim: claimOf(answer),
    assumed: ASSUMED[answer.assumed],
    varied: space.dimensions.map(({ quantity, rungs, assumed }) => ({
      quantity: term(quantity),
      levels: rungs.map((rung) => levelOf(quantity, rung)),
      assumed: levelOf(quantity, rungs[assumed]),
    })),
    notTried: notTried(space),
    alone: rows.map(effectReport),
    joint: joint === null ? null : jointReport(answer, joint, texts),
    sets: points,
    searches: checks,
    remembered,
    raisedTo: answer.raisedTo,
    loweredTo: answer.loweredTo,
    stopped,
    milliseconds: Math.round(milliseconds),
  };
}

const ASSUMED = { holds: 'holds', violated: 'violated', open: 'undecided', wrong: 'error' } as const;

function jointReport(answer: ProvisosAnswer, joint: NonNullable<ProvisosAnswer['joint']>, texts: Texts): JointReport {
  const { space } = answer;
  return {
    exact: isSettled(answer),
    weakest: eachAlternative(answer).map(({ conditions, bounds, vacuous }) => ({ conditions, bounds, vacuous })),
    smallest: joint.smallest.map(({ point, verdict, model }) => ({
      text: breakText(space.dimensions.map(({ quantity, rungs }, i) => [quantity, rungs[point[i]]])),
      levels: levelsAt(space, point),
      get counterexample() {
        const property = model.properties.find(({ name }) => name === answer.property)!;
        return counterexampleOf(model, property, verdict, texts);
      },
    })),
    doesNotMatter: freeOf(answer),
    notSettled: joint.open.map((point) => levelsAt(space, point)),
    moreNotSettled: joint.hasMoreOpen,
    failing: joint.wrong.length,
    endedEarly: joint.cut.map(term),
  };
}

function levelsAt({ dimensions }: Space, point: readonly number[]): SetLevel[] {
  return dimensions.map(({ quantity, rungs }, axis) => ({ quantity: term(quantity), level: levelOf(quantity, rungs[point[axis]]) }));
}

function effectReport(row: Row): EffectReport {
  const { quantity, effect } = row;
  const levels = (rungs: readonly Rung[]) => rungs.map((rung) => levelOf(quantity, rung));
  const nothing = { upTo: [], breaksFrom: [], notSettled: [], slack: false };
  return { quantity: term(quantity), effect: effect.kind, ...nothing, ...details(effect, levels), text: effectText(row) };
}

function details(effect: Effect, levels: (rungs: readonly Rung[]) => LevelReport[]): Partial<EffectReport> {
  switch (effect.kind) {
    case 'needs':
      return { upTo: levels(effect.upTo), breaksFrom: levels(effect.breaksFrom), slack: effect.slack };
    case 'would fix':
      return { upTo: levels(effect.upTo) };
    case 'not settled':
      return { notSettled: levels(effect.rungs) };
    case 'does not matter':
    case 'no value helps':
      return {};
    default:
      return unhandled(effect);
  }
}

function levelOf(quantity: Quantity, rung: Rung): LevelReport {
  const base = {
    condition: conditionsOf(quantity, rung).join(' and '),
    kind: rung.kind,
    least: 0,
    most: null,
    always: true,
    mode: null,
    down: null,
    fifo: null,
    until: null,
  };
  switch (rung.kind) {
    case 'bound':
      return { ...base, least: rung.least, most: rung.most, always: rung.always };
    case 'count':
      return { ...base, most: rung.most };
    case 'crash':
      return { ...base, most: rung.most, mode: rung.mode ?? 'never', down: typeof rung.down === 'number' ? rung.down : null };
    case 'order':
      return { ...base, fifo: rung.fifo };
    case 'windows':
      return { ...base, until: rung.until };
    default:
      return unhandled(rung);
  }
}

export function thresholdsReport(answer: Thresholds, milliseconds: number): ThresholdsReport {
  const { property, system, assume, constant, values, formulas, least, varied, holdsAt, breaksAt, points, open, checks, stopped } = answer;
  return {
    property,
    system,
    assume,
    constant,
    values,
    conditions: formulas.map((formula) => formulaText(formula, constant)),
    bounds: answer.bounds,
    least,
    varied: varied.map(({ quantity, top }) => ({ quantity: term(quantity), top })),
    holdsAt,
    breaksAt,
    points,
    notSettled: open,
    searches: checks,
    stopped,
    milliseconds: Math.round(milliseconds),
  };
}
