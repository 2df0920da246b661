/**
 * Systems of one node with values that are wider than a number: sets of many structs, maps by them, lists, wide structs. What they hold at
 * first is drawn, and so are a predicate and an action.
 */
import { Tape, tape as tapes } from './tape.ts';

/** What is bound where an expression stands: names of votes, pairs and numbers. */
interface Names {
  readonly votes: readonly string[];
  readonly pairs: readonly string[];
  readonly numbers: readonly string[];
}

const NONE: Names = { votes: [], pairs: [], numbers: [] };

class Writer {
  #names = 0;
  readonly #tape: Tape;
  /** what stands before the name of a variable */
  readonly #of: string;

  constructor(tape: Tape, of: string) {
    this.#tape = tape;
    this.#of = of;
  }

  truth(depth: number, names: Names): string {
    const tape = this.#tape;
    const of = this.#of;
    if (depth <= 0 || tape.ended) return this.comparison(0, names);
    const under = depth - 1;
    switch (tape.below(14)) {
      case 0:
        return this.comparison(under, names);
      case 1:
        return `(${this.truth(under, names)} and ${this.truth(under, names)})`;
      case 2:
        return `(${this.truth(under, names)} or ${this.truth(under, names)})`;
      case 3:
        return `(${this.truth(under, names)} implies ${this.truth(under, names)})`;
      case 4:
        return `not (${this.truth(under, names)})`;
      case 5:
      case 6:
      case 7: {
        const [name, set, inner] = this.binder(under, names);
        const where = tape.chance(1, 3) ? ` where ${this.truth(under, inner)}` : '';
        return `(${tape.pick(['exists', 'forall'])} ${name} in ${set}${where}: ${this.truth(under, inner)})`;
      }
      case 8:
        return `${this.votes(under, names)} ${tape.pick(['==', '!=', '<', '>='])} ${this.votes(under, names)}`;
      case 9:
        return `${this.vote(under, names)} in ${this.votes(under, names)}`;
      case 10:
        return `${this.list(under, names)} ${tape.pick(['==', '!=', '<'])} ${this.list(under, names)}`;
      case 11:
        return `${this.pair(under, names)} in ${tape.pick([`${of}log`, `${of}pairs`, `${of}others`])}`;
      case 12:
        return `${of}wide ${tape.pick(['==', '!=', '<', '>='])} ${tape.pick([`${of}before`, `Wide(a: 300, b: 0, c: 0, d: ${tape.below(2)})`])}`;
      default:
        return tape.pick([
          `${of}byVote[${this.vote(under, names)}]`,
          `${of}latest == ${this.pair(under, names)}`,
          `${of}latest == none`,
          `${of}votes == {}`,
          `${of}many == ${of}votes`,
          `${this.number(under, names)} in ${of}more`,
        ]);
    }
  }

  comparison(depth: number, names: Names): string {
    return `${this.number(depth, names)} ${this.#tape.pick(['==', '!=', '<', '<=', '>'])} ${this.number(depth, names)}`;
  }

  number(depth: number, names: Names): string {
    const tape = this.#tape;
    const of = this.#of;
    const plain = [
      ...['0', '1', '2', '3', `${of}n`, `${of}wide.a`, `count(${of}queue)`, `count(${of}log)`, `count(${of}votes)`],
      ...[...names.votes].flatMap((v) => [`${v}.ballot`, `${v}.acceptor`, `${v}.value`]),
      ...[...names.pairs].flatMap((p) => [`${p}.a`, `${p}.b`]),
      ...names.numbers,
    ];
    if (depth <= 0 || tape.ended) return plain[(plain.length - tape.below(plain.length)) % plain.length];
    const under = depth - 1;
    switch (tape.below(9)) {
      case 0:
        return `count(${this.votes(under, names)})`;
      case 1: {
        const [name, set, inner] = this.binder(under, names);
        return `count(${name} in ${set} where ${this.truth(under, inner)})`;
      }
      case 2:
        return `${tape.pick(['min', 'max'])}(${this.votes(under, names)}).${tape.pick(['ballot', 'value'])}`;
      case 3:
        return `${tape.pick(['min', 'max', 'first', 'last'])}(${this.list(under, names)})`;
      case 4:
        return `${this.list(under, names)}[${this.number(0, names)}]`;
      case 5:
        return `count(${this.list(under, names)})`;
      case 6:
        return tape.pick([
          `first(${of}log).a`,
          `last(${of}log).b`,
          `${of}log[${this.number(0, names)}].a`,
          `${of}byPair[${this.pair(under, names)}]`,
          `max(${of}more)`,
          `min(${of}numbers)`,
          `max(${of}log).b`,
        ]);
      case 7:
        return `(${this.number(under, names)} + 1)`;
      default:
        return `(if ${this.truth(under, names)} then ${this.number(0, names)} else ${this.number(0, names)})`;
    }
  }

