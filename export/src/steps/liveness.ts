/** Properties of liveness, as temporal formulas over the runs that the module of fairness allows. */
import type { Expr, Property, Temporal } from '#checker';
import { type Span, unhandled } from '#grammar';
import type { Module } from '../module.ts';
import { any } from '../text/write.ts';
import { fails, holds } from './predicates.ts';

export interface LivenessText {
  /** of an invariant: each predicate has a value; null where they always have */
  readonly valued: string | null;
  /** what follows the head of the module that extends the one of fairness */
  readonly text: string;
}

/** Where a formula stands: at the start of a run, or where it may be asked at any time. */
type Place = 'start' | 'later';

/** `name` is that of the property in its module, which also defines `NAME_Spec`. */
export function liveness(m: Module, property: Extract<Property, { kind: 'liveness' }>, name: string): LivenessText {
  const writing = new Writing(m, name, property.span);
  const formula = writing.temporal(property.formula, 'start');
  const provided = property.provided === null ? null : writing.temporal(property.provided, 'start');
  const asked = provided === null ? formula : `(${m.guard('provided', provided)} => ${formula})`;
  const text =
    isOfStates(property.formula) && (property.provided === null || isOfStates(property.provided)) ? atStart(asked) : `~~${asked}`;
  return { valued: writing.valued(), text: [...writing.texts, writing.spec(), OF_FAIR_RUNS, `${name} == ${text}`].join('\n') };
}

/** TLC takes `[]P` for an invariant, and `P` for a condition on initial states, of every run. */
const OF_FAIR_RUNS = '\\* written with negations, so that TLC asks it of fair runs';

/** What stands in no temporal operator is about the first state. */
function atStart(text: string): string {
  return `~<>(did = Nothing /\\ ~${text})`;
}

class Writing {
  readonly texts: string[] = [];
  readonly #m: Module;
  readonly #name: string;
  readonly #span: Span;
  readonly #predicates = new Map<Expr, string>();
  readonly #failing: string[] = [];
  /** variables that tell how an `until` stands */
  readonly #untils: { readonly variable: string; readonly left: string; readonly right: string }[] = [];

  constructor(m: Module, name: string, span: Span) {
    this.#m = m;
    this.#name = name;
    this.#span = span;
  }

  temporal(f: Temporal, place: Place): string {
    const part = (of: Temporal, at: Place = 'later') => this.temporal(of, at);
    switch (f.op) {
      case 'state':
        return this.#state(f.predicate);
      case 'not':
        return `~(${part(f.of, place)})`;
      case 'and':
        return `(${part(f.left, place)} /\\ ${part(f.right, place)})`;
      case 'or':
        return `(${part(f.left, place)} \\/ ${part(f.right, place)})`;
      case 'implies':
        return `(${part(f.left, place)} => ${part(f.right, place)})`;
      case 'always':
        // What holds until something else does, at any time: one of both always does, and the latter again and again.
        if (f.of.op === 'until') return `([](${part(f.of.left)} \\/ ${part(f.of.right)}) /\\ []<>(${part(f.of.right)}))`;
        return `[](${part(f.of)})`;
      case 'eventually':
        return `<>(${part(f.of.op === 'until' ? f.of.right : f.of)})`;
      case 'leadsTo':
        return `((${part(f.left)}) ~> (${part(f.right)}))`;
      case 'until':
        return this.#until(f.left, f.right, place);
      default:
        return unhandled(f);
    }
  }

  #state(predicate: Expr): string {
    const known = this.#predicates.get(predicate);
    if (known !== undefined) return known;
    const defined = this.#m.names.define(`${this.#name}_${this.#predicates.size + 1}`);
    this.#predicates.set(predicate, defined);
    this.texts.push(`${defined} == ${ofStates(this.#m, holds(this.#m, predicate))}`);
    this.#failing.push(fails(this.#m, predicate));
    return defined;
  }

  /** TLA+ has no such operator, but how it stands since the start can be kept. */
  #until(left: Temporal, right: Temporal, place: Place): string {
    if (place !== 'start' || !isOfStates(left) || !isOfStates(right))
      return this.#m.refuse('`until` inside of another temporal operator has no counterpart in TLA+', this.#span);
    const variable = this.#m.names.define(`${this.#name}_until_${this.#untils.length + 1}`);
    this.#untils.push({ variable, left: this.temporal(left, 'start'), right: this.temporal(right, 'start') });
    return `<>(${variable} = "met")`;
  }

  spec(): string {
    const name = `${this.#name}_Spec`;
    if (this.#untils.length === 0) return `${name} == FairSpec`;
    const stands = (left: string, right: string, prime: string) =>
      `(IF (${right})${prime} THEN "met" ELSE IF (${left})${prime} THEN "waits" ELSE "failed")`;
    const first = this.#untils.map(({ variable, left, right }) => `/\\ ${variable} = ${stands(left, right, '')}`);
    const later = this.#untils.map(
      ({ variable, left, right }) => `/\\ ${variable}' = (IF ${variable} = "waits" THEN ${stands(left, right, "'")} ELSE ${variable})`,
    );
    const variables = this.#untils.map(({ variable }) => variable).join(', ');
    return [
      `VARIABLES ${variables}`,
      `${name} == FairInit ${first.join(' ')} /\\ [][FairNext ${later.join(' ')}]_<<fairvars, ${variables}>> /\\ Fairness`,
    ].join('\n');
  }

  valued(): string | null {
    const failing = any(this.#failing);
    return failing === 'FALSE' ? null : `~${failing}`;
  }
}

/** TLC 2.18 finds runs that break `<><>TRUE`, so what reads no variable gets one to read. */
function ofStates(m: Module, text: string): string {
  const names = new Set<string>(text.replaceAll(/"[^"]*"/g, '').match(/\w+/g));
  return names.has('Now') || m.variables.some((name) => names.has(name)) ? text : `(${text}) /\\ did = did`;
}

function isOfStates(f: Temporal): boolean {
  switch (f.op) {
    case 'state':
      return true;
    case 'not':
      return isOfStates(f.of);
    case 'and':
    case 'or':
    case 'implies':
      return isOfStates(f.left) && isOfStates(f.right);
    case 'always':
    case 'eventually':
    case 'until':
    case 'leadsTo':
      return false;
    default:
      return unhandled(f);
  }
}
