//! Taking back and doing again, of everything at once: whatever was done, in whatever order, can be taken back to where
//! it began and done again to where it ended, and no version is ever lost by it.

use std::collections::{BTreeMap, BTreeSet};

use hearken::app::Screen;
use hearken::app::commands::Place;
use hearken::model::entry::{Body, Version};
use hearken::model::session::{
    ATTENDANCE, DETAILS, ListOf, NOTES, PARTICIPANTS, PAUSES, PROBES, SCRIPTS, SUMMARIES, Session, THEMES,
};
use hearken::model::stamp::Stamp;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::room::Room;

/// Acts after which a note, or something else, may say again what it said before: deleting what was just made, bringing
/// back, marks and tags that go off again, a theme moved to and fro.
const BY_HAND: &[&str] = &[
    "<Up> <Del>",
    "<Up> <Up> <Del>",
    "<C-f> a <Enter>",
    "<C-f> a <Up> <Down> <Down> <Down> <Down> <Enter>",
    "<Up> @2 <Enter>",
    "<Up> @5 <Enter>",
    "<Up> #training <Enter>",
    "<Up> #new-word <Enter>",
    "<Esc> z t <Esc>",
    "<Esc> m s <Esc>",
    "<Esc> m <Down> d <Esc>",
    "<C-r> pol <Enter>",
    "<Up> <C-r> str <Enter>",
    "<C-l>",
    "<C-d>",
    "<C-x>",
    "<Esc> m + + - <Esc>",
    "<Esc> m <Down> u u <Esc>",
    "<Esc> m x x <Esc>",
    "<Esc> z r t n <Esc>",
    "<Esc> z <Enter> <Enter> <Esc>",
    "<Up> <Enter> <C-w> again <Enter>",
];

/// What somebody may do next, as keys pressed at the typing line.
const ACTS: &[&str] = &[
    // Notes of every kind.
    "nothing is agreed after this <Enter>",
    "3: \"we find out in March <Enter>",
    "2: \"we never knew.\" looks at P1 <Enter>",
    "(nods round the table <Enter>",
    "; ask about the bid <Enter>",
    "=6/8 no funding past this year <Enter>",
    "=6-1/20 the bus <Enter> <Enter>",
    "*e a letter to every school <Enter>",
    "!ask the trust <Enter>",
    "~who pays for the bus <Enter>",
    ">fund the bid takes a month <Enter>",
    "grant ends #short-term-funding <Enter>",
    "11: I came late <Enter> <Enter>",
    "5:: and so it goes on <Enter>",
    "0: said by somebody <Enter>",
    // Of what is saved.
    "<Up> <Enter>  and more <Enter>",
    "<Up> <Enter> ! <Esc>",
    "<Up> <Enter> \" <Enter>",
    "<Up> <Up> <Enter>  so it was <Enter>",
    "half a thought <C-l> and its end <Enter>",
    "<C-t>",
    "<C-t> <C-t>",
    // About people.
    "<Esc> w family worker, voluntary <Enter>",
    "<Esc> w <Down> <Down> teacher <Down> school nurse, health <Esc>",
    "<Esc> w <Del> <Esc>",
    "<Esc> w <Down> <Del> <Del> <Esc>",
    "<Esc> w cook <C-n> late, trust <Enter>",
    "<Esc> r y <Esc>",
    "<Esc> r e <Esc>",
    "<Esc> r <Down> 1 2 2 3 <Esc>",
    "<Esc> r 1 1 1 <Esc>",
    "<Esc> r r <Esc>",
    "<Esc> r w they were in a hurry <Enter>",
    // The plan and the time.
    "<Esc> m + + <Esc>",
    "<Esc> m <Down> <Down> <Down> <Down> + <Esc>",
    "<Esc> p <Enter>",
    "<Esc> p <Down> <Enter> <Esc> p",
    "<Esc> d it comes to money <Enter> and trust <Esc>",
    "<Esc> d <Tab> <Tab> short of people <Tab> <Esc>",
    // Between them.
    "<Tab>",
    "<BackTab>",
    "<C-z>",
    "<C-z> <C-z> <C-z>",
    "<C-z> <C-z> <C-y>",
    "<C-y>",
    "half a note",
    "<C-u>",
];

/// What comes between two acts, once in a while.
#[derive(Debug, Clone, Copy)]
enum Act {
    Keys(&'static str),
    CloseAndOpen,
    Kill,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        20 => select(ACTS).prop_map(Act::Keys),
        10 => select(BY_HAND).prop_map(Act::Keys),
        1 => Just(Act::CloseAndOpen),
        1 => Just(Act::Kill),
    ]
}

impl Act {
    fn perform(self, room: &mut Room) {
        match self {
            Self::Keys(keys) => {
                room.keys(keys);
                back_to_the_line(room);
            }
            Self::CloseAndOpen => close_and_open(room),
            Self::Kill => kill_and_open(room),
        }
    }
}

