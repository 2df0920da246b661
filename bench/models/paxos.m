-- Paxos over sets of messages in Rumur, with the variables of paxos.proviso. An acceptor promises a ballot once, and a ballot has one
-- value, so that an entry for each acceptor and ballot is the set of promises, and a boolean the set of votes.
const
  BALLOTS: 3;

type
  Acceptor: 1..3;
  Ballot: 1..BALLOTS;
  Voted: 0..BALLOTS;
  Value: 1..2;
  Chosen: 0..2;

var
  promised: array [Acceptor] of Voted;
  voted: array [Acceptor] of Voted;
  val: array [Acceptor] of Chosen;
  asked: array [Ballot] of boolean;
  proposed: array [Ballot] of Chosen;
  promise: array [Acceptor] of array [Ballot] of boolean;
  promise_voted: array [Acceptor] of array [Ballot] of Voted;
  promise_val: array [Acceptor] of array [Ballot] of Chosen;
  vote: array [Acceptor] of array [Ballot] of boolean;

startstate
begin
  for a: Acceptor do
    promised[a] := 0;
    voted[a] := 0;
    val[a] := 0;
    for b: Ballot do
      promise[a][b] := false;
      promise_voted[a][b] := 0;
      promise_val[a][b] := 0;
      vote[a][b] := false;
    end;
  end;
  for b: Ballot do
    asked[b] := false;
    proposed[b] := 0;
  end;
end;

ruleset b: Ballot do
  rule "ask" !asked[b] ==> begin asked[b] := true; end;

  ruleset v: Value do
    rule "propose" proposed[b] = 0 & exists p: Acceptor do exists q: Acceptor do
      p < q & promise[p][b] & promise[q][b] &
      (promise_voted[p][b] = 0 & promise_voted[q][b] = 0
        | (promise_voted[p][b] >= promise_voted[q][b] & promise_val[p][b] = v)
        | (promise_voted[p][b] < promise_voted[q][b] & promise_val[q][b] = v))
    end end ==>
    begin proposed[b] := v; end;
  end;

  ruleset a: Acceptor do
    rule "promise" asked[b] & b > promised[a] ==>
    begin
      promised[a] := b;
      promise[a][b] := true;
      promise_voted[a][b] := voted[a];
      promise_val[a][b] := val[a];
    end;

    rule "vote" proposed[b] > 0 & b >= promised[a] ==>
    begin
      promised[a] := b;
      voted[a] := b;
      val[a] := proposed[b];
      vote[a][b] := true;
    end;
  end;
end;

invariant "agreed"
  forall b: Ballot do forall c: Ballot do
    proposed[b] = proposed[c]
      | !(exists p: Acceptor do exists q: Acceptor do p < q & vote[p][b] & vote[q][b] end end)
      | !(exists p: Acceptor do exists q: Acceptor do p < q & vote[p][c] & vote[q][c] end end)
  end end;
