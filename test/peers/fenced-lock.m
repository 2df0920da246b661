-- The leased lock with a fencing token, written from the rules of the language. Rules fired = transitions + cut steps, as
-- in ping-pong.m: a step that the capacity or the token's limit cuts fires and leaves the state as it was.
--
-- proviso: fenced-lock.proviso
-- Prompt:    states 5407
-- Paused:    states 9981, CLIENT_PAUSE = 1
-- LossyOnce: states 22465, CLIENT_PAUSE = 1, LOSS = 1, LOSS_BUDGET = 1
-- Drifting:  states 46067, CLIENT_PAUSE = 1, CLIENT_DRIFT = 1
-- Crashing:  states 37473, CLIENT_PAUSE = 1, CLIENT_CRASHES = 1
-- Crowded:   states 10673, DUPLICATION = 1
-- Unbounded: states 23119, BOUNDED_DELAY = 0, CLIENT_PAUSE = 1, OTHERS_PAUSE = 0, LOSS = 1

const
  BOUNDED_DELAY: 1; -- 0: no bound
  DELAY_MAX: 1;
  CLIENT_PAUSE: 0; -- in force for the clients always
  OTHERS_PAUSE: 1; -- 1: the others' pause is bounded by 0; 0: not bounded
  CLIENT_DRIFT: 0;
  LOSS: 0;
  LOSS_BUDGET: 0; -- 0 is unlimited
  DUPLICATION: 0;
  CLIENT_CRASHES: 0; -- at most one crash, with recovery
  CAPACITY: 2;
  LEASE: 2;
  OFF: 7;

type
  Client: 1..2;
  Holder: 0..2; -- 0 is none
  Token: 0..2;
  Age: 0..1;
  Timer: 0..7;
  Kind: enum { Acquire, Granted, Write };

var
  service_token: Token;
  holder: Holder;
  expiry: Timer;
  service_late: 0..2;
  storage_late: 0..2;
  newest: Token;
  asking: array [Client] of boolean;
  token: array [Client] of Token;
  lease: array [Client] of Timer;
  suspended: array [Client] of boolean;
  late: array [Client] of 0..2;
  up: array [Client] of boolean;
  -- the client is the receiver of Granted and the sender of the others; Acquire carries token 0
  flight: array [Kind] of array [Client] of array [Token] of array [Age] of 0..4;
  lost: 0..1;
  crashed: 0..1;

function messages(): 0..30;
var n: 0..30;
begin
  n := 0;
  for k: Kind do for c: Client do for t: Token do for a: Age do
    n := n + flight[k][c][t][a];
  end; end; end; end;
  return n;
end;

function arrived(k: Kind; c: Client): boolean;
begin
  if BOUNDED_DELAY = 0 then return false; end;
  for t: Token do
    if flight[k][c][t][DELAY_MAX] > 0 then return true; end;
  end;
  return false;
end;

function client_due(c: Client): boolean;
begin
  return up[c] & (suspended[c] | arrived(Granted, c));
end;

function service_due(): boolean;
begin
  return expiry = 0 | arrived(Acquire, 1) | arrived(Acquire, 2);
end;

function storage_due(): boolean;
begin
  return arrived(Write, 1) | arrived(Write, 2);
end;

procedure settle();
begin
  for c: Client do
    if !client_due(c) then late[c] := 0; end;
  end;
  if !service_due() then service_late := 0; end;
  if !storage_due() then storage_late := 0; end;
end;

startstate "start"
begin
  service_token := 0;
  holder := 0;
  expiry := OFF;
  service_late := 0;
  storage_late := 0;
  newest := 0;
  for c: Client do
    asking[c] := false;
    token[c] := 0;
    lease[c] := OFF;
    suspended[c] := false;
    late[c] := 0;
    up[c] := true;
    for k: Kind do for t: Token do for a: Age do flight[k][c][t][a] := 0; end; end; end;
  end;
  lost := 0;
  crashed := 0;
end;

