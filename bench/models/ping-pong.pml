// Ping and pong in SPIN, written from the rules of the language: one process whose every option is one step of Proviso.
// Synchronous; either may crash and come back, and a message may be lost or delivered twice.
#ifndef DELAY_MAX
#define DELAY_MAX 1
#endif
#ifndef PAUSE_MAX
#define PAUSE_MAX 0
#endif
#ifndef DRIFT_MAX
#define DRIFT_MAX 0
#endif
#ifndef DUPLICATION
#define DUPLICATION 0
#endif
// at most so many
#ifndef LOSS_BUDGET
#define LOSS_BUDGET 0
#endif
#ifndef CRASH_BUDGET
#define CRASH_BUDGET 0
#endif
#ifndef CAPACITY
#define CAPACITY 3
#endif
#define DURATION 2
#define OFF 255

#define CLIENT 0
#define SERVER 1

byte phase;
byte timer = OFF;
#if DELAY_MAX > 2
#define AGES (DELAY_MAX + 1)
#else
#define AGES 3
#endif
byte ping[AGES];        // how many are in flight, by age
byte pong[AGES];
bit down[2];
byte late[2];
byte lost;
byte crashed;

#define upTo2(bag) (bag[0] + bag[1] + bag[2])
#if DELAY_MAX <= 2
#define all(bag) upTo2(bag)
#elif DELAY_MAX == 3
#define all(bag) (upTo2(bag) + bag[3])
#elif DELAY_MAX == 4
#define all(bag) (upTo2(bag) + bag[3] + bag[4])
#elif DELAY_MAX == 5
#define all(bag) (upTo2(bag) + bag[3] + bag[4] + bag[5])
#endif
#define room (all(ping) + all(pong) < CAPACITY)
#define clientDue (!down[CLIENT] && (timer == 0 || pong[DELAY_MAX]))
#define serverDue (!down[SERVER] && ping[DELAY_MAX])

#define SETTLE \
  if :: clientDue :: else -> late[CLIENT] = 0 fi; \
  if :: serverDue :: else -> late[SERVER] = 0 fi

// asked after each step that could make it false
#define patient assert(timer == OFF || phase == 1)

inline handlePing() {
  if
  :: !down[SERVER] -> pong[0]++
  :: else
  fi
}

inline handlePong() {
  if
  :: !down[CLIENT] && phase == 1 -> phase = 2; timer = OFF; patient
  :: else
  fi
}

// the capacity cuts a step that would send too much
inline ask(ticks) {
  if
  :: room -> phase = 1; timer = ticks; ping[0]++; SETTLE; patient
  :: else
  fi
}

#define mayAsk (!down[CLIENT] && (phase == 0 || timer == 0))

#define LETTER(age) \
  :: d_step { ping[age] -> ping[age]--; handlePing(); SETTLE } \
  :: d_step { pong[age] -> pong[age]--; handlePong(); SETTLE } \
  :: d_step { DUPLICATION && ping[age] && !down[SERVER] && room -> handlePing(); SETTLE } \
  :: d_step { DUPLICATION && pong[age] && !down[CLIENT] -> handlePong(); SETTLE } \
  :: d_step { lost < LOSS_BUDGET && ping[age] -> ping[age]--; lost++; SETTLE } \
  :: d_step { lost < LOSS_BUDGET && pong[age] -> pong[age]--; lost++; SETTLE }

// what was to arrive by now at a node that is down is gone
#define AGE(bag, node) \
  if :: down[node] -> bag[DELAY_MAX] = 0 :: else fi; \
  OLDER(bag)

#if DELAY_MAX == 0
#define OLDER(bag) skip
#elif DELAY_MAX == 1
#define OLDER(bag) bag[1] = bag[1] + bag[0]; bag[0] = 0
#elif DELAY_MAX == 2
#define OLDER(bag) bag[2] = bag[2] + bag[1]; bag[1] = bag[0]; bag[0] = 0
#elif DELAY_MAX == 3
#define OLDER(bag) bag[3] = bag[3] + bag[2]; bag[2] = bag[1]; bag[1] = bag[0]; bag[0] = 0
#elif DELAY_MAX == 4
#define OLDER(bag) bag[4] = bag[4] + bag[3]; bag[3] = bag[2]; bag[2] = bag[1]; bag[1] = bag[0]; bag[0] = 0
#elif DELAY_MAX == 5
#define OLDER(bag) bag[5] = bag[5] + bag[4]; bag[4] = bag[3]; bag[3] = bag[2]; bag[2] = bag[1]; bag[1] = bag[0]; bag[0] = 0
#endif

active proctype system() {
  do
  LETTER(0)
  LETTER(1)
  LETTER(2)
#if DELAY_MAX >= 3
  LETTER(3)
#endif
#if DELAY_MAX >= 4
  LETTER(4)
#endif
#if DELAY_MAX >= 5
  LETTER(5)
#endif
  :: d_step { mayAsk -> ask(DURATION) }
  :: d_step { mayAsk && DRIFT_MAX >= 1 -> ask(DURATION - 1) }
  :: d_step { mayAsk && DRIFT_MAX >= 1 -> ask(DURATION + 1) }
  :: d_step { crashed < CRASH_BUDGET && !down[CLIENT] ->
       crashed++; down[CLIENT] = 1; phase = 0; timer = OFF; late[CLIENT] = 0; SETTLE; patient }
  :: d_step { crashed < CRASH_BUDGET && !down[SERVER] -> crashed++; down[SERVER] = 1; late[SERVER] = 0; SETTLE }
  :: d_step { down[CLIENT] -> down[CLIENT] = 0; SETTLE }
  :: d_step { down[SERVER] -> down[SERVER] = 0; SETTLE }
  :: d_step { (!clientDue || late[CLIENT] < PAUSE_MAX) && (!serverDue || late[SERVER] < PAUSE_MAX) ->
       if :: clientDue -> late[CLIENT]++ :: else fi;
       if :: serverDue -> late[SERVER]++ :: else fi;
       AGE(ping, SERVER);
       AGE(pong, CLIENT);
       if :: timer != OFF && timer > 0 -> timer-- :: else fi;
       SETTLE }
  od
}
