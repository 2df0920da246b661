// The leased lock with a fencing token in SPIN, written from the rules of the language: one process whose every option is
// one step of Proviso. Delay is at most 1 and everybody but the clients prompt; the rest is set by the constants.
#ifndef CLIENT_PAUSE
#define CLIENT_PAUSE 0
#endif
#ifndef CLIENT_DRIFT
#define CLIENT_DRIFT 0
#endif
// at most so many messages are lost, so many crashes of clients, with recovery
#ifndef LOSS_BUDGET
#define LOSS_BUDGET 0
#endif
#ifndef CLIENT_CRASHES
#define CLIENT_CRASHES 0
#endif
#ifndef CAPACITY
#define CAPACITY 2
#endif
#ifndef LEASE
#define LEASE 2
#endif

#define OFF 255

byte serviceToken;
byte holder;            // 0 nobody, c + 1
byte expiry = OFF;
byte newest;
bit asking[2];
byte token[2];
byte lease[2] = OFF;
bit suspended[2];
byte late[2];           // of the clients; what is due elsewhere is dealt with before time moves on
bit down[2];
byte lost;
byte crashed;

// how many are in flight, of age 0 and one further on of age 1
byte acquire[4];        // from client c: 2c
byte granted[8];        // token t to client c: 4c + 2(t - 1)
byte write[8];

#define GRANTED(c, t) (4 * (c) + 2 * (t) - 2)

#define inFlight (acquire[0] + acquire[1] + acquire[2] + acquire[3] \
  + granted[0] + granted[1] + granted[2] + granted[3] + granted[4] + granted[5] + granted[6] + granted[7] \
  + write[0] + write[1] + write[2] + write[3] + write[4] + write[5] + write[6] + write[7])

#define room (inFlight < CAPACITY)
#define clientDue(c) (!down[c] && (suspended[c] || granted[4 * (c) + 1] || granted[4 * (c) + 3]))
#define serviceDue (expiry == 0 || acquire[1] || acquire[3])
#define storageDue (write[1] || write[3] || write[5] || write[7])

#define SETTLE \
  if :: clientDue(0) :: else -> late[0] = 0 fi; \
  if :: clientDue(1) :: else -> late[1] = 0 fi

// the message that is granted takes the place of the one that asks
inline deliverAcquire(c, age) {
  if
  :: holder == 0 ->
     if
     :: serviceToken < 2 ->
        acquire[2 * c + age]--;
        serviceToken++;
        holder = c + 1;
        expiry = LEASE;
        granted[GRANTED(c, serviceToken)]++
     :: else           // the limit of the token
     fi
  :: else -> acquire[2 * c + age]--
  fi;
  SETTLE
}

inline deliverGranted(c, t, age) {
  granted[GRANTED(c, t) + age]--;
  if
  :: !down[c] && asking[c] -> token[c] = t; asking[c] = 0
  :: else
  fi;
  SETTLE
}

inline deliverWrite(c, t, age) {
  write[GRANTED(c, t) + age]--;
  if
  :: t >= newest -> newest = t
  :: else
  fi;
  SETTLE
}

#define LOSE(bag, i) :: d_step { lost < LOSS_BUDGET && bag[i] -> bag[i]--; lost++; SETTLE }

inline acquires(c, ticks) {
  if
  :: room ->
     asking[c] = 1;
     lease[c] = ticks;
     acquire[2 * c]++;
     SETTLE
  :: else
  fi
}

#define LETTER(c, t, age) \
  :: d_step { granted[GRANTED(c, t) + age] && (down[c] || !suspended[c]) -> deliverGranted(c, t, age) } \
  :: d_step { write[GRANTED(c, t) + age] -> deliverWrite(c, t, age) } \
  LOSE(granted, GRANTED(c, t) + age) \
  LOSE(write, GRANTED(c, t) + age)

#define CLIENT(c) \
  :: d_step { acquire[2 * c] -> deliverAcquire(c, 0) } \
  :: d_step { acquire[2 * c + 1] -> deliverAcquire(c, 1) } \
  LOSE(acquire, 2 * c) LOSE(acquire, 2 * c + 1) \
  LETTER(c, 1, 0) LETTER(c, 1, 1) LETTER(c, 2, 0) LETTER(c, 2, 1) \
  :: d_step { canAsk(c) -> acquires(c, LEASE) } \
  :: d_step { canAsk(c) && CLIENT_DRIFT >= 1 && LEASE > 1 -> acquires(c, LEASE - 1) } \
  :: d_step { canAsk(c) && CLIENT_DRIFT >= 1 -> acquires(c, LEASE + 1) } \
  :: d_step { !down[c] && !suspended[c] && token[c] -> \
       if \
       :: lease[c] != OFF && lease[c] > 0 -> suspended[c] = 1 \
       :: else -> token[c] = 0 \
       fi; \
       SETTLE } \
  :: d_step { !down[c] && suspended[c] -> \
       if \
       :: room -> write[GRANTED(c, token[c])]++; token[c] = 0; suspended[c] = 0; SETTLE \
       :: else \
       fi } \
  :: d_step { !down[c] && !suspended[c] && asking[c] && (lease[c] == 0 || lease[c] == OFF) -> asking[c] = 0; SETTLE } \
  :: d_step { !down[c] && crashed < CLIENT_CRASHES -> \
       crashed++; down[c] = 1; asking[c] = 0; token[c] = 0; lease[c] = OFF; suspended[c] = 0; late[c] = 0; SETTLE } \
  :: d_step { down[c] -> down[c] = 0; SETTLE }

#define canAsk(c) (!down[c] && !suspended[c] && !asking[c] && token[c] == 0)

#define GROW(bag, i) bag[(i) + 1] = bag[(i) + 1] + bag[i]; bag[i] = 0
#define COUNT_DOWN(timer) if :: timer != OFF && timer > 0 -> timer-- :: else fi

// what a client that is down was to have by now is gone
#define TICK(c) \
  if :: clientDue(c) -> late[c]++ :: else fi; \
  if :: down[c] -> granted[4 * c + 1] = 0; granted[4 * c + 3] = 0 :: else fi; \
  COUNT_DOWN(lease[c]); \
  GROW(acquire, 2 * c); \
  GROW(granted, 4 * c); GROW(granted, 4 * c + 2); \
  GROW(write, 4 * c); GROW(write, 4 * c + 2)

active proctype system() {
  do
  CLIENT(0)
  CLIENT(1)
  :: d_step { expiry == 0 -> expiry = OFF; holder = 0; SETTLE }
  :: d_step { !serviceDue && !storageDue && (!clientDue(0) || late[0] < CLIENT_PAUSE) && (!clientDue(1) || late[1] < CLIENT_PAUSE) ->
       TICK(0); TICK(1); COUNT_DOWN(expiry); SETTLE }
  od
}
