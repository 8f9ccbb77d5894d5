//! `hearken instrument list`: what a session can be held with.

use std::io::{self, IsTerminal as _};

use crate::cli::answer::Answer;
use crate::cli::failure::Failure;
use crate::cli::paint::Paint;
use crate::cli::table::{self, Edge};
use crate::cli::told::told;
use crate::cli::{Call, facts, places};
use crate::model::json::Json;
use crate::model::visible::visible_line;
use crate::study::instruments::{self, Known};

pub(super) fn run(call: &Call<'_>) -> Result<Answer, Failure> {
    let study = places::study(call)?;
    let listed = instruments::list(call.storage, &study.folder).map_err(|error| Failure::of(&error))?;
    let (known, unreadable) = listed;
    let out = if call.options.is_json {
        let unreadable = unreadable.iter().map(|one| {
            facts::object([("file", facts::path(&one.path)), ("problem", facts::text(told(&one.error)))])
        });
        facts::written(&facts::object([
            ("instruments", facts::list(known.iter().map(as_facts))),
            ("unreadable", facts::list(unreadable)),
        ]))
    } else {
        let paint = Paint::new(call.options.color, io::stdout().is_terminal());
        in_columns(&known, paint)
    };
    let cannot = |error| format!("No session can be held with this one: {}.", told(error));
    let for_an_eye = unreadable.iter().map(|one| cannot(&one.error)).collect();
    Ok(Answer { for_an_eye, ..Answer::told(out, call) })
}

const EDGES: [Edge; 7] =
    [Edge::Left, Edge::Left, Edge::Right, Edge::Left, Edge::Right, Edge::Right, Edge::Left];

fn in_columns(known: &[Known], paint: Paint) -> String {
    let head = ["Id", "Title", "Version", "Languages", "Themes", "Questions", ""].map(str::to_owned);
    let rows: Vec<[String; 7]> = std::iter::once(head).chain(known.iter().map(row)).collect();
    let mut lines = table::lines(EDGES, &rows).into_iter();
    let head = lines.next().map(|head| paint.bold(&head));
    head.into_iter().chain(lines).map(|line| line + "\n").collect()
}

fn row(known: &Known) -> [String; 7] {
    let guide = known.instrument.guide();
    let languages: Vec<String> =
        known.instrument.languages().iter().map(|tag| visible_line(tag).into_owned()).collect();
    [
        visible_line(&guide.id).into_owned(),
        visible_line(&guide.title).into_owned(),
        guide.version.to_string(),
        languages.join(", "),
        guide.themes.len().to_string(),
        guide.questions.len().to_string(),
        whose(known).to_owned(),
    ]
}

/// Whether it comes with the program.
pub(super) const fn whose(known: &Known) -> &'static str {
    if known.file.is_some() { "own" } else { "built in" }
}

fn as_facts(known: &Known) -> Json<'static> {
    let guide = known.instrument.guide();
    facts::object([
        ("id", facts::text(&guide.id)),
        ("title", facts::text(&guide.title)),
        ("version", Json::whole(u64::from(guide.version))),
        ("digest", facts::text(known.instrument.digest())),
        ("languages", facts::list(known.instrument.languages().into_iter().map(facts::text))),
        ("themes", facts::count(guide.themes.len())),
        ("questions", facts::count(guide.questions.len())),
        ("built_in", Json::Bool(known.file.is_none())),
        ("file", known.file.as_deref().map_or(Json::Null, facts::path)),
    ])
}
