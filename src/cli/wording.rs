//! Notes in words: the marks of a kind, who spoke, when, and what differs where two laptops disagree.

use crate::app::live::shown::in_words;
use crate::merge::view::view;
use crate::model::ids::EntryId;
use crate::model::note::{Note, NoteKind};
use crate::model::session::Session;
use crate::model::visible::visible_line;
use crate::model::when::When;
use crate::report::corroboration::{Contradiction, Pair};
use crate::report::recorders::Recorder;

/// `3 notes`, `1 note`.
pub(super) fn counted(number: usize, thing: &str) -> String {
    if number == 1 { format!("1 {thing}") } else { format!("{number} {thing}s") }
}

/// The words of a note with the marks of its kind, tags and flags, line by line.
pub(super) fn lines(note: &Note, is_ascii: bool) -> Vec<String> {
    let words = in_words(note);
    let mut lines: Vec<String> = words.split('\n').map(str::to_owned).collect();
    if is_ascii && note.kind == NoteKind::Quote {
        if let Some(first) = lines.first_mut() {
            *first = first.replacen('“', "\"", 1);
        }
        if let Some((last, at)) = lines.last_mut().and_then(|last| last.rfind('”').map(|at| (last, at))) {
            last.replace_range(at..at + '”'.len_utf8(), "\"");
        }
    }
    lines
}

/// Hours and minutes; what is not a time stands as it was written.
pub(super) fn clock(at: Option<&When>) -> String {
    at.map(|at| at.clock().unwrap_or_else(|| visible_line(at.as_str()).into_owned())).unwrap_or_default()
}

/// The label of the seat that spoke.
pub(super) fn who(session: &Session, note: &Note) -> String {
    let seat = note.participant.as_ref();
    seat.map(|seat| visible_line(&session.seat_label(seat)).into_owned()).unwrap_or_default()
}

/// The initials of who wrote a note, or the id of the laptop; blank where neither is known.
pub(super) fn recorder(session: &Session, id: &EntryId) -> String {
    Recorder::of(session, id).map(|who| visible_line(&who.name()).into_owned()).unwrap_or_default()
}

/// What contradicts what in two notes on one moment.
pub(super) fn contradictions(session: &Session, pair: &Pair) -> Vec<String> {
    let told = |contradiction: &Contradiction| match contradiction {
        Contradiction::Words => "quoted in different words".to_owned(),
        Contradiction::Speakers => {
            let seats = [&pair.first, &pair.second].map(|id| speaker(session, id));
            format!("said by {}", seats.join(" and by "))
        }
        Contradiction::Hands => "hands counted differently".to_owned(),
    };
    pair.contradictions.iter().map(told).collect()
}

/// The label of a note's seat with its id: two laptops can have a P3 each.
fn speaker(session: &Session, id: &EntryId) -> String {
    let note = session.lists.notes.get(id.as_str()).and_then(view);
    let seat = note.and_then(|view| view.body.participant);
    let named = seat.map(|seat| format!("{} ({seat})", session.seat_label(&seat))).unwrap_or_default();
    visible_line(&named).into_owned()
}

/// Where, what and when.
pub(super) fn title(session: &Session, is_ascii: bool) -> String {
    let Some(details) = session.details() else {
        return "Joined by its id: site, kind and date come with the first merge".to_owned();
    };
    let parts = [details.site.as_str(), details.kind.name(), details.held_on.as_str()];
    visible_line(&parts.join(if is_ascii { " - " } else { " · " })).into_owned()
}

/// How a wording with the same words as another differs from it.
pub(super) fn difference(session: &Session, shown: &Note, other: &Note) -> String {
    let mut told = Vec::new();
    if other.participant != shown.participant {
        let who = who(session, other);
        told.push(if who.is_empty() { "said by nobody named".to_owned() } else { format!("said by {who}") });
    }
    if other.kind != shown.kind || other.stage != shown.stage {
        told.push(format!("as {}", other.stage.map_or(other.kind.word(), |stage| stage.word())));
    }
    if other.theme != shown.theme {
        told.push(format!("filed under {}", theme(session, other)));
    }
    if told.is_empty() { "other details".to_owned() } else { told.join(", ") }
}

/// The theme a note is filed under.
pub(super) fn theme(session: &Session, note: &Note) -> String {
    let Some(id) = &note.theme else { return "no theme".to_owned() };
    let theme = session.guide().and_then(|guide| guide.theme(id.as_str()));
    visible_line(theme.map_or(id.as_str(), |theme| &theme.title)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::note::Origin;

    #[test]
    fn in_ascii_only_the_marks_around_a_quote_change_and_not_what_was_said() {
        let mut note = Note::new(NoteKind::Quote, "he said “no”\nand “yes”", Origin::Live);
        note.tags.insert("short".to_owned());
        assert_eq!(lines(&note, false), ["“he said “no”", "and “yes”” #short"]);
        assert_eq!(lines(&note, true), ["\"he said “no”", "and “yes”\" #short"]);
    }
}
