/**
 * A log as it is written: JSON Lines, one of these on each line (docs/code.md has them for readers). Names are those of the spec; what
 * is left out is not known.
 */

export const LOG_VERSION = 1;

/** One line of a log. */
export type LogLine = LogHeader | LogEntry;

/** The first line of a file, where it says something about all others. */
export interface LogHeader {
  /** the version of the format */
  readonly proviso: typeof LOG_VERSION;
  /** the events of this file are of this node, unless they say otherwise: "Worker#1" */
  readonly node?: string;
  /** kinds of events of which none is missing: "send"; "Worker.send", of one role; "Worker#1.send", of one node */
  readonly complete?: readonly string[];
  /** `file`, unless given: lines stand in the order in which things happened; `node`: only those of one node do */
  readonly order?: 'file' | 'node';
}

/**
 * A number, `true` or `false`, a member of an enum or a node by its name, `null` for none, an object for a struct or a map, which may leave
 * out some of it, an array for a set or a list.
 */
export type LogValue = boolean | number | string | null | readonly LogValue[] | { readonly [name: string]: LogValue };

/** The node may be left out where the header of the file has it. */
interface OfNode {
  readonly node?: string;
}

interface OfMessage {
  readonly message: string;
  /** those that are known */
  readonly fields?: { readonly [field: string]: LogValue };
}

export type LogEntry = {
  /** milliseconds on any clock, or a date and time: "2026-01-31T12:00:00.250Z" */
  readonly time?: number | string;
  /** variables of the node, right after the step that the event belongs to */
  readonly state?: { readonly [variable: string]: LogValue };
} & (
  | (OfNode & { readonly event: 'start' | 'pause' | 'resume' | 'crash' | 'restart' })
  | (OfNode & { readonly event: 'act'; readonly action: string; readonly params?: { readonly [name: string]: LogValue } })
  | (OfNode & OfMessage & { readonly event: 'send'; readonly to?: string })
  /** `handled`: whether some handler took it */
  | (OfNode & OfMessage & { readonly event: 'receive'; readonly from?: string; readonly handled?: boolean })
  /** `key`: of a timer that there is one of for each value of a type */
  | (OfNode & { readonly event: 'fire'; readonly timer: string; readonly key?: LogValue })
  /** `by`: ticks */
  | (OfNode & { readonly event: 'clock'; readonly clock: string; readonly by?: number })
  | (OfMessage & { readonly event: 'lose' | 'duplicate' | 'corrupt'; readonly from?: string; readonly to?: string })
  /** `nodes`: those that are cut off, or the two ends of a link */
  | { readonly event: 'cut'; readonly nodes?: readonly string[] }
  | { readonly event: 'heal' | 'stabilise' }
  /** `ticks`: 1, unless given */
  | { readonly event: 'tick'; readonly ticks?: number }
  /** nothing happens: it only says what `state` is */
  | (OfNode & { readonly event: 'state' })
);

/** Which spans of OpenTelemetry are which events of a log, as it is written. */
export interface SpanMapping {
  /** what the header of a log has, for all that is mapped */
  readonly complete?: readonly string[];
  readonly rules: readonly SpanRule[];
}

/**
 * One event for each span, or each event of a span, of this name. All other keys are those of a line of a log. A text `{name}` stands
 * for an attribute, `{resource:name}` for one of the resource; a text that is nothing else has the attribute's value. What has no such
 * attribute is left out.
 */
export interface SpanRule {
  /** the name of spans */
  readonly span?: string;
  /** the name of events inside spans */
  readonly spanEvent?: string;
  /** of a span, when the event happens: at its `start`, unless given */
  readonly at?: 'start' | 'end';
  readonly event: string;
  readonly [key: string]: unknown;
}
