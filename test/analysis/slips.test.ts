/** What a stranger types: a sample with one slip in it, and all that is said about it. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { analyse, load } from '#checker';

function reported(sample: string, from: string, to: string): string[] {
  const right = readFileSync(new URL(`../../samples/${sample}.proviso`, import.meta.url), 'utf8');
  expect(right).toContain(from);
  const text = right.replace(from, () => to);
  const loaded = load('s.proviso', text, () => ({ problem: 'nothing to import', details: {} }));
  return [...loaded.diagnostics, ...analyse(loaded).diagnostics].map((d) => `${text.slice(d.span.start, d.span.end)}: ${d.message}`);
}

const misspelt = (word: string) => [`${word}: \`${word}\` is not a keyword`];

test.each([
  ['crash-recovery', 'on Increment {\n', 'on Increment\n', ['Increment: expected `{` before the body']],
  ['fenced-lock', 'if lease.left > 0 {', 'if lease.left > 0\n', ['0: expected `{` before the body']],
  ['crash-recovery', 'onDisk += 1', 'onDisk++', ['+: `++` does not exist; write `+= 1`']],
  ['crash-recovery', 'onDisk += 1', 'ondisk += 1', ['ondisk: there is no variable called `ondisk`']],
  ['crash-recovery', 'waiting = true\n', 'waiting == true\n', ['==: `==` compares; use `=` to assign']],
  [
    'crash-recovery',
    'send Increment to Counter',
    'send Increment Counter',
    ['Counter: expected `to` and the receiver after `send Increment`, found `Counter`'],
  ],
  ['crash-recovery', 'send Increment to Counter', 'send Increment ot Counter', misspelt('ot')],
  ['crash-recovery', 'send Increment to Counter', 'send Increment to Conter', ['Conter: there is no name called `Conter`']],
  ['crash-recovery', 'fault Counter { stop }', 'fault Counter { crash }', misspelt('crash')],
  ['failure-detector', 'message Ping\n', 'msg Ping\n', misspelt('msg')],
  ['failure-detector', 'on Ping { reply Pong }', 'on Ping { return Pong }', misspelt('return')],
  ['failure-detector', 'holds when TIMEOUT', 'holds if TIMEOUT', ['if: `if` is not allowed here']],
  ['fenced-lock', 'on Acquire from c when holder', 'on Acquire from c if holder', ['if: `if` is not allowed here']],
  ['fenced-lock', 'when holder == none', 'when holder == null', ['null: there is no name called `null`']],
  ['fenced-lock', 'reply Granted(token)', 'reply Granted(holder)', ['holder: expected a Token for `token`, found a Client?']],
  ['fenced-lock', 'send Write(token) to', 'send Write(token, 3) to', ['3: all fields of `Write` are already given']],
  ['fenced-lock', 'node Client[2] {', 'node Client(2) {', ['(: the number of instances goes in square brackets: `Client[2]`']],
  ['fenced-lock', 'lossy, duplicating, capacity 2', 'loss, dup, capacity 2', [...misspelt('loss'), ...misspelt('dup')]],
  ['quorum-register', 'acks: set<Replica>', 'acks: Set<Replica>', misspelt('Set')],
  ['quorum-register', 'acks: set<Replica>', 'acks: set[Replica]', ['[: the element type of a set goes between `<` and `>`: `set<...>`']],
  ['quorum-register', 'count(acks) >=', 'acks.size >=', ['size: a set<Replica> has no parts, so `.size` has no meaning']],
  [
    'quorum-register',
    'call round = broadcast',
    'let round = broadcast',
    ['broadcast: name a request with `call`: `call c = broadcast ...`'],
  ],
  ['two-generals', 'send Messenger(number: 0)', 'send Messenger(0)', []],
])('%s, where %j becomes %j', (sample, from, to, messages) => {
  expect(reported(sample, from, to)).toEqual(messages);
});

const bound = `system Pass {
  node Peer[3] { has: bool = false  action take when not has { has = true } }
  liveness All: forall p, q in Peer: p.has leads to q.has
}
assume Async { timing async }
check Async {}
`;

test('what a quantifier binds is not known behind `leads to`, and parentheses around it all are offered', () => {
  const said = (text: string) => {
    const loaded = load('s.proviso', text, () => ({ problem: 'nothing to import', details: {} }));
    return [...loaded.diagnostics, ...analyse(loaded).diagnostics].filter(({ severity }) => severity === 'error');
  };
  const [error, ...others] = said(bound);
  expect(others).toEqual([]);
  expect([bound.slice(error.span.start, error.span.end), error.message]).toEqual([
    'q',
    '`q` is bound on the left alone: `leads to` ends what the quantifier speaks of',
  ]);
  let text = bound;
  for (const { span, text: put } of error.fixes![0].edits.toReversed()) text = text.slice(0, span.start) + put + text.slice(span.end);
  expect(text).toContain('forall p, q in Peer: (p.has leads to q.has)');
  expect(said(text)).toEqual([]);
});
