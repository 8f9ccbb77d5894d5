//! Other words in the place of those that go: written after the erasure, and never over an erased version.

use super::records::is_said;
use super::{Choice, Plan};
use crate::model::entry::{Body, Entry, Version};
use crate::model::ids::EntryId;
use crate::model::note::NoteKind;
use crate::model::session::{ListOf, NOTES, SUMMARIES, Session};
use crate::model::stamp::{NoStampLeft, Stamp};

/// Writes what a person put in the place of words that went, over the heads that are still live.
///
/// # Errors
/// [`NoStampLeft`].
pub(super) fn paraphrase(plan: &Plan, session: &mut Session) -> Result<(), NoStampLeft> {
    let mut last = plan.stamp;
    for (place, choice) in &plan.choices {
        let Choice::Paraphrase(text) = choice else { continue };
        if is_said(&plan.before, place, text) {
            continue;
        }
        let (list, id) = place;
        let stamp = |over: &[Stamp]| Stamp::next(plan.stamp.millis(), plan.stamp.writer(), Some(last), over);
        let written = match list.as_str() {
            "notes" => put(plan, session, &NOTES, id, stamp, |note| {
                text.clone_into(&mut note.text);
                // A paraphrase is never a quote.
                if note.kind == NoteKind::Quote {
                    note.kind = NoteKind::Point;
                }
            })?,
            "summaries" => {
                put(plan, session, &SUMMARIES, id, stamp, |summary| text.clone_into(&mut summary.text))?
            }
            _ => None,
        };
        last = written.unwrap_or(last);
    }
    Ok(())
}

/// Adds one more version of an entry, with the body that it had before, changed; gives its stamp. Nothing where there
/// is no such entry.
fn put<B: Body>(
    plan: &Plan,
    session: &mut Session,
    list: &ListOf<B>,
    id: &EntryId,
    stamp: impl Fn(&[Stamp]) -> Result<Stamp, NoStampLeft>,
    change: impl FnOnce(&mut B),
) -> Result<Option<Stamp>, NoStampLeft> {
    let before = (list.of)(&plan.before.lists).get(id.as_str());
    let Some(top) = before.and_then(|entry| entry.top()) else { return Ok(None) };
    let after = (list.of)(&plan.after.lists).get(id.as_str());
    let over = after.map(Entry::head_stamps).unwrap_or_default();
    let stamp = stamp(&over.iter().copied().collect::<Vec<_>>())?;
    let mut body = top.body.clone();
    change(&mut body);
    (list.of_mut)(&mut session.lists).insert(id.clone(), Version::over(stamp, over, body).into());
    Ok(Some(stamp))
}
