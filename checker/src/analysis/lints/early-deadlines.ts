/** A deadline that runs from before the stabilisation on, when nothing bounds how slow things are: it fails trivially. */
import type { Fix, FormulaItem, System } from '#grammar';
import type { Reporter } from '../report.ts';
import type { Meeting } from './meeting.ts';

export function earlyDeadlines(system: System, { model, isExpectedToHold }: Meeting, reporter: Reporter): void {
  const { delay, pause } = model.timing;
  if (![...delay, ...pause].some((bound) => bound !== null && !bound.always)) return;
  for (const p of model.properties) {
    if (p.kind !== 'deadline' || asksStable(p.from) || asksStable(p.to) || !isExpectedToHold(p.name)) continue;
    const item = system.items.find((i): i is FormulaItem => i.kind === 'property' && i.word !== 'scenario' && i.name.text === p.name);
    if (item?.formula.kind !== 'leadsTo') continue;
    reporter.report('PV0706', item.formula.left.span, `${p.name} must hold even before the system is stable`, {
      why: `Under ${model.assume} delays or pauses are bounded only eventually; before that, no deadline can be met.`,
      help: '`stable and P leads to Q within k` runs only after that',
      fixes: [onlyStable(item.formula.left)],
    });
  }
}

function onlyStable(left: FormulaItem['formula']): Fix {
  const loose = left.kind === 'quantifier' || left.kind === 'if' || (left.kind === 'binary' && (left.op === 'or' || left.op === 'implies'));
  const { file, start, end } = left.span;
  const before = { span: { file, start, end: start }, text: loose ? 'stable and (' : 'stable and ' };
  const after = { span: { file, start: end, end }, text: ')' };
  return { title: 'Write `stable and`', edits: loose ? [before, after] : [before] };
}

function asksStable(part: unknown): boolean {
  if (typeof part !== 'object' || part === null) return false;
  if ('op' in part && part.op === 'stable') return true;
  return Object.entries(part).some(([key, child]) => key !== 'type' && key !== 'span' && asksStable(child));
}
