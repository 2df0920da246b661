-- Two-phase commit with messages, crashes and loss, written from the rules of the language for the sample itself. A link is a
-- queue of one, so what is in flight between two nodes in one direction is one word; what is sent into a full one vanishes.
-- Rules fired = transitions: a send that vanishes is a step all the same.
--
-- proviso: ../../samples/two-phase-commit.proviso
-- Stops:   states 1800, STOPS = 1
-- Returns: states 5516, LOSS = 1, RECOVERY = 1
-- Forgets: states 3349, LOSS = 1, AMNESIA = 1

const
  LOSS: 0;
  STOPS: 0; -- the coordinator may stop for good
  RECOVERY: 0; -- anybody may crash and come back, one at a time
  AMNESIA: 0; -- the coordinator may crash once, and lose its disk

type
  Participant: 1..2;
  Decision: enum { Open, Commit, Abort };
  State: enum { Working, Prepared, Committed, Aborted };
  Down: enum { NoOrder, Prepare, DecidedCommit, DecidedAbort }; -- from the coordinator
  Up: enum { NoWord, Yes, No, Ask }; -- to the coordinator

var
  decision: Decision;
  ready: array [Participant] of boolean;
  coordinator_up: boolean;
  crashes: 0..1; -- counted where they are limited
  state: array [Participant] of State;
  up: array [Participant] of boolean;
  order: array [Participant] of Down;
  word: array [Participant] of Up;

procedure send_order(p: Participant; o: Down);
begin
  if order[p] = NoOrder then order[p] := o; end;
end;

procedure send_word(p: Participant; w: Up);
begin
  if word[p] = NoWord then word[p] := w; end;
end;

procedure tell(p: Participant);
begin
  if decision = Commit then send_order(p, DecidedCommit); end;
  if decision = Abort then send_order(p, DecidedAbort); end;
end;

procedure decide(d: Decision);
begin
  decision := d;
  for p: Participant do tell(p); end;
end;

function somebody_down(): boolean;
begin
  return !coordinator_up | !up[1] | !up[2];
end;

procedure crash_coordinator();
begin
  coordinator_up := false;
  for p: Participant do ready[p] := false; end;
end;

startstate
begin
  decision := Open;
  coordinator_up := true;
  crashes := 0;
  for p: Participant do
    ready[p] := false;
    state[p] := Working;
    up[p] := true;
    order[p] := NoOrder;
    word[p] := NoWord;
  end;
end;

ruleset p: Participant do
  rule "prepare" coordinator_up & decision = Open & !ready[p] ==> begin send_order(p, Prepare); end;
  rule "ask" up[p] & state[p] = Prepared ==> begin send_word(p, Ask); end;

  rule "word comes to the coordinator" word[p] != NoWord ==>
  var w: Up;
  begin
    w := word[p];
    word[p] := NoWord;
    if coordinator_up then
      if w = Yes & decision = Open then
        ready[p] := true;
        if ready[1] & ready[2] then decide(Commit); end;
      elsif w = No & decision = Open then
        decide(Abort);
      elsif w = Ask then
        tell(p);
      end;
    end;
  end;

  rule "vote yes" up[p] & order[p] = Prepare & state[p] = Working ==>
  begin
    order[p] := NoOrder;
    state[p] := Prepared;
    send_word(p, Yes);
  end;

  rule "vote no" up[p] & order[p] = Prepare & state[p] = Working ==>
  begin
    order[p] := NoOrder;
    state[p] := Aborted;
    send_word(p, No);
  end;

  rule "any other order" order[p] != NoOrder & !(up[p] & order[p] = Prepare & state[p] = Working) ==>
  var o: Down;
  begin
    o := order[p];
    order[p] := NoOrder;
    if up[p] & state[p] = Prepared then
      if o = Prepare then send_word(p, Yes); end;
      if o = DecidedCommit then state[p] := Committed; end;
      if o = DecidedAbort then state[p] := Aborted; end;
    end;
  end;

  rule "lose an order" LOSS = 1 & order[p] != NoOrder ==> begin order[p] := NoOrder; end;
  rule "lose a word" LOSS = 1 & word[p] != NoWord ==> begin word[p] := NoWord; end;

  rule "participant crashes" RECOVERY = 1 & !somebody_down() ==> begin up[p] := false; end;
  rule "participant restarts" !up[p] ==> begin up[p] := true; end;
end;

rule "give up" coordinator_up & decision = Open ==> begin decide(Abort); end;

rule "coordinator stops" STOPS = 1 & coordinator_up & crashes = 0 ==>
begin
  crashes := 1;
  crash_coordinator();
end;

rule "coordinator crashes" RECOVERY = 1 & !somebody_down() ==> begin crash_coordinator(); end;

ruleset forgets: boolean do
  rule "coordinator crashes, and may forget" AMNESIA = 1 & coordinator_up & crashes = 0 ==>
  begin
    crashes := 1;
    crash_coordinator();
    if forgets then decision := Open; end;
  end;
end;

rule "coordinator restarts" !coordinator_up & STOPS = 0 ==>
begin
  coordinator_up := true;
  if decision = Open then decision := Abort; end;
  decide(decision);
end;
