/** What can happen next in a run that is shown, runs by hand, and runs saved as scenarios. */
import { expect, test } from 'vitest';
import { format } from '#grammar';
import { toldText } from '#report/walk';
import { type HandView, handView, type RunPath, type Snapshot, savedScenario, type WhatIfView, whatIf } from '#server';
import { judged, LEASE, snapshot } from './fixture.ts';

const hash = (parts: readonly string[]) => parts.join('\n');

/** At a moment of the run of a property; null: of the file's first. */
function at(view: Snapshot, moment: number, path: RunPath | null = null, property = 'InTurn'): WhatIfView {
  const found = whatIf(view, { property, under: UNDER, path, moment }, hash);
  if ('says' in found) throw new Error(found.says);
  return found;
}

const UNDER = 'Paused';

function chosen(view: Snapshot, { path, enabled }: WhatIfView, words: RegExp): HandView {
  const step = enabled.find((one) => words.test(one.steps.map(toldText).join('; ')));
  if (step === undefined) throw new Error(`no ${words} among:\n${textsOf(enabled).join('\n')}`);
  const found = handView(view, { property: 'InTurn', under: UNDER }, { ...path, steps: [...path.steps, step.number] }, hash);
  if ('says' in found) throw new Error(found.says);
  return found;
}

function textsOf(enabled: WhatIfView['enabled']): string[] {
  return enabled.map(({ steps, allowed, choices, beyond, error, shows }) =>
    [
      ...steps.map(toldText),
      ...choices,
      ...allowed.map(({ text }) => text),
      ...shows,
      ...[beyond, error].filter((one) => one !== null),
    ].join(' | '),
  );
}

test('what can happen, which assumption allows it, and what holds the rest back', () => {
  const view = judged(snapshot(LEASE));
  expect(textsOf(at(view, 0).enabled)).toEqual([
    'Client#1: ask: sends Acquire to Service (asking, lease 2)',
    'Client#2: ask: sends Acquire to Service (asking, lease 2)',
    'time passes: 1 tick',
  ]);
  const asked = at(view, 1);
  expect(asked.held).toEqual(['No tick passes before the turn of Service (it may not pause).']);
});

