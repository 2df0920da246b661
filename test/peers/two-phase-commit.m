-- Two-phase commit as in Lamport's TLA+ text, whose counts these are.
--
-- proviso: two-phase-commit.proviso
-- Three: states 288
-- Four:  states 1568, MANAGERS = 4
-- Five:  states 8832, MANAGERS = 5
-- Seven: states 296448, MANAGERS = 7, slow

const
  MANAGERS: 3;

type
  Manager: 1..MANAGERS;
  Phase: enum { Working, Prepared, Committed, Aborted };
  Decision: enum { Undecided, Commit, Abort };

var
  phase: array [Manager] of Phase;
  heard: array [Manager] of boolean;
  decision: Decision;
  prepared_sent: array [Manager] of boolean;
  commit_sent: boolean;
  abort_sent: boolean;

startstate
begin
  for m: Manager do
    phase[m] := Working;
    heard[m] := false;
    prepared_sent[m] := false;
  end;
  decision := Undecided;
  commit_sent := false;
  abort_sent := false;
end;

ruleset m: Manager do
  rule "hear" decision = Undecided & prepared_sent[m] ==> begin heard[m] := true; end;
  rule "prepare" phase[m] = Working ==> begin phase[m] := Prepared; prepared_sent[m] := true; end;
  rule "give up" phase[m] = Working ==> begin phase[m] := Aborted; end;
  rule "hear commit" commit_sent ==> begin phase[m] := Committed; end;
  rule "hear abort" abort_sent ==> begin phase[m] := Aborted; end;
end;

rule "commit" decision = Undecided & (forall m: Manager do heard[m] end) ==>
begin
  decision := Commit;
  commit_sent := true;
end;

rule "abort" decision = Undecided ==>
begin
  decision := Abort;
  abort_sent := true;
end;

invariant "consistent"
  !(exists a: Manager do exists b: Manager do phase[a] = Committed & phase[b] = Aborted end end);
