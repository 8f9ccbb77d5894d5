//! A session as plain text: its head, the notes of each theme in the order they were said, what is half typed.
//!
//! Promises that every line of every note that stands is there once, unwrapped, with the control characters in it
//! made visible.

use std::collections::BTreeMap;

use unicode_width::UnicodeWidthStr as _;

use super::moments::Moments;
use super::paint::Paint;
use super::said::{self, Shown};
use super::wording::{counted, title, who};
use crate::app::live::shown::about;
use crate::app::sheets::clocks;
use crate::merge::view::view;
use crate::model::entry::List as _;
use crate::model::ids::ThemeId;
use crate::model::session::{Lists as _, Session};
use crate::model::visible::{visible, visible_line};
use crate::report::order::Order;
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
    /// The order of its notes, and the clocks of its laptops.
    pub(super) order: Order,
    /// Notes of two recorders that a person said are about one moment.
    pub(super) moments: Moments<'a>,
}

/// The notes of one theme.
type Notes<'a> = Vec<Shown<'a>>;

/// The text of the page.
pub(super) fn written(page: &Page<'_>) -> String {
    let mut out = page.head();
    let mut by_theme = notes_by_theme(page.session);
    for theme in page.session.guide().map(|guide| guide.themes.as_slice()).unwrap_or_default() {
        let notes = by_theme.remove(&Some(theme.id.clone())).unwrap_or_default();
        out.extend(page.section(&theme.title, Some(&theme.id), notes));
    }
    for (theme, notes) in by_theme {
        let title = match &theme {
            Some(id) => format!("On a theme that the guide does not have: {id}"),
            None => "On no theme".to_owned(),
        };
        out.extend(page.section(&title, theme.as_ref(), notes));
    }
    out.extend(page.answers());
    out.extend(page.half_typed());
    out.extend(page.not_shown());
    out.into_iter().map(|line| line + "\n").collect()
}

/// The notes that stand by theme, and every theme that has been summed up.
fn notes_by_theme(session: &Session) -> BTreeMap<Option<ThemeId>, Notes<'_>> {
    let mut by_theme: BTreeMap<Option<ThemeId>, Notes<'_>> = BTreeMap::new();
    for (id, entry) in session.lists.notes.all() {
        if let Some(view) = view(entry).filter(|view| !view.is_deleted) {
            by_theme.entry(view.body.theme.clone()).or_default().push(Shown { id, entry, view });
        }
    }
    for (theme, _) in session.lists.summaries.standing() {
        by_theme.entry(Some(ThemeId::new(theme.as_str()))).or_default();
    }
    by_theme
}

impl Page<'_> {
    fn head(&self) -> Vec<String> {
        let session = self.session;
        let dot = if self.is_ascii { " - " } else { " · " };
        let ids: Vec<String> = session.ids().iter().map(ToString::to_string).collect();
        let mut lines = vec![
            self.paint.bold(&title(session, self.is_ascii)),
            format!("Session {}", ids.join(", formerly ")),
        ];
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
        lines.extend(clocks::told(session, &self.order.alignment));
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

    fn section(&self, title: &str, theme: Option<&ThemeId>, mut notes: Notes<'_>) -> Vec<String> {
        notes.sort_by_key(|note| (self.order.said_at(note.id, &note.view.body), note.id));
        let mut out = vec![String::new(), self.paint.bold(&visible_line(title))];
        if notes.is_empty() {
            let plan = theme.and_then(|theme| self.session.lists.themes.current(theme.as_str()));
            let silence = plan.and_then(|plan| plan.silence).map(|silence| silence.word().replace('_', " "));
            out.push(format!("  nothing noted{}", silence.map(|why| format!(": {why}")).unwrap_or_default()));
        }
        let width = notes.iter().map(|note| who(self.session, &note.view.body).width()).max().unwrap_or(0);
        for moment in self.moments.together(notes) {
            out.extend(moment.iter().flat_map(|note| said::note(self.session, note, width, self.is_ascii)));
            out.extend(self.moments.under(&moment));
        }
        if let Some(summary) = theme.and_then(|theme| self.session.lists.summaries.current(theme.as_str())) {
            out.extend(said::laid("  Summary: ", visible(&summary.text).split('\n').map(str::to_owned)));
        }
        out
    }

    fn answers(&self) -> Vec<String> {
        let answers: Vec<String> = self
            .session
            .lists
            .responses
            .standing()
            .flat_map(|(_, version)| said::answer(self.session, &version.body))
            .collect();
        if answers.is_empty() {
            return answers;
        }
        [String::new(), self.paint.bold("Answers")].into_iter().chain(answers).collect()
    }

    fn half_typed(&self) -> Vec<String> {
        let drafts = self.recovered.drafts.iter().filter(|(_, draft)| !is_blank(draft));
        let lines: Vec<String> =
            drafts.flat_map(|(note, draft)| said::half_typed(self.session, note.as_ref(), draft)).collect();
        if lines.is_empty() { lines } else { [String::new()].into_iter().chain(lines).collect() }
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
