/** Where somebody who continues is held up: places in the text that a run comes to, faults, and what someone waits for to become true. */
import {
  type Asking,
  byNobody,
  codesOf,
  isWritten,
  type Model,
  ModelErrorSignal,
  positionOf,
  type Question,
  statements,
  type Type,
  type Value,
  valueIn,
} from '#checker';
import type { Span } from '#grammar';
import { formatValue, placeIn, placeOfStep } from '#report';
import { hitsAllowed, logParts } from './hits.ts';
import type { DebuggedRun } from './run.ts';
import { Scene } from './scene.ts';
import { type Position, start, type Walk } from './walk.ts';

/** Where a breakpoint can stand. */
interface Spot {
  readonly span: Span;
  readonly asking: Asking;
  /** it runs before the first state */
  readonly isStart: boolean;
}

export interface Line {
  readonly file: string;
  /** from 1 */
  readonly line: number;
}

export interface Breakpoint extends Line {
  /** null: always */
  readonly condition: string | null;
  /** how often the run has to have come here, this time included: as `hitsAllowed` reads it; null: any time */
  readonly hits: string | null;
  /** what is logged here instead of holding anybody up; null for a breakpoint */
  readonly log: string | null;
}

/** Why it never stops anybody; null where it may. */
export type Refusal = string | null;

/** What is waited for besides breakpoints. */
export interface Filters {
  readonly faults: boolean;
  /** held up where it becomes true; null: nothing is waited for */
  readonly condition: string | null;
}

const NO_CODE = 'No code begins on this line. A breakpoint stands at a handler, an action, a statement or an assumed fault.';
const AT_START = '`on start` runs before the first state, with which the run begins.';
const NO_COUNT = 'How often: write a number, or one behind `=`, `>`, `>=`, `<`, `<=` or `%`.';
const NOT_HERE = 'This run does not come here.';

export class Stops {
  readonly #run: DebuggedRun;
  readonly #walk: Walk;
  readonly #spots: readonly (Spot & Line)[];
  /** lines that the run comes to */
  readonly #met = new Set<string>();
  readonly #asked = new Map<string, Question>();
  #breakpoints: readonly Breakpoint[] = [];
  #filters: Filters = { faults: false, condition: null };
  /** told once: a condition that has no value somewhere */
  readonly problems: string[] = [];

  constructor(run: DebuggedRun, walk: Walk) {
    this.#run = run;
    this.#walk = walk;
    this.#spots = spotsOf(run.model).map((spot) => ({ ...spot, ...this.#lineOf(spot.span) }));
    for (const at of walk.after({ moment: 0, inside: null, round: 0 })) this.#meet(at);
    this.#meet({ moment: 0, inside: null, round: 0 });
  }

  /** Answers for each whether it can stop anybody. */
  set(file: string, breakpoints: readonly Breakpoint[]): Refusal[] {
    this.#breakpoints = [...this.#breakpoints.filter((one) => one.file !== file), ...breakpoints];
    return breakpoints.map((one) => this.#refusalOf(one));
  }

  filter(filters: Filters): Refusal {
    this.#filters = filters;
    return filters.condition === null ? null : this.#problemOf(filters.condition, byNobody);
  }

  /** Positions at this line, for somebody who wants to go there. */
  at({ file, line }: Line): Position[] {
    const start: Position = { moment: 0, inside: null, round: 0 };
    return [start, ...this.#walk.after(start)].filter((at) => {
      const here = this.#lineAt(at);
      return here?.file === file && here.line === line && this.#isComing(at);
    });
  }

