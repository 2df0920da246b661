-- Chain replication, read at the tail, written from the rules of the language for the sample itself. The client writes again only
-- when it has heard of its last write, and the reader likewise: so one message of each is in flight at most. What a server
-- that has stopped is sent vanishes in a step. Rules fired = transitions + cut steps: a write past the limit fires and leaves
-- the state as it was.
--
-- proviso: ../../samples/chain-replication.proviso
-- Well:  states 64
-- Stops: states 306, STOPS = 1

const
  STOPS: 0; -- one server may stop for good

type
  Version: 0..2;
  Server: 1..3;
  Where: 0..4; -- of a write: 0 nowhere, 1 to 3 on its way to that server, 4 on its way back to the client
  Asked: 0..2; -- of a read: 0 nowhere, 1 on its way to the tail, 2 on its way back

var
  version: Version;
  writing: boolean;
  write_at: Where;
  written: Version;
  reading: boolean;
  read_at: Asked;
  value: Version;
  floor: Version;
  backward: boolean;
  seen: Version;
  stored: array [Server] of Version;
  up: array [Server] of boolean;

startstate begin
  version := 0;
  writing := false;
  write_at := 0;
  written := 0;
  reading := false;
  read_at := 0;
  value := 0;
  floor := 0;
  backward := false;
  seen := 0;
  for s: Server do
    stored[s] := 0;
    up[s] := true;
  end;
end;

rule "write" !writing ==>
begin
  if version < 2 then
    version := version + 1;
    writing := true;
    write_at := 1;
    written := version;
  end;
end;

ruleset s: Server do
  rule "a write comes to a server" write_at = s ==>
  begin
    if up[s] then
      if written > stored[s] then stored[s] := written; end;
      write_at := write_at + 1;
    else
      write_at := 0;
      written := 0;
    end;
  end;
end;

rule "the client hears of its write" write_at = 4 ==>
begin
  writing := false;
  if written > seen then seen := written; end;
  write_at := 0;
  written := 0;
end;

rule "read" !reading ==>
begin
  reading := true;
  floor := seen;
  read_at := 1;
end;

rule "the tail is asked" read_at = 1 ==>
begin
  if up[3] then
    read_at := 2;
    value := stored[3];
  else
    read_at := 0;
  end;
end;

rule "the reader is told" read_at = 2 ==>
begin
  reading := false;
  backward := value < floor;
  if value > seen then seen := value; end;
  floor := 0;
  read_at := 0;
  value := 0;
end;

ruleset s: Server do
  rule "a server stops" STOPS = 1 & up[1] & up[2] & up[3] ==>
  begin
    up[s] := false;
  end;
end;
