/** The user's settings, made sound: what is missing or no number is as it is by default. */
import type { ChecksSettings } from '../checks/checks.ts';

export interface Settings extends ChecksSettings {
  /** `provisos` blocks are checked when nothing else is to be done, not only when asked for */
  readonly provisos: boolean;
}

/** However many are asked for. */
const MOST_THREADS = 64;

export const DEFAULTS: Settings = {
  onType: true,
  provisos: true,
  delay: 300,
  budget: { maxStates: 1_000_000, seconds: 20, maxMemory: 512, threads: null },
  randomSeconds: 20,
};

/** `proviso` as the client has it: `{ check: { onType, provisos, delay, maxStates, timeout, maxMemory, threads }, randomRuns: { timeout } }`. `mostMemory`: MiB, of the host. */
export function settingsOf(section: unknown, mostMemory: number): Settings {
  const check = memberOf(section, 'check');
  const { delay, budget, onType, provisos, randomSeconds } = DEFAULTS;
  return {
    onType: typeof memberOf(check, 'onType') === 'boolean' ? memberOf(check, 'onType') === true : onType,
    provisos: typeof memberOf(check, 'provisos') === 'boolean' ? memberOf(check, 'provisos') === true : provisos,
    delay: amount(memberOf(check, 'delay'), 0, 60_000, delay),
    randomSeconds: amount(memberOf(memberOf(section, 'randomRuns'), 'timeout'), 0.1, 86_400, randomSeconds),
    budget: {
      maxStates: amount(memberOf(check, 'maxStates'), 1, 1e9, budget.maxStates),
      seconds: amount(memberOf(check, 'timeout'), 0.1, 86_400, budget.seconds),
      maxMemory: amount(memberOf(check, 'maxMemory'), 1, mostMemory, Math.min(mostMemory, budget.maxMemory)),
      threads: threadsAsked(memberOf(check, 'threads')),
    },
  };
}

/** 0, and whatever is no number, asks for none in particular. */
function threadsAsked(value: unknown): number | null {
  return amount(value, 0, MOST_THREADS, 0) < 1 ? null : Math.floor(amount(value, 1, MOST_THREADS, 1));
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function amount(value: unknown, least: number, most: number, otherwise: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : otherwise;
}
