/**
 * From syntax trees to diagnostics and to what there is to check. Each system is elaborated alone and under every
 * assumption set that a check names; a diagnostic that several of them give is given once.
 */
import { type Assume, append, type Check as CheckSyntax, type Diagnostic, type SourceFile, type System } from '#grammar';
import type { Model } from '../model/ir.ts';
import { assumeChain, type CheckPlan, checkBases, listedExpectations, plan, systemOf } from './checks.ts';
import { type ProvisosPlan, planProvisos } from './claims.ts';
import type { ConstantValue } from './constants.ts';
import type { Reference } from './context.ts';
import { elaborate } from './elaborate.ts';
import { isIgnored, uselessIgnores } from './lints/ignored.ts';
import { type Encounter, idleBounds, lints, lintsUnder, suspects, unusedConstants } from './lints/index.ts';
import type { Meeting } from './lints/meeting.ts';
import { Reporter, withoutRepeats } from './report.ts';

export type { CheckPlan, ExpectedAt, ExpectedVerdict, PlannedSuspect, RunPlan } from './checks.ts';
export type { Amount, Condition, PlannedClaim, ProvisosPlan } from './claims.ts';
export { type AnalysisCode, analysisCodes } from './codes.ts';
export type { ConstantValue } from './constants.ts';
export { isIgnored } from './lints/ignored.ts';
export { type Loaded, type Located, load } from './load.ts';

export interface AnalysisInput {
  readonly root: SourceFile;
  /** every file by its resolved path, the root too */
  readonly files: ReadonlyMap<string, SourceFile>;
  /** the resolved path of an import, or null where it cannot be had */
  readonly resolve: (from: string, importPath: string) => string | null;
  /** names whose declaration may have been lost to a syntax error; null or missing where nothing was lost */
  readonly lost?: ReadonlySet<string> | null;
}

export interface Analysis {
  readonly diagnostics: readonly Diagnostic[];
  /** the root file's */
  readonly checks: readonly CheckPlan[];
  /** the root file's */
  readonly provisos: readonly ProvisosPlan[];
  readonly references: readonly Reference[];
  readonly systems: ReadonlyMap<string, System>;
  readonly assumes: ReadonlyMap<string, Assume>;
}

export function analyse(input: AnalysisInput): Analysis {
  const reporter = new Reporter();
  const files = importedFiles(input);
  const systems = byName(
    files.flatMap((f) => f.systems),
    'system',
    reporter,
  );
  const assumes = byName(
    files.flatMap((f) => f.assumes),
    'assume',
    reporter,
  );
  const diagnostics: Diagnostic[] = [];
  const references: Reference[] = [];
  const looked = (system: System, chain: readonly Assume[]) => {
    const found = elaborate(system, chain, new Map());
    append(diagnostics, found.reporter.diagnostics);
    append(references, found.references);
    return found;
  };
  const canLie = [...assumes.values()].some((a) => a.items.some((i) => i.kind === 'fault' && i.mode === 'byzantine'));
  for (const system of systems.values()) {
    const { context, reporter: own } = looked(system, []);
    if (!own.diagnostics.some((d) => d.severity === 'error')) append(diagnostics, lints(system, context, canLie));
  }
  // A base that there is not, or a circle, is wrong whether or not some check uses it.
  checkBases(assumes, reporter);
  const named = checksWithNames(input.root.checks, systems, assumes, reporter);
  const all = pairs(named, systems, assumes, reporter);
  // A set that meets no system is looked at for its names alone, so that an editor can follow them.
  const looks = new Set(all.flatMap(({ chain }) => chain));
  for (const assume of assumes.values()) {
    if (looks.has(assume)) continue;
    const chain = assumeChain(assume, assumes, new Reporter());
    for (const system of systems.values()) append(references, elaborate(system, chain, new Map()).references);
  }
  const met = all.map(({ system, chain }) => {
    const found = looked(system, chain);
    const own = named.filter((n) => n.system === system && n.chain[0] === chain[0]).map((n) => n.check);
    if (found.model !== null && own.length > 0) append(diagnostics, lintsUnder(system, meeting(found.model, own)));
    return {
      declared: found.context.constants.declared.values(),
      used: found.used,
      isSound: found.model !== null,
      model: found.model,
      system,
      chain,
    };
  });
  if (met.every((one) => one.isSound)) unusedConstants(met, input.root.checks, input.root.provisos, reporter);
  const planned = planAll(named, reporter, references);
  const provisos = input.root.provisos.flatMap((block) => {
    const assume = assumes.get(block.assume.text) ?? reporter.unknown(block.assume, 'assume', assumes.keys());
    const system = systemOf(block, systems, reporter);
    return assume && system ? [planProvisos(block, system, assumeChain(assume, assumes, reporter), reporter, references)] : [];
  });
  idleBounds(encounters(met, planned, provisos), reporter);
  const { lost } = input;
  const mayBeLost = ({ name, certain }: NonNullable<Diagnostic['unknown']>) => !certain || lost!.has(name);
  const unsure = (d: Diagnostic) =>
    d.severity === 'warning' || d.code === 'PV0502' || d.code === 'PV0303' || (d.unknown !== undefined && mayBeLost(d.unknown));
  const told = [...reporter.diagnostics, ...diagnostics];
  const hidden = lost != null || told.some(({ severity }) => severity === 'error');
  const suspected = [...systems.values()].flatMap((system) => suspects(system).map(({ diagnostic }) => diagnostic));
  uselessIgnores(input.root, hidden ? null : [...told, ...suspected], reporter);
  const sure = [...reporter.diagnostics, ...diagnostics].filter((d) => (!lost || !unsure(d)) && !isIgnored(d, files));
  const wanted = planned.map((one) => ({
    ...one,
    suspects: () => one.suspects().filter(({ diagnostic }) => !isIgnored(diagnostic, files)),
  }));
  return { diagnostics: withoutRepeats(sure), checks: wanted, provisos, references, systems, assumes };
}

