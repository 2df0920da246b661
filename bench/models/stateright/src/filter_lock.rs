//! Peterson's filter lock: N - 1 levels, at each of which one of those who come is held back.
use stateright::{Model, Property};

pub struct FilterLock {
    pub processes: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    Idle,
    Announce,
    Yield,
    Wait,
    Critical,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct State {
    at: Vec<Place>,
    attempt: Vec<u8>,
    level: Vec<u8>,
    last: Vec<u8>,
}

impl Model for FilterLock {
    type State = State;
    /// the process whose step it is: it has at most one
    type Action = usize;

    fn init_states(&self) -> Vec<State> {
        vec![State {
            at: vec![Place::Idle; self.processes],
            attempt: vec![0; self.processes],
            level: vec![0; self.processes],
            last: vec![0; self.processes],
        }]
    }

    fn actions(&self, state: &State, actions: &mut Vec<usize>) {
        actions.extend((0..self.processes).filter(|&p| {
            let attempt = state.attempt[p];
            state.at[p] != Place::Wait
                || state.last[attempt as usize] != p as u8
                || (0..self.processes).all(|q| q == p || state.level[q] < attempt)
        }));
    }

    fn next_state(&self, from: &State, p: usize) -> Option<State> {
        let mut state = from.clone();
        match from.at[p] {
            Place::Idle => {
                state.at[p] = Place::Announce;
                state.attempt[p] = 1;
            }
            Place::Announce => {
                state.level[p] = from.attempt[p];
                state.at[p] = Place::Yield;
            }
            Place::Yield => {
                state.last[from.attempt[p] as usize] = p as u8;
                state.at[p] = Place::Wait;
            }
            Place::Wait if (from.attempt[p] as usize) < self.processes - 1 => {
                state.attempt[p] += 1;
                state.at[p] = Place::Announce;
            }
            Place::Wait => state.at[p] = Place::Critical,
            Place::Critical => {
                state.level[p] = 0;
                state.attempt[p] = 0;
                state.at[p] = Place::Idle;
            }
        }
        Some(state)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![Property::always("exclusive", |_, state: &State| {
            state.at.iter().filter(|at| **at == Place::Critical).count() <= 1
        })]
    }
}
