/**
 * What `enabled` can ask of a random system. Which actions and handlers there are is known once all of them are written, so a
 * ghost block asks by a mark, which is filled in at the end.
 */
import type { Tape } from './tape.ts';
import { type GenRole, instances } from './types.ts';

const MARK = /§(\d+)§/g;

/** Stands for one of the questions that there will be. */
export function someTurn(tape: Tape): string {
  return `§${tape.below(64)}§`;
}

export function fillTurns(line: string, turns: readonly string[]): string {
  return line.replace(MARK, (_, n) => (turns.length === 0 ? 'true' : turns[Number(n) % turns.length]));
}

/** A question for each action, timer and message in the lines of a role, with and without its parameter or key. */
export function turnsOf(role: GenRole, lines: readonly string[], roles: readonly GenRole[]): string[] {
  const one = (domain: string): string[] => {
    const known = roles.find(({ name }) => name === domain);
    if (known !== undefined) return instances(known);
    return domain === 'Colour' ? ['red', 'green'] : ['0', '1', '2'];
  };
  const keys = new Map(lines.flatMap((line) => [...line.matchAll(/^timer (\w+)\[(.+)\]$/g)].map(([, name, key]) => [name, key] as const)));
  const names = lines.flatMap((line) => {
    const action = /^(?:optional )?action (\w+)(?: for \w+ in (\S+))?/.exec(line);
    if (action !== null) return [action[1], ...(action[2] === undefined ? [] : one(action[2]).map((value) => `${action[1]}[${value}]`))];
    const handler = /^on (M\d|t\d)/.exec(line);
    if (handler === null) return [];
    const key = keys.get(handler[1]);
    return [handler[1], ...(key === undefined ? [] : one(key).map((value) => `${handler[1]}[${value}]`))];
  });
  return instances(role).flatMap((node) => {
    // whether a message can be handled hangs on the most
    const often = [...new Set(names)].flatMap((name) => (name.startsWith('M') ? [name, name, name] : [name]));
    return often.map((name) => `enabled(${node}.${name})`);
  });
}
