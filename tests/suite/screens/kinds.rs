//! Kinds of session: what each asks before it begins, and what it does with what is typed.

use hearken::model::note::NoteKind;
use hearken::model::running::SessionKind;

use super::room::Room;

const INTERVIEW: &str = "<Down> <Enter> Ipswich <Enter> <Enter> NT <Enter>";
const VISIT: &str = "<Down> <Down> <Enter> HMP Example <Enter> <Enter> NT <Enter> <Enter>";
const MEETING: &str = "<Down> <Down> <Down> <Enter> Norwich <Enter> <Enter> NT <Enter> <Enter>";
const READING: &str = "<Down> <Down> <Down> <Down> <Enter> Nobody 2024 <Enter> Nobody (2024) On waiting <Enter> <Enter> NT <Enter>";

/// The questions that are asked after these keys, up to the one shown.
fn asked(keys: &str) -> Vec<&'static str> {
    let mut room = Room::new(100, 30);
    room.keys("1");
    room.keys(keys);
    match &room.app.screen {
        hearken::app::Screen::Form(form) => form.questions.iter().map(|question| question.ask).collect(),
        _ => panic!("{}", room.screen()),
    }
}

#[test]
fn each_kind_asks_what_belongs_to_it_and_nothing_else() {
    let kind = |downs: usize| asked(&("<Down>".repeat(downs) + "<Enter>"));
    let [group, interview, visit, meeting, reading] = [kind(0), kind(1), kind(2), kind(3), kind(4)];
    let seats = "How many people will speak?";
    assert_eq!([&group, &visit, &meeting].map(|asked| asked.contains(&seats)), [true; 3]);
    assert_eq!([&interview, &reading].map(|asked| asked.contains(&seats)), [false; 2]);
    assert!(visit.contains(&"Which prison?"));
    assert!(reading.contains(&"What is read?"));
    assert_eq!([group.len(), interview.len(), visit.len(), meeting.len(), reading.len()], [5, 4, 5, 5, 5]);
}

#[test]
fn another_kind_chosen_on_the_way_back_asks_anew() {
    let mut room = Room::new(100, 30);
    room.keys("1 <Enter> <Esc> <Down> <Down> <Down> <Down> <Enter> Nobody 2024 <Enter>");
    room.shows("What is read?");
}

#[test]
fn each_kind_follows_its_own_guide_and_says_what_it_is() {
    for (answers, kind, guide, theme) in [
        (INTERVIEW, SessionKind::Interview, "practice-survey", "Strategy"),
        (VISIT, SessionKind::PrisonVisit, "prison-visit", "Arrival and search"),
        (MEETING, SessionKind::Meeting, "meeting", "Welcome and purpose"),
        (READING, SessionKind::Reading, "reading", "Question and method"),
    ] {
        let room = Room::asked(100, 30, answers);
        assert_eq!(room.session().details().unwrap().kind, kind);
        assert_eq!(room.session().guide().unwrap().id, guide);
        room.shows(kind.name());
        room.shows(theme);
    }
}

#[test]
fn in_an_interview_talk_is_the_interviewees_unless_it_is_marked() {
    let mut room = Room::asked(100, 30, INTERVIEW);
    assert_eq!(room.session().seats().len(), 1);
    room.keys("we wait <Enter> \"for years <Enter> ; tired <Enter> (looks at the door <Enter> 0: I asked again <Enter>");
    let said: Vec<String> = (0..5).map(|place| room.said_by(place)).collect();
    assert_eq!(said, ["P1", "P1", "", "", ""]);
}

#[test]
fn an_interview_asks_one_person_for_consent() {
    let mut room = Room::asked(100, 30, INTERVIEW);
    room.keys("<Esc> <r>");
    room.shows("P1  · take part");
    room.hides("P2");
}

#[test]
fn an_interview_speaks_of_one_person_and_not_of_who_has_not_been_heard() {
    let mut room = Room::asked(100, 30, INTERVIEW);
    room.keys("we wait <Enter>");
    room.hides("heard from");
    room.shows("1 person");
    room.hides("1 people");
}

#[test]
fn on_a_visit_what_nobody_said_was_seen() {
    let mut room = Room::asked(100, 30, VISIT);
    room.keys("lockers by the door <Enter> 1: \"we know them all <Enter> <Enter> ; cold <Enter>");
    let kinds: Vec<NoteKind> = (0..3).map(|place| room.note(place).kind).collect();
    assert_eq!(kinds, [NoteKind::Observation, NoteKind::Quote, NoteKind::Comment]);
    assert_eq!(room.notes()[0], "(lockers by the door)");
}

#[test]
fn the_guide_of_a_visit_has_what_a_visit_looks_at() {
    let room = Room::asked(100, 40, VISIT);
    let titles: Vec<&str> = room.live().facts().themes.iter().map(|theme| theme.title.as_str()).collect();
    for title in [
        "Arrival and search",
        "Visits hall",
        "Children's facilities",
        "Staff",
        "Information for families",
        "What was not seen",
    ] {
        assert!(titles.contains(&title), "{title}: {titles:?}");
    }
}

#[test]
fn a_visit_can_be_shortened_to_what_the_prison_gives() {
    let mut room =
        Room::asked(100, 30, "<Down> <Down> <Enter> HMP Example <Enter> 45 <Enter> NT <Enter> <Enter>");
    room.keys("<Esc> <m> xs");
    room.shows("left out");
    let held = room.live().facts().themes.iter().filter(|theme| !theme.is_left_out);
    assert_eq!(held.filter_map(|theme| theme.planned_minutes).sum::<u32>(), 45);
}

#[test]
fn a_meeting_has_seats_actions_and_its_own_script() {
    let mut room = Room::asked(120, 30, MEETING);
    assert_eq!(room.session().seats().len(), 8);
    room.keys("2: !send the draft <Enter>");
    assert_eq!((room.note(0).kind, room.said_by(0)), (NoteKind::Action, "P2".into()));
    room.shows("The opening has not been read out");
}

#[test]
fn reading_has_a_source_no_seats_and_no_script() {
    let mut room = Room::asked(100, 30, READING);
    let details = room.session().details().unwrap();
    assert_eq!(details.source.as_deref(), Some("Nobody (2024) On waiting"));
    assert!(room.session().seats().is_empty());
    room.hides("Read out, then ask");
    room.keys("\"they wait for years <Enter> ; on page 12 <Enter>");
    room.hides("has not been read out");
    assert_eq!(room.notes(), ["“they wait for years”", "; on page 12"]);
    room.keys("<Esc> <r>");
    room.says("nothing to read out");
}

#[test]
fn every_kind_can_be_summed_up() {
    for answers in [INTERVIEW, VISIT, MEETING, READING] {
        let mut room = Room::asked(100, 30, answers);
        room.keys("one <Enter> <Esc> <d> in a word <Enter>");
        assert_eq!(room.session().lists.summaries.standing().count(), 1);
    }
}
