/** What a launch configuration says: checked here, since a client may send anything. */
import type { ConstantValue } from '#checker';

/** The session cannot begin, or a request cannot be answered; the message is for the person who asked. */
export class Refused extends Error {}

export interface LaunchArguments {
  /** a path or a URI */
  readonly program: string;
  /** of `program`, where the client has another text than the disk, or where there is no such file */
  readonly text: string | null;
  /** the folder that imports stay inside; null: that of the file */
  readonly cwd: string | null;
  readonly assume: string | null;
  readonly system: string | null;
  readonly property: string | null;
  /** the condition of a claim of a `provisos` block, as it is written: the run that shows it to be wrong. Null: a run of a check */
  readonly claim: string | null;
  /** constants of the sweep; those that are left out may have any value */
  readonly point: ReadonlyMap<string, ConstantValue>;
  readonly stopOnEntry: boolean;
  /** only tell the run */
  readonly noDebug: boolean;
  readonly budget: SearchLimits;
}

export interface SearchLimits {
  /** seconds, of all searches together */
  readonly timeout: number;
  /** of each search */
  readonly maxStates: number;
  /** MiB, of each search */
  readonly maxMemory: number;
}

export const usualLimits: SearchLimits = { timeout: 60, maxStates: 5_000_000, maxMemory: 1024 };

type Given = Readonly<Record<string, unknown>>;

export function launchArguments(given: unknown): LaunchArguments {
  if (typeof given !== 'object' || given === null) throw new Refused('The launch configuration is missing.');
  const all = given as Given;
  const program = text(all, 'program');
  if (program === null) throw new Refused('`program` is missing from the launch configuration: the file to debug.');
  return {
    program,
    text: text(all, 'text'),
    cwd: text(all, 'cwd'),
    assume: text(all, 'assume'),
    system: text(all, 'system'),
    property: text(all, 'property'),
    claim: text(all, 'claim'),
    point: pointOf(all),
    stopOnEntry: flag(all, 'stopOnEntry', true),
    noDebug: flag(all, 'noDebug', false),
    budget: {
      timeout: amount(all, 'timeout', 'seconds', usualLimits.timeout),
      maxStates: amount(all, 'maxStates', 'states', usualLimits.maxStates),
      maxMemory: amount(all, 'maxMemory', 'MiB', usualLimits.maxMemory),
    },
  };
}

function text(given: Given, name: string): string | null {
  const value = given[name];
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'string' || value.includes('\0')) throw new Refused(`\`${name}\` in the launch configuration: expected a text.`);
  return value;
}

function flag(given: Given, name: string, usual: boolean): boolean {
  const value = given[name] ?? usual;
  if (typeof value !== 'boolean') throw new Refused(`\`${name}\` in the launch configuration: expected true or false.`);
  return value;
}

function amount(given: Given, name: string, unit: string, usual: number): number {
  const value = given[name] ?? usual;
  if (typeof value !== 'number' || !(value > 0)) {
    throw new Refused(`\`${name}\` in the launch configuration: expected a number of ${unit} above 0.`);
  }
  return value;
}

function pointOf({ point = {} }: Given): LaunchArguments['point'] {
  const isObject = typeof point === 'object' && point !== null && !Array.isArray(point);
  const entries = isObject ? Object.entries(point as Given) : [];
  const isValue = (value: unknown): value is ConstantValue => typeof value === 'number' || typeof value === 'boolean';
  const values = entries.flatMap(([name, value]) => (isValue(value) ? [[name, value] as const] : []));
  if (!isObject || values.length < entries.length) {
    throw new Refused('`point` in the launch configuration: expected constants with their values, such as `{ "P": 2 }`.');
  }
  return new Map(values);
}
