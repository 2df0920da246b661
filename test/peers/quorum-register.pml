// A register on majorities, in one process whose every option is one step of Proviso. The writer can broadcast once (its
// second write passes the limit of Version), the reader twice: so at most one message of a class is in flight, and a bit
// a class is the multiset. Index 0 of an answer or question of the reader is fresh, 1 is stale.
//
// proviso: quorum-register.proviso
// Steady:  states 27038
// Stops:   states 145799, CRASHES = 1
// Returns: states 210484, CRASHES = 1, RESTARTS = 1
// Forgets: states 364294, CRASHES = 1, RESTARTS = 1, AMNESIA = 1
// Lossy:   states 89349, LOSS = 1

#ifndef CRASHES
#define CRASHES 0
#endif
#ifndef RESTARTS
#define RESTARTS 0
#endif
#ifndef AMNESIA
#define AMNESIA 0
#endif
// LOSS is how many messages may be lost
#ifndef LOSS
#define LOSS 0
#endif

#define MAJORITY 2
#define STALE 3
// question of or answer from replica r, fresh; the stale one is STALE further
#define TOLD(v) (6 * (v))

bit version[3];
bit down[3];
bit crashed;
byte lost;

bit writerVersion;
bit writing;
bit acks[3];

bit reading;
bit best;
bit heard[3];
byte reads;
bit floorComplete;
bit stale;

bit store[3];
bit stored[3];
bit ask[6];
bit told[12];

#define SIZE(s) (s[0] + s[1] + s[2])

#define BECOME_STALE(bag, i) \
  assert(!(bag[(i) + STALE] && bag[i])); \
  bag[(i) + STALE] = bag[(i) + STALE] | bag[i]; \
  bag[i] = 0

inline deliverStore(r) {
  store[r] = 0;
  if
  :: !down[r] -> version[r] = 1; stored[r] = 1
  :: else
  fi
}

inline deliverStored(r) {
  stored[r] = 0;
  if
  :: writing -> acks[r] = 1;
     if
     :: SIZE(acks) >= MAJORITY -> writing = 0
     :: else
     fi
  :: else
  fi
}

// old is 0 for a fresh question, STALE for a stale one: the answer carries the same
inline deliverAsk(r, old) {
  ask[r + old] = 0;
  if
  :: !down[r] -> assert(!told[TOLD(version[r]) + r + old]); told[TOLD(version[r]) + r + old] = 1
  :: else
  fi
}

inline deliverTold(r, v, old) {
  told[TOLD(v) + r + old] = 0;
  if
  :: reading && old == 0 ->
     heard[r] = 1;
     best = best | v;
     if
     :: SIZE(heard) >= MAJORITY -> reading = 0; stale = floorComplete && !best
     :: else
     fi
  :: else
  fi
}

#define LOSE(bag, i) :: d_step { lost < LOSS && bag[i] -> bag[i] = 0; lost++ }

#define REPLICA(r) \
  :: d_step { store[r] -> deliverStore(r) } \
  :: d_step { stored[r] -> deliverStored(r) } \
  :: d_step { ask[r] -> deliverAsk(r, 0) } \
  :: d_step { ask[r + STALE] -> deliverAsk(r, STALE) } \
  :: d_step { told[r] -> deliverTold(r, 0, 0) } \
  :: d_step { told[r + STALE] -> deliverTold(r, 0, STALE) } \
  :: d_step { told[6 + r] -> deliverTold(r, 1, 0) } \
  :: d_step { told[6 + r + STALE] -> deliverTold(r, 1, STALE) } \
  :: d_step { CRASHES && !down[r] && !crashed -> down[r] = 1; crashed = 1 } \
  :: d_step { AMNESIA && !down[r] && !crashed -> down[r] = 1; crashed = 1; version[r] = 0 } \
  :: d_step { RESTARTS && down[r] -> down[r] = 0 } \
  LOSE(store, r) LOSE(stored, r) LOSE(ask, r) LOSE(ask, r + STALE) \
  LOSE(told, r) LOSE(told, r + STALE) LOSE(told, 6 + r) LOSE(told, 6 + r + STALE)

active proctype system() {
  do
  REPLICA(0)
  REPLICA(1)
  REPLICA(2)
  :: d_step { !writing && writerVersion == 0 ->
       writerVersion = 1; writing = 1;
       acks[0] = 0; acks[1] = 0; acks[2] = 0;
       store[0] = 1; store[1] = 1; store[2] = 1 }
  :: d_step { !reading && reads < 2 ->
       heard[0] = 0; heard[1] = 0; heard[2] = 0;
       best = 0; reading = 1; reads++;
       floorComplete = writerVersion == 1 && !writing;
       BECOME_STALE(ask, 0); BECOME_STALE(ask, 1); BECOME_STALE(ask, 2);
       BECOME_STALE(told, 0); BECOME_STALE(told, 1); BECOME_STALE(told, 2);
       BECOME_STALE(told, 6); BECOME_STALE(told, 7); BECOME_STALE(told, 8);
       ask[0] = 1; ask[1] = 1; ask[2] = 1 }
  od
}
