//! Models of the bench for Stateright: `proviso-bench MODEL CONSTANT THREADS` searches every state and prints how many there are,
//! the seconds that this took, and what came of each property.
mod filter_lock;
mod paxos;
mod two_phase_commit;

use stateright::{Checker, Model};
use std::fmt::Debug;
use std::hash::Hash;
use std::time::Instant;

fn main() {
    let words: Vec<String> = std::env::args().collect();
    let number = |at: usize| words[at].parse::<usize>().expect("a number");
    match words[1].as_str() {
        "filter-lock" => search(
            filter_lock::FilterLock {
                processes: number(2),
            },
            number(3),
        ),
        "paxos" => search(
            paxos::Paxos {
                ballots: number(2) as u8,
            },
            number(3),
        ),
        "two-phase-commit" => search(
            two_phase_commit::TwoPhaseCommit {
                managers: number(2),
            },
            number(3),
        ),
        other => panic!("no model {other}"),
    }
}

fn search<M>(model: M, threads: usize)
where
    M: Model + Send + Sync + 'static,
    M::State: Hash + Send + Sync + Debug + Clone + PartialEq,
    M::Action: Debug + Clone + PartialEq,
{
    let begin = Instant::now();
    let checker = model.checker().threads(threads).spawn_bfs().join();
    let seconds = begin.elapsed().as_secs_f64();
    checker.assert_properties();
    println!("{} states in {seconds:.3} s", checker.unique_state_count());
}
