/**
 * The code of a store for states of one width, with all loops over words unrolled: the search spends much of its time here,
 * and a loop of unknown length costs more than what it does. Nothing but numbers goes into the text. Where code made at run
 * time is refused, the same algorithm runs with loops.
 */
import { plainStoreCode } from './plain-store-code.ts';
import type { StoreCode } from './store-code.ts';

/** Above this many words unrolling costs more than it saves. */
const MOST_UNROLLED = 24;

const made = new Map<string, StoreCode>();

/** A segment holds two to the power of `segmentBits` states. Stores of one width share their code, and what the engine has learnt of it. */
export function storeCode(words: number, segmentBits: number): StoreCode {
  const key = `${words} ${segmentBits}`;
  let code = made.get(key);
  if (code === undefined) {
    code = make(words, segmentBits);
    made.set(key, code);
  }
  return code;
}

function make(words: number, segmentBits: number): StoreCode {
  const text = new Text(words, segmentBits);
  try {
    return new Function(text.whole())() as StoreCode;
  } catch (error) {
    // A content-security policy may forbid making code.
    if (error instanceof EvalError) return plainStoreCode(words, segmentBits);
    throw error;
  }
}

/** Words of the states inserted last that are kept at hand: what fits into the innermost cache beside all else, or into the next. */
const RECENT_WORDS = { few: 1 << 13, many: 1 << 16 };

/**
 * An empty list of recent states for a store: each place holds words that belong to another place, so that no state is taken
 * for known. Behind them is room for their numbers. A long list pays where the table no longer fits into a cache.
 */
export function recentStates(words: number, code: Pick<StoreCode, 'hash'>, size: keyof typeof RECENT_WORDS): Int32Array {
  const bits = Math.max(4, Math.floor(Math.log2(RECENT_WORDS[size] / words)));
  const recent = new Int32Array((words + 1) << bits);
  const placeOf = (state: Int32Array) => code.hash(state, 0) >>> (32 - bits);
  const [zeros, other] = [new Int32Array(words), new Int32Array(words)];
  for (other[0] = 1; placeOf(other) === placeOf(zeros); ) other[0]++;
  recent.set(other, placeOf(zeros) * words);
  return recent;
}

/**
 * Entries of the table are the state's number plus 1 in the low bits, so that 0 is empty, and above them a tag: bits of the
 * hash that the slot does not show already.
 */
class Text {
  readonly #words: number;
  readonly #bits: number;

  constructor(words: number, segmentBits: number) {
    this.#words = words;
    this.#bits = segmentBits;
  }

  whole(): string {
    return `"use strict";let touched=0;${this.#insert('insert', false)}${this.#insert('insertAndReport', true)}${this.#seek()}${this.#rehash()}${this.#prepare()}${this.#putShared()}${this.#renumber()}function hash(source,offset){${this.#hash('source', 'offset')}return h;}return {insert,insertAndReport,seek,rehash,hash,parallel:{prepare,place,renumber,seek}};`;
  }

  /** `body` for each word, its index put in for `#`. */
  #each(body: string, between = ''): string {
    if (this.#words <= MOST_UNROLLED) return Array.from({ length: this.#words }, (_, w) => body.replaceAll('#', String(w))).join(between);
    return `for(let w=0;w<${this.#words};w++){${body.replaceAll('#', 'w')}}`;
  }

