/**
 * The end of every step: readings kept, messages packed, lateness put back where nothing is due, bounds of the search, the
 * deadline's counter and step properties.
 */

import type { Expr } from '../../ir.ts';
import { looksAt } from '../../operators.ts';
import type { Watch } from '../../watch.ts';
import { GIVEN, GIVEN_NEXT, SOURCE, scopeOf } from '../bases.ts';
import { readField, writeField } from '../memory/access.ts';
import { type Base, Code, type Unit } from '../unit.ts';
import { clockId } from '../values/clocks.ts';
import { dueByWords } from '../values/due.ts';
import { condition, value } from '../values/expressions.ts';
import { keepReadings, keepsReadings } from '../values/timers.ts';
import { compareText } from '../values/values.ts';

/**
 * What ends a step of this node, called. What is due at a node depends only on the node itself and on the messages to it, so
 * a step of another node puts no lateness back but its own, and reads no clock or timer but its own.
 */
export function commitOf(unit: Unit, self: number): string {
  return isKept(unit, self) ? `commit_${self}()` : 'commitOther()';
}

/** The same for a step that takes a message to the node `to`, a name, from the network and does nothing else. */
export function commitAfterLoss(unit: Unit, to: string): string {
  const late = unit.layout.nodes.flatMap((node, i) => (node.lateness.bits > 0 ? [`${to}===${i}?commit_${i}():`] : []));
  return `${late.join('')}commitOther()`;
}

/** The node has lateness, or something that is read and kept. */
function isKept(unit: Unit, self: number): boolean {
  const { lateness, clocks } = unit.layout.nodes[self];
  return lateness.bits > 0 || clocks.some((floor) => floor.bits > 0) || keepsReadings(unit, self);
}

/** commit(): at the end of a step that may concern every node; commit_i() and commitOther(): see `commitOf`. */
export function defineCommit(unit: Unit, watch: Watch): void {
  const all = [...unit.layout.nodes.keys()];
  const judge = defineJudge(unit, watch);
  defineEnd(unit, 'commit', all, judge);
  for (const i of all) if (isKept(unit, i)) defineEnd(unit, `commit_${i}`, [i], judge);
  defineEnd(unit, 'commitOther', [], judge);
}

/** What is asked of each target: nothing, or something that may look at the messages in flight or not. */
type Judge = 'nothing' | 'without messages' | 'with messages';

function defineEnd(unit: Unit, name: string, nodes: readonly number[], judge: Judge): void {
  const { layout, model } = unit;
  const code = new Code(unit);
  for (const i of nodes) {
    for (const [c, f] of layout.nodes[i].clocks.entries()) {
      if (f.bits === 0) continue;
      code.line(`if(CK[${clockId(unit, i, c)}]>=0){`);
      writeField(code, 'T', '0', f, `CK[${clockId(unit, i, c)}]`);
      code.line('}');
    }
    keepReadings(unit, code, i);
  }
  const late = nodes.filter((i) => layout.nodes[i].lateness.bits > 0);
  const isLate = (i: number) => `${readField('T', '0', layout.nodes[i].lateness)}!==0`;
  code.line('let B=SB,n=sn;');
  if (layout.bag.capacity > 0) {
    const cut = unit.cut(`capacity ${model.network.capacity}`);
    const unseen = late.filter((i) => !dueByWords(unit, i));
    const look = judge === 'with messages' ? '1' : unseen.map(isLate).join('||');
    if (!unit.packedBag) code.line(`if(touched!==0){if(tn>${layout.bag.capacity})return ${cut};pack();B=TB;n=tn;}`);
    else code.line(`if(touched!==0){if(touched===2)return ${cut};${look === '' ? '' : `if(${look}){spread();B=TB;n=tn;}`}}`);
  }
  for (const i of late) {
    code.line(`if(${isLate(i)}&&due_${i}(T,0,B,n)===0){`);
    writeField(code, 'T', '0', layout.nodes[i].lateness, '0');
    code.line('}');
  }
  code.line(judge === 'nothing' ? 'return 1;' : 'return judge(B,n);');
  unit.define(name, '', code);
}

