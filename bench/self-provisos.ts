/**
 * What a `provisos` block costs beside its searches, and a sweep beside those of its points: in the same process, round by round. Where a block, or
 * a sweep, begins the first round, the searches begin the next. Times are user time of the process, so that other work on the machine counts for less.
 *
 * The searches of a block: for each assumption set that it decides by a search, the model made for one set, and one search of it for that property alone; apart
 * from these the searches with more messages in flight, by which the block makes sure of what holds within the capacity only. Who asks about
 * one set alone does not make them. Of a sweep: one search of each point for the properties of which something is expected there; models are made before, as are the plans that
 * have them. V8 does not keep code that was made for the same text before, as it would for the second of two equal searches.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import {
  type BlamePolicy,
  type CheckOptions,
  type CheckPlan,
  type CheckResult,
  campaign,
  checkClaims,
  checkModel,
  lower,
  type PointQuestion,
  type ProvisosPlan,
  reduceFrom,
  runToEnd,
} from '#checker';
import { analysed } from '../test/support/spec.ts';
import { median, ratios, spread, table, whole } from './figures.ts';

/** States of one assumption set at most, as in `proviso check`. */
const MOST_STATES = 500_000;

const SWEPT = ['failure-detector', 'airbag', 'two-generals', 'request-reply', 'limping-node'];

const samples = new URL('../samples/', import.meta.url);

interface Row {
  readonly name: string;
  /** what does not depend on the round; of a block its sets, those that were searched, the searches again, and states */
  readonly counts: readonly number[];
  /**
   * Milliseconds, round by round: of the whole, of its searches alone, and of a third part: the searches again of a block, and a sweep with which faults are required,
   * as it is made unless a check says otherwise.
   */
  readonly rounds: readonly { readonly together: number; readonly alone: number; readonly third: number }[];
}

export function provisosTable(rounds: number): void {
  const names = readdirSync(samples).filter((file) => file.endsWith('.proviso') && /^provisos /m.test(textOf(file)));
  const rows = names.flatMap((name) => inProcess('blocks', name, rounds));
  const head = ['block', 'sets', 'searched', 'again', 'states', 'block, ms', 'its searches, ms', '× its searches', '× with those again'];
  const cells = rows.map(({ name, counts, rounds: found }) => [name, ...counts.map(whole), ...timesOf(found), againOf(found)]);
  console.log(`\nblocks of provisos, against their searches one by one\n\n${table(head, cells)}`);
  const sum = (i: number) => rows.reduce((total, { counts }) => total + counts[i], 0);
  console.log(
    `\n${whole(sum(0))} sets in all, ${whole(sum(1))} searched: ${whole(sum(0) - sum(1))} follow from these, or are false where a claim is \`provided\``,
  );
  const beyond = (of: (row: Row) => number) => rows.filter((row) => of(row) > 1.5).length;
  const byMedian = (row: Row, again: boolean) => median(row.rounds.map((one) => one.together / (one.alone + (again ? one.third : 0))));
  console.log(
    `\n${rows.length} blocks, of them by the medians above 1.5: ${beyond((row) => byMedian(row, false))}; with the searches again: ${beyond((row) => byMedian(row, true))}`,
  );
}

export function sweepsTable(rounds: number): void {
  const rows = SWEPT.flatMap((name) => inProcess('sweeps', `${name}.proviso`, rounds));
  const head = ['sweep', 'points', 'states', 'sweep, ms', 'its searches, ms', '× its searches', '× with which faults are required'];
  const cells = rows.map(({ name, counts, rounds: found }) => {
    const [alone, withFaults] = [found.map((one) => one.alone), found.map(({ third }) => third)];
    return [name, ...counts.map(whole), ...timesOf(found), ratios(withFaults, alone)];
  });
  console.log(`\nsweeps, against a search for each point\n\n${table(head, cells)}`);
}

function timesOf(found: Row['rounds']): string[] {
  const [together, alone] = [found.map((one) => one.together), found.map((one) => one.alone)];
  return [spread(together, 0), spread(alone, 0), ratios(together, alone)];
}

function againOf(found: Row['rounds']): string {
  if (found.every(({ third }) => third < 1)) return '';
  return ratios(
    found.map(({ together }) => together),
    found.map(({ alone, third }) => alone + third),
  );
}

/** Each file in a process of its own. */
function inProcess(what: 'blocks' | 'sweeps', file: string, rounds: number): Row[] {
  const words = ['--no-compilation-cache', import.meta.filename, what, file, String(rounds)];
  return JSON.parse(execFileSync(process.execPath, words, { encoding: 'utf8', maxBuffer: 2 ** 24 })) as Row[];
}

