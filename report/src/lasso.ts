/** The counterexample of a liveness property in words: what never comes about, what goes on for ever, and why that is fair. */

import { type Expr, evaluate, type FairItem, type LoopReason, type Model, type Property, type State, type Temporal } from '#checker';
import { unhandled } from '#grammar';
import { happened, letter } from './trace/happened.ts';
import { nodeName, type Reader, roleOf } from './trace/reader.ts';
import { formatValue, timerName } from './values.ts';
import { capitalised, enumerate, plural } from './words.ts';

/** What is told of a loop that goes on and on; more would be the table again. */
const MOST_CLAUSES = 4;

/** ": `Client.waiting` holds at time 2, and from then on `not Client.waiting` never does" */
export function neverComes(reader: Reader, property: Property & { readonly kind: 'liveness' }): string {
  const told = tell(reader, property);
  return told === null ? `: the run below never makes ${property.text} true` : `: ${told}`;
}

function tell(reader: Reader, { formula, usesKnowledge }: Property & { readonly kind: 'liveness' }): string | null {
  const text = (f: Temporal) => (f.op === 'state' ? quoted(reader, f.predicate) : null);
  switch (formula.op) {
    case 'leadsTo': {
      const [left, right] = [text(formula.left), text(formula.right)];
      if (left === null || right === null || formula.left.op !== 'state' || formula.right.op !== 'state') return null;
      // What a node knows no state of the run tells by itself.
      const time = usesKnowledge ? '' : since(reader, formula.left.predicate, formula.right.predicate);
      return `${left} holds${time}, and from then on ${right} never does`;
    }
    case 'eventually': {
      if (formula.of.op === 'always') {
        const of = text(formula.of.of);
        return of === null ? null : `${of} fails again and again for ever`;
      }
      const of = text(formula.of);
      return of === null ? null : `${of} never holds`;
    }
    case 'always': {
      if (formula.of.op !== 'eventually') return null;
      const of = text(formula.of.of);
      return of === null ? null : `from some time on, ${of} never holds again`;
    }
    default:
      return null;
  }
}

function quoted({ source }: Reader, { span }: Expr): string | null {
  const words = source(span)?.replace(/\s+/g, ' ');
  return words === undefined ? null : `\`${words}\``;
}

/** When the left side was last true with the right side false for good: " at time 2". */
function since(reader: Reader, left: Expr, right: Expr): string {
  const { model, trace } = reader;
  const states = [trace.first, ...trace.steps.map(({ state }) => state)];
  const isTrue = (predicate: Expr, state: State) => evaluate(model, predicate, state) === true;
  const settled = states.findLastIndex((state) => isTrue(right, state)) + 1;
  const at = states.findIndex((state, i) => i >= settled && isTrue(left, state));
  if (at < 0 || !model.timing.time) return '';
  return at === 0 ? ' from the start' : ` at time ${trace.steps[at - 1].time}`;
}

/** "after that only time passes, for ever" */
export function goesOn(reader: Reader): string {
  const { trace } = reader;
  const loop = trace.steps.slice(trace.loop);
  if (loop.length === 0) return 'after that nothing happens any more';
  const clauses = loop.flatMap(({ step }, i) => (step.label.kind === 'tick' ? [] : [happened(reader, trace.loop! + i).clause]));
  if (clauses.length === 0) return 'after that nothing happens any more: only time passes';
  const distinct = [...new Set(clauses)];
  const more = distinct.length > MOST_CLAUSES ? `, and ${distinct.length - MOST_CLAUSES} more things` : '';
  return `after that the same happens again and again for ever: ${enumerate(distinct.slice(0, MOST_CLAUSES))}${more}`;
}

/** Sentences on why no assumption forbids this loop; none where nothing in it could demand anything. */
export function whyFair({ model, trace }: Reader): string[] {
  if (trace.fairness === undefined) return [];
  const of = <K extends LoopReason['kind']>(kind: K) =>
    trace.fairness!.filter((reason): reason is Extract<LoopReason, { kind: K }> => reason.kind === kind);
  const messages = (kind: 'lost now and then' | 'never deliverable') => of(kind).map(({ message }) => letter(model, message));
  const goes = of('comes and goes').map(({ item }) => itemText(model, item));
  const lost = messages('lost now and then');
  const waiting = messages('never deliverable');
  const outcomes = of('every outcome').map(({ name }) => name);
  const taken = of('taken').length + of('delivered').length;
  const sentences = [
    ...lost.map((text) => `${text} is lost again and again, and it is also delivered again and again`),
    ...waiting.map((text) => `${text} waits, but ${whyWaits(model, trace.steps.at(-1)?.state ?? trace.first, text)}`),
    ...goes.map((text) => `${text} is possible only now and then, so nothing makes it happen`),
    ...(outcomes.length === 0 ? [] : [`every outcome of ${enumerate(outcomes)} is taken`]),
    ...(taken > 0 && lost.length + waiting.length + goes.length === 0 ? ['whatever can happen does happen each time round'] : []),
  ];
  if (sentences.length === 0) return ['Fair: there is nothing left that would have to happen.'];
  return [`Fair: ${sentences.map((sentence, i) => (i === 0 ? sentence : capitalised(sentence))).join('. ')}.`];
}

function whyWaits(model: Model, state: State, text: string): string {
  const to = model.instances.find(({ name }) => text.endsWith(` to ${name}`));
  if (to === undefined) return 'its receiver cannot take it';
  const node = state.nodes[to.index];
  return node.suspended !== null ? `${to.name} is never free to take it` : `${to.name} defers it`;
}

/** "Client's retry", "Server's restart" */
function itemText(model: Model, item: FairItem): string {
  switch (item.kind) {
    case 'resume':
      return `that ${nodeName(model, item.node)} goes on after its pause`;
    case 'fire':
      return `that ${nodeName(model, item.node)}'s ${timerName(model, item.node, item.timer, item.key)} runs out`;
    case 'act': {
      const { name, params } = roleOf(model, item.node).actions[item.action];
      const told = params.map(({ local }, i) => formatValue(model.locals[local].type, item.params[i], model));
      return `${nodeName(model, item.node)}'s ${name}${told.length === 0 ? '' : `(${told.join(', ')})`}`;
    }
    case 'restart':
      return `a restart of ${nodeName(model, item.node)}`;
    case 'heal':
      return 'that the cut heals';
    case 'stabilise':
      return 'that the system stabilises';
    default:
      return unhandled(item);
  }
}

/** "no fault, 7 steps, then a loop of 3 steps for ever" */
export function loopLength(steps: number): string {
  return steps === 0 ? 'then nothing for ever' : `then ${plural(steps, 'step')} for ever`;
}
