/** The models of a file's checks, each at each point of its sweep, as modules of TLA+. */
import { basename } from 'node:path';
import { analyse, type CheckPlan, type Model, type RunPlan } from '#checker';
import { jobsOf, type Refused, type Tla, type TlaOptions, tlaOf } from '#export';
import type { Span } from '#grammar';
import { formatDiagnostic, placeOf, printable } from '#report';
import type { Found } from '../files.ts';
import { readSources } from '../sources.ts';
import type { Terminal } from '../terminal.ts';

export interface Translated {
  readonly plan: CheckPlan;
  readonly run: RunPlan;
  readonly model: Model;
  readonly tla: Tla;
}

export interface Read {
  readonly texts: ReadonlyMap<string, string>;
  readonly translated: readonly Translated[];
}

export interface Wanted extends Pick<TlaOptions, 'strongAsAsked'> {
  /** all, where none are named */
  readonly assumes: readonly string[];
  readonly properties: readonly string[];
}

/** Null where the file cannot be used, or a model has no translation; that has been said. */
export function translate(found: Found, { assumes, properties, strongAsAsked }: Wanted, terminal: Terminal): Read | null {
  const sources = readSources(found);
  if ('problem' in sources) {
    terminal.complain(`${printable(found.path)}:1:1: ${sources.problem}`);
    return null;
  }
  const { texts } = sources;
  const text = (file: string) => texts.get(file) ?? null;
  const say = (diagnostic: Parameters<typeof formatDiagnostic>[0]) =>
    terminal.complain(formatDiagnostic(diagnostic, { style: terminal.style, columns: terminal.columns, text }));
  const analysis = analyse(sources);
  const errors = [...sources.diagnostics, ...analysis.diagnostics].filter(({ severity }) => severity === 'error');
  for (const error of errors) say(error);
  if (errors.length > 0) return null;
  const plans = analysis.checks.filter(({ span }) => span.file === found.path);
  const unknown = [
    ...assumes.filter((name) => plans.every(({ assume }) => assume !== name)).map((name) => `no check under an assume called ${name}`),
    ...properties.filter((name) => !namesOf(plans).has(name)).map((name) => `no check of a property called ${name}`),
  ];
  for (const problem of unknown) terminal.complain(`proviso: ${printable(found.path)} has ${printable(problem)}`);
  if (unknown.length > 0) return null;
  const placeIn = ({ file, start }: Span) => {
    const line = `line ${placeOf(text(file) ?? '', start).line}`;
    return file === found.path ? line : `${basename(file)}, ${line}`;
  };
  const translated: Translated[] = [];
  const taken = new Set<string>();
  for (const plan of plans.filter(({ assume }) => assumes.length === 0 || assumes.includes(assume))) {
    for (const run of plan.runs) {
      const { model, diagnostics } = run.model();
      for (const diagnostic of diagnostics) say(diagnostic);
      if (model === null) return null;
      const named = run.sweep.map(({ name, value }) => `_${name}_${value}`).join('');
      const options = { model, source: basename(found.path), placeOf: placeIn, suffix: named, strongAsAsked };
      const tla = inFilesOfItsOwn(properties.length === 0 ? options : { ...options, properties }, taken);
      if (!('module' in tla)) {
        const { span, message } = tla.refused;
        const { line, column } = placeOf(text(span.file) ?? '', span.start);
        terminal.complain(
          `${printable(span.file)}:${line}:${column}: ${model.system} under ${model.assume} cannot be exported: ${message}`,
        );
        return null;
      }
      translated.push({ plan, run, model, tla });
    }
  }
  return { texts, translated };
}

/** Where a file of that name is another model's already, capital letters or not, a number stands behind the name of the module. */
function inFilesOfItsOwn(options: TlaOptions & { readonly suffix: string }, taken: Set<string>): Tla | { readonly refused: Refused } {
  for (let n = 1; ; n++) {
    const tla = tlaOf(n === 1 ? options : { ...options, suffix: `${options.suffix}_${n}` });
    if (!('module' in tla)) return tla;
    const files = [...tla.files.map(({ name }) => name), ...jobsOf(tla, { tellCuts: false }).map(({ config }) => config)];
    const names = files.map((name) => name.toLowerCase());
    if (names.some((name) => taken.has(name))) continue;
    for (const name of names) taken.add(name);
    return tla;
  }
}

function namesOf(plans: readonly CheckPlan[]): Set<string> {
  return new Set(plans.flatMap(({ runs }) => runs.flatMap(({ expectations }) => expectations.map(({ property }) => property))));
}