  why(at: Position): 'breakpoint' | 'fault' | 'condition' | null {
    if (this.#isBreakpoint(at)) return 'breakpoint';
    if (this.#filters.faults && this.#isFault(at)) return 'fault';
    return this.#filters.condition !== null && this.#becomesTrue(at, this.#filters.condition) ? 'condition' : null;
  }

  #meet(at: Position): void {
    const here = this.#lineAt(at);
    if (here !== null) this.#met.add(keyOf(here));
  }

  /** What log points say at a position. */
  logged(at: Position): string[] {
    return this.#held(at).flatMap(({ log }) => (log === null ? [] : [this.#logText(log, at)]));
  }

  #logText(log: string, at: Position): string {
    return logParts(log)
      .map((part) => ('text' in part ? part.text : this.#shown(part.asked, at)))
      .join('');
  }

  #shown(asked: string, at: Position): string {
    try {
      const found = this.#valueAt(asked, at);
      return found === null ? `{${asked}}` : formatValue(found.type, found.value, this.#run.model);
    } catch (signal) {
      if (!(signal instanceof ModelErrorSignal)) throw signal;
      return `{${asked}: ${signal.error.message}}`;
    }
  }

  #refusalOf({ condition, hits, log, ...line }: Breakpoint): Refusal {
    const here = this.#spots.filter((spot) => keyOf(spot) === keyOf(line));
    if (here.length === 0) return NO_CODE;
    const problem = condition === null ? null : this.#problemOf(condition, here[0].asking);
    if (problem !== null) return problem;
    if (hits !== null && hitsAllowed(hits) === null) return NO_COUNT;
    const wrong = this.#wrongIn(log, here[0].asking);
    if (wrong !== null) return wrong;
    if (this.#met.has(keyOf(line))) return null;
    return here.every(({ isStart }) => isStart) ? AT_START : NOT_HERE;
  }

  /** What is wrong with an expression of a log point. */
  #wrongIn(log: string | null, asking: Asking): string | null {
    for (const part of log === null ? [] : logParts(log)) {
      const question = 'asked' in part ? this.#ask(part.asked, asking) : null;
      if (question !== null && 'problems' in question) return question.problems.map(({ message }) => message).join('; ');
    }
    return null;
  }

  #problemOf(text: string, asking: Asking): string | null {
    const question = this.#ask(text, asking);
    if ('problems' in question) return question.problems.map(({ message }) => message).join('; ');
    return question.expr.type.kind === 'bool' ? null : 'a condition is true or false, and this is neither';
  }

