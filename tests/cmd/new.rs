//! `hearken new`

use std::collections::BTreeSet;

use hearken::format::v1::{self, File};
use hearken::model::people::RecorderRole;
use hearken::model::running::{SessionKind, Silence};
use hearken::study::create::instrument_of_kind;

use crate::support::{Laptop, ran};

const NEW: [&str; 7] = ["new", "--kind", "focus-group", "--site", "Devon & Cornwall", "--study", "study"];

fn only_session(laptop: &Laptop) -> hearken::model::session::Session {
    let name = laptop.names("study").into_iter().find(|name| name.contains("devon-cornwall")).unwrap();
    match v1::read(laptop.read(&format!("study/{name}")).as_bytes()).unwrap() {
        File::Session(session) => *session,
        other => panic!("{}", other.kind()),
    }
}

#[test]
fn it_prints_the_id_and_nothing_else_on_standard_output() {
    let laptop = Laptop::new();
    let made = laptop.run(NEW);
    assert_eq!(made.code, 0, "{}", made.err);
    let id = made.out.strip_suffix('\n').unwrap();
    assert_eq!(only_session(&laptop).id().to_string(), id);
    let quiet = ran(laptop.hearken().args(NEW).arg("-q"));
    assert_eq!((quiet.err.as_str(), quiet.code), ("", 0));
}

#[test]
fn what_was_said_of_it_is_in_the_file() {
    let laptop = Laptop::new();
    let more = ["--minutes", "45", "--seats", "3", "--initials", "NT", "--role", "facilitator"];
    assert_eq!(ran(laptop.hearken().args(NEW).args(more)).code, 0);
    let session = only_session(&laptop);
    let details = session.details().unwrap();
    assert_eq!((details.site.as_str(), details.planned_minutes), ("Devon & Cornwall", Some(45)));
    let labels: Vec<_> = session.seats().into_iter().map(|(_, seat)| seat.label.clone()).collect();
    assert_eq!(labels, ["P1", "P2", "P3"]);
    let (_, opening) = session.lists.writers.standing().next().unwrap();
    assert_eq!((opening.body.initials.as_str(), opening.body.role), ("NT", RecorderRole::Facilitator));
    assert_eq!(session.guide().unwrap().id, "practice-survey");
}

#[test]
fn themes_that_are_not_held_are_marked_as_left_out_and_told() {
    let laptop = Laptop::new();
    let made = ran(laptop.hearken().args(NEW).args(["--themes", "fund,PRACTICE, prisons "]));
    assert_eq!(made.code, 0, "{}", made.err);
    assert!(made.err.contains("Left out: Strategy, "), "{}", made.err);
    assert!(!made.err.contains("Funding") && !made.err.contains("Practice,"), "{}", made.err);
    let session = only_session(&laptop);
    for theme in &session.guide().unwrap().themes {
        let plan = session.lists.themes.current(theme.id.as_str());
        let is_held = ["Funding", "Practice", "Links with prisons"].contains(&theme.title.as_str());
        let wanted = (!is_held).then_some(Some(Silence::LeftOutForTime));
        assert_eq!(plan.map(|plan| plan.silence), wanted, "{}", theme.title);
    }
    let stamps: Vec<_> = session.lists.themes.standing().map(|(_, version)| version.stamp).collect();
    assert_eq!(stamps.iter().collect::<BTreeSet<_>>().len(), 7, "each has a stamp of its own");
    let (_, details) = session.lists.details.standing().next().unwrap();
    assert!(stamps.iter().all(|stamp| *stamp > details.stamp));
    let id = made.out.trim_end();
    let shown = ran(laptop.hearken().args(["show", id, "--study", "study"])).out;
    assert_eq!(shown.matches("nothing noted: left out for time").count(), 7, "{shown}");
}

