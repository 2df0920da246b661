/** Texts that ask for more than any machine has, by what they are; the last two only for more than a few seconds. */
import { readFileSync } from 'node:fs';

const node = (inside: string) => `node A { n: 0..3 = 0  action go when n < 3 { n += 1 }\n${inside} }`;
const spec = (inside: string, items = '', property = 'always A.n <= 3') =>
  `system S {\n${items}\n${node(inside)}\nsafety P: ${property}\n}\nassume Plain { timing async }\ncheck Plain { P holds }\n`;

const times = (n: number, text: (i: number) => string, between = '\n') => Array.from({ length: n }, (_, i) => text(i)).join(between);

const nestedLoops = 'for a in 0..1000 { for b in 0..1000 { for c in 0..1000 { for d in 0..1000 { x = d } } } }';
const everyQuad = 'forall a in 0..1000: forall b in 0..1000: forall c in 0..1000: forall d in 0..1000:';

export const hostileInputs: Readonly<Record<string, () => string>> = {
  'loops of 10^12 rounds in one step': () => spec(`x: 0..1000 = 0  action long when n == 1 { ${nestedLoops} }`),
  'a quantifier over 10^12': () => spec('', '', `always ${everyQuad} A.n + a + b + c + d >= 0`),
  'a guard over 10^12': () => spec(`action long when ${everyQuad} n + a + b + c + d >= 0 { n = 0 }`),
  'three choices of 4,000 each': () =>
    spec(
      'x: 0..4000 = 0  y: 0..4000 = 0  z: 0..4000 = 0  action pick { let a = choose v in 0..3999  let b = choose v in 0..3999  let c = choose v in 0..3999  x = a  y = b  z = c }',
    ),
  'a billion first values': () => spec('x: 0..1000000000 = any'),
  'first values of five variables': () => spec(times(5, (i) => `x${i}: 0..1000 = any`)),
  'a list of anything': () => spec('x: list<0..100, 10> = any'),
  'a chain of 8,000 extends': () =>
    `${spec('').replace('check Plain', `${times(8000, (i) => `assume A${i} extends ${i === 0 ? 'Plain' : `A${i - 1}`} {}`)}\ncheck A7999`)}`,
  'a chain of 8,000 constants': () =>
    spec(
      '',
      times(8000, (i) => `const C${i} = ${i === 0 ? '1' : `C${i - 1}`}`),
    ),
  'a chain of 8,000 lets': () =>
    spec(`action lets when n == 1 { ${times(8000, (i) => `let v${i} = ${i === 0 ? 'n' : `v${i - 1}`}`)} n = v7999 }`),
  'forty functions, each calling twice': () =>
    spec(
      '',
      times(40, (i) =>
        i === 0 ? 'fun f0(a: 0..3): 0..3 = a' : `fun f${i}(a: 0..3): 0..3 = if f${i - 1}(a) == 1 then f${i - 1}(a) else f${i - 1}(a)`,
      ),
      'always f39(A.n) <= 3',
    ),
  'an `and` of 8,000 parts': () => spec('', '', `always ${times(8000, () => 'A.n <= 3', ' and ')}`),
  '8,000 nested parentheses': () => spec('', '', `always ${'('.repeat(8000)}A.n <= 3${')'.repeat(8000)}`),
  '8,000 nested `if`s': () => spec(`action deep when n == 1 { ${'if n == 1 { '.repeat(8000)}n = 2${' }'.repeat(8000)} }`),
  '8,000 `not`s': () => spec('', '', `always ${'not '.repeat(8000)}A.n <= 3`),
  '10,000 properties': () =>
    spec(
      '',
      times(10_000, (i) => `safety P${i}: always A.n <= 3`),
    ),
  '20,000 statements': () => spec(`action long when n == 1 { ${times(20_000, () => 'n = 2')} }`),
  'a chain of 8,000 structs': () =>
    spec(
      '',
      times(8000, (i) => `struct T${i}(a: ${i === 0 ? 'bool' : `T${i - 1}`})`),
    ),
  'structs of two structs, 40 deep': () =>
    spec(
      'x: T39 = any',
      times(40, (i) => (i === 0 ? 'struct T0(a: bool, b: bool)' : `struct T${i}(a: T${i - 1}, b: T${i - 1})`)),
    ),
  'a map of 1,004 cells, each with an action': () =>
    spec(
      'm: map<1..1004, 0..3> = 0  optional action put for i in 1..1004 when m[i] < 3 { m[i] += 1 }',
      '',
      'always (exists a, b in 1..1004: A.m[a] == A.m[b])',
    ),
  'four validators, one of whom lies': file('block-fork.proviso'),
  '27 timers on three nodes': file('lease-read.proviso'),
};

function file(name: string): () => string {
  return () => readFileSync(new URL(`inputs/${name}`, import.meta.url), 'utf8');
}