  votes(depth: number, names: Names): string {
    const tape = this.#tape;
    const plain = [`${this.#of}votes`, `${this.#of}kept`];
    if (depth <= 0 || tape.ended) return tape.pick(plain);
    const under = depth - 1;
    switch (tape.below(6)) {
      case 0:
        return tape.pick(plain);
      case 1:
      case 2:
        return `(${this.votes(under, names)} ${tape.pick(['|', '&', '-'])} ${this.votes(under, names)})`;
      case 3: {
        const name = `v${this.#names++}`;
        const inner = { ...names, votes: [...names.votes, name] };
        return `{ ${this.vote(under, inner)} for ${name} in ${this.votes(under, names)} where ${this.truth(under, inner)} }`;
      }
      case 4:
        return `{ ${this.vote(under, names)}, ${this.vote(under, names)} }`;
      default:
        return `{ ${this.vote(0, names)} }`;
    }
  }

  vote(depth: number, names: Names): string {
    const tape = this.#tape;
    if (names.votes.length > 0 && tape.chance(2, 3)) return tape.pick(names.votes);
    if (depth > 0 && tape.chance(1, 4)) return `${tape.pick(['min', 'max'])}(${this.votes(depth - 1, names)})`;
    const small = tape.chance(1, 3) && names.votes.length > 0 ? `${tape.pick(names.votes)}.acceptor` : String(1 + tape.below(3));
    const level = tape.chance(1, 3) ? `${this.#of}n` : String(tape.below(3));
    return `Vote(acceptor: ${small}, ballot: ${1 + tape.below(3)}, value: ${level}, old: ${level})`;
  }

  pair(_depth: number, names: Names): string {
    const tape = this.#tape;
    if (names.pairs.length > 0 && tape.chance(2, 3)) return tape.pick(names.pairs);
    const a = tape.chance(1, 3) ? `${this.#of}n + 1` : String(1 + tape.below(3));
    return `Pair(a: ${a}, b: ${1 + tape.below(3)})`;
  }

  list(depth: number, names: Names): string {
    const tape = this.#tape;
    if (depth <= 0 || tape.ended) return `${this.#of}queue`;
    const under = depth - 1;
    switch (tape.below(6)) {
      case 0:
        return `${this.#of}queue`;
      case 1:
        return `rest(${this.list(under, names)})`;
      case 2:
        return `${tape.pick(['take', 'drop'])}(${this.list(under, names)}, ${this.number(0, names)})`;
      case 3:
        return `(${this.list(under, names)} + [${this.number(0, names)}])`;
      case 4:
        return `[${tape.below(3)}, ${tape.below(3)}]`;
      default:
        return `[${this.#of}n]`;
    }
  }

  binder(depth: number, names: Names): [name: string, set: string, inner: Names] {
    const tape = this.#tape;
    const name = `v${this.#names++}`;
    switch (tape.below(5)) {
      case 0:
      case 1:
        return [name, this.votes(depth, names), { ...names, votes: [...names.votes, name] }];
      case 2:
        return [name, `${this.#of}${tape.pick(['pairs', 'others'])}`, { ...names, pairs: [...names.pairs, name] }];
      case 3:
        return [name, tape.pick([`${this.#of}numbers`, `${this.#of}more`]), { ...names, numbers: [...names.numbers, name] }];
      default:
        return [name, tape.pick(['1..3', '0..2', 'Small']), { ...names, numbers: [...names.numbers, name] }];
    }
  }
}

