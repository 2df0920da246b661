//! Two-phase commit, with a set of messages to which everything that is sent is added.
use stateright::{Model, Property};
use std::collections::BTreeSet;

pub struct TwoPhaseCommit {
    pub managers: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    Working,
    Prepared,
    Committed,
    Aborted,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Decision {
    Undecided,
    Commit,
    Abort,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Message {
    Prepared(usize),
    Commit,
    Abort,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct State {
    phase: Vec<Phase>,
    heard: Vec<bool>,
    decision: Decision,
    messages: BTreeSet<Message>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    Hear(usize),
    Commit,
    Abort,
    Prepare(usize),
    GiveUp(usize),
    HearCommit(usize),
    HearAbort(usize),
}

impl Model for TwoPhaseCommit {
    type State = State;
    type Action = Action;

    fn init_states(&self) -> Vec<State> {
        vec![State {
            phase: vec![Phase::Working; self.managers],
            heard: vec![false; self.managers],
            decision: Decision::Undecided,
            messages: BTreeSet::new(),
        }]
    }

    fn actions(&self, state: &State, actions: &mut Vec<Action>) {
        let undecided = state.decision == Decision::Undecided;
        if undecided {
            actions.push(Action::Abort);
            if state.heard.iter().all(|heard| *heard) {
                actions.push(Action::Commit);
            }
        }
        for m in 0..self.managers {
            if undecided && state.messages.contains(&Message::Prepared(m)) {
                actions.push(Action::Hear(m));
            }
            if state.phase[m] == Phase::Working {
                actions.push(Action::Prepare(m));
                actions.push(Action::GiveUp(m));
            }
            if state.messages.contains(&Message::Commit) {
                actions.push(Action::HearCommit(m));
            }
            if state.messages.contains(&Message::Abort) {
                actions.push(Action::HearAbort(m));
            }
        }
    }

    fn next_state(&self, last: &State, action: Action) -> Option<State> {
        let mut state = last.clone();
        match action {
            Action::Hear(m) => state.heard[m] = true,
            Action::Commit => {
                state.decision = Decision::Commit;
                state.messages.insert(Message::Commit);
            }
            Action::Abort => {
                state.decision = Decision::Abort;
                state.messages.insert(Message::Abort);
            }
            Action::Prepare(m) => {
                state.phase[m] = Phase::Prepared;
                state.messages.insert(Message::Prepared(m));
            }
            Action::GiveUp(m) | Action::HearAbort(m) => state.phase[m] = Phase::Aborted,
            Action::HearCommit(m) => state.phase[m] = Phase::Committed,
        }
        Some(state)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![Property::always("consistent", |_, state: &State| {
            !(state.phase.contains(&Phase::Committed) && state.phase.contains(&Phase::Aborted))
        })]
    }
}
