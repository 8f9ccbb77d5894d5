//! Sheets into a study: what changes, what does not, and what stays out.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use hearken::exchange::sheet::Encoding;
use hearken::format::v1::{self, File};
use hearken::merge::Join as _;
use hearken::model::erasing::{Scope, Withdrawal};
use hearken::model::ids::{EntryId, SeatId};
use hearken::model::json::Json;
use hearken::model::note::Response;
use hearken::model::session::{RESPONSES, Session};
use hearken::model::shape::{Open, Unknown};
use hearken::model::stamp::{Millis, Stamp};
use hearken::model::when::When;
use hearken::storage::OsStorage;
use hearken::study::Now;
use hearken::study::create::instrument;
use hearken::study::folder::StudyFolder;
use hearken::study::recorder::Recorder;
use hearken::study::returns::{Imported, RowFault, Unimported, Wanted, gather};

const FIRST: &str = "Board,Date,1,1a,2\nA,2007-03-01,yes,We lead.,no\nB,2007-03-02,no,,not yet\n";

/// A folder with a study in it.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn study(&self) -> StudyFolder {
        StudyFolder::at(self.0.path().join("study"))
    }

    fn wanted(&self, sheets: &[&str]) -> Wanted {
        let write = |(number, text): (usize, &&str)| {
            let path = self.0.path().join(format!("{number}.csv"));
            fs::write(&path, text).unwrap();
            path
        };
        Wanted {
            files: sheets.iter().enumerate().map(write).collect(),
            encoding: Encoding::Utf8,
            instrument: instrument("safeguarding-board").unwrap(),
            key: "Board".to_owned(),
            map: None,
            held_on: None,
            skips_invalid: false,
        }
    }

    fn try_import(&self, sheets: &[&str]) -> Result<Imported, Unimported> {
        let gathered = gather(&OsStorage, self.wanted(sheets), || Ok(Vec::new()))?;
        let looked = gathered.look()?;
        gathered.into_study(&OsStorage, &self.study(), &looked, &|_, _| ())
    }

    fn import(&self, sheet: &str) -> Imported {
        self.try_import(&[sheet]).unwrap_or_else(|error| panic!("{error:?}"))
    }

    /// Every session file with its bytes.
    fn files(&self) -> BTreeMap<String, Vec<u8>> {
        files(self.study().root())
    }

    fn session(&self, site: &str) -> (std::path::PathBuf, Session) {
        let names = self.files();
        let name = names.keys().find(|name| name.contains(&format!("-{site}-"))).unwrap();
        let path = self.study().root().join(name);
        match v1::read(&fs::read(&path).unwrap()).unwrap() {
            File::Session(session) => (path, *session),
            other => panic!("{}", other.kind()),
        }
    }

    /// What somebody at the screen answers instead.
    fn by_hand(&self, site: &str, question: &str, answer: &'static str) {
        let (path, session) = self.session(site);
        let id = response(&session, question);
        let body = session.lists.responses.current(id.as_str()).unwrap().clone();
        let mut recorder = Recorder::new(session, "kj4x9q".parse().unwrap());
        let body = Response { answer: Some(Json::text(answer)), ..body };
        let now =
            Now { millis: Millis::new(1_795_430_520_000), wall: When::new("2026-11-23T10:42:00+00:00") };
        recorder.write(&RESPONSES, &id, &now, body, false).unwrap();
        fs::write(path, v1::write_session(recorder.session())).unwrap();
    }
}

pub(super) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let listed = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let sessions = listed.filter(|path| path.extension().is_some_and(|extension| extension == "json"));
    sessions
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap()))
        .collect()
}

fn seat(session: &Session) -> SeatId {
    session.seats().first().unwrap().0.clone()
}

fn response(session: &Session, question: &str) -> EntryId {
    EntryId::new(format!("{question}@{}", seat(session)))
}

/// The answers of an entry's heads, the one at the top first, and how many versions it has.
fn heads(session: &Session, question: &str) -> (Vec<String>, usize) {
    let entry = session.lists.responses.get(response(session, question).as_str()).unwrap();
    let answer = |version: &std::sync::Arc<hearken::model::entry::Version<Response>>| {
        version.body.answer.as_ref().and_then(|json| json.as_text().map(str::to_owned)).unwrap_or_default()
    };
    (entry.heads().into_iter().map(answer).collect(), entry.versions().len())
}

#[test]
fn the_same_sheet_gives_the_same_bytes_on_any_laptop_and_on_any_day() {
    let (one, other) = (Desk::new(), Desk::new());
    assert_eq!(one.import(FIRST).new, 2);
    // Other columns, another order of rows, another delimiter: the same answers.
    other.import("2;1a;1;Odd;Date;Board\nNot yet;;NO;x;02/03/2007; B \nno;We lead.;Yes;y;01/03/2007;A\n");
    assert_eq!(one.files(), other.files());
    assert_eq!(one.files().len(), 2);
}

