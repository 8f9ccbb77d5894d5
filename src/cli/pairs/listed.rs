//! Pairs of notes as people read them, one note under the other, and as facts.

use unicode_width::UnicodeWidthStr as _;

use crate::cli::Call;
use crate::cli::facts;
use crate::cli::said::laid;
use crate::cli::table::{Edge, padded};
use crate::cli::wording::{clock, contradictions, lines, recorder, title, who};
use crate::merge::view::view;
use crate::model::ids::EntryId;
use crate::model::json::Json;
use crate::model::note::Note;
use crate::model::session::Session;
use crate::model::shape::Shape as _;
use crate::report::corroboration::{Contradiction, Corroboration, Pair};

/// The pairs of each session that has some; those accepted are numbered after those proposed.
pub(super) fn in_words(found: &[(&Session, Corroboration)], call: &Call<'_>) -> String {
    let of_session = |(session, found): &(&Session, Corroboration)| {
        let lists = [("May be about one moment", &found.proposed), ("About one moment", &found.accepted)];
        let mut number = 0;
        let mut out = vec![title(session, call.options.is_ascii), format!("Session {}", session.id())];
        for (heading, pairs) in lists.into_iter().filter(|(_, pairs)| !pairs.is_empty()) {
            out.push(String::new());
            out.push(format!("{heading}:"));
            for pair in pairs {
                number += 1;
                out.extend(lines_of(session, pair, Some(number), call.options.is_ascii));
            }
        }
        if !found.refused.is_empty() {
            out.push(String::new());
            out.push(format!("Declined: {}", found.refused.len()));
        }
        out.into_iter().map(|line| line + "\n").collect::<String>()
    };
    let is_there = |(_, found): &&(&Session, Corroboration)| *found != Corroboration::default();
    let parts: Vec<String> = found.iter().filter(|it| is_there(it)).map(of_session).collect();
    if parts.is_empty() {
        return "No notes of two recorders that may be about one moment.\n".to_owned();
    }
    parts.join("\n")
}

/// The two notes of a pair, what contradicts what, and a number in front.
pub(super) fn lines_of(session: &Session, pair: &Pair, number: Option<usize>, is_ascii: bool) -> Vec<String> {
    let notes: Vec<(&EntryId, Note)> =
        [&pair.first, &pair.second].into_iter().filter_map(|id| Some((id, note(session, id)?))).collect();
    let columns: Vec<[String; 4]> = notes
        .iter()
        .map(|(id, note)| {
            let kind = note.kind.word().to_owned();
            [clock(note.said_at.as_ref()), recorder(session, id), who(session, note), kind]
        })
        .collect();
    let widths: [usize; 4] = std::array::from_fn(|at| {
        columns.iter().filter_map(|row| row.get(at)).map(|cell| cell.width()).max().unwrap_or(0)
    });
    let number = number.map(|number| number.to_string()).unwrap_or_default();
    let mut out = Vec::new();
    for (place, ((_, note), row)) in notes.iter().zip(&columns).enumerate() {
        let cells = row.iter().zip(widths).filter(|(_, width)| *width > 0);
        let cells: Vec<String> = cells.map(|(cell, width)| padded(cell, Edge::Left, width)).collect();
        let number = padded(if place == 0 { &number } else { "" }, Edge::Right, 3);
        out.extend(laid(&format!("{number}  {}  ", cells.join("  ")), lines(note, is_ascii)));
    }
    let contradictions = contradictions(session, pair);
    if !contradictions.is_empty() {
        out.push(format!("     contradiction: {}", contradictions.join("; ")));
    }
    out
}

/// What is shown of a note.
fn note(session: &Session, id: &EntryId) -> Option<Note> {
    session.lists.notes.get(id.as_str()).and_then(view).map(|view| view.body)
}

/// Every session with its pairs, also those that were declined.
pub(super) fn in_facts(found: &[(&Session, Corroboration)]) -> String {
    let of_session = |(session, found): &(&Session, Corroboration)| {
        let details = session.details();
        let from = |first: usize| move |(place, pair)| pair_facts(session, pair, Some(first + place));
        let declined = found.refused.iter().map(|pair| pair_facts(session, pair, None));
        facts::object([
            ("session", facts::text(session.id().to_string())),
            ("site", facts::maybe(details.map(|details| details.site.clone()))),
            ("held_on", facts::maybe(details.map(|details| details.held_on.to_string()))),
            ("proposed", facts::list(found.proposed.iter().enumerate().map(from(1)))),
            ("accepted", facts::list(found.accepted.iter().enumerate().map(from(1 + found.proposed.len())))),
            ("declined", facts::list(declined)),
        ])
    };
    facts::written(&facts::object([("sessions", facts::list(found.iter().map(of_session)))]))
}

fn pair_facts(session: &Session, pair: &Pair, number: Option<usize>) -> Json<'static> {
    let contradictions = pair.contradictions.iter().map(|contradiction| {
        facts::text(match contradiction {
            Contradiction::Words => "words",
            Contradiction::Speakers => "speakers",
            Contradiction::Hands => "hands",
        })
    });
    facts::object([
        ("number", number.map_or(Json::Null, facts::count)),
        ("pair", facts::text(pair.id().as_str())),
        ("notes", facts::list([&pair.first, &pair.second].map(|id| note_facts(session, id)))),
        ("contradictions", facts::list(contradictions)),
    ])
}

/// A note as it stands in the file, with its id and who wrote it.
fn note_facts(session: &Session, id: &EntryId) -> Json<'static> {
    let mut members = vec![
        ("id".into(), facts::text(id.as_str())),
        ("recorder".into(), facts::text(recorder(session, id))),
    ];
    let note = note(session, id);
    if let Some(note) = &note {
        note.write(&mut members);
    }
    Json::Object(members).into_owned()
}
