//! `hearken pairs`

use std::path::PathBuf;

use hearken::merge::Join as _;
use hearken::model::ids::EntryId;
use hearken::model::note::{Note, NoteKind};
use hearken::model::people::{RecorderRole, Writer};
use hearken::model::session::{Session, WRITERS};
use hearken::study::recorder::Recorder;

use crate::support::{
    ID, Laptop, OTHER_ID, Ran, Typing, cut_off, norwich, note, now, ran, recording, text, writer,
};

const NT: &str = "kj4x9q";
const RB: &str = "w5n2te";

/// Norwich with two people at two laptops.
fn room(id: &str) -> Session {
    let mut session = norwich(id);
    for (who, laptop, initials) in [(NT, "7tq2m9", "NT"), (RB, "c3x8vd", "RB")] {
        let mut recorder = Recorder::new(session, writer(who));
        let body = Writer {
            laptop: writer(laptop),
            initials: initials.to_owned(),
            role: RecorderRole::NoteTaker,
            opened: now(0).wall,
        };
        recorder.write(&WRITERS, &EntryId::new(who), &now(0), body, false).unwrap();
        session = recorder.into_session();
    }
    session
}

fn count(hands: u32) -> Note {
    let mut note = note(NoteKind::Count, "funding", None, "know a named person in the prison");
    (note.hands_for, note.hands_of) = (Some(hands), Some(8));
    note
}

/// What each laptop noted: three moments, of which the last two contradict each other.
fn two_laptops(id: &str) -> [Session; 2] {
    let room = room(id);
    let mut nt = Typing::on(&room, NT);
    nt.adds(5, note(NoteKind::Point, "funding", Some(1), "the trust's grant ends this year"));
    nt.adds(20, note(NoteKind::Quote, "policies", Some(3), "Nobody asks the children first."));
    nt.adds(35, count(3));
    nt.adds(40, note(NoteKind::Point, "funding", None, "the rest stays as it is"));
    let mut rb = Typing::on(&room, RB);
    rb.adds(8, note(NoteKind::Point, "funding", Some(1), "trust grant ends this year\nnothing after"));
    rb.adds(22, note(NoteKind::Quote, "policies", Some(2), "Nobody ever asks the children"));
    rb.adds(37, count(4));
    [nt.done(), rb.done()]
}

fn joined(id: &str) -> Session {
    let [mut one, other] = two_laptops(id);
    one.join(other);
    one
}

fn with_norwich() -> (Laptop, PathBuf) {
    let laptop = Laptop::new();
    let path = laptop.write("norwich.json", text(&joined(ID)));
    (laptop, path)
}

/// The ids of the pairs of the first session: those proposed, accepted and declined.
fn pairs(laptop: &Laptop, input: &str) -> [Vec<String>; 3] {
    let facts = laptop.run(["pairs", input, "--json"]).json();
    ["proposed", "accepted", "declined"].map(|list| {
        let listed = facts["sessions"][0][list].as_array().unwrap();
        listed.iter().map(|pair| pair["pair"].as_str().unwrap().to_owned()).collect()
    })
}

fn asked(laptop: &Laptop, args: &[&str], typed: &str) -> Ran {
    ran(laptop.hearken().arg("pairs").args(args).write_stdin(typed))
}

