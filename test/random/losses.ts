/** Random faults of messages and nodes, the stronger within the weaker, for a small system that sends until it is answered. */
import fc from 'fast-check';
import { Tape, tape } from './tape.ts';

const FAULTS = ['lossy', 'duplicating', 'cuts', 'crashes'] as const;
type Fault = (typeof FAULTS)[number];

/** Times that a fault may happen; null is unlimited, and what is missing never happens. */
type Faults = Readonly<Partial<Record<Fault, number | null>>>;

const SYSTEM = `system Asking {
  message Ask
  message Answer
  node A {
    heard: bool = false
    action ask when not heard { send Ask to B }
    on Answer { heard = true }
  }
  node B {
    asked: bool = false
    on Ask { asked = true  reply Answer }
  }
  liveness Heard: eventually A.heard
  liveness Asked: always eventually (B.asked or A.heard)
  liveness Told: (exists b in B: b.asked) leads to A.heard
  liveness Later: eventually always (B.asked implies A.heard)
}`;

/** `Strong` lies within `Weak`: of one or two faults there are more, or as many as you like. */
export const moreFaults = fc.record({ values: tape(24) }).map(({ values }) => {
  const from = new Tape(values);
  const strong = Object.fromEntries(FAULTS.filter(() => from.chance(1, 2)).map((fault) => [fault, from.pick([null, 1])])) as Faults;
  let weak = strong;
  for (let more = 1 + from.below(2); more > 0; more--) weak = weaken(from, weak);
  const world = { timing: from.pick(['async', '{ }']), fifo: from.chance(1, 4), stays: from.chance(1, 3) };
  return [SYSTEM, assume('Strong', strong, world), assume('Weak', weak, world), 'check Strong { }', 'check Weak { }'].join('\n');
});

function weaken(from: Tape, faults: Faults): Faults {
  const fault = from.pick(FAULTS);
  const budget = faults[fault];
  return { ...faults, [fault]: budget === undefined ? 1 : from.pick([null, budget === null ? null : budget + 1]) };
}

interface World {
  readonly timing: string;
  readonly fifo: boolean;
  /** who crashes may stay down, what is cut may stay so */
  readonly stays: boolean;
}

function assume(name: string, { crashes, ...faults }: Faults, { timing, fifo, stays }: World): string {
  const words = Object.entries(faults).map(([fault, most]) => `${fault}${budget(most)}${fault === 'cuts' && stays ? ' may stay' : ''}`);
  const network = [...words, ...(fifo ? ['fifo'] : []), 'queue 1 per link'].join(', ');
  const fault =
    crashes === undefined ? '' : `fault B { recovery${stays ? ', may stay down' : ''}${crashes === null ? '' : `, up to ${crashes}`} }`;
  return `assume ${name} {\n  timing ${timing}\n  network { ${network} }\n  ${fault}\n}`;
}

function budget(most: number | null): string {
  return most === null ? '' : ` up to ${most}`;
}
