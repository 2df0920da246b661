// Paxos over sets of messages in SPIN, with the variables of paxos.proviso: a process for each acceptor and one for each ballot, each with
// one place, so that the variables alone are the state. An acceptor promises a ballot once, and a ballot has one value, so that a byte
// for each acceptor and ballot is the set of promises and a bit the set of votes.
#ifndef BALLOTS
#define BALLOTS 3
#endif
byte promised[3];
byte voted[3];
byte value[3];
bit asked[BALLOTS + 1];
byte proposed[BALLOTS + 1];
byte promise[3 * (BALLOTS + 1)];  // 0 none, otherwise 1 + 3 * the ballot voted in + the value voted for
bit vote[3 * (BALLOTS + 1)];

#define AT(a, b) ((a) * (BALLOTS + 1) + (b))
#define newer(p, q) (p > q -> p : q)
// either promise there, and the newer vote is for v or there is none
#define allows(p, q, v) (p && q && (newer(p, q) == 1 || (newer(p, q) - 1) % 3 == v))
#define quorum(b, v) (allows(promise[AT(0, b)], promise[AT(1, b)], v) || allows(promise[AT(0, b)], promise[AT(2, b)], v) \
  || allows(promise[AT(1, b)], promise[AT(2, b)], v))
#define chosen(b) (vote[AT(0, b)] + vote[AT(1, b)] + vote[AT(2, b)] >= 2)

// asked after each step that could make it false
#define differs(b, c) (chosen(b) && chosen(c) && proposed[b] != proposed[c])
#if BALLOTS == 1
#define agreed true
#elif BALLOTS == 2
#define agreed (!differs(1, 2))
#elif BALLOTS == 3
#define agreed (!differs(1, 2) && !differs(1, 3) && !differs(2, 3))
#elif BALLOTS == 4
#define agreed (!differs(1, 2) && !differs(1, 3) && !differs(2, 3) && !differs(1, 4) && !differs(2, 4) && !differs(3, 4))
#endif

#define PROMISE(b) \
  :: d_step { asked[b] && b > promised[_pid] -> \
       promised[_pid] = b; promise[AT(_pid, b)] = 1 + 3 * voted[_pid] + value[_pid] }
#define VOTE(b) \
  :: d_step { proposed[b] && b >= promised[_pid] -> \
       promised[_pid] = b; voted[_pid] = b; value[_pid] = proposed[b]; vote[AT(_pid, b)] = 1; assert(agreed) }

active [3] proctype acceptor() {
  do
  PROMISE(1) VOTE(1)
#if BALLOTS >= 2
  PROMISE(2) VOTE(2)
#endif
#if BALLOTS >= 3
  PROMISE(3) VOTE(3)
#endif
#if BALLOTS >= 4
  PROMISE(4) VOTE(4)
#endif
  od
}

#define BALLOT (_pid - 2)
#define PROPOSE(v) :: d_step { !proposed[BALLOT] && quorum(BALLOT, v) -> proposed[BALLOT] = v }

active [BALLOTS] proctype ballot() {
  do
  :: d_step { !asked[BALLOT] -> asked[BALLOT] = 1 }
  PROPOSE(1)
  PROPOSE(2)
  od
}