#[test]
fn ids_and_stamps_of_a_return_are_these_for_ever() {
    let desk = Desk::new();
    desk.import(FIRST);
    let (path, session) = desk.session("a");
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let stamp = session.lists.responses.get(response(&session, "q1").as_str()).unwrap().top().unwrap().stamp;
    let told = [name, session.id().to_string(), seat(&session).to_string(), stamp.to_string()];
    let wanted = [
        "2007-03-01-a-g7t182bh.json",
        "g7t1-82bh-5371-s3j5",
        "P1-n5tx03",
        "2000-02-06T00:22:33.987Z-0000-n5tx03",
    ];
    assert_eq!(told, wanted);
}

#[test]
fn a_return_is_one_session_with_one_seat_that_names_nobody() {
    let desk = Desk::new();
    desk.import(FIRST);
    let (_, session) = desk.session("a");
    let details = session.details().unwrap();
    assert_eq!((details.kind.word(), details.site.as_str()), ("questionnaire", "A"));
    assert_eq!(details.held_on.as_str(), "2007-03-01");
    let seats = session.seats();
    assert_eq!((seats.len(), seats[0].1.label.as_str(), &seats[0].1.role), (1, "P1", &None));
    assert!(session.lists.responses.standing().all(|(_, one)| one.body.participant == seat(&session)));
}

#[test]
fn importing_twice_changes_no_byte() {
    let desk = Desk::new();
    desk.import(FIRST);
    let before = desk.files();
    let again = desk.import(FIRST);
    assert_eq!((again.same, again.new, again.changed), (2, 0, 0));
    assert_eq!(desk.files(), before);
}

#[test]
fn a_corrected_cell_is_a_version_over_the_old_one_and_nothing_else_changes() {
    let desk = Desk::new();
    desk.import(FIRST);
    let before = desk.session("a").1;
    let corrected = desk.import(&FIRST.replace("yes,We lead.,no", "yes,We lead.,yes"));
    assert_eq!((corrected.changed, corrected.same, corrected.corrected, corrected.in_conflict), (1, 1, 1, 0));
    let after = desk.session("a").1;
    assert_eq!(heads(&after, "q2"), (vec!["yes".to_owned()], 2));
    let mut gone = 0;
    before.absent_from(&after, &mut |_, _, _| gone += 1);
    let mut new = Vec::new();
    after.absent_from(&before, &mut |list, id, stamp| new.push((list.to_owned(), id.clone(), stamp)));
    assert_eq!((gone, new.len()), (0, 1));
    let entry = after.lists.responses.get(new[0].1.as_str()).unwrap();
    let old = entry.versions().next().unwrap().stamp;
    assert!(new[0].2 > old && entry.top().unwrap().over.contains(&old));
    // On another laptop the correction is the same version.
    let other = Desk::new();
    other.import(FIRST);
    other.import(&FIRST.replace("yes,We lead.,no", "yes,We lead.,yes"));
    assert_eq!(other.files(), desk.files());
    // And going back is one more.
    desk.import(FIRST);
    assert_eq!(heads(&desk.session("a").1, "q2"), (vec!["no".to_owned()], 3));
}

#[test]
fn what_a_person_changed_stays_until_the_sheet_says_something_new_and_then_is_in_conflict() {
    let desk = Desk::new();
    desk.import(FIRST);
    desk.by_hand("a", "q2", "yes-but");
    let by_hand = desk.files();
    assert_eq!(desk.import(FIRST).same, 2);
    assert_eq!(desk.files(), by_hand);
    // Another cell of the same return is corrected without touching what the person changed.
    let other_cell = FIRST.replace("yes,We lead.", "no,We lead.");
    assert_eq!(desk.import(&other_cell).in_conflict, 0);
    assert_eq!(heads(&desk.session("a").1, "q2"), (vec!["yes-but".to_owned()], 2));
    let corrected = desk.import(&other_cell.replace("We lead.,no", "We lead.,not yet"));
    assert_eq!((corrected.changed, corrected.in_conflict), (1, 1));
    // The person's is shown, for it was written later.
    assert_eq!(heads(&desk.session("a").1, "q2").0, ["yes-but", "not-yet"]);
    let same = desk.files();
    desk.import(&other_cell.replace("We lead.,no", "We lead.,not yet"));
    assert_eq!(desk.files(), same);
}

#[test]
fn a_person_and_the_sheet_that_agree_are_in_no_conflict() {
    let desk = Desk::new();
    desk.import(FIRST);
    desk.by_hand("a", "q2", "yes");
    let before = desk.files();
    assert_eq!(desk.import(&FIRST.replace("We lead.,no", "We lead.,yes")).same, 2);
    assert_eq!(desk.files(), before);
}

#[test]
fn a_corrected_place_or_date_keeps_the_session_and_its_file() {
    let desk = Desk::new();
    desk.import(FIRST);
    let names: Vec<String> = desk.files().into_keys().collect();
    assert_eq!(desk.import(&FIRST.replace("A,2007-03-01", "A,2007-03-09")).changed, 1);
    assert_eq!(desk.files().into_keys().collect::<Vec<_>>(), names);
    assert_eq!(desk.session("a").1.details().unwrap().held_on.as_str(), "2007-03-09");
}

