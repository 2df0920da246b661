/** Every keyword as a name, wherever that is unambiguous. */
import { describe, expect, test } from 'vitest';
import { analyse } from '#checker';
import { allWords, format, parse, reservedWords } from '../../grammar/src/index.ts';

const VALUES = ['true', 'false', 'none', 'self'];
/** They begin a value or join two, so alone they cannot be read as a variable. */
const IN_VALUES = [
  ...['if', 'forall', 'exists', 'not', 'always', 'eventually', 'never'],
  ...['and', 'or', 'implies', 'in', 'until', 'where', 'then', 'else', 'for', 'when'],
];

const words = allWords.map(({ text }) => text);
const variables = words.filter((word) => !VALUES.includes(word) && !IN_VALUES.includes(word));

function problemsIn(text: string): string[] {
  const { file, diagnostics } = parse('a.proviso', text);
  const { diagnostics: more } = analyse({ root: file, files: new Map([['a.proviso', file]]), resolve: () => null });
  return [...diagnostics, ...more.filter((d) => d.severity === 'error')].map(({ message }) => message);
}

test.each(words.filter((word) => !VALUES.includes(word)))('%s is the name of a field', (word) => {
  const text = `system S {
  struct Box(${word}: 0..3, other: bool)
  message Put(${word}: 0..3, other: bool)
  node N {
    box: Box = Box(${word}: 1, other: true)
    on Put(${word}: n, other) when other and box.${word} < n { box.${word} = n }
    on Put {}
    action put { send Put(${word}: box.${word}, other: true) to N }
  }
  safety Small: always (N.box.${word} < 4 and not in flight Put(${word}: 3, other: true))
}
`;
  expect(problemsIn(text)).toEqual([]);
  expect(format('a.proviso', text).text).toBe(text);
});

// `= any`, `let =` and `const =` have a meaning of their own, or lack a name.
test.each(variables.filter((word) => !['any', 'let', 'const'].includes(word)))('%s is the name of a variable', (word) => {
  const text = `system S {
  message Put(n: 0..3)
  node N[2] {
    ${word}: 0..3 = 0
    seen: set<0..3> = {}
    best: map<0..3, bool> = { k: k == 2 for k in 0..3 }
    durable kept: 0..3 = ${word} wiped ${word}
    on Put(n) when n > ${word} and not best[${word}] { ${word} = n; seen += ${word} }
    action put when ${word} < 3 {
      ${word} += 1
      let more = ${word}
      let less = if more > ${word} then ${word} else 3 - ${word}
      kept = (if more < less then less else ${word})
      let some = random { ${word}, more }
      let other = random ${word}..3
      best[${word}] = ${word} in { ${word}, less }
      seen = { ${word}, 3 }
      if seen == { ${word} } { send Put(${word}) to self }
      send Put(${word}) to self
      broadcast Put(n: ${word}) to N
      for x in ${word}..3 where x != ${word} { seen -= min(${word}, x) }
      assert ${word} <= 3
    }
  }
  safety Small: always (forall n in N: n.${word} < 4 and ${'n.'}${word} in n.seen)
}
`;
  expect(problemsIn(text)).toEqual([]);
  expect(format('a.proviso', text).text).toBe(text);
});

test.each(variables)('%s is a name that is bound', (word) => {
  const text = `system S {
  enum Switch { ${word}, other }
  message Put(${word}: Switch)
  fun same(${word}: 0..3, more: 0..3): bool = ${word} == more
  node N[2] {
    seen: bool = false
    near: N? = none
    switch: Switch = other
    timer tick
    on Put(${word}) when ${word} == Switch.${word} {
      switch = ${word}
      reply Put(${word})
    }
    on Put(${word}: it) { switch = it }
    action go {
      seen = (forall ${word}, b in N: ${word} == b) or count(${word} in N where ${word} == self) > 1
      for ${word} in N { send Put(switch) to ${word} }
      let ${word} = choose ${word}_ in 0..3 where same(${word}_, 3)
      start tick for ${word} + 1
      match near { none {} some ${word} { seen = ${word} == self } }
    }
    on tick { near = N#1 }
  }
}
`;
  expect(problemsIn(text)).toEqual([]);
  expect(format('a.proviso', text).text).toBe(text);
});

describe('a word in its own place is no name', () => {
  test.each([
    ['node', 'system S { node { } }'],
    ['let', 'system S { node N { action a { let = 3 } } }'],
    ['const', 'system S { const = 3 }'],
    ['send', 'system S { message M node N { x: bool = false  action a { x = send M to N } } }'],
    ['when', 'system S { node N { action a when { } } }'],
    ['in', 'system S { node N { action a { for in N { } } } }'],
    ['timer', 'system S { node N { x: bool =\n timer t } }'],
  ])('%s', (_, text) => {
    expect(problemsIn(text).length).toBeGreaterThan(0);
  });

  test('no word is a name where it would end an enumeration of things', () => {
    expect([...reservedWords].filter((word) => problemsIn(`system S { ${word} ${word} }`).length === 0)).toEqual([]);
  });
});
