/**
 * Normal forms under symmetry: of all states that differ only by a permutation of symmetric elements, one. Elements are sorted by
 * their signatures; among elements whose signatures are equal every order is tried and the least state is taken, unless
 * exchanging them changes nothing. What comes out is the same for all states that are symmetric, whatever the signatures are
 * worth, so counterexamples can be looked up in it.
 */
import { timerFields } from '../../layout.ts';
import type { Sort } from '../../symmetry/sorts.ts';
import { readField, writeField } from '../memory/access.ts';
import { permuteCuts } from '../steps/cuts.ts';
import type { Code, Unit } from '../unit.ts';
import { exchangeText } from './exchange.ts';
import { keptText, Permuting } from './permute.ts';
import { defineSignature } from './signature.ts';

/** The most orders that are tried for one state. Beyond this, symmetry costs more than it saves. */
const MOST_ORDERS = 720;

/**
 * Defines canon(), which puts the state at `T` with its messages (`TB` where touched, else `SB`) into its normal form, packed;
 * and images(words, offset, visit).
 */
export function defineCanonical(unit: Unit, sorts: readonly Sort[]): void {
  const permuting = new Permuting(unit, sorts);
  unit.functions.push(arrays(permuting));
  defineSignature(permuting);
  for (const s of sorts.keys()) unit.functions.push(exchange(permuting, s));
  defineReplace(permuting);
  defineMessages(permuting);
  unit.functions.push(settle(permuting), candidate(permuting), ...sorts.map((_, s) => orders(permuting, s)), canon(permuting));
  unit.functions.push(...sorts.map((_, s) => everyOrder(permuting, s)), images(permuting));
}

/** How many orders all symmetric elements have. */
export function countOrders(sorts: readonly Sort[]): number {
  return sorts.reduce((orders, { elements }) => elements.reduce((n, _, i) => n * (i + 1), orders), 1);
}

/** Elements of a sort stand in its arrays from here on. */
function base(sort: Sort): number {
  return sort.elements[0];
}

/** and up to here. */
function end(sort: Sort): number {
  return base(sort) + sort.elements.length;
}

function names({ sorts }: Permuting, s: number): { readonly by: string; readonly at: string; readonly signature: string } {
  return sorts[s].kind === 'role' ? { by: 'PN', at: 'AN', signature: 'HN' } : { by: `PE${s}`, at: `AE${s}`, signature: `HE${s}` };
}

/** `P`: by whom each element is replaced; `A`: whom each element replaces; `H`: signatures. */
function arrays({ unit, sorts }: Permuting): string {
  const { instances } = unit.model;
  const { words, bag } = unit.layout;
  const array = (name: string, length: number) => `${name}=new Int32Array(${length})`;
  const all = ['PN', 'AN', 'HN', 'ON'].map((name) => array(name, instances.length));
  for (const [s, sort] of sorts.entries()) {
    all.push(array(`L${s}`, end(sort)));
    if (sort.kind === 'enum') all.push(...['PE', 'AE', 'HE'].map((name) => array(`${name}${s}`, sort.elements.length)));
  }
  all.push(array('U', words), array('V', words), array('W', words), array('DB', Math.max(1, bag.capacity * bag.slotWords)));
  return `const ${all.join(',')};let h=0,e=0,c=0,r=0,x=0,dn=0,best=0;for(let i=0;i<${instances.length};i++)PN[i]=i;`;
}

/** exchange_s(k): the elements k and k + 1 of a sort change places in `T`, with their signatures; references to them stay. */
function exchange(permuting: Permuting, s: number): string {
  const sort = permuting.sorts[s];
  const { at, signature } = names(permuting, s);
  const swap = (array: string) => `x=${array}[k];${array}[k]=${array}[k+1];${array}[k+1]=x;`;
  const cases =
    sort.kind === 'role'
      ? `switch(k){${sort.elements
          .slice(1)
          .map((i) => `case ${i - 1}:${exchangeText(permuting.unit.layout, i - 1, i)}break;`)
          .join('')}}`
      : '';
  return `function exchange_${s}(k){${swap(at)}${swap(signature)}${cases}}`;
}

/** replace(): replaces every reference in `T` but for those in messages. */
function defineReplace(permuting: Permuting): void {
  const { unit } = permuting;
  const { layout, model } = unit;
  permuting.define('replace', '', (code) => {
    for (const place of layout.ghosts) permuting.place(code, 'T', '0', place);
    for (const { index, role } of model.instances) {
      const node = layout.nodes[index];
      for (const [v, place] of node.variables.entries()) {
        const isKept = keptText(unit, index, v);
        if (isKept !== null) code.line(`if(${isKept}){`);
        permuting.place(code, 'T', '0', place);
        if (isKept !== null) code.line('}');
      }
      for (const [t, keys] of node.timers.entries()) {
        const { key } = model.roles[role].timers[t];
        if (key !== null) {
          permuting.keys(code, 'T', '0', key, keys.map(timerFields));
        }
      }
      replaceSuspended(permuting, code, index);
    }
    permuteCuts(unit, code);
  });
}

