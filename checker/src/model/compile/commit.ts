/**
 * The end of every step: clock floors, messages packed, lateness put back where nothing is due, bounds of the search, the
 * deadline's counter and step properties.
 */
import type { Watch } from '../../explore/machine.ts';
import type { Expr } from '../ir.ts';
import { readField, writeField } from './access.ts';
import { GIVEN, GIVEN_NEXT, scopeOf } from './bases.ts';
import { clockId } from './clocks.ts';
import { condition, value } from './expressions.ts';
import { Code, type Unit } from './unit.ts';
import { compareText } from './values.ts';

export function defineCommit(unit: Unit, watch: Watch): void {
  const { layout, model } = unit;
  const code = new Code(unit);
  for (const [i, node] of layout.nodes.entries()) {
    for (const [c, f] of node.clocks.entries()) {
      code.line(`if(CK[${clockId(unit, i, c)}]>=0){`);
      writeField(code, 'T', '0', f, `CK[${clockId(unit, i, c)}]`);
      code.line('}');
    }
  }
  if (layout.bag.capacity > 0) {
    code.line(
      `let B=SB,n=sn;if(touched){if(tn>${layout.bag.capacity})return ${unit.cut(`capacity ${model.network.capacity}`)};pack();B=TB;n=tn;}`,
    );
  } else code.line('const B=SB,n=0;');
  code.line('let r=0;');
  for (const [i, node] of layout.nodes.entries()) {
    if (node.lateness.bits === 0) continue;
    code.line(`if(${readField('T', '0', node.lateness)}!==0&&due_${i}(T,0,B,n)===0){`);
    writeField(code, 'T', '0', node.lateness, '0');
    code.line('}');
  }
  for (const limit of model.limits) {
    code.line(`r=${predicate(unit, limit.predicate)}(T,0,B,n);if(r<0)return r;`);
    code.line(`if(r===0)return ${unit.cut(`limit ${limit.text}`)};`);
  }
  if (watch.deadline !== null) advanceCounter(unit, code, watch.deadline);
  if (watch.steps.length > 0) code.line('flags=0;unsure=0;');
  for (const [i, step] of watch.steps.entries()) {
    code.line(`if(made===0){r=${stepPredicate(unit, step)}(S,0,SB,sn,T,0,B,n);if(r<0)unsure=1;if(r===0)flags|=${1 << i};}`);
  }
  code.line('return 1;');
  unit.define('commit', '', code);
}

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
