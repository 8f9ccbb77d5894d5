//! `hearken withdraw`

use std::fs;
use std::sync::Arc;

use crate::support::{
    ID, Laptop, Ran, Typing, cut_off, norwich, note, now, recording, seat_of, text, with_quote, writer,
};
use hearken::format::v1;
use hearken::model::ids::EntryId;
use hearken::model::note::NoteKind;
use hearken::model::people::Participant;
use hearken::model::session::PARTICIPANTS;
use hearken::study::recorder::Recorder;

const WORDS: &str = "We find out in March";

/// Every file under the work folder and what it holds, without locks.
fn files(laptop: &Laptop) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut waiting = vec![laptop.at("")];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_none_or(|extension| extension != "lock") {
                found.push((path.display().to_string(), fs::read(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

/// Norwich with a quote of P3, and a note of P1 that mentions P3.
fn with_mention() -> (Laptop, EntryId) {
    let mut typing = Typing::on(&with_quote(ID).0, "q2w3e4");
    let mention = typing.adds(9, note(NoteKind::Point, "funding", Some(1), "as p3 says, nobody knows"));
    let laptop = Laptop::new();
    laptop.write("norwich.json", text(&typing.done()));
    (laptop, mention)
}

fn refused(ran: &Ran, code: i32, said: &str) {
    assert_eq!(ran.code, code, "{}{}", ran.out, ran.err);
    assert!(ran.err.contains(said), "{}", ran.err);
    assert!(ran.is_safe());
}

#[test]
fn without_a_terminal_and_without_yes_it_shows_what_goes_and_writes_nothing() {
    let (laptop, mention) = with_mention();
    let before = files(&laptop);
    let ran = laptop.run(["withdraw", "P3", "norwich.json"]);
    refused(&ran, 1, "nothing was written");
    assert_eq!(files(&laptop), before);
    assert!(!laptop.at(".hearken").exists());
    for told in [
        "P3-kj4x9q withdraws from the session of Norwich (k7m2-q9xd-4tn1-b8wz)",
        "notes         1 version  of 1 entry",
        "For a person to judge:",
        "mentions the seat: “as p3 says, nobody knows”",
        mention.as_str(),
    ] {
        assert!(ran.out.contains(told), "{told} is not in:\n{}", ran.out);
    }
}

#[test]
fn with_yes_the_words_go_and_what_mentions_the_seat_is_left_with_exit_code_3() {
    let (laptop, mention) = with_mention();
    let ran = laptop.run(["withdraw", "P3", "norwich.json", "--yes"]);
    refused(&ran, 3, mention.as_str());
    assert!(!laptop.read("norwich.json").contains(WORDS));
    assert!(laptop.read("norwich.json").contains("as p3 says"));
    assert!(laptop.read("withdrawals.json").contains("P3-kj4x9q"));
    let again = laptop.run(["withdraw", "P3", "norwich.json", "--yes"]);
    assert_eq!(again.code, 3, "it is still to be judged: {}{}", again.out, again.err);
    let settled = laptop.run(["withdraw", "P3", "norwich.json", "--yes", "--leave", mention.as_str()]);
    assert_eq!(settled.code, 0, "{}{}", settled.out, settled.err);
    assert!(settled.out.contains("nothing had to be written"), "{}", settled.out);
}

#[test]
fn the_three_choices_can_be_given_by_options() {
    for (choice, shown, code) in
        [("--leave", "as p3 says", 0), ("--remove", "", 0), ("--paraphrase", "nobody knows it", 0)]
    {
        let (laptop, mention) = with_mention();
        let given =
            if choice == "--paraphrase" { format!("{mention}=nobody knows it") } else { mention.to_string() };
        let ran = laptop.run(["withdraw", "P3", "norwich.json", "--yes", choice, &given]);
        assert_eq!(ran.code, code, "{}", ran.err);
        let kept = laptop.read("norwich.json");
        assert_eq!(kept.contains("as p3 says"), choice == "--leave", "{choice}");
        assert!(kept.contains(shown), "{choice}");
    }
    let (laptop, _) = with_mention();
    let before = files(&laptop);
    for wrong in [["--remove", "1999"], ["--paraphrase", "1999=x"], ["--paraphrase", "x"], ["--leave", ""]] {
        let ran = laptop.run(["withdraw", "P3", "norwich.json", "--yes", wrong[0], wrong[1]]);
        assert_eq!(ran.code, 2, "{wrong:?}: {}", ran.err);
    }
    assert_eq!(files(&laptop), before);
}

#[test]
fn quotes_only_leaves_what_was_paraphrased() {
    let mut typing = Typing::on(&with_quote(ID).0, "q2w3e4");
    typing.adds(9, note(NoteKind::Point, "funding", Some(3), "funding is uncertain"));
    let laptop = Laptop::new();
    laptop.write("norwich.json", text(&typing.done()));
    let ran = laptop.run(["withdraw", "p3", "norwich.json", "--quotes-only", "--yes"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let kept = laptop.read("norwich.json");
    assert!(!kept.contains(WORDS) && kept.contains("funding is uncertain"));
}

#[test]
fn two_seats_under_one_label_are_named_with_exit_code_2_and_a_stranger_too() {
    let mut recorder = Recorder::new(with_quote(ID).0, writer("q2w3e4"));
    let twin = Participant { label: "P3".to_owned(), role: None, sector: None, consent: None };
    recorder.write(&PARTICIPANTS, &EntryId::new("P3-q2w3e4"), &now(9), twin, false).unwrap();
    let laptop = Laptop::new();
    laptop.write("norwich.json", text(&recorder.into_session()));
    let before = files(&laptop);
    let ran = laptop.run(["withdraw", "P3", "norwich.json", "--yes"]);
    refused(&ran, 2, "“P3” may mean P3-kj4x9q or P3-q2w3e4");
    let ran = laptop.run(["withdraw", "P8", "norwich.json", "--yes"]);
    refused(&ran, 2, "It has P1, P2, P3");
    assert_eq!(files(&laptop), before);
    assert_eq!(laptop.run(["withdraw", "P3-q2w3e4", "norwich.json", "--yes"]).code, 0);
    assert!(laptop.read("norwich.json").contains(WORDS));
}

#[test]
fn a_session_that_is_open_is_left_alone_with_exit_code_5() {
    let (laptop, _) = with_mention();
    let keeper = recording(&laptop.at("norwich.json"), "in the journal", "half");
    let before = files(&laptop);
    for args in [&["withdraw", "P3", "norwich.json", "--yes"][..], &["withdraw", "P3", "norwich.json"]] {
        let ran = crate::support::ran(laptop.hearken().args(args));
        refused(&ran, 5, "open in another hearken");
    }
    assert_eq!(files(&laptop), before);
    drop(keeper);
}

#[test]
fn json_says_what_was_done_and_repeats_no_words_that_went() {
    let (laptop, mention) = with_mention();
    cut_off(&laptop.at("norwich.json"), "in the journal", "half of P3");
    laptop.write("exports/appendix.html", ID);
    let shown = laptop.run(["withdraw", "P3", "norwich.json", "--json"]);
    assert_eq!(shown.code, 1);
    let facts = shown.json();
    assert_eq!((&facts["written"], &facts["seats"][0]), (&false.into(), &"P3-kj4x9q".into()));
    assert_eq!(facts["half_typed"][0]["words"], "half of P3");
    assert_eq!(facts["to_judge"][0]["id"], mention.as_str());
    let done = laptop.run(["withdraw", "P3", "norwich.json", "--json", "--yes"]);
    assert_eq!(done.code, 3);
    let facts = done.json();
    assert_eq!(facts["written"], true);
    assert_eq!(facts["recorded"].as_array().unwrap().len(), 1);
    assert_eq!(facts["out_of_date"].as_array().unwrap().len(), 1);
    assert!(!done.out.contains(WORDS) && !done.out.contains("half of P3"), "{}", done.out);
}

#[test]
fn a_certificate_is_written_holds_none_of_the_words_and_takes_no_files_place() {
    let (laptop, _) = with_mention();
    laptop.write("taken.md", "mine");
    let ran = laptop.run(["withdraw", "P3", "norwich.json", "--yes", "--certificate", "taken.md"]);
    refused(&ran, 1, "taken.md is already there");
    assert!(laptop.read("norwich.json").contains(WORDS));
    laptop.run(["withdraw", "P3", "norwich.json", "--yes", "--certificate", "told.md"]);
    let told = laptop.read("told.md");
    assert!(told.contains(ID) && told.contains("P3-kj4x9q") && told.contains("What remains"), "{told}");
    for words in ["March", "as p3 says", "family worker"] {
        assert!(!told.contains(words), "{words}: {told}");
    }
}

#[test]
fn a_certificate_is_written_in_the_format_that_its_name_ends_in() {
    for (name, begins) in [
        ("told.md", &b"<!-- hearken/certificate -->\n\n# Withdrawal\n"[..]),
        ("told.txt", b"Withdrawal\n==========\n"),
        ("told.html", b"<!DOCTYPE html>"),
        ("told.docx", b"PK"),
        ("told", b"<!-- hearken/certificate -->"),
        ("told.csv", b"<!-- hearken/certificate -->"),
    ] {
        let (laptop, _) = with_mention();
        let ran = laptop.run(["withdraw", "P3", "norwich.json", "--yes", "--certificate", name]);
        assert!(ran.err.contains(&format!("What was done stands in {name}.")), "{}", ran.err);
        let told = std::fs::read(laptop.at(name)).unwrap();
        assert!(told.starts_with(begins), "{name}: {:?}", String::from_utf8_lossy(&told));
        assert!(!String::from_utf8_lossy(&told).contains(WORDS));
    }
}

#[test]
fn an_old_copy_that_comes_into_the_study_later_shows_and_merges_nothing_of_it() {
    let (laptop, _) = with_mention();
    let old = laptop.read("norwich.json");
    laptop.run(["withdraw", "P3", "norwich.json", "--yes"]);
    laptop.write("old.json", &old);
    for args in
        [&["show", "old.json"][..], &["show", "old.json", "--json"], &["merge", "old.json", "-o", "-"]]
    {
        let ran = crate::support::ran(laptop.hearken().args(args));
        assert!(!ran.out.contains(WORDS), "{args:?}: {}", ran.out);
        assert!(ran.out.contains("as p3 says"), "{args:?}: {}", ran.out);
    }
    laptop.write(
        "all.json",
        format!("{{\"format\": \"hearken/collection\", \"version\": 1, \"sessions\": [{old}]}}"),
    );
    let ran = laptop.run(["merge", "all.json", "-o", "-"]);
    assert!(!ran.out.contains(WORDS), "{}", ran.out);
}

#[test]
fn an_invitation_from_before_brings_no_description_back_into_the_study() {
    let (laptop, _) = with_mention();
    let described = laptop.read("norwich.json").replace("family worker", "a nurse in Anytown");
    laptop.write("norwich.json", described);
    fs::create_dir(laptop.at("old")).unwrap();
    assert_eq!(laptop.run(["invite", "norwich.json", "-o", "old/invitation.json"]).code, 0);
    for seat in ["P1", "P2", "P3"] {
        laptop.run(["withdraw", seat, "norwich.json", "--yes"]);
    }
    fs::remove_file(laptop.at("norwich.json")).unwrap();
    let study = hearken::study::folder::StudyFolder::at(laptop.at(""));
    let invitation = laptop.at("old/invitation.json");
    assert!(laptop.read("old/invitation.json").contains("Anytown"));
    let joined =
        hearken::study::invite::join_by_file(&hearken::storage::OsStorage, &study, &invitation).unwrap();
    assert!(!fs::read_to_string(joined).unwrap().contains("Anytown"));
}

#[test]
fn words_in_the_folder_of_last_resort_of_this_laptop_go_too() {
    let (laptop, _) = with_mention();
    laptop.run(["new", "--kind", "interview", "--site", "Leeds", "--study", "other"]);
    let settings = laptop.home().join(".config/hearken");
    assert!(settings.is_dir());
    fs::create_dir(settings.join("rescued")).unwrap();
    let rescued = settings.join("rescued/norwich.json");
    fs::write(&rescued, laptop.read("norwich.json")).unwrap();
    laptop.run(["withdraw", "P3", "norwich.json", "--yes"]);
    assert!(!fs::read_to_string(rescued).unwrap().contains(WORDS));
}

/// The words that go, each in a place of its own, and beside each one that stays.
mod planted {
    use super::*;
    use hearken::format::journal::{DraftEdit, Happened};
    use hearken::merge::Join as _;
    use hearken::model::entry::Version;
    use hearken::model::ids::QuestionId;
    use hearken::model::note::{Note, Response, Summary};
    use hearken::model::people::RecorderRole;
    use hearken::model::session::{NOTES, SUMMARIES, Session};
    use hearken::storage::{OsStorage, Storage};
    use hearken::study::opened::{Opener, open};

    const GO: [&str; 12] = [
        "go-current",
        "go-earlier",
        "go-conflict",
        "go-draft",
        "go-journal",
        "go-tail",
        "go-backup",
        "go-summary",
        "go-answer",
        "go-second",
        "go-collection",
        "go-description",
    ];
    const STAY: [&str; 11] = [
        "stay-current",
        "stay-earlier",
        "stay-conflict",
        "stay-draft",
        "stay-journal",
        "stay-backup",
        "stay-summary",
        "stay-answer",
        "stay-second",
        "stay-collection",
        "stay-description",
    ];

    fn point(seat: u32, text: &str) -> Note {
        note(NoteKind::Point, "funding", (seat > 0).then_some(seat), text)
    }

    /// Notes with an earlier version that names nobody, and changed in two places.
    fn talk(session: &Session) -> Session {
        let mut one = Typing::on(session, "aaaaaa");
        let mut ids = Vec::new();
        for (seat, word) in [(3, "go"), (1, "stay")] {
            let id = one.adds(seat, point(0, &format!("{word}-earlier")));
            one.changes(10 + seat, &id, |note| {
                note.participant = Some(seat_of(seat));
                note.text = format!("{word}-current, and these are telling words");
            });
            ids.push((id, word));
        }
        let mut other = Typing::on(&one_done(&one), "bbbbbb");
        for (id, word) in &ids {
            other.changes(20, id, |note| note.text = format!("{word}-conflict"));
        }
        let mut first = Typing::on(&one.done(), "cccccc");
        for (id, _) in &ids {
            first.changes(21, id, |note| note.tags = ["kept".to_owned()].into());
        }
        let mut joined = first.done();
        joined.join(other.done());
        joined
    }

    fn one_done(typing: &Typing) -> Session {
        typing.session().clone()
    }

    fn with_frame() -> Session {
        let mut recorder = Recorder::new(norwich(ID), writer("dddddd"));
        for (seat, word) in [(3, "go"), (1, "stay")] {
            let body = Participant {
                label: format!("P{seat}"),
                role: Some(format!("{word}-description")),
                sector: None,
                consent: None,
            };
            let id = EntryId::new(seat_of(seat).as_str());
            recorder.write(&PARTICIPANTS, &id, &now(1), body, false).unwrap();
        }
        let summary = |text: &str| Summary { text: text.to_owned(), notes: Vec::new() };
        let go = summary("go-summary: go-current, and these are telling words");
        recorder.write(&SUMMARIES, &EntryId::new("funding"), &now(2), go, false).unwrap();
        let stay = summary("stay-summary");
        recorder.write(&SUMMARIES, &EntryId::new("training"), &now(2), stay, false).unwrap();
        let mut session = recorder.into_session();
        for (seat, word, second) in [(3, "go", 3), (1, "stay", 4)] {
            let body = Response {
                question: QuestionId::new("q1"),
                participant: seat_of(seat),
                answer: None,
                empty: None,
                words: Some(format!("{word}-answer")),
                said_at: None,
            };
            let stamp = format!("2026-11-23T10:42:0{second}.000Z-0000-eeeeee").parse().unwrap();
            let id = EntryId::new(format!("q1@{}", seat_of(seat)));
            session.lists.responses.insert(id, Version::first(stamp, body).into());
        }
        session
    }

    fn more(session: &Session, who: &str, place: &str) -> Session {
        let mut typing = Typing::on(session, who);
        typing.adds(30, point(3, &format!("go-{place}")));
        typing.adds(31, point(1, &format!("stay-{place}")));
        typing.done()
    }

    /// Opens the session as the screen does, types, and is cut off.
    fn journal(laptop: &Laptop, changed: &EntryId) {
        let storage: Arc<dyn Storage> = Arc::new(OsStorage);
        let who = Opener {
            writer: writer("ffffff"),
            laptop: writer("7tq2m9"),
            initials: "NT".to_owned(),
            role: RecorderRole::NoteTaker,
        };
        let mut opened = open(&storage, &laptop.at("norwich.json"), &who, &now(40), 1).unwrap();
        opened.keeper.begin(opened.recorder.session()).unwrap();
        for (seat, word) in [(3, "go"), (1, "stay")] {
            let put = opened.recorder.add(&NOTES, &now(41), point(seat, &format!("{word}-journal"))).unwrap();
            opened.keeper.append(Happened::Put { puts: vec![put], ends: None }).unwrap();
        }
        for (name, signs, text) in
            [(None, Some("3:"), "go-draft"), (Some(changed.clone()), None, "stay-draft")]
        {
            let edit = DraftEdit {
                note: name,
                at: 0,
                removed: 0,
                inserted: text.to_owned(),
                signs: signs.map(str::to_owned),
                said_at: now(42).wall,
                flags: std::collections::BTreeSet::new(),
            };
            opened.keeper.append(Happened::Draft(edit)).unwrap();
        }
    }

    fn laptop() -> (Laptop, EntryId) {
        let laptop = Laptop::new();
        let session = talk(&with_frame());
        let of_p1 =
            session.lists.notes.all().find(|(_, entry)| {
                entry.versions().any(|version| version.body.text.starts_with("stay-current"))
            });
        let of_p1 = of_p1.unwrap().0.clone();
        laptop.write("norwich.json", text(&session));
        journal(&laptop, &of_p1);
        let second = more(&norwich(ID), "gggggg", "second");
        laptop.write(".hearken/.second-gggggg.json", text(&second));
        laptop.write(&format!(".hearken/{ID}.journal.tail-1"), "torn: go-tail");
        // What stays of a copy from one save before stands in the session as well.
        let before = more(&session, "hhhhhh", "backup");
        let mut with_backups = session;
        let mut kept = before.clone();
        kept.lists.notes = {
            let mut notes = hearken::model::entry::Entries::default();
            for (id, entry) in before.lists.notes.all() {
                for version in entry.versions().filter(|version| version.body.text != "go-backup") {
                    notes.insert(id.clone(), version.clone());
                }
            }
            notes
        };
        with_backups.join(kept);
        laptop.write("norwich.json", text(&with_backups));
        laptop.write(&format!(".hearken/{ID}.backup"), text(&before));
        let collected = v1::write_session(&more(&norwich(ID), "jjjjjj", "collection"));
        laptop.write(
            "stick/below/all.json",
            format!("{{\"format\": \"hearken/collection\", \"version\": 1, \"sessions\": [{collected}]}}"),
        );
        (laptop, of_p1)
    }

    fn holding(laptop: &Laptop, words: &str) -> Vec<String> {
        let has = |bytes: &Vec<u8>| bytes.windows(words.len()).any(|part| part == words.as_bytes());
        files(laptop).into_iter().filter(|(_, bytes)| has(bytes)).map(|(path, _)| path).collect()
    }

    #[test]
    fn none_of_twelve_planted_words_is_left_in_any_byte_and_each_neighbour_is() {
        let (laptop, of_p1) = laptop();
        for words in GO.iter().chain(&STAY) {
            assert_ne!(holding(&laptop, words), Vec::<String>::new(), "{words} is planted");
        }
        // The summary repeats the words, and no rule says whose they are: that is for a person to say.
        let ran = laptop.run([
            "withdraw",
            "P3",
            "norwich.json",
            "--in",
            "stick",
            "--yes",
            "--remove",
            "funding",
            "--certificate",
            "told.md",
        ]);
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
        for words in GO {
            assert_eq!(holding(&laptop, words), Vec::<String>::new(), "{words}");
        }
        for words in STAY {
            assert_ne!(holding(&laptop, words), Vec::<String>::new(), "{words}");
        }

        let ran = laptop.run([
            "erase",
            of_p1.as_str(),
            "norwich.json",
            "--reason",
            "mistake",
            "--in",
            "stick",
            "--yes",
        ]);
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
        // All that the note ever said goes, with what was typed to change it.
        for (words, is_left) in STAY.iter().map(|words| {
            (words, !["stay-current", "stay-earlier", "stay-conflict", "stay-draft"].contains(words))
        }) {
            assert_eq!(!holding(&laptop, words).is_empty(), is_left, "{words}");
        }
    }
}
