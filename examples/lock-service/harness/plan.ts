/** A run that `proviso tests` wrote, and its schedule: what a harness has to do to the world, and after which step. */
import { existsSync, readFileSync } from 'node:fs';

/** A step of the run: what happens in it, and at which tick. */
export interface Step {
  readonly number: number;
  readonly at: number;
  readonly events: readonly PlannedEvent[];
}

/** One of those that this harness knows. */
export interface PlannedEvent {
  readonly event: string;
  readonly node?: string;
  readonly action?: string;
  readonly message?: string;
  readonly timer?: string;
}

/** The `nth` message of its name that `from` sends to `to`. */
export interface Sent {
  readonly message: string;
  readonly from: string;
  readonly to: string;
  readonly nth: number;
}

/** It begins behind step `after`; it is over with step `until`, or lasts to the end. */
export type Injection = { readonly after: number; readonly until: number | null } & (
  | { readonly inject: 'pause' | 'crash'; readonly node: string }
  | ({ readonly inject: 'hold' | 'lose' } & Sent)
);

export interface Plan {
  readonly steps: readonly Step[];
  readonly schedule: readonly Injection[];
}

const INJECTIONS = ['pause', 'crash', 'hold', 'lose'];

export interface Problem {
  readonly problem: string;
}

interface Header {
  readonly schedule: readonly Injection[];
}

type Line = PlannedEvent & { readonly step: number; readonly at: number };

export function readPlan(path: string): Plan | Problem {
  if (!existsSync(path)) return { problem: `${path}: there is no such file` };
  const [first, ...rest] = linesOf(path) ?? [];
  if (!isHeader(first)) return { problem: `${path}: this is no run that \`proviso tests\` wrote` };
  const { schedule } = first;
  const unknown = schedule.find(({ inject }) => !INJECTIONS.includes(inject));
  if (unknown !== undefined) return { problem: `${path}: this harness does not inject ${unknown.inject}` };
  const steps: { number: number; at: number; events: PlannedEvent[] }[] = [];
  for (const { step: number, at, ...event } of rest as Line[]) {
    const last = steps.at(-1);
    if (last?.number === number) last.events.push(event);
    else steps.push({ number, at, events: [event] });
  }
  return { steps, schedule };
}

/** null where some line is no JSON */
function linesOf(path: string): unknown[] | null {
  try {
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    return lines.map((line): unknown => JSON.parse(line));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function isHeader(line: unknown): line is Header {
  return typeof line === 'object' && line !== null && 'schedule' in line && Array.isArray(line.schedule);
}