fn close_and_open(room: &mut Room) {
    room.keys("<Esc> g");
    assert!(matches!(room.app.screen, Screen::Home(_)), "{}", room.screen());
    room.list();
    // With half a note left the session is offered first; otherwise it is in the list of earlier ones.
    room.keys(if room.screen().contains("1  Carry on") { "1" } else { "3 1" });
    assert!(matches!(room.app.screen, Screen::Live(_)), "{}", room.screen());
    back_to_the_line(room);
}

fn kill_and_open(room: &mut Room) {
    room.kill();
    room.keys("1");
    assert!(matches!(room.app.screen, Screen::Live(_)), "{}", room.screen());
    back_to_the_line(room);
}

/// Steps back until a new note is typed.
fn back_to_the_line(room: &mut Room) {
    for _ in 0..8 {
        if !matches!(room.app.place(), Place::Live | Place::Ready) || !is_new(room) {
            room.keys("<Esc>");
        }
    }
    assert!(room.app.overlay.is_none() && is_new(room), "{}", room.screen());
}

fn is_new(room: &Room) -> bool {
    matches!(&room.app.screen, Screen::Live(live) if live.draft.is_new())
}

/// What the lists show that people can take back, by list and entry.
type Shown = BTreeMap<(&'static str, String), String>;

fn shown(session: &Session) -> Shown {
    fn add<B: Body>(shown: &mut Shown, session: &Session, list: &ListOf<B>) {
        let standing = (list.of)(&session.lists).standing();
        // Whether it was done again is no part of what it says.
        let said = |version: &Version<B>| Version { undoes: None, ..version.clone() }.canonical_body();
        shown.extend(standing.map(|(id, version)| ((list.name, id.to_string()), said(version))));
    }
    let mut shown = Shown::new();
    add(&mut shown, session, &DETAILS);
    add(&mut shown, session, &PARTICIPANTS);
    add(&mut shown, session, &NOTES);
    add(&mut shown, session, &SUMMARIES);
    add(&mut shown, session, &THEMES);
    add(&mut shown, session, &PROBES);
    add(&mut shown, session, &SCRIPTS);
    add(&mut shown, session, &ATTENDANCE);
    add(&mut shown, session, &PAUSES);
    shown
}

/// Every version there is, and the entries that have more than one head.
fn versions(session: &Session) -> (BTreeSet<(&'static str, Stamp)>, Vec<String>) {
    fn add<B: Body>(
        to: &mut (BTreeSet<(&'static str, Stamp)>, Vec<String>),
        session: &Session,
        list: &ListOf<B>,
    ) {
        for (id, entry) in (list.of)(&session.lists).all() {
            to.0.extend(entry.versions().map(|version| (list.name, version.stamp)));
            to.1.extend((entry.heads().len() > 1).then(|| format!("{} {id}", list.name)));
        }
    }
    let mut found = (BTreeSet::new(), Vec::new());
    add(&mut found, session, &DETAILS);
    add(&mut found, session, &PARTICIPANTS);
    add(&mut found, session, &NOTES);
    add(&mut found, session, &SUMMARIES);
    add(&mut found, session, &THEMES);
    add(&mut found, session, &PROBES);
    add(&mut found, session, &SCRIPTS);
    add(&mut found, session, &ATTENDANCE);
    add(&mut found, session, &PAUSES);
    found
}

/// Watches that versions are only added, and that one laptop alone never comes into conflict with itself.
struct Watch(BTreeSet<(&'static str, Stamp)>);

impl Watch {
    fn look(&mut self, room: &Room, after: &str) {
        let (found, disputed) = versions(room.session());
        assert!(found.is_superset(&self.0), "a version is gone after {after}");
        assert_eq!(disputed, Vec::<String>::new(), "in conflict after {after}");
        self.0 = found;
    }
}

fn said(room: &Room) -> &str {
    room.app.notice.as_ref().map(|notice| notice.text.as_str()).unwrap_or_default()
}

/// Takes back until nothing is left; gives how often something was, typing apart.
fn take_everything_back(room: &mut Room, watch: &mut Watch) -> usize {
    let mut count = 0;
    for _ in 0..2000 {
        let before = watch.0.len();
        room.keys("<C-z>");
        watch.look(room, "Ctrl+Z");
        count += usize::from(watch.0.len() > before);
        if said(room).contains("nothing to take back") {
            return count;
        }
        assert!(!said(room).contains("cannot be taken back"), "{}", said(room));
    }
    panic!("there is no end to taking back");
}

fn do_again(room: &mut Room, times: usize, watch: &mut Watch) {
    for _ in 0..times {
        room.keys("<C-y>");
        watch.look(room, "Ctrl+Y");
        assert!(!said(room).contains("nothing to do again"), "{}", said(room));
    }
}

/// Takes everything back and does it again, and looks whether the lists show what they showed, also where the session
/// is opened again in between.
fn there_and_back(room: &mut Room, start: &Shown, watch: &mut Watch, is_opened_between: bool) {
    let end = shown(room.session());
    let count = take_everything_back(room, watch);
    assert_eq!(shown(room.session()), *start);
    if is_opened_between {
        kill_and_open(room);
        assert_eq!(shown(room.session()), *start);
        assert_eq!(take_everything_back(room, watch), 0);
    }
    do_again(room, count, watch);
    assert_eq!(shown(room.session()), end);
    assert_eq!(take_everything_back(room, watch), count);
    assert_eq!(shown(room.session()), *start);
}

fn play(acts: &[Act]) -> (Room, Shown, Watch) {
    let mut room = Room::begun(100, 30);
    let start = shown(room.session());
    let mut watch = Watch(BTreeSet::new());
    watch.look(&room, "the start");
    for act in acts {
        act.perform(&mut room);
        watch.look(&room, &format!("{act:?}"));
    }
    (room, start, watch)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn whatever_was_done_is_taken_back_to_the_start_and_done_again_to_the_end(acts in vec(act(), 1..40)) {
        let (mut room, start, mut watch) = play(&acts);
        there_and_back(&mut room, &start, &mut watch, false);
    }

    #[test]
    fn it_is_known_after_opening_again_what_was_taken_back(acts in vec(act(), 1..40)) {
        let (mut room, start, mut watch) = play(&acts);
        there_and_back(&mut room, &start, &mut watch, true);
    }
}

/// Every act by itself and twice, so that none is left to chance.
#[test]
fn each_act_by_itself_is_taken_back_and_done_again_also_after_opening_again() {
    for act in ACTS.iter().chain(BY_HAND) {
        for is_opened in [false, true] {
            let acts = ["1: one <Enter> ~two a <Enter>", act, act].map(Act::Keys);
            let (mut room, start, mut watch) = play(&acts);
            if is_opened {
                kill_and_open(&mut room);
            }
            there_and_back(&mut room, &start, &mut watch, is_opened);
        }
    }
}

#[test]
fn typing_is_taken_back_with_the_chips_it_made_and_comes_again_with_them() {
    for (typed, chips) in [
        ("3: \"hello", &["P3", "quote"][..]),
        ("=6/8 no money", &["hands 6 of 8"]),
        ("well @5 <Enter> yes", &["P5"]),
        ("~>fund who pays", &["parked", "in Funding"]),
    ] {
        let mut room = Room::begun(100, 30);
        room.keys("1: one <Enter>");
        room.keys(typed);
        let line = |room: &Room| match &room.app.screen {
            Screen::Live(live) => (live.chips(), live.draft.words.text().to_owned()),
            other => panic!("{other:?}"),
        };
        let end = line(&room);
        assert_eq!(end.0, chips);
        let mut steps = 0;
        while line(&room) != (Vec::new(), String::new()) {
            room.keys("<C-z>");
            steps += 1;
            assert!(steps < 20 && room.notes() == ["one"], "{typed}: {:?}", line(&room));
        }
        for _ in 0..steps {
            room.keys("<C-y>");
        }
        assert_eq!(line(&room), end, "{typed}");
        // Something else typed in between is not given the chips of what was taken back.
        room.keys(&"<C-z> ".repeat(steps));
        room.keys("other words <Enter>");
        assert_eq!(room.notes(), ["one", "other words"], "{typed}");
    }
}

#[test]
fn a_note_changed_twice_is_taken_back_change_by_change_without_a_conflict() {
    let mut room = Room::begun(100, 30);
    room.keys("one <Enter> <Up> <Enter>  two <Enter> <Up> <Enter>  three <Enter>");
    for left in [&["one two"][..], &["one"], &[]] {
        room.keys("<C-z>");
        assert_eq!(room.notes(), left);
        assert_eq!(versions(room.session()).1, Vec::<String>::new());
    }
    for again in ["one", "one two", "one two three"] {
        room.keys("<C-y>");
        assert_eq!(room.notes(), [again]);
        assert_eq!(versions(room.session()).1, Vec::<String>::new());
    }
}

#[test]
fn a_seat_given_for_a_note_goes_with_it_also_after_opening_again() {
    let mut room = Room::begun(100, 30);
    room.keys("1: one <Enter> 11: hello <Enter> <Enter>");
    let seats = |room: &Room| room.session().seats().len();
    assert_eq!(seats(&room), 9);
    close_and_open(&mut room);
    room.keys("<C-z>");
    assert_eq!((seats(&room), room.notes()), (8, vec!["one".to_owned()]));
    close_and_open(&mut room);
    room.keys("<C-y>");
    assert_eq!((seats(&room), room.notes().len()), (9, 2));
}

#[test]
fn what_is_typed_after_a_seat_was_taken_back_is_about_somebody_who_is_there() {
    let mut room = Room::begun(100, 30);
    room.keys("1: one <Enter> <Esc> w <C-n> <C-z> cook <Enter> <Esc>");
    back_to_the_line(&mut room);
    let roles: Vec<_> =
        room.session().seats().into_iter().filter_map(|(_, seat)| seat.role.clone()).collect();
    assert_eq!(roles, ["cook"], "{}", room.screen());
}
