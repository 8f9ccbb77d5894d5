//! A session as plain text: its head, the notes of each theme in the order they were said, what is half typed.
//!
//! Promises that every line of every note that stands is there once, unwrapped, with the control characters in it
//! made visible.

use std::collections::BTreeMap;

use super::paint::Paint;
use super::table::{Edge, padded};
use super::wording::{clock, counted, difference, lines, who};
use crate::app::live::shown::about;
use crate::model::canonical::compact;
use crate::model::entry::{Entry, List as _};
use crate::model::ids::EntryId;
use crate::model::note::{Note, Response};
use crate::model::session::{Lists as _, Session};
use crate::model::stamp::Stamp;
use crate::model::visible::{visible, visible_line};
use crate::study::opened::Recovered;
use crate::study::replay::Draft;

/// What is to be written, and how.
pub(super) struct Page<'a> {
    /// With what its journal holds.
    pub(super) session: &'a Session,
    /// What came from the journal.
    pub(super) recovered: &'a Recovered,
    /// Only ASCII for marks.
    pub(super) is_ascii: bool,
    /// Bold headings or not.
    pub(super) paint: Paint,
}

/// The notes of one theme.
type Notes<'a> = Vec<(&'a EntryId, &'a Entry<Note>)>;

/// The text of the page.
pub(super) fn written(page: &Page<'_>) -> String {
    let mut out = page.head();
    let mut by_theme = notes_by_theme(page.session);
    for theme in page.session.guide().map(|guide| guide.themes.as_slice()).unwrap_or_default() {
        let notes = by_theme.remove(&Some(theme.id.as_str())).unwrap_or_default();
        out.extend(page.section(&theme.title, Some(theme.id.as_str()), notes));
    }
    for (theme, notes) in by_theme {
        let title = match theme {
            Some(id) => format!("On a theme that the guide does not have: {id}"),
            None => "On no theme".to_owned(),
        };
        out.extend(page.section(&title, theme, notes));
    }
    out.extend(page.answers());
    out.extend(page.half_typed());
    out.extend(page.not_shown());
    out.into_iter().map(|line| line + "\n").collect()
}

/// The notes that stand by theme, and every theme that has been summed up.
fn notes_by_theme(session: &Session) -> BTreeMap<Option<&str>, Notes<'_>> {
    let mut by_theme: BTreeMap<Option<&str>, Notes<'_>> = BTreeMap::new();
    for (id, entry) in session.lists.notes.all() {
        if let Some(top) = entry.top().filter(|top| !top.is_deleted) {
            by_theme.entry(top.body.theme.as_ref().map(|id| id.as_str())).or_default().push((id, entry));
        }
    }
    for (theme, _) in session.lists.summaries.standing() {
        by_theme.entry(Some(theme.as_str())).or_default();
    }
    by_theme
}

/// When a note was said, for putting notes in order; what has no readable time is ordered by its stamp.
fn said(id: &EntryId, entry: &Entry<Note>) -> i64 {
    let at = entry.top().and_then(|top| top.body.said_at.as_ref()?.time());
    let stamp = || id.as_str().parse::<Stamp>().map_or(i64::MAX, |stamp| stamp.millis().get());
    at.map_or_else(stamp, |at| at.timestamp_millis())
}

