/**
 * A model as a TLA+ module with the same reachable states, for TLC. The reachable distinct states are those of the interpreter, where no
 * error is met: without symmetry, and with what is dead. What has no translation is refused, with its place.
 */
import { type Model, type Owed, type Role, readsClock } from '#checker';
import type { Guard } from './guards.ts';
import { Module, type PlaceOf, type Refused, RefusedSignal } from './module.ts';
import { Steps } from './steps/actions.ts';
import { base, finishing } from './steps/base.ts';
import { initial } from './steps/initial.ts';
import { allSteps } from './steps/kinds.ts';
import { askedText, type Exported, properties } from './steps/properties.ts';
import { turns } from './steps/turns.ts';
import { fieldNames } from './text/names.ts';
import { comment } from './text/write.ts';

export interface TlaOptions {
  readonly model: Model;
  /** where it comes from, for the head of the module: "two-phase-commit.proviso" */
  readonly source: string;
  readonly placeOf: PlaceOf;
  /** what stands behind the name of the module, where a check has several points: "_N_3" */
  readonly suffix?: string;
  /** names of the properties to export; all of them unless given */
  readonly properties?: readonly string[];
  /** left out, to see that it is noticed */
  readonly dropped?: Guard;
  /** strong fairness for more kinds of messages than TLC can be told at once is exported for none, so that `asking` can ask for some */
  readonly strongAsAsked?: boolean;
}

export interface TlaFile {
  readonly name: string;
  readonly text: string;
}

export interface Tla {
  readonly module: string;
  /** modules; the first is the main one */
  readonly files: readonly TlaFile[];
  readonly exported: readonly Exported[];
  readonly refused: readonly (Refused & { readonly property: string })[];
  readonly translation: Module;
}

/** Null with what is refused where the model itself has no translation. */
export function tlaOf(options: TlaOptions): Tla | { readonly refused: Refused } {
  try {
    return translated(options);
  } catch (signal) {
    if (signal instanceof RefusedSignal) return { refused: signal.refused };
    throw signal;
  }
}

function translated(options: TlaOptions): Tla {
  const { model, source, placeOf, properties: wanted, suffix = '' } = options;
  const reads = (role: Role, clock: number) => role.count > 0 && readsClock(model, role.first, clock);
  const m = new Module(model, options, reads);
  const steps = new Steps(m);
  base(m);
  turns(m);
  finishing(m);
  allSteps(steps);
  initial(m);
  m.section('The system');
  m.define(`Next ==\n${steps.list.map((one) => `  \\/ ${one}`).join('\n')}`);
  m.define('Spec == Init /\\ [][Next]_vars');
  const { exported, modules, refused } = properties(m, (name) => wanted?.includes(name) ?? true, steps);
  const [module] = fieldNames([`${model.system}_${model.assume}${suffix}`]);
  const head = (name: string, of: string) => `${'-'.repeat(10)} MODULE ${name} ${'-'.repeat(10)}\n${of}`;
  const about = [
    comment(`${model.system} under ${model.assume}, from ${source}; written by proviso export`),
    ...(model.constants.length === 0 ? [] : [comment(model.constants.map(({ name, value }) => `${name} = ${value}`).join(', '))]),
    ...refused.map(({ property, message, span }) => comment(`left out: ${property} (${placeOf(span)}): ${message}`)),
  ].join('\n');
  const main = `${head(module, about)}\nEXTENDS Integers, Sequences, FiniteSets, TLC\n\n${m.text()}\n\n${'='.repeat(40)}\n`;
  const files = modules.map(({ file, about: of, extends: base, text }) => ({
    name: `${module}_${file}.tla`,
    text: `${head(`${module}_${file}`, comment(`${module} ${of}`))}\nEXTENDS ${module}${base}\n\n${text}\n\n${'='.repeat(40)}\n`,
  }));
  return { module, files: [{ name: `${module}.tla`, text: main }, ...files], exported, refused, translation: m };
}

