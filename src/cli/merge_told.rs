//! What came of a merge, in words, as a table and as facts.

use std::path::PathBuf;

use super::erasing::preview;
use super::facts;
use super::key::told as keys;
use super::table::{self, Edge};
use super::told::{name, told};
use super::wording::counted;
use crate::model::json::Json;
use crate::study::inputs::BadInput;
use crate::study::keys::StudyKey;
use crate::study::merge::{Loss, Merged, Output, Placed, Share, Tally};

/// How many files are named before the rest is only counted.
const NAMED: usize = 20;

/// A merge that was done, or tried.
pub(super) struct Told<'a> {
    pub(super) merged: &'a Merged,
    /// The inputs, as they were named.
    pub(super) names: &'a [PathBuf],
    /// What stood in the study and is erased.
    pub(super) losses: &'a [Loss],
    pub(super) left_out: &'a [&'a BadInput],
    pub(super) is_dry_run: bool,
}

/// Sessions, notes and conflicts, in words.
pub(super) fn amount(tally: &Tally) -> String {
    let conflicts =
        if tally.conflicts > 0 { counted(tally.conflicts, "conflict") } else { "no conflicts".into() };
    format!("{}, {}, {conflicts}", counted(tally.sessions, "session"), counted(tally.notes, "note"))
}

/// What a merge takes from a study, line by line.
pub(super) fn losses(losses: &[Loss]) -> Vec<String> {
    let all: usize = losses.iter().map(|loss| loss.versions).sum();
    let first = format!(
        "Somebody withdrew, or words were erased: {} in this study will go.",
        counted(all, "version")
    );
    let told = |loss: &Loss| {
        let file = format!("{}: {}", name(&loss.path), counted(loss.versions, "version"));
        let goes = preview::reached(&loss.reach).into_iter().chain(preview::to_judge(&loss.remarks));
        std::iter::once(file).chain(goes).collect::<Vec<_>>()
    };
    std::iter::once(first).chain(losses.iter().flat_map(told)).map(|line| format!("  {line}")).collect()
}

