//! What counts of an entry: what is shown of it, while it stands.

use std::borrow::Cow;

use crate::merge::view::view;
use crate::model::entry::{Body, Entries, Entry};
use crate::model::ids::EntryId;

/// What is shown of one entry: the view of a conflict where there is one. Nothing when the entry is deleted.
pub(super) fn body<B: Body>(entry: &Entry<B>) -> Option<Cow<'_, B>> {
    // A view is a copy. Almost every entry has one head, most have one version, and then there is nothing to work out.
    let mut versions = entry.versions();
    let only = versions.next().filter(|_| versions.len() == 0);
    let only = only.or_else(|| match entry.heads().as_slice() {
        [only] => Some(*only),
        _ => None,
    });
    if let Some(only) = only {
        return (!only.is_deleted).then_some(Cow::Borrowed(&only.body));
    }
    view(entry).filter(|view| !view.is_deleted).map(|view| Cow::Owned(view.body))
}

/// What is shown of the entries of a list that stand, by id.
pub(super) fn standing<B: Body>(list: &Entries<B>) -> impl Iterator<Item = (&EntryId, Cow<'_, B>)> {
    list.all().filter_map(|(id, entry)| body(entry).map(|body| (id, body)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::note::NoteKind;
    use crate::report::sample::{Sample, notes, point};

    #[test]
    fn what_is_shown_of_a_conflict_counts_and_not_its_top() {
        let mut sample = Sample::new();
        let id = sample.add(notes, "aaaaaa", "10:00:00", point("before", None, None));
        let heads = sample.heads(notes, &id);
        let quote = |text| crate::model::note::Note { kind: NoteKind::Quote, ..point(text, None, None) };
        sample.write_over(notes, "aaaaaa", "10:01:00", &id, &heads, quote("before"));
        sample.write_over(notes, "bbbbbb", "10:02:00", &id, &heads, point("before", Some("funding"), None));
        let (_, shown) = standing(&sample.session.lists.notes).next().unwrap();
        assert_eq!(sample.session.lists.notes.current(id.as_str()).unwrap().kind, NoteKind::Point);
        assert_eq!((shown.kind, shown.theme.as_ref().unwrap().as_str()), (NoteKind::Quote, "funding"));
    }

    #[test]
    fn a_deleted_entry_does_not_count() {
        let mut sample = Sample::new();
        let id = sample.add(notes, "aaaaaa", "10:00:00", point("gone", None, None));
        sample.delete(notes, "aaaaaa", "10:01:00", &id);
        assert_eq!(standing(&sample.session.lists.notes).count(), 0);
    }
}
