//! What was done, in words and as facts.

use std::path::PathBuf;

use crate::cli::answer::Answer;
use crate::cli::failure::{Failure, Kind};
use crate::cli::wording::counted;
use crate::cli::{Call, facts, told};
use crate::model::json::Json;
use crate::report::reach::{Remark, Why};
use crate::report::versions::VersionTold;
use crate::study::copies::Copies;
use crate::study::withdraw::done::Done;
use crate::study::withdraw::{Choice, Fate, HalfTyped, Plan, Wanted};

/// What was done, and what wants a person's eye.
pub(super) fn told(call: &Call<'_>, copies: &Copies, plan: &Plan, done: &Done) -> Answer {
    let mut answer = Answer { for_an_eye: for_an_eye(copies, plan), ..Answer::default() };
    if call.options.is_json {
        answer.out = facts(copies, plan, Some(done));
    } else if !call.options.is_quiet {
        (answer.out, answer.is_to_read) = (in_words(plan, done), true);
    }
    answer.failure = done.stopped.as_ref().map(|error| {
        Failure { kind: Kind::CouldNot, ..Failure::of_writing(error) }
            .hint("Not all of it is done. It is written down, so that whoever reads the study sees nothing of it.")
            .hint("Say the same again, and it goes on.")
    });
    answer
}

fn in_words(plan: &Plan, done: &Done) -> String {
    if done.is_nothing() {
        return "All of it was done before; nothing had to be written.\n".to_owned();
    }
    let versions = counted(plan.reach.versions(), "version");
    let mut words = format!("{versions} erased.\n");
    for (what, paths) in
        [("recorded in", &done.records), ("written anew", &done.rewritten), ("removed", &done.removed)]
    {
        words.extend(paths.iter().map(|path| format!("  {what}  {}\n", told::name(path))));
    }
    words.push_str("Marks stay, without words: that somebody spoke, how often, and when.\n");
    words
}

fn for_an_eye(copies: &Copies, plan: &Plan) -> Vec<String> {
    let left: Vec<&Remark> = plan.undecided().collect();
    let unclear = plan.half_typed.iter().filter(|typed| typed.fate == Fate::Unclear).count();
    let mut told = Vec::new();
    if !left.is_empty() {
        told.push(format!(
            "{} left for a person to judge: say the same again with --leave, --remove or --paraphrase for {}.",
            counted(left.len(), "entry").replace("entrys", "entries"),
            left.iter().map(|remark| remark.id.to_string()).collect::<Vec<_>>().join(", ")
        ));
    }
    if unclear > 0 {
        told.push(format!("{} kept: nothing says whose it is.", counted(unclear, "half-typed note")));
    }
    let listed = |paths: &[PathBuf]| paths.iter().map(|path| told::name(path)).collect::<Vec<_>>().join(", ");
    if !copies.naming.is_empty() {
        told.push(format!("Out of date, and not changed: {}.", listed(&copies.naming)));
    }
    if !copies.packed.is_empty() {
        told.push(format!("Could not be looked into: {}.", listed(&copies.packed)));
    }
    if !copies.not_searched.is_empty() {
        told.push(format!("Not looked through: {}.", listed(&copies.not_searched)));
    }
    told
}

/// The same for other programs. Once it is done, words that went are not repeated.
pub(super) fn facts(copies: &Copies, plan: &Plan, done: Option<&Done>) -> String {
    let is_done = done.is_some();
    let nothing = Done::default();
    let done = done.unwrap_or(&nothing);
    let paths = |paths: &[PathBuf]| facts::list(paths.iter().map(|path| facts::path(path)));
    let lists = plan.reach.lists.iter().map(|(list, going)| {
        facts::object([
            ("list", facts::text(list)),
            ("versions", facts::count(going.versions)),
            ("entries", facts::count(going.entries)),
            ("partly", facts::count(going.partly)),
        ])
    });
    let gone = |versions: &[VersionTold]| facts::list(versions.iter().map(|one| version(one, !is_done)));
    let stay = |versions: &[VersionTold]| facts::list(versions.iter().map(|one| version(one, true)));
    let half_typed = plan.half_typed.iter().map(|typed| half_typed(typed, is_done));
    facts::written(&facts::object([
        ("session", facts::text(plan.before().id().to_string())),
        ("written", Json::Bool(is_done)),
        ("seats", facts::list(plan.seats.iter().map(facts::text))),
        ("note", facts::maybe(note(plan))),
        ("stamp", facts::text(plan.stamp.to_string())),
        ("erased", facts::list(lists)),
        ("unnamed", gone(&plan.reach.unnamed)),
        ("partly", stay(&plan.reach.partly)),
        ("to_judge", facts::list(plan.remarks.iter().map(|one| remark(plan, one, is_done)))),
        ("half_typed", facts::list(half_typed)),
        ("recorded", paths(&done.records)),
        ("rewritten", paths(&done.rewritten)),
        ("removed", paths(&done.removed)),
        ("out_of_date", paths(&copies.naming)),
        ("not_looked_into", paths(&copies.packed)),
        ("not_looked_through", paths(&copies.not_searched)),
    ]))
}

fn note(plan: &Plan) -> Option<String> {
    match &plan.wanted {
        Wanted::Erase { note, .. } => Some(note.to_string()),
        Wanted::Withdraw { .. } => None,
    }
}

fn version(version: &VersionTold, has_words: bool) -> Json<'static> {
    facts::object([
        ("list", facts::text(&version.list)),
        ("id", facts::text(version.id.as_str())),
        ("stamp", facts::text(version.stamp.to_string())),
        ("words", facts::maybe(has_words.then(|| version.text()))),
    ])
}

fn remark(plan: &Plan, remark: &Remark, is_done: bool) -> Json<'static> {
    let choice = plan.choice(&(remark.list.clone(), remark.id.clone()));
    let word = match choice {
        None => None,
        Some(Choice::Leave) => Some("leave"),
        Some(Choice::Remove) => Some("remove"),
        Some(Choice::Paraphrase(_)) => Some("paraphrase"),
    };
    let why = match remark.why {
        Why::Mention => "mention",
        Why::SameWords => "same_words",
    };
    let has_gone = is_done && matches!(choice, Some(Choice::Remove | Choice::Paraphrase(_)));
    facts::object([
        ("list", facts::text(&remark.list)),
        ("id", facts::text(remark.id.as_str())),
        ("why", facts::text(why)),
        ("earlier", Json::Bool(remark.is_earlier)),
        ("words", facts::maybe((!has_gone).then(|| remark.words.clone()))),
        ("choice", facts::maybe(word.map(str::to_owned))),
    ])
}

fn half_typed(typed: &HalfTyped, is_done: bool) -> Json<'static> {
    let goes = typed.fate == Fate::Goes;
    let fate = match typed.fate {
        Fate::Goes => "goes",
        Fate::Stays => "stays",
        Fate::Unclear => "unclear",
    };
    facts::object([
        ("note", facts::maybe(typed.name.as_ref().map(ToString::to_string))),
        ("fate", facts::text(fate)),
        ("words", facts::maybe((!(goes && is_done)).then(|| typed.words.clone()))),
    ])
}
