/** Texts with a cursor, their snapshots, and the verdicts of their checks, for the tests of editor features. */
import { campaign } from '#checker';
import { type CheckVerdicts, type Snapshot, snapshotOf, withVerdicts } from '#server';

export const PATH = 'spec.proviso';

export function snapshot(text: string, others: Readonly<Record<string, string>> = {}): Snapshot {
  return snapshotOf(PATH, text, (_, path) => {
    const name = path.replace(/^\.\//, '');
    const found = others[name];
    return found === undefined ? { problem: 'there is no such file', details: {} } : { path: name, text: found };
  });
}

/** `$0` marks the cursor. */
export function atCursor(marked: string, others: Readonly<Record<string, string>> = {}): { snapshot: Snapshot; offset: number } {
  const offset = marked.indexOf('$0');
  if (offset < 0) throw new Error('the text has no cursor');
  return { snapshot: snapshot(marked.replace('$0', ''), others), offset };
}

/** As the worker of the language server would fill it in, with blame throughout. */
export function judged(marked: Snapshot): Snapshot {
  const events = [...campaign(marked.analysis.checks, { now: () => 0, blame: 'always' })];
  const done = events.flatMap((event) => (event.kind === 'done' ? [event] : []));
  const checks = done.map(({ outcome, diagnostics }, index): CheckVerdicts => ({ index, outcome, observed: null, diagnostics }));
  return withVerdicts(marked, { checks, running: false });
}

export function words({ text }: Snapshot, { start, end }: { readonly start: number; readonly end: number }): string {
  return text.slice(start, end);
}

/** A worker whose pause lets its lease run out. */
export const LEASE = `system Lock {
  message Acquire
  message Granted
  /// Grants the lease.
  node Service {
    holder: Client? = none
    timer expiry
    on Acquire from c when holder == none { holder = c; start expiry for 2; reply Granted }
    on Acquire {}
    on expiry { holder = none }
  }
  node Client[2] {
    /// asked for it
    asking: bool = false
    locked: bool = false
    timer lease
    ghost wrong: bool = false
    optional action ask when not asking { asking = true; start lease for 2; call a = send Acquire to Service }
    on Granted for a { locked = true }
    optional action work when locked and lease.left > 0 {
      pause
      ghost { wrong = Service.holder != self }
    }
  }
  safety InTurn: never (exists c in Client: c.wrong)
}
assume Paused { const P = 2 timing sync { pause Client <= P, drift <= 0 } }
check Paused { InTurn violated }
`;

export type Edits = readonly {
  readonly span: { readonly file?: string; readonly start: number; readonly end: number };
  readonly text: string;
}[];

export function applied(text: string, edits: Edits): string {
  return edits
    .toSorted((a, b) => b.span.start - a.span.start)
    .reduce((rest, { span, text: put }) => rest.slice(0, span.start) + put + rest.slice(span.end), text);
}

/** `body` in the place of HERE, of a system with a bit of everything. */
export function inSystem(body: string): string {
  return `system S {
  const LAST = 2 * 3
  enum Phase { idle, busy }
  struct Stamp(time: 0..9, by: Client)
  message Ping
  message Write(version: 0..3, stamp: Stamp)
  fun larger(a: 0..9, b: 0..9): 0..9 = if a > b then a else b
  node Client[2] {
    phase: Phase = idle
    version: 0..3 = 0
    timer patience
    ghost late: bool = false
    HERE
  }
  node Server { seen: 0..9 = 0  on Write(version: v) { seen = v } }
}
`.replace('HERE', body);
}
