-- Ping and pong under many assumption sets, written from the rules of the language, not from Proviso's code.
-- One rule firing is one step of Proviso: a step that the capacity cuts fires too and leaves the state as it was, so that
-- rules fired = transitions + cut steps. Both messages travel on a pair of their own and carry nothing, so a queue
-- per pair is the same as a multiset in which only the oldest may be delivered.
--
-- proviso: ping-pong.proviso
-- Sync:            states 14, cut 0
-- Pausing:         states 51, cut 0, PAUSE_MAX = 1
-- Drifting:        states 70, cut 0, DRIFT_MAX = 1
-- Slow:            states 37, cut 0, DELAY_MIN = 1, DELAY_MAX = 2
-- Lossy:           states 18, cut 0, LOSS = 1
-- LossyOnce:       states 31, cut 0, LOSS = 1, LOSS_BUDGET = 1
-- Stops:           states 32, cut 0, SERVER_CRASHES = 1
-- Returns:         states 197, cut 0, PAUSE_MAX = 1, SERVER_CRASHES = 1, RECOVERY = 1
-- BothReturn:      states 289, cut 15, PAUSE_MAX = 1, SERVER_CRASHES = 1, CLIENT_CRASHES = 1, RECOVERY = 1
-- Duplicating:     states 53, cut 13, DUPLICATION = 1
-- Queued:          states 58, cut 13, LOSS = 1, DUPLICATION = 1, FIFO = 1
-- Partial:         states 132, cut 21, DELAY = 1, PAUSE = 1
-- PartialLossy:    states 139, cut 21, DELAY = 1, PAUSE = 1, LOSS = 1, LOSS_UNTIL_STABLE = 1
-- PartialDrifting: states 126, cut 20, DELAY = 1, PAUSE = 1, DRIFT = 1
-- OnlyDrift:       states 43, cut 8, DELAY = 0, PAUSE = 0
-- NoBound:         states 25, cut 4, DELAY = 0, PAUSE = 0, DRIFT = 0

const
  -- 0 absent, 1 eventually, 2 always
  DELAY: 2;
  PAUSE: 2;
  DRIFT: 2;
  DELAY_MIN: 0;
  DELAY_MAX: 1;
  PAUSE_MAX: 0;
  DRIFT_MAX: 0;

  LOSS: 0;
  LOSS_BUDGET: 0; -- 0 is unlimited
  LOSS_UNTIL_STABLE: 0;
  DUPLICATION: 0;
  FIFO: 0;

  CLIENT_CRASHES: 0;
  SERVER_CRASHES: 0;
  CRASH_BUDGET: 1; -- crashes of both together
  RECOVERY: 0;

  CAPACITY: 3;
  DURATION: 2;
  NOT_DUE: 7; -- a loose timer that nothing bounds

type
  Node: enum { Client, Server };
  Kind: enum { Ping, Pong };
  Age: 0..2;
  Status: enum { Up, Down, Stopped };
  Mode: enum { Off, Exact, Loose };

var
  phase: 0..2;
  timer_mode: Mode;
  timer_left: 0..3;
  timer_ripe: boolean;
  timer_until: 0..7;
  flight: array [Kind] of array [Age] of 0..CAPACITY;
  status: array [Node] of Status;
  lateness: array [Node] of 0..2;
  stable: boolean;
  lost: 0..LOSS_BUDGET;
  crashed: 0..CRASH_BUDGET;

function in_force(word: 0..2): boolean;
begin
  return word = 2 | (word = 1 & stable);
end;

function receiver(k: Kind): Node;
begin
  if k = Ping then return Server; end;
  return Client;
end;

function messages(): 0..2 * CAPACITY;
var n: 0..2 * CAPACITY;
begin
  n := 0;
  for k: Kind do for a: Age do n := n + flight[k][a]; end; end;
  return n;
end;

function deliverable(k: Kind; a: Age): boolean;
begin
  if flight[k][a] = 0 then return false; end;
  if in_force(DELAY) & a < DELAY_MIN then return false; end;
  if FIFO = 1 then
    for b: Age do
      if b > a & flight[k][b] > 0 then return false; end;
    end;
  end;
  return true;
end;

function something_due(n: Node): boolean;
begin
  if status[n] != Up then return false; end;
  if n = Client & timer_mode = Exact & timer_left = 0 then return true; end;
  if n = Client & timer_mode = Loose & timer_until = 0 then return true; end;
  if !in_force(DELAY) then return false; end;
  if n = Client then return flight[Pong][DELAY_MAX] > 0; end;
  return flight[Ping][DELAY_MAX] > 0;
end;

procedure stop_timer();
begin
  timer_mode := Off;
  timer_left := 0;
  timer_ripe := false;
  timer_until := NOT_DUE;
end;

-- r is the number of ticks that the timer really takes; without a drift bound it is not looked at
procedure start_timer(r: 0..3);
begin
  stop_timer();
  if in_force(DRIFT) then
    timer_mode := Exact;
    timer_left := r;
  else
    timer_mode := Loose;
  end;
end;

