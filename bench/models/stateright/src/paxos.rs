//! Paxos of three acceptors and two values, with a set of messages to which everything that is sent is added.
use stateright::{Model, Property};
use std::collections::BTreeSet;

const ACCEPTORS: u8 = 3;
const MAJORITY: usize = 2;
const VALUES: u8 = 2;

pub struct Paxos {
    pub ballots: u8,
}

/// A vote in a ballot for a value.
type Vote = (u8, u8);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Message {
    Ask {
        ballot: u8,
    },
    Promise {
        ballot: u8,
        acceptor: u8,
        vote: Option<Vote>,
    },
    Propose {
        ballot: u8,
        value: u8,
    },
    Vote {
        ballot: u8,
        acceptor: u8,
        value: u8,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct State {
    promised: Vec<u8>,
    vote: Vec<Option<Vote>>,
    messages: BTreeSet<Message>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    Ask { ballot: u8 },
    Promise { acceptor: u8, ballot: u8 },
    Propose { ballot: u8, value: u8 },
    Vote { acceptor: u8, ballot: u8, value: u8 },
}

/// Three acceptors: any two are a majority, and a value may be proposed if the newest vote that two of them tell is for it.
fn may_propose(state: &State, ballot: u8, value: u8) -> bool {
    let promises: Vec<Option<Vote>> = state
        .messages
        .iter()
        .filter_map(|message| match message {
            Message::Promise {
                ballot: b, vote, ..
            } if *b == ballot => Some(*vote),
            _ => None,
        })
        .collect();
    promises.iter().enumerate().any(|(i, p)| {
        promises[..i].iter().any(|q| match p.max(q) {
            None => true,
            Some((_, newest)) => *newest == value,
        })
    })
}

fn chosen(state: &State, ballot: u8, value: u8) -> bool {
    let votes = (0..ACCEPTORS).filter(|&acceptor| {
        state.messages.contains(&Message::Vote {
            ballot,
            acceptor,
            value,
        })
    });
    votes.count() >= MAJORITY
}

impl Model for Paxos {
    type State = State;
    type Action = Action;

    fn init_states(&self) -> Vec<State> {
        vec![State {
            promised: vec![0; ACCEPTORS as usize],
            vote: vec![None; ACCEPTORS as usize],
            messages: BTreeSet::new(),
        }]
    }

    fn actions(&self, state: &State, actions: &mut Vec<Action>) {
        for ballot in 1..=self.ballots {
            actions.push(Action::Ask { ballot });
            let proposed = |value: &u8| {
                state.messages.contains(&Message::Propose {
                    ballot,
                    value: *value,
                })
            };
            if !(1..=VALUES).any(|value| proposed(&value)) {
                let allowed = (1..=VALUES).filter(|&value| may_propose(state, ballot, value));
                actions.extend(allowed.map(|value| Action::Propose { ballot, value }));
            }
        }
        for message in &state.messages {
            for acceptor in 0..ACCEPTORS {
                let promised = state.promised[acceptor as usize];
                match *message {
                    Message::Ask { ballot } if ballot > promised => {
                        actions.push(Action::Promise { acceptor, ballot })
                    }
                    Message::Propose { ballot, value } if ballot >= promised => {
                        actions.push(Action::Vote {
                            acceptor,
                            ballot,
                            value,
                        })
                    }
                    _ => {}
                }
            }
        }
    }

    fn next_state(&self, last: &State, action: Action) -> Option<State> {
        let mut state = last.clone();
        match action {
            Action::Ask { ballot } => {
                state.messages.insert(Message::Ask { ballot });
            }
            Action::Promise { acceptor, ballot } => {
                let vote = state.vote[acceptor as usize];
                state.promised[acceptor as usize] = ballot;
                state.messages.insert(Message::Promise {
                    ballot,
                    acceptor,
                    vote,
                });
            }
            Action::Propose { ballot, value } => {
                state.messages.insert(Message::Propose { ballot, value });
            }
            Action::Vote {
                acceptor,
                ballot,
                value,
            } => {
                state.promised[acceptor as usize] = ballot;
                state.vote[acceptor as usize] = Some((ballot, value));
                state.messages.insert(Message::Vote {
                    ballot,
                    acceptor,
                    value,
                });
            }
        }
        Some(state)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![Property::always(
            "agreed",
            |model: &Paxos, state: &State| {
                let ballots: Vec<(u8, u8)> = (1..=model.ballots)
                    .flat_map(|b| (1..=VALUES).map(move |v| (b, v)))
                    .collect();
                let values: BTreeSet<u8> = ballots
                    .into_iter()
                    .filter(|&(b, v)| chosen(state, b, v))
                    .map(|(_, v)| v)
                    .collect();
                values.len() <= 1
            },
        )]
    }
}
