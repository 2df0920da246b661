/** A system with a variable of each kind of type, and ways to say things of it with the cheapest equivalent of each. */

export const SYSTEM = `system Constructs {
  const LEAST = 1
  type Small = LEAST..3
  type Level = 0..2
  enum Colour { Red, Green, Blue }
  struct Pair(a: Small, b: Small)
  struct Vote(acceptor: Small, ballot: Small, value: Level, old: 0..3)
  struct Wide(a: 0..1000, b: 0..1000, c: 0..1000, d: 0..1000)
  message Note(level: Level)

  node World {
    n: Level = 0
    colour: Colour = Red
    numbers: set<Small> = {}
    more: set<0..63> = {}
    pairs: set<Pair> = {}
    others: set<Pair> = {}
    votes: set<Vote> = {}
    kept: set<Vote> = {}
    many: set<Vote> = {}
    latest: Pair? = none
    wide: Wide = Wide(a: 0, b: 0, c: 0, d: 0)
    before: Wide = Wide(a: 0, b: 0, c: 0, d: 0)
    wides: map<Level, Wide> = Wide(a: 0, b: 0, c: 0, d: 0)
    levels: map<Small, Level> = 0
    byPair: map<Pair, Level> = 0
    byVote: map<Vote, bool> = false
    queue: list<Level, 4> = []
    log: list<Pair, 10> = []

    optional action number for x in Small { numbers += x  n = if n == 2 then 0 else n + 1 }
    optional action many for x in 0..7 { more += x * 9 }
    optional action pair for x in Small, y in Small { pairs += Pair(a: x, b: y)  latest = Pair(a: x, b: y)  if x != y { others += Pair(a: y, b: x) } }
    optional action vote for x in Small, y in Small, l in Level { votes += Vote(acceptor: x, ballot: y, value: l, old: l)  if x == y { kept += Vote(acceptor: x, ballot: y, value: l, old: l) } }
    optional action level for x in Small, l in Level { levels[x] = l  byPair[Pair(a: x, b: x)] = l  byVote[Vote(acceptor: x, ballot: x, value: l, old: l)] = true }
    optional action push for l in Level when count(queue) < 4 { queue = queue + [l] }
    optional action append for x in Small when count(log) < 10 { log = log + [Pair(a: x, b: x)] }
    optional action widen for x in 0..2 { wide.a = x * 300  wide.d = x  before.a = x * 300 }
    optional action tell for l in Level { send Note(level: l) to Worker#1 }
  }
  node Worker[3] {
    x: Level = 0
    seen: set<Vote> = {}
    optional action up for l in Level { x = l  seen += Vote(acceptor: index(self), ballot: 1, value: l, old: 0) }
    on Note(level: l) { x = l }
  }

  PROPERTIES
}

assume Async { timing async  network { capacity 4 } }

check Async { A0 holds }
`;

interface Construct {
  readonly name: string;
  readonly says: string;
  /** the cheapest way to say the same */
  readonly same: string;
  /** it says something else that is about as much work */
  readonly like?: true;
}

const World = (text: string) => text.replaceAll('@', 'World.');
const one = (name: string, says: string, same: string): Construct => ({ name, says: World(says), same: World(same) });
const like = (name: string, says: string, same: string): Construct => ({ ...one(name, says, same), like: true });

/** The vote, as there is one at most of an acceptor, a ballot and a value. */
const vote = (a: string, b: string, l: string) => `Vote(acceptor: ${a}, ballot: ${b}, value: ${l}, old: ${l})`;

