---------------------------- MODULE MessagePaxos ----------------------------
(* Paxos as one writes it in TLA+, with a set of messages to which everything that is sent is added. *)
EXTENDS Integers, FiniteSets
CONSTANTS Acceptors, Ballots, Values
VARIABLES promised, voted, value, messages

vars == <<promised, voted, value, messages>>

None == "none"
Majorities == {Q \in SUBSET Acceptors : 2 * Cardinality(Q) > Cardinality(Acceptors)}
Send(m) == messages' = messages \cup {m}

Init ==
  /\ promised = [a \in Acceptors |-> 0]
  /\ voted = [a \in Acceptors |-> 0]
  /\ value = [a \in Acceptors |-> None]
  /\ messages = {}

Ask(b) ==
  /\ Send([type |-> "ask", ballot |-> b])
  /\ UNCHANGED <<promised, voted, value>>

Promise(a) ==
  \E m \in messages :
    /\ m.type = "ask"
    /\ m.ballot > promised[a]
    /\ promised' = [promised EXCEPT ![a] = m.ballot]
    /\ Send([type |-> "promise", from |-> a, ballot |-> m.ballot, voted |-> voted[a], value |-> value[a]])
    /\ UNCHANGED <<voted, value>>

Propose(b, v) ==
  /\ ~ \E m \in messages : m.type = "propose" /\ m.ballot = b
  /\ \E Q \in Majorities :
       LET promises == {m \in messages : m.type = "promise" /\ m.ballot = b /\ m.from \in Q}
           votes == {m \in promises : m.voted > 0}
       IN  /\ \A a \in Q : \E m \in promises : m.from = a
           /\ \/ votes = {}
              \/ \E m \in votes : m.value = v /\ \A n \in votes : m.voted >= n.voted
  /\ Send([type |-> "propose", ballot |-> b, value |-> v])
  /\ UNCHANGED <<promised, voted, value>>

Vote(a) ==
  \E m \in messages :
    /\ m.type = "propose"
    /\ m.ballot >= promised[a]
    /\ promised' = [promised EXCEPT ![a] = m.ballot]
    /\ voted' = [voted EXCEPT ![a] = m.ballot]
    /\ value' = [value EXCEPT ![a] = m.value]
    /\ Send([type |-> "vote", from |-> a, ballot |-> m.ballot, value |-> m.value])

Next ==
  \/ \E b \in Ballots : Ask(b) \/ \E v \in Values : Propose(b, v)
  \/ \E a \in Acceptors : Promise(a) \/ Vote(a)

Spec == Init /\ [][Next]_vars

Chosen(b, v) ==
  \E Q \in Majorities : \A a \in Q : [type |-> "vote", from |-> a, ballot |-> b, value |-> v] \in messages

Agreed == \A b, c \in Ballots : \A v, w \in Values : Chosen(b, v) /\ Chosen(c, w) => v = w
=============================================================================
