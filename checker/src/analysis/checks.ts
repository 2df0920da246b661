/** Checks: which system and assumption set, the points of a sweep, and what is expected at each of them. */
import type { Assume, Check as CheckSyntax, Diagnostic, Expectation, PropertyItem, Span, System } from '#grammar';
import { isExistential } from '#grammar';
import type { Model } from '../model/ir.ts';
import { Constants, type ConstantValue } from './constants.ts';
import { fold, outer, type Reference } from './context.ts';
import { type Elaboration, elaborate, MAX_INSTANCES } from './elaborate.ts';
import { condition, constantValue } from './expressions.ts';
import { limitAt, limitFits, refuseKnowledge } from './fault-limits.ts';
import { suspects } from './lints/index.ts';
import type { Suspect } from './lints/suspect.ts';
import { placeOf, type Reporter } from './report.ts';
import { setOf } from './sets.ts';

export type ExpectedVerdict = Expectation['verdict'];

/** What a check says about one property at one point; `span` is the word, or the check's name where nothing was said. */
export interface ExpectedAt {
  readonly property: string;
  readonly verdict: ExpectedVerdict;
  /** only runs with at most so many faults are asked about; all of them where it is missing */
  readonly upTo?: number;
  readonly span: Span;
}

export interface RunPlan {
  /** the point of the sweep, in declared order */
  readonly sweep: readonly { readonly name: string; readonly value: ConstantValue }[];
  readonly expectations: readonly ExpectedAt[];
  /** the model at this point; null where the constants of this point make something wrong, which `diagnostics` says */
  model(): { readonly model: Model | null; readonly diagnostics: readonly Diagnostic[] };
}

export interface CheckPlan {
  readonly check: CheckSyntax;
  readonly span: Span;
  readonly assume: string;
  readonly system: string;
  /** the constants that are swept, and where the set of their values is written */
  readonly sweeps: readonly { readonly name: string; readonly domain: Span }[];
  readonly runs: readonly RunPlan[];
  /** what a lint tells only where a search sees it happen; not of liars, who may send anything */
  suspects(): readonly PlannedSuspect[];
}

export interface PlannedSuspect {
  /** what to say, without the run */
  readonly diagnostic: Diagnostic;
  /** at the first point of the sweep, with the question as its only property; null where it cannot be asked */
  model(): Model | null;
}

export interface Declarations {
  readonly systems: ReadonlyMap<string, System>;
  readonly assumes: ReadonlyMap<string, Assume>;
}

const MAX_POINTS = 10_000;
/** Sweeps with at most this many points are analysed point by point before anything runs. */
const MAX_POINTS_AT_ONCE = 64;

/** Reports each base that there is not, and each circle. Looks at every set once, unless it stands before a circle. */
export function checkBases(assumes: ReadonlyMap<string, Assume>, reporter: Reporter): void {
  const sound = new Set<Assume>();
  for (const assume of assumes.values()) {
    const way = new Set<Assume>();
    let at: Assume | undefined = assume;
    while (at !== undefined && !sound.has(at) && !way.has(at)) {
      way.add(at);
      at = at.base === null ? undefined : assumes.get(at.base.text);
    }
    if (at !== undefined && way.has(at)) assumeChain(assume, assumes, reporter);
    else for (const one of way) sound.add(one);
  }
  for (const assume of sound) if (assume.base !== null && !assumes.has(assume.base.text)) assumeChain(assume, assumes, reporter);
}

/** The set and what it extends, nearest first; what cannot be found has been said and is left out. */
export function assumeChain(assume: Assume, known: ReadonlyMap<string, Assume>, reporter: Reporter): Assume[] {
  const chain = [assume];
  const seen = new Set(chain);
  for (;;) {
    const last = chain[chain.length - 1];
    if (last.base === null) return chain;
    const base = known.get(last.base.text);
    if (base === undefined) {
      reporter.unknown(last.base, 'assume', known.keys());
      return chain;
    }
    if (seen.has(base)) {
      reporter.report('PV0307', last.base.span, `${last.name.text} extends itself`);
      return chain;
    }
    chain.push(base);
    seen.add(base);
  }
}

/** The system that a check or an assumption set is about, where that is clear. */
export function systemOf(
  check: Pick<CheckSyntax, 'assume' | 'system'>,
  systems: ReadonlyMap<string, System>,
  reporter: Reporter,
): System | null {
  if (check.system !== null) return systems.get(check.system.text) ?? reporter.unknown(check.system, 'system', systems.keys());
  if (systems.size === 1) return [...systems.values()][0];
  if (systems.size === 0) return reporter.report('PV0505', check.assume.span, 'there is no system to check');
  return reporter.report('PV0505', check.assume.span, `there are ${systems.size} systems here, and this check does not name one`, {
    help: `write \`check ${check.assume.text} of ${[...systems.keys()][0]}\``,
    fixes: [...systems.keys()].map((name) => ({
      title: `Check ${name}`,
      edits: [{ span: { ...check.assume.span, start: check.assume.span.end }, text: ` of ${name}` }],
    })),
  });
}

