/**
 * Where each node of a run stands: the code that it runs next or is suspended in, the names that are bound there, and statement by
 * statement what a step does. The interpreter's states are behind it, so that questions can be asked there; nobody else makes any.
 */
import {
  type Asking,
  type Code,
  codeOfAction,
  codeOfHandler,
  codeWithPause,
  insideOf,
  isWritten,
  type Model,
  positionOf,
  type RanStatement,
  type Situation,
  type State,
  type Trace,
} from '#checker';
import type { Span } from '#grammar';
import { datumOf } from '../facts/datum.ts';
import { placeOfStep } from '../facts/places.ts';
import { nodeOf, roleOf, stateBefore } from '../facts/reader.ts';
import type { Datum } from '../result/types.ts';
import { readingsOf } from './replay.ts';

export interface Stand {
  readonly node: number;
  readonly kind: StandKind;
  /** `on Renew`, `renew`: of the code; null where there is none */
  readonly title: string | null;
  /** the code, the statement or the pause; else the node's declaration */
  readonly span: Span;
  /** that the author gave; of two that are called the same the inner one */
  readonly names: readonly { readonly name: string; readonly value: Datum }[];
  readonly situation: Situation;
  readonly asking: Asking;
}

export type StandKind =
  /** the next step is its own */
  | 'next'
  /** it stands at a pause of its code */
  | 'suspended'
  | ('idle' | 'down' | 'stopped' | 'byzantine');

/** What a step does, statement by statement. */
export interface InsideStep {
  readonly statements: readonly StandInside[];
}

export interface StandInside extends Omit<Stand, 'kind' | 'title'> {
  /** of blocks that it is in: 1 in the body itself */
  readonly depth: number;
  /** one for each cell of the replay, before it runs */
  readonly values: readonly Datum[];
  /** messages that the step has sent by then */
  readonly sent: number;
}

/** Of one run. Steps count from 0 here, as in the trace. */
export class Stands {
  readonly #model: Model;
  readonly #trace: Trace;
  readonly #inside = new Map<number, InsideStep>();

  constructor(model: Model, trace: Trace) {
    this.#model = model;
    this.#trace = trace;
  }

  /** Of a node before this step; where it is null, at the end of the run. */
  of(node: number, step: number | null): Stand {
    const state = step === null ? this.stateAt(this.#trace.steps.length) : stateBefore(this.#trace, step);
    if (step !== null && nodeOf(this.#trace.steps[step]) === node) return this.#next(node, step, state);
    const { status, suspended } = state.nodes[node];
    const nothing = { node, title: null, span: roleOf(this.#model, node).span, ...this.#named(node, state, null) };
    if (state.byzantine[node]) return { ...nothing, kind: 'byzantine' };
    if (status !== 'up') return { ...nothing, kind: status };
    if (suspended === null) return { ...nothing, kind: 'idle' };
    const { code, pause } = codeWithPause(roleOf(this.#model, node), suspended.point);
    return { node, kind: 'suspended', title: code.title, span: pause.span, ...this.#named(node, state, code) };
  }

  /** After so many steps; of a run that loops, the end is the moment that the loop comes back to. */
  stateAt(moment: number): State {
    return moment === 0 ? this.#trace.first : this.#trace.steps[moment - 1].state;
  }

  inside(step: number): InsideStep {
    const known = this.#inside.get(step) ?? this.#insideOf(step);
    this.#inside.set(step, known);
    return known;
  }

  #next(node: number, step: number, state: State): Stand {
    const code = this.#codeOf(step, state);
    const span = placeOfStep({ model: this.#model, trace: this.#trace }, step) ?? roleOf(this.#model, node).span;
    const title = code?.title ?? null;
    if (code === null) return { node, kind: 'next', title, span, ...this.#named(node, state, null) };
    if (this.#trace.steps[step].step.label.kind === 'resume') {
      return { node, kind: 'next', title, span, ...this.#named(node, state, code) };
    }
    const begin = insideOf(this.#model, state, this.#trace.steps[step].step)?.begin;
    // The names that it begins with, and everything else as it is before.
    const situation: Situation = begin === undefined ? this.#before(node, state) : { ...begin, state };
    return { node, kind: 'next', title, span, ...this.#asked(node, situation, code.parameters, code.handlesMessage) };
  }

  /** Null where no code runs. */
  #codeOf(step: number, state: State): Code | null {
    const { label } = this.#trace.steps[step].step;
    const node = nodeOf(this.#trace.steps[step]);
    if (node === null) return null;
    const role = roleOf(this.#model, node);
    if (label.kind === 'act') return codeOfAction(role, label.action);
    if (label.kind === 'resume') return codeWithPause(role, state.nodes[node].suspended!.point).code;
    return 'handler' in label && label.handler !== null ? codeOfHandler(role, label.handler) : null;
  }

  #insideOf(step: number): InsideStep {
    const state = stateBefore(this.#trace, step);
    const code = this.#codeOf(step, state);
    const inside = code === null ? null : insideOf(this.#model, state, this.#trace.steps[step].step);
    if (code === null || inside === null) return { statements: [] };
    const readings = readingsOf(this.#model);
    const seen = inside.ran.filter((ran, i) => this.#isSeen(ran, inside.ran[i - 1]));
    return {
      statements: seen.map(({ stmt, before, sent }): StandInside => {
        // Triggers that share a body bind no names, so that any of them will do.
        const { depth, locals } = positionOf(code, stmt)!;
        const values = readings.map(({ of }) => of(before.state));
        const { self } = before;
        return { node: self, span: stmt.span, depth, values, sent, ...this.#asked(self, before, locals, code.handlesMessage) };
      }),
    };
  }

  /** A `match` is one statement to the author, and several to the model. */
  #isSeen({ stmt }: RanStatement, last: RanStatement | undefined): boolean {
    if (stmt.kind === 'let') return isWritten(this.#model, stmt.local);
    return stmt.kind !== 'if' || last?.stmt.kind !== 'if' || stmt.span.start !== last.stmt.span.start;
  }

  /** `code`: that it is suspended in. */
  #named(node: number, state: State, code: Code | null): Pick<Stand, 'names' | 'situation' | 'asking'> {
    const { suspended } = state.nodes[node];
    if (code === null || suspended === null) return this.#asked(node, this.#before(node, state), [], false);
    const { saves } = this.#model.pausePoints[suspended.point];
    const locals: Situation['locals'] = saves.reduce<Situation['locals'][number][]>((all, local, i) => {
      all[local] = suspended.values[i];
      return all;
    }, []);
    const { pause } = codeWithPause(roleOf(this.#model, node), suspended.point);
    const situation = { ...this.#before(node, state), locals, context: suspended.context };
    return this.#asked(node, situation, positionOf(code, pause)!.locals, code.handlesMessage);
  }

  #before(self: number, state: State): Situation {
    return { state, self, locals: [], context: null, lefts: new Map(), readings: new Map() };
  }

  #asked(
    node: number,
    situation: Situation,
    locals: readonly number[],
    handlesMessage: boolean,
  ): Pick<Stand, 'names' | 'situation' | 'asking'> {
    const bound = locals.filter((local) => isWritten(this.#model, local) && situation.locals[local] !== undefined);
    const last = new Map(bound.map((local) => [this.#model.locals[local].name, local]));
    const names = [...last].map(([name, local]) => {
      return { name, value: datumOf(this.#model.locals[local].type, situation.locals[local], this.#model) };
    });
    return { names, situation, asking: { role: this.#model.instances[node].role, locals: bound, handlesMessage } };
  }
}
