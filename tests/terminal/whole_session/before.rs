//! Before the talk: the form, who is here, minutes and themes, the script, consent.

use hearken::app::commands::{Id, Place};

use super::conductor::Conductor;
use super::expected::observation;

/// An empty home: four people are announced, for an hour.
pub(super) fn first_screen_and_form(it: &mut Conductor<'_>) {
    it.see("▸ 1  Start a focus group");
    it.key(Place::Home, Id::DownInList);
    it.see("▸ 2  Join a session");
    it.key(Place::Home, Id::UpInList);
    it.see("▸ 1  Start a focus group");
    it.key(Place::Home, Id::Take);
    it.see("What is it?");
    it.key(Place::Form, Id::Take);
    it.see("Where is it held?");
    answer(it, "Telford");
    it.see("How many minutes");
    answer(it, "60");
    it.see("Your initials?");
    it.key(Place::Form, Id::DownInList);
    it.see("▸ I ask the questions");
    it.key(Place::Form, Id::DownInList);
    it.see("▸ I do both");
    answer(it, "NT");
    it.see("How many people");
    answer(it, "4");
    it.see("Before they speak");
    it.theme = "Strategy";
    it.file.details = "focus-group at Telford, 60 minutes".to_owned();
    // One for making it, one for opening it.
    it.file.openings = vec!["NT both", "NT both"];
    for label in ["P1", "P2", "P3", "P4"] {
        it.file.person(label);
    }
}

fn answer(it: &mut Conductor<'_>, words: &str) {
    it.letters(words);
    it.see(&format!("› {words}"));
    it.key(Place::Form, Id::Take);
}

/// Seat by seat; a fifth person has sat down too.
pub(super) fn who_is_here(it: &mut Conductor<'_>) {
    it.see("▸ Who is here, seat by seat  0 of 4 described");
    it.key(Place::Ready, Id::DownInList);
    it.see("▸ Minutes and themes");
    it.key(Place::Ready, Id::UpInList);
    it.see("▸ Who is here");
    it.key(Place::Ready, Id::Take);
    it.see("Who is here: 4 of 4");
    for (label, about) in
        [("P1", "family worker, voluntary"), ("P2", "head teacher, school"), ("P3", "probation officer")]
    {
        describe(it, label, about);
        it.key(Place::People, Id::SaveNote);
    }
    describe(it, "P4", "health visitor, health");
    it.key(Place::People, Id::NewPerson);
    it.see("P5 has a seat now.");
    it.file.person("P5");
    describe(it, "P5", "foster carer");
    it.see("Who is here: 5 of 5");
    // One too many: no seat is kept, and the line is about somebody who is there.
    it.key(Place::People, Id::NewPerson);
    it.see("P6 has a seat now.");
    it.key(Place::People, Id::Undo);
    it.see("Taken back.");
    it.see_chips("P5 is");
    it.file.person("P6").versions += 1;
    it.key(Place::People, Id::SaveNote);
    it.see("5 of 5 described");
}

/// Types what a person does.
pub(super) fn describe(it: &mut Conductor<'_>, label: &'static str, about: &str) {
    it.see_chips(&format!("{label} is"));
    it.type_in(about);
    about.clone_into(&mut it.file.person(label).about);
}

/// The themes come to 90 minutes, and there are 60: one theme is left out, one shortened, one moved.
pub(super) fn minutes_and_themes(it: &mut Conductor<'_>) {
    it.see("▸ Minutes and themes");
    it.key(Place::Ready, Id::Take);
    it.see("60 minutes in all");
    it.see("themes come to 90.");
    down_to(it, "Funding");
    it.key(Place::Plan, Id::LeaveOut);
    it.see("Funding: left out.");
    it.key(Place::Plan, Id::Undo);
    it.see("Taken back.");
    it.file.planned("Funding").versions += 1;
    down_to(it, "Policies and procedures");
    it.key(Place::Plan, Id::LeaveOut);
    it.see("Policies and procedures: left out.");
    it.file.planned("Policies and procedures").silence = "left_out_for_time";
    it.key(Place::Plan, Id::ShareTime);
    it.see("60 minutes are shared among 9 themes.");
    for (title, minutes) in SHARED {
        it.file.planned(title).minutes = Some(minutes);
    }
    down_to(it, "Partnerships");
    for minutes in [7, 6] {
        it.key(Place::Plan, Id::FewerMinutes);
        it.see(&format!("Partnerships: {minutes} minutes."));
        it.file.planned("Partnerships").minutes = Some(minutes);
    }
    down_to(it, "Training");
    down_to(it, "Practice");
    it.key(Place::Plan, Id::MoreMinutes);
    it.see("Practice: 10 minutes.");
    it.file.planned("Practice").minutes = Some(10);
    down_to(it, "Links with prisons");
    for (id, place) in [(Id::MoveUp, 6), (Id::MoveUp, 5), (Id::MoveDown, 6)] {
        it.key(Place::Plan, id);
        it.see(&format!("Links with prisons comes as number {place}."));
        // Every theme gets the place it then has.
        for title in ORDER {
            it.file.planned(title);
        }
    }
    for (title, place) in ORDER.into_iter().zip(1..) {
        it.file.themes.get_mut(title).unwrap().place = Some(place);
    }
    it.key(Place::Plan, Id::Back);
    it.see("9 themes in 60 min");
}