#[test]
fn with_all_themes_or_none_named_nothing_is_left_out() {
    let laptop = Laptop::new();
    assert_eq!(laptop.run(NEW).code, 0);
    let session = only_session(&laptop);
    assert_eq!(session.lists.themes.standing().count(), 0);
    let titles: Vec<&str> =
        session.guide().unwrap().themes.iter().map(|theme| theme.title.as_str()).collect();
    std::fs::remove_dir_all(laptop.at("study")).unwrap();
    let made = ran(laptop.hearken().args(NEW).args(["--themes", &titles.join(",")]));
    assert_eq!(made.code, 0, "{}", made.err);
    assert!(!made.err.contains("Left out"), "{}", made.err);
    assert_eq!(only_session(&laptop).lists.themes.standing().count(), 0);
}

#[test]
fn a_name_that_means_no_one_theme_is_told_and_nothing_is_made() {
    let laptop = Laptop::new();
    for (names, told) in
        [("pract", "may mean Practice, Lessons for practice"), ("fund,weather", "goes by “weather”")]
    {
        let refused = ran(laptop.hearken().args(NEW).args(["--themes", names]));
        assert_eq!((refused.code, refused.out.as_str()), (2, ""), "{names}");
        assert!(refused.err.contains(told), "{}", refused.err);
    }
    assert_eq!(laptop.names(""), Vec::<String>::new());
}

#[test]
fn a_session_follows_the_guide_of_its_kind_unless_one_is_named() {
    for kind in SessionKind::ALL {
        let made = |named: &[&str]| {
            let laptop = Laptop::new();
            let args = ["new", "--kind", kind.word(), "--site", "Devon & Cornwall", "--study", "study"];
            let made = ran(laptop.hearken().args(args).args(named));
            assert_eq!(made.code, 0, "{}", made.err);
            only_session(&laptop).guide().unwrap().id.clone()
        };
        assert_eq!(made(&[]), instrument_of_kind(*kind));
        assert_eq!(made(&["--instrument", "practice-survey"]), "practice-survey");
    }
}

#[test]
fn the_laptop_keeps_its_id_from_one_session_to_the_next() {
    let laptop = Laptop::new();
    let laptop_of_next = || {
        let _ = std::fs::remove_dir_all(laptop.at("study"));
        assert_eq!(laptop.run(NEW).code, 0);
        only_session(&laptop).lists.writers.standing().next().unwrap().1.body.laptop
    };
    assert_eq!(laptop_of_next(), laptop_of_next());
}

#[test]
fn damaged_settings_are_told_and_stop_nobody() {
    let laptop = Laptop::new();
    let settings = laptop.home().join(".config/hearken/laptop.json");
    std::fs::create_dir_all(settings.parent().unwrap()).unwrap();
    std::fs::write(&settings, "{\"laptop\": \"7tq2").unwrap();
    let made = laptop.run(NEW);
    assert_eq!(made.code, 0, "{}", made.err);
    assert!(made.err.contains("damaged and have been made anew"), "{}", made.err);
    assert!(!laptop.run(NEW).err.contains("damaged"));
    std::fs::write(&settings, "a list of other things").unwrap();
    assert!(laptop.run(NEW).err.contains("left alone"));
    assert_eq!(std::fs::read_to_string(&settings).unwrap(), "a list of other things");
}

#[test]
fn facts_are_printed_as_json() {
    let laptop = Laptop::new();
    let facts = ran(laptop.hearken().args(NEW).arg("--json")).json();
    assert_eq!(facts["id"], only_session(&laptop).id().to_string());
    assert!(std::path::Path::new(&laptop.at("")).join(facts["file"].as_str().unwrap()).is_file());
}

#[test]
fn a_folder_that_cannot_be_made_is_told() {
    let laptop = Laptop::new();
    laptop.write("study", "a file in its place");
    let refused = laptop.run(NEW);
    assert_eq!((refused.code, refused.out.as_str()), (1, ""));
    assert!(refused.err.contains("study"), "{}", refused.err);
    assert_eq!(laptop.read("study"), "a file in its place");
}