function replaceSuspended(permuting: Permuting, code: Code, index: number): void {
  const { suspended } = permuting.unit.layout.nodes[index];
  if (suspended === null) return;
  code.line(`switch(${readField('T', '0', suspended.point)}){case 0:break;`);
  for (const [at, frame] of suspended.frames.entries()) {
    code.line(`case ${at + 1}:`);
    for (const place of frame) permuting.place(code, 'T', '0', place);
    code.line('break;');
  }
  code.line('}');
  if (suspended.hasContext.bits === 0) return;
  const withSender = suspended.keeps.flatMap(({ sender }, at) => (sender ? [`${readField('T', '0', suspended.point)}===${at + 1}`] : []));
  if (withSender.length === 0) return;
  code.line(`if(${readField('T', '0', suspended.hasContext)}!==0&&(${withSender.join('||')})){`);
  writeField(code, 'T', '0', suspended.from, `PN[${readField('T', '0', suspended.from)}]`);
  if (suspended.call.bits > 0) writeField(code, 'T', '0', suspended.call, callText(permuting, readField('T', '0', suspended.call)));
  code.line('}');
}

/** The code of a call after its caller is replaced. */
function callText({ unit }: Permuting, call: string): string {
  const { calls } = unit.layout;
  const name = unit.once('replaced call', (made) => {
    const table = (of: (entry: (typeof calls.list)[number]) => number) => unit.constant(Int32Array.from(calls.list, of));
    const first = unit.constant(Int32Array.from(calls.index, (own) => own[0] ?? 0));
    const [caller, number] = [table((entry) => entry.caller), table((entry) => entry.call)];
    unit.functions.push(
      `function ${made}(c){if(c===0)return 0;const i=(c-1)>>1;return 1+2*(${first}[PN[${caller}[i]]]+${number}[i])+((c-1)&1);}`,
    );
  });
  return `${name}(${call})`;
}

/** replaceMessages(): `TB` from `DB`, every reference replaced, in order again and packed. */
function defineMessages(permuting: Permuting): void {
  const { unit } = permuting;
  const { bag } = unit.layout;
  if (bag.capacity === 0) return;
  const { instances, messages } = unit.model;
  const n = instances.length;
  const tags = unit.constant(
    Int32Array.from({ length: n * n * messages.length }, (_, k) =>
      bag.routes.tag(Math.floor(k / messages.length / n), Math.floor(k / messages.length) % n, k % messages.length),
    ),
  );
  permuting.define('replaceMessages', '', (code) => {
    code.line(`tn=dn;for(let i=0;i<dn*${bag.slotWords};i++)TB[i]=DB[i];`);
    code.line(`for(let k=0,p=0;k<tn;k++,p+=${bag.slotWords}){const t=${readField('TB', 'p', bag.tag)},m=MESSAGE[t];`);
    writeField(code, 'TB', 'p', bag.tag, `${tags}[(PN[FROM[t]]*${n}+PN[TO[t]])*${messages.length}+m]`);
    if (bag.call.bits > 0) writeField(code, 'TB', 'p', bag.call, callText(permuting, readField('TB', 'p', bag.call)));
    const naming = messages.flatMap((message, m) => (message.fields.some(({ type }) => permuting.refers(type)) ? [m] : []));
    if (naming.length > 0) {
      code.line('switch(m){');
      for (const m of naming) {
        code.line(`case ${m}:`);
        for (const place of bag.fields[m]) permuting.place(code, 'TB', 'p', place);
        code.line('break;');
      }
      code.line('}');
    }
    code.line(unit.packedBag ? '}rebuild();' : '}rebuild();pack();');
  });
}

/** settle(): carries out the permutation at hand on all that refers to elements. */
function settle(permuting: Permuting): string {
  const numbers = permuting.sorts.map((sort, s) => {
    const { by, at } = names(permuting, s);
    return `for(let k=${base(sort)};k<${end(sort)};k++)${by}[${at}[k]]=k;`;
  });
  return `function settle(){${numbers.join('')}replace();${hasMessages(permuting) ? 'replaceMessages();' : ''}}`;
}

/**
 * candidate(): what the permutation at hand makes of the state at `U`. The first one is kept in `V`, the least so far in `W`;
 * gives 1 where it is not the first again.
 */
function candidate(permuting: Permuting): string {
  const each = eachWord(permuting);
  return `function candidate(){
${each('T[w]=U[w];')}settle();
if(best===0){best=1;${each('V[w]=W[w]=T[w];')}return 0;}
let other=0;${each('if(T[w]!==V[w]){other=1;break;}')}
if(other===1){let less=0;${each('if(T[w]!==W[w]){less=T[w]<W[w]?1:0;break;}')}if(less===1){${each('W[w]=T[w];')}}}
return other;}`;
}

/**
 * groups_s(k): tries every order within each group of elements of a sort with equal signatures, from element k on, then goes
 * on with the next sort. A group in which no exchange of neighbours changes anything (`L`) stays as it is: its exchanges
 * commute with those of all others. order_s(k,e,next): every order of the elements from k up to e. many_s(k): how many orders
 * all that comes to.
 */