test('a step is chosen, and another one from where it was; what breaks is said where it does', () => {
  const view = judged(snapshot(LEASE));
  const run = at(view, 99).path;
  // There the client goes on after its pause, and is wrong.
  const before = at(view, run.steps.length - 1);
  const broken = textsOf(before.enabled).filter((text) => text.includes('breaks InTurn'));
  expect(broken).toHaveLength(1);
  const other = chosen(view, before, /^Client#2: ask/);
  expect(other.shared).toBe(run.steps.length - 1);
  expect(other.findings).toEqual([]);
  const again = chosen(view, at(view, other.path.steps.length, other.path), /goes on after the pause/);
  expect(again.findings).toEqual([{ moment: again.path.steps.length, kind: 'violated', property: 'InTurn', text: 'InTurn is violated' }]);
  // Back, and on the way of the run.
  const same = chosen(view, at(view, run.steps.length - 1, again.path), /goes on after the pause/);
  expect(same.path).toEqual(run);
});

test('an edit of what can happen ends it, another one does not', () => {
  const path = at(judged(snapshot(LEASE)), 4).path;
  const after = (text: string) => handView(judged(snapshot(text)), { property: 'InTurn', under: UNDER }, path, hash);
  expect(after(LEASE.replace('/// Grants', '/// It grants'))).toMatchObject({ path });
  expect(after(LEASE.replace('safety InTurn: never (', 'safety Calm: always true\n  safety InTurn: never ('))).toMatchObject({ path });
  expect(after(LEASE.replace('lease.left > 0', 'lease.left > 1'))).toEqual({
    says: 'the system or what is assumed has changed',
    isOver: true,
  });
  expect(after(LEASE.replace('lease.left > 0', 'lease.right > 0'))).toMatchObject({ says: 'the file has errors', isOver: false });
  // The property holds now: there is no run of its own, but this one still is.
  expect(after(LEASE.replace('never (exists c in Client: c.wrong)', 'always true'))).toMatchObject({
    path,
    shared: null,
    verdict: { status: 'holds' },
  });
  const wrong = { ...path, steps: [99] };
  expect(handView(judged(snapshot(LEASE)), { property: 'InTurn', under: UNDER }, wrong, hash)).toEqual({
    says: 'there is no such run',
    isOver: true,
  });
});

const FREE = `system Sort {
  message Ping(n: 0..2)
  node A[2] {
    n: 0..2 = any
    timer t
    on start when n == 2 { send Ping(n) to A#2; start t for 2 }
    action up when n < 2 { n += 1 }
    on Ping(n: m) { n = m }
    on t { n = 0 }
  }
  safety Small: always (A#1.n + A#2.n <= 3)
}
assume Plain { timing sync { delay <= 1 } }
check Plain { Small violated }
`;

test('a run can begin in another initial state, told by what differs', () => {
  const view = judged(snapshot(FREE));
  const wanted = { property: 'Small', under: 'Plain' };
  const at = (path: RunPath | null) => {
    const found = whatIf(view, { ...wanted, path, moment: 0 }, hash);
    if ('says' in found) throw new Error(found.says);
    return found;
  };
  const { starts, path } = at(null);
  expect(starts).toMatchObject({ more: 0, isCut: false });
  expect(starts!.others.map(({ differs }) => differs).slice(0, 4)).toEqual(
    [...'12'].flatMap((node) =>
      [0, 1].map((n) => [`A#${node}.n ${n}`, `A#${node}.t (timer): off`, `not in flight: Ping(n: 2) from A#${node} to A#2`]),
    ),
  );
  const elsewhere = { ...path, start: starts!.others[0].number };
  const hand = handView(view, wanted, elsewhere, hash);
  expect(hand).toMatchObject({ path: elsewhere, shared: 0, otherStart: true, findings: [] });
  expect(at(elsewhere).starts!.others.map(({ number }) => number)).toContain(path.start);
  expect(at({ ...elsewhere, steps: [at(elsewhere).enabled[0].number] }).starts).not.toBe(null);
  const later = whatIf(view, { ...wanted, path: { ...elsewhere, steps: [0] }, moment: 1 }, hash);
  expect(later).toMatchObject({ starts: null });
  expect(handView(view, wanted, { ...path, start: 99 }, hash)).toEqual({ says: 'there is no such run', isOver: true });
});

test('of many initial states those most like this one are told, and how many there are', () => {
  const view = judged(snapshot(FREE.replace('n: 0..2 = any', 'n: 0..2 = any\n    m: 0..20 = any')));
  const found = whatIf(view, { property: 'Small', under: 'Plain', path: null, moment: 0 }, hash);
  if ('says' in found) throw new Error(found.says);
  expect(found.starts).toMatchObject({ more: 1_939, isCut: true });
  expect(found.starts!.others).toHaveLength(60);
  const counts = found.starts!.others.map(({ differs }) => differs.length);
  expect([counts[0], counts]).toEqual([1, counts.toSorted()]);
});

function saved(text: string, more: object = {}) {
  const view = judged(snapshot(text));
  const found = savedScenario(view, { property: 'InTurn', under: UNDER, path: null, moment: 99, ...more }, hash);
  return 'says' in found ? found.says : found;
}

function added(before: string, found: ReturnType<typeof saved>): string {
  if (typeof found === 'string') throw new Error(found);
  const lines = new Set(before.split('\n'));
  return found.after.text
    .split('\n')
    .filter((line) => !lines.has(line))
    .join('\n');
}

test('a run is saved as a scenario behind the properties, and expected where it was found', () => {
  const found = saved(LEASE);
  expect(added(LEASE, found)).toBe(`  /// InTurn is violated under Paused.
  scenario InTurnBreaks {
    Client#1: ask
    Service: on Acquire from Client#1
    Client#1: on Granted from Service
    Client#1: work pauses
    2 ticks pass
    Service: on expiry
    Client#1: goes on
    then exists c in Client: c.wrong
check Paused { InTurn violated  InTurnBreaks reached }`);
  if (typeof found === 'string') throw new Error(found);
  expect(found.after.text.slice(found.place.start, found.place.end)).toBe('InTurnBreaks');
  // A second one has another name, and a part of the run ends in nothing.
  expect(added(found.after.text, saved(found.after.text))).toMatch(/scenario InTurnBreaks2 \{/);
  expect(added(LEASE, saved(LEASE, { moment: 2 }))).toBe(`  /// A run under Paused.
  scenario InTurnRun {
    Client#1: ask
    Service: on Acquire from Client#1
check Paused { InTurn violated  InTurnRun reached }`);
  expect(saved(LEASE, { moment: 0 })).toBe('nothing has happened yet that a scenario can say');
});

test('of a sweep at its point only, and where another assumption set keeps the property, not', () => {
  const swept = `${LEASE.replace('check Paused {', 'check Paused for P in 1..3 {').replace('InTurn violated', 'InTurn violated when P >= 2')}
assume Calm { timing sync { drift <= 0 } }
check Calm {
  InTurn holds
}
`;
  const found = saved(swept, { under: 'Paused (P = 3)' });
  expect(added(swept, found)).toMatch(
    /under Paused \(P = 3\)[\s\S]*\ncheck Paused for P in \{ 3 \} \{ InTurnBreaks reached \}\n {2}InTurnBreaks unreached$/,
  );
});

const COUNTER = 'system S { node A { n: 0..3 = 0  action up when n < 3 { n += 1 } }  safety Small: always A.n <= 1 }';
const CHECK = 'assume Z { timing async }\ncheck Z { Small violated }\n';
const small = { property: 'Small', under: 'Z' };

test('a system in one line is laid out, line ends stay, and a system of another file is changed there', () => {
  const plain = format('spec.proviso', `${COUNTER}\n${CHECK}`).text;
  const found = saved(plain, small);
  expect(added(plain, found)).toContain('  scenario SmallBreaks {\n    A: up\n    A: up\n    then not (A.n <= 1)\n  }');
  if (typeof found === 'string') throw new Error(found);
  expect(format('spec.proviso', found.after.text).text).toBe(found.after.text);
  const windows = saved(LEASE.replaceAll('\n', '\r\n'));
  if (typeof windows === 'string') throw new Error(windows);
  expect(windows.after.text.replaceAll('\r\n', '')).not.toContain('\n');

  const view = judged(snapshot(`import "./other.proviso"\n${CHECK}`, { 'other.proviso': format('other.proviso', COUNTER).text }));
  const apart = savedScenario(view, { ...small, path: null, moment: 99 }, hash);
  if ('says' in apart) throw new Error(apart.says);
  expect(new Set(apart.edits.map(({ span }) => span.file))).toEqual(new Set(['other.proviso', 'spec.proviso']));
  expect(apart.place.file).toBe('other.proviso');
});

test('where checks vary how many nodes there are, the nodes are bound to their numbers', () => {
  const many = `system S {
  node A[2] {
    done: bool = false
    action act when not done { done = true }
  }
  safety NotBoth: never (count(a in A where a.done) == 2)
}
${CHECK.replace('check Z { Small violated }', 'check Z for A in 1..2 { NotBoth holds when A < 2 }')}`;
  expect(added(many, saved(many, { property: 'NotBoth', under: 'Z (A = 2)' }))).toBe(`  /// NotBoth is violated under Z (A = 2).
  scenario NotBothBreaks for some a1 in A where index(a1) == 1,
    a2 in A where index(a2) == 2 {
    a1: act
    a2: act
    then count(a in A where a.done) == 2
check Z for A in { 2 } { NotBothBreaks reached }`);
});
