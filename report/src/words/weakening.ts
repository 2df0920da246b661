/** What is said of an event that no run explains, and of assumptions that would have to give. */
import { plural } from './counts.ts';

/** What is told of an answer about logs. */
interface Answer {
  readonly assume: string;
  readonly outcome: 'conforms' | 'unexplained' | 'undecided';
  readonly events: number;
  readonly explained: number;
  readonly unexplained: readonly unknown[];
  readonly weaker: readonly Weaker[] | null;
  readonly stopped: string | null;
}

interface Weaker {
  readonly text: string;
  readonly changes: readonly { readonly assumed: string }[];
  readonly explained: number;
  readonly of: number;
  readonly least: boolean;
}

/** "this event is not explained" */
export function stuckText({ outcome, stopped, unexplained }: Answer): string {
  if (stopped !== null) return 'this event is not explained so far';
  if (unexplained.length > 1) return 'this comes next in its log';
  return outcome === 'undecided' ? 'this event is not explained within these bounds' : 'this event is not explained';
}

export const NO_WEAKER = 'No weaker assumption explains more: the log has something that the system does not do, whatever is assumed.';
export const NOT_SETTLED = 'Which assumption would have to give was not settled.';

/** "pause Client <= 4, where Paused has pause Client <= 3: then all 5 events are explained" */
export function weakeningText({ text, changes, explained, of, least }: Weaker, { assume, explained: before, events }: Answer): string {
  const assumed = changes.map(({ assumed: level }) => level).join(' and ');
  const far =
    explained === events
      ? `then all ${plural(events, 'event')} are explained`
      : explained === of
        ? `then at least ${explained} events are explained`
        : `then ${explained} events are explained instead of ${before}`;
  return `${text}${least ? '' : ' (perhaps less: that was not settled)'}, where ${assume} has ${assumed}: ${far}`;
}

/** A sentence each; none where every event is explained, or time ran out before. */
export function needTexts(answer: Answer): string[] {
  const { outcome, weaker, stopped } = answer;
  if (outcome === 'conforms' || stopped !== null) return [];
  if (weaker === null) return [NOT_SETTLED];
  if (weaker.length === 0) return [NO_WEAKER];
  const texts = weaker.map((one) => `${weakeningText(one, answer)}.`);
  return texts.length === 1 ? [`An explanation needs ${texts[0]}`] : ['An explanation needs one of these:', ...texts];
}
