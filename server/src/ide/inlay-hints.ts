/** Values that a reader would have to look up: of a constant used as a bound, and of a computed one. */
import { constantsUnder } from '#checker';
import type { Expr, Span } from '#grammar';
import type { Snapshot } from './snapshot.ts';

export interface InlayHint {
  readonly offset: number;
  readonly text: string;
}

export function inlayHints(snapshot: Snapshot, range: Pick<Span, 'start' | 'end'>): InlayHint[] {
  const all = [...ofConstants(snapshot), ...ofAssumes(snapshot)];
  return all.filter(({ offset }) => range.start <= offset && offset <= range.end).sort((a, b) => a.offset - b.offset);
}

/** `const LAST = 2 * FIRST` has its value behind it. */
function ofConstants({ parsed, analysis }: Snapshot): InlayHint[] {
  return parsed.file.systems.flatMap((system) => {
    const values = constantsUnder(analysis, system.name.text, null);
    return system.items.flatMap((item) => {
      const value = item.kind === 'const' && !isLiteral(item.value) ? values.get(item.name.text) : undefined;
      return value === undefined || item.kind !== 'const' ? [] : [{ offset: item.value.span.end, text: ` = ${value}` }];
    });
  });
}

/** `delay <= D` says what D is, unless a check tries several values. */
function ofAssumes({ parsed, analysis }: Snapshot): InlayHint[] {
  return parsed.file.assumes.flatMap((assume) => {
    const checks = parsed.file.checks.filter((check) => check.assume.text === assume.name.text);
    const system = checks[0]?.system?.text ?? parsed.file.systems[0]?.name.text;
    if (system === undefined) return [];
    const swept = new Set(checks.flatMap(({ sweeps }) => sweeps.map(({ name }) => name.text)));
    const values = constantsUnder(analysis, system, assume.name.text);
    return boundsIn(assume.items).flatMap((e) => {
      const value = e.kind === 'name' && !swept.has(e.name.text) ? values.get(e.name.text) : undefined;
      return value === undefined ? [] : [{ offset: e.span.end, text: ` = ${value}` }];
    });
  });
}

function isLiteral(e: Expr): boolean {
  return e.kind === 'number' || e.kind === 'bool' || (e.kind === 'unary' && isLiteral(e.of));
}

/** Expressions that stand directly in a part of an assume, constants of its own aside. */
function boundsIn(parts: readonly object[]): Expr[] {
  const found: Expr[] = [];
  const walk = (part: unknown): void => {
    if (Array.isArray(part)) for (const one of part) walk(one);
    else if (typeof part === 'object' && part !== null) {
      const { kind } = part as { kind?: string };
      if (kind === 'const' || kind === 'limit') return;
      if (kind === 'name' && 'span' in part && 'name' in part) found.push(part as Expr);
      else for (const [key, child] of Object.entries(part)) if (key !== 'span') walk(child);
    }
  };
  walk(parts);
  return found;
}
