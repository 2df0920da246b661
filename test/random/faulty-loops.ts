/** A small system with several kinds of faults that nothing limits, so that loops of liveness counterexamples take some of them. */
import fc from 'fast-check';
import { Tape, tape } from './tape.ts';

export const withFaultsForever = fc.record({ values: tape(50) }).map(({ values }) => {
  const from = new Tape(values);
  const isTimed = from.chance(1, 2);
  return [system(from, isTimed), assume(from, isTimed), 'check A { }'].join('\n');
});

function system(from: Tape, isTimed: boolean): string {
  const pick = (...texts: string[]) => from.pick(texts);
  return `system Asking {
  message Ask
  message Answer(k: 0..1)
  node A {
    ${pick('', 'durable ')}n: 0..2 = 0
    seen: 0..2 = 0
    ${isTimed ? 'timer wait\n    on start { start wait for 1 }\n    on wait { n = 2 }' : ''}
    ${pick('', 'optional ')}action ask when ${pick('n < 2', 'n == 0', 'seen != 1', 'true')} { n = ${pick('1', '2', 'n')}; send Ask to B }
    on Answer(k) { seen = ${pick('k', '2', '1 + k')}; n = ${pick('0', 'n', 'k')} }
  }
  node B {
    m: 0..1 = 0
    durable d: 0..1 = 0
    on Ask { m = ${pick('1', '1 - m', 'm')}; reply Answer(k: ${pick('d', 'm', '1')}) }
    on restart { d = ${pick('d', '1 - d')} }
  }
  ${[0, 1, 2].map((i) => `liveness P${i}: ${formula(from)}`).join('\n  ')}
}`;
}

function formula(from: Tape): string {
  const atom = () => from.pick(['up(B)', 'A.n == 2', 'A.n != 1', 'A.seen != 1', 'B.m == 1', 'B.m == 0', 'not up(B)', 'B.d == 1', 'up(A)']);
  const simple = () => {
    const p = atom();
    return from.pick([
      `eventually ${p}`,
      `always eventually ${p}`,
      `eventually always ${p}`,
      `always eventually not (${p})`,
      `always ${p}`,
    ]);
  };
  switch (from.below(4)) {
    case 0:
      return `${atom()} leads to ${atom()}`;
    case 1:
      return `(${simple()}) or (${simple()})`;
    case 2:
      return `(${simple()}) implies (${simple()})`;
    default:
      return simple();
  }
}

function assume(from: Tape, isTimed: boolean): string {
  const some = (text: string, of = 2) => (from.chance(1, of) ? [text] : []);
  const network = [
    ...some('lossy'),
    ...some('duplicating', 3),
    ...some('corrupting', 3),
    ...some('cuts', 4),
    `capacity ${1 + from.below(2)}`,
  ];
  const crash = (role: string) => `fault ${role} { ${from.pick(['recovery', 'amnesia', 'recovery, up to 1', 'stop'])} }`;
  const timing = isTimed ? `sync { delay <= 1${from.chance(1, 2) ? ', pause <= 1' : ''} }` : 'async';
  return `assume A { timing ${timing}  network { ${network.join(', ')} } ${[crash('B'), ...some(crash('A'), 3)].join(' ')} }`;
}
