//! The invented talk of Norwich, typed by two note-takers through the code that takes real notes: all of it stands in
//! the session of that name in `sessions/`, which a debrief and common marks came to later.

use std::collections::BTreeMap;
use std::path::Path;

use hearken::capture::{Room, SeatName, Signs, captured};
use hearken::format::v1::write_session;
use hearken::merge::Join;
use hearken::model::entry::Version;
use hearken::model::ids::{EntryId, SeatId, SessionId, ThemeId, WriterId};
use hearken::model::note::{Note, Origin};
use hearken::model::people::{Consent, ConsentItem, ConsentState, Participant, RecorderRole, Writer};
use hearken::model::running::{ProbeTick, ScriptRead, ScriptState, SessionKind, ThemeLog};
use hearken::model::session::{NOTES, PARTICIPANTS, Session, THEME_LOG, WRITERS};
use hearken::model::stamp::{Millis, Stamp};
use hearken::model::when::When;
use hearken::storage::OsStorage;
use hearken::study::Now;
use hearken::study::create::{FreshIds, Setup, create};
use hearken::study::folder::{StudyFolder, read_session};
use hearken::study::invite::without_talk;
use hearken::study::merge::{Output, Wanted, gather};
use hearken::study::recorder::Recorder;

const LAPTOPS: [&str; 2] = ["7tq2m9", "c3x8vd"];
const WRITER_IDS: [&str; 2] = ["kj4x9q", "w5n2te"];
const NORWICH: &str = "2026-11-23-norwich-karg3zsk.json";

fn talk() -> serde_json::Value {
    serde_json::from_str(include_str!("../vectors/talk.json")).unwrap()
}

/// A clock that starts at ten in the morning of an invented day.
fn clock(seconds: i64) -> Now {
    let start = chrono::DateTime::parse_from_rfc3339("2026-11-23T10:00:00+00:00").unwrap();
    let time = start + chrono::Duration::seconds(seconds);
    Now { millis: Millis::new(time.timestamp_millis()), wall: When::of(time) }
}

/// The moment of the talk that a text like `10:05:56.059` names.
fn moment(time: &str) -> Now {
    let time = chrono::DateTime::parse_from_rfc3339(&format!("2026-11-23T{time}+00:00")).unwrap();
    Now { millis: Millis::new(time.timestamp_millis()), wall: When::of(time) }
}

fn writer(at: usize) -> WriterId {
    WRITER_IDS[at].parse().unwrap()
}

/// The session as the first laptop set it up, with everybody's consent.
fn frame(folder: &Path) -> Session {
    let talk = talk();
    let seats = talk["seats"].as_array().unwrap();
    let setup = Setup {
        instrument: "practice-survey".to_owned(),
        kind: SessionKind::FocusGroup,
        site: talk["site"].as_str().unwrap().to_owned(),
        planned_minutes: Some(90),
        seats: seats.iter().map(|seat| seat["role"].as_str().map(str::to_owned)).collect(),
        initials: "NT".to_owned(),
        role: RecorderRole::NoteTaker,
        source: None,
        lang: None,
    };
    let ids = FreshIds {
        session: SessionId::from_random([0x9a, 0xb1, 0x01, 0xff, 0x33, 0x20, 0x47, 0x88, 0x10, 0x5c]),
        writer: writer(0),
        laptop: LAPTOPS[0].parse().unwrap(),
    };
    let (_, path) = create(&OsStorage, &StudyFolder::at(folder), &setup, ids, &clock(0)).unwrap();
    let mut recorder = Recorder::new(read_session(&OsStorage, &path).unwrap(), writer(0));
    for (number, seat) in (1..).zip(seats) {
        let now = clock(60 + i64::from(number));
        let item = |state| ConsentItem { state, at: Some(now.wall.clone()) }.into();
        // One person does not want to be quoted; another was not asked about a second talk.
        let quotes = if number == 6 { ConsentState::Refused } else { ConsentState::Given };
        let again = if number == 7 { ConsentState::NotAsked } else { ConsentState::Given };
        let items = [("take_part", ConsentState::Given), ("quotes", quotes), ("recontact", again)];
        let items: BTreeMap<_, _> = items.map(|(name, state)| (name.to_owned(), item(state))).into();
        let participant = Participant {
            label: seat["label"].as_str().unwrap().to_owned(),
            role: seat["role"].as_str().map(str::to_owned),
            sector: seat["sector"].as_str().map(str::to_owned),
            consent: Some(Consent { sheet: Some(1), items }.into()),
        };
        let id = EntryId::new(SeatId::of(number, writer(0)).as_str());
        recorder.write(&PARTICIPANTS, &id, &now, participant, false).unwrap();
    }
    std::fs::remove_file(path).unwrap();
    recorder.into_session()
}

