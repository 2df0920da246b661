// Two-phase commit as in Lamport's TLA+ text, over the same variables as two-phase-commit.proviso: a process for each
// manager and one for the transaction manager, each with one place, so that the variables alone are the state.
#ifndef N
#define N 7
#endif
byte phase[N];      // 0 working, 1 prepared, 2 committed, 3 aborted
bit heard[N];
byte decision;      // 0 undecided, 1 commit, 2 abort
bit sent[N];
bit commitSent, abortSent;

#define every2(p) (p(0) && p(1))
#define some2(p) (p(0) || p(1))
#define every3(p) (every2(p) && p(2))
#define some3(p) (some2(p) || p(2))
#define every4(p) (every3(p) && p(3))
#define some4(p) (some3(p) || p(3))
#define every5(p) (every4(p) && p(4))
#define some5(p) (some4(p) || p(4))
#define every6(p) (every5(p) && p(5))
#define some6(p) (some5(p) || p(5))
#define every7(p) (every6(p) && p(6))
#define some7(p) (some6(p) || p(6))
#define every8(p) (every7(p) && p(7))
#define some8(p) (some7(p) || p(7))
#define every9(p) (every8(p) && p(8))
#define some9(p) (some8(p) || p(8))
#define JOINED(a, b) a ## b
#define WITH(a, b) JOINED(a, b)
#define every(p) WITH(every, N)(p)
#define some(p) WITH(some, N)(p)

#define isHeard(m) heard[m]
#define isCommitted(m) phase[m] == 2
#define isAborted(m) phase[m] == 3
#define all every(isHeard)

// Asked after each step that could make it false, which is less than in every new state.
#define consistent assert(!(some(isCommitted) && some(isAborted)))

active [N] proctype manager() {
  do
  :: d_step { decision == 0 && sent[_pid] -> heard[_pid] = 1 }
  :: d_step { phase[_pid] == 0 -> phase[_pid] = 1; sent[_pid] = 1 }
  :: d_step { phase[_pid] == 0 -> phase[_pid] = 3; consistent }
  :: d_step { commitSent -> phase[_pid] = 2; consistent }
  :: d_step { abortSent -> phase[_pid] = 3; consistent }
  od
}

active proctype transaction() {
  do
  :: d_step { decision == 0 && all -> decision = 1; commitSent = 1 }
  :: d_step { decision == 0 -> decision = 2; abortSent = 1 }
  od
}
