/** A replay says what the trace says: walked forward, back and across, every cell and every message in flight. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { analyse, checkModel, type Model, type Trace, values } from '#checker';
import { parse } from '#grammar';
import { Cursor, datumText, formatValue, replayOf, Stands } from '#report';
import { nodeOf } from '../../report/src/facts/reader.ts';
import { markText } from '../../report/src/words/moments.ts';
import { everySpec, firstSeed, runs } from '../random/run.ts';
import { aboutTime, oneAssumption } from '../random/spec.ts';
import { modelOf } from '../support/spec.ts';

/** What a step does statement by statement begins with the state before it, and whatever the step does is done by a statement that was seen. */
function agreesInside(model: Model, trace: Trace): void {
  const cursor = new Cursor(replayOf(model, trace));
  const stands = new Stands(model, trace);
  trace.steps.forEach((taken, index) => {
    const { events, label } = taken.step;
    const { statements } = stands.inside(index);
    cursor.to(index);
    const before = [...cursor.values];
    for (const { values } of statements) expect(values.length).toBe(before.length);
    const isTold = (cell: number) => cursor.replay.cells[cell].kind === 'variable' || cursor.replay.cells[cell].kind === 'ghost';
    if (statements.length > 0) {
      const begun = statements[0].values.filter((value, cell) => isTold(cell) && datumText(value) !== datumText(before[cell]));
      expect(begun).toEqual([]);
    }
    const sent = events.filter(({ kind }) => kind === 'sent').length;
    const counts = [0, ...statements.map((one) => one.sent), sent];
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    if (statements.length === 0) {
      expect(sent).toBe(0);
      cursor.to(index + 1);
      // A crash and a restart change variables without any code.
      const changed = before.filter((value, cell) => isTold(cell) && datumText(value) !== datumText(cursor.values[cell]));
      if (label.kind !== 'crash' && label.kind !== 'restart') expect(changed).toEqual([]);
    }
    for (const { index: node } of model.instances) expect(stands.of(node, index).kind === 'next').toBe(node === nodeOf(taken));
  });
}

/** Every state of the trace against the cursor's. */
function agrees(model: Model, trace: Trace): void {
  const replay = replayOf(model, trace);
  const cursor = new Cursor(replay);
  const states = [trace.first, ...trace.steps.map(({ state }) => state)];
  const seen = states.map((state, moment) => {
    cursor.to(moment);
    const different = replay.cells.map(({ kind, node, name }, cell) => {
      const shown = cursor.values[cell];
      const own = node === null ? null : state.nodes[node];
      if (kind === 'status') expect(shown, `status at ${moment}`).toBe(state.byzantine[node!] ? 'byzantine' : own!.status);
      if (kind === 'waits') expect(shown, `pause at ${moment}`).toBe(own!.suspended !== null);
      if (kind === 'clock') expect(shown, `${name} at ${moment}`).toBe(own!.clocks[model.clocks.findIndex((clock) => clock.name === name)]);
      if (kind === 'timer') {
        const all = model.roles[model.instances[node!].role].timers.flatMap((timer, t) =>
          own!.timers[t].map((now, key) => ({
            name: timer.key === null ? timer.name : `${timer.name}[${formatValue(timer.key, values(timer.key)[key], model)}]`,
            now,
          })),
        );
        const now = all.find((timer) => timer.name === name)!.now;
        expect(shown, `${name} at ${moment}`).toBe(now.kind === 'off' ? null : now.kind === 'exact' ? now.left : 'running');
      }
      if (kind === 'stable') expect(shown).toBe(state.stable);
      if (kind !== 'variable' && kind !== 'ghost') return [];
      const declared = node === null ? model.ghosts : model.roles[model.instances[node].role].variables;
      const v = declared.findIndex((one) => one.name === name);
      const value = node === null ? state.ghosts[v] : state.nodes[node].variables[v];
      expect(datumText(cursor.values[cell]), `${name} at ${moment}`).toBe(formatValue(declared[v].type, value, model));
      return [];
    });
    expect(different.flat()).toEqual([]);
    expect(cursor.time).toBe(moment === 0 ? 0 : trace.steps[moment - 1].time);
    const inFlight = cursor.inFlight.map(({ message: { name, fields }, corrupted, from, to }) => {
      const now = corrupted !== null && corrupted.at <= moment ? corrupted.into.fields : fields;
      return `${model.instances[from].name} ${name}(${now.map(({ value }) => value).join(', ')}) ${model.instances[to].name}`;
    });
    const inState = state.messages.map(({ message, fields, from, to }) => {
      const told = model.messages[message].fields.map(({ type }, i) => formatValue(type, fields[i], model));
      return `${model.instances[from].name} ${model.messages[message].name}(${told.join(', ')}) ${model.instances[to].name}`;
    });
    // Of a step that fails the state before it is shown; the message that it handles is gone, and those that it has sent are there.
    const { target } = moment === 0 ? trace.initial : trace.steps[moment - 1].step;
    if (target.kind !== 'error') expect(inFlight.sort(), `in flight at ${moment}`).toEqual(inState.sort());
    return JSON.stringify(cursor.values);
  });
  // back to the beginning, then anywhere
  for (let moment = cursor.last; moment > 0; moment--) {
    expect(JSON.stringify(cursor.values)).toBe(seen[moment]);
    expect(cursor.back()).toBe(true);
  }
  expect([cursor.back(), JSON.stringify(cursor.values)]).toEqual([false, seen[0]]);
  for (const moment of [cursor.last, Math.floor(cursor.last / 2), 0]) {
    cursor.to(moment);
    expect(JSON.stringify(cursor.values)).toBe(seen[moment]);
  }
}

