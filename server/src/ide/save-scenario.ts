/**
 * A run, up to a moment, written into the file as a scenario: behind the last property of its system, with an expectation in the check that
 * it is a run of. The text with it is analysed before anybody sees it, so what is offered has no errors.
 */
import { type Finding, isRunRuledOut, type Model, type Outcome, type Property, RunCursor, shownAlong, type Trace } from '#checker';
import { type Check, type Fix, format, printExpr, type Span, type System } from '#grammar';
import { scenarioOf } from '#report';
import { edited } from './edits.ts';
import { type Judged, judgedOf } from './judged.ts';
import { textsOf, wordsIn } from './run-view.ts';
import type { Snapshot } from './snapshot.ts';
import { type Hash, type MomentWanted, type NoRun, runUpTo, type UpTo } from './what-if.ts';

export interface SavedScenario {
  readonly name: string;
  readonly edits: Fix['edits'];
  /** the text with them, and where the name stands in it */
  readonly after: Snapshot;
  readonly place: Span;
}

/** Of the language. */
const MOST_STEPS = 200;

export function savedScenario(snapshot: Snapshot, wanted: MomentWanted, hash: Hash, cursor = new RunCursor()): SavedScenario | NoRun {
  const found = runUpTo(snapshot, wanted, hash, cursor);
  if ('says' in found) return found;
  const { model, trace, judged } = found;
  const system = snapshot.analysis.systems.get(judged.system);
  // Its assumption set stands nowhere in the file, so no check could ask for the scenario under it.
  if (judged.of.kind === 'claim') return refused('it is a run of a claim, and no check has its assumptions');
  const check = snapshot.loaded.root.checks[judged.of.check];
  if (system === undefined || check === undefined) return refused('the check is no longer there');
  const text = scenarioOf({ model, trace, source: (span) => wordsIn(snapshot, span) });
  if (text.steps.length === 0) return refused('nothing has happened yet that a scenario can say');
  if (text.steps.length > MOST_STEPS) return refused(`a scenario has at most ${MOST_STEPS} steps, and this run has ${text.steps.length}`);
  const end = text.endsWithRun ? endOf(model, trace, system, judged.outcome.property) : null;
  const name = freeName(snapshot, system, end === null ? `${judged.outcome.property}Run` : `${end.property}${END[end.kind]}`);
  const attempt = (head: string, steps: readonly string[]) => {
    const edits = standing(snapshot, [
      scenarioEdit(snapshot, system, `${name}${head}`, found, steps, end),
      expectationEdit(snapshot, check, judged.outcome, `${name} reached`),
      ...unreachedEdits(snapshot, check, found, name, end),
    ]);
    const after = edited(snapshot, edits);
    const error = [...after.loaded.diagnostics, ...after.analysis.diagnostics].find(({ severity }) => severity === 'error');
    return { edits, after, error };
  };
  let made = attempt('', text.steps);
  if (made.error !== undefined) {
    const { head, steps } = withBoundNodes(snapshot, system, found);
    made = attempt(head, steps);
  }
  const { edits, after, error } = made;
  if (error !== undefined) return refused(`the file would have an error with it: ${error.message}`);
  const item = after.analysis.systems.get(system.name.text)?.items.find((one) => one.kind === 'property' && one.name.text === name);
  if (item?.kind !== 'property') throw new Error(`no scenario ${name} in the text that was made with it`);
  return { name, edits, after, place: item.name.span };
}

function refused(says: string): NoRun {
  return { says, isOver: false };
}

/**
 * Where checks vary how many nodes there are, a name such as `Replica#5` is wrong in some of them; a name that is bound to it by its number
 * has no value there, and the scenario is not reached.
 */
function withBoundNodes(
  snapshot: Snapshot,
  system: System,
  { model, trace }: UpTo,
): { readonly head: string; readonly steps: readonly string[] } {
  const instances = model.instances.map((one) => {
    const role = model.roles[one.role];
    const name = `${role.name[0].toLowerCase()}${role.name.slice(1)}${one.number}`;
    return role.indexed ? { ...one, name: freeName(snapshot, system, name) } : one;
  });
  const { steps } = scenarioOf({ model: { ...model, instances }, trace, source: (span) => wordsIn(snapshot, span) });
  const words = new Set(steps.flatMap((step) => step.match(/\w+/g) ?? []));
  const bound = instances.filter(({ role, name }) => model.roles[role].indexed && words.has(name));
  const binders = bound.map(({ name, role, number }) => `${name} in ${model.roles[role].name} where index(${name}) == ${number}`);
  return { head: binders.length === 0 ? '' : ` for some ${binders.join(',\n      ')}`, steps };
}

// What the run ends in

interface End {
  readonly kind: 'violated' | 'reached';
  readonly property: string;
  /** true at the end of the run; null where no state shows it */
  readonly condition: string | null;
}

const END = { violated: 'Breaks', reached: 'Reached' } as const;

/** The property of the view if the end of the run shows it, else another that the last step has shown; null where that is nothing. */
function endOf(model: Model, trace: Trace, system: System, preferred: string): End | null {
  const last = shownAlong(model, trace).at(-1);
  const fresh = last?.findings.toSorted((a, b) => Number(b.property === preferred) - Number(a.property === preferred)) ?? [];
  const shown = [last?.lasting.get(preferred), ...fresh].find(isShown);
  const of = model.properties.find(({ name }) => name === shown?.property);
  if (shown === undefined || of === undefined) return null;
  return { kind: shown.kind, property: shown.property, condition: conditionOf(of, system) };
}

function isShown(finding: Finding | undefined): finding is Extract<Finding, { readonly kind: 'violated' | 'reached' }> {
  return finding !== undefined && finding.kind !== 'error';
}