function meeting(model: Model, checks: readonly CheckSyntax[]): Meeting {
  const unexpected = new Set(
    checks.flatMap((c) => c.expectations.filter((e) => e.verdict === 'violated' || e.verdict === 'unreached').map((e) => e.property.text)),
  );
  const all = checks.flatMap(({ expectations }) => expectations);
  return {
    model,
    isExpectedToHold: (property) => !unexpected.has(property),
    isClaimed: (property) => {
      const own = all.filter((one) => one.property.text === property);
      return own.length > 0 && own.every(({ verdict, when, upTo }) => verdict === 'holds' && when === null && upTo === null);
    },
  };
}

/** What checks and blocks ask of each system under each set. */
function encounters(
  met: readonly (Pick<Encounter, 'model' | 'chain'> & { readonly system: System })[],
  planned: readonly CheckPlan[],
  blocks: readonly ProvisosPlan[],
): Encounter[] {
  return met.flatMap(({ model, chain, system }) => {
    const isOwn = (one: { readonly system: string; readonly assume: string }) =>
      one.system === system.name.text && one.assume === chain[0].name.text;
    const expected = planned.filter(isOwn).flatMap(({ runs }) => runs.flatMap(({ expectations }) => expectations));
    const claimed = blocks.filter(isOwn).flatMap(({ runs }) => runs.flatMap(({ claims }) => claims.map(({ property }) => property)));
    const asked = [...new Set([...expected.map(({ property }) => property), ...claimed])];
    const isSafe = claimed.length > 0 || expected.some(({ verdict }) => verdict === 'holds');
    // A check that names nothing is one that is still being written.
    const isNamed = claimed.length > 0 || planned.some((one) => isOwn(one) && one.check.expectations.length > 0);
    return isNamed ? [{ model, chain, asked, isSafe }] : [];
  });
}

/** The root first, then what it imports, each once. */
function importedFiles({ root, files, resolve }: AnalysisInput): SourceFile[] {
  const found = [root];
  for (const file of found) {
    for (const written of file.imports) {
      const path = resolve(file.path, written.path);
      const imported = path === null ? undefined : files.get(path);
      if (imported !== undefined && !found.includes(imported)) found.push(imported);
    }
  }
  return found;
}

function byName<T extends System | Assume>(items: readonly T[], what: string, reporter: Reporter): Map<string, T> {
  const found = new Map<string, T>();
  for (const item of items) {
    const first = found.get(item.name.text);
    if (first === undefined) found.set(item.name.text, item);
    else
      reporter.report('PV0202', item.name.span, `there are two ${what}s called \`${item.name.text}\``, {
        related: [{ span: first.name.span, message: 'first declared here' }],
      });
  }
  return found;
}

interface NamedCheck {
  readonly check: CheckSyntax;
  readonly system: System;
  readonly chain: readonly Assume[];
}

function checksWithNames(
  checks: readonly CheckSyntax[],
  systems: ReadonlyMap<string, System>,
  assumes: ReadonlyMap<string, Assume>,
  reporter: Reporter,
): NamedCheck[] {
  return checks.flatMap((check) => {
    const assume = assumes.get(check.assume.text) ?? reporter.unknown(check.assume, 'assume', assumes.keys());
    const system = systemOf(check, systems, reporter);
    // A check that cannot be planned still has its properties looked up, in the system that it must mean.
    const meant = system ?? (systems.size === 1 ? [...systems.values()][0] : null);
    if (meant && !(assume && system)) listedExpectations(check, meant, reporter);
    return assume && system ? [{ check, system, chain: assumeChain(assume, assumes, reporter) }] : [];
  });
}

