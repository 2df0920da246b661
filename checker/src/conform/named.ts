/** Runs of an implementation that a configuration names: which logs they have, and what these are asked to be a run of. */
import type { ConstantValue } from '../analysis/index.ts';

/** Logs of one run. Paths are relative to the configuration. */
export interface NamedLogs {
  /** How the run is called; otherwise by its logs. */
  name?: string;
  /** The specification. */
  spec: string;
  /**
   * The logs of the run, one or several.
   * @minItems 1
   */
  logs: string[];
  /** A file that says which spans of OpenTelemetry are which events, where the logs are such spans. */
  mapping?: string;
  /** Which system, where the specification has several. */
  system?: string;
  /** Under which assume; otherwise that of the first check of the system. */
  assume?: string;
  /**
   * How long a tick is in the logs; without it only the order of events counts.
   * @examples ["100ms", "2s"]
   */
  tick?: string;
  /**
   * How far the clocks of the logs are off, at most.
   * @examples ["5ms"]
   */
  clockError?: string;
  /** Values of constants. */
  constants?: Record<string, number | boolean>;
}

/** How it is called. */
export function nameOfLogs({ name, logs }: NamedLogs): string {
  return name ?? logs.join(', ');
}

/** Those of a configuration that can be read; what is wrong with others is the command line's to say. */
export function namedLogsIn(text: string): NamedLogs[] {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return [];
  }
  const named = typeof json === 'object' && json !== null ? (json as { readonly conform?: unknown }).conform : undefined;
  return Array.isArray(named) ? named.filter(isNamed) : [];
}

function isNamed(json: unknown): json is NamedLogs {
  if (typeof json !== 'object' || json === null) return false;
  const { name, spec, logs, mapping, system, assume, tick, clockError, constants } = json as Readonly<Record<string, unknown>>;
  const isText = (one: unknown) => typeof one === 'string';
  return (
    isText(spec) &&
    isLogs(logs) &&
    [name, mapping, system, assume, tick, clockError].every((one) => one === undefined || isText(one)) &&
    (constants === undefined || isConstants(constants))
  );
}

export function isLogs(json: unknown): json is string[] {
  return Array.isArray(json) && json.length > 0 && json.every((one) => typeof one === 'string');
}

export function isConstants(json: unknown): json is Record<string, ConstantValue> {
  return (
    typeof json === 'object' &&
    json !== null &&
    !Array.isArray(json) &&
    Object.values(json).every((one) => typeof one === 'boolean' || typeof one === 'number')
  );
}
