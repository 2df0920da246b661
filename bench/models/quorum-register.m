-- The register on majorities in Rumur, written from the rules of the language. As in the model for SPIN, at most one
-- message of a class is in flight, so that a boolean a class is the multiset. An old question or answer of the reader is stale.
const
  CRASHES: 0; -- at most so many
  RESTARTS: 0;
  LOSS: 0; -- at most so many

type
  Replica: 1..3;
  Version: 0..1;
  Old: boolean;

var
  version: array [Replica] of Version;
  down: array [Replica] of boolean;
  crashed: 0..CRASHES;
  lost: 0..LOSS;

  writer_version: Version;
  writing: boolean;
  acks: array [Replica] of boolean;

  reading: boolean;
  best: Version;
  heard: array [Replica] of boolean;
  reads: 0..2;
  floor: boolean;
  stale: boolean;

  store: array [Replica] of boolean;
  stored: array [Replica] of boolean;
  ask: array [Replica] of array [Old] of boolean;
  told: array [Replica] of array [Version] of array [Old] of boolean;

startstate "start"
begin
  for r: Replica do
    version[r] := 0;
    down[r] := false;
    acks[r] := false;
    heard[r] := false;
    store[r] := false;
    stored[r] := false;
    for o: Old do
      ask[r][o] := false;
      for v: Version do told[r][v][o] := false; end;
    end;
  end;
  crashed := 0;
  lost := 0;
  writer_version := 0;
  writing := false;
  reading := false;
  best := 0;
  reads := 0;
  floor := false;
  stale := false;
end;

rule "write" !writing & writer_version = 0 ==>
begin
  writer_version := 1;
  writing := true;
  for r: Replica do
    acks[r] := false;
    store[r] := true;
  end;
end;

rule "read" !reading & reads < 2 ==>
begin
  best := 0;
  reading := true;
  reads := reads + 1;
  floor := writer_version = 1 & !writing;
  for r: Replica do
    heard[r] := false;
    assert !(ask[r][false] & ask[r][true]);
    ask[r][true] := ask[r][true] | ask[r][false];
    ask[r][false] := true;
    for v: Version do
      assert !(told[r][v][false] & told[r][v][true]);
      told[r][v][true] := told[r][v][true] | told[r][v][false];
      told[r][v][false] := false;
    end;
  end;
end;

ruleset r: Replica do
  rule "deliver Store" store[r] ==>
  begin
    store[r] := false;
    if !down[r] then
      version[r] := 1;
      stored[r] := true;
    end;
  end;

  rule "deliver Stored" stored[r] ==>
  var n: 0..3;
  begin
    stored[r] := false;
    if writing then
      acks[r] := true;
      n := 0;
      for q: Replica do if acks[q] then n := n + 1; end; end;
      if n >= 2 then writing := false; end;
    end;
  end;

  rule "crash" !down[r] & crashed < CRASHES ==> begin down[r] := true; crashed := crashed + 1; end;
  rule "restart" RESTARTS = 1 & down[r] ==> begin down[r] := false; end;
  rule "lose Store" lost < LOSS & store[r] ==> begin store[r] := false; lost := lost + 1; end;
  rule "lose Stored" lost < LOSS & stored[r] ==> begin stored[r] := false; lost := lost + 1; end;

  ruleset o: Old do
    rule "deliver Ask" ask[r][o] ==>
    begin
      ask[r][o] := false;
      if !down[r] then
        assert !told[r][version[r]][o];
        told[r][version[r]][o] := true;
      end;
    end;

    rule "lose Ask" lost < LOSS & ask[r][o] ==> begin ask[r][o] := false; lost := lost + 1; end;

    ruleset v: Version do
      rule "deliver Told" told[r][v][o] ==>
      var n: 0..3;
      begin
        told[r][v][o] := false;
        if reading & !o then
          heard[r] := true;
          if v > best then best := v; end;
          n := 0;
          for q: Replica do if heard[q] then n := n + 1; end; end;
          if n >= 2 then
            reading := false;
            stale := floor & best = 0;
          end;
        end;
      end;

      rule "lose Told" lost < LOSS & told[r][v][o] ==> begin told[r][v][o] := false; lost := lost + 1; end;
    end;
  end;
end;

invariant "fresh" !stale;
