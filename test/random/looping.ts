/**
 * Random systems whose quantifiers, counts and loops read a clock, ask what is enabled or can be a model error, beside parts that do not depend on
 * the element: what is computed once, and where a loop may end early, must show in nothing.
 */
import fc from 'fast-check';
import { Tape as NewTape, type Tape, tape } from './tape.ts';

export const loopingSystems = fc.record({ values: tape(120) }).map(({ values }) => written(new NewTape(values)));

function written(from: Tape): string {
  const wide = from.pick(['0..2', '0..2', '0..40']);
  const domain = () => from.pick(['s', 's', 't', wide, '{0, 2}', '1..3']);
  const number = () => String(from.below(3));
  const fact = (names: readonly string[], ghost: boolean): string => {
    const name = () => from.pick(names);
    return from.pick([
      () => `${name()} ${from.pick(['==', '!=', '<', '>='])} ${number()}`,
      () => `wall.now ${from.pick(['>=', '<=', '==', '>'])} ${number()}`,
      () => `wall.now ${from.pick(['>=', '<'])} ${name()}`,
      () => `${name()} in ${from.pick(['s', 't'])}`,
      () => `x ${from.pick(['==', '>'])} ${number()}`,
      () => `2 / x == ${number()}`,
      () => `m[x] == ${number()}`,
      () => `count(s) > ${number()}`,
      () => (ghost ? `enabled(N.${from.pick(['low', 'high', 'step'])})` : `${name()} == x`),
    ])();
  };
  const condition = (names: readonly string[], ghost: boolean, depth: number): string => {
    if (depth === 0 || from.chance(1, 4)) return fact(names, ghost);
    const inside = () => condition(names, ghost, depth - 1);
    return from.pick([
      () => `(${inside()} and ${inside()})`,
      () => `(${inside()} and ${inside()} and ${inside()})`,
      () => `(${inside()} or ${inside()})`,
      () => `(${inside()} implies ${inside()})`,
      () => `not (${inside()})`,
      () => `(${from.pick(['exists', 'forall'])} z${depth} in ${domain()}: ${condition([...names, `z${depth}`], ghost, depth - 1)})`,
      () => `(count(z${depth} in ${domain()} where ${condition([...names, `z${depth}`], ghost, depth - 1)}) > ${number()})`,
    ])();
  };
  /** A reading changes what is enabled, so it matters which comes first, and for which element. */
  const turn = () => from.pick(['enabled(N.low)', 'enabled(N.low)', 'enabled(N.high)', 'not enabled(N.low)']);
  const reading = () => from.pick(['wall.now >= 2', 'wall.now > 1', 'wall.now >= y', 'wall.now <= y', 'y != 1', 'y >= 1']);
  const both = () =>
    from.pick([
      `${turn()} and ${reading()}`,
      `${reading()} and ${turn()}`,
      `(${turn()} or ${reading()})`,
      `${turn()} and ${reading()} and ${turn()}`,
    ]);
  const turns = () =>
    from.pick([
      () => `(count(y in ${domain()} where ${both()}) == ${number()})`,
      () => `(forall y in ${domain()}: ${both()})`,
      () => `(exists y in ${domain()}: ${both()})`,
      () => `(exists y in ${domain()} where ${reading()}: ${both()})`,
    ])();
  /** Within a step a clock is read once: the first loop is the one in which that shows. */
  const asked = () => `ghost { c = count(y in ${domain()} where ${both()}) }`;
  const all = (ghost: boolean) =>
    from.pick([
      ...(ghost ? [turns, turns, turns, turns] : []),
      () => `(forall y in ${domain()}: ${condition(['y'], ghost, 2)})`,
      () => `(exists y in ${domain()}: ${condition(['y'], ghost, 2)})`,
      () => `(exists y in ${domain()} where ${condition(['y'], ghost, 1)}: ${condition(['y'], ghost, 1)})`,
      () => `(count(y in ${domain()} where ${condition(['y'], ghost, 2)}) == ${number()})`,
      () => `(count({ y for y in ${domain()} where ${condition(['y'], ghost, 2)} }) == ${number()})`,
    ])();
  const statement = (): string =>
    from.pick([
      () => `if ${all(false)} { x = ${number()} }`,
      () => `for y in s where ${condition(['y'], false, 2)} { x = y }`,
      () => `for y in ${from.pick(['s', 't', '1..2'])} { if ${condition(['y'], false, 1)} { x = min(y, 2); s -= y } }`,
      () => `let w = choose y in ${from.pick(['s', 't', '0..2'])} where ${condition(['y'], false, 1)}; x = min(w, 2)`,
      () => `m[x] = ${number()}; if ${all(false)} { s += 1 }`,
      () => `let b = ${all(false)}; if b and ${all(false)} { x = 0 }`,
    ])();
  return `system Looping {
  clock wall until 3
  node N {
    x: 0..2 = ${number()}
    s: set<${wide}> = ${from.pick(['{0, 1, 2}', '{1}', '{0, 2}', '{}'])}
    t: set<0..2> = {0, 2}
    m: map<0..2, 0..2> = 1
    ghost g: bool = false
    ghost h: bool = false
    ghost c: 0..41 = 0
    optional action low when wall.now <= ${from.pick(['1', '1', '0', '2'])} {}
    optional action high when wall.now >= ${number()} and x != 2 { x = 2 }
    action step when x != ${number()} { ${from.chance(1, 3) ? `${statement()}; ` : ''}${from.pick([asked, () => `ghost { g = ${all(true)} }`])()}; ${from.chance(1, 2) ? `ghost { h = g and ${all(true)} }` : ''} }
    optional action other when ${all(false)} { ${statement()}; x = ${number()} }
  }
  safety A: always not N.g
}
assume Z { timing { ${from.pick(['skew <= 1', 'skew <= 0', 'skew <= 1'])} } }
check Z { }
`;
}