ruleset c: Client; t: Token; a: Age; keep: boolean do
  rule "deliver or duplicate Acquire" flight[Acquire][c][t][a] > 0 & (!keep | DUPLICATION = 1) ==>
  begin
    if holder = 0 then
      -- the token's limit; a kept message and the answer to it together need room
      if service_token < 2 & (!keep | messages() < CAPACITY) then
        service_token := service_token + 1;
        holder := c;
        expiry := LEASE;
        flight[Granted][c][service_token][0] := flight[Granted][c][service_token][0] + 1;
        if !keep then flight[Acquire][c][t][a] := flight[Acquire][c][t][a] - 1; end;
        settle();
      end;
    else
      if !keep then flight[Acquire][c][t][a] := flight[Acquire][c][t][a] - 1; end;
      settle();
    end;
  end;

  rule "deliver or duplicate Granted"
    flight[Granted][c][t][a] > 0 & (!keep | DUPLICATION = 1) & (up[c] | !keep) & !(up[c] & suspended[c]) ==>
  begin
    if up[c] & asking[c] then
      token[c] := t;
      asking[c] := false;
    end;
    if !keep then flight[Granted][c][t][a] := flight[Granted][c][t][a] - 1; end;
    settle();
  end;

  rule "deliver or duplicate Write" flight[Write][c][t][a] > 0 & (!keep | DUPLICATION = 1) ==>
  begin
    if t >= newest then newest := t; end;
    if !keep then flight[Write][c][t][a] := flight[Write][c][t][a] - 1; end;
    settle();
  end;
end;

ruleset k: Kind; c: Client; t: Token; a: Age do
  rule "lose" LOSS = 1 & flight[k][c][t][a] > 0 & (LOSS_BUDGET = 0 | lost < LOSS_BUDGET) ==>
  begin
    flight[k][c][t][a] := flight[k][c][t][a] - 1;
    if LOSS_BUDGET > 0 then lost := lost + 1; end;
    settle();
  end;
end;

rule "expiry" expiry = 0 ==>
begin
  expiry := OFF;
  holder := 0;
  settle();
end;

ruleset c: Client do
  ruleset r: 1..LEASE + 1 do
    rule "acquire"
      up[c] & !suspended[c] & !asking[c] & token[c] = 0 & r >= LEASE - CLIENT_DRIFT & r <= LEASE + CLIENT_DRIFT ==>
    begin
      if messages() < CAPACITY then
        asking[c] := true;
        lease[c] := r;
        flight[Acquire][c][0][0] := flight[Acquire][c][0][0] + 1;
        settle();
      end;
    end;
  end;

  rule "write" up[c] & !suspended[c] & token[c] > 0 ==>
  begin
    if lease[c] != OFF & lease[c] > 0 then suspended[c] := true; else token[c] := 0; end;
    settle();
  end;

  rule "resume" up[c] & suspended[c] ==>
  begin
    if messages() < CAPACITY then
      flight[Write][c][token[c]][0] := flight[Write][c][token[c]][0] + 1;
      token[c] := 0;
      suspended[c] := false;
      settle();
    end;
  end;

  rule "giveUp" up[c] & !suspended[c] & asking[c] & (lease[c] = 0 | lease[c] = OFF) ==>
  begin
    asking[c] := false;
    settle();
  end;

  rule "crash" CLIENT_CRASHES = 1 & up[c] & crashed = 0 ==>
  begin
    crashed := 1;
    up[c] := false;
    asking[c] := false;
    token[c] := 0;
    lease[c] := OFF;
    suspended[c] := false;
    late[c] := 0;
    settle();
  end;

  rule "restart" !up[c] ==>
  begin
    up[c] := true;
    settle();
  end;
end;

rule "tick"
  (forall c: Client do client_due(c) -> late[c] < CLIENT_PAUSE end)
  & (OTHERS_PAUSE = 1 -> !service_due() & !storage_due()) ==>
begin
  for c: Client do
    if client_due(c) then late[c] := late[c] + 1; end;
  end;
  if service_due() then service_late := 1; end;
  if storage_due() then storage_late := 1; end;
  if BOUNDED_DELAY = 1 then
    for c: Client do
      if !up[c] then
        for t: Token do flight[Granted][c][t][DELAY_MAX] := 0; end;
      end;
      for k: Kind do for t: Token do
        flight[k][c][t][1] := flight[k][c][t][1] + flight[k][c][t][0];
        flight[k][c][t][0] := 0;
      end; end;
    end;
  end;
  if expiry != OFF & expiry > 0 then expiry := expiry - 1; end;
  for c: Client do
    if lease[c] != OFF & lease[c] > 0 then lease[c] := lease[c] - 1; end;
  end;
  settle();
end;

invariant "within capacity" messages() <= CAPACITY;
