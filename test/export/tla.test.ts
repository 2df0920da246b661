/** What is exported, looked at without TLC. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { asking, configOf, GUARDS, tlaOf } from '#export';
import { modelOf } from '../support/spec.ts';
import { sampleModels } from './samples.ts';
import { translated } from './tlc.ts';

const PING = `system Pings {
  message Ping(n: 0..2)
  node Client {
    durable sent: 0..2 = 0
    timer rest
    action ask when sent < 2 { sent += 1  start rest for 1  send Ping(sent) to Server }
    on rest { }
  }
  node Server { seen: set<0..2> = {}  on Ping(n) when n > 0 { seen += n } }
  safety Few: always (count(Server.seen) <= 2)
  liveness Some: eventually count(Server.seen) > 0
  safety Known: never knows(Server, Client.sent == 2)
}
assume Lossy { timing sync { delay <= 1 }  network { lossy } }
check Lossy { }`;

test('names, a line for each handler and action, one disjunct each', () => {
  const { module, files, exported } = translated(modelOf(PING), PING);
  expect(module).toBe('Pings_Lossy');
  const [{ name, text }] = files;
  expect(name).toBe('Pings_Lossy.tla');
  for (const part of [
    '\\* line 6: Client: action ask\nClient_ask(self) ==',
    '\\* line 9: Server: on Ping\nServer_on_Ping(self) ==',
    '\\* line 7: Client: on rest\nClient_on_rest(self) ==',
    '  \\/ \\E self \\in ServerNodes : Server_on_Ping(self)',
    '  \\/ Tick\n',
    'Few == Sound => (Cardinality(Server["Server"].seen) <= 2)',
  ])
    expect(text).toContain(part);
  expect(exported).toEqual([
    { property: 'Few', kind: 'invariant', name: 'Few' },
    { property: 'Some', kind: 'fair', name: 'Some_2', file: 'Some' },
  ]);
});

test('a property that has no translation is named, with its place and the reason', () => {
  const { refused, files } = translated(modelOf(PING), PING);
  expect(refused.map(({ property, message }) => [property, message])).toEqual([
    ['Known', 'what a node knows depends on every reachable state, and has no counterpart in TLA+'],
  ]);
  expect(files[0].text).toContain('\\* left out: Known (line 12): what a node knows');
});

test('no property is called as a part of what another becomes', () => {
  const spec = `system X {
  node A { x: 0..1 = 0  action go { x = 1 } }
  liveness P: eventually A.x == 1
  safety P_Spec: always A.x < 2
  safety Q: A.x == 0 leads to A.x == 1 within 1
  safety Q_Next: always A.x < 2
}
assume Z { timing sync { } }
check Z { }`;
  expect(translated(modelOf(spec), spec).exported.map(({ name }) => name)).toEqual(['P', 'P_Spec_2', 'Q', 'Q_Next_2']);
});

test('a liveness property whose fairness cannot be said is named, with the reason', () => {
  const refusedIn = (system: string, assume: string) => {
    const spec = `system X { ${system} } assume Z { ${assume} } check Z { }`;
    return translated(modelOf(spec), spec).refused.map(({ property, message }) => [property, message]);
  };
  expect(
    refusedIn('node N { x: 0..1 = 0  action go { let v = random 0..1  x = v } } liveness P: eventually N.x == 1', 'timing async'),
  ).toEqual([['P', 'each outcome of a `random` is fair for each state by itself, which no formula says without naming every state']]);
  const sends = (type: string) =>
    `message M(a: ${type}) node A { x: ${type} = any  action go { send M(x) to B } } node B { on M { } } liveness P: eventually up(A)`;
  expect(refusedIn(sends('0..2000'), 'timing async')).toEqual([
    ['P', 'each of 2001 classes of messages would need a condition of its own, which is too much for TLC'],
  ]);
  expect(refusedIn(sends('0..10'), 'timing async  network { lossy }')).toEqual([
    ['P', 'the strong fairness of 11 kinds of messages would have TLC look for 2^11 kinds of runs, which is too much'],
  ]);
  // Where TLC runs again and again it can be asked for those that matter.
  const spec = `system X { ${sends('0..10')} } assume Z { timing async  network { lossy } } check Z { }`;
  const model = modelOf(spec);
  const tla = tlaOf({ model, source: 'x', placeOf: () => '', strongAsAsked: true });
  if (!('module' in tla)) throw new Error('nothing was translated');
  const [one] = tla.exported;
  expect(configOf({ exported: [one], tellCuts: true })).toContain('CONSTANT LossyKinds <- AskedLossyKinds\n');
  const message = { message: 0, from: 0, to: 1, fields: [7], corrupted: false, call: null, age: 0 };
  expect(asking(tla, one, []).text).toContain('AskedLossyKinds == {}\n');
  expect(asking(tla, one, [{ why: 'lost', message }]).text).toContain(
    'AskedLossyKinds == {[name |-> "M", from |-> "A", to |-> "B", M |-> [a |-> 7], corrupted |-> FALSE, call |-> None, age |-> 0]}\n',
  );
  // With a budget they are lost for some time only.
  expect(refusedIn(sends('0..10'), 'timing async  network { lossy up to 3 }')).toEqual([]);
  expect(refusedIn('node N { x: 0..2 = 0 } liveness P: N.x == 0 leads to (N.x == 0 until N.x == 1)', 'timing async')).toEqual([
    ['P', '`until` inside of another temporal operator has no counterpart in TLA+'],
  ]);
});

test('every sample is translated, but for scenarios, what nodes know, and liveness under fairness that is too much for TLC', () => {
  const refused = new Set<string>();
  let models = 0;
  for (const { model, text } of sampleModels()) {
    models++;
    for (const one of translated(model, text).refused) {
      const property = model.properties.find(({ name }) => name === one.property)!;
      refused.add(property.usesKnowledge ? 'knowledge' : property.kind);
    }
  }
  expect(models).toBeGreaterThan(90);
  expect([...refused].filter((kind) => !['knowledge', 'liveness', 'scenario'].includes(kind))).toEqual([]);
});

test('what is nested deep is written once', () => {
  const deep = Array.from({ length: 40 }).reduce<string>((of) => `rest(${of})`, 'l');
  const spec = `system Deep { node A { l: list<0..1, 2> = [1, 0]  action go when l != [] { l = ${deep} } } }
assume Plain { timing async }
check Plain { }`;
  expect(translated(modelOf(spec), spec).files[0].text.length).toBeLessThan(10_000);
});

test('the page has a row for each guard, and says for each construct which guards and systems notice', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/tla.md'), 'utf8');
  for (const [guard, says] of Object.entries(GUARDS)) expect(page).toContain(`| ${guard} | ${says} |`);
  const rows = page.slice(page.indexOf('| construct |'), page.indexOf('## Fairness')).trimEnd().split('\n').slice(2);
  const named = rows.flatMap((row) => {
    const [guards, specs = ''] = row
      .split(' | ')[2]
      .replace(/ \|$/, '')
      .split(/(?:^|; )spec /);
    return [...guards.split(', '), ...specs.split(', ').map((spec) => (spec === '' ? '' : `${spec}.proviso`))].filter((one) => one !== '');
  });
  const specs = readdirSync(join(import.meta.dirname, 'specs'));
  expect([...new Set(named)].sort()).toEqual([...Object.keys(GUARDS), ...specs].sort());
});