/** What is true in a state that breaks the property, or reaches it, as it is written. */
function conditionOf({ kind, name }: Property, { items }: System): string | null {
  const item = items.find((one) => one.kind === 'property' && one.word !== 'scenario' && one.name.text === name);
  if (item?.kind !== 'property' || item.word === 'scenario' || (kind !== 'state' && kind !== 'reachable')) return null;
  const { formula } = item;
  if (kind === 'reachable') return printExpr(formula);
  if (formula.kind !== 'temporal' || formula.word === 'eventually') return null;
  return formula.word === 'never' ? printExpr(formula.of) : `not (${printExpr(formula.of)})`;
}

/** No word of the files stands for anything else then. */
function freeName({ loaded, parsed }: Snapshot, { span }: System, wanted: string): string {
  const words = new Set([...(loaded.texts.get(span.file) ?? '').matchAll(/\w+/g)].map(([word]) => word));
  for (const { image } of parsed.tokens) words.add(image);
  let name = wanted;
  for (let n = 2; words.has(name); n++) name = `${wanted}${n}`;
  return name;
}

// The edits

type Edit = Fix['edits'][number];

function scenarioEdit(
  snapshot: Snapshot,
  { items, span }: System,
  head: string,
  { judged }: UpTo,
  steps: readonly string[],
  end: End | null,
): Edit {
  const told = end === null ? 'A run' : `${end.property} is ${end.kind}`;
  const lines = [
    `  /// ${told} under ${judged.under}.`,
    `  scenario ${head} {`,
    ...steps.map((step) => `    ${step}`),
    ...(end?.condition == null ? [] : [`    then ${end.condition}`]),
    '  }',
  ];
  const last = items.findLast(({ kind }) => kind === 'property') ?? items.at(-1);
  const text = textsOf(snapshot)(span.file) ?? '';
  return insertion(text, { ...span, start: lineEnd(text, last?.span.end ?? span.end) }, `\n\n${lines.join('\n')}`);
}

/** Of a sweep the scenario is asked at this point only: where one check of an assumption set names it, no other expects anything of it. */
function expectationEdit(snapshot: Snapshot, check: Check, { point }: Outcome, expectation: string): Edit {
  if (check.sweeps.length === 0) return added(snapshot, check, expectation);
  const text = textsOf(snapshot)(check.span.file) ?? '';
  const points = point.map(({ name, value }) => `${name} in { ${value} }`).join(', ');
  const of = check.system === null ? '' : ` of ${check.system.text}`;
  const line = `check ${check.assume.text}${of} for ${points} { ${expectation} }`;
  return insertion(text, { ...check.span, start: lineEnd(text, check.span.end) }, `\n${line}`);
}

/** Behind the last expectation of a check, on its line or on one of its own as the others are. */
function added(snapshot: Snapshot, { expectations, span }: Check, expectation: string): Edit {
  const text = textsOf(snapshot)(span.file) ?? '';
  const last = expectations.at(-1);
  if (last === undefined) return insertion(text, { ...span, start: span.end - 1 }, ` ${expectation} `);
  const isAlone = text.slice(last.span.end, span.end).includes('\n');
  return insertion(text, { ...span, start: last.span.end }, isAlone ? `\n  ${expectation}` : `  ${expectation}`);
}

/**
 * Other assumption sets that are sure not to have it: what one of its steps needs is not assumed there, or no run ends as this one does,
 * since the property holds.
 */
function unreachedEdits(snapshot: Snapshot, taken: Check, { judged: { system }, trace }: UpTo, name: string, end: End | null): Edit[] {
  const checks = snapshot.loaded.root.checks;
  const own = judgedOf(snapshot).filter((one) => one.system === system && one.assume !== taken.assume.text);
  return [...Map.groupBy(own, ({ assume }) => assume).values()].flatMap((group) => {
    // Without a condition at its end another run may have the same steps.
    const ends = ({ outcome }: Judged) => end?.condition != null && outcome.property === end.property && isNever(outcome);
    const never = group.find((one) => ends(one) || isRunRuledOut(one.outcome.model, trace));
    return never === undefined ? [] : [expectationEdit(snapshot, checks[never.check], never.outcome, `${name} unreached`)];
  });
}

function isNever({ verdict }: Outcome): boolean {
  return verdict.status === 'unreached' || (verdict.status === 'holds' && verdict.bounds.length === 0);
}

function insertion(text: string, { file, start }: Pick<Span, 'file' | 'start'>, into: string): Edit {
  return { span: { file, start, end: start }, text: text.includes('\r\n') ? into.replaceAll('\n', '\r\n') : into };
}

/** Of the line, unless something else than a comment follows there. */
function lineEnd(text: string, offset: number): number {
  const [rest] = /^[ \t]*(\/\/[^\r\n]*)?(?=\r?\n|$)/.exec(text.slice(offset)) ?? [null];
  return rest === null ? offset : offset + rest.length;
}

/** A file in the standard form stays in it. */
function standing(snapshot: Snapshot, edits: readonly Edit[]): Edit[] {
  const after = edited(snapshot, edits);
  return [...Map.groupBy(edits, ({ span }) => span.file)].flatMap(([file, own]) => {
    const [before, now] = [snapshot.loaded.texts.get(file) ?? '', after.loaded.texts.get(file) ?? ''];
    const formatted = format(file, now).text;
    if (formatted === now || format(file, before).text !== before) return own;
    return [difference(file, before, formatted)];
  });
}

function difference(file: string, before: string, after: string): Edit {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < most - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  return { span: { file, start: head, end: before.length - tail }, text: after.slice(head, after.length - tail) };
}
