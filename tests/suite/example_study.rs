//! The invented study in `sessions/`: that it is canonical, and that it has in it what it is meant to show.
//!
//! The figures are counted from the JSON, as any other program would count them. Which notes of two recorders are
//! about one moment stands in `tests/vectors/example-pairs.json`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use hearken::format::v1::{File, read, write_collection, write_session, write_study};
use hearken::merge::Join;
use serde_json::Value;

const KINDS: [&str; 8] =
    ["point", "quote", "observation", "comment", "count", "practice", "action", "parked"];

const GROUPS: [&str; 8] = [
    "Banbury",
    "Devon and Cornwall",
    "Halton Borough",
    "Northern Ireland",
    "Norwich",
    "Partners of Prisoners",
    "Scotland",
    "Telford",
];

fn files() -> BTreeMap<String, Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sessions");
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        found.insert(name, std::fs::read(path).unwrap());
    }
    found
}

fn sessions() -> Vec<Value> {
    let all = files().into_values().map(|bytes| serde_json::from_slice::<Value>(&bytes).unwrap());
    all.filter(|file| file["format"] == "hearken/session").collect()
}

fn of_kind(kind: &str) -> Vec<Value> {
    sessions().into_iter().filter(|session| session["details"]["kind"] == kind).collect()
}

fn list<'a>(session: &'a Value, name: &str) -> &'a [Value] {
    session[name].as_array().unwrap()
}

/// The different texts that a member has in a list.
fn different<'a>(session: &'a Value, name: &str, member: &str) -> BTreeSet<&'a str> {
    list(session, name).iter().filter_map(|entry| entry[member].as_str()).collect()
}

fn site(session: &Value) -> &str {
    session["details"]["site"].as_str().unwrap()
}

fn silences() -> Vec<String> {
    let mut found = Vec::new();
    for session in sessions() {
        found.extend(different(&session, "themes", "silence").into_iter().map(str::to_owned));
    }
    found.sort();
    found
}

/// The second of the day at which a note was begun, by the wall of its own laptop.
fn second_of_day(note: &Value) -> i64 {
    let said_at = note["said_at"].as_str().unwrap();
    let numbers: Vec<i64> =
        said_at.get(11..19).unwrap().split(':').map(|part| part.parse().unwrap()).collect();
    numbers[0] * 3600 + numbers[1] * 60 + numbers[2]
}

#[test]
fn every_example_file_merged_with_itself_keeps_its_bytes() {
    for (name, bytes) in files() {
        let text = match read(&bytes).unwrap() {
            File::Session(mut session) => {
                session.join((*session).clone());
                write_session(&session)
            }
            File::Study(mut study) => {
                study.join((*study).clone());
                write_study(&study)
            }
            File::Collection(collection) => write_collection(&collection),
            File::Instrument(_) => panic!("{name} is an instrument"),
        };
        assert_eq!(text.as_bytes(), bytes, "{name}");
    }
}

#[test]
fn every_example_file_says_that_it_is_invented() {
    let words = ["invented", "made up", "imagined", "example"];
    for (name, bytes) in files() {
        let text = String::from_utf8(bytes).unwrap().to_lowercase();
        assert!(words.iter().any(|word| text.contains(word)), "{name}");
    }
    for session in sessions() {
        let first = list(&session, "notes").iter().find(|note| note["kind"] == "comment").unwrap();
        let text = first["text"].as_str().unwrap().to_lowercase();
        let more = ["not a real group", "nobody visited", "never held"];
        assert!(words.iter().chain(&more).any(|word| text.contains(word)), "{}: {text}", site(&session));
    }
}

#[test]
fn the_eight_focus_groups_are_of_one_richness() {
    let groups = of_kind("focus-group");
    let sites: BTreeSet<&str> = groups.iter().map(site).collect();
    assert_eq!(sites, BTreeSet::from(GROUPS));
    assert_eq!(groups.len(), 8);
    for group in &groups {
        assert_eq!(different(group, "notes", "kind"), BTreeSet::from(KINDS), "{}", site(group));
        assert!(different(group, "notes", "theme").len() >= 9, "{}", site(group));
        assert!(different(group, "participants", "sector").len() >= 3, "{}", site(group));
    }
    let notes: Vec<usize> = groups.iter().map(|group| list(group, "notes").len()).collect();
    let (fewest, most) = (notes.iter().min().unwrap(), notes.iter().max().unwrap());
    assert!(*fewest >= 100 && most * 3 <= fewest * 4, "{notes:?}");
}

/// How the notes of a group follow each other, whoever wrote them.
struct Rhythm {
    /// The gap in the middle, in seconds.
    median: f64,
    /// The middle half of all gaps, as a share of the median.
    spread: f64,
    /// The share of the gap that is found most often.
    commonest: f64,
    notes_a_minute: f64,
}

