// The same lock in SPIN: a process for each of Proviso's, with one step for each of its actions, over the same variables.
// Weak fairness of processes (-f) is then that of the actions: a process has at most one step at a time.
#ifndef N
#define N 4
#endif
byte at[N+1];      // 0 idle, 1 announce, 2 yield, 3 wait, 4 critical
byte try[N+1];
byte level[N+1];
byte last[N] = 1;

#define below(q) (q > N || q == _pid + 1 || level[q] < try[_pid+1])
#define nobody2 (below(1) && below(2))
#define nobody3 (nobody2 && below(3))
#define nobody4 (nobody3 && below(4))
#define nobody5 (nobody4 && below(5))
#define nobody6 (nobody5 && below(6))
#define JOINED(a, b) a ## b
#define WITH(a, b) JOINED(a, b)
#define nobody WITH(nobody, N)

active [N] proctype process() {
  do
  :: d_step { at[_pid+1] == 0 -> at[_pid+1] = 1; try[_pid+1] = 1 }
  :: d_step { at[_pid+1] == 1 -> level[_pid+1] = try[_pid+1]; at[_pid+1] = 2 }
  :: d_step { at[_pid+1] == 2 -> last[try[_pid+1]] = _pid + 1; at[_pid+1] = 3 }
  :: d_step { at[_pid+1] == 3 && (last[try[_pid+1]] != _pid + 1 || nobody) ->
       if
       :: try[_pid+1] < N - 1 -> try[_pid+1] = try[_pid+1] + 1; at[_pid+1] = 1
       :: else -> at[_pid+1] = 4
       fi }
  :: d_step { at[_pid+1] == 4 -> level[_pid+1] = 0; try[_pid+1] = 0; at[_pid+1] = 0 }
  od
}

#ifdef LIVENESS
ltl getsIn { [] (at[1] == 3 -> <> (at[1] == 4)) }
#endif