/** One predicate, one action, and few others, so that a few states show all there is. */
export const wideSystems = tapes(160).map((values) => {
  const tape = new Tape(values);
  const writer = new Writer(tape, '');
  const [votes, kept] = [tape.below(8), tape.below(4)].map(
    (n) => `{ ${Array.from({ length: n }, () => writer.vote(0, NONE)).join(', ')} }`,
  );
  const pairs = `{ ${Array.from({ length: tape.below(5) }, () => `Pair(a: ${1 + tape.below(3)}, b: ${1 + tape.below(3)})`).join(', ')} }`;
  const lists = [tape.below(4), tape.below(5)].map((n) => Array.from({ length: n }, () => tape.below(3)));
  const body = bodyOf(tape, writer);
  const guard = tape.chance(1, 2) ? ` when ${writer.truth(2, NONE)}` : '';
  return `system Wide {
  type Small = 1..3
  type Level = 0..2
  struct Pair(a: Small, b: Small)
  struct Vote(acceptor: Small, ballot: Small, value: Level, old: 0..3)
  struct Wide(a: 0..1000, b: 0..1000, c: 0..1000, d: 0..1000)
  node World {
    n: Level = ${tape.below(3)}
    numbers: set<Small> = {}
    more: set<0..63> = { ${tape.below(64)}, 2 }
    pairs: set<Pair> = ${pairs}
    others: set<Pair> = { Pair(a: 1, b: 1) }
    votes: set<Vote> = ${votes}
    kept: set<Vote> = ${kept}
    many: set<Vote> = {}
    latest: Pair? = ${tape.pick(['none', 'Pair(a: 1, b: 2)'])}
    wide: Wide = Wide(a: 300, b: 0, c: 0, d: 1)
    before: Wide = Wide(a: 300, b: 0, c: 0, d: 0)
    wides: map<Level, Wide> = Wide(a: 0, b: 0, c: 0, d: 0)
    levels: map<Small, Level> = 0
    byPair: map<Pair, Level> = 0
    byVote: map<Vote, bool> = false
    queue: list<Level, 4> = [${lists[0].join(', ')}]
    log: list<Pair, 10> = [${lists[1].map((x) => `Pair(a: ${x + 1}, b: 1)`).join(', ')}]
    optional action drawn${guard} { ${body} }
    optional action number for x in Small when n < 2 { numbers += x  n += 1 }
    optional action vote for x in 1..2 { votes += ${writer.vote(0, NONE).replace(/ballot: ./, 'ballot: x')} }
  }
  safety Drawn: never (${new Writer(tape, 'World.').truth(4, NONE)})
}
assume Async { timing async }
check Async { Drawn holds }
`;
});

function bodyOf(tape: Tape, writer: Writer): string {
  const votes = { ...NONE, votes: ['v'] };
  switch (tape.below(7)) {
    case 0:
      return `votes = ${writer.votes(2, NONE)}`;
    case 1:
      return `for v in votes where ${writer.truth(1, votes)} { kept += ${writer.vote(1, votes)}  byVote[v] = not byVote[v] }`;
    case 2:
      return `let v = choose v in votes where ${writer.truth(1, votes)}  votes -= v  kept += v`;
    case 3:
      return `queue = ${writer.list(2, NONE)}`;
    case 4:
      return `for l in queue { if l == n { log = log + [Pair(a: l + 1, b: 1)] } }`;
    case 5:
      return `byPair[${writer.pair(1, NONE)}] = n  wide.c = ${writer.number(1, NONE)}  wides[n].d = ${writer.number(0, NONE)}`;
    default:
      return `log = drop(log, 1) + [${writer.pair(1, NONE)}]  log[0].a = ${tape.below(3) + 1}`;
  }
}
