/** `assume C extends B extends A` says what the same says when it is written out: compared as models, for sets made at random. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Model } from '#checker';
import { canonical } from './lockstep.ts';
import { everyCase, read, runs } from './run.ts';
import { Tape, tape } from './tape.ts';

const SYSTEM = `system S {
  const N = 1
  const M = 2
  message Ping(n: 0..1)
  clock wall until 3
  node Alpha { a: bool = false  timer t  optional action go when not a { a = wall.now > 0  start t for M  send Ping(n: 0) to Beta#1 } }
  node Beta[2] { durable b: 0..1 = 0  on Ping(n) from s { b = n  reply Ping(n: 1) } }
  node Gamma[2] { durable c: 0..1 = 0  on restart { c = 1 } }
  safety P: always true
}`;

const ROLES = ['Alpha', 'Beta', 'Gamma'] as const;
const QUANTITIES = ['delay', 'pause', 'drift', 'skew'] as const;
const NETWORK = ['lossy', 'duplicating', 'corrupting', 'cuts', 'one-way cuts', 'link cuts'] as const;
const LIMITS = ['not Alpha.a', 'Beta#1.b == 0', 'Gamma#2.c == 0'] as const;

type Word = 'always' | 'eventually';

interface Bound {
  readonly quantity: (typeof QUANTITIES)[number];
  /** '' is every role */
  readonly role: string;
  readonly word: Word | null;
  readonly max: string;
}

interface Timing {
  readonly model: 'sync' | 'partial' | null;
  readonly bounds: readonly Bound[];
}

interface Crash {
  readonly roles: readonly string[];
  readonly mode: 'stop' | 'recovery' | 'amnesia' | 'byzantine';
  readonly upTo: number | null;
  readonly rest: string;
}

interface Assumed {
  readonly timing: Timing | null;
  readonly crashes: readonly Crash[];
  /** by kind, the largest number of times or null */
  readonly network: ReadonlyMap<string, number | null>;
  readonly sizes: ReadonlyMap<string, number>;
  readonly clocks: string | null;
  readonly limits: readonly string[];
  readonly settings: ReadonlyMap<string, number>;
}

// Writing

function write(name: string, base: string | null, assumed: Assumed): string {
  const { timing, crashes, network, sizes, clocks, limits, settings } = assumed;
  const bound = ({ word, quantity, role, max }: Bound) => `${[word, quantity, role].filter(Boolean).join(' ')} <= ${max}`;
  const upTo = (n: number | null) => (n === null ? '' : ` up to ${n}`);
  const faults = [...network].map(([kind, n]) => kind + upTo(n));
  const queue = sizes.has('queue') ? [`queue ${sizes.get('queue')} per link`] : [];
  const capacity = sizes.has('capacity') ? [`capacity ${sizes.get('capacity')}`] : [];
  return [
    `assume ${name}${base === null ? '' : ` extends ${base}`} {`,
    timing === null ? '' : `  timing ${timing.model ?? ''} { ${timing.bounds.map(bound).join('; ')} }`,
    `  network { ${[...faults, ...queue, ...capacity].join(', ')} }`,
    ...crashes.map(({ roles, mode, upTo: n, rest }) => `  fault ${roles.join(', ')} { ${mode}${n === null ? '' : `, up to ${n}`}${rest} }`),
    clocks === null ? '' : `  clocks { ${clocks} }`,
    ...limits.map((limit) => `  limit ${limit}`),
    ...[...settings].map(([constant, value]) => `  ${constant} = ${value}`),
    '}',
  ].join('\n');
}

// What extending means, plainly

function extended(base: Assumed, own: Assumed): Assumed {
  const said = new Set(own.crashes.flatMap(({ roles }) => roles));
  const kept = base.crashes.map((crash) => ({ ...crash, roles: crash.roles.filter((role) => !said.has(role)) }));
  return {
    timing: timingOf(base.timing, own.timing),
    crashes: [...kept.filter(({ roles }) => roles.length > 0), ...own.crashes.filter(({ upTo }) => upTo !== 0)],
    network: new Map([...base.network, ...own.network]),
    sizes: new Map([...base.sizes, ...own.sizes]),
    clocks: own.clocks ?? base.clocks,
    limits: [...base.limits, ...own.limits],
    settings: new Map([...base.settings, ...own.settings]),
  };
}

function timingOf(base: Timing | null, own: Timing | null): Timing | null {
  if (own === null) return base;
  if (base === null || own.model !== null) return own;
  const byDefault: Word = base.model === 'partial' ? 'eventually' : 'always';
  const bounds = new Map<string, Bound>();
  for (const b of [...base.bounds, ...own.bounds]) bounds.set(`${b.quantity} ${b.role}`, { ...b, word: b.word ?? byDefault });
  return { model: base.model, bounds: [...bounds.values()] };
}