impl Page<'_> {
    fn head(&self) -> Vec<String> {
        let session = self.session;
        let dot = if self.is_ascii { " - " } else { " · " };
        let title = match session.details() {
            Some(details) => {
                let parts = [details.site.as_str(), details.kind.name(), details.held_on.as_str()];
                parts.join(dot)
            }
            None => "Joined by its id: site, kind and date come with the first merge".to_owned(),
        };
        let ids: Vec<String> = session.ids().iter().map(ToString::to_string).collect();
        let mut lines =
            vec![self.paint.bold(&visible_line(&title)), format!("Session {}", ids.join(", formerly "))];
        let minutes = session.details().and_then(|details| details.planned_minutes);
        let guide = session.guide().map(|guide| format!("{}, version {}", guide.title, guide.version));
        let planned = minutes.map(|minutes| format!("{minutes} minutes planned"));
        lines.extend(joined("", guide.into_iter().chain(planned), dot));
        lines.extend(joined("Recorded by ", recorders(session), ", "));
        let people = session.seats().into_iter().map(|(_, seat)| {
            let about = about(seat);
            let label = visible_line(&seat.label);
            if about.is_empty() { label.into_owned() } else { format!("{label} ({about})") }
        });
        lines.extend(joined("People: ", people, ", "));
        let conflicts: usize = session.lists.lists().iter().map(|(_, list)| list.counts().conflicts).sum();
        if conflicts > 0 {
            lines.push(format!("Changed in two places, for a person to decide: {conflicts}"));
        }
        if self.recovered.versions > 0 {
            lines.push(format!(
                "From its journal, and not in the file yet: {}",
                counted(self.recovered.versions, "change")
            ));
        }
        lines
    }

    fn section(&self, title: &str, theme: Option<&str>, mut notes: Notes<'_>) -> Vec<String> {
        notes.sort_by_key(|(id, entry)| (said(id, entry), *id));
        let mut out = vec![String::new(), self.paint.bold(&visible_line(title))];
        if notes.is_empty() {
            let plan = theme.and_then(|theme| self.session.lists.themes.current(theme));
            let silence = plan.and_then(|plan| plan.silence).map(|silence| silence.word().replace('_', " "));
            out.push(format!("  nothing noted{}", silence.map(|why| format!(": {why}")).unwrap_or_default()));
        }
        let width = notes
            .iter()
            .filter_map(|(_, entry)| entry.top())
            .map(|top| unicode_width::UnicodeWidthStr::width(who(self.session, &top.body).as_str()))
            .max()
            .unwrap_or(0);
        out.extend(notes.iter().flat_map(|(_, entry)| self.note(entry, width)));
        if let Some(summary) = theme.and_then(|theme| self.session.lists.summaries.current(theme)) {
            out.extend(laid("  Summary: ", visible(&summary.text).split('\n').map(str::to_owned)));
        }
        out
    }

    /// A note, and under it every other wording that stands beside it.
    fn note(&self, entry: &Entry<Note>, width: usize) -> Vec<String> {
        let Some(top) = entry.top() else { return Vec::new() };
        let shown = &top.body;
        let time = padded(&clock(shown.said_at.as_ref()), Edge::Left, 5);
        let speaker = if width > 0 {
            format!("{}  ", padded(&who(self.session, shown), Edge::Left, width))
        } else {
            String::new()
        };
        let mut out = laid(&format!("  {time}  {speaker}"), lines(shown, self.is_ascii));
        let mut told: Vec<&Note> = vec![shown];
        for other in entry.heads().into_iter().filter(|head| head.stamp != top.stamp || head.body != *shown) {
            let (words, rest) = if other.is_deleted {
                ("in conflict with deleting it".to_owned(), Vec::new())
            } else if let Some(same) = told.iter().find(|note| note.text == other.body.text) {
                let difference = difference(self.session, same, &other.body);
                (format!("in conflict with the same words, {difference}"), Vec::new())
            } else {
                let speaker = who(self.session, &other.body);
                let speaker = if speaker.is_empty() { speaker } else { format!("{speaker}  ") };
                (format!("in conflict with: {speaker}"), lines(&other.body, self.is_ascii))
            };
            told.push(&other.body);
            out.extend(laid(&format!("         {words}"), rest));
        }
        out
    }

    fn answers(&self) -> Vec<String> {
        let answers: Vec<String> = self
            .session
            .lists
            .responses
            .standing()
            .flat_map(|(_, version)| self.answer(&version.body))
            .collect();
        if answers.is_empty() {
            return answers;
        }
        [String::new(), self.paint.bold("Answers")].into_iter().chain(answers).collect()
    }

    fn answer(&self, response: &Response) -> Vec<String> {
        let answer = response.answer.as_ref();
        let answer = answer.map(|answer| answer.as_text().map_or_else(|| compact(answer), str::to_owned));
        let empty = response.empty.map(|why| why.word().replace('_', " "));
        let label = self.session.seat_label(&response.participant);
        let parts = [Some(response.question.to_string()), Some(label), answer, empty];
        let parts: Vec<String> =
            parts.into_iter().flatten().map(|part| visible_line(&part).into_owned()).collect();
        let words = visible(response.words.as_deref().unwrap_or_default()).into_owned();
        laid(&format!("  {}  ", parts.join("  ")), words.split('\n').map(str::to_owned))
    }

    fn half_typed(&self) -> Vec<String> {
        let drafts = self.recovered.drafts.iter().filter(|(_, draft)| !is_blank(draft));
        let lines: Vec<String> = drafts.flat_map(|(note, draft)| self.draft(note.as_ref(), draft)).collect();
        if lines.is_empty() { lines } else { [String::new()].into_iter().chain(lines).collect() }
    }

    fn draft(&self, note: Option<&EntryId>, draft: &Draft) -> Vec<String> {
        let changed = note.and_then(|id| self.session.lists.notes.current(id.as_str()));
        let what = match (note, changed) {
            (None, _) => format!("{}  ", clock(Some(&draft.begun))),
            (Some(_), Some(note)) => format!("a change of the note of {}  ", clock(note.said_at.as_ref())),
            (Some(_), None) => "a change of a note that is not here  ".to_owned(),
        };
        let typed = format!("{}{}", draft.signs, draft.text);
        laid(&format!("half typed: {what}"), visible(&typed).split('\n').map(str::to_owned))
    }

    fn not_shown(&self) -> Vec<String> {
        let deleted = self.session.lists.notes.counts().deleted;
        let erased = self.session.ledger.erased.count();
        let parts = [(deleted, "deleted note"), (erased, "erased version")];
        let parts = parts.into_iter().filter(|(number, _)| *number > 0);
        let parts = parts.map(|(number, thing)| counted(number, thing));
        joined("Not shown: ", parts, ", ").map(|line| vec![String::new(), line]).unwrap_or_default()
    }
}

fn is_blank(draft: &Draft) -> bool {
    draft.text.is_empty() && draft.signs.is_empty()
}

fn recorders(session: &Session) -> Vec<String> {
    let mut told: Vec<String> = session
        .lists
        .writers
        .standing()
        .filter(|(_, version)| !version.body.initials.is_empty())
        .map(|(_, version)| {
            format!("{} ({})", visible_line(&version.body.initials), version.body.role.word())
        })
        .collect();
    told.sort();
    told.dedup();
    told
}

/// One line of several things; nothing when there are none.
fn joined(before: &str, things: impl IntoIterator<Item = String>, between: &str) -> Option<String> {
    let things: Vec<String> = things.into_iter().collect();
    (!things.is_empty()).then(|| format!("{before}{}", visible_line(&things.join(between))))
}

/// Lines with something in front of the first; the others are indented as far.
fn laid(before: &str, lines: impl IntoIterator<Item = String>) -> Vec<String> {
    let indent = " ".repeat(unicode_width::UnicodeWidthStr::width(before));
    let mut lines = lines.into_iter();
    let first = format!("{before}{}", lines.next().unwrap_or_default());
    [first].into_iter().chain(lines.map(|line| format!("{indent}{line}"))).collect()
}
