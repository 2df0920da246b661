/** Properties: what TLC can look for in states and steps. The others are refused, each with its reason. */
import type { Expr, MessageState, Property } from '#checker';
import { unhandled } from '#grammar';
import { asLook, block, type Env, one } from '../code/env.ts';
import { evaluate, look } from '../code/evaluate.ts';
import { expression, isPlain } from '../code/expressions.ts';
import { type Module, type Refused, RefusedSignal } from '../module.ts';
import { any, comment } from '../text/write.ts';
import type { Steps } from './actions.ts';
import { countsOf, kindsText, type StrongKinds } from './fair-messages.ts';
import { fairness, MOST_STRONG } from './fairness.ts';
import { liveness } from './liveness.ts';
import { environment, fails, hasFailed, holds, looked } from './predicates.ts';

/**
 * `invariant`: true in every state; `step`: a formula about steps; `sought`: an invariant whose violation shows that it is reached; `fair`:
 * a formula about fair runs.
 */
export interface Exported {
  readonly property: string;
  readonly kind: 'invariant' | 'step' | 'sought' | 'deadline' | 'fair';
  /** its name in the module, or, of a deadline, in a module of its own */
  readonly name: string;
  /** of what is looked for in a run of its own: what stands behind the module's name in those of its files */
  readonly file?: string;
  /** of what asks for fair runs: an invariant that says that its predicates have values, where they may have none */
  readonly valued?: string;
  /** and sets of kinds of messages of which strong fairness is asked for some only (`asking`) */
  readonly asked?: readonly StrongKinds[];
}

/** A module beside the main one. */
export interface ModuleText {
  readonly file: string;
  readonly about: string;
  /** what stands behind the name of the module that it extends; empty: the main one */
  readonly extends: string;
  /** what follows its head */
  readonly text: string;
}

export interface PropertiesDone {
  readonly exported: readonly Exported[];
  readonly modules: readonly ModuleText[];
  readonly refused: readonly (Refused & { readonly property: string })[];
}

export function properties(m: Module, wanted: (name: string) => boolean, steps: Steps): PropertiesDone {
  m.section('Properties');
  m.define(
    'NoModelError == error = ""\n\\* told once for each bound that is reached, where TellCuts is true\nToldCuts == cut = "" \\/ PrintT(<<"cut", cut>>)\nSound == error = "" /\\ cut = ""',
  );
  const files = new Set<string>();
  /** Some file systems do not tell capital letters from others. */
  const fileOf = (name: string): string => {
    if (files.has(name.toLowerCase())) return fileOf(`${name}_2`);
    files.add(name.toLowerCase());
    return name;
  };
  const exported: Exported[] = [];
  const modules: ModuleText[] = [];
  const fair = fairModule(m, steps, fileOf);
  const refused: (Refused & { property: string })[] = [];
  for (const property of m.model.properties.filter(({ name }) => wanted(name))) {
    try {
      const done = exportOne(m, property, steps, fileOf, fair);
      exported.push(done.exported);
      for (const one of done.modules ?? []) if (!modules.includes(one)) modules.push(one);
    } catch (signal) {
      if (!(signal instanceof RefusedSignal)) throw signal;
      refused.push({ ...signal.refused, property: property.name });
    }
  }
  return { exported, modules, refused };
}

type FileOf = (name: string) => string;
type FairModule = (span: Property['span']) => ModuleText;

/** The module of fairness, made when it is first asked for. */
function fairModule(m: Module, steps: Steps, fileOf: FileOf): FairModule {
  let made: ModuleText | null = null;
  return (span) => {
    made ??= { file: '', about: '', extends: '', text: fairness(m, steps, span) };
    if (made.file === '') made = { ...made, file: fileOf('Fairness'), about: 'what its steps take, and which of its runs are fair' };
    return made;
  };
}

function exportOne(
  m: Module,
  property: Property,
  steps: Steps,
  fileOf: FileOf,
  fair: FairModule,
): { exported: Exported; modules?: readonly ModuleText[] } {
  const about = comment(`${m.placeOf(property.span)}: ${property.word} ${property.name}: ${property.text}`);
  const name = () => m.names.define(property.name);
  switch (property.kind) {
    case 'state': {
      const text = holds(m, property.predicate);
      const defined = name();
      m.define(`${about}\n${defined} == Sound => ${text}`);
      return { exported: { property: property.name, kind: 'invariant', name: defined } };
    }
    case 'reachable': {
      const text = holds(m, property.predicate);
      const defined = m.names.define(`Never_${property.name}`);
      m.define(`${about}\n\\* violated where it is reached\n${defined} == ~(Sound /\\ ${any([fails(m, property.predicate), text])})`);
      return { exported: { property: property.name, kind: 'sought', name: defined, file: fileOf(property.name) } };
    }
    case 'step': {
      const text = stepText(m, property);
      const defined = name();
      m.define(`${about}\n${defined} == [][(Sound /\\ Sound') => ${text}]_vars`);
      return { exported: { property: property.name, kind: 'step', name: defined } };
    }
    case 'deadline':
      return deadline(m, property, about, steps.list, fileOf);
    case 'scenario':
      return m.refuse('a scenario asks for a sequence of steps, which is not exported', property.span);
    case 'liveness':
      return ofFairRuns(m, property, about, fileOf, fair);
    default:
      return unhandled(property);
  }
}

