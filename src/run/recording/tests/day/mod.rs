//! A scripted day on a disk of which any one call fails, in every way in which calls fail: a session is made, opened,
//! typed into, saved, joined with what another laptop wrote, left, opened again, closed, merged with a third copy, kept in
//! another folder, brought back into its study, and closed for good. The day is lived in a plain study and in an encrypted
//! one, where the session is sealed for the office at its end.
//!
//! After each step it is as though the program were killed there: what was acknowledged has to stand on the disk, and
//! under its real name every file is whole. Acknowledged is what was typed while nobody was told of trouble; what was
//! typed in trouble is in memory, and on the disk when the trouble is over. What people are told has to say what the
//! system said. In an encrypted study no word is plain, in no write and in no file. `HEARKEN_FAULTS=1` plays every case;
//! without it a few of them are played.
//!
//! Read `laptop` (what the day is lived on), `person` (what somebody does), `merging` and `sealing`, then what is looked
//! at: `looked` and `told`.

mod laptop;
mod person;
mod merging;
mod sealing;
mod looked;
mod told;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::faulty::{Call, Fault, Faulty};
use laptop::Study;
use person::Day;
use told::Went;

/// Which call of a day fails, and how.
#[derive(Debug, Clone, Copy)]
struct Case {
    study: Study,
    nth: usize,
    fault: Option<Fault>,
    /// Whether trouble that stays is ended by going to another folder.
    moves: bool,
}

/// The whole day.
fn day(case: Case) -> (Went, Vec<Call>) {
    let mut day = Day::begun(case);
    morning(&mut day);
    afternoon(&mut day);
    evening(&mut day);
    day.went.has_struck = day.laptop.disk.has_struck();
    let calls = day.laptop.disk.calls_after(0);
    (day.went, calls)
}

fn morning(day: &mut Day) {
    day.opens();
    day.gets_through_trouble();
    day.notes("we find out in March");
    day.types("whether");
    day.gets_through_trouble();
    day.theme_changes();
    day.types(" we ");
    day.works();
    day.types("exist");
    day.works();
    day.enters();
    day.gets_through_trouble();
    day.somebody_else_writes();
    day.theme_changes();
    day.works();
    day.works();
    day.types("half");
    day.gets_through_trouble();
    day.leaves();
    day.opens();
    day.types(" of it");
    day.gets_through_trouble();
    day.enters();
    day.ends();
    day.merges();
}

/// After the break it goes on in another folder of the same disk.
fn afternoon(day: &mut Day) {
    day.starts_again();
    day.opens();
    day.gets_through_trouble();
    day.notes("after the break");
    day.types("this");
    day.theme_changes();
    day.works();
    day.types(" is");
    day.works();
    day.gets_through_trouble();
    day.moves_to_other_folder();
    day.types(" it");
    day.gets_through_trouble();
    day.enters();
    day.theme_changes();
    day.works();
    day.notes("the very last");
    day.works();
    day.gets_through_trouble();
    day.leaves();
    day.opens();
    day.gets_through_trouble();
    day.finishes();
    day.ends();
}

/// The session comes back into its study, is finished there, and is sealed for the office where the study has one.
fn evening(day: &mut Day) {
    // Trouble may lead to another folder once more.
    while day.brings_home() {
        day.starts_again();
        day.finds_what_was_half_typed();
        day.opens();
        day.gets_through_trouble();
        day.finishes();
        day.ends();
    }
    day.seals();
}

/// Each way of failing. What stays is ended by a sound disk or by another folder.
fn faults() -> Vec<(Fault, bool)> {
    let all = Fault::ONCE.into_iter().chain(Fault::ON_AND_ON);
    let both = all.flat_map(|fault| [(fault, false), (fault, true)]);
    both.filter(|(fault, moves)| fault.is_for_good() || !moves).collect()
}

/// Lives the day once for each call and each way in which it can fail, or for each `step`-th call.
#[expect(clippy::print_stderr, reason = "who asks for every case wants to know how many there are")]
fn with_every_fault(study: Study, step: usize) {
    let is_every = std::env::var_os("HEARKEN_FAULTS").is_some();
    let (step, faults) = (if is_every { 1 } else { step }, faults());
    // Each thread takes the next way of failing.
    let (next, told) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let play_some = || {
        while let Some((fault, moves)) = faults.get(next.fetch_add(1, Ordering::Relaxed)) {
            let case = |nth| Case { study, nth, fault: Some(*fault), moves: *moves };
            let played = (1..9000).step_by(step).map(|nth| day(case(nth)).0);
            let struck: Vec<Went> = played.take_while(|went| went.has_struck).collect();
            let with_words = struck.iter().filter(|went| went.told > 0).count();
            if is_every {
                eprintln!("{study:?}, {fault:?}: {} days, people were told in {with_words}", struck.len());
            }
            told.lock().unwrap().push((*fault, struck.len(), with_words));
        }
    };
    thread::scope(|scope| {
        let running: Vec<_> = (0..2).map(|_| scope.spawn(play_some)).collect();
        for one in running {
            one.join().expect("a day without a loss");
        }
    });
    let told = told.into_inner().unwrap();
    let cases: usize = told.iter().map(|(_, cases, _)| cases).sum();
    if is_every {
        eprintln!("{study:?}: {cases} days in all");
    }
    assert_eq!(told.len(), faults.len());
    assert!(cases * step > 4000, "only {cases} cases: {told:?}");
    for (fault, cases, with_words) in told {
        let is_silent = fault == Fault::NoLinks;
        // Of few cases each may be one that the program gets over by itself.
        let is_known = is_every || is_silent;
        assert!(!is_known || (with_words == 0) == is_silent, "{fault:?}: {with_words} of {cases}");
    }
}

fn assert_that_a_day_without_faults_tells_nothing(study: Study) {
    let (went, calls) = day(Case { study, nth: 0, fault: None, moves: false });
    assert_eq!(went.told, 0);
    for call in [
        Call::Look,
        Call::Open,
        Call::Create,
        Call::Write,
        Call::Sync,
        Call::SyncFolder,
        Call::Link,
        Call::Rename,
        Call::Remove,
    ] {
        assert!(calls.contains(&call), "no {call:?} in {calls:?}");
    }
}

#[test]
fn a_day_without_faults_makes_every_kind_of_call_and_tells_nobody_anything() {
    assert_that_a_day_without_faults_tells_nothing(Study::Plain);
}

#[test]
fn whichever_call_of_a_day_fails_nothing_acknowledged_is_lost_and_the_reason_is_told() {
    with_every_fault(Study::Plain, 47);
}

#[cfg(feature = "encryption")]
#[test]
fn a_day_without_faults_in_an_encrypted_study_ends_sealed_for_the_office_and_tells_nobody_anything() {
    assert_that_a_day_without_faults_tells_nothing(Study::Encrypted);
}

#[cfg(feature = "encryption")]
#[test]
fn whichever_call_of_a_day_in_an_encrypted_study_fails_nothing_is_lost_and_no_word_is_ever_plain() {
    with_every_fault(Study::Encrypted, 151);
}