function orders(permuting: Permuting, s: number): string {
  const { sorts } = permuting;
  const { signature } = names(permuting, s);
  const each = eachWord(permuting);
  const last = end(sorts[s]);
  const goOn = s + 1 < sorts.length ? `groups_${s + 1}(${base(sorts[s + 1])})` : 'candidate()';
  return `function groups_${s}(k){
if(k>=${last}){${goOn};return;}
const e=group_${s}(k);
if(e<0)groups_${s}(-e);else order_${s}(k,e,e);}
function group_${s}(k){let e=k+1,any=0;for(;e<${last}&&${signature}[e]===${signature}[k];e++)any|=L${s}[e-1];return any===0?-e:e;}
function many_${s}(k){let n=1;while(k<${last}){const e=group_${s}(k);if(e>0)for(let i=2;i<=e-k;i++)n*=i;k=Math.abs(e);}return n;}
function order_${s}(k,e,next){
if(k>=e-1){groups_${s}(next);return;}
for(let i=k;i<e;i++){for(let j=i;j>k;j--)exchangeIn_${s}(j-1);order_${s}(k+1,e,next);for(let j=k;j<i;j++)exchangeIn_${s}(j);}}
function exchangeIn_${s}(k){${each('T[w]=U[w];')}exchange_${s}(k);${each('U[w]=T[w];')}}`;
}

/** every_s(k,visit): each order of the elements of a sort from k on, and of all those of the sorts behind it. */
function everyOrder(permuting: Permuting, s: number): string {
  const { sorts } = permuting;
  const each = eachWord(permuting);
  const last = end(sorts[s]);
  const goOn = s + 1 < sorts.length ? `every_${s + 1}(${base(sorts[s + 1])},visit);` : `${each('T[w]=U[w];')}settle();visit(T,0);`;
  return `function every_${s}(k,visit){
if(k>=${last - 1}){${goOn}return;}
for(let i=k;i<${last};i++){for(let j=i;j>k;j--)exchangeIn_${s}(j-1);every_${s}(k+1,visit);for(let j=k;j<i;j++)exchangeIn_${s}(j);}}`;
}

/** images(words,offset,visit): visits what each permutation makes of a packed state. */
function images(permuting: Permuting): string {
  const { sorts } = permuting;
  const each = eachWord(permuting);
  return `function images(words,offset,visit){${each('T[w]=words[offset+w];')}sn=unpack(T,0,SB);touched=0;
${beginOrder(permuting)}${keepMessages(permuting)}${each('U[w]=T[w];')}every_0(${base(sorts[0])},visit);}`;
}

/** No element is moved yet, and the messages in flight are at hand. */
function beginOrder(permuting: Permuting): string {
  const { sorts, unit } = permuting;
  const reset = sorts.map((sort, s) => `for(let k=${base(sort)};k<${end(sort)};k++)${names(permuting, s).at}[k]=k;`).join('\n');
  const atHand = unit.packedBag ? 'spread();' : 'if(touched===0)load(-1);';
  return `${reset}${hasMessages(permuting) ? `${atHand}dn=tn;` : ''}`;
}

/** Keeps the messages at hand for `settle`. */
function keepMessages(permuting: Permuting): string {
  return hasMessages(permuting) ? `for(let i=0;i<dn*${permuting.unit.layout.bag.slotWords};i++)DB[i]=TB[i];` : '';
}

function canon(permuting: Permuting): string {
  const { sorts } = permuting;
  const each = eachWord(permuting);
  const keep = keepMessages(permuting);
  const ofEach = (text: (s: number, first: number, last: number) => string) =>
    sorts.map((sort, s) => text(s, base(sort), end(sort))).join('\n');
  const sorted = ofEach((s, first, last) => {
    const { signature } = names(permuting, s);
    return `for(let i=${first + 1};i<${last};i++)for(let j=i;j>${first}&&${signature}[j-1]<${signature}[j];j--){exchange_${s}(j-1);moved=1;}`;
  });
  const whereTied = (then: (s: number) => string) =>
    ofEach((s, first, last) => {
      const { signature } = names(permuting, s);
      return `for(let k=${first};k<${last - 1};k++)if(${signature}[k]===${signature}[k+1]){${then(s)}}`;
    });
  return `function canon(){
let moved=0,ties=0;
${beginOrder(permuting)}
sign();
${sorted}
${whereTied(() => 'ties=1;break;')}
if(ties===0){if(moved!==0){${keep}settle();}return;}
${keep}${each('U[w]=T[w];')}
best=0;candidate();let differ=0;
${whereTied((s) => `exchangeIn_${s}(k);L${s}[k]=candidate();differ|=L${s}[k];exchangeIn_${s}(k);`)}
if(differ!==0){if(${sorts.map((sort, s) => `many_${s}(${base(sort)})`).join('*')}>${MOST_ORDERS})out.gaveUp=true;else groups_0(${base(sorts[0])});}
${each('T[w]=W[w];')}}`;
}

function eachWord({ unit }: Permuting): (text: string) => string {
  return (text) => `for(let w=0;w<${unit.layout.words};w++){${text}}`;
}

function hasMessages({ unit }: Permuting): boolean {
  return unit.layout.bag.capacity > 0;
}
