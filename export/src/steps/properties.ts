/** Properties: what TLC can look for in states and steps. The others are refused, each with its reason. */
import type { Expr, Property } from '#checker';
import { unhandled } from '#grammar';
import { asLook, bindText, block, type Code, type Env, one } from '../code/env.ts';
import { evaluate, look } from '../code/evaluate.ts';
import { expression, isPlain } from '../code/expressions.ts';
import { type Module, type Refused, RefusedSignal } from '../module.ts';
import { any, comment } from '../text/write.ts';
import { beginning } from './actions.ts';

/** `invariant`: true in every state; `step`: a formula about steps; `sought`: an invariant whose violation shows that it is reached. */
export interface Exported {
  readonly property: string;
  readonly kind: 'invariant' | 'step' | 'sought' | 'deadline';
  /** its name in the module, or, of a deadline, in a module of its own */
  readonly name: string;
  /** of what is looked for in a run of its own: what stands behind the module's name in those of its files */
  readonly file?: string;
}

export interface DeadlineText {
  readonly name: string;
  readonly file: string;
  /** what follows the head of the module that extends the main one */
  readonly text: string;
}

export interface PropertiesDone {
  readonly exported: readonly Exported[];
  readonly deadlines: readonly DeadlineText[];
  readonly refused: readonly (Refused & { readonly property: string })[];
}

export function properties(m: Module, wanted: (name: string) => boolean, steps: readonly string[]): PropertiesDone {
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
  const deadlines: DeadlineText[] = [];
  const refused: (Refused & { property: string })[] = [];
  for (const property of m.model.properties.filter(({ name }) => wanted(name))) {
    try {
      const done = exportOne(m, property, steps, fileOf);
      exported.push(done.exported);
      if (done.deadline !== undefined) deadlines.push(done.deadline);
    } catch (signal) {
      if (!(signal instanceof RefusedSignal)) throw signal;
      refused.push({ ...signal.refused, property: property.name });
    }
  }
  return { exported, deadlines, refused };
}

type FileOf = (name: string) => string;

function exportOne(
  m: Module,
  property: Property,
  steps: readonly string[],
  fileOf: FileOf,
): { exported: Exported; deadline?: DeadlineText } {
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
      return deadline(m, property, about, steps, fileOf);
    case 'scenario':
      return m.refuse('a scenario asks for a sequence of steps, which is not exported', property.span);
    case 'liveness':
      return m.refuse('a liveness property needs the fairness of Proviso, which is not exported', property.span);
    default:
      return unhandled(property);
  }
}

function environment(m: Module): Env {
  return { ...beginning(m, null, null), state: null, corrupted: 'FALSE' };
}

/** Whether the predicate has a value, and it is true. */
export function holds(m: Module, predicate: Expr): string {
  const env = environment(m);
  if (isPlain(m, predicate)) return expression(m, env, predicate);
  const code = look(m, { ...env, state: 'Now' }, predicate);
  return `(\n${block(looked(env, code))})`;
}

/** Whether the predicate has no value, for the model errs in it: what looks for it then ends there. */
function fails(m: Module, predicate: Expr): string {
  const env = environment(m);
  return isPlain(m, predicate) ? 'FALSE' : `(\n${block(looked(env, look(m, { ...env, state: 'Now' }, predicate), hasFailed))})`;
}

const isTrue = (look: string) => `${look}.s.end = "" /\\ ${look}.v`;
const hasFailed = (look: string) => `${look}.s.end # ""`;

/** Nothing is chosen in a property, so there is one look. */
function looked(env: Env, code: Code, test: (look: string) => string = isTrue): string {
  const look_ = env.scope.bind('r');
  if (code.many) return `\\A ${look_} \\in (\n${block(code.text)}) : ${test(look_)}`;
  return bindText(look_, code.text, one(test(look_))).text;
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
): { exported: Exported; deadline: DeadlineText } {
  const [from, to] = [holds(m, property.from), holds(m, property.to)];
  const [P, Q, ticks, failed] = ['from', 'to', 'ticks', 'fails'].map((one) => m.names.define(`${property.name}_${one}`));
  const without = any([fails(m, property.from), fails(m, property.to)]);
  const name = m.names.define(property.name);
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
  return { exported: { property: property.name, kind: 'deadline', name, file }, deadline: { name, file, text } };
}
