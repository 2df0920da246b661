/** The proviso search for one property of a file, as a generator that yields what is known: it runs in a thread of its own. */
import { type Analysis, type ProvisosAnswer, provisos, type Row, reduceFrom } from '#checker';
import { answerText, blockText, claimOf, MOST_WEAKEST, plainStyle, provisosText } from '#report';
import type { FoundProvisos } from '../ide/found-provisos.ts';
import type { CheckBudget, ProvisosProgress, Wanted } from './messages.ts';

export type ProvisosNews = ({ readonly kind: 'progress' } & ProvisosProgress) | { readonly kind: 'found'; readonly found: FoundProvisos };

/** States of one assumption set. */
const MOST_STATES = 150_000;
const SLICE_MILLISECONDS = 60;
/** How wide a hover is. */
const COLUMNS = 90;

/** Ends without an answer where nothing can be said of the property. */
export function* findProvisos(
  analysis: Analysis,
  { system, assume, property }: Wanted,
  { maxStates, seconds }: CheckBudget,
  now: () => number,
): Generator<ProvisosNews, void> {
  const [begin, end] = [now(), now() + seconds * 1000];
  const events = provisos(analysis, system, assume, new Map(), {
    now,
    slice: SLICE_MILLISECONDS,
    maxStates: Math.min(maxStates, MOST_STATES),
    timeout: seconds * 1000,
    stop: () => (now() < end ? null : `the ${seconds} s given are used up`),
    joint: true,
    properties: [property],
    search: { reduceFrom },
  });
  const rows: Row[] = [];
  for (const event of events ?? []) {
    switch (event.kind) {
      case 'progress':
        yield { kind: 'progress', checks: event.checks, states: event.states };
        break;
      case 'row':
        rows.push(event.row);
        yield { kind: 'found', found: { ...partial({ system, assume, property }), rows: [...rows] } };
        break;
      case 'answer':
        yield { kind: 'found', found: whole(event.answer, now() - begin) };
        break;
      case 'refused':
        break;
      default:
        event satisfies never;
    }
  }
}

function partial(wanted: Wanted): Omit<FoundProvisos, 'rows'> {
  return { ...wanted, text: 'finding provisos', lines: ['the search goes on'], block: null, state: 'rows' };
}

function whole(answer: ProvisosAnswer, milliseconds: number): FoundProvisos {
  const { system, assume, property, rows, stopped } = answer;
  const claim = claimOf(answer);
  return {
    system,
    assume,
    property,
    text: answerText(answer, MOST_WEAKEST),
    lines: provisosText(answer, { style: plainStyle, columns: COLUMNS, all: false, milliseconds }),
    block: claim === null ? null : blockText(answer, claim),
    rows,
    state: stopped === null ? 'whole' : 'part',
  };
}
