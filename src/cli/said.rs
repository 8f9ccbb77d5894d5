//! One note, one answer, one half-typed note: as lines of a page.

use unicode_width::UnicodeWidthStr as _;

use super::table::{Edge, padded};
use super::wording::{clock, difference, lines, who};
use crate::merge::view::{Field, View};
use crate::model::canonical::compact;
use crate::model::entry::{Entry, Version};
use crate::model::ids::EntryId;
use crate::model::json::Json;
use crate::model::note::{Note, Response};
use crate::model::session::Session;
use crate::model::shape::Shape as _;
use crate::model::visible::{visible, visible_line};
use crate::study::replay::Draft;

/// A note that stands, with what is shown of it.
pub(super) struct Shown<'a> {
    /// Its id.
    pub(super) id: &'a EntryId,
    /// All of its versions.
    pub(super) entry: &'a Entry<Note>,
    /// What is shown.
    pub(super) view: View<Note>,
}

/// A note with its time and who said it, `width` cells wide, and under it what is in conflict with that.
pub(super) fn note(session: &Session, note: &Shown<'_>, width: usize, is_ascii: bool) -> Vec<String> {
    let shown = &note.view.body;
    let time = padded(&clock(shown.said_at.as_ref()), Edge::Left, 5);
    let speaker = padded(&who(session, shown), Edge::Left, width);
    let between = if width > 0 { "  " } else { "" };
    let mut out = laid(&format!("  {time}  {speaker}{between}"), lines(shown, is_ascii));
    if note.view.heads > 1 && note.view.disputed.is_empty() {
        out.push("         changed in two places: this holds both changes".to_owned());
    }
    let mut told: Vec<&Note> = vec![shown];
    for other in note.entry.heads().into_iter().filter(|head| head.is_deleted || differs(&note.view, head)) {
        let (before, words) = if other.is_deleted {
            ("in conflict with deleting it".to_owned(), Vec::new())
        } else if let Some(same) = told.iter().find(|note| note.text == other.body.text) {
            let difference = difference(session, same, &other.body);
            (format!("in conflict with the same words, {difference}"), Vec::new())
        } else {
            let speaker = who(session, &other.body);
            let between = if speaker.is_empty() { "" } else { "  " };
            (format!("in conflict with: {speaker}{between}"), lines(&other.body, is_ascii))
        };
        told.push(&other.body);
        out.extend(laid(&format!("         {before}"), words));
    }
    out
}

/// Whether a side says something else than what is shown, where the sides disagree.
fn differs(view: &View<Note>, side: &Version<Note>) -> bool {
    let mut shown = Vec::new();
    view.body.write(&mut shown);
    view.unknown.put(&mut shown);
    let (shown, side) = (Json::Object(shown), side.to_json());
    let is_other = |field: &Field| match field {
        Field::Member(name) => shown.get(name) != side.get(name),
        Field::Consent(_) | Field::ConsentItem(_) | Field::Deleted => false,
    };
    view.disputed.iter().any(is_other)
}

/// An answer with its question, whose it is, and what was said with it.
pub(super) fn answer(session: &Session, response: &Response) -> Vec<String> {
    let answer = response.answer.as_ref();
    let answer = answer.map(|answer| answer.as_text().map_or_else(|| compact(answer), str::to_owned));
    let empty = response.empty.map(|why| why.word().replace('_', " "));
    let label = session.seat_label(&response.participant);
    let parts = [Some(response.question.to_string()), Some(label), answer, empty];
    let parts: Vec<String> =
        parts.into_iter().flatten().map(|part| visible_line(&part).into_owned()).collect();
    let words = response.words.as_deref().map(visible).unwrap_or_default();
    let between = if words.is_empty() { "" } else { "  " };
    laid(&format!("  {}{between}", parts.join("  ")), words.split('\n').map(str::to_owned))
}

/// A half-typed note: the new one, or a change of an earlier one.
pub(super) fn half_typed(session: &Session, note: Option<&EntryId>, draft: &Draft) -> Vec<String> {
    let changed = note.and_then(|id| session.lists.notes.current(id.as_str()));
    let what = match (note, changed) {
        (None, _) => clock(Some(&draft.begun)),
        (Some(_), Some(note)) => format!("a change of the note of {}", clock(note.said_at.as_ref())),
        (Some(_), None) => "a change of a note that is not here".to_owned(),
    };
    let typed = format!("{}{}", draft.signs, draft.text);
    laid(&format!("half typed: {what}  "), visible(&typed).split('\n').map(str::to_owned))
}

/// Lines with something in front of the first; the others are indented as far.
pub(super) fn laid(before: &str, lines: impl IntoIterator<Item = String>) -> Vec<String> {
    let indent = " ".repeat(before.width());
    let mut lines = lines.into_iter();
    let first = format!("{before}{}", lines.next().unwrap_or_default());
    [first].into_iter().chain(lines.map(|line| format!("{indent}{line}"))).collect()
}
