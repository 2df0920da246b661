/**
 * Network cuts. The active ones are packed by number, ascending, so that the last of these places shows whether there are
 * fewer. Tables by that number say what each cut is.
 */
import { unhandled } from '#grammar';
import { cutFault } from '../../cuts.ts';
import { fairItems } from '../../fair-items.ts';
import type { Model } from '../../ir.ts';
import type { Cut } from '../../state.ts';
import { tagOf } from '../../tags.ts';
import { readField, writeField } from '../memory/access.ts';
import { Code, type Unit } from '../unit.ts';
import { allowed, spend } from './faults.ts';

/** crosses(A,a,f,g): what node f sends to node g is lost; putCut(x), cuts(), heal(): see each. */
export function defineCuts(unit: Unit): void {
  if (unit.layout.cuts.length === 0) return;
  unit.functions.push(crosses(unit));
  definePutCut(unit);
  defineBegin(unit);
  defineHeal(unit);
}

/** A table with an entry for each cut, by its number in packed states. */
function table(unit: Unit, what: string, of: (cut: Cut, model: Model) => number): string {
  return unit.onceConstant(`cuts: ${what}`, () => Int32Array.from([0, ...unit.layout.everyCut.map((cut) => of(cut, unit.model))]));
}

/** One mask for each cut and sender: the nodes that what it sends does not reach. */
function crosses(unit: Unit): string {
  const nodes = [...unit.model.instances.keys()];
  const masks = unit.constant(
    Int32Array.from([
      ...nodes.map(() => 0),
      ...unit.layout.everyCut.flatMap((cut) => nodes.map((from) => outOfReach(cut, from, nodes.length))),
    ]),
  );
  const each = unit.layout.cuts.map((f) => `if((${masks}[${readField('A', 'a', f)}*${nodes.length}+f]>>>g)&1)return true;`);
  return `function crosses(A,a,f,g){${each.join('')}return false;}`;
}

/** A mask of the nodes that do not get what `from` sends them. */
function outOfReach(cut: Cut, from: number, nodes: number): number {
  switch (cut.kind) {
    case 'two-way':
    case 'one-way': {
      const inside = maskOf(cut.members);
      const outside = ~inside & (2 ** nodes - 1);
      const back = cut.kind === 'two-way' ? inside : 0;
      return cut.members[from] ? outside : back;
    }
    case 'link':
      return from === cut.from ? 1 << cut.to : from === cut.to ? 1 << cut.from : 0;
    case 'one-way link':
      return from === cut.from ? 1 << cut.to : 0;
    default:
      return unhandled(cut);
  }
}

/** putCut(x): makes cut x, which is not active, one of the target's. */
function definePutCut(unit: Unit): void {
  const code = new Code(unit);
  code.line('let c=0;');
  for (const f of unit.layout.cuts) {
    code.line(`c=${readField('T', '0', f)};if(c===0||x<c){`);
    writeField(code, 'T', '0', f, 'x');
    code.line('if(c===0)return;x=c;}');
  }
  unit.define('putCut', 'x', code);
}

/** cuts(): every cut that may begin. */
function defineBegin(unit: Unit): void {
  const { layout, model } = unit;
  const code = new Code(unit);
  for (const fault of model.network.cuts) {
    const first = layout.everyCut.findIndex((cut) => cut.kind === fault.kind) + 1;
    const last = layout.everyCut.findLastIndex((cut) => cut.kind === fault.kind) + 1;
    if (first === 0) continue;
    const room = fault.atOnce <= layout.cuts.length ? `${readField('S', '0', layout.cuts[fault.atOnce - 1])}===0` : '1';
    const active = layout.cuts.map((f) => `${readField('S', '0', f)}===w`).join('||');
    code.line(`if(${room}&&${allowed(unit, fault)})for(let w=${first};w<=${last};w++){if(${active})continue;begin();copy();putCut(w);`);
    spend(unit, code, fault);
    code.line('done(commit(),1);}');
  }
  unit.define('cuts', '', code);
}