/** What cannot happen is not written. */
function withoutNone(assumed: Assumed): Assumed {
  return { ...assumed, network: new Map([...assumed.network].filter(([, upTo]) => upTo !== 0)) };
}

// Making some

function assumed(tape: Tape, isBase: boolean): Assumed {
  const some = <T>(items: readonly T[]) => tape.some(items, 1, 3);
  const crashes: Crash[] = [];
  for (const mode of some(['stop', 'recovery', 'amnesia', 'byzantine'] as const)) {
    const roles = some(ROLES);
    if (roles.length > 0) crashes.push({ roles, mode, upTo: tape.pick([1, null, 2, 0]), rest: restOf(tape, mode) });
  }
  return {
    timing: isBase || tape.chance(1, 2) ? timing(tape, isBase) : null,
    crashes,
    network: new Map(some(NETWORK).map((kind) => [kind, tape.pick([null, 1, 2, 0])])),
    sizes: new Map(some(['queue', 'capacity']).map((kind) => [kind, 1 + tape.below(3)])),
    clocks: tape.chance(1, 4) ? tape.pick(['steps by 1', 'steps up to 1 by N', 'steps up to 0 by 2', 'steps by 2 until stable']) : null,
    limits: some(LIMITS),
    settings: new Map(some(['N', 'M', 'Beta', 'Gamma']).map((name) => [name, (name === 'N' || name === 'M' ? 1 : 2) + tape.below(2)])),
  };
}

function timing(tape: Tape, isBase: boolean): Timing {
  const model = tape.pick(isBase ? (['sync', 'partial', null] as const) : ([null, null, 'sync', 'partial'] as const));
  const bounds: Bound[] = [];
  for (const quantity of tape.some(QUANTITIES, 1, 2)) {
    for (const role of tape.some(['', 'Alpha', 'Gamma'], 1, 2))
      bounds.push({ quantity, role, word: tape.pick([null, 'always', 'eventually'] as const), max: tape.pick(['0', '1', 'N', 'M', '3']) });
  }
  return { model, bounds };
}

function restOf(tape: Tape, mode: Crash['mode']): string {
  const returns = mode === 'recovery' || mode === 'amnesia';
  const parts = [
    ...(mode !== 'byzantine' && tape.chance(1, 4) ? ['until stable'] : []),
    ...(returns && tape.chance(1, 4) ? [`at most ${1 + tape.below(2)} down`] : []),
    ...(returns && tape.chance(1, 4) ? ['may stay down'] : []),
  ];
  return parts.map((part) => `, ${part}`).join('');
}

// Comparing

/** Everything that is assumed, however it was put. */
function essence(model: Model): string {
  const { timing: times, network, budgets, crashes, clockSteps, limits, constants, instances, stabilises } = model;
  const window = <W extends { readonly budget: number | null; readonly span: unknown } | null>(w: W) =>
    w === null ? null : { ...w, budget: w.budget === null ? null : budgets[w.budget].limit, span: null };
  const sorted = (all: readonly unknown[]) => all.map((one) => canonical(one)).sort();
  const { loss, duplication, corruption, cuts, queueSpan: _, ...rest } = network;
  const bounds = JSON.parse(JSON.stringify(times, (key, value) => (key === 'span' ? undefined : value)));
  return canonical({
    times: bounds,
    faults: [loss, duplication, corruption, clockSteps].map(window),
    cuts: sorted(cuts.map(window)),
    rest,
    crashes: sorted(crashes.map(window)),
    limits: sorted(limits.map(({ text }) => text)),
    constants,
    instances,
    stabilises,
  });
}

const sets = fc.tuple(tape(60), tape(60), tape(60)).map((tapes) => tapes.map((values, i) => assumed(new Tape(values), i === 0)));

test('a set that extends others is the same set written out', { timeout: 3_600_000 }, () => {
  let tried = 0;
  let changed = 0;
  const property = fc.property(sets, ([a, b, c]) => {
    const [two, three] = [extended(a, b), extended(extended(a, b), c)].map(withoutNone);
    const text = [
      SYSTEM,
      write('A', null, a),
      write('B', 'A', b),
      write('C', 'B', c),
      write('Two', null, two),
      write('Three', null, three),
      ...['A', 'B', 'C', 'Two', 'Three'].map((name) => `check ${name} {}`),
    ].join('\n');
    const { models, errors } = read(text);
    expect(errors.map(({ code, message }) => `${code} ${message}`)).toEqual([]);
    const [base, inTwo, writtenTwo, inThree, writtenThree] = ['A', 'B', 'Two', 'C', 'Three'].map((name) => essence(models.get(name)!));
    expect(inTwo).toBe(writtenTwo);
    expect(inThree).toBe(writtenThree);
    tried += 1;
    if (base !== inTwo) changed += 1;
  });
  everyCase(property, runs(100, 5000));
  expect(changed).toBeGreaterThan(tried / 2);
});
