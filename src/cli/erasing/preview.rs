//! What goes, and what a person has to judge, as lines.

use std::path::PathBuf;

use crate::cli::table::{self, Edge};
use crate::cli::told::name;
use crate::cli::wording::counted;
use crate::model::erasing::Scope;
use crate::model::visible::visible_line;
use crate::report::reach::{Reach, Remark, Why};
use crate::report::versions::VersionTold;
use crate::study::copies::Copies;
use crate::study::withdraw::{Choice, Fate, Plan, Wanted};

/// How much of a text is shown.
const MOST_LETTERS: usize = 100;

/// All of it.
pub(super) fn written(copies: &Copies, plan: &Plan) -> String {
    let mut lines = vec![heading(plan)];
    lines.extend(reached(&plan.reach));
    let typed = |fate| {
        let of_fate = plan.half_typed.iter().filter(move |typed| typed.fate == fate);
        of_fate.map(|typed| format!("  “{}”", short(&typed.words)))
    };
    block(&mut lines, "Half typed, and goes:", typed(Fate::Goes));
    block(&mut lines, "Half typed, and stays, for nothing says whose it is:", typed(Fate::Unclear));
    block(&mut lines, "For a person to judge:", plan.remarks.iter().map(|remark| decided(plan, remark)));
    let files = |paths: &[PathBuf]| paths.iter().map(|path| format!("  {}", name(path))).collect::<Vec<_>>();
    block(
        &mut lines,
        "Cleaned, as far as they hold it:",
        copies.files().map(|path| format!("  {}", name(path))),
    );
    let copied = [copies.tails.clone(), copies.leftovers.clone()].concat();
    block(&mut lines, "Removed, because nobody can take words out of them:", files(&copied));
    block(&mut lines, "Out of date from then on, and not changed:", files(&copies.naming));
    block(&mut lines, "Cannot be looked into:", files(&copies.packed));
    block(&mut lines, "Not looked through, too deep or too many files:", files(&copies.not_searched));
    lines.into_iter().map(|line| line + "\n").collect()
}

/// What goes, and what stays beside it.
pub(in crate::cli) fn reached(reach: &Reach) -> Vec<String> {
    let mut lines = amounts(reach);
    let unnamed = reach.unnamed.iter().map(version);
    block(&mut lines, "Goes with it, although no name says whose it is:", unnamed);
    block(&mut lines, "Stays beside what goes of the same entry:", reach.partly.iter().map(version));
    lines
}

/// What is left to a person, where nothing was decided yet.
pub(in crate::cli) fn to_judge(remarks: &[Remark]) -> Vec<String> {
    let mut lines = Vec::new();
    block(&mut lines, "For a person to judge:", remarks.iter().map(remark_in_words));
    lines
}

fn heading(plan: &Plan) -> String {
    let session = plan.before();
    let site = session.details().map(|details| format!(" of {}", visible_line(&details.site)));
    let session = format!("the session{} ({})", site.unwrap_or_default(), session.id());
    match &plan.wanted {
        Wanted::Withdraw { scope, .. } => {
            let seats: Vec<&str> = plan.seats.iter().map(String::as_str).collect();
            let what = match scope {
                Scope::Everything => "everything that was said, and the description",
                Scope::Quotes => "verbatim quotes",
            };
            format!("{} withdraws from {session}: {what}.", visible_line(&seats.join(" = ")))
        }
        Wanted::Erase { note, reason } => {
            format!("The note {} of {session} is erased ({}).", visible_line(note.as_str()), reason.word())
        }
    }
}

fn amounts(reach: &Reach) -> Vec<String> {
    if reach.lists.is_empty() {
        return vec!["  No file holds anything of it that would go.".to_owned()];
    }
    let rows = reach.lists.iter().map(|(list, going)| {
        let partly = if going.partly > 0 { format!(", {} in part", going.partly) } else { String::new() };
        [
            format!("  {}", visible_line(list)),
            counted(going.versions, "version"),
            format!(
                "of {}{partly}",
                if going.entries + going.partly == 1 {
                    "1 entry".to_owned()
                } else {
                    format!("{} entries", going.entries + going.partly)
                }
            ),
        ]
    });
    table::lines([Edge::Left, Edge::Right, Edge::Left], &rows.collect::<Vec<_>>())
}

fn block(lines: &mut Vec<String>, heading: &str, rows: impl IntoIterator<Item = String>) {
    let before = lines.len();
    lines.extend(rows);
    if lines.len() > before {
        lines.insert(before, heading.to_owned());
    }
}

fn version(version: &VersionTold) -> String {
    format!(
        "  {} {}  “{}”",
        visible_line(&version.list),
        visible_line(version.id.as_str()),
        short(&version.text())
    )
}

fn decided(plan: &Plan, remark: &Remark) -> String {
    let choice = match plan.choice(&(remark.list.clone(), remark.id.clone())) {
        None => "",
        Some(Choice::Leave) => ": stays",
        Some(Choice::Remove) => ": is erased",
        Some(Choice::Paraphrase(_)) => ": is paraphrased",
    };
    remark_in_words(remark) + choice
}

/// One entry that a person has to judge.
pub(super) fn remark_in_words(remark: &Remark) -> String {
    let why = match (remark.why, remark.is_earlier) {
        (Why::Mention, false) => "mentions the seat",
        (Why::Mention, true) => "mentioned the seat before it was changed",
        (Why::SameWords, false) => "has the same words",
        (Why::SameWords, true) => "had the same words before it was changed",
    };
    let place = format!("{} {}", visible_line(&remark.list), visible_line(remark.id.as_str()));
    format!("  {place}  {why}: “{}”", short(&remark.words))
}

/// A text on one line, its beginning if it is long.
fn short(text: &str) -> String {
    let beginning: String = text.chars().take(MOST_LETTERS).collect();
    let more = if beginning.len() < text.len() { "…" } else { "" };
    format!("{}{more}", visible_line(&beginning))
}
