/** Collecting diagnostics: one for each code and place, with suggestions for misspelt names. */
import { append, closest, type Diagnostic, type Fix, type Name, type Span } from '#grammar';
import { type AnalysisCode, analysisCodes } from './codes.ts';

export interface Details {
  readonly label?: string;
  readonly why?: string;
  readonly help?: string;
  readonly related?: Diagnostic['related'];
  readonly fixes?: readonly Fix[];
  readonly unknown?: Diagnostic['unknown'];
}

/** Further places that a message names. */
const MOST_ALSO = 6;

/** Reported once: a code at a place. */
export function placeOf({ code, span }: Pick<Diagnostic, 'code' | 'span'>): string {
  return `${code} ${span.file} ${span.start} ${span.end}`;
}

/** In the order of the text. The first at a place is kept. */
export function withoutRepeats(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  for (const d of diagnostics) {
    const key = placeOf(d);
    if (!found.has(key)) found.set(key, d);
  }
  return [...found.values()].sort((a, b) =>
    a.span.file === b.span.file ? a.span.start - b.span.start : a.span.file < b.span.file ? -1 : 1,
  );
}

export class Reporter {
  readonly diagnostics: Diagnostic[] = [];
  readonly #seen = new Set<string>();
  /** declared, but with a mistake this has been reported: uses of these names are not wrong as well */
  readonly broken = new Set<string>();

  /** Returns null, so that a caller can report and give up in one expression. */
  report(code: AnalysisCode, span: Span, message: string, details: Details = {}): null {
    const key = placeOf({ code, span });
    if (this.#seen.has(key)) return null;
    this.#seen.add(key);
    this.diagnostics.push({ code, severity: analysisCodes[code].severity, span, message, ...details });
    return null;
  }

  /** Takes over what another reporter collected. */
  adopt(diagnostics: readonly Diagnostic[]): void {
    append(this.diagnostics, diagnostics);
  }

  /** As `report`, but once for each message: where it holds elsewhere too, the first one says so. */
  reportOnce(code: AnalysisCode, span: Span, message: string, details: Details = {}): null {
    const at = this.diagnostics.findIndex((d) => d.code === code && d.message === message && d.span.file === span.file);
    if (at < 0) return this.report(code, span, message, details);
    const first = this.diagnostics[at];
    const places = [first.span, ...(first.related ?? []).map((one) => one.span)];
    if (places.length <= MOST_ALSO && !places.some((one) => one.start === span.start)) {
      this.diagnostics[at] = { ...first, related: [...(first.related ?? []), { span, message: 'and here' }] };
    }
    return null;
  }

  /** `what` is the kind of thing that is wanted: "type", "message". */
  unknown(name: Name, what: string, candidates: Iterable<string>, details: Details = {}): null {
    if (this.broken.has(name.text)) return null;
    const best = closest(name.text, candidates);
    const fixes = best === null ? undefined : [{ title: `Write \`${best}\``, edits: [{ span: name.span, text: best }] }];
    return this.report('PV0201', name.span, `there is no ${what} called \`${name.text}\``, {
      unknown: { name: name.text, certain: best !== null },
      ...(best === null ? {} : { help: `did you mean \`${best}\`?`, fixes }),
      ...details,
    });
  }
}
