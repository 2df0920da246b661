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

#if N == 7
#define all (heard[0] && heard[1] && heard[2] && heard[3] && heard[4] && heard[5] && heard[6])
#elif N == 8
#define all (heard[0] && heard[1] && heard[2] && heard[3] && heard[4] && heard[5] && heard[6] && heard[7])
#elif N == 9
#define all (heard[0] && heard[1] && heard[2] && heard[3] && heard[4] && heard[5] && heard[6] && heard[7] && heard[8])
#endif

// Asked after each step that could make it false, which is less than in every new state.
#if N == 7
#define some(x) (phase[0] == x || phase[1] == x || phase[2] == x || phase[3] == x || phase[4] == x || phase[5] == x || phase[6] == x)
#elif N == 8
#define some(x) (phase[0] == x || phase[1] == x || phase[2] == x || phase[3] == x || phase[4] == x || phase[5] == x || phase[6] == x || phase[7] == x)
#elif N == 9
#define some(x) (phase[0] == x || phase[1] == x || phase[2] == x || phase[3] == x || phase[4] == x || phase[5] == x || phase[6] == x || phase[7] == x || phase[8] == x)
#endif
#define consistent assert(!(some(2) && some(3)))

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
