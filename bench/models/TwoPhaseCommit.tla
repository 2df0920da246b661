--------------------------- MODULE TwoPhaseCommit ---------------------------
(* Two-phase commit as one writes it in TLA+, with a set of messages to which everything that is sent is added. *)
CONSTANT Managers
VARIABLES phase, decision, heard, messages

vars == <<phase, decision, heard, messages>>

Init ==
  /\ phase = [m \in Managers |-> "working"]
  /\ decision = "undecided"
  /\ heard = {}
  /\ messages = {}

Hear(m) ==
  /\ decision = "undecided"
  /\ [type |-> "prepared", from |-> m] \in messages
  /\ heard' = heard \cup {m}
  /\ UNCHANGED <<phase, decision, messages>>

Commit ==
  /\ decision = "undecided"
  /\ heard = Managers
  /\ decision' = "commit"
  /\ messages' = messages \cup {[type |-> "commit"]}
  /\ UNCHANGED <<phase, heard>>

Abort ==
  /\ decision = "undecided"
  /\ decision' = "abort"
  /\ messages' = messages \cup {[type |-> "abort"]}
  /\ UNCHANGED <<phase, heard>>

Prepare(m) ==
  /\ phase[m] = "working"
  /\ phase' = [phase EXCEPT ![m] = "prepared"]
  /\ messages' = messages \cup {[type |-> "prepared", from |-> m]}
  /\ UNCHANGED <<decision, heard>>

GiveUp(m) ==
  /\ phase[m] = "working"
  /\ phase' = [phase EXCEPT ![m] = "aborted"]
  /\ UNCHANGED <<decision, heard, messages>>

HearCommit(m) ==
  /\ [type |-> "commit"] \in messages
  /\ phase' = [phase EXCEPT ![m] = "committed"]
  /\ UNCHANGED <<decision, heard, messages>>

HearAbort(m) ==
  /\ [type |-> "abort"] \in messages
  /\ phase' = [phase EXCEPT ![m] = "aborted"]
  /\ UNCHANGED <<decision, heard, messages>>

Next ==
  \/ Commit
  \/ Abort
  \/ \E m \in Managers : Hear(m) \/ Prepare(m) \/ GiveUp(m) \/ HearCommit(m) \/ HearAbort(m)

Spec == Init /\ [][Next]_vars

Consistent == \A a, b \in Managers : ~(phase[a] = "committed" /\ phase[b] = "aborted")
=============================================================================