function textOf(file: string): string {
  return readFileSync(new URL(file, samples), 'utf8');
}

type Analysed = ReturnType<typeof analysed>;

interface Searched {
  readonly question: PointQuestion;
  readonly result: CheckResult;
}

function blockRow(analysis: Analysed, plan: ProvisosPlan, name: string, rounds: number): Row {
  const block = () => {
    const searched: Searched[] = [];
    let sets = 0;
    const events = checkClaims(analysis, plan, {
      now: () => performance.now(),
      slice: 60,
      maxStates: MOST_STATES,
      timeout: Infinity,
      stop: () => null,
      search: { reduceFrom },
      heard: (question, result) => searched.push({ question, result }),
    });
    for (const event of events) if (event.kind === 'claim') sets += event.outcome.sets;
    return { sets, searched };
  };
  const { sets, searched } = block();
  const [{ point }] = plan.runs;
  const constants = new Map(point.map((one) => [one.name, one.value]));
  const made = lower(analysis, plan.system, plan.assume, constants).model;
  const isAgain = ({ question }: Searched) => question.model.network.capacity > made!.network.capacity;
  const alone = (one: Searched) => {
    lower(analysis, plan.system, plan.assume, constants);
    const { model, properties, budget, search } = one.question;
    const found = checked(model, { ...search, properties, budget });
    if (found.size.states !== one.result.size.states) throw new Error(`${name}: a search alone has other states`);
  };
  const [first, again] = [searched.filter((one) => !isAgain(one)), searched.filter(isAgain)];
  const parts = [() => void block(), () => first.forEach(alone), () => again.forEach(alone)];
  const states = searched.reduce((sum, { result }) => sum + result.size.states, 0);
  return { name, counts: [sets, first.length, again.length, states], rounds: inRounds(parts, rounds) };
}

function sweepRow(plan: CheckPlan, name: string, rounds: number): Row {
  const search = { reduceFrom };
  const sweep = (blame: BlamePolicy) => runToEnd(campaign([plan], { now: () => performance.now(), search, blame }));
  const points = () =>
    plan.runs.map((run) => {
      const properties = run.expectations.map(({ property }) => property);
      const upTo = new Map(run.expectations.flatMap(({ property, upTo }) => (upTo === undefined ? [] : [[property, upTo] as const])));
      return checked(run.model().model!, { ...search, properties, upTo });
    });
  const all = points().reduce((sum, { size }) => sum + size.states, 0);
  const sizes = new Set(sweep('never').flatMap(({ outcomes }) => outcomes.map(({ size }) => size)));
  const swept = [...sizes].reduce((sum, { states }) => sum + states, 0);
  if (swept !== all) throw new Error(`${name}: the points alone have ${all} states, not ${swept}`);
  const parts = [() => void sweep('never'), () => void points(), () => void sweep('unexpected')];
  return { name, counts: [plan.runs.length, all], rounds: inRounds(parts, rounds) };
}

function checked(model: Parameters<typeof checkModel>[0], options: Omit<CheckOptions, 'now' | 'blame'>): CheckResult {
  return checkModel(model, { ...options, now: () => performance.now(), blame: false });
}

function inRounds(parts: readonly (() => void)[], rounds: number): Row['rounds'] {
  for (const part of parts) part();
  return Array.from({ length: rounds }, (_, round) => {
    const took = parts.map(() => 0);
    const order = [...parts.keys()];
    for (const part of round % 2 === 0 ? order : order.reverse()) took[part] = userTime(parts[part]);
    const [together, alone, third] = took;
    return { together, alone, third };
  });
}

/** Milliseconds. */
function userTime(work: () => void): number {
  const { user } = process.cpuUsage();
  work();
  return (process.cpuUsage().user - user) / 1000;
}

function measured(what: string, file: string, rounds: number): Row[] {
  const analysis = analysed(textOf(file));
  const name = file.replace('.proviso', '');
  if (what === 'blocks')
    return analysis.provisos.map((plan) => {
      const over = plan.over.length === 0 ? '' : `, over ${plan.over.join(', ')}`;
      return blockRow(analysis, plan, `${name}, ${plan.assume}${over}`, rounds);
    });
  return analysis.checks.filter(({ runs }) => runs.length > 1).map((plan) => sweepRow(plan, `${name}, ${plan.assume}`, rounds));
}

if (import.meta.main) console.log(JSON.stringify(measured(process.argv[2], process.argv[3], Number(process.argv[4]))));
