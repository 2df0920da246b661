/**
 * Names that a base of an assumption set mentions where the set replaces what it says. Nothing there is evaluated for the
 * model, but it is a use of the name all the same: it is renamed with it, and the name is not unused.
 */
import { type Assume, type AssumeItem, type Name, type Expr as Syntax, unhandled } from '#grammar';
import { type Context, refer } from './context.ts';
import { constantInt } from './expressions.ts';
import { Reporter } from './report.ts';

/** Errors there are reported when the base itself is analysed. */
export function noteInherited(cx: Context): void {
  const quiet: Context = { ...cx, reporter: new Reporter() };
  for (const base of cx.assumes.slice(1)) noteUses(quiet, base);
}

function noteUses(cx: Context, { items }: Assume): void {
  for (const { names, values } of items.map(mentionedIn)) {
    for (const name of names) noteName(cx, name);
    for (const value of values) if (value !== null) constantInt(cx, value);
  }
}

function noteName(cx: Context, { text, span }: Name): void {
  const role = cx.rolesByName.get(text);
  const declared = role?.item.name.span ?? cx.constants.declared.get(text)?.span;
  if (declared !== undefined) refer(cx, span, declared, role === undefined ? 'constant' : 'node', text);
}

interface Mentioned {
  readonly names: readonly Name[];
  readonly values: readonly (Syntax | null)[];
}

function mentionedIn(item: AssumeItem): Mentioned {
  switch (item.kind) {
    case 'timing':
      return { names: item.bounds.flatMap(({ role }) => role ?? []), values: item.bounds.flatMap(({ low, high }) => [low, high]) };
    case 'network':
      return { names: [], values: item.faults.flatMap(({ amount, atOnce }) => [amount, atOnce]) };
    case 'fault':
      return { names: item.roles, values: [item.upTo, item.atMostDown] };
    case 'clocks':
      return { names: [], values: [item.upTo, item.by] };
    case 'setting':
      return { names: [item.name], values: [item.value] };
    case 'const':
    case 'limit':
      // Never replaced as a whole: limits add up, and a constant's definition is looked at by whoever uses it.
      return { names: [], values: [] };
    default:
      return unhandled(item);
  }
}
