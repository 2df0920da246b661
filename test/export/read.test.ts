/** What TLC writes, read back. */
import { expect, test } from 'vitest';
import { stateOf, TlcReader } from '#export';
import { initialSteps, steps } from '../../checker/src/model/interpreter.ts';
import { stateText } from '../random/lockstep.ts';
import { modelOf } from '../support/spec.ts';
import { translated } from './tlc.ts';

const SPEC = `system Holds {
  message Ask(n: 0..2)
  node Client { last: 0..2? = none  seen: set<0..2> = {1}  timer rest  on start { start rest for 2  send Ask(1) to Server } }
  node Server[2] { l: list<bool, 2> = [true]  on Ask { } }
}
assume Late { timing sync { delay <= 1 }  network { lossy up to 1, link cuts } }
check Late { }`;

const message = (number: number, level: number, text: string) =>
  `@!@!@STARTMSG ${number}:${level} @!@!@\n${text}\n@!@!@ENDMSG ${number} @!@!@\n`;

/** As TLC 2.18 prints it, with line breaks inside values. */
const FIRST = `1: <Initial predicate>
/\\ Client = [ Client |->
    [ last |-> [is |-> "none"],
      seen |-> {1},
      rest |-> [kind |-> "exact", left |-> 2, duration |-> 2] ] ]
/\\ Server = ("Server#1" :> [l |-> <<TRUE>>] @@ "Server#2" :> [l |-> <<TRUE>>])
/\\ status = ("Client" :> "up" @@ "Server#1" :> "up" @@ "Server#2" :> "up")
/\\ net = ( [ to |-> "Server#1", from |-> "Client", name |-> "Ask", age |-> 0,
    Ask |-> [n |-> 1], call |-> [is |-> "none"], corrupted |-> FALSE ] :>
      1 )
/\\ late = ("Client" :> 0 @@ "Server#1" :> 0 @@ "Server#2" :> 0)
/\\ cuts = {[kind |-> "link", from |-> "Client", to |-> "Server#2"]}
/\\ used = ("loss" :> 0)
/\\ error = ""
/\\ cut = ""
`;

test('a state is that of the model', () => {
  const text = SPEC.replace('send Ask(1) to Server }', 'send Ask(1) to Server#1 }');
  const model = modelOf(text);
  const [first] = initialSteps(model);
  const start = first.target.kind === 'state' ? first.target.state : null;
  const severed = steps(model, start!, ['cut']).flatMap(({ target }) => (target.kind === 'state' ? [stateText(target.state)] : []));
  const [event] = new TlcReader().read(message(2217, 4, FIRST));
  if (event.kind !== 'state') throw new Error('no state was read');
  expect(severed).toContain(stateText(stateOf(translated(model, text).translation, event.variables)));
});

test('messages that come in pieces, between lines of others', () => {
  const reader = new TlcReader();
  const text = [
    'Parsing file A.tla\n',
    message(
      2200,
      0,
      'Progress(8) at 2026-01-01 00:00:00: 1,234 states generated (9 s/min), 567 distinct states found (3 ds/min), 89 states left on queue.',
    ),
    '<<"cut", "capacity 3">>\n',
    message(2110, 1, 'Invariant Agreed is violated.'),
    message(2199, 0, '3 states generated, 2 distinct states found, 1 states left on queue.'),
    message(1000, 1, 'something else'),
  ].join('');
  const events = [...text].flatMap((letter) => reader.read(letter));
  expect(events).toEqual([
    { kind: 'progress', depth: 8, generated: 1234, distinct: 567, waiting: 89 },
    { kind: 'cut', bound: 'capacity 3' },
    { kind: 'violated', name: 'Agreed' },
    { kind: 'finished', generated: 3, distinct: 2, waiting: 1 },
    { kind: 'error', text: 'something else' },
  ]);
});