/// 60 minutes in proportion to the guide's own.
const SHARED: [(&str, u32); 9] = [
    ("Strategy", 6),
    ("Funding", 5),
    ("Partnerships", 8),
    ("Training", 6),
    ("Practice", 9),
    ("Links with prisons", 7),
    ("Outcomes", 6),
    ("Challenges and obstacles", 7),
    ("Lessons for practice", 6),
];

/// The themes in the order of this session.
pub(super) const ORDER: [&str; 10] = [
    "Strategy",
    "Funding",
    "Policies and procedures",
    "Partnerships",
    "Training",
    "Links with prisons",
    "Practice",
    "Outcomes",
    "Challenges and obstacles",
    "Lessons for practice",
];

fn down_to(it: &mut Conductor<'_>, title: &str) {
    it.key(Place::Plan, Id::DownInList);
    it.see(&format!("▸ {title}"));
}

/// A note is saved although nothing has been read out; the message line says so until somebody tells.
pub(super) fn a_note_before_the_script(it: &mut Conductor<'_>) {
    it.file.theme_log.push("Strategy");
    it.note("(P5 asks who will read the notes", observation("P5 asks who will read the notes"));
    it.see("The opening has not been read out: Esc, r.");
}

/// First it could not be read, then it is.
pub(super) fn opening_script(it: &mut Conductor<'_>) {
    open_script(it);
    it.key(Place::Script, Id::NotReadOut);
    it.see_chips("why not read");
    it.type_in("the room was not quiet yet");
    it.key(Place::Field, Id::SaveNote);
    it.see("Saved: it was not read out, and why.");
    it.see_gone("The opening has not been read out");
    open_script(it);
    it.see("Before we begin (not read)");
    it.see("Thank you all for coming.");
    // The last paragraph has a word that no other has.
    while !it.screen().contains("separate") {
        let shown = it.middle();
        it.key(Place::Script, Id::ScrollScript);
        it.see_other_than(&shown);
    }
    it.key(Place::Script, Id::ReadOut);
    it.see("Read out at");
    it.see("Before we begin (read at");
    it.file.scripts.insert("opening", ("read", 2));
}

fn open_script(it: &mut Conductor<'_>) {
    it.menu(Place::Live, Id::Script);
    it.see("Consent, person by person");
}

/// Person by person: one refuses quotes, the last who have not been asked are asked together.
pub(super) fn consent(it: &mut Conductor<'_>) {
    it.see("▸ P1");
    it.key(Place::Script, Id::ConsentAll);
    see_consent(it, "P1", "✓✓✓");
    it.see("▸ P2");
    it.file.person("P1").consent = ["given"; 3];
    for (id, marks) in [
        (Id::ConsentTakePart, "✓··"),
        (Id::ConsentQuotes, "✓✓·"),
        (Id::ConsentQuotes, "✓✗·"),
        (Id::ConsentRecontact, "✓✗✓"),
    ] {
        it.key(Place::Script, id);
        see_consent(it, "P2", marks);
        it.file.person("P2").consent = ["given", "refused", "given"];
    }
    it.key(Place::Script, Id::DownInList);
    it.see("▸ P3");
    it.key(Place::Script, Id::ConsentAll);
    it.see("▸ P4");
    it.file.person("P3").consent = ["given"; 3];
    it.key(Place::Script, Id::ConsentEverybody);
    for label in ["P4", "P5"] {
        see_consent(it, label, "✓✓✓");
        it.file.person(label).consent = ["given"; 3];
    }
    it.key(Place::Script, Id::Back);
    it.see_gone("Consent, person by person");
}

/// Waits for the marks of what a person said, all in one row.
pub(super) fn see_consent(it: &Conductor<'_>, label: &str, marks: &str) {
    it.see_that(&format!("{marks} of {label}"), |screen| {
        screen.contents().lines().any(|line| {
            let said = line.split_once(&format!(" {label} ")).map(|(_, said)| said).unwrap_or_default();
            said.contains("quotes") && said.chars().filter(|mark| "✓✗·".contains(*mark)).eq(marks.chars())
        })
    });
}
