/**
 * Logs from spans of OpenTelemetry, in OTLP's JSON (opentelemetry-proto, `ExportTraceServiceRequest`): a file has one such object, or one on each
 * line, as the file exporter of the Collector writes them. A mapping says which spans and span events are which events of a log.
 *
 * Spans are written when they end, so the order in a file says nothing: what one resource (a process) did is put in the order of its
 * own clock. Resources are sequences of their own, whose clocks are not compared.
 */
import type { SpanMapping, SpanRule } from './log.ts';
import type { LogText } from './read.ts';

export interface MappedSpans {
  /** one log for each resource */
  readonly logs: readonly LogText[];
  readonly mistakes: readonly { readonly file: string; readonly line: number; readonly message: string }[];
}

/** What was mapped: the line of a log, and where it comes from. */
interface Entry {
  readonly nanoseconds: bigint;
  readonly file: string;
  readonly line: number;
  readonly json: Json;
}

type Json = Readonly<Record<string, unknown>>;

export function mapSpans(texts: readonly LogText[], mapping: SpanMapping): MappedSpans {
  const mistakes: MappedSpans['mistakes'][number][] = [];
  const byResource = new Map<string, Entry[]>();
  for (const { file, text } of texts) {
    for (const { line, json } of requestsIn(text)) {
      if (json === null || !Array.isArray(json.resourceSpans)) {
        mistakes.push({ file, line, message: 'this is no JSON of OTLP: expected an object with `resourceSpans`' });
        continue;
      }
      for (const spans of objectsIn(json.resourceSpans)) {
        const resource = attributesOf(objectIn(spans.resource));
        const key = JSON.stringify([...resource]);
        const entries = byResource.get(key) ?? [];
        byResource.set(key, entries);
        for (const scope of objectsIn(spans.scopeSpans))
          for (const span of objectsIn(scope.spans))
            entries.push(...entriesOf(span, resource, mapping).map((one) => ({ ...one, file, line })));
      }
    }
  }
  const logs = [...byResource.values()].filter((entries) => entries.length > 0).map((entries) => logOf(entries, mapping));
  return { logs, mistakes };
}

function logOf(entries: readonly Entry[], { complete }: SpanMapping): LogText {
  const sorted = [...entries].sort((a, b) => (a.nanoseconds < b.nanoseconds ? -1 : a.nanoseconds > b.nanoseconds ? 1 : 0));
  const header = { proviso: 1, ...(complete === undefined ? {} : { complete }) };
  return {
    file: sorted[0].file,
    text: [header, ...sorted.map(({ json }) => json)].map((one) => JSON.stringify(one)).join('\n'),
    lines: [sorted[0].line, ...sorted.map(({ line }) => line)],
  };
}

/** The whole text, or each of its lines. */
function* requestsIn(text: string): Generator<{ readonly line: number; readonly json: Json | null }> {
  const whole = parsed(text);
  if (whole !== null) {
    yield { line: 1, json: whole };
    return;
  }
  for (const [i, line] of text.split('\n').entries()) if (line.trim() !== '') yield { line: i + 1, json: parsed(line) };
}