/**
 * `mentioned`: properties that some check of the same assumption set and system lists. `first`: this check judges the others.
 * `references`: where the names that the check uses are added.
 */
export function plan(
  check: CheckSyntax,
  system: System,
  chain: readonly Assume[],
  mentioned: ReadonlySet<string>,
  first: boolean,
  reporter: Reporter,
  references: Reference[],
): CheckPlan {
  const base = elaborate(system, chain, new Map());
  const swept = sweepValues(check, base, reporter, references);
  const listed = listedExpectations(check, system, reporter);
  for (const expectation of listed) refuseKnowledge(expectation, base.model?.properties ?? [], reporter);
  const implicit = first ? properties(system).filter(({ name }) => !mentioned.has(name.text)) : [];
  const runs = points(swept).map((point, i): RunPlan => {
    const overrides = new Map(point.map((p) => [p.name, p.value]));
    // The names are the same at each point.
    const cx = constantContext(system, chain, overrides, reporter, i === 0 ? references : []);
    const expected = listed.flatMap((e) => expectedAt(e, cx) ?? []);
    const others = implicit.map(({ name, word }): ExpectedAt => {
      return { property: name.text, verdict: isExistential(word) ? 'reached' : 'holds', span: check.assume.span };
    });
    return { sweep: point, expectations: [...expected, ...others], model: lowered(system, chain, overrides, base.reporter) };
  });
  // What is wrong at every point has been said of the assumption set as such.
  const isSound = !base.reporter.diagnostics.some((d) => d.severity === 'error');
  if (isSound && swept.length > 0 && runs.length <= MAX_POINTS_AT_ONCE) reporter.adopt(wrongPoints(runs));
  const sweeps = check.sweeps.map(({ name, domain }) => ({ name: name.text, domain: domain.span }));
  const planned = (): PlannedSuspect[] =>
    runs.length === 0 || canLie(chain)
      ? []
      : suspects(system).map((one) => suspected(one, chain, new Map(points(swept)[0].map((p) => [p.name, p.value]))));
  return { check, span: check.span, assume: chain[0].name.text, system: system.name.text, sweeps, runs, suspects: planned };
}

function suspected(
  { diagnostic, system }: Suspect,
  chain: readonly Assume[],
  overrides: ReadonlyMap<string, ConstantValue>,
): PlannedSuspect {
  return { diagnostic, model: () => elaborate(system, chain, overrides).model };
}

function canLie(chain: readonly Assume[]): boolean {
  return chain.some(({ items }) => items.some((item) => item.kind === 'fault' && item.mode === 'byzantine'));
}

/** What is wrong at points of a sweep, each mistake once: at the first point that has it, with how many more do. */
function wrongPoints(runs: readonly RunPlan[]): Diagnostic[] {
  const found = new Map<string, { first: Diagnostic; points: number }>();
  for (const run of runs) {
    for (const d of run.model().diagnostics) {
      const key = placeOf(d);
      const known = found.get(key);
      if (known) known.points++;
      else found.set(key, { first: d, points: 1 });
    }
  }
  return [...found.values()].map(({ first, points }) => {
    const others = points === 2 ? 'and at one more point' : `and at ${points - 1} more points`;
    return points === 1 ? first : { ...first, why: first.why?.replace(/\.$/, `, ${others} of the sweep.`) };
  });
}

/** `said` is what was found without the point's values: it is reported once for the assumption set, not again for each point. */
function lowered(
  system: System,
  chain: readonly Assume[],
  overrides: ReadonlyMap<string, ConstantValue>,
  said: Reporter,
): RunPlan['model'] {
  let known: ReturnType<RunPlan['model']> | null = null;
  return () => {
    if (known === null) {
      const { model, reporter } = elaborate(system, chain, overrides);
      const everywhere = new Set(said.diagnostics.map(placeOf));
      const where = [...overrides].map(([name, value]) => `${name} = ${value}`).join(', ');
      const located = (d: Diagnostic): Diagnostic => ({
        ...d,
        why: `${d.why === undefined ? '' : `${d.why} `}This happens when ${where}.`,
      });
      known = { model, diagnostics: reporter.diagnostics.filter((d) => !everywhere.has(placeOf(d))).map(located) };
    }
    return known;
  };
}

function properties(system: System): PropertyItem[] {
  return system.items.filter((item) => item.kind === 'property');
}

// Sweeps

interface Swept {
  readonly name: string;
  readonly values: readonly ConstantValue[];
}

