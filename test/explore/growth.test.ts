/** How states grow with a bound: what is counted is what the text with that bound has. */
import { expect, test } from 'vitest';
import { campaign, checkModel, type Growth, type Model, runToEnd, startCheck } from '#checker';
import { checkReport } from '#report';
import { smallerBounds } from '../../checker/src/explore/check/smaller-bounds.ts';
import { stoppedText } from '../../report/src/words/multipliers.ts';
import { everySpec, runs } from '../random/run.ts';
import { oneAssumption } from '../random/spec.ts';
import { analysed } from '../support/spec.ts';

const now = () => 0;
const quantities = { delay: 1, pause: 1, drift: 1, losses: 1, crashes: 1, capacity: 2 };

/** A request that is sent again until it is answered, and a timer beside it. */
function textWith(numbers: Partial<typeof quantities>): string {
  const { delay, pause, drift, losses, crashes, capacity } = { ...quantities, ...numbers };
  const lossy = losses === 0 ? '' : `lossy up to ${losses}, `;
  return `system S {
  message Ask
  message Answer
  node Client { timer again  got: bool = false
    on start { send Ask to Server  start again for 2 }
    on again when not got { send Ask to Server  start again for 2 }
    on Answer { got = true } }
  node Server { seen: 0..2 = 0  on Ask { if seen < 2 { seen += 1 }  reply Answer } }
  safety Few: always Server.seen <= 2
}
assume A {
  timing sync { delay <= ${delay}, pause Server <= ${pause}, drift <= ${drift} }
  network { ${lossy}duplicating up to 1, capacity ${capacity} }
  ${crashes === 0 ? '' : `fault Server { recovery, up to ${crashes} }`}
}
check A { Few holds }`;
}

const modelOf = (text: string): Model => {
  const { model } = analysed(text).checks[0].runs[0].model();
  return model!;
};
const statesOf = (model: Model) => checkModel(model, { now }).size.states;

function growthIn(text: string, maxStates: number): Growth | null {
  const check = startCheck(modelOf(text), { now, budget: { maxStates } });
  while (!check.step(10_000).done);
  const work = check.growth();
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

test('each bound that is made smaller has as many states as the text with that number', () => {
  const model = modelOf(textWith({}));
  const whole = statesOf(model);
  const words = (bound: (typeof bounds)[number]['bound']) =>
    bound.kind === 'budget' ? bound.name : 'roles' in bound && bound.roles !== null ? `${bound.kind} ${bound.roles}` : bound.kind;
  const bounds = smallerBounds(model);
  const of: Record<string, keyof typeof quantities> = {
    delay: 'delay',
    'pause Server': 'pause',
    drift: 'drift',
    capacity: 'capacity',
    loss: 'losses',
    'crash of Server': 'crashes',
  };
  expect(bounds.map(({ bound }) => words(bound)).filter((name) => !name.startsWith('dupl'))).toEqual(
    expect.arrayContaining(Object.keys(of)),
  );
  for (const { bound, least, at } of bounds) {
    const name = of[words(bound)];
    if (name === undefined) continue;
    const smaller = at(model, least);
    expect([name, statesOf(smaller)]).toEqual([name, statesOf(modelOf(textWith({ [name]: least })))]);
    expect(statesOf(smaller)).toBeLessThan(whole);
  }
});

test('of a search that was stopped it is said with which smaller bound it has how many states', () => {
  const growth = growthIn(textWith({ delay: 3 }), 1000)!;
  expect(growth.others).toBe('asked');
  for (const { bound, asked, counted } of growth.bounds) {
    expect(counted.map(({ value }) => value)).toEqual(counted.map((_, i) => counted[0].value + i));
    expect(counted.slice(0, -1).every(({ whole }) => whole)).toBe(true);
    if (asked !== null) expect(counted.at(-1)!.value).toBeLessThan(asked);
    if (bound.kind !== 'delay') continue;
    for (const { value, states, whole } of counted) if (whole) expect(states).toBe(statesOf(modelOf(textWith({ delay: value }))));
  }
});

test('where no bound alone makes it few, each grows alone while all others are as small as they can be', () => {
  // Two counters beside it, which multiply everything by 10,000: nothing that is assumed makes so few states that they are counted.
  const many = (n: number) =>
    textWith({}).replace(
      'node Server {',
      `node Counter[2] { c: 0..${n} = 0  optional action up when c < ${n} { c += 1 } }\n  node Server {`,
    );
  const growth = growthIn(many(99), 1000);
  expect(growth).toBeNull();
  const some = growthIn(many(18), 1000)!;
  expect(some.others).toBe('least');
  const base = some.bounds[0].counted[0].states;
  const greatest = some.bounds.map(({ counted }) => counted.at(-1)!.states);
  expect(greatest).toEqual(greatest.toSorted((a, b) => b - a));
  for (const { counted } of some.bounds) expect(counted[0]).toMatchObject({ states: base, whole: true });
  // What may be counted is used up before the last of them: nothing is said then, rather than less than is known.
  for (const { counted } of some.bounds)
    for (const [i, { states, whole }] of counted.entries()) expect(whole || states > counted[i - 1].states).toBe(true);
  expect(some.bounds.some(({ counted }) => counted.length > 1 && counted[1].states > base)).toBe(true);
});

test('in words, beside what multiplies the states', () => {
  const budgets = () => ({ budget: { maxStates: 3000 }, over: () => null, time: Infinity });
  const [outcome] = runToEnd(campaign(analysed(textWith({ delay: 3 })).checks, { now, statistics: 'stopped', budgets }));
  const { largest } = checkReport(outcome, () => null);
  const [asked] = runToEnd(campaign(analysed(textWith({ delay: 3 })).checks, { now, statistics: true, budgets }));
  expect(checkReport(asked, () => null).largest!.growth).toEqual(largest!.growth);
  expect(stoppedText(largest!, '')).toMatchInlineSnapshot(
    `"The first 3,109 states are multiplied most by messages in flight (× 13), Client.again (timer) (× 3.4) and Answer (message) (× 3.2). To make it smaller: bound the messages in flight (\`network { capacity N }\`, \`queue N per link\`), or send again only once an answer can no longer come. With one bound smaller: capacity 1 has 440 states, capacity 2 has more than 3,109; delay 0 has 950 states, delay 1 has 1,939, delay 2 has 3,191; no crash of Server has 1,286 states, crash of Server up to 1 has more than 3,109."`,
  );
});

test('both machines count the same with smaller bounds, and there are no more than without: on systems made at random', {
  timeout: 3_600_000,
}, () => {
  let counted = 0;
  everySpec(oneAssumption, runs(2, 4), (models) => {
    for (const model of models.values()) {
      const most = { now, budget: { maxStates: 200 }, blame: false } as const;
      const asked = model.properties.filter(({ kind, usesKnowledge }) => kind === 'state' && !usesKnowledge).map(({ name }) => name);
      for (const { least, at } of smallerBounds(model)) {
        const smaller = at(model, least);
        const [one, other] = (['compiled', 'interpreted'] as const).map((machine) =>
          checkModel(smaller, { ...most, machine, properties: asked }),
        );
        if (!one.size.whole || !other.size.whole) continue;
        counted++;
        expect([other.size.states, other.size.transitions]).toEqual([one.size.states, one.size.transitions]);
        const all = checkModel(model, { ...most, properties: asked });
        if (!all.size.whole) continue;
        expect(one.size.states).toBeLessThanOrEqual(all.size.states);
      }
    }
  });
  expect(counted).toBeGreaterThan(0);
});
