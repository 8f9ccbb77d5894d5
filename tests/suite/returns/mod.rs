//! Returns from a sheet: what columns are taken for, what cells say, and what sheets that are corrected do to a study.

mod columns;
mod cells;
mod study;
mod example;

use std::sync::Arc;

use hearken::exchange::columns::{Columns, Unfit};
use hearken::exchange::proposed::proposed;
use hearken::exchange::returned::{Misfit, Reading, Return};
use hearken::exchange::sheet::{Encoding, Sheet};
use hearken::format::v1;
use hearken::model::instrument::{Guide, Instrument};

/// An instrument with a question of every kind.
pub(crate) fn every_kind() -> Arc<Instrument> {
    v1::read_instrument(
        r#"{ "format": "hearken/instrument", "id": "kinds", "version": 1, "title": "Every kind",
        "questions": [
            { "id": "q1", "number": "1", "text": "Is there a group?", "kind": "choice", "answers": [
                { "id": "yes", "text": "Yes", "like": "yes" }, { "id": "no", "text": "No", "like": "no" },
                { "id": "unsure", "text": "Don't know" } ] },
            { "id": "q1a", "number": "1a", "text": "If yes, who comes to the group?", "kind": "text",
                "when": { "like": { "question": "q1", "answer": "yes" } } },
            { "id": "q2", "number": "2", "text": "What does it offer?", "kind": "choices", "answers": [
                { "id": "visits", "text": "Help with visits" }, { "id": "money", "text": "Advice on money" },
                { "id": "talk", "text": "Time to talk; in private" } ] },
            { "id": "q3", "number": "3", "text": "How many families came?", "kind": "number", "least": 0, "most": 500 },
            { "id": "q4", "number": "4", "text": "Hours a week", "kind": "decimal" },
            { "id": "q5", "number": "5", "text": "Since when?", "kind": "date" },
            { "id": "q6", "number": "6", "text": "How well does it work?", "kind": "scale", "least": 1, "most": 5 },
            { "id": "q7", "number": "7", "text": "How good is the contact?", "kind": "matrix", "least": 1, "most": 5,
                "items": [ { "id": "police", "text": "Police" }, { "id": "schools", "text": "Schools" } ] },
            { "id": "q8", "number": "8", "text": "Anything else?", "kind": "text" }
        ] }"#,
    )
    .unwrap()
}

pub(crate) fn sheet(text: &str) -> Sheet {
    Sheet::read(text.as_bytes().to_vec(), Encoding::Utf8).unwrap()
}

/// What the columns of this header would be taken for: for each its use, its question and part.
pub(crate) fn taken(guide: &Guide, header: &str) -> Vec<String> {
    let columns = proposed(guide, sheet(header).header(), "Board");
    let told = |column: &hearken::exchange::columns::Column| {
        let question = column.question.as_ref().map(ToString::to_string).unwrap_or_default();
        [column.purpose.word(), &question, column.part.as_deref().unwrap_or_default()]
            .join(" ")
            .trim()
            .to_owned()
    };
    columns.columns.iter().map(told).collect()
}

/// The rows of a sheet whose columns are taken as proposed. The key is “Board”.
pub(crate) fn rows(guide: &Guide, text: &str) -> Vec<Result<Return, Vec<Misfit>>> {
    let sheet = sheet(text);
    let columns = proposed(guide, sheet.header(), "Board");
    let day = hearken::exchange::cells::day("2007-03-31");
    let reading = Reading::of(guide, &columns, sheet.header(), "Board", day)
        .unwrap_or_else(|unfit| panic!("{unfit:?}"));
    sheet.rows().map(|row| reading.row(&row)).collect()
}

/// Why this map does not fit this header.
pub(crate) fn unfit(guide: &Guide, map: &Columns, header: &str) -> Vec<Unfit> {
    map.unfit(guide, sheet(header).header(), "Board")
}