#[test]
fn proposals_stand_side_by_side_and_contradictions_want_an_eye() {
    let (laptop, _) = with_norwich();
    let before = laptop.read("norwich.json");
    let listed = laptop.run(["pairs", "norwich.json"]);
    assert_eq!(
        listed.out,
        "Norwich · focus group · 2026-11-23\nSession k7m2-q9xd-4tn1-b8wz\n\nMay be about one moment:\n  \
         1  10:42  NT  P1  point  the trust's grant ends this year\n     \
         10:42  RB  P1  point  trust grant ends this year\n                           nothing after\n  \
         2  10:42  NT  P3  quote  “Nobody asks the children first.”\n     \
         10:42  RB  P2  quote  “Nobody ever asks the children”\n     \
         contradiction: quoted in different words; said by P3 (P3-kj4x9q) and by P2 (P2-kj4x9q)\n  \
         3  10:42  NT  count  hands: 3 of 8 know a named person in the prison\n     \
         10:42  RB  count  hands: 4 of 8 know a named person in the prison\n     \
         contradiction: hands counted differently\n"
    );
    assert_eq!(listed.code, 3);
    assert!(listed.err.contains("In 2 pairs the notes contradict each other"), "{}", listed.err);
    assert_eq!(laptop.read("norwich.json"), before);
    assert!(
        laptop.run(["pairs", "norwich.json", "--ascii"]).out.contains("\"Nobody asks the children first.\"")
    );
}

#[test]
fn proposals_without_a_contradiction_want_no_eye_and_no_pair_is_said() {
    let (laptop, _) = with_norwich();
    laptop.run(["pairs", "norwich.json", "--decline", "2,3"]);
    let listed = laptop.run(["pairs", "norwich.json"]);
    assert_eq!(listed.code, 0, "{}", listed.err);
    assert!(listed.out.ends_with("\nDeclined: 2\n"), "{}", listed.out);
    laptop.write("one.json", text(&norwich(OTHER_ID)));
    let none = laptop.run(["pairs", "one.json"]);
    assert_eq!(
        (none.code, none.out.as_str()),
        (0, "No notes of two recorders that may be about one moment.\n")
    );
}

#[test]
fn what_is_accepted_stands_together_and_what_is_declined_is_not_proposed_again() {
    let (laptop, path) = with_norwich();
    let [proposed, ..] = pairs(&laptop, "norwich.json");
    let answered = laptop.run(["pairs", "norwich.json", "--accept", "1,3", "--decline", "2"]);
    assert_eq!((answered.code, answered.out.as_str()), (3, "norwich.json: 2 pairs accepted, 1 declined.\n"));
    assert!(answered.err.contains("In 1 pair the notes contradict each other"), "{}", answered.err);
    let accepted = [proposed[0].clone(), proposed[2].clone()];
    assert_eq!(pairs(&laptop, "norwich.json"), [vec![], accepted.to_vec(), vec![proposed[1].clone()]]);
    let out = laptop.run(["show", "norwich.json"]).out;
    let funding: Vec<&str> = out.lines().skip_while(|line| *line != "Funding").take(9).collect();
    assert_eq!(
        funding[1..],
        [
            "  10:42  P1  the trust's grant ends this year",
            "  10:42  P1  trust grant ends this year",
            "             nothing after",
            "         one moment, noted by NT and by RB",
            "  10:42      hands: 3 of 8 know a named person in the prison",
            "  10:42      hands: 4 of 8 know a named person in the prison",
            "         one moment, noted by NT and by RB",
            "         contradiction: hands counted differently",
        ]
    );
    let file = laptop.read("norwich.json");
    let again = laptop.run(["pairs", "norwich.json", "--accept", &accepted.join(","), "--quiet"]);
    assert_eq!((again.code, again.out.as_str()), (0, ""));
    assert_eq!(laptop.read("norwich.json"), file, "the same answer again writes nothing");
    assert_eq!(std::fs::metadata(&path).unwrap().len(), file.len() as u64);
    assert!(!laptop.names(".hearken").iter().any(|name| name.ends_with(".journal")));
}