/** What checks name, and where there is one system, every assumption set with it. */
function pairs(
  named: readonly NamedCheck[],
  systems: ReadonlyMap<string, System>,
  assumes: ReadonlyMap<string, Assume>,
  reporter: Reporter,
): { system: System; chain: readonly Assume[] }[] {
  const found = new Map<string, { system: System; chain: readonly Assume[] }>();
  for (const { system, chain } of named) found.set(`${system.name.text} ${chain[0].name.text}`, { system, chain });
  if (systems.size === 1) {
    const [system] = systems.values();
    // A set that others extend may leave its timing to them.
    const bases = new Set([...assumes.values()].map(({ base }) => base?.text));
    for (const assume of assumes.values()) {
      const key = `${system.name.text} ${assume.name.text}`;
      if (!found.has(key) && !bases.has(assume.name.text)) found.set(key, { system, chain: assumeChain(assume, assumes, reporter) });
    }
  }
  return [...found.values()];
}

function planAll(named: readonly NamedCheck[], reporter: Reporter, references: Reference[]): CheckPlan[] {
  const key = (n: NamedCheck) => `${n.system.name.text} ${n.chain[0].name.text}`;
  const seen = new Set<string>();
  return named.map((n) => {
    const mentioned = new Set(
      named.filter((other) => key(other) === key(n)).flatMap((other) => other.check.expectations.map((e) => e.property.text)),
    );
    const first = !seen.has(key(n));
    seen.add(key(n));
    return plan(n.check, n.system, n.chain, mentioned, first, reporter, references);
  });
}

/** One system under one assumption set, with some constants set: for tools that vary them. */
export function lower(
  analysis: Analysis,
  systemName: string,
  assumeName: string,
  overrides: ReadonlyMap<string, ConstantValue>,
): { model: Model | null; diagnostics: readonly Diagnostic[] } {
  const reporter = new Reporter();
  const system = analysis.systems.get(systemName);
  const assume = analysis.assumes.get(assumeName);
  if (system === undefined || assume === undefined) {
    const span = { file: '', start: 0, end: 0 };
    if (system === undefined) reporter.unknown({ text: systemName, span }, 'system', analysis.systems.keys());
    if (assume === undefined) reporter.unknown({ text: assumeName, span }, 'assume', analysis.assumes.keys());
    return { model: null, diagnostics: reporter.diagnostics };
  }
  const found = elaborate(system, assumeChain(assume, analysis.assumes, reporter), overrides);
  return { model: found.model, diagnostics: [...reporter.diagnostics, ...found.reporter.diagnostics] };
}

/** An assumption set and what it extends, nearest first; empty where there is no such set. */
export function chainOf(analysis: Analysis, assumeName: string): readonly Assume[] {
  const assume = analysis.assumes.get(assumeName);
  return assume === undefined ? [] : assumeChain(assume, analysis.assumes, new Reporter());
}

/**
 * One system under an assumption set that stands in no file: `chain` is it and what it extends, nearest first. Of its properties only those
 * that are asked about, since one may have no meaning under a set that another is asked of. `sibling`: the system under a set that a file names, with the same constants.
 */
export function lowerUnder(
  analysis: Analysis,
  systemName: string,
  chain: readonly Assume[],
  overrides: ReadonlyMap<string, ConstantValue>,
  properties: readonly string[],
  sibling: Model | null = null,
): { readonly model: Model | null; readonly diagnostics: readonly Diagnostic[] } {
  const system = analysis.systems.get(systemName);
  if (system === undefined || chain.length === 0) return { model: null, diagnostics: [] };
  const items = system.items.filter((item) => item.kind !== 'property' || properties.includes(item.name.text));
  const { model, reporter } = elaborate({ ...system, items }, chain, overrides, sibling);
  return { model, diagnostics: reporter.diagnostics };
}

/** The values of the constants of a system under one assumption set, or (null) as it declares them; those that are wrong are missing. */
export function constantsUnder(analysis: Analysis, systemName: string, assumeName: string | null): ReadonlyMap<string, ConstantValue> {
  const system = analysis.systems.get(systemName);
  const assume = assumeName === null ? undefined : analysis.assumes.get(assumeName);
  if (system === undefined) return new Map();
  const chain = assume === undefined ? [] : assumeChain(assume, analysis.assumes, new Reporter());
  const { constants } = elaborate(system, chain, new Map()).context;
  const values = constants.names().map((name) => [name, constants.value(name, () => null)] as const);
  return new Map(values.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])));
}
