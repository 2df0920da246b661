/**
 * Random questions about what nodes know in a small system, where the answer depends on timers that nobody reads, on who is down
 * and on who lies: random systems with all that are too large to ask everything of every state.
 */
import fc from 'fast-check';
import { Tape, tape } from './tape.ts';

export const aboutTimersAndLies = fc.record({ values: tape(30) }).map(({ values }) => {
  const from = new Tape(values);
  const exact = from.chance(1, 2);
  const fault = from.pick(['', 'B { byzantine, up to 1 }', 'A { byzantine, up to 1 }', 'B { recovery, up to 1 }', 'A { stop, up to 1 }']);
  const properties = Array.from({ length: 1 + from.below(3) }, (_, i) => `${property(from, i, exact)}`);
  return `system Known {
  message Ask
  message Answer
  node A {
    ${from.pick(['', 'durable '])}had: bool = false
    timer wait
    optional action ask { start wait for ${1 + from.below(2)}  send Ask to B }
    on Answer${from.pick(['', ' when had', ' when wait.running'])} { ${from.pick(['stop wait', 'had = true', 'had = true  stop wait'])} }
    on wait { ${from.pick(['had = false', ''])} }
  }
  node B {
    asked: bool = false
    on Ask { asked = true${from.pick(['  reply Answer', ''])} }
  }
  ${properties.join('\n  ')}
}
assume Z {
  timing { ${from.pick(['always', 'always', 'eventually'])} delay <= ${from.below(2)}, always pause <= 0${exact ? ', always drift <= 0' : ''} }
  network { capacity 1 }
  ${fault === '' ? '' : `fault ${fault}`}
}
check Z { }`;
});

function property(from: Tape, i: number, exact: boolean): string {
  const facts = ['B.asked', 'A.had', 'in flight Ask', 'in flight Answer', 'up(B)', 'up(A)', 'correct(A)', 'correct(B)', 'true'];
  if (exact) facts.push('A.wait.running', 'A.wait.left > 0');
  const fact = (): string => (from.chance(1, 3) ? `not ${from.pick(facts)}` : from.pick(facts));
  const what = (): string => from.pick([fact, () => `(${fact()} or ${fact()})`, () => `(${fact()} implies ${fact()})`])();
  const knows = (inner: string): string => `knows(${from.pick(['A', 'A', 'B'])}, ${inner})`;
  const asked = from.pick([
    () => knows(what()),
    () => `not ${knows(what())}`,
    () => knows(knows(what())),
    () => `(${fact()} implies ${knows(what())})`,
  ])();
  return from.pick([`safety P${i}: always ${asked}`, `reachable P${i}: ${asked}`]);
}