#[test]
fn an_answer_can_be_changed_by_number_and_by_ids() {
    let (laptop, _) = with_norwich();
    laptop.run(["pairs", "norwich.json", "--accept", "all"]);
    let [none, accepted, _] = pairs(&laptop, "norwich.json");
    assert_eq!((none.len(), accepted.len()), (0, 3));
    assert_eq!(laptop.run(["pairs", "norwich.json", "--decline", "2"]).code, 0);
    assert_eq!(pairs(&laptop, "norwich.json")[2], [accepted[1].clone()]);
    let back = laptop.run(["pairs", "norwich.json", "--accept", &accepted[1], "--json"]);
    assert_eq!(back.json()["accepted"][0], accepted[1].as_str());
    assert_eq!(pairs(&laptop, "norwich.json")[1], accepted);
    let (one, _) = accepted[0].split_once('=').unwrap();
    let (other, _) = accepted[1].split_once('=').unwrap();
    for (args, words) in [
        (vec!["--accept", "9"], "there is no pair 9: 3 are listed"),
        (vec!["--accept", "0"], "there is no pair 0"),
        (vec!["--accept", "2", "--decline", "2"], "both accepted and declined"),
        (vec!["--accept", "x"], "a number, NOTE=NOTE or all is wanted"),
        (vec!["--accept", "a=b"], "does not name two notes"),
        (vec!["--accept", &format!("{one}={other}")], "written by one recorder"),
    ] {
        let refused = ran(laptop.hearken().args(["pairs", "norwich.json"]).args(&args));
        assert_eq!((refused.code, refused.out.as_str()), (2, ""), "{args:?}: {}", refused.err);
        assert!(refused.err.contains(words), "{args:?}: {}", refused.err);
    }
}

#[test]
fn all_leaves_out_what_is_answered_otherwise_beside_it() {
    let (laptop, _) = with_norwich();
    let [proposed, ..] = pairs(&laptop, "norwich.json");
    laptop.run(["pairs", "norwich.json", "--accept", "all", "--decline", "2"]);
    let [_, accepted, declined] = pairs(&laptop, "norwich.json");
    assert_eq!((accepted.len(), declined), (2, vec![proposed[1].clone()]));
}

#[test]
fn questions_are_asked_one_by_one_and_an_answer_is_kept_when_the_input_ends() {
    let (laptop, _) = with_norwich();
    let went = asked(&laptop, &["norwich.json", "--resolve"], "perhaps\ny\nS\n");
    assert_eq!(went.code, 0, "{}", went.err);
    assert_eq!(went.out.matches("One moment? y yes, n no, s later, q leave (3 left): ").count(), 2);
    assert_eq!(went.out.matches("(1 left)").count(), 1, "{}", went.out);
    assert!(went.err.contains("1 pair accepted, 0 declined, 2 left for later."), "{}", went.err);
    let went = asked(&laptop, &["norwich.json", "--resolve"], "n\nq\n");
    assert!(went.err.contains("0 pairs accepted, 1 declined, 1 left for later."), "{}", went.err);
    let went = asked(&laptop, &["norwich.json", "--resolve"], "yes\n");
    assert!(went.err.contains("1 pair accepted, 0 declined."), "{}", went.err);
    let nothing = asked(&laptop, &["norwich.json", "--resolve"], "");
    assert!(nothing.out.is_empty() && nothing.err.contains("0 pairs accepted, 0 declined."));
    let [proposed, accepted, declined] = pairs(&laptop, "norwich.json");
    assert_eq!((proposed.len(), accepted.len(), declined.len()), (0, 2, 1));
}

