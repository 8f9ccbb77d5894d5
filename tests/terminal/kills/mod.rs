//! `kill -9` at any moment: what the screen had shown is there when the program is started again, and a file is the old
//! one or the new one.
//!
//! [`talk`] is what somebody types and how far the screen has come with it; [`typing`] kills in the middle of that, while
//! a snapshot is written, on leaving and on opening again; [`commands`] kills merges and reports, [`encrypting`] what makes
//! a study an encrypted one, [`sealing`] what seals for the office. Studies are plain, or encrypted ([`access`]); of the latter
//! no word may stand anywhere in plain, neither after the kill nor later. `HEARKEN_KILLS` says how many rounds (50 when it is not set), `HEARKEN_SEED` with which words and
//! moments they begin. That a loss would be found is tested as well, with a journal that is buffered.

pub(crate) mod talk;
mod access;
mod typing;
mod commands;
mod encrypting;
mod sealing;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use access::Form::{self, Plain, Sealed};
use commands::{Prepared, Written};
use encrypting::StillPlain;
use sealing::Finished;
use typing::Moment::{self, Leaving, Opening, Snapshot, Typing};
use typing::{Journal, Kept, Room};

use crate::random::Random;

/// What is killed in which round, and in which kind of study.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Round {
    Talk(Moment, Form),
    Merge(Form),
    Report(Form),
    /// Sealing what stands plain in a study that becomes an encrypted one.
    Encrypt,
    /// Sealing an encrypted study for the office.
    Seal,
}

/// In this order, again and again.
const ROUNDS: [Round; 20] = [
    Round::Talk(Typing, Plain),
    Round::Talk(Snapshot, Sealed),
    Round::Seal,
    Round::Talk(Typing, Sealed),
    Round::Merge(Plain),
    Round::Talk(Leaving, Sealed),
    Round::Talk(Snapshot, Plain),
    Round::Talk(Opening, Sealed),
    Round::Report(Sealed),
    Round::Merge(Sealed),
    Round::Talk(Typing, Plain),
    Round::Talk(Typing, Sealed),
    Round::Talk(Opening, Plain),
    Round::Seal,
    Round::Talk(Snapshot, Sealed),
    Round::Talk(Leaving, Plain),
    Round::Report(Plain),
    Round::Encrypt,
    Round::Talk(Opening, Sealed),
    Round::Merge(Sealed),
];

/// What rounds begin with. Without encryption there is nothing but plain studies.
struct Beginnings {
    rooms: BTreeMap<Form, Room>,
    studies: BTreeMap<Form, Prepared>,
    still_plain: Option<StillPlain>,
    finished: Option<Finished>,
}

impl Beginnings {
    fn new() -> Self {
        let forms = if cfg!(feature = "encryption") { &[Plain, Sealed][..] } else { &[Plain] };
        thread::scope(|scope| {
            let studies = forms.iter().map(|form| (*form, scope.spawn(|| Prepared::new(*form))));
            let studies: Vec<_> = studies.collect();
            let is_sealing = forms.contains(&Sealed);
            let finished = is_sealing.then(|| scope.spawn(Finished::new));
            Self {
                rooms: forms.iter().map(|form| (*form, Room::new(*form))).collect(),
                studies: studies.into_iter().map(|(form, study)| (form, study.join().unwrap())).collect(),
                still_plain: is_sealing.then(StillPlain::new),
                finished: finished.map(|finished| finished.join().unwrap()),
            }
        })
    }

    /// Plays a round, where it can be played.
    fn play(&self, round: Round, random: &mut Random, figures: &mut Figures) {
        let written = match round {
            Round::Talk(moment, form) => {
                if let Some(room) = self.rooms.get(&form) {
                    let kept = room.round(moment, Journal::AsItIs, random);
                    figures.typed.entry(round).or_default().add(&kept);
                }
                None
            }
            Round::Merge(form) => self.studies.get(&form).map(|study| study.merge(random)),
            Round::Report(form) => self.studies.get(&form).map(|study| study.report(random)),
            Round::Encrypt => self.still_plain.as_ref().map(|study| study.round(random)),
            Round::Seal => self.finished.as_ref().map(|finished| finished.round(random)),
        };
        if let Some(written) = written {
            figures.written.entry(round).or_default().add(&written);
        }
    }
}

