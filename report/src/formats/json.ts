/** The result as it is: see `result/types.ts`, and docs/json.md for its readers. */

import { jsonText } from '../layout.ts';
import type { ConformRun } from '../result/conform-types.ts';
import type { ProvisosRun } from '../result/provisos-types.ts';
import { atEnd, type Format } from './format.ts';

export const json: Format = {
  begin: (options) => atEnd((run) => lines(run, OUTCOMES), options),
};

/** What `proviso provisos` found. */
export function provisosJson(run: ProvisosRun): Iterable<string> {
  return lines(run, ANSWERS);
}

/** Whether logs are those of a run. */
export function conformJson(run: ConformRun): Iterable<string> {
  return lines(run, STEPS);
}

/** Steps are this deep inside. */
const STEPS = 4;

/** What a quantity does, and each set, are this deep inside. */
const ANSWERS = 5;

/** Outcomes are this deep inside; each is a line of its own. */
const OUTCOMES = 6;

/**
 * Line by line, since a run can be longer than a string may be. What is deeper than `levels` stands on one line. `name` goes before the
 * value on its first line, `after` behind it on its last.
 */
function* lines(value: unknown, levels: number, indent = '', name = '', after = ''): Generator<string> {
  const parts = levels === 0 || typeof value !== 'object' || value === null ? [] : Object.entries(value);
  if (parts.length === 0) {
    yield `${indent}${name}${jsonText(value)}${after}`;
    return;
  }
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  yield `${indent}${name}${open}`;
  for (const [i, [key, part]] of parts.entries()) {
    const named = Array.isArray(value) ? '' : `${jsonText(key)}: `;
    yield* lines(part, levels - 1, `${indent}  `, named, i < parts.length - 1 ? ',' : '');
  }
  yield `${indent}${close}${after}`;
}