#[test]
fn copies_of_one_session_are_looked_at_together_and_a_study_session_by_session() {
    let laptop = Laptop::new();
    let [one, other] = two_laptops(ID);
    laptop.write("one.json", text(&one));
    laptop.write("study/other.json", text(&other));
    laptop.write("study/another.json", text(&joined(OTHER_ID)));
    assert_eq!(pairs(&laptop, "one.json")[0].len(), 0);
    let facts = laptop.run(["pairs", "one.json", "study", "--json"]).json();
    let numbers: Vec<usize> = facts["sessions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|session| session["proposed"].as_array().unwrap().len())
        .collect();
    assert_eq!(numbers, [3, 3]);
    assert_eq!(laptop.run(["merge", "one.json", "study", "-o", "all.json"]).code, 0);
    assert_eq!(laptop.run(["pairs", "all.json"]).out.matches("May be about one moment:").count(), 2);
    let piped = asked(&laptop, &["-"], &laptop.read("all.json"));
    assert_eq!(piped.out.matches("May be about one moment:").count(), 2);
}

#[test]
fn an_answer_needs_one_session_in_a_file_of_its_own() {
    let laptop = Laptop::new();
    laptop.write("study/norwich.json", text(&joined(ID)));
    laptop.write("study/leeds.json", text(&joined(OTHER_ID)).replace("Norwich", "Leeds"));
    let several = laptop.run(["pairs", "study", "--accept", "1"]);
    assert_eq!(several.code, 2);
    assert!(several.err.contains("here are 2"), "{}", several.err);
    let piped = asked(&laptop, &["-", "--accept", "1"], &laptop.read("study/norwich.json"));
    assert_eq!(piped.code, 2);
    assert!(piped.err.contains("a session's own file"), "{}", piped.err);
    let named = laptop.run(["pairs", "leeds", "--accept", "1", "--study", "study"]);
    assert_eq!(named.code, 0, "{}", named.err);
    assert_eq!(pairs(&laptop, "study/leeds.json")[1].len(), 1);
    assert_eq!(pairs(&laptop, "study/norwich.json")[1].len(), 0);
    assert_eq!(asked(&laptop, &["study", "--resolve"], "y\ny\ny\ny\ny\n").code, 0);
    assert_eq!(pairs(&laptop, "study/leeds.json")[1].len(), 3);
    assert_eq!(pairs(&laptop, "study/norwich.json")[1].len(), 3);
    assert_eq!(laptop.run(["pairs", "nothing.json"]).code, 1);
}

#[test]
fn a_session_that_is_held_takes_no_answer_and_one_that_was_cut_off_keeps_what_was_typed() {
    let (laptop, path) = with_norwich();
    let held = recording(&path, "said meanwhile", "half typed");
    let before = laptop.read("norwich.json");
    for args in [["--accept", "1"], ["--decline", "all"]] {
        let refused = ran(laptop.hearken().args(["pairs", "norwich.json"]).args(args));
        assert_eq!((refused.code, refused.out.as_str()), (5, ""), "{}", refused.err);
    }
    assert_eq!(asked(&laptop, &["norwich.json", "--resolve"], "y\n").code, 5);
    assert_eq!(laptop.read("norwich.json"), before);
    drop(held);
    cut_off(&path, "said meanwhile", "half typed");
    assert_eq!(laptop.run(["pairs", "norwich.json", "--accept", "1"]).code, 0);
    let shown = laptop.run(["show", "norwich.json"]).out;
    assert!(shown.contains("said meanwhile") && shown.contains("half typed"), "{shown}");
    assert!(shown.contains("one moment, noted by NT and by RB"), "{shown}");
    assert_eq!(laptop.run(["check", "norwich.json"]).code, 0);
}

#[test]
fn what_files_hold_is_shown_safely() {
    let laptop = Laptop::new();
    let odd = "a\u{1b}[2J\u{7}b\u{202e}c grant ends this year";
    let mut room = room(ID);
    let mut nt = Typing::on(&room, NT);
    nt.adds(5, note(NoteKind::Quote, "funding\u{1b}", Some(1), odd));
    let mut rb = Typing::on(&room, RB);
    let mut other = note(NoteKind::Quote, "funding\u{1b}", None, odd);
    other.participant = Some(hearken::model::ids::SeatId::new("P9\u{1b}[31m"));
    rb.adds(6, other);
    room = nt.done();
    room.join(rb.done());
    laptop.write("norwich.json", text(&room));
    let listed = laptop.run(["pairs", "norwich.json"]);
    assert!(listed.out.contains("said by P1 (P1-kj4x9q) and by P9␛[31m"), "{}", listed.out);
    assert!(listed.is_safe() && laptop.run(["pairs", "norwich.json", "--json"]).is_safe());
    assert!(asked(&laptop, &["norwich.json", "--resolve"], "y\n").is_safe());
    assert!(laptop.run(["show", "norwich.json"]).is_safe());
}
