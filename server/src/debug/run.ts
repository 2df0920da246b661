/** A run that is debugged, with all that is asked about it. */
import type { Model, ModelError, Questions, Trace } from '#checker';
import type { Span } from '#grammar';
import type { Counterexample, PropertyReport, Stands, Texts, VerdictReport } from '#report';

export interface DebuggedRun {
  readonly model: Model;
  readonly trace: Trace;
  readonly property: string;
  readonly kind: PropertyReport['kind'];
  /** of the property's name */
  readonly propertySpan: Span;
  /** "Paused (P = 2)" */
  readonly under: string;
  readonly verdict: VerdictReport;
  /** what the model itself fails in at the end; null where it does not */
  readonly error: ModelError | null;
  readonly counterexample: Counterexample;
  readonly stands: Stands;
  readonly questions: Questions;
  readonly texts: Texts;
}
