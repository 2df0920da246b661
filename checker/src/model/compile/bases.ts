/** The states that generated functions work on, by the names that the program gives them. */
import type { Handler } from '../ir.ts';
import { does, statements } from '../walk.ts';
import type { Base, Body, Code, Handling, Scope, Unit } from './unit.ts';

/** The state that is expanded. */
export const SOURCE: Base = { words: 'S', offset: '0', slots: 'SB', count: 'sn' };

/** The state that is being made; its messages are those of the source until the step touches them. */
export const TARGET: Base = { words: 'T', offset: '0', slots: '(touched?TB:SB)', count: '(touched?tn:sn)' };

/** The state that a function gets as parameters. */
export const GIVEN: Base = { words: 'A', offset: 'a', slots: 'B', count: 'n' };

/** A second state that a function gets: the target, where the first is the source. */
export const GIVEN_NEXT: Base = { words: 'C', offset: 'c', slots: 'D', count: 'm' };

export function scopeOf(unit: Unit, code: Code, base: Base, self: number | null): Scope {
  return { unit, code, base, next: null, self, locals: new Map(), handling: null };
}

export function bodyOf(unit: Unit, code: Code, self: number, end: string, handling: Handling | null): Body {
  return { unit, code, base: TARGET, next: null, self, locals: new Map(), handling, end };
}

/** The body sends or names calls, so it needs the messages in flight at hand. */
export function touchesBag(block: Handler['body']): boolean {
  return [...statements(block)].some((s) => does(s, 'sends', 'answers'));
}