function parsed(text: string): Json | null {
  try {
    return objectIn(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

type Mapped = Pick<Entry, 'nanoseconds' | 'json'>;
type Attributes = ReadonlyMap<string, unknown>;

function entriesOf(span: Json, resource: Attributes, { rules }: SpanMapping): Mapped[] {
  const own = attributesOf(span);
  const source = `${String(span.name)} ${String(span.spanId ?? '')}`.trim();
  return rules.flatMap((rule): Mapped[] => {
    if (rule.span !== undefined) {
      if (rule.span !== span.name) return [];
      const time = rule.at === 'end' ? span.endTimeUnixNano : span.startTimeUnixNano;
      return [entryOf(rule, source, time, own, resource)];
    }
    return objectsIn(span.events)
      .filter(({ name }) => name === rule.spanEvent)
      .map((event) => entryOf(rule, source, event.timeUnixNano, new Map([...own, ...attributesOf(event)]), resource));
  });
}

function entryOf(rule: SpanRule, source: string, time: unknown, own: Attributes, resource: Attributes): Mapped {
  const { span: _, spanEvent: __, at: ___, ...line } = rule;
  const nanoseconds = typeof time === 'string' || typeof time === 'number' ? BigInt(/^\d+$/.exec(String(time))?.[0] ?? 0) : 0n;
  const json = filled(line, own, resource) as Json;
  return { nanoseconds, json: { ...json, time: Number(nanoseconds / 1000n) / 1000, span: source } };
}

/** With the values of attributes; undefined where there is none. */
function filled(value: unknown, own: Attributes, resource: Attributes): unknown {
  if (typeof value === 'string') return filledText(value, own, resource);
  if (Array.isArray(value)) return value.map((one) => filled(one, own, resource)).filter((one) => one !== undefined);
  if (typeof value !== 'object' || value === null) return value;
  const parts = Object.entries(value).map(([key, part]) => [key, filled(part, own, resource)] as const);
  return Object.fromEntries(parts.filter(([, part]) => part !== undefined));
}

function filledText(text: string, own: Attributes, resource: Attributes): unknown {
  const find = (name: string) => (name.startsWith(RESOURCE) ? resource.get(name.slice(RESOURCE.length)) : own.get(name));
  const whole = /^\{([^{}]+)\}$/.exec(text);
  if (whole !== null) return find(whole[1]);
  const names = [...text.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => name);
  if (names.some((name) => find(name) === undefined)) return undefined;
  return text.replaceAll(/\{([^{}]+)\}/g, (_, name: string) => String(find(name)));
}

const RESOURCE = 'resource:';

function attributesOf(holder: Json | null): Map<string, unknown> {
  return new Map(objectsIn(holder?.attributes).map(({ key, value }) => [String(key), valueOfAttribute(objectIn(value))]));
}

/** OTLP's `AnyValue`: whole numbers are texts in its JSON. */
function valueOfAttribute(value: Json | null): unknown {
  if (value === null) return undefined;
  const { stringValue, boolValue, intValue, doubleValue, arrayValue, kvlistValue } = value;
  if (intValue !== undefined) return Number(intValue);
  if (arrayValue !== undefined) return objectsIn(objectIn(arrayValue)?.values).map(valueOfAttribute);
  if (kvlistValue !== undefined)
    return Object.fromEntries(
      objectsIn(objectIn(kvlistValue)?.values).map((one) => [String(one.key), valueOfAttribute(objectIn(one.value))]),
    );
  return stringValue ?? boolValue ?? doubleValue;
}

function objectIn(value: unknown): Json | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null;
}

function objectsIn(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(objectIn).filter((one) => one !== null) : [];
}

/** What is wrong with a mapping, of whatever kind; null where nothing is. */
export function mistakeInMapping(json: unknown): string | null {
  const mapping = objectIn(json);
  if (mapping === null || !Array.isArray(mapping.rules)) return 'a mapping is an object with `rules`';
  const unknown = Object.keys(mapping).find((key) => !['$schema', 'complete', 'rules'].includes(key));
  if (unknown !== undefined) return `\`${unknown}\` is not known in a mapping: it has \`rules\` and \`complete\``;
  for (const [i, one] of mapping.rules.entries()) {
    const rule = objectIn(one);
    const which = `rule ${i + 1}`;
    if (rule === null || typeof rule.event !== 'string') return `${which} has no \`event\`: what do such spans say that happened?`;
    if ((typeof rule.span === 'string') === (typeof rule.spanEvent === 'string'))
      return `${which} has to have either \`span\` or \`spanEvent\`, the name of spans or of events in them`;
    if (rule.at !== undefined && rule.at !== 'start' && rule.at !== 'end') return `${which}: \`at\` is "start" or "end"`;
  }
  return null;
}