function stepText(m: Module, { predicate, watched }: Extract<Property, { kind: 'step' }>): string {
  const env = environment(m);
  if (watched.every((e) => isPlain(m, e)) && isPlain(m, predicate)) {
    const changed = watched.map((e) => {
      const now = expression(m, env, e);
      return `(${now} # (${expression(m, env, e)})')`;
    });
    const about = m.guard('watched', any(changed));
    return `(${about} => ${expression(m, env, predicate)})`;
  }
  const [now, next] = [env.scope.bind('s'), env.scope.bind('next')];
  const inner: Env = { ...env, state: now, next };
  const differs = (e: Expr) =>
    evaluate(m, inner, e, asLook, (before, after) =>
      evaluate(m, { ...after, state: next }, e, asLook, (later) => one(`[v |-> ${before} # ${later}, s |-> ${now}]`)),
    );
  const changed = watched.map((e) => `(\n${block(looked(inner, differs(e)))})`);
  const failed = watched.map((e) => `(\n${block(looked(inner, differs(e), hasFailed))})`);
  const about = m.guard('watched', any(changed));
  const asked = `~${any(failed)} /\\ (${about} =>\n${block(looked(inner, look(m, inner, predicate)))})`;
  return `(LET ${now} == Now\n    ${next} == Now' IN\n  ${asked})`;
}

/** A module that extends the main one by a counter of ticks. */
function deadline(
  m: Module,
  property: Extract<Property, { kind: 'deadline' }>,
  about: string,
  steps: readonly string[],
  fileOf: FileOf,
): { exported: Exported; modules: readonly ModuleText[] } {
  const [from, to] = [holds(m, property.from), holds(m, property.to)];
  const [P, Q, ticks, failed] = ['from', 'to', 'ticks', 'fails'].map((one) => m.names.define(`${property.name}_${one}`));
  const without = any([fails(m, property.from), fails(m, property.to)]);
  const name = m.names.define(property.name, ['Init', 'Next', 'View']);
  m.define(`${about}\n${P} == Sound /\\ ${from}\n${Q} == Sound /\\ ${to}\n${failed} == ${without}`);
  const others = steps.filter((step) => step !== 'Tick');
  const counted = (before: string) => `IF ${Q}' THEN -1 ELSE IF ${ticks} >= 0 THEN ${before} ELSE IF ${P}' THEN 0 ELSE -1`;
  const text = [
    `VARIABLE ${ticks} \\* since ${property.name} waits; -1 while it does not`,
    `${name}_Init == Init /\\ ${ticks} = IF ${Q} THEN -1 ELSE IF ${P} THEN 0 ELSE -1`,
    `${name}_Next ==`,
    ...(steps.includes('Tick') ? [`  \\/ (Tick /\\ ${ticks}' = ${counted(`Least({${ticks} + 1, ${property.within + 1}})`)})`] : []),
    `  \\/ ((${others.map((step) => `\n        \\/ ${step}`).join('')}) /\\ ${ticks}' = ${counted(ticks)})`,
    `${name}_View == IF cut # "" THEN View ELSE <<View, ${ticks}>>`,
    `${name} == Sound => ${ticks} <= ${property.within} /\\ ~${failed}`,
  ].join('\n');
  const file = fileOf(property.name);
  return {
    exported: { property: property.name, kind: 'deadline', name, file },
    modules: [{ file, about: `with a counter of the ticks that ${name} waits`, extends: '', text }],
  };
}

/** A module of its own that extends the one of fairness. */
function ofFairRuns(
  m: Module,
  property: Extract<Property, { kind: 'liveness' }>,
  about: string,
  fileOf: FileOf,
  fair: FairModule,
): { exported: Exported; modules: readonly ModuleText[] } {
  const base = fair(property.span);
  const name = m.names.define(property.name, ['Spec']);
  const { text, valued } = liveness(m, property, name);
  const file = fileOf(property.name);
  const hasValues = valued === null ? null : m.names.define(`${name}_has_values`);
  const asked = askedOf(m);
  const own = [...(hasValues === null ? [] : [`${hasValues} == ${valued}`]), ...asked.map((kinds) => askedText(m, kinds, []))];
  return {
    exported: {
      ...{ property: property.name, kind: 'fair', name, file },
      ...(hasValues === null ? {} : { valued: hasValues }),
      ...(asked.length === 0 ? {} : { asked }),
    },
    modules: [base, { file, about: `with ${name}`, extends: `_${base.file}`, text: [about, ...own, text].join('\n') }],
  };
}

/** The sets of kinds whose strong fairness is asked for only where it matters; none where TLC can be told of all. */
function askedOf(m: Module): StrongKinds[] {
  const { deferred, lossy } = countsOf(m.model);
  if (!m.strongAsAsked || deferred + lossy <= MOST_STRONG) return [];
  return [...(deferred === 0 ? [] : ['DeferredKinds' as const]), ...(lossy === 0 ? [] : ['LossyKinds' as const])];
}

export function askedText(m: Module, kinds: StrongKinds, messages: readonly MessageState[]): string {
  return `Asked${kinds} == ${kindsText(m, messages)}`;
}