/// What came of the rounds of each kind.
#[derive(Debug, Default)]
struct Figures {
    typed: BTreeMap<Round, Kept>,
    written: BTreeMap<Round, Written>,
}

impl Figures {
    fn add(&mut self, other: &Self) {
        for (round, typed) in &other.typed {
            self.typed.entry(*round).or_default().add(typed);
        }
        for (round, written) in &other.written {
            self.written.entry(*round).or_default().add(written);
        }
    }

    /// All that was typed, and all that was written by commands.
    fn sums(&self) -> (Kept, Written) {
        let mut sums = (Kept::default(), Written::default());
        self.typed.values().for_each(|typed| sums.0.add(typed));
        self.written.values().for_each(|written| sums.1.add(written));
        sums
    }
}

pub(crate) fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|number| number.parse().unwrap_or_else(|_| panic!("{name}={number}")))
}

/// Plays rounds, each thread taking the next one.
fn play(count: u64, seed: u64) -> Figures {
    let beginnings = Beginnings::new();
    let next = AtomicU64::new(0);
    // More than there are processors: a program that waits for one is killed at other moments.
    let threads = thread::available_parallelism().map_or(2, |cores| cores.get() * 2);
    let play_some = || {
        let mut figures = Figures::default();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= count {
                return figures;
            }
            let round = ROUNDS[usize::try_from(number).unwrap() % ROUNDS.len()];
            beginnings.play(round, &mut Random::new(seed + number), &mut figures);
        }
    };
    let mut all = Figures::default();
    thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(play_some)).collect();
        for one in running {
            all.add(&one.join().expect("a round without a loss"));
        }
    });
    all
}

#[expect(clippy::print_stderr, reason = "who asks for more rounds wants to know what came of them")]
#[test]
fn a_kill_at_any_moment_loses_nothing_that_was_shown_and_leaves_no_half_file() {
    let asked = number("HEARKEN_KILLS");
    let figures = play(asked.unwrap_or(50), number("HEARKEN_SEED").unwrap_or(1));
    let (typed, written) = figures.sums();
    if asked.is_some() {
        eprintln!("{figures:#?}\n{typed:#?}\n{written:#?}");
    }
    assert_eq!(typed.lost, 0, "{figures:#?}");
    assert!(typed.shown > 20 * typed.rounds, "too little was shown: {figures:#?}");
    // Few rounds may all come late, where the machine was busier while it was measured how long a command takes.
    assert!(asked.is_none() || written.killed * 8 > written.rounds, "few were killed: {figures:#?}");
}

fn assert_that_a_buffer_is_found_out(form: Form) {
    let (room, mut kept) = (Room::new(form), Kept::default());
    for seed in 0..4 {
        kept.add(&room.round(Typing, Journal::Buffered, &mut Random::new(seed)));
    }
    assert!(kept.lost > 0 && kept.rounds_with_losses >= 3, "{kept:?}");
}

#[test]
fn a_journal_that_were_buffered_would_be_found() {
    assert_that_a_buffer_is_found_out(Plain);
}

#[cfg(feature = "encryption")]
#[test]
fn a_sealed_journal_that_were_buffered_would_be_found() {
    assert_that_a_buffer_is_found_out(Sealed);
}

/// Lets a random time go by, up to so many microseconds. Nothing is waited for: it is the moment of the kill.
pub(crate) fn random_pause(random: &mut Random, up_to_micros: usize) {
    thread::sleep(Duration::from_micros(u64::try_from(random.below(up_to_micros + 1)).unwrap()));
}