impl Told<'_> {
    pub(super) fn in_words(&self) -> String {
        let placed = &self.merged.placed;
        let changed: Vec<&Placed> = placed.iter().filter(|placed| placed.is_changed).collect();
        let files = match (self.is_dry_run, changed.len(), placed.len()) {
            (true, 0, 0) => "nothing was written".to_owned(),
            (true, 0, _) => "nothing was written; no file would change".to_owned(),
            (true, number, _) => format!("nothing was written; {} would change", counted(number, "file")),
            (false, 0, 1) => "the file held all of it already".to_owned(),
            (false, 0, _) => "the files held all of it already".to_owned(),
            (false, number, _) => format!("{} changed", counted(number, "file")),
        };
        let mut words = format!("{}; {files}.\n", amount(&self.merged.tally));
        for placed in changed.iter().take(NAMED) {
            words.push_str(&format!("  {}\n", name(&placed.path)));
        }
        if changed.len() > NAMED {
            words.push_str(&format!("  and {} more\n", changed.len() - NAMED));
        }
        if self.is_dry_run && !self.losses.is_empty() {
            words.push_str(&(losses(self.losses).join("\n") + "\n"));
        }
        words + "\n" + &self.table()
    }

    /// What each input brought.
    fn table(&self) -> String {
        let mut edges = [Edge::Right; 8];
        if let Some(first) = edges.first_mut() {
            *first = Edge::Left;
        }
        let head = ["from", "sessions", "notes", "versions", "new", "known", "erased", "left out"];
        let row = |from: String, share: Share| {
            let Share { sessions, notes, versions, new, known, erased, left_out } = share;
            let number = |number: usize| number.to_string();
            let (sessions, notes, versions) = (number(sessions), number(notes), number(versions));
            [from, sessions, notes, versions, number(new), number(known), number(erased), number(left_out)]
        };
        let study = self.merged.tally.of_study().map(|share| row("the study".to_owned(), share));
        let inputs = self.names.iter().enumerate();
        let inputs = inputs.map(|(at, path)| row(name(path), self.merged.tally.of_input(at)));
        let rows: Vec<_> = std::iter::once(head.map(str::to_owned)).chain(study).chain(inputs).collect();
        table::lines(edges, &rows).join("\n") + "\n"
    }

    pub(super) fn in_facts(&self) -> String {
        let tally = &self.merged.tally;
        let paths = |is_changed: bool| {
            let of_kind = self.merged.placed.iter().filter(move |placed| placed.is_changed == is_changed);
            facts::list(of_kind.map(|placed| facts::path(&placed.path)))
        };
        let share = |from: Json<'static>, share: Share| {
            facts::object([
                ("input", from),
                ("sessions", facts::count(share.sessions)),
                ("notes", facts::count(share.notes)),
                ("versions", facts::count(share.versions)),
                ("new", facts::count(share.new)),
                ("known", facts::count(share.known)),
                ("erased", facts::count(share.erased)),
                ("left_out", facts::count(share.left_out)),
            ])
        };
        let loss = |loss: &Loss| {
            facts::object([
                ("session", facts::text(loss.session.to_string())),
                ("path", facts::path(&loss.path)),
                ("versions", facts::count(loss.versions)),
            ])
        };
        let left_out = |bad: &&BadInput| {
            facts::object([("path", facts::path(&bad.path)), ("why", facts::text(told(&bad.error)))])
        };
        let this = keys::this_laptop();
        let of_keys = |of: &[StudyKey]| facts::list(of.iter().map(|key| keys::key_facts(key, this)));
        let inputs = self.names.iter().enumerate();
        let facts: Json<'_> = facts::object([
            ("dry_run", Json::Bool(self.is_dry_run)),
            ("sessions", facts::count(tally.sessions)),
            ("notes", facts::count(tally.notes)),
            ("conflicts", facts::count(tally.conflicts)),
            ("erased", facts::count(tally.erased)),
            ("changed", paths(true)),
            ("unchanged", paths(false)),
            ("study", tally.of_study().map_or(Json::Null, |known| share(Json::Null, known))),
            ("inputs", facts::list(inputs.map(|(at, path)| share(facts::path(path), tally.of_input(at))))),
            ("losses", facts::list(self.losses.iter().map(loss))),
            ("left_out", facts::list(self.left_out.iter().map(left_out))),
            ("new_keys", of_keys(&self.merged.keys.new)),
            ("lost_keys", of_keys(&self.merged.keys.gone)),
        ]);
        facts::written(&facts)
    }

    /// What wants a person's eye, each a sentence.
    pub(super) fn for_an_eye(&self, out: &Output) -> Vec<String> {
        let left_out = self.left_out.iter().map(|bad| format!("Left out: {}.", told(&bad.error)));
        let tally = &self.merged.tally;
        let conflicts = (tally.conflicts > 0).then(|| {
            let entries = match tally.conflicts {
                1 => "1 entry was".to_owned(),
                number => format!("{number} entries were"),
            };
            format!(
                "{entries} changed in two places: both wordings are kept. “hearken conflicts” shows them side by side, \
                 for a person to decide."
            )
        });
        let from_study: usize = self.losses.iter().map(|loss| loss.versions).sum();
        let from_inputs: usize = (0..self.names.len()).map(|at| tally.of_input(at).erased).sum();
        let erased = match out {
            Output::Folder(_) if from_study > 0 => Some(format!(
                "{} in this study {} erased, because somebody withdrew or an erasure names them. Look whether other \
                 people's words repeat them.",
                counted(from_study, "version"),
                match (self.is_dry_run, from_study) {
                    (true, _) => "would be",
                    (false, 1) => "was",
                    (false, _) => "were",
                },
            )),
            Output::File(_) if from_inputs > 0 => Some(format!(
                "{} of the inputs {} not in this, because somebody withdrew or an erasure names them; the inputs \
                 still hold the words.",
                counted(from_inputs, "version"),
                if from_inputs == 1 { "is" } else { "are" },
            )),
            _ => None,
        };
        let outdated = self.merged.outdated.iter().map(|path| {
            format!(
                "{}: made before words were erased, and may hold them. Make it anew, or delete it.",
                name(path)
            )
        });
        let keys = keys::changed(&self.merged.keys, keys::this_laptop(), self.is_dry_run);
        left_out.chain(conflicts).chain(erased).chain(outdated).chain(keys).collect()
    }
}