/// One note-taker's session: the frame and what they typed, over ninety minutes.
fn taken(frame: Session, list: &str, at: usize) -> Session {
    let talk = talk();
    let notes = talk[list].as_array().unwrap();
    let seats = (1..=8).map(|number| SeatName { number, about: String::new() }).collect();
    let room = Room { seats, themes: Vec::new() };
    let mut recorder = Recorder::new(frame, writer(at));
    if at > 0 {
        let entry = Writer {
            laptop: LAPTOPS[at].parse().unwrap(),
            initials: "RB".to_owned(),
            role: RecorderRole::NoteTaker,
            opened: clock(120).wall,
        };
        recorder.write(&WRITERS, &EntryId::new(WRITER_IDS[at]), &clock(120), entry, false).unwrap();
    }
    let mut theme: Option<ThemeId> = None;
    for note in notes {
        let its = ThemeId::new(note["theme"].as_str().unwrap());
        if theme.as_ref() != Some(&its) {
            let now = moment(note["moved"].as_str().unwrap());
            recorder
                .add(&THEME_LOG, &now, ThemeLog { at: now.wall.clone(), theme: Some(its.clone()) })
                .unwrap();
            theme = Some(its.clone());
        }
        let now = moment(note["at"].as_str().unwrap());
        let (signs, rest) = Signs::read(note["typed"].as_str().unwrap(), &room);
        for captured in captured(&signs, rest) {
            let mut body = Note::new(captured.kind, captured.text, Origin::Live);
            body.theme = Some(its.clone());
            body.participant = captured.speaker.map(|seat| SeatId::of(seat, writer(0)));
            body.tags = captured.tags;
            body.said_at = Some(now.wall.clone());
            recorder.add(&NOTES, &now, body).unwrap();
        }
    }
    recorder.into_session()
}

/// What running the probes and scripts of the frame leaves behind.
fn read_out(session: &mut Session) {
    let stamp = |now: &Now| Stamp::next(now.millis, writer(0), None, &[]).unwrap();
    let read = ScriptRead { state: ScriptState::Read, at: clock(50).wall, words: None };
    session.lists.scripts.insert(EntryId::new("opening"), Version::first(stamp(&clock(50)), read).into());
    let ticked = moment("10:14:00.752");
    let tick = ProbeTick { at: ticked.wall.clone() };
    let probe = session.guide().unwrap().theme("funding").unwrap().prompts[0].probes[0].id.to_string();
    session.lists.probes.insert(EntryId::new(probe), Version::first(stamp(&ticked), tick).into());
}

/// The session of both note-takers, as a merge into a study folder leaves it.
fn made(folder: &Path) -> Session {
    let mut frame = frame(folder);
    read_out(&mut frame);
    let second = taken(without_talk(&frame), "second", 1);
    let first = taken(frame, "first", 0);
    let laptops = tempfile::tempdir().unwrap();
    let inputs = [("first.json", first), ("second.json", second)].map(|(name, session)| {
        let path = laptops.path().join(name);
        std::fs::write(&path, write_session(&session)).unwrap();
        path
    });
    let out = Output::Folder(folder.to_owned());
    let wanted = Wanted { inputs: inputs.to_vec(), ..Wanted::default() };
    let mut gathered = gather(&OsStorage, wanted, &out, || Ok(Vec::new())).unwrap();
    let watch = |_, _| ();
    let plan = gathered.plan(&OsStorage, folder, &watch).unwrap();
    let placed = gathered.into_folder(&OsStorage, plan, (writer(0), &clock(0)), &watch).unwrap().placed;
    assert_eq!(placed.len(), 1);
    assert_eq!(placed[0].path.file_name().unwrap(), NORWICH);
    read_session(&OsStorage, &placed[0].path).unwrap()
}

#[test]
fn the_session_of_norwich_holds_what_the_program_makes_of_the_invented_talk_to_the_byte() {
    let folder = tempfile::tempdir().unwrap();
    let made = made(folder.path());
    assert_eq!(made.lists.notes.standing().count(), 114);
    assert_eq!(made.lists.writers.standing().count(), 2);
    let checked_in = Path::new(env!("CARGO_MANIFEST_DIR")).join("sessions").join(NORWICH);
    let mut joined = read_session(&OsStorage, &checked_in).unwrap();
    assert_eq!(joined.lists.writers.standing().count(), 2);
    joined.join(made);
    assert_eq!(write_session(&joined), std::fs::read_to_string(checked_in).unwrap());
}
