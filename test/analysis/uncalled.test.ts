/** What nothing calls, or only one point of a sweep uses, has to be right too. */
import { expect, test } from 'vitest';
import { analyse, lower } from '#checker';
import { parse } from '#grammar';

function analysed(text: string) {
  const { file } = parse('s.proviso', text);
  return analyse({ root: file, files: new Map([['s.proviso', file]]), resolve: () => null });
}

function reported(text: string): string[] {
  const { diagnostics } = analysed(text);
  return diagnostics.filter((d) => d.severity === 'error').map((d) => `${d.code} ${text.slice(d.span.start, d.span.end)}`);
}

test('a function that nothing calls', () => {
  expect(reported('system S { fun add(n: 0..3): 0..9 = n + missing  node N { } }')).toEqual(['PV0201 missing']);
  expect(reported('system S { fun pick(n: 0..3): 0..9 = n and true  node N { } }')).toHaveLength(1);
});

test('functions that call each other in a circle', () => {
  const text = 'system S { fun a(n: 0..3): 0..9 = b(n)  fun b(n: 0..3): 0..9 = a(n)  node N { } }';
  expect(reported(text)).toEqual(['PV0307 b', 'PV0307 a']);
});

test('a predicate that nothing calls', () => {
  expect(reported('system S { node N[2] { v: bool = false }  let leads(n: N) = n.w }')).toHaveLength(1);
  expect(reported('system S { node N[2] { v: 0..2 = 0 }  let grows(n: N) = next(n.v) > n.v }')).toEqual([]);
});

test('a timer that async does not allow is reported once, with the other places', () => {
  const text = `system S { node N { timer t  optional action a when not t.running { start t for 2 } on t { start t for 1 } } }
    assume A { timing async }  check A { }`;
  const { diagnostics } = analysed(text);
  const errors = diagnostics.filter((d) => d.severity === 'error');
  expect(errors.map((d) => d.code)).toEqual(['PV0501']);
  expect(errors[0].related?.filter((r) => r.message === 'and here')).toHaveLength(3);
});

test('names that there are not give a message, no exception', () => {
  const analysis = analysed('system S { node N { } }  assume A { timing async }');
  const messages = (system: string, assume: string) => lower(analysis, system, assume, new Map()).diagnostics.map((d) => d.message);
  expect(messages('T', 'A')).toEqual(['there is no system called `T`']);
  expect(messages('S', 'B')).toEqual(['there is no assume called `B`']);
});

test('what is wrong at one point of a sweep names the point', () => {
  const text = `system S { const P = 1  node N { v: 1..P = 1 } }  assume A { timing async }  check A for P in 0..2 { }`;
  const [check] = analysed(text).checks;
  const wrong = check.runs.map((run) => run.model().diagnostics.map((d) => d.why));
  expect(wrong[0].length).toBeGreaterThan(0);
  expect(wrong[0][0]).toContain('when P = 0');
  expect(wrong.slice(1)).toEqual([[], []]);
});

test('it is reported before anything runs, once, with the number of points', () => {
  const text = `system S { const P = 1  const Q = 1  node N { v: 1..P = 1 } }
    assume A { timing async }  check A for Q in 1..3, P in 0..2 { }`;
  const errors = analysed(text).diagnostics.filter((d) => d.severity === 'error');
  expect(errors.map((d) => `${text.slice(d.span.start, d.span.end)}: ${d.why}`)).toEqual([
    '1..P: This happens when Q = 1, P = 0, and at 2 more points of the sweep.',
  ]);
});

test('what is wrong at every point does not speak of points', () => {
  const text = `system S { const P = 1  node N { v: 1..0 = 1 } }  assume A { timing async }  check A for P in 0..2 { }`;
  const errors = analysed(text).diagnostics.filter((d) => d.severity === 'error');
  expect(errors.map((d) => d.why)).toEqual([undefined]);
});

test('a clock cannot be declared in a system that is checked under async, used or not', () => {
  const { diagnostics } = analysed('system S { clock wall until 4  node N { } }  assume A { timing async }  check A { }');
  expect(diagnostics.filter((d) => d.severity === 'error').map((d) => `${d.code} ${d.message}`)).toEqual([
    'PV0501 the clock `wall` cannot be used under A',
  ]);
});
