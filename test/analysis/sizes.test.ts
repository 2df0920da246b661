/**
 * Whoever writes a spec sets the length of its chains: of constants, functions, predicates, types. None of them may use up
 * the stack, and what grows twofold with each line is bounded, with a message at the words.
 */
import { expect, test } from 'vitest';
import { analyse, load } from '#checker';

const LONG = 3000;

function lines(count: number, line: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => line(i)).join('\n');
}

function system(items: string, node = 'y: 0..1 = 0 action a { y = 1 }', property = 'true'): string {
  return `system S {\n${items}\nnode N { ${node} }\nsafety P: always ${property}\n}\nassume A { timing async }\ncheck A { P holds }\n`;
}

/** Code and the words that each error is about. */
function errors(text: string): string[] {
  const loaded = load('s.proviso', text, () => ({ problem: '', details: {} }));
  const { diagnostics } = analyse(loaded);
  return [...loaded.diagnostics, ...diagnostics]
    .filter(({ severity }) => severity === 'error')
    .map(({ code, span }) => `${code} ${text.slice(span.start, span.end)}`);
}

test('a chain of constants has a value, in whatever order they stand', () => {
  expect(errors(system(lines(LONG, (i) => `const C${i} = ${i === 0 ? '1' : `C${i - 1} + 1`}`)))).toEqual([]);
  expect(errors(system(lines(LONG, (i) => `const C${i} = ${i === LONG - 1 ? '1' : `C${i + 1} + 1`}`)))).toEqual([]);
});

test('a long circle of constants is one error, at one constant of the circle', () => {
  const found = errors(system(lines(LONG, (i) => `const C${i} = C${(i + 1) % LONG} + 1`)));
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(/^PV0307 C\d+$/);
});

test('a constant that doubles beyond what can be kept is an error where it does', () => {
  expect(errors(system(lines(800, (i) => `const C${i} = ${i === 0 ? '1' : `C${i - 1} + C${i - 1}`}`)))).toEqual(['PV0603 C30 + C30']);
});

test('functions that call each other in a long row are one error, at the first that goes too deep', () => {
  const functions = lines(LONG, (i) => `fun f${i}(x: 0..1): 0..1 = ${i === 0 ? 'x' : `f${i - 1}(x)`}`);
  expect(errors(system(functions))).toEqual(['PV0603 f100']);
});

test('functions that double with each line are one error, at the first that is too large', () => {
  const functions = lines(40, (i) => `fun f${i}(x: 0..1): 0..1 = ${i === 0 ? 'x' : `if f${i - 1}(x) == 1 then f${i - 1}(x) else 0`}`);
  expect(errors(system(functions))).toEqual(['PV0603 f11']);
});

test('so are predicates', () => {
  expect(errors(system(lines(LONG, (i) => `let p${i} = ${i === 0 ? 'N.y == 0' : `p${i - 1}`}`)))).toEqual(['PV0603 p100']);
  expect(errors(system(lines(40, (i) => `let p${i} = ${i === 0 ? 'N.y == 0' : `p${i - 1} and p${i - 1}`}`)))).toHaveLength(1);
});

test('a handler may have thousands of local names', () => {
  const body = `${lines(2000, (i) => `let v${i} = ${i === 0 ? 'y' : `v${i - 1}`}`)} y = v1999`;
  expect(errors(system('', `y: 0..1 = 0 action a { ${body} }`))).toEqual([]);
});

test('a chain of type names is fine, of structs inside structs only so far', () => {
  expect(
    errors(
      system(
        lines(LONG, (i) => `type T${i} = ${i === LONG - 1 ? '0..1' : `T${i + 1}`}`),
        'y: T0 = 0 action a { y = 1 }',
      ),
    ),
  ).toEqual([]);
  const structs = lines(LONG, (i) => `struct S${i}(a: ${i === 0 ? 'bool' : `S${i - 1}`})`);
  expect(errors(system(structs))).toEqual(['PV0603 S99']);
});

test('a type of too many parts is refused where it becomes too large', () => {
  const structs = lines(40, (i) => {
    const of = i === 0 ? 'bool' : `S${i - 1}`;
    return `struct S${i}(a: ${of}, b: ${of})`;
  });
  expect(errors(system(structs))).toEqual(['PV0603 S11']);
  expect(errors(system(lines(30, (i) => `type T${i} = list<${i === 0 ? '0..9' : `T${i - 1}`}, 9>`)))).toEqual(['PV0603 list<T2, 9>']);
});

test('a type that contains itself is an error', () => {
  expect(errors(system('struct A(b: A)'))).toEqual(['PV0307 A']);
  expect(errors(system('type T = T'))).toEqual(['PV0307 T']);
  expect(errors(system('struct A(b: set<B>) struct B(a: A?)'))).toEqual(['PV0307 A']);
});

test('a timer started for longer and longer is an error; one that follows another timer is not', () => {
  const timed = (node: string) =>
    `system S {\nnode N { ${node} }\nsafety P: always true\n}\nassume A { timing { always delay <= 0, pause <= 0, drift <= 0 } }\ncheck A { P holds }\n`;
  expect(errors(timed('timer t action a when t.left < 2 { start t for t.left + 1 }'))).toEqual(['PV0603 t']);
  const chain = lines(12, (i) => `timer t${i} action a${i} { start t${i} for ${i === 11 ? '3' : `t${i + 1}.left + 1`} }`);
  expect(errors(timed(chain))).toEqual([]);
});

test('how many elements a set can have goes by the values of their type', () => {
  const node = (of: string) => `s: set<${of}> = {} y: 0..1 = 0 action a { y = count(s) * 1000000 % 2 }`;
  expect(errors(system('', node('set<0..2>')))).toEqual([]);
  expect(errors(system('', node('list<0..9, 2>')))).toEqual([]);
  expect(errors(system('', node('0..1023')))).toEqual([]);
  expect(errors(system('', node('list<0..9, 3>')))).toHaveLength(1);
});

test('any of a type that has too many values to be tried is an error where it stands', () => {
  expect(errors(system('', 'y: list<0..9, 12> = any action a { y = [] }'))).toEqual(['PV0603 any']);
  expect(errors(system('', 'y: 0..1000000000 = any action a { y = 1 }'))).toEqual([]);
});
