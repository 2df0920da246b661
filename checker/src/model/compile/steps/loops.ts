/**
 * `for`: over what is left of a set or list. A loop that contains a `pause` is entered again at a resume with what was
 * left, so both ways in share `overRest`.
 */
import type { Stmt, Type } from '../../ir.ts';
import { isSmall } from '../../shapes.ts';
import type { Body } from '../unit.ts';
import { chunkCount } from '../values/chunks.ts';
import { condition, value } from '../values/expressions.ts';
import { dropped, listArray, packed } from '../values/list-codes.ts';
import { addElement, startSet } from '../values/sets.ts';
import { eachElement, unrankText } from '../values/values.ts';

type For = Stmt & { kind: 'for' };

export function forEach(body: Body, stmt: For, inside: (inner: Body) => void): void {
  overRest(body, stmt, filtered(body, stmt), inside);
}

/** What is to be walked: elements for which `where` holds, decided before the first of them. */
function filtered(body: Body, stmt: For): string {
  const { code } = body;
  const whole = code.keep(value(body, stmt.from));
  const { type } = stmt.from;
  if (stmt.where === null) return whole;
  if (type.kind === 'list') {
    const [array, kept, i] = [listArray(body, type, whole), code.keep('[]'), code.variable()];
    code.line(`for(${i}=0;${i}<${array}.length;${i}++){`);
    body.locals.set(stmt.local, code.keep(`${array}[${i}]`));
    code.line(`if(${condition(body, stmt.where)})${kept}.push(${array}[${i}]);}`);
    return isSmall(type) ? packed(body, type, kept) : kept;
  }
  const set = type as Type & { kind: 'set' };
  const kept = startSet(code, set);
  const { where } = stmt;
  eachElement(body, set, whole, code.label(), (element) => {
    body.locals.set(stmt.local, element);
    code.line(`if(${condition(body, where)}){`);
    addElement(body, set, kept, element);
    code.line('}');
  });
  return kept;
}

/** Runs `inside` for each element of `rest`, and keeps what is left where a pause can save it. */
export function overRest(body: Body, stmt: For, rest: string, inside: (inner: Body) => void): void {
  const { code, unit } = body;
  const { type } = stmt.from;
  const element = code.variable();
  if (type.kind === 'list') {
    const [list, i] = [code.hold(rest), code.variable()];
    const array = listArray(body, type, list);
    body.locals.set(stmt.local, element);
    body.locals.set(stmt.rest, isSmall(type) ? dropped(type, list, `(${i}+1)`) : `${array}.slice(${i}+1)`);
    code.line(`for(${i}=0;${i}<${array}.length;${i}++){${element}=${array}[${i}];`);
    inside(body);
    code.line('}');
    return;
  }
  const set = type as Type & { kind: 'set' };
  body.locals.set(stmt.local, element);
  if (isSmall(set)) {
    const [left, low] = [code.keep(rest), code.variable()];
    body.locals.set(stmt.rest, left);
    code.line(`while(${left}!==0){${low}=31-Math.clz32(${left}&-${left});${left}&=${left}-1;`);
    code.line(`${element}=${unrankText(unit, set.of, low)};`);
  } else {
    // a copy of its own, out of which each element is taken
    const [left, chunk, first] = [code.keep(`${rest}.slice()`), code.variable(), code.variable()];
    body.locals.set(stmt.rest, left);
    code.line(`for(${chunk}=0;${chunk}<${chunkCount(set)};${chunk}++)while((${first}=${left}[${chunk}])!==0){`);
    code.line(`${left}[${chunk}]=${first}&${first}-1;`);
    code.line(`${element}=${unrankText(unit, set.of, `((${chunk}<<5)+31-Math.clz32(${first}&-${first}))`)};`);
  }
  inside(body);
  code.line('}');
}