-- the alternatives of a start: one where drift is not bounded
function offered(r: 0..3): boolean;
begin
  if !in_force(DRIFT) then return r = DURATION; end;
  return r >= 1 & r >= DURATION - DRIFT_MAX & r <= DURATION + DRIFT_MAX;
end;

procedure settle();
begin
  for n: Node do
    if !something_due(n) then lateness[n] := 0; end;
  end;
end;

-- the receiver's handler for a message already taken out, or kept
procedure handle(k: Kind);
begin
  if status[receiver(k)] = Up then
    if k = Ping then
      flight[Pong][0] := flight[Pong][0] + 1;
    elsif phase = 1 then
      phase := 2;
      stop_timer();
    end;
  end;
end;

startstate "start"
begin
  phase := 0;
  stop_timer();
  for k: Kind do for a: Age do flight[k][a] := 0; end; end;
  for n: Node do
    status[n] := Up;
    lateness[n] := 0;
  end;
  stable := !(DELAY = 1 | PAUSE = 1 | DRIFT = 1 | LOSS_UNTIL_STABLE = 1);
  lost := 0;
  crashed := 0;
end;

ruleset k: Kind; a: Age do
  rule "deliver" deliverable(k, a) ==>
  begin
    flight[k][a] := flight[k][a] - 1;
    handle(k);
    settle();
  end;

  rule "lose" LOSS = 1 & flight[k][a] > 0 & (LOSS_BUDGET = 0 | lost < LOSS_BUDGET) & (LOSS_UNTIL_STABLE = 0 | !stable) ==>
  begin
    flight[k][a] := flight[k][a] - 1;
    if LOSS_BUDGET > 0 then lost := lost + 1; end;
    settle();
  end;

  rule "duplicate" DUPLICATION = 1 & deliverable(k, a) & status[receiver(k)] = Up ==>
  begin
    if k = Pong | messages() < CAPACITY then
      handle(k);
      settle();
    end;
  end;
end;

ruleset r: 0..3 do
  rule "ask" status[Client] = Up & phase = 0 & offered(r) ==>
  begin
    if messages() < CAPACITY then
      phase := 1;
      start_timer(r);
      flight[Ping][0] := flight[Ping][0] + 1;
      settle();
    end;
  end;

  -- the handler's guard always holds: a timer runs only while the client waits
  rule "fire"
    status[Client] = Up & ((timer_mode = Exact & timer_left = 0) | (timer_mode = Loose & timer_ripe)) & offered(r) ==>
  begin
    assert phase = 1;
    if messages() < CAPACITY then
      start_timer(r);
      flight[Ping][0] := flight[Ping][0] + 1;
      settle();
    end;
  end;
end;

rule "tick"
  forall n: Node do
    something_due(n) & in_force(PAUSE) -> lateness[n] < PAUSE_MAX
  end ==>
var moved: array [Age] of 0..CAPACITY;
begin
  for n: Node do
    if something_due(n) then
      if in_force(PAUSE) then
        lateness[n] := lateness[n] + 1;
      else
        lateness[n] := 1;
      end;
    end;
  end;
  if in_force(DELAY) then
    for k: Kind do
      if status[receiver(k)] != Up then flight[k][DELAY_MAX] := 0; end;
      for a: Age do moved[a] := 0; end;
      for a: Age do
        if a < DELAY_MAX then
          moved[a + 1] := moved[a + 1] + flight[k][a];
        else
          moved[a] := moved[a] + flight[k][a];
        end;
      end;
      for a: Age do flight[k][a] := moved[a]; end;
    end;
  end;
  if timer_mode = Exact & timer_left > 0 then timer_left := timer_left - 1; end;
  if timer_mode = Loose then
    timer_ripe := true;
    if timer_until != NOT_DUE & timer_until > 0 then timer_until := timer_until - 1; end;
  end;
  settle();
end;

-- what is in flight has age 0 up to here: a delay bound that comes into force only now gave it none
rule "stabilise" !stable ==>
begin
  stable := true;
  if PAUSE = 1 then
    for n: Node do lateness[n] := 0; end;
  end;
  if DRIFT = 1 & timer_mode = Loose then timer_until := DURATION + DRIFT_MAX; end;
  settle();
end;

rule "crash of the server" SERVER_CRASHES = 1 & status[Server] = Up & crashed < CRASH_BUDGET ==>
begin
  crashed := crashed + 1;
  if RECOVERY = 1 then status[Server] := Down; else status[Server] := Stopped; end;
  lateness[Server] := 0;
  settle();
end;

rule "crash of the client" CLIENT_CRASHES = 1 & status[Client] = Up & crashed < CRASH_BUDGET ==>
begin
  crashed := crashed + 1;
  if RECOVERY = 1 then status[Client] := Down; else status[Client] := Stopped; end;
  phase := 0;
  stop_timer();
  lateness[Client] := 0;
  settle();
end;

ruleset n: Node do
  rule "restart" status[n] = Down ==>
  begin
    status[n] := Up;
    settle();
  end;
end;

invariant "within capacity" messages() <= CAPACITY;