  /** Sets h to the hash of the words of `array` at `at`. */
  #hash(array: string, at: string): string {
    const mix = `h=Math.imul(h^${array}[${at}+#],0x9e3779b1);h^=h>>>15;`;
    return `let h=0x12345;${this.#each(mix)}h=Math.imul(h,0x85ebca6b);h^=h>>>13;`;
  }

  /** Sets A and a to where the words of state s stand. */
  #place(s: string): string {
    return `const A=${s}<${2 ** this.#bits}?first:segments[${s}>>>${this.#bits}],a=(${s}&${2 ** this.#bits - 1})*${this.#words};`;
  }

  /** By how much a hash is shifted to give the place of a recent state, and where the numbers of all begin. */
  #recent(): string {
    const each = this.#words + 1;
    return `const bits=31-Math.clz32(recent.length/${each}),drop=32-bits,numbers=${this.#words}<<bits;`;
  }

  #ifEqual(array: string, at: string, other: string, there: string): string {
    if (this.#words <= MOST_UNROLLED) return `if(${this.#each(`${array}[${at}+#]===${other}[${there}+#]`, '&&')})`;
    return `let w=0;while(w<${this.#words}&&${array}[${at}+w]===${other}[${there}+w])w++;if(w===${this.#words})`;
  }

  #insert(name: string, reporting: boolean): string {
    const W = this.#words;
    // Behind the words of recent states stand their numbers; ~n stands for the n-th state looked for in this batch, which is found below.
    const number = 'recent[numbers+(h>>>drop)]';
    const found = (known: boolean) => (reporting ? `fresh[places[i]]=${known ? '~s' : 's'};if(${number}===~i)${number}=s;` : '');
    return `function ${name}(source,count,hashes,places,fresh,table,shift,segments,states,recent){
const mask=table.length-1,first=segments[0];${this.#recent()}let n=0;
for(let i=0,p=0;i<count;i++,p+=${W}){${this.#hash('source', 'p')}
const f=(h>>>drop)*${W};${this.#ifEqual('recent', 'f', 'source', 'p')}{${reporting ? `fresh[i]=${number};` : ''}continue;}
${this.#each('recent[f+#]=source[p+#];')}${reporting ? `${number}=~n;` : ''}hashes[n]=h;places[n]=i;n++;}
let seen=0;
for(let i=0;i<n;i++)seen^=table[hashes[i]>>>shift];
for(let i=0;i<n;i++){const e=table[hashes[i]>>>shift]&mask;if(e!==0){const s=e-1;${this.#place('s')}seen^=A[a];}}
touched=seen;
for(let i=0;i<n;i++){
const p=places[i]*${W},h=hashes[i],tag=Math.imul(h,0x2545f491)&~mask;let slot=h>>>shift;
for(;;){const e=table[slot];
if(e===0){const s=states++;${this.#place('s')}${this.#each(`A[a+#]=source[p+#];`)}table[slot]=states|tag;${found(false)}break;}
if((e&~mask)===tag){const s=(e&mask)-1;${this.#place('s')}${this.#ifEqual('A', 'a', 'source', 'p')}{${found(true)}break;}}
slot=(slot+1)&mask;}}
${reporting ? this.#reportRecent() : ''}
return states;}
`;
  }

  #prepare(): string {
    const W = this.#words;
    return `function prepare(source,count,hashes,places,table,shift,segments,recent){
const mask=table.length-1,first=segments[0];${this.#recent()}let n=0;
for(let i=0,p=0;i<count;i++,p+=${W}){${this.#hash('source', 'p')}const f=(h>>>drop)*${W};${this.#ifEqual('recent', 'f', 'source', 'p')}continue;${this.#each('recent[f+#]=source[p+#];')}hashes[n]=h;places[n]=p;n++;}
let seen=0;
for(let i=0;i<n;i++)seen^=table[hashes[i]>>>shift];
for(let i=0;i<n;i++){const e=table[hashes[i]>>>shift]&mask;if(e!==0){const s=e-1;${this.#place('s')}seen^=A[a];}}
touched=seen;return n;}
`;
  }

  /** An entry is read again before what it points to is: that orders the reads after the writes of the thread that put it there. */
  #putShared(): string {
    return `function place(source,hashes,places,table,shift,segments,at){
const mask=table.length-1,first=segments[0],n=at[1],last=at[3];let i=at[0],next=at[2];
for(;i<n;i++){
const p=places[i],h=hashes[i],tag=Math.imul(h,0x2545f491)&~mask;let slot=h>>>shift,e=0;
for(;;){e=table[slot];
if(e===0){
if(next===last){at[0]=i;at[2]=next;return;}
{const s=next;${this.#place('s')}${this.#each('A[a+#]=source[p+#];')}}
e=Atomics.compareExchange(table,slot,0,(next+1)|tag);
if(e===0){next++;break;}}
if((e&~mask)===tag){const s=(Atomics.load(table,slot)&mask)-1;${this.#place('s')}${this.#ifEqual('A', 'a', 'source', 'p')}break;}
slot=(slot+1)&mask;}}
at[0]=i;at[2]=next;}
`;
  }

  #renumber(): string {
    return `function renumber(from,to,table,shift,segments){
const mask=table.length-1,first=segments[0];
const B=segments[from>>>${this.#bits}],b=(from&${2 ** this.#bits - 1})*${this.#words};
{const s=to;${this.#place('s')}${this.#each('A[a+#]=B[b+#];')}}
${this.#hash('B', 'b')}let slot=h>>>shift;while((table[slot]&mask)!==from+1)slot=(slot+1)&mask;
table[slot]=(to+1)|(table[slot]&~mask);}
`;
  }

  /** States taken for recent are reported once those looked for have their numbers. */
  #reportRecent(): string {
    return `for(let i=0,next=0;i<count;i++){
if(next<n&&places[next]===i){next++;continue;}
const k=fresh[i],s=k<0?fresh[places[~k]]:k;fresh[i]=s<0?s:~s;}`;
  }

  #seek(): string {
    return `function seek(source,offset,table,shift,segments){
const mask=table.length-1,first=segments[0];${this.#hash('source', 'offset')}
const tag=Math.imul(h,0x2545f491)&~mask;let slot=h>>>shift;
for(;;){const e=table[slot];if(e===0)return -1;
if((e&~mask)===tag){const s=(e&mask)-1;${this.#place('s')}${this.#ifEqual('A', 'a', 'source', 'offset')}return s;}
slot=(slot+1)&mask;}}
`;
  }

  #rehash(): string {
    return `function rehash(table,shift,segments,from,to,hashes){
const mask=table.length-1,first=segments[0];
for(let s=from;s<to;s++){${this.#place('s')}${this.#hash('A', 'a')}hashes[s-from]=h;}
let seen=0;
for(let i=0;i<to-from;i++)seen^=table[hashes[i]>>>shift];
touched=seen;
for(let s=from;s<to;s++){const h=hashes[s-from];
let slot=h>>>shift;while(table[slot]!==0)slot=(slot+1)&mask;
table[slot]=(s+1)|(Math.imul(h,0x2545f491)&~mask);}}
`;
  }
}
