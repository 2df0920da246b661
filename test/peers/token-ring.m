-- The token that goes round a ring, written from the rules of the language for the sample itself. Rules fired = transitions +
-- cut steps: a step that the capacity cuts fires and leaves the state as it was. No station pauses, so time passes only when
-- nothing is due anywhere.
--
-- proviso: ../../samples/token-ring.proviso
-- Slow:      states 24
-- Lost:      states 55, LOSS_BUDGET = 1
-- Repeated:  states 138, DUPLICATE_BUDGET = 1
-- Unbounded: states 620, DELAY = 0, EVENTUALLY = 1

const
  DELAY: 1;
  EVENTUALLY: 0; -- 1: the delay is bounded from the stabilisation on
  TIMEOUT: 7;
  LOSS_BUDGET: 0;
  DUPLICATE_BUDGET: 0;
  CAPACITY: 2;
  OFF: 15;

type
  Station: 1..3;
  Age: 0..DELAY;
  Timer: 0..OFF;

var
  has: array [Station] of boolean;
  hold: array [Station] of Timer;
  silence: Timer; -- of the first station
  flight: array [Station] of array [Age] of 0..CAPACITY; -- by receiver
  stable: boolean;
  lost: 0..1;
  duplicated: 0..1;

function messages(): 0..6 * CAPACITY;
var n: 0..6 * CAPACITY;
begin
  n := 0;
  for s: Station do for a: Age do n := n + flight[s][a]; end; end;
  return n;
end;

function something_due(): boolean;
begin
  if silence = 0 then return true; end;
  for s: Station do
    if hold[s] = 0 | (stable & flight[s][DELAY] > 0) then return true; end;
  end;
  return false;
end;

procedure receive(s: Station);
begin
  has[s] := true;
  hold[s] := 1;
  if s = 1 then silence := TIMEOUT; end;
end;

startstate
begin
  for s: Station do
    has[s] := s = 1;
    hold[s] := OFF;
    for a: Age do flight[s][a] := 0; end;
  end;
  hold[1] := 1;
  silence := TIMEOUT;
  stable := EVENTUALLY = 0;
  lost := 0;
  duplicated := 0;
end;

ruleset s: Station; a: Age do
  rule "deliver" flight[s][a] > 0 ==>
  begin
    flight[s][a] := flight[s][a] - 1;
    receive(s);
  end;

  rule "duplicate" flight[s][a] > 0 & duplicated < DUPLICATE_BUDGET ==>
  begin
    duplicated := duplicated + 1;
    receive(s);
  end;

  rule "lose" flight[s][a] > 0 & lost < LOSS_BUDGET ==>
  begin
    flight[s][a] := flight[s][a] - 1;
    lost := lost + 1;
  end;
end;

ruleset s: Station do
  rule "hold" hold[s] = 0 ==>
  begin
    if messages() < CAPACITY then
      hold[s] := OFF;
      has[s] := false;
      flight[s % 3 + 1][0] := flight[s % 3 + 1][0] + 1;
    end;
  end;
end;

rule "silence" silence = 0 ==> begin receive(1); end;

rule "stabilise" !stable ==> begin stable := true; end;

rule "tick" !something_due() ==>
begin
  if silence != OFF & silence > 0 then silence := silence - 1; end;
  for s: Station do
    if hold[s] != OFF & hold[s] > 0 then hold[s] := hold[s] - 1; end;
    if stable & DELAY = 1 then
      flight[s][DELAY] := flight[s][DELAY] + flight[s][0];
      flight[s][0] := 0;
    end;
  end;
end;
