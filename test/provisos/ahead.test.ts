/** Questions that are answered before they are asked change nothing but who answers them. */
import { expect, test } from 'vitest';
import { type Ahead, type Analysis, type CheckResult, checkClaims, provisos, thresholds } from '#checker';
import { answerQuestion, likelyNext } from '../../checker/src/provisos/ahead.ts';
import { Frontier } from '../../checker/src/provisos/frontier.ts';
import { keyOf, Lattice, type Point } from '../../checker/src/provisos/lattice.ts';
import { analysed } from '../support/spec.ts';
import { ASKS_AGAIN, options } from './asked.ts';

const slices = { now: () => 0, slice: 60, over: () => null };

/** Answers so many of the questions posed at once, as if it took no time; after as many looks as `patience` says, or never where it is gone by then. */
class AtOnce implements Ahead {
  used = 0;
  readonly #most: number;
  readonly #patience: number;
  readonly #isGone: boolean;
  readonly #found = new Map<string, { readonly result: CheckResult; looks: number }>();
  #series = 0;

  constructor(most: number, patience = 0, isGone = false) {
    this.#most = most;
    this.#patience = patience;
    this.#isGone = isGone;
  }

  readonly series = () => ++this.#series;
  readonly idle = () => this.#most;
  readonly pose: Ahead['pose'] = (foreseen) => {
    for (const { key, question } of foreseen.filter((one) => !this.#found.has(one.key)).slice(0, this.#most)) {
      const posed = question();
      if (posed === null) continue;
      // What threads are told and tell is a copy.
      const work = answerQuestion(structuredClone(posed), slices, undefined);
      let step = work.next();
      while (!step.done) step = work.next();
      this.#found.set(key, { result: structuredClone(step.value), looks: 0 });
    }
  };
  readonly answer: Ahead['answer'] = (key) => {
    const found = this.#found.get(key);
    if (found === undefined) return null;
    if (found.looks++ < this.#patience) return 'awaited';
    if (this.#isGone) return null;
    this.used++;
    return found.result;
  };
  readonly peek = (key: string) => (this.#isGone || this.#patience > 0 ? null : (this.#found.get(key)?.result ?? null));
}

function plain(value: unknown): string {
  return JSON.stringify(value, (key, one) => (key === 'milliseconds' || key === 'lattice' ? undefined : one));
}

type Search = (analysis: Analysis, ahead: Ahead | undefined) => Iterable<unknown>;

const joint =
  (system: string, assume: string, more: object): Search =>
  (analysis, ahead) =>
    provisos(analysis, system, assume, new Map(), { ...options, ...more, ahead })!;

/** By hand: what is asked has to be answered within the limit, over there and back. */
const LIMITED = `system Limited {
  const LIMIT = 4
  message Ask
  message Answer
  node A {
    late: bool = false
    timer limit
    on start { start limit for LIMIT; send Ask to B }
    on Answer { stop limit }
    on limit { late = true }
  }
  node B { on Ask { reply Answer } }
  safety OnTime: never A.late
}
assume Calm { timing sync { delay <= 1 } }
check Calm { OnTime holds }
provisos Calm over delay, pause {
  OnTime holds provided 2 * delay + pause A + pause B < LIMIT
}
`;

const SEARCHES: readonly [string, string, Search][] = [
  ['finite runs', LIMITED, joint('Limited', 'Calm', { over: ['delay', 'losses'] })],
  ['fair runs', ASKS_AGAIN, joint('Asks', 'Calm', { over: ['losses', 'faults end'] })],
  ['a budget', ASKS_AGAIN, joint('Asks', 'Calm', { over: ['losses', 'duplications'], maxStates: 8 })],
  ['one quantity at a time', ASKS_AGAIN, joint('Asks', 'Calm', { joint: false, over: ['crashes'] })],
  [
    'a formula',
    LIMITED,
    (analysis, ahead) =>
      thresholds(analysis, 'Limited', 'Calm', new Map(), { name: 'LIMIT', values: [3] }, { ...options, over: ['delay', 'losses'], ahead }),
  ],
  ['claims', LIMITED, (analysis, ahead) => analysis.provisos.flatMap((plan) => [...checkClaims(analysis, plan, { ...options, ahead })])],
];

test.each(SEARCHES)('the answer is the same, whoever answers ahead: %s', (_, text, search) => {
  const read = analysed(text);
  const ends = (ahead: Ahead | undefined) => {
    const answers = [...search(read, ahead)].filter((event) => ['answer', 'claim'].includes((event as { kind: string }).kind));
    return answers.map(plain);
  };
  const alone = ends(undefined);
  expect(alone.length).toBeGreaterThan(0);
  const [two, slow, gone] = [new AtOnce(2), new AtOnce(1, 3), new AtOnce(3, 2, true)];
  for (const ahead of [two, slow, gone]) expect(ends(ahead)).toEqual(alone);
  expect(two.used).toBeGreaterThan(0);
  expect(gone.used).toBe(0);
});

test('what is foreseen after an answer is what is asked then', () => {
  const line = { size: 5, isWithin: (a: number, b: number) => a <= b };
  const lattice = new Lattice([line, line]);
  const isHeld = ([a, b]: Point) => a + 2 * b <= 4;
  const asked: string[] = [];
  const foreseen: string[][] = [];
  const goOn = (copy: Frontier<Point>) => copy.complete(() => false, frontier.seed === null ? [] : [frontier.seed]);
  const frontier: Frontier<void> = new Frontier(lattice, function* (point) {
    yield* [];
    foreseen.push(likelyNext(frontier, goOn, () => null, 3).map(keyOf));
    asked.push(keyOf(point));
    return isHeld(point) ? 'holds' : 'violated';
  });
  for (const _ of frontier.complete(() => false));
  // The question itself is the first, and what comes next is one of the two after it.
  const hits = asked.slice(1).filter((point, i) => foreseen[i].includes(point)).length;
  expect(hits).toBeGreaterThan((asked.length - 1) / 2);
  expect(frontier.weakest.map(keyOf).sort()).toEqual(['0,2', '2,1', '4,0']);
});