/** What TLC is to look for in one run. */
export interface TlcConfig {
  /** of the properties; a deadline, or what is sought, stands alone */
  readonly exported: readonly Exported[];
  /** a bound that is reached is a state, so that it can be told */
  readonly tellCuts: boolean;
  /** the states in which the model errs are not counted, and it is no violation to err */
  readonly countOnly?: boolean;
}

export function configOf({ exported, tellCuts, countOnly }: TlcConfig): string {
  const fair = exported.find(({ kind }) => kind === 'fair');
  if (fair !== undefined) return fairConfig(fair);
  const deadline = exported.find(({ kind }) => kind === 'deadline');
  const prefix = deadline === undefined ? '' : `${deadline.name}_`;
  const invariants = exported.flatMap(({ kind, name }) => (kind === 'step' ? [] : [`INVARIANT ${name}`]));
  const formulas = exported.flatMap(({ kind, name }) => (kind === 'step' ? [`PROPERTY ${name}`] : []));
  return [
    `INIT ${prefix}Init`,
    `NEXT ${prefix}Next`,
    `CONSTANT TellCuts = ${tellCuts ? 'TRUE' : 'FALSE'}`,
    'CHECK_DEADLOCK FALSE',
    ...(tellCuts ? [`VIEW ${prefix}View`, 'INVARIANT ToldCuts'] : []),
    countOnly === true ? 'CONSTRAINT NoModelError' : 'INVARIANT NoModelError',
    ...invariants,
    ...formulas,
    '',
  ].join('\n');
}

/** Without a view or a constraint, beside which TLC's search for fair runs would not be sure. Which bounds are reached another run tells. */
function fairConfig({ name, valued, asked }: Exported): string {
  return [
    `SPECIFICATION ${name}_Spec`,
    'CONSTANT TellCuts = FALSE',
    'CHECK_DEADLOCK FALSE',
    'INVARIANT NoModelError',
    ...(valued === undefined ? [] : [`INVARIANT ${valued}`]),
    ...(asked ?? []).map((kinds) => `CONSTANT ${kinds} <- Asked${kinds}`),
    `PROPERTY ${name}`,
    '',
  ].join('\n');
}

/** One run of TLC: the module, the name of its configuration, and what it looks for. */
export interface TlcJob {
  readonly module: string;
  readonly config: string;
  readonly text: string;
  readonly exported: readonly Exported[];
}

/**
 * All that is to be looked for: what must always hold in one run, then each thing sought, each deadline and each formula about fair runs
 * in one of its own. The first tells errors of the model, the bounds that are reached and the number of states.
 */
export function jobsOf({ module, exported }: Pick<Tla, 'module' | 'exported'>, options: Pick<TlcConfig, 'tellCuts'>): TlcJob[] {
  const together = exported.filter(({ kind }) => kind === 'invariant' || kind === 'step');
  const alone = exported.filter(({ kind }) => kind === 'sought' || kind === 'deadline');
  const fair = exported.filter(({ kind }) => kind === 'fair');
  const job = (name: string, config: string, looked: readonly Exported[]): TlcJob => ({
    module: name,
    config,
    text: configOf({ exported: looked, ...options }),
    exported: looked,
  });
  return [
    ...(together.length > 0 || alone.length === 0 || fair.length > 0 ? [job(module, `${module}.cfg`, together)] : []),
    ...[...alone, ...fair].map((one) => {
      const own = `${module}_${one.file}`;
      return job(one.kind === 'sought' ? module : own, `${own}.cfg`, [one]);
    }),
  ];
}

/** The module of a property that asks for strong fairness of these kinds of messages. */
export function asking({ module, files, translation }: Tla, { file, asked = [] }: Exported, owed: readonly Owed[]): TlaFile {
  const name = `${module}_${file}.tla`;
  const text = files.find((one) => one.name === name)!.text;
  const changed = asked.reduce((before, kinds) => {
    const why: Owed['why'] = kinds === 'LossyKinds' ? 'lost' : 'kept';
    const messages = owed.flatMap((one) => (one.why === why ? [one.message] : []));
    return before.replace(askedText(translation, kinds, []), () => askedText(translation, kinds, messages));
  }, text);
  return { name, text: changed };
}