/** judge(B,n): the truth of the predicates on the target, and on the step. */
function defineJudge(unit: Unit, watch: Watch): Judge {
  const { model } = unit;
  if (model.limits.length === 0 && watch.deadline === null && watch.steps.length === 0) return 'nothing';
  const code = new Code(unit);
  code.line('let r=0;');
  for (const limit of model.limits) {
    code.line(`r=${predicate(unit, limit.predicate)}(T,0,B,n);if(r<0)return r;`);
    code.line(`if(r===0)return ${unit.cut(`limit ${limit.text}`)};`);
  }
  if (watch.deadline !== null) advanceCounter(unit, code, watch.deadline);
  if (watch.steps.length > 0) code.line('flags=0;unsure=0;if(made!==0)return 1;');
  for (const [i, step] of watch.steps.entries()) {
    const judged = `r=${stepPredicate(unit, step)}(S,0,SB,sn,T,0,B,n);if(r<0)unsure=1;if(r===0)flags|=${1 << i};`;
    code.line(`if(${mayChange(unit, step)}){${judged}}`);
  }
  code.line('return 1;');
  unit.define('judge', 'B,n', code);
  return looksAt([model.limits, watch.deadline, watch.steps], 'messages in flight', 'turns') ? 'with messages' : 'without messages';
}

/** Whether a watched value changes, where comparing both states shows it; most steps change none. */
function mayChange(unit: Unit, { watched }: Watch['steps'][number]): string {
  const code = new Code(unit);
  const [before, after] = [SOURCE, MADE].map((base) => scopeOf(unit, code, base, null));
  const changes = watched.map((e) => compareText(unit, e.type, value(before, e), e.type, value(after, e), '!=='));
  if (!code.empty) return '1';
  return changes.length === 0 ? '0' : changes.join('||');
}

/** The target, as `judge` has it at hand. */
const MADE: Base = { words: 'T', offset: '0', slots: 'B', count: 'n' };

function advanceCounter(unit: Unit, code: Code, deadline: NonNullable<Watch['deadline']>): void {
  const { counter } = unit.layout;
  code.line(`let q=${readField('T', '0', counter)};if(isTick&&q>0&&q<${deadline.within + 2})q++;`);
  code.line(`r=${predicate(unit, deadline.to)}(T,0,B,n);if(r<0)return r;`);
  code.line(`if(r===1)q=0;else if(q===0){r=${predicate(unit, deadline.from)}(T,0,B,n);if(r<0)return r;if(r===1)q=1;}`);
  writeField(code, 'T', '0', counter, 'q');
}

/** A function (A,a,B,n) that gives 0 or 1, or a negative status. */
export function predicate(unit: Unit, e: Expr): string {
  const name = unit.fresh('p');
  const code = new Code(unit);
  const text = condition(scopeOf(unit, code, GIVEN, null), e);
  code.line(`return ${text}?1:0;`);
  unit.define(name, 'A,a,B,n', code);
  return name;
}

/** A function (A,a,B,n,C,c,D,m): 0 where a watched value changes and the predicate is false. */
function stepPredicate(unit: Unit, step: Watch['steps'][number]): string {
  const name = unit.fresh('p');
  const code = new Code(unit);
  const before = { ...scopeOf(unit, code, GIVEN, null), next: GIVEN_NEXT };
  const after = scopeOf(unit, code, GIVEN_NEXT, null);
  const changed = code.keep('0');
  for (const e of step.watched) {
    const [a, b] = [value(before, e), value(after, e)];
    code.line(`if(${compareText(unit, e.type, a, e.type, b, '!==')})${changed}=1;`);
  }
  code.line(`if(${changed}===0)return 1;`);
  code.line(`return ${condition(before, step.predicate)}?1:0;`);
  unit.define(name, 'A,a,B,n,C,c,D,m', code);
  return name;
}
