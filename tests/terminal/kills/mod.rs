//! `kill -9` at any moment: what the screen had shown is there when the program is started again, and a file is the old
//! one or the new one.
//!
//! [`talk`] is what somebody types and how far the screen has come with it; [`typing`] kills in the middle of that, while
//! a snapshot is written, on leaving and on opening again; [`commands`] kills merges and reports. `HEARKEN_KILLS` says how
//! many rounds (50 when it is not set), `HEARKEN_SEED` with which words and moments they begin. That a loss would be found
//! is tested as well, with a journal that is buffered.

pub(crate) mod talk;
mod typing;
mod commands;

use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use commands::{Prepared, Written};
use typing::{Journal, Kept, Moment, Room};

use crate::random::Random;

/// What is killed in which round.
#[derive(Debug, Clone, Copy)]
enum Round {
    Typing(Moment),
    Merge,
    Report,
}

/// In this order, again and again: ten rounds.
const ROUNDS: [Round; 10] = [
    Round::Typing(Moment::Typing),
    Round::Typing(Moment::Snapshot),
    Round::Merge,
    Round::Typing(Moment::Typing),
    Round::Typing(Moment::Leaving),
    Round::Report,
    Round::Typing(Moment::Snapshot),
    Round::Typing(Moment::Opening),
    Round::Typing(Moment::Typing),
    Round::Merge,
];

/// What came of all rounds.
#[derive(Debug, Default)]
struct Figures {
    rounds: u64,
    typed: Kept,
    written: Written,
}

pub(crate) fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|number| number.parse().unwrap_or_else(|_| panic!("{name}={number}")))
}

/// Plays rounds, each thread taking the next one.
fn play(count: u64, seed: u64) -> Figures {
    let (room, prepared) = (Room::new(), Prepared::new());
    let next = AtomicU64::new(0);
    // More than there are processors: a program that waits for one is killed at other moments.
    let threads = thread::available_parallelism().map_or(2, |cores| cores.get() * 2);
    let play_some = || {
        let mut figures = Figures::default();
        loop {
            let round = next.fetch_add(1, Ordering::Relaxed);
            if round >= count {
                return figures;
            }
            let mut random = Random::new(seed + round);
            let kind = ROUNDS[usize::try_from(round).unwrap() % ROUNDS.len()];
            figures.rounds += 1;
            match kind {
                Round::Typing(moment) => figures.typed.add(&room.round(moment, Journal::AsItIs, &mut random)),
                Round::Merge => figures.written.add(&prepared.merge(&mut random)),
                Round::Report => figures.written.add(&prepared.report(&mut random)),
            }
        }
    };
    let mut all = Figures::default();
    thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(play_some)).collect();
        for one in running {
            let part = one.join().expect("a round without a loss");
            all.rounds += part.rounds;
            all.typed.add(&part.typed);
            all.written.add(&part.written);
        }
    });
    all
}

#[expect(clippy::print_stderr, reason = "who asks for more rounds wants to know what came of them")]
#[test]
fn a_kill_at_any_moment_loses_nothing_that_was_shown_and_leaves_no_half_file() {
    let asked = number("HEARKEN_KILLS");
    let figures = play(asked.unwrap_or(50), number("HEARKEN_SEED").unwrap_or(1));
    if asked.is_some() {
        eprintln!("{figures:#?}");
    }
    assert_eq!(figures.typed.lost, 0, "{figures:#?}");
    assert!(figures.typed.shown > 20 * figures.typed.rounds, "too little was shown: {figures:#?}");
    assert!(figures.written.killed * 4 > figures.written.rounds, "few were killed: {figures:#?}");
}

#[test]
fn a_journal_that_were_buffered_would_be_found() {
    let (room, mut kept) = (Room::new(), Kept::default());
    for seed in 0..4 {
        kept.add(&room.round(Moment::Typing, Journal::Buffered, &mut Random::new(seed)));
    }
    assert!(kept.lost > 0 && kept.rounds_with_losses >= 3, "{kept:?}");
}

/// Lets a random time go by, up to so many microseconds. Nothing is waited for: it is the moment of the kill.
pub(crate) fn random_pause(random: &mut Random, up_to_micros: usize) {
    thread::sleep(Duration::from_micros(u64::try_from(random.below(up_to_micros + 1)).unwrap()));
}