fn rhythm(group: &Value) -> Rhythm {
    let number = |seconds: i64| f64::from(i32::try_from(seconds).unwrap());
    let mut seconds: Vec<i64> = list(group, "notes").iter().map(second_of_day).collect();
    seconds.sort_unstable();
    let mut gaps: Vec<i64> = seconds.windows(2).map(|two| two[1] - two[0]).collect();
    gaps.sort_unstable();
    let quarter = |quarters: usize| number(gaps[quarters * (gaps.len() - 1) / 4]);
    let commonest = gaps.chunk_by(PartialEq::eq).map(<[i64]>::len).max().unwrap();
    let count = |count: usize| f64::from(u32::try_from(count).unwrap());
    Rhythm {
        median: quarter(2),
        spread: (quarter(3) - quarter(1)) / quarter(2),
        commonest: count(commonest) / count(gaps.len()),
        notes_a_minute: count(seconds.len()) * 60.0 / number(seconds[seconds.len() - 1] - seconds[0]),
    }
}

#[test]
fn no_group_stands_apart_from_the_others_by_the_rhythm_of_its_notes() {
    type Measure = (&'static str, fn(&Rhythm) -> f64);
    let measures: [Measure; 4] = [
        ("median gap", |rhythm| rhythm.median),
        ("spread", |rhythm| rhythm.spread),
        ("commonest gap", |rhythm| rhythm.commonest),
        ("notes a minute", |rhythm| rhythm.notes_a_minute),
    ];
    let rhythms: Vec<Rhythm> = of_kind("focus-group").iter().map(rhythm).collect();
    for (name, measure) in measures {
        let mut all: Vec<f64> = rhythms.iter().map(measure).collect();
        all.sort_by(f64::total_cmp);
        assert!(all.windows(2).all(|two| two[1] <= two[0] * 1.3), "{name}: {all:?}");
        assert!(all[7] <= all[0] * 2.0, "{name}: {all:?}");
    }
    assert!(rhythms.iter().all(|rhythm| rhythm.commonest < 0.1 && rhythm.spread > 0.2));
}

#[test]
fn whoever_did_not_agree_to_quotes_is_quoted_only_where_the_note_is_to_be_checked() {
    let mut to_be_checked = 0;
    for session in sessions() {
        let agreed: BTreeSet<&str> = list(&session, "participants")
            .iter()
            .filter(|person| person["consent"]["items"]["quotes"]["state"] == "given")
            .filter_map(|person| person["id"].as_str())
            .collect();
        for note in list(&session, "notes").iter().filter(|note| note["kind"] == "quote") {
            if note["participant"].as_str().is_some_and(|seat| !agreed.contains(seat)) {
                let flags = note["flags"].as_array();
                assert!(flags.is_some_and(|all| all.contains(&"check".into())), "{}: {note}", site(&session));
                to_be_checked += 1;
            }
        }
    }
    assert_eq!(to_be_checked, 2);
}

#[test]
fn no_two_notes_or_answers_of_the_example_have_the_same_text() {
    let mut seen = BTreeSet::new();
    for session in sessions() {
        for note in list(&session, "notes") {
            let text = note["text"].as_str().unwrap().to_owned();
            assert!(seen.insert(text.clone()), "{text}");
        }
        for answer in list(&session, "responses").iter().filter_map(|response| response["words"].as_str()) {
            assert!(seen.insert(answer.to_owned()), "{answer}");
        }
    }
    assert!(seen.len() > 900);
}

#[test]
fn everybody_in_the_example_was_asked_and_agreed_to_take_part() {
    // Who sends a questionnaire back takes part; nobody was there to ask.
    for session in sessions().into_iter().filter(|session| session["details"]["kind"] != "questionnaire") {
        for person in list(&session, "participants") {
            let items = &person["consent"]["items"];
            assert_eq!(items["take_part"]["state"], "given", "{}: {person}", site(&session));
            assert!(items["quotes"]["state"].is_string(), "{}: {person}", site(&session));
        }
    }
}

#[test]
fn nobody_counted_more_hands_than_people() {
    for session in sessions() {
        let people = list(&session, "participants").len() + list(&session, "withdrawals").len();
        for note in list(&session, "notes").iter().filter(|note| note["kind"] == "count") {
            let number = |name: &str| note[name].as_u64().unwrap();
            assert!(number("for") + number("against") <= number("of"), "{note}");
            assert!(usize::try_from(number("of")).unwrap() <= people, "{note}");
        }
    }
}

#[test]
fn three_groups_have_two_recorders_with_marks_and_eight_pairs_or_more() {
    let two: Vec<Value> =
        of_kind("focus-group").into_iter().filter(|group| list(group, "writers").len() == 2).collect();
    assert_eq!(two.len(), 3);
    let pairs: Vec<[String; 3]> =
        serde_json::from_str(include_str!("../vectors/example-pairs.json")).unwrap();
    assert_eq!(pairs.len(), 32);
    for group in &two {
        assert_eq!(different(group, "writers", "laptop").len(), 2);
        assert_eq!(list(group, "marks").len(), 4);
        assert_eq!(different(group, "marks", "kind"), BTreeSet::from(["together"]));
        let notes: BTreeMap<&str, &Value> =
            list(group, "notes").iter().map(|note| (note["id"].as_str().unwrap(), note)).collect();
        let its: Vec<_> = pairs.iter().filter(|pair| group["id"] == pair[0].as_str()).collect();
        assert!(its.len() >= 8, "{}", site(group));
        for [_, one, other] in its {
            let (one, other) = (notes[one.as_str()], notes[other.as_str()]);
            assert_eq!(one["theme"], other["theme"]);
            assert_ne!(one["text"], other["text"]);
            assert!((second_of_day(one) - second_of_day(other)).abs() <= 30, "{one}\n{other}");
        }
    }
}

#[test]
fn the_example_has_one_conflict_one_withdrawal_and_one_silence_of_each_kind() {
    let sessions = sessions();
    let notes = sessions.iter().flat_map(|session| list(session, "notes"));
    assert_eq!(notes.filter(|note| note.get("conflicts").is_some()).count(), 1);
    assert_eq!(sessions.iter().map(|session| list(session, "withdrawals").len()).sum::<usize>(), 1);
    assert!(sessions.iter().any(|session| !list(session, "erased").is_empty()));
    let kept: Value = serde_json::from_slice(&files()["withdrawals.json"]).unwrap();
    assert_eq!(list(&kept, "withdrawals").len(), 1);
    assert_eq!(silences(), ["left_out_for_time", "nobody_answered", "not_reached"]);
}

#[test]
fn two_prison_visits_one_meeting_and_one_reading_stand_beside_the_groups() {
    let visits = of_kind("prison-visit");
    assert_eq!(visits.len(), 2);
    for visit in &visits {
        assert!((15..=25).contains(&list(visit, "notes").len()));
        assert_eq!(different(visit, "notes", "from"), BTreeSet::from(["paper"]));
    }
    assert_eq!(of_kind("meeting").len(), 1);
    let readings = of_kind("reading");
    assert_eq!(readings.len(), 1);
    assert!(readings[0]["details"]["source"].is_string());
    assert_eq!(sessions().len(), 43);
}

/// How often each answer to a question was given; a reason for none counts under its own word.
fn answers(question: &str) -> BTreeMap<String, usize> {
    let mut counted = BTreeMap::new();
    for board in of_kind("questionnaire") {
        for response in list(&board, "responses").iter().filter(|response| response["question"] == question) {
            let answer = response["answer"].as_str().or(response["empty"].as_str()).unwrap();
            *counted.entry(answer.to_owned()).or_default() += 1;
        }
    }
    counted
}

#[test]
fn thirty_one_boards_answered_the_first_question_as_is_published() {
    let boards = of_kind("questionnaire");
    assert_eq!(boards.len(), 31);
    let wanted = [("no", 21), ("not-yet", 2), ("not_answered", 2), ("yes", 5), ("yes-but", 1)];
    assert_eq!(answers("q1"), wanted.map(|(answer, count)| (answer.to_owned(), count)).into());
    for question in ["q2", "q3", "q4", "q5", "q6", "q7", "q8", "q9", "q10", "q11", "q13", "q14", "q16"] {
        let counted = answers(question);
        assert_eq!(counted.values().sum::<usize>(), 31, "{question}");
        assert!(counted.len() >= 3, "{question}: {counted:?}");
    }
    for board in &boards {
        assert_eq!(list(board, "participants").len(), 1, "{}", site(board));
        let date = board["details"]["held_on"].as_str().unwrap();
        assert!(("2007-02-01"..="2007-03-31").contains(&date), "{date}");
    }
    let empties: BTreeSet<&str> =
        boards.iter().flat_map(|board| different(board, "responses", "empty")).collect();
    assert_eq!(empties, BTreeSet::from(["declined", "dont_know", "not_answered"]));
}

#[test]
fn every_summary_rests_on_notes_and_every_group_sums_up_each_theme_that_was_talked_about() {
    for session in sessions() {
        let notes = different(&session, "notes", "id");
        for summary in list(&session, "summaries") {
            let theme = summary["id"].as_str().unwrap();
            if theme.starts_with("debrief.") {
                continue;
            }
            let rests = list(summary, "notes");
            assert!(!rests.is_empty() && rests.iter().all(|id| notes.contains(id.as_str().unwrap())));
        }
    }
    for group in of_kind("focus-group") {
        let summed_up = different(&group, "summaries", "id");
        let missing =
            different(&group, "notes", "theme").into_iter().find(|theme| !summed_up.contains(theme));
        assert_eq!(missing, None, "{}", site(&group));
    }
}

#[test]
fn the_study_plans_for_all_that_is_there_and_names_every_site() {
    let study: Value = serde_json::from_slice(&files()["study.json"]).unwrap();
    assert!(study["details"]["title"].as_str().unwrap().contains("invented"));
    let sites = different(&study, "sites", "site");
    for session in &sessions() {
        assert!(sites.contains(site(session)), "{}", site(session));
    }
    for item in list(&study, "plan") {
        let held = of_kind(item["kind"].as_str().unwrap()).len();
        assert_eq!(item["planned_sessions"].as_u64(), u64::try_from(held).ok(), "{item}");
    }
}
