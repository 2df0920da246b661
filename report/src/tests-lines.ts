/** What `proviso tests` says of its runs, in lines. */
import { printable, wrapped } from './layout.ts';
import type { GoalReport, TestsSuite } from './result/tests-types.ts';
import type { Style } from './style.ts';
import { enumerate, plural, thousands } from './words/counts.ts';

export function testsLines(
  { goals, runs, system, assume, bounds, stopped, fails, states }: TestsSuite,
  { style, columns }: { readonly style: Style; readonly columns: number },
): string[] {
  const of = (status: GoalReport['status']) => goals.filter((goal) => goal.status === status);
  const steps = runs.reduce((sum, run) => sum + run.steps, 0);
  const [met, open] = [of('met'), of('open')];
  const [holding, never] = partition(of('unreachable'), ({ kind }) => kind === 'violated');
  const count = `${plural(runs.length, 'run')} of ${plural(steps, 'step')} in all`;
  const head = `${count}, for ${system} under ${assume}: ${thousands(met.length)} of ${plural(goals.length - holding.length, 'goal')} met`;
  const list = (some: readonly GoalReport[]) =>
    some.flatMap(({ text }) => wrapped(`- ${printable(text)}`, columns - 4).map((line, i) => `  ${i > 0 ? '  ' : ''}${line}`));
  const within = bounds.length === 0 ? '' : ` within the bounds of the search (${bounds.join(', ')})`;
  const why = stopped === null ? `not found${within}` : `not found: ${stopped} (${plural(states, 'state')} looked at)`;
  return [
    ...wrapped(printable(open.length === 0 ? `${head}, and no other can be` : head), columns).map(
      open.length === 0 ? style.good : style.strong,
    ),
    ...(never.length === 0 ? [] : ['no run can come past:', ...list(never)]),
    ...(holding.length === 0
      ? []
      : wrapped(printable(`no run violates ${enumerate(holding.map(({ text }) => text.replace(/ is violated$/, '')))}`), columns)),
    ...(open.length === 0 ? [] : [...wrapped(`${why}:`, columns), ...list(open)]),
    ...(fails ? wrapped('The model itself fails in some step: such runs are left out. `proviso check` shows one.', columns) : []),
  ];
}

function partition<T>(all: readonly T[], fits: (one: T) => boolean): [T[], T[]] {
  return [all.filter(fits), all.filter((one) => !fits(one))];
}