/** Of a check, or of a block of provisos. */
export function sweepValues(
  check: Pick<CheckSyntax, 'sweeps' | 'span'>,
  base: Elaboration,
  reporter: Reporter,
  references: Reference[],
): Swept[] {
  const swept: Swept[] = [];
  const cx = { ...base.context, reporter, references };
  for (const sweep of check.sweeps) {
    const { constants, rolesByName } = base.context;
    const isCount = rolesByName.has(sweep.name.text);
    if (!isCount && !constants.has(sweep.name.text)) {
      reporter.unknown(sweep.name, 'constant or node', [...constants.names(), ...rolesByName.keys()]);
      continue;
    }
    const domain = setOf(cx, sweep.domain, outer('constant', null));
    const found = domain && fold(cx, domain);
    if (found === null) continue;
    const isScalar = domain?.type.kind === 'set' && (domain.type.of.kind === 'int' || domain.type.of.kind === 'bool');
    if (
      !isScalar ||
      'problem' in found ||
      !Array.isArray(found.value) ||
      found.value.some((v) => typeof v !== 'number' && typeof v !== 'boolean')
    ) {
      reporter.report('PV0304', sweep.domain.span, 'the values of a sweep must be a constant set of numbers or booleans');
      continue;
    }
    const values = found.value as ConstantValue[];
    const wrong = isCount ? values.filter((n) => typeof n !== 'number' || n < 1 || n > MAX_INSTANCES) : [];
    if (wrong.length > 0) reporter.report('PV0603', sweep.domain.span, `a node has 1 to ${MAX_INSTANCES} instances, not ${wrong[0]}`);
    swept.push({ name: sweep.name.text, values: values.filter((n) => !wrong.includes(n)) });
  }
  const total = swept.reduce((n, s) => n * s.values.length, 1);
  if (total <= MAX_POINTS) return swept;
  reporter.report('PV0603', check.span, `this sweep has ${total} points; at most ${MAX_POINTS} are checked`);
  return [];
}

export function points(swept: readonly Swept[]): { name: string; value: ConstantValue }[][] {
  return swept.reduce<{ name: string; value: ConstantValue }[][]>(
    (out, s) => out.flatMap((p) => s.values.map((value) => [...p, { name: s.name, value }])),
    [[]],
  );
}

// Expectations

export function listedExpectations(check: CheckSyntax, system: System, reporter: Reporter): Expectation[] {
  const declared = new Map(properties(system).map((p) => [p.name.text, p]));
  const seen = new Map<string, Span>();
  return check.expectations.filter((e) => {
    const property = declared.get(e.property.text);
    if (property === undefined) {
      reporter.unknown(e.property, `property of ${system.name.text}`, declared.keys());
      return false;
    }
    const first = seen.get(e.property.text);
    if (first)
      reporter.report('PV0503', e.property.span, `two expectations for \`${e.property.text}\``, {
        related: [{ span: first, message: 'first declared here' }],
      });
    seen.set(e.property.text, e.property.span);
    const reachable = isExistential(property.word);
    const word = wordFor(e.verdict, reachable);
    if (word === e.verdict) return limitFits(e, property, reporter);
    reporter.report(
      'PV0504',
      e.verdictSpan,
      `\`${e.property.text}\` is ${reachable ? article(property.word) : 'not a `reachable` property'}, so its verdict cannot be \`${e.verdict}\``,
      {
        help: `write \`${word}\``,
        fixes: [{ title: `Write \`${word}\``, edits: [{ span: e.verdictSpan, text: word }] }],
      },
    );
    return false;
  });
}

function article(word: PropertyItem['word']): string {
  return word === 'scenario' ? 'a `scenario`' : 'a `reachable` property';
}

function wordFor(verdict: ExpectedVerdict, reachable: boolean): ExpectedVerdict {
  const good = verdict === 'holds' || verdict === 'reached';
  return reachable ? (good ? 'reached' : 'unreached') : good ? 'holds' : 'violated';
}

const OPPOSITE = { holds: 'violated', violated: 'holds', reached: 'unreached', unreached: 'reached' } as const;

/** Where `when` is false, the opposite is expected: a threshold is stated on both sides. */
function expectedAt(e: Expectation, constantsHere: () => Elaboration['context']): ExpectedAt | null {
  const upTo = e.upTo && limitAt(e.upTo, constantsHere());
  const at = { property: e.property.text, span: e.verdictSpan, ...(upTo === null ? {} : { upTo }) };
  if (e.when === null) return { ...at, verdict: e.verdict };
  const cx = constantsHere();
  const cond = condition(cx, e.when, outer('constant', null));
  const found = cond && constantValue(cx, e.when);
  if (found === null) return null;
  return { ...at, verdict: found.value ? e.verdict : OPPOSITE[e.verdict] };
}

/** Enough to evaluate constants at a point, made when first asked for. */
export function constantContext(
  system: System,
  chain: readonly Assume[],
  overrides: ReadonlyMap<string, ConstantValue>,
  reporter: Reporter,
  references: Reference[],
): () => Elaboration['context'] {
  let cx: Elaboration['context'] | null = null;
  return () => {
    if (cx === null) {
      const alone = elaborate(system, [], new Map()).context;
      const nodes = alone.roles.map(({ item }) => item.name);
      const constants = new Constants(system, chain, overrides, reporter).withCounts(nodes);
      cx = { ...alone, constants, reporter, references };
    }
    return cx;
  };
}
