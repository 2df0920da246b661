/**
 * `for`: over what is left of a set or list. A loop that contains a `pause` is entered again at a resume with what was
 * left, so both ways in share `overRest`.
 */
import type { Stmt, Type } from '../../ir.ts';
import { domainSize, isSmall } from '../../shapes.ts';
import type { Body } from '../unit.ts';
import { condition, value } from '../values/expressions.ts';
import { emptySet, withElement } from '../values/sets.ts';
import { eachElement, listArray, listFromArray, unrankText } from '../values/values.ts';

type For = Stmt & { kind: 'for' };

export function forEach(body: Body, stmt: For, inside: (inner: Body) => void): void {
  overRest(body, stmt, filtered(body, stmt), inside);
}

/** What is to be walked: elements for which `where` holds, decided before the first of them. */
function filtered(body: Body, stmt: For): string {
  const { code, unit } = body;
  const whole = code.keep(value(body, stmt.from));
  const { type } = stmt.from;
  if (stmt.where === null) return whole;
  if (type.kind === 'list') {
    const [array, kept, i] = [code.keep(listArray(unit, type, whole)), code.keep('[]'), code.variable()];
    code.line(`for(${i}=0;${i}<${array}.length;${i}++){`);
    body.locals.set(stmt.local, code.keep(`${array}[${i}]`));
    code.line(`if(${condition(body, stmt.where)})${kept}.push(${array}[${i}]);}`);
    return listFromArray(unit, type, kept);
  }
  const set = type as Type & { kind: 'set' };
  const kept = code.keep(emptySet(unit, set));
  const { where } = stmt;
  eachElement(body, set, whole, code.label(), (element) => {
    body.locals.set(stmt.local, element);
    code.line(`if(${condition(body, where)})${kept}=${withElement(unit, set, kept, element)};`);
  });
  return kept;
}

/** Runs `inside` for each element of `rest`, and keeps what is left where a pause can save it. */
export function overRest(body: Body, stmt: For, rest: string, inside: (inner: Body) => void): void {
  const { code, unit } = body;
  const { type } = stmt.from;
  const element = code.variable();
  if (type.kind === 'list') {
    const [array, i] = [code.keep(listArray(unit, type, rest)), code.variable()];
    body.locals.set(stmt.local, element);
    body.locals.set(stmt.rest, listFromArray(unit, type, `${array}.slice(${i}+1)`));
    code.line(`for(${i}=0;${i}<${array}.length;${i}++){${element}=${array}[${i}];`);
    inside(body);
    code.line('}');
    return;
  }
  const set = type as Type & { kind: 'set' };
  const left = code.keep(rest);
  const low = code.variable();
  body.locals.set(stmt.local, element);
  body.locals.set(stmt.rest, left);
  if (isSmall(set)) {
    code.line(`while(${left}!==0){${low}=31-Math.clz32(${left}&-${left});${left}&=${left}-1;`);
  } else {
    const without = unit.onceConstant(
      'without',
      () => (chunks: number[], r: number) => chunks.with(r >>> 5, chunks[r >>> 5] & ~(1 << (r & 31))),
    );
    code.line(`for(${low}=0;${low}<${domainSize(set.of)};${low}++){if(((${left}[${low}>>>5]>>>(${low}&31))&1)===0)continue;`);
    code.line(`${left}=${without}(${left},${low});`);
  }
  code.line(`${element}=${unrankText(unit, set.of, low)};`);
  inside(body);
  code.line('}');
}
