//! `hearken list`: the sessions of the study.

use std::path::PathBuf;

use super::answer::Answer;
use super::failure::Failure;
use super::paint::Paint;
use super::table::{self, Edge};
use super::told::{left_behind, name, told};
use super::wording::counted;
use super::{Call, facts, places};
use crate::model::json::Json;
use crate::model::visible::visible_line;
use crate::study::beside::without_session;
use crate::study::catalogue::{Listed, Unreadable};
use crate::study::leftovers;

pub(super) fn run(call: &Call<'_>) -> Result<Answer, Failure> {
    let study = places::study(call)?;
    let (listed, unreadable) = study.list(call)?;
    let lost = without_session(call.storage, &study.folder, &listed, &unreadable);
    let sessions: Vec<_> = listed.iter().map(|one| (&*one.path, one.id)).collect();
    let left = leftovers::told(call.storage, &study.folder, &sessions);
    let (sealed, unreadable): (Vec<_>, Vec<_>) =
        unreadable.into_iter().partition(Unreadable::is_for_the_office);
    let out = if call.options.is_json {
        facts::written(&facts::object([
            ("study", facts::path(study.folder.root())),
            ("sessions", facts::list(listed.iter().map(session_facts))),
            ("sealed", facts::list(sealed.iter().map(|one| facts::path(&one.path)))),
            ("unreadable", facts::list(unreadable.iter().map(unreadable_facts))),
            ("journals_without_session", facts::list(lost.iter().map(|path| facts::path(path)))),
            ("leftovers", facts::list(left.iter().map(|path| facts::path(path)))),
        ]))
    } else if listed.is_empty()
        && sealed.is_empty()
        && unreadable.iter().all(|one| one.error.unopened().is_none())
    {
        let here = name(study.folder.root());
        format!("No sessions yet in {here}.\nhearken new makes one; hearken alone opens the screen.\n")
    } else {
        let paint = Paint::new(call.options.color, std::io::IsTerminal::is_terminal(&std::io::stdout()));
        let sealed = sealed.iter().map(|one| format!("{}: sealed for the office\n", name(&one.path)));
        let listed = if listed.is_empty() { String::new() } else { in_columns(&listed, paint) };
        std::iter::once(listed).chain(sealed).collect()
    };
    let cannot = |one: &Unreadable| format!("Cannot be read: {}.", told(&one.error));
    let without = |journal: &PathBuf| {
        format!(
            "{} is a journal, and its session is not here. What was typed is in it: put the session's file back and open \
             it once.",
            name(journal)
        )
    };
    let for_an_eye = unreadable.iter().map(cannot).chain(lost.iter().map(without));
    let for_an_eye = for_an_eye.chain(left.iter().map(|path| left_behind(path))).collect();
    Ok(Answer { for_an_eye, ..Answer::told(out, call) })
}

const EDGES: [Edge; 8] =
    [Edge::Left, Edge::Left, Edge::Left, Edge::Right, Edge::Right, Edge::Left, Edge::Left, Edge::Left];

fn in_columns(listed: &[Listed], paint: Paint) -> String {
    let head = ["Held on", "Site", "Kind", "Notes", "People", "By", "Session", ""].map(str::to_owned);
    let rows: Vec<[String; 8]> = std::iter::once(head).chain(listed.iter().map(row)).collect();
    let mut lines = table::lines(EDGES, &rows).into_iter();
    let head = lines.next().map(|head| paint.bold(&head));
    head.into_iter().chain(lines).map(|line| line + "\n").collect()
}

fn row(one: &Listed) -> [String; 8] {
    [
        visible_line(&one.held_on).into_owned(),
        visible_line(&one.site).into_owned(),
        one.kind.map_or("not known yet", |kind| kind.name()).to_owned(),
        one.notes.to_string(),
        one.people.to_string(),
        recorders(one),
        one.id.to_string(),
        state(one),
    ]
}

fn recorders(one: &Listed) -> String {
    let known: Vec<_> = one.recorders.iter().filter(|initials| !initials.is_empty()).collect();
    known.iter().map(|initials| visible_line(initials)).collect::<Vec<_>>().join(", ")
}

/// What a person should know before opening it.
fn state(one: &Listed) -> String {
    let unfinished = match (one.is_open, one.is_unfinished) {
        (true, _) => Some("open now".to_owned()),
        (false, true) => Some("unfinished: open it to go on".to_owned()),
        (false, false) => None,
    };
    let conflicts = (one.conflicts > 0).then(|| counted(one.conflicts, "conflict"));
    unfinished.into_iter().chain(conflicts).collect::<Vec<_>>().join(", ")
}

fn session_facts(one: &Listed) -> Json<'static> {
    facts::object([
        ("id", facts::text(one.id.to_string())),
        ("file", facts::path(&one.path)),
        ("kind", facts::maybe(one.kind.map(|kind| kind.word().to_owned()))),
        ("site", facts::text(&one.site)),
        ("held_on", facts::text(&one.held_on)),
        ("notes", facts::count(one.notes)),
        ("people", facts::count(one.people)),
        ("recorders", facts::list(one.recorders.iter().map(facts::text))),
        ("conflicts", facts::count(one.conflicts)),
        ("unfinished", Json::Bool(one.is_unfinished)),
        ("open", Json::Bool(one.is_open)),
    ])
}

fn unreadable_facts(one: &Unreadable) -> Json<'static> {
    facts::object([("file", facts::path(&one.path)), ("problem", facts::text(told(&one.error)))])
}
