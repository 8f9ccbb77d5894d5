//! What signs can name: the seats of the session and the themes of its guide.
//!
//! Letters narrow both lists. What fits falls into ranks, the closest first, and a few letters name one thing
//! if it is alone in the best rank. So `f` is Funding, although Lessons for practice has an f too.

use crate::model::ids::ThemeId;

/// A seat, as signs can name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatName {
    /// Its number, 1 or more: 3 for P3. Two recorders may each have seated a P3.
    pub number: u32,
    /// What the person does, as it is shown: "family worker, voluntary". Empty when nobody said.
    pub about: String,
}

/// A theme, as signs can name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeName {
    /// Its id, which always names it.
    pub id: ThemeId,
    /// Its title.
    pub title: String,
}

/// What signs can name in one session.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Room {
    /// The seats, in their order.
    pub seats: Vec<SeatName>,
    /// The themes, in the order of the guide.
    pub themes: Vec<ThemeName>,
}

impl Room {
    /// Says whether there is a seat of this number.
    #[must_use]
    pub fn has_seat(&self, number: u32) -> bool {
        self.seats.iter().any(|seat| seat.number == number)
    }

    /// Finds the seats that fit a few letters, in any case; all of them when nothing is typed.
    ///
    /// First the number itself (`3` or `p3`), then numbers that begin so, labels that begin so, words of what
    /// the person does that begin so, and last what has the letters somewhere. Within each the order of seats.
    #[must_use]
    pub fn seats_like(&self, typed: &str) -> Vec<&SeatName> {
        let typed = folded(typed);
        ranked(&self.seats, |seat| rank_of_seat(seat, &typed)).into_iter().map(|(_, seat)| seat).collect()
    }

    /// Finds the themes that fit a few letters, in any case; all of them when nothing is typed.
    ///
    /// First the id itself, then the id in other capitals or with `_` for a blank, titles that begin so, titles
    /// with a word that begins so, and last titles that have the letters somewhere. Within each the order of
    /// the guide.
    #[must_use]
    pub fn themes_like(&self, typed: &str) -> Vec<&ThemeName> {
        self.ranked_themes(typed).into_iter().map(|(_, theme)| theme).collect()
    }

    /// Finds the number that a few letters name: that of the seats in the best rank, if they have only one.
    #[must_use]
    pub fn seat_named(&self, typed: &str) -> Option<u32> {
        let typed = folded(typed);
        let found = ranked(&self.seats, |seat| rank_of_seat(seat, &typed));
        let number = found.first().filter(|_| !typed.is_empty())?.1.number;
        best(&found).all(|seat| seat.number == number).then_some(number)
    }

    /// Finds the theme that a few letters name: the one in the best rank, if it is alone there.
    #[must_use]
    pub fn theme_named(&self, typed: &str) -> Option<&ThemeName> {
        let found = self.ranked_themes(typed);
        let mut best = best(&found);
        let theme = best.next().filter(|_| !typed.trim().is_empty())?;
        best.next().is_none().then_some(theme)
    }

    fn ranked_themes(&self, typed: &str) -> Vec<(usize, &ThemeName)> {
        let in_small = folded(typed);
        ranked(&self.themes, |theme| rank_of_theme(theme, typed, &in_small))
    }
}

/// The word that names a theme by its id: blanks would end it, so each is written `_`.
pub(super) fn id_as_word(id: &ThemeId) -> String {
    id.as_str().replace(char::is_whitespace, "_")
}

/// How closely a seat fits, 0 the closest; nothing when it does not.
fn rank_of_seat(seat: &SeatName, typed: &str) -> Option<usize> {
    let number = seat.number.to_string();
    let label = format!("p{number}");
    let about = folded(&seat.about);
    let fits = [
        number == typed || label == typed,
        number.starts_with(typed),
        label.starts_with(typed),
        has_word_like(&about, typed),
        about.contains(typed),
    ];
    fits.into_iter().position(|fits| fits)
}

/// How closely a theme fits, 0 the closest; nothing when it does not.
fn rank_of_theme(theme: &ThemeName, typed: &str, in_small: &str) -> Option<usize> {
    let title = folded(&theme.title);
    let fits = [
        theme.id.as_str() == typed,
        folded(&id_as_word(&theme.id)) == in_small.replace(char::is_whitespace, "_"),
        title.starts_with(in_small),
        has_word_like(&title, in_small),
        title.contains(in_small),
    ];
    fits.into_iter().position(|fits| fits)
}

fn folded(text: &str) -> String {
    text.trim().to_lowercase()
}