/** heal(): every active cut ends. */
function defineHeal(unit: Unit): void {
  const { cuts } = unit.layout;
  const items = fairItems(unit.model);
  const tags = table(unit, 'heal', (cut) => (items.heal(cut) < 0 ? tagOf('other') : tagOf('item', items.heal(cut))));
  const code = new Code(unit);
  for (const [i, f] of cuts.entries()) {
    code.line(`if(${readField('S', '0', f)}===0)return;TAG=${tags}[${readField('S', '0', f)}];begin();copy();`);
    for (let k = i; k < cuts.length; k++) writeField(code, 'T', '0', cuts[k], k + 1 < cuts.length ? readField('S', '0', cuts[k + 1]) : '0');
    code.line('done(commit(),0);');
  }
  unit.define('heal', '', code);
}

/** Ends the target's cuts that last until the system is stable. */
export function endCuts(unit: Unit, code: Code): void {
  if (!unit.model.network.cuts.some((fault) => fault.untilStable)) return;
  const lasts = table(unit, 'lasts', (cut, model) => Number(!cutFault(model, cut).untilStable));
  eachCut(unit, code, (c, keep) => `if(${lasts}[${c}]===1)${keep(c)}`);
}

/** Replaces the target's cuts as the permutation of nodes `PN` says. */
export function permuteCuts(unit: Unit, code: Code): void {
  if (unit.layout.cuts.length === 0) return;
  const name = unit.once('permuted cut', (made) => unit.functions.push(permuted(unit, made)));
  eachCut(unit, code, (c, keep) => keep(`${name}(${c})`));
}

/** Writes the target's cuts anew, in order: those that `text` keeps of each. */
function eachCut(unit: Unit, code: Code, text: (cut: string, keep: (cut: string) => string) => string): void {
  const { cuts } = unit.layout;
  const before = unit.constant(new Int32Array(cuts.length));
  for (const [i, f] of cuts.entries()) code.line(`${before}[${i}]=${readField('T', '0', f)};`);
  for (const f of cuts) writeField(code, 'T', '0', f, '0');
  for (const i of cuts.keys()) code.line(`if(${before}[${i}]!==0){${text(`${before}[${i}]`, (cut) => `putCut(${cut});`)}}`);
}

/** The number of the cut that parts whom cut `c` parts, once nodes have changed places. */
function permuted(unit: Unit, name: string): string {
  const { everyCut } = unit.layout;
  const n = unit.model.instances.length;
  const kinds = [...new Set(everyCut.map(({ kind }) => kind))];
  const kind = table(unit, 'kind', (cut) => kinds.indexOf(cut.kind));
  const inside = table(unit, 'inside', (cut) => ('members' in cut ? maskOf(cut.members) : 0));
  const from = table(unit, 'from', (cut) => ('from' in cut ? cut.from : 0));
  const to = table(unit, 'to', (cut) => ('from' in cut ? cut.to : 0));
  const set = `let m=0;for(let i=0;i<${n};i++)if((${inside}[c]>>>i)&1)m|=1<<PN[i];`;
  const pair = `const f=PN[${from}[c]],t=PN[${to}[c]];`;
  const index: { readonly [K in Cut['kind']]: readonly [made: string, index: string] } = {
    'two-way': [set, `(m&1)===1?m^${2 ** n - 1}:m`],
    'one-way': [set, 'm'],
    link: [pair, `f<t?f*${n}+t:t*${n}+f`],
    'one-way link': [pair, `f*${n}+t`],
  };
  const cases = kinds.map((which, k) => {
    const [made, at] = index[which];
    return `case ${k}:{${made}return ${unit.constant(numbersOf(everyCut, which, n))}[${at}];}`;
  });
  return `function ${name}(c){switch(${kind}[c]){${cases.join('')}}return 0;}`;
}

/** The numbers of the cuts of one kind by the mask of their members, or by from * nodes + to. */
function numbersOf(everyCut: readonly Cut[], kind: Cut['kind'], nodes: number): Int32Array {
  const isSet = kind === 'two-way' || kind === 'one-way';
  const numbers = new Int32Array(isSet ? 2 ** nodes : nodes * nodes);
  for (const [i, cut] of everyCut.entries()) {
    if (cut.kind !== kind) continue;
    numbers['members' in cut ? maskOf(cut.members) : cut.from * nodes + cut.to] = i + 1;
  }
  return numbers;
}

function maskOf(members: readonly boolean[]): number {
  return members.reduce((mask, inside, i) => mask | (inside ? 1 << i : 0), 0);
}