  #ask(text: string, asking: Asking): Question {
    const key = `${asking.role} ${asking.locals.join()} ${asking.handlesMessage} ${text}`;
    const question = this.#asked.get(key) ?? this.#run.questions.ask(text, asking);
    this.#asked.set(key, question);
    return question;
  }

  #isBreakpoint(at: Position): boolean {
    return this.#held(at).some(({ log }) => log === null);
  }

  /** Breakpoints and log points that count here. */
  #held(at: Position): Breakpoint[] {
    const here = this.#lineAt(at);
    if (here === null) return [];
    return this.#breakpoints.filter((one) => {
      if (one.line !== here.line || one.file !== here.file || !this.#isMet(one, at)) return false;
      return one.hits === null || hitsAllowed(one.hits)?.(this.#times(one, at)) === true;
    });
  }

  #isMet({ condition, ...line }: Breakpoint, at: Position): boolean {
    const here = this.#lineAt(at);
    const isHere = here !== null && here.line === line.line && here.file === line.file && this.#isComing(at);
    return isHere && (condition === null || this.#isTrue(condition, at));
  }

  /** How often the run comes to it on its way from the start, this time included: the same in whatever direction somebody goes. */
  #times(breakpoint: Breakpoint, at: Position): number {
    const last = this.#walk.last;
    const step = this.#walk.next(at.moment) ?? last;
    const lap = at.moment === last ? at.round + 1 : at.round;
    const all = [start, ...this.#walk.after(start)].filter((one) => one.moment < last && this.#isMet(breakpoint, one));
    const upTo = all.filter(({ moment, inside }) => moment < step || (moment === step && (inside ?? -1) <= (at.inside ?? -1)));
    if (lap === 0) return upTo.length;
    const loop = this.#walk.next(last) ?? last;
    const inLoop = (some: readonly Position[]) => some.filter(({ moment }) => moment >= loop).length;
    return all.length + (lap - 1) * inLoop(all) + inLoop(upTo);
  }

  /** Several statements of one line are one stop, unless the code comes round to it again. */
  #isComing(at: Position): boolean {
    if (at.inside === null) return true;
    const [here, span] = [this.#lineAt(at), this.#spanAt(at)];
    const earlier: Position = { ...at, inside: at.inside === 0 ? null : at.inside - 1 };
    const [before, last] = [this.#lineAt(earlier), this.#spanAt(earlier)];
    if (here === null || before === null || span === null || last === null) return true;
    return keyOf(here) !== keyOf(before) || span.start <= last.start;
  }

  #isTrue(condition: string, at: Position): boolean {
    try {
      return this.#valueAt(condition, at)?.value === true;
    } catch (signal) {
      return this.#noValue(condition, signal);
    }
  }

  /** Null where the question is none. */
  #valueAt(text: string, at: Position): { readonly type: Type; readonly value: Value } | null {
    const scene = new Scene(this.#run, this.#walk, at);
    const stand = scene.active === 'world' ? null : scene.stand(scene.active);
    // A fault has no code of the node that it happens to.
    const code = stand?.title == null ? null : stand;
    const question = this.#ask(text, code?.asking ?? byNobody);
    if ('problems' in question) return null;
    const { expr } = question;
    return { type: expr.type, value: code === null ? scene.valueForAll(expr) : valueIn(this.#run.model, expr, code.situation) };
  }

  #becomesTrue(at: Position, condition: string): boolean {
    if (at.inside !== null || !this.#holds(at, condition)) return false;
    const before = this.#walk.momentBefore(at);
    return before === null || !this.#holds(before, condition);
  }

  #holds(at: Position, condition: string): boolean {
    const question = this.#ask(condition, byNobody);
    if ('problems' in question) return false;
    try {
      return new Scene(this.#run, this.#walk, at).valueForAll(question.expr) === true;
    } catch (signal) {
      return this.#noValue(condition, signal);
    }
  }

  #noValue(condition: string, signal: unknown): false {
    if (!(signal instanceof ModelErrorSignal)) throw signal;
    const text = `The condition \`${condition}\` has no value somewhere: ${signal.error.message}.`;
    if (!this.problems.includes(text)) this.problems.push(text);
    return false;
  }

  #isFault(at: Position): boolean {
    const step = this.#walk.next(at.moment);
    if (step === null || at.inside !== null) return false;
    const { moments, pauses } = this.#run.counterexample.replay;
    return moments[step].fault || pauses.some(({ first }) => first === step + 1);
  }

  #spanAt(at: Position): Span | null {
    const step = this.#walk.next(at.moment);
    if (step === null) return null;
    return at.inside === null ? placeOfStep(this.#run, step) : this.#walk.statements(at.moment)[at.inside].span;
  }

  #lineAt(at: Position): Line | null {
    const span = this.#spanAt(at);
    return span === null ? null : this.#lineOf(span);
  }

  #lineOf(span: Span): Line {
    const { file, line } = placeIn(this.#run.texts, span);
    return { file, line };
  }
}

function keyOf({ file, line }: Line): string {
  return `${line} ${file}`;
}

function spotsOf(model: Model): Spot[] {
  const inCode = model.roles.flatMap((role) => {
    const atStart = new Set(role.handlers.filter(({ trigger }) => trigger.kind === 'start').map(({ body }) => body));
    return codesOf(role).flatMap((code): Spot[] => {
      const { body, span, parameters, handlesMessage } = code;
      const isStart = atStart.has(body);
      const asking = (locals: readonly number[]): Asking => ({ role: role.index, locals, handlesMessage });
      const within = [...statements(body)].filter((stmt) => stmt.kind !== 'let' || isWritten(model, stmt.local));
      return [
        { span, isStart, asking: asking(parameters) },
        ...within.map((stmt) => ({
          span: stmt.span,
          isStart,
          asking: asking(positionOf(code, stmt)!.locals.filter((local) => isWritten(model, local))),
        })),
      ];
    });
  });
  const { loss, corruption, cuts } = model.network;
  const faults = [...model.crashes, loss, corruption, ...cuts, model.clockSteps].flatMap((fault) => fault ?? []);
  return [...inCode, ...faults.map(({ span }) => ({ span, isStart: false, asking: byNobody }))];
}
