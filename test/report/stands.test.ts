/** Where nodes stand in a run, and what its steps do statement by statement; and questions that are asked there. */
import { expect, test } from 'vitest';
import { checkModel, ModelErrorSignal, Questions, valueIn } from '#checker';
import { datumText, formatValue, type StandInside, Stands } from '#report';
import { analysed } from '../support/spec.ts';

const TEXT = `system S {
  enum Phase { idle, busy }
  message Ask(n: 0..3)
  message Told(of: set<Worker>)
  node Worker[2] {
    seen: 0..9 = 0
    phase: Phase = idle
    last: Server? = none
    timer lease
    ghost asked: 0..3 = 0
    optional action ask for m in 1..2 when phase == idle {
      let twice = m + 1
      if twice > 2 {
        seen += twice
        seen += 1
      } else { seen = 0 }
      for w in Worker where w != self {
        ghost { asked += 1 }
      }
      match phase {
        idle { phase = busy }
        busy { seen = 9 }
      }
      start lease for 3
      pause
      send Ask(n: m) to Server
    }
    on Told(of) from s {
      last = s
      seen = count(of)
    }
  }
  node Server {
    on Ask(n) from w { reply Told({ w }) }
  }
  reachable Done: exists w in Worker: w.last != none and w.seen == 1 and w.asked == 1 and w.lease.left == 3
}
assume Z { timing sync { delay <= 1 } } check Z { Done reached }`;

function run(text: string) {
  const analysis = analysed(text);
  const { model } = analysis.checks[0].runs[0].model();
  const { verdict } = checkModel(model!, { now: () => 0 }).properties[0];
  if (!('trace' in verdict)) throw new Error(verdict.status);
  return {
    model: model!,
    trace: verdict.trace,
    stands: new Stands(model!, verdict.trace),
    questions: new Questions(analysis, model!, new Map()),
  };
}

const words = ({ span: { start, end } }: StandInside) => TEXT.slice(start, end).split(/ ?[{\n]/, 1)[0];

test('statements come in the order in which the code runs them, with what is bound and what is held before each', () => {
  const { model, trace, stands, questions } = run(TEXT);
  expect(trace.steps.map(({ step }) => step.label.kind)).toEqual(['act', 'resume', 'deliver', 'deliver']);
  const { statements } = stands.inside(0);
  const value = (stand: StandInside, text: string) => {
    const asked = questions.ask(text, stand.asking);
    if ('problems' in asked) return asked.problems.map(({ message }) => message).join();
    return formatValue(asked.expr.type, valueIn(model, asked.expr, stand.situation), model);
  };
  const seen = statements.map(
    (one) => `${words(one)} | ${one.names.map((n) => `${n.name}=${datumText(n.value)}`)} | ${value(one, 'seen')}`,
  );
  // m is 1: the simplest run takes the first value.
  expect(seen).toEqual([
    'let twice = m + 1 | m=1 | 0',
    'if twice > 2 | m=1,twice=2 | 0',
    'seen = 0 | m=1,twice=2 | 0',
    'for w in Worker where w != self | m=1,twice=2 | 0',
    'ghost | m=1,twice=2,w=Worker#2 | 0',
    'asked += 1 | m=1,twice=2,w=Worker#2 | 0',
    'match phase | m=1,twice=2 | 0',
    'phase = busy | m=1,twice=2 | 0',
    'start lease for 3 | m=1,twice=2 | 0',
    'pause | m=1,twice=2 | 0',
  ]);
  expect(stands.inside(1).statements.map((one) => `${words(one)} | ${one.names.map(({ name }) => name)}`)).toEqual([
    'send Ask(n: m) to Server | m,twice',
  ]);
  expect(stands.of(0, 0)).toMatchObject({ kind: 'next', title: 'ask', names: [{ name: 'm', value: 1 }] });
  expect(stands.of(1, 0)).toMatchObject({ kind: 'idle', title: null, names: [] });
  expect(stands.of(0, 1)).toMatchObject({ kind: 'next', title: 'ask', names: [{ name: 'm' }, { name: 'twice' }] });
  expect(stands.of(0, null)).toMatchObject({ kind: 'idle' });
  const last = stands.inside(3).statements[1];
  expect([words(last), value(last, 'last'), value(last, 's'), value(last, 'count(of)'), value(last, 'seen')]).toEqual([
    'seen = count(of)',
    'Server',
    'Server',
    '1',
    '0',
  ]);
  // Everybody else's state, what is in flight, and errors.
  expect([value(last, 'Worker#2.phase'), value(last, 'in flight Told'), value(last, 'exists w in Worker: w.seen == 0')]).toEqual([
    'idle',
    'false',
    'true',
  ]);
  expect(value(last, 'lease.left')).toBe('3');
  expect(value(last, 'corrupted')).toBe('false');
  expect(value(last, 'sen')).toBe('there is no name called `sen`');
  expect(value(last, 'seen +')).toMatch(/^expected|^unexpected/);
  expect(value(last, 'seen seen')).toMatch(/expected an operator or the end/);
  expect(value(last, '')).toMatch(/expected/);
  expect(value(last, 'knows(self, seen == 0)')).toMatch(/allowed only in properties/);
  expect(() => value(last, '1 / seen')).toThrow(ModelErrorSignal);
});

test('a reading that the step has not made has no value yet; one that it has made keeps it', () => {
  const { model, stands, questions } = run(`system S {
    clock wall until 9
    node A { timer t  n: 0..9 = 0  action go when n == 0 { n = wall.now  start t for 2  n = t.left } }
    reachable Done: A.n == 2
  }
  assume Z { timing partial { eventually drift <= 0 } } check Z { Done reached }`);
  const step = stands.inside(0);
  const value = (at: number, text: string) => {
    const asked = questions.ask(text, step.statements[at].asking);
    if ('problems' in asked) throw new Error(asked.problems[0].message);
    return valueIn(model, asked.expr, step.statements[at].situation);
  };
  expect(() => value(0, 'wall.now')).toThrow('has no value yet');
  expect(value(1, 'wall.now')).toBe(0);
  expect(value(2, 't.running')).toBe(true);
});