export const constructs: readonly Construct[] = [
  one(
    'count over structs',
    'count(v in @votes where v.ballot == 1) >= 2',
    `(if ${vote('1', '1', '0')} in @votes then 1 else 0) + (if ${vote('1', '1', '1')} in @votes then 1 else 0) + (if ${vote('1', '1', '2')} in @votes then 1 else 0) + count(a in 2..3 where ${vote('a', '1', '0')} in @votes) + count(a in 2..3 where ${vote('a', '1', '1')} in @votes) + count(a in 2..3 where ${vote('a', '1', '2')} in @votes) >= 2`,
  ),
  one('exists over structs', 'exists v in @votes: v.ballot == 1 and v.value == 2', `exists a in Small: ${vote('a', '1', '2')} in @votes`),
  one('forall over structs', 'forall v in @votes: v.acceptor == v.ballot', '@votes == @kept'),
  one(
    'two of the structs',
    'exists p, q in @votes: p.ballot == 1 and q.ballot == 2 and p.acceptor < q.acceptor',
    `exists a, b in Small where a < b: (exists l in Level: ${vote('a', '1', 'l')} in @votes) and (exists l in Level: ${vote('b', '2', 'l')} in @votes)`,
  ),
  one(
    'two of the structs, what speaks of one last',
    'exists p, q in @votes: q.ballot == 2 and p.acceptor < q.acceptor and p.ballot == 1',
    `exists a, b in Small where a < b: (exists l in Level: ${vote('a', '1', 'l')} in @votes) and (exists l in Level: ${vote('b', '2', 'l')} in @votes)`,
  ),
  one(
    'all pairs of structs',
    'forall p, q in @votes where p.ballot == 1 and q.ballot == 2: p.acceptor >= q.acceptor',
    `not (exists a, b in Small where a < b: (exists l in Level: ${vote('a', '1', 'l')} in @votes) and (exists l in Level: ${vote('b', '2', 'l')} in @votes))`,
  ),
  one(
    'two of few structs',
    'exists p, q in @pairs: p.a == 1 and q.a == 2 and p.b < q.b',
    'exists b, c in Small where b < c: Pair(a: 1, b: b) in @pairs and Pair(a: 2, b: c) in @pairs',
  ),
  one(
    'a part that does not depend',
    'exists x in @numbers: (exists v in @votes: v.ballot == 3) and x == 3',
    '3 in @numbers and exists v in @votes: v.ballot == 3',
  ),
  one(
    'a count that does not depend',
    'exists x in @numbers: count(v in @votes where v.ballot == 1) == x',
    'count(v in @votes where v.ballot == 1) in @numbers',
  ),
  one(
    'a count for each of a type',
    'exists x, y in Small where x < y: count(v in @votes where v.ballot == x) == count(v in @votes where v.ballot == y) and count(@votes) > 8',
    'count(@votes) > 8 and (count(v in @votes where v.ballot == 1) == count(v in @votes where v.ballot == 2) or count(v in @votes where v.ballot == 1) == count(v in @votes where v.ballot == 3) or count(v in @votes where v.ballot == 2) == count(v in @votes where v.ballot == 3))',
  ),
  one(
    'comprehension',
    'count({ v.acceptor for v in @votes where v.ballot == 1 }) >= 2',
    'count(a in Small where exists v in @votes: v.ballot == 1 and v.acceptor == a) >= 2',
  ),
  like('comprehension of structs', '{ v for v in @votes where v.acceptor == v.ballot } == @kept', '@numbers == @numbers'),
  one(
    'membership',
    `${vote('1', '2', '@n')} in @votes`,
    `if @n == 0 then ${vote('1', '2', '0')} in @votes else if @n == 1 then ${vote('1', '2', '1')} in @votes else ${vote('1', '2', '2')} in @votes`,
  ),
  one('membership of each', 'forall v in @kept: v in @votes', 'count(@kept) >= 0'),
  one('membership of few', 'Pair(a: 1, b: 2) in @pairs', '2 in { p.b for p in @pairs where p.a == 1 }'),
  one('union', '(@votes | @kept) == @votes', 'forall v in @kept: v in @votes'),
  one('difference', 'count(@votes - @kept) == 0', '@votes == @kept'),
  one('intersection', '(@votes & @kept) == @kept', 'forall v in @kept: v in @votes'),
  one('equality of large sets', '@votes == @kept', 'count(@votes) == count(@kept)'),
  one('emptiness', '@votes == {}', 'count(@votes) == 0'),
  one('largest of structs', '@votes != {} and max(@votes).acceptor == 3', 'exists v in @votes: v.acceptor == 3'),
  one('least of structs', '@votes != {} and min(@votes).acceptor == 1', 'exists v in @votes: v.acceptor == 1'),
  like('size of a large set', 'count(@votes) > 4', '@n < 3 and count(@votes) > 4'),
  one(
    'map by structs',
    `@byVote[${vote('1', '1', '@n')}]`,
    `if @n == 0 then @byVote[${vote('1', '1', '0')}] else if @n == 1 then @byVote[${vote('1', '1', '1')}] else @byVote[${vote('1', '1', '2')}]`,
  ),
  one(
    'map by few structs',
    '@byPair[Pair(a: @n + 1, b: @n + 1)] == 2',
    'if @n == 0 then @byPair[Pair(a: 1, b: 1)] == 2 else if @n == 1 then @byPair[Pair(a: 2, b: 2)] == 2 else @byPair[Pair(a: 3, b: 3)] == 2',
  ),
  like('one cell of a large map', `@byVote[${vote('1', '1', '0')}]`, '@levels[1] == 1'),
  one(
    'count over the keys of a map',
    'exists x, y in Small: @byPair[Pair(a: x, b: y)] == 2',
    '@byPair[Pair(a: 1, b: 1)] == 2 or @byPair[Pair(a: 2, b: 2)] == 2 or @byPair[Pair(a: 3, b: 3)] == 2',
  ),
  like('map by a rule', '{ k: @levels[k] for k in Small } == @levels', '@levels == @levels'),
  like('field of a wide struct', '@wide.a == 300', '@n == @n'),
  one(
    'equality of wide structs',
    '@wide == @before',
    '@wide.a == @before.a and @wide.b == @before.b and @wide.c == @before.c and @wide.d == @before.d',
  ),
  like('order of wide structs', '@wide > @before', '@wide.d > 0'),
  like('optional struct', '@latest == Pair(a: 1, b: 2)', '@latest != none and @latest.a == 1 and @latest.b == 2'),
  like('no struct', '@latest == none', '@n == 2'),
  one('first of a list', 'count(@queue) > 0 and first(@queue) == 1', 'count(@queue) > 0 and @queue[0] == 1'),
  one('last of a list', 'count(@queue) > 0 and last(@queue) == 1', 'count(@queue) > 0 and @queue[count(@queue) - 1] == 1'),
  one('rest of a list', 'count(@queue) > 1 and rest(@queue)[0] == 1', 'count(@queue) > 1 and @queue[1] == 1'),
  one('beginning of a list', 'count(@queue) > 1 and take(@queue, 1) == [1]', 'count(@queue) > 1 and @queue[0] == 1'),
  one('end of a list', 'count(drop(@queue, 2)) == 1', 'count(@queue) == 3'),
  like('two lists', 'count(@queue) == 1 and @queue + [1] == [1, 1]', 'count(@queue) == 1 and @queue[0] == 1'),
  one('in a list', '1 in @queue', 'exists i in 0..3: i < count(@queue) and @queue[i] == 1'),
  one('largest of a list', 'count(@queue) > 0 and max(@queue) == 2', '2 in @queue'),
  one('in a long list', 'Pair(a: 1, b: 1) in @log', 'exists i in 0..9: i < count(@log) and @log[i].a == 1'),
  one('last of a long list', 'count(@log) > 0 and last(@log).a == 1', 'count(@log) > 0 and @log[count(@log) - 1].a == 1'),
  like('one of a long list', 'count(@log) > 2 and @log[2].a == 1', 'count(@log) > 2'),
  like('size of a long list', 'count(@log) == 3', '@n == 0 and count(@log) == 3'),
  one('two long lists', 'count(@log) == 1 and (@log + @log)[1].a == 1', 'count(@log) == 1 and @log[0].a == 1'),
  one('end of a long list', 'count(@log) > 2 and drop(@log, 2)[0].a == 1', 'count(@log) > 2 and @log[2].a == 1'),
  one('messages in flight', 'count(in flight Note(level: 2)) > 0', 'in flight Note(level: 2)'),
  one(
    'messages in flight, for each',
    'exists l in Level: count(in flight Note(level: l)) > 1',
    'count(in flight Note(level: 0)) > 1 or count(in flight Note(level: 1)) > 1 or count(in flight Note(level: 2)) > 1',
  ),
  one('messages in flight in a loop', 'exists x in @numbers: count(in flight Note) == x', 'count(in flight Note) in @numbers'),
  one('over nodes', 'exists w in Worker: w.x == 2', 'Worker#1.x == 2 or Worker#2.x == 2 or Worker#3.x == 2'),
  one(
    'sets of nodes',
    'exists v, w in Worker where v != w: v.seen != {} and v.seen == w.seen',
    'Worker#1.seen != {} and (Worker#1.seen == Worker#2.seen or Worker#1.seen == Worker#3.seen) or Worker#2.seen != {} and Worker#2.seen == Worker#3.seen',
  ),
  one(
    'elements of sets of nodes',
    'exists w in Worker: exists v in w.seen: v.value == 2',
    'exists v in Worker#1.seen | Worker#2.seen | Worker#3.seen: v.value == 2',
  ),
  one(
    'union over nodes',
    'exists v in { u for w in Worker, u in w.seen }: v.value == 2',
    'exists v in Worker#1.seen | Worker#2.seen | Worker#3.seen: v.value == 2',
  ),
];