/// Whether the text goes on like this at the beginning of one of its words.
fn has_word_like(text: &str, typed: &str) -> bool {
    let is_word_start = |at: usize| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        before.is_none_or(|letter| !letter.is_alphanumeric())
    };
    text.match_indices(typed).any(|(at, _)| is_word_start(at))
}

/// What fits, best rank first.
fn ranked<T>(all: &[T], rank: impl Fn(&T) -> Option<usize>) -> Vec<(usize, &T)> {
    let mut found: Vec<_> = all.iter().filter_map(|one| Some((rank(one)?, one))).collect();
    found.sort_by_key(|(rank, _)| *rank);
    found
}

/// The part of what was found that has the best rank.
fn best<'a, T>(found: &[(usize, &'a T)]) -> impl Iterator<Item = &'a T> {
    let rank = found.first().map(|(rank, _)| *rank);
    found.iter().take_while(move |(one, _)| Some(*one) == rank).map(|(_, one)| *one)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(seats: &[(u32, &str)], themes: &[(&str, &str)]) -> Room {
        let seats = seats.iter().map(|(number, about)| SeatName { number: *number, about: (*about).into() });
        let themes =
            themes.iter().map(|(id, title)| ThemeName { id: ThemeId::new(*id), title: (*title).into() });
        Room { seats: seats.collect(), themes: themes.collect() }
    }

    fn seats(room: &Room, typed: &str) -> Vec<u32> {
        room.seats_like(typed).iter().map(|seat| seat.number).collect()
    }

    fn themes<'a>(room: &'a Room, typed: &str) -> Vec<&'a str> {
        room.themes_like(typed).iter().map(|theme| theme.id.as_str()).collect()
    }

    #[test]
    fn an_exact_number_comes_before_numbers_that_begin_so() {
        let room = room(&[(12, "teacher"), (1, "class 12 lead"), (11, "")], &[]);
        assert_eq!(seats(&room, "1"), [1, 12, 11]);
        assert_eq!(seats(&room, "12"), [12, 1]);
        assert_eq!(seats(&room, "P1"), [1, 12, 11]);
        assert_eq!(seats(&room, " "), [12, 1, 11]);
        assert_eq!(
            (room.seat_named("1"), room.seat_named("p12"), room.seat_named("p")),
            (Some(1), Some(12), None)
        );
        assert_eq!((room.seat_named("13"), room.seat_named(""), room.has_seat(13)), (None, None, false));
    }

    #[test]
    fn a_word_that_begins_so_comes_before_letters_within_a_word() {
        let room = room(&[(1, "co-worker"), (2, "Works, school"), (3, "rework"), (4, "police")], &[]);
        assert_eq!(seats(&room, "work"), [1, 2, 3]);
        assert_eq!(seats(&room, "WORKS"), [2]);
        assert_eq!(seats(&room, "p"), [1, 2, 3, 4]);
        assert_eq!(seats(&room, "po"), [4]);
        assert_eq!(
            (room.seat_named("work"), room.seat_named("rew"), room.seat_named("x")),
            (None, Some(3), None)
        );
    }

    #[test]
    fn two_seats_of_one_number_are_named_by_that_number() {
        let room = room(&[(3, "social worker"), (3, "social care"), (4, "teacher")], &[]);
        assert_eq!((seats(&room, "social"), room.seat_named("social")), (vec![3, 3], Some(3)));
    }

    #[test]
    fn themes_are_ranked_from_the_id_to_letters_within_a_word() {
        let room = room(
            &[],
            &[
                ("lessons", "Lessons for practice"),
                ("practice", "What is done"),
                ("p5", "Practice, good"),
                ("funding", "Funding"),
                ("mal", "Malpractice"),
            ],
        );
        assert_eq!(themes(&room, "practice"), ["practice", "p5", "lessons", "mal"]);
        assert_eq!(themes(&room, "F"), ["funding", "lessons"]);
        assert_eq!(room.theme_named("f").map(|theme| theme.id.as_str()), Some("funding"));
        assert_eq!(room.theme_named("actic"), None);
        assert_eq!((room.theme_named(" "), themes(&room, "").len()), (None, 5));
    }

    #[test]
    fn an_id_names_its_theme_whatever_blanks_and_capitals_it_has() {
        let room = room(&[], &[("a b", "One"), ("A B", "Two"), ("a_b", "Three"), ("c", "a_b")]);
        for (typed, title) in [("a b", "One"), ("A B", "Two"), ("a_b", "Three")] {
            assert_eq!(room.theme_named(typed).map(|theme| theme.title.as_str()), Some(title));
        }
        assert_eq!(room.theme_named("A_B"), None);
    }
}