#[test]
fn a_row_that_is_gone_takes_nothing_away() {
    let desk = Desk::new();
    desk.import(FIRST);
    let before = desk.files();
    let left: Vec<&str> = FIRST.lines().take(2).collect();
    assert_eq!(desk.import(&left.join("\n")).returns(), 1);
    assert_eq!(desk.files(), before);
}

#[test]
fn two_laptops_with_different_sheets_are_in_conflict_after_a_merge_and_only_there() {
    let (one, other) = (Desk::new(), Desk::new());
    one.import(FIRST);
    other.import(&FIRST.replace("We lead.,no", "We lead.,yes"));
    let (path, mut session) = one.session("a");
    session.join(other.session("a").1);
    assert_eq!(session.versions_and_conflicts().1, 1);
    assert_eq!(heads(&session, "q2").0.len(), 2);
    // Whoever has the right sheet settles it by importing that.
    fs::write(path, v1::write_session(&session)).unwrap();
    one.import(&FIRST.replace("We lead.,no", "We lead.,yes"));
    assert_eq!(heads(&one.session("a").1, "q2"), (vec!["yes".to_owned()], 3));
}

#[test]
fn what_was_withdrawn_does_not_come_back_and_its_marks_tell_no_answer() {
    let (desk, other) = (Desk::new(), Desk::new());
    desk.import(FIRST);
    let (path, session) = desk.session("a");
    let stamp = Stamp::next(Millis::new(1_795_430_520_000), "wwwwww".parse().unwrap(), None, &[]).unwrap();
    let mut records = hearken::model::collection::Collection::default();
    let known = Withdrawal {
        session: Some(session.id()),
        formerly: std::collections::BTreeSet::new(),
        participant: seat(&session),
        scope: Scope::Everything,
        stamp,
    };
    records.withdrawals.insert(Open { known, unknown: Unknown::default() });
    let withdraw = |desk: &Desk| {
        fs::write(desk.study().withdrawals_file(), v1::write_collection(&records)).unwrap();
    };
    withdraw(&desk);
    // The file itself was not reached yet: importing finishes it.
    let again = desk.import(FIRST);
    assert_eq!((again.changed, again.same, again.stays_out), (1, 1, 3));
    let before = fs::read_to_string(&path).unwrap();
    assert!(!before.contains("We lead.") && !before.contains("\"answer\": \"yes\",\n      \"stamp\""));
    let corrected = desk.import(&FIRST.replace("yes,We lead.,no", "no,We lead now.,yes"));
    assert_eq!((corrected.changed, corrected.stays_out), (0, 3));
    assert_eq!(fs::read_to_string(&path).unwrap(), before);
    // Where it was withdrawn before it ever came, it does not come either. What it would have said makes no difference.
    fs::create_dir_all(other.study().root()).unwrap();
    withdraw(&other);
    other.import(&FIRST.replace("yes,We lead.,no", "yes,Another answer.,not yet"));
    assert_eq!(other.files(), desk.files());
}

#[test]
fn two_rows_of_one_key_are_an_error_that_names_both_also_across_sheets() {
    let desk = Desk::new();
    let refused = desk.try_import(&[FIRST, "Date,1,1a,2,Board\n2007-03-04,no,,no,C\n2007-03-04,no,,no,A\n"]);
    let Err(Unimported::Rows(faults)) = refused else { panic!("{refused:?}") };
    let [RowFault::SameKey { key, first, second }] = faults.first.as_slice() else { panic!("{faults:?}") };
    assert_eq!((key.as_str(), first.1, second.1, faults.rows), ("A", 2, 3, 2));
    assert_ne!(first.0, second.0);
    assert!(!desk.study().root().exists());
    // Left out are both: which one is right, only a person can say.
    let wanted = Wanted {
        skips_invalid: true,
        ..desk.wanted(&[FIRST, "Board,Date,1,1a,2\nA,,no,,\nC,2007-03-09,,,\n"])
    };
    let gathered = gather(&OsStorage, wanted, || Ok(Vec::new())).unwrap();
    let looked = gathered.look().unwrap();
    assert_eq!((looked.rows, looked.left_out.rows), (3, 1));
}

#[test]
fn a_thousand_rows_that_do_not_fit_are_all_counted() {
    let desk = Desk::new();
    let row = |row: usize| format!("Board {row},2007-03-01,perhaps");
    let rows: Vec<String> = std::iter::once("Board,Date,1".to_owned()).chain((0..1000).map(row)).collect();
    let Err(Unimported::Rows(faults)) = desk.try_import(&[&rows.join("\n")]) else { panic!() };
    assert_eq!((faults.number, faults.rows, faults.first.len()), (1000, 1000, 50));
}
