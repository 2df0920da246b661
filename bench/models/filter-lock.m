-- The same lock in Rumur: one rule for each of Proviso's actions, over the same variables.
const
  N: 4;

type
  Process: 1..N;
  Level: 0..N - 1;
  Place: enum { Idle, Announce, Yield, Wait, Critical };

var
  at: array [Process] of Place;
  try: array [Process] of Level;
  level: array [Process] of Level;
  last: array [Level] of Process;

startstate
begin
  for p: Process do
    at[p] := Idle;
    try[p] := 0;
    level[p] := 0;
  end;
  for l: Level do last[l] := 1; end;
end;

ruleset p: Process do
  rule "want" at[p] = Idle ==> begin at[p] := Announce; try[p] := 1; end;
  rule "announces" at[p] = Announce ==> begin level[p] := try[p]; at[p] := Yield; end;
  rule "yields" at[p] = Yield ==> begin last[try[p]] := p; at[p] := Wait; end;
  rule "passes" at[p] = Wait & (last[try[p]] != p | (forall q: Process do q != p -> level[q] < try[p] end)) ==>
  begin
    if try[p] < N - 1 then
      try[p] := try[p] + 1;
      at[p] := Announce;
    else
      at[p] := Critical;
    end;
  end;
  rule "leaves" at[p] = Critical ==> begin level[p] := 0; try[p] := 0; at[p] := Idle; end;
end;

invariant "exclusive"
  forall p: Process do forall q: Process do p != q -> !(at[p] = Critical & at[q] = Critical) end end;
