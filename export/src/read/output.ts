/** What TLC says in its mode for tools (`-tool`): messages between markers, each with a number and a class. */
import { parseValue, type TlaValue } from './value.ts';

export interface TlcProgress {
  readonly depth: number;
  readonly generated: number;
  readonly distinct: number;
  readonly waiting: number;
}

export type TlcEvent =
  | ({ readonly kind: 'progress' } & TlcProgress)
  /** `last`: how many steps deep the search went */
  | { readonly kind: 'finished'; readonly generated: number; readonly distinct: number; readonly waiting: number }
  | { readonly kind: 'depth'; readonly depth: number }
  /** an invariant or a formula about steps, by its name in the module */
  | { readonly kind: 'violated'; readonly name: string }
  /** a formula about runs without end, which the states that follow break; of several TLC does not say which */
  | { readonly kind: 'unfulfilled' }
  /** after the last state the run goes on as from this one */
  | { readonly kind: 'back'; readonly to: number }
  /** after the last state the run has no step more */
  | { readonly kind: 'stuttering' }
  /** nothing can break the formula */
  | { readonly kind: 'tautology' }
  | { readonly kind: 'state'; readonly number: number; readonly variables: ReadonlyMap<string, TlaValue> }
  /** a bound of the search was reached */
  | { readonly kind: 'cut'; readonly bound: string }
  /** what else TLC calls an error: that it cannot parse, evaluate, go on */
  | { readonly kind: 'error'; readonly text: string };

/** Numbers of messages (tlc2.output.EC). */
const CODES = {
  progress: 2200,
  states: 2199,
  depth: 2194,
  state: 2217,
  invariant: 2110,
  initialInvariant: 2107,
  step: 2112,
  behaviour: 2121,
  temporal: 2116,
  counterexample: 2264,
  back: 2122,
  stuttering: 2218,
  tautology: 2253,
} as const;

const BEGIN = /^@!@!@STARTMSG (\d+):(\d+) @!@!@$/;
const END = /^@!@!@ENDMSG \d+ @!@!@$/;
const ERROR_CLASSES = new Set(['1', '2']);

/** Reads TLC's output as it comes, in pieces that may end anywhere. */
export class TlcReader {
  #rest = '';
  #message: { readonly code: number; readonly level: string; readonly lines: string[] } | null = null;

  read(piece: string): TlcEvent[] {
    const lines = (this.#rest + piece).split(/\r?\n/);
    this.#rest = lines.pop() ?? '';
    return lines.flatMap((line) => this.#line(line));
  }

  #line(line: string): TlcEvent[] {
    const begin = BEGIN.exec(line);
    if (begin !== null) {
      this.#message = { code: Number(begin[1]), level: begin[2], lines: [] };
      return [];
    }
    if (this.#message !== null && END.test(line)) {
      const { code, level, lines } = this.#message;
      this.#message = null;
      return eventsOf(code, level, lines.join('\n'));
    }
    const cut = /^<<"cut", ("(?:[^"\\]|\\.)*")>>$/.exec(line);
    if (cut !== null) return [{ kind: 'cut', bound: JSON.parse(cut[1]) as string }];
    this.#message?.lines.push(line);
    return [];
  }
}

function eventsOf(code: number, level: string, text: string): TlcEvent[] {
  const whole = (digits: string) => Number(digits.replaceAll(/[,.\s]/g, ''));
  switch (code) {
    case CODES.progress: {
      const found = /Progress\((\d+)\).*?: ([\d,.]+) states generated.*?, ([\d,.]+) distinct states found.*?, ([\d,.]+) states left/.exec(
        text,
      );
      if (found === null) return [];
      return [
        { kind: 'progress', depth: Number(found[1]), generated: whole(found[2]), distinct: whole(found[3]), waiting: whole(found[4]) },
      ];
    }
    case CODES.states: {
      const found = /([\d,.]+) states generated, ([\d,.]+) distinct states found, ([\d,.]+) states left/.exec(text);
      if (found === null) return [];
      return [{ kind: 'finished', generated: whole(found[1]), distinct: whole(found[2]), waiting: whole(found[3]) }];
    }
    case CODES.depth: {
      const found = /search is (\d+)/.exec(text);
      return found === null ? [] : [{ kind: 'depth', depth: Number(found[1]) }];
    }
    case CODES.state:
      return stateEvent(text);
    case CODES.invariant:
    case CODES.initialInvariant: {
      const found = /Invariant (\w+) is violated/.exec(text);
      if (found === null) return [{ kind: 'error', text }];
      // Of an initial state, the state stands in the message.
      const state = code === CODES.initialInvariant ? stateEvent(`1: <Initial predicate>\n${text.slice(text.indexOf('\n') + 1)}`) : [];
      return [{ kind: 'violated', name: found[1] }, ...state];
    }
    case CODES.step: {
      const found = /[Aa]ction property (\w+) is violated/.exec(text);
      return found === null ? [{ kind: 'error', text }] : [{ kind: 'violated', name: found[1] }];
    }
    case CODES.behaviour:
    case CODES.counterexample:
      return [];
    case CODES.temporal:
      return [{ kind: 'unfulfilled' }];
    case CODES.back: {
      const found = /^(\d+): Back to state/.exec(text);
      return found === null ? [{ kind: 'error', text }] : [{ kind: 'back', to: Number(found[1]) }];
    }
    case CODES.stuttering:
      return [{ kind: 'stuttering' }];
    case CODES.tautology:
      return [{ kind: 'tautology' }];
    default:
      return ERROR_CLASSES.has(level) ? [{ kind: 'error', text }] : [];
  }
}

function stateEvent(text: string): TlcEvent[] {
  const number = /^(\d+): /.exec(text);
  if (number === null) return [];
  const parts = text.split(/^\/\\ (\w+) = /m).slice(1);
  const variables = new Map<string, TlaValue>();
  for (let i = 0; i + 1 < parts.length; i += 2) variables.set(parts[i], parseValue(parts[i + 1]));
  return variables.size === 0 ? [] : [{ kind: 'state', number: Number(number[1]), variables }];
}