function tracesOf(model: Model, maxStates: number): Trace[] {
  const { properties } = checkModel(model, { now: () => 0, blame: false, budget: { maxStates } });
  return properties.flatMap(({ verdict }) => ('trace' in verdict ? [verdict.trace] : []));
}

const incidents = new URL('../../samples/incidents/', import.meta.url);

test('incidents', { timeout: 60_000 }, () => {
  let traces = 0;
  for (const name of readdirSync(incidents).filter((file) => file.endsWith('.proviso'))) {
    const { file } = parse(name, readFileSync(new URL(name, incidents), 'utf8'));
    const analysis = analyse({ root: file, files: new Map([[name, file]]), resolve: () => null });
    for (const check of analysis.checks.slice(0, 2)) {
      const { model } = check.runs[0].model();
      if (model === null) continue;
      for (const trace of tracesOf(model, 2000)) {
        traces += 1;
        agrees(model, trace);
        agreesInside(model, trace);
      }
    }
  }
  expect(traces).toBeGreaterThan(10);
});

test.each([
  ['of every kind', oneAssumption],
  ['about time', aboutTime],
] as const)('random systems %s', { timeout: 3_600_000 }, (_, specs) => {
  let traces = 0;
  everySpec(
    specs,
    runs(20, 2000),
    (models) => {
      for (const model of models.values()) {
        for (const trace of tracesOf(model, 300)) {
          traces += 1;
          agrees(model, trace);
          agreesInside(model, trace);
        }
      }
    },
    firstSeed + 41,
  );
  expect(traces).toBeGreaterThan(10);
});

test('a loop goes round', () => {
  const model = modelOf(`system S {
    node A { n: 0..3 = 0  action up when n < 3 { n += 1 }  action again when n == 3 { n = 1 } }
    liveness Ends: eventually always A.n == 1
  }
  assume Z { timing async } check Z { }`);
  const replay = replayOf(model, tracesOf(model, 1000)[0]);
  const cursor = new Cursor(replay);
  const round: string[] = [];
  for (let i = 0; i < 9; i++) {
    round.push(datumText(cursor.values[0]));
    expect(cursor.next()).toBe(true);
  }
  expect(round.join(' ')).toBe('0 1 2 3 1 2 3 1 2');
});

test('a diagram marks what is read of clocks, and how far a quorum has come', () => {
  const spec = `system S {
    message Vote
    clock wall until 3
    node Member[3] { voted: bool = false  action vote when not voted { voted = true  send Vote to Chair } }
    node Chair {
      votes: set<Member> = {}
      passed: bool = false
      seen: 0..3 = 0
      on Vote from m { votes += m  if count(votes) >= majority(Member) { passed = true  seen = wall.now } }
    }
    safety Never: never (Chair.passed and Chair.seen == 1)
  }
  assume Z { timing sync { delay <= 0, pause <= 0, skew <= 1 } }
  check Z { }`;
  const model = modelOf(spec);
  const [trace] = tracesOf(model, 1000);
  const { marks } = replayOf(model, trace, (span) => spec.slice(span.start, span.end));
  expect(marks.map(markText)).toEqual(['count(votes) is 1 of 2', 'wall.now is 1, not 0', 'count(votes) is 2 of 2']);
  expect(marks.map(({ moment, node }) => [trace.steps[moment - 1].step.label.kind, model.instances[node].name])).toEqual(
    marks.map(() => ['deliver', 'Chair']),
  );
  expect(marks.map((mark) => mark.kind === 'quorum' && mark.reached)).toEqual([false, false, true]);
});

test('where just so many are asked for, more are not enough', () => {
  const spec = `system S {
    message Vote
    node Member { on start { send Vote to Chair } }
    node Chair {
      votes: set<0..3> = {}
      on Vote { votes = {0, 1, 2}  if count(votes) == 2 { votes = {} } }
    }
    safety Never: never count(Chair.votes) == 3
  }
  assume Z { timing async }
  check Z { }`;
  const model = modelOf(spec);
  const [trace] = tracesOf(model, 1000);
  const { marks } = replayOf(model, trace, (span) => spec.slice(span.start, span.end));
  expect(marks.map((mark) => [markText(mark), mark.kind === 'quorum' && mark.reached])).toEqual([['count(votes) is 3 of 2', false]]);
});
