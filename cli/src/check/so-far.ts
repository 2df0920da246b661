/** What a campaign has come to so far, from its events: the outcomes there would be if it ended now. */
import { type CampaignEvent, type CheckOutcome, nothingSearched, type Outcome, unknownAfter, type Verdict } from '#checker';
import { unhandled } from '#grammar';
import { searchText, soFarText, verdictText } from '#report';

type Events = { readonly [K in CampaignEvent['kind']]: Extract<CampaignEvent, { kind: K }> };
type Check = Events['planned']['checks'][number];
type Run = Events['started']['run'];

interface Begun {
  readonly model: Events['started']['model'];
  readonly found: Map<string, Verdict>;
  readonly outcomes: Outcome[];
  progress: Events['progress']['progress'] | null;
}

export class SoFar {
  readonly #checks = new Set<Check>();
  readonly #begun = new Map<Run, Begun>();

  /** Returns whether something has become known. */
  hear(event: CampaignEvent): boolean {
    switch (event.kind) {
      case 'planned':
        for (const check of event.checks) this.#checks.add(check);
        return true;
      case 'started':
        // A search that begins again keeps what was found.
        if (!this.#begun.has(event.run)) this.#begun.set(event.run, { model: event.model, found: new Map(), outcomes: [], progress: null });
        return true;
      case 'found':
        this.#begun.get(event.run)?.found.set(event.property, event.verdict);
        return true;
      case 'outcome':
        this.#begun.get(event.run)?.outcomes.push(event.outcome);
        return true;
      case 'progress': {
        const begun = this.#begun.get(event.run);
        if (begun !== undefined) begun.progress = event.progress;
        return false;
      }
      case 'done':
        this.#checks.delete(event.check);
        for (const run of event.check.runs) this.#begun.delete(run);
        return true;
      case 'observed':
        return false;
      default:
        return unhandled(event);
    }
  }

  /** Of the checks that have begun and are not done; what is undecided is unknown for this reason. */
  outcomes(reason: string): CheckOutcome[] {
    return [...this.#checks].flatMap(({ plan, runs }) => {
      const outcomes = runs.flatMap((run) => this.#ofRun(run, reason));
      const { assume, system, span, sweeps } = plan;
      return outcomes.length === 0 ? [] : [{ assume, system, span, sweeps, outcomes, neverRan: [], ran: [] }];
    });
  }

  /** What traces have decided, of searches that go on: a line each. */
  found(): string[] {
    return [...this.#begun].flatMap(([{ plan, point }, { found, outcomes }]) =>
      outcomes.length > 0
        ? []
        : [...found].flatMap(([property, verdict]) =>
            'trace' in verdict ? [`${property} of ${searchText(plan, point)}: ${verdictText(verdict)}`] : [],
          ),
    );
  }

  /** For the line of progress of a search, after its name. */
  words(run: Run): string {
    const found = this.#begun.get(run)?.found ?? [];
    return [...found].map(([property, verdict]) => `; ${property} ${soFarText(verdict)}`).join('');
  }

  /** checks that are not done */
  get open(): number {
    return this.#checks.size;
  }

  #ofRun(run: Run, reason: string): readonly Outcome[] {
    const begun = this.#begun.get(run);
    if (begun === undefined) return [];
    if (begun.outcomes.length > 0) return begun.outcomes;
    const size = { ...nothingSearched, ...begun.progress };
    return run.expectations.map(({ property, verdict: expected, upTo }) => ({
      property,
      point: run.point,
      expected,
      ...(upTo === undefined ? {} : { upTo }),
      verdict: soFarIn(begun, property, reason),
      size,
      model: begun.model,
    }));
  }
}

/** What a trace has decided; or else what of the runs has been seen. */
function soFarIn({ model, found, progress }: Begun, property: string, reason: string): Verdict {
  const known = found.get(property);
  if (known !== undefined && known.status !== 'unknown') return known;
  const word = model.properties.find(({ name }) => name === property)?.word ?? 'safety';
  return unknownAfter(reason, { word }, progress?.seen.get(property) ?? null, known?.exhausted?.narrower ?? null);
}
