//! The laws of the typing line and of its rows, over random keys and hostile text.
#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that panics has found something"
)]

use std::ops::Range;

use hearken::app::composer::{Action, Composer, Edit, Motion};
use hearken::app::wrap::{Row, cells, offset_at, place, rows, rows_to_read};
use proptest::prelude::*;
use proptest::sample::select;
use unicode_segmentation::UnicodeSegmentation;

const HOSTILE: &[&str] = &[
    "a",
    "word ",
    " ",
    "   ",
    ", ",
    " , she said",
    "!",
    ")",
    "(",
    "“",
    "”",
    "»",
    "\"",
    "’",
    "%",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\t",
    "é",
    "e\u{301}",
    "\u{301}",
    "\u{301}\u{323}",
    "👩‍👩‍👧‍👦",
    "👍🏽",
    "🇳🇱",
    "🇳",
    "\u{200d}",
    "\u{fe0f}",
    "1\u{fe0f}\u{20e3}",
    "语",
    "日本語",
    "한글",
    "\u{1100}",
    "\u{1161}",
    "\u{11a8}",
    "ا",
    "مرحبا ",
    "لا\u{64b}",
    "؟",
    "שלום",
    "\u{202e}",
    "\u{2066}",
    "\u{2069}",
    "\u{200f}",
    "\u{2028}",
    "\u{feff}",
    "\u{1}",
    "\u{1b}[2J",
    "\u{85}",
    "\u{7f}",
    "\u{200b}",
    "\u{200c}",
    "\u{ad}",
    "\u{600}",
    "क्षि",
    "க்ஷௌ",
    "\u{a0}",
    "\u{3000}",
    "nevertheless",
    "don't",
    "\u{e0101}",
    "\u{10ffff}",
];

const MOTIONS: [Motion; 10] = [
    Motion::Left,
    Motion::Right,
    Motion::WordLeft,
    Motion::WordRight,
    Motion::RowStart,
    Motion::RowEnd,
    Motion::Up,
    Motion::Down,
    Motion::TextStart,
    Motion::TextEnd,
];

#[derive(Debug, Clone)]
enum Key {
    Act(Action),
    Insert(String),
    Paste(String),
    Replace(Range<usize>, String),
    SetCursor(usize),
    Undo,
    Redo,
}

fn letter() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => select(HOSTILE).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ]
}

fn text(letters: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(letter(), 0..letters).prop_map(|letters| letters.concat())
}

fn key() -> impl Strategy<Value = Key> {
    let motion = || select(&MOTIONS[..]);
    prop_oneof![
        6 => letter().prop_map(Key::Insert),
        1 => text(5).prop_map(Key::Paste),
        3 => motion().prop_map(|motion| Key::Act(Action::Move(motion))),
        2 => motion().prop_map(|motion| Key::Act(Action::Select(motion))),
        3 => motion().prop_map(|motion| Key::Act(Action::Erase(motion))),
        1 => Just(Key::Act(Action::Erase(Motion::Left))),
        1 => (0..90_usize, 0..20_usize, text(3))
            .prop_map(|(start, len, with)| Key::Replace(start..start + len, with)),
        1 => (0..90_usize).prop_map(Key::SetCursor),
        2 => Just(Key::Undo),
        1 => Just(Key::Redo),
    ]
}

fn press(line: &mut Composer, key: &Key, width: u16) -> Option<Edit> {
    match key {
        Key::Act(action) => line.act(*action, width),
        Key::Insert(letter) => line.insert(letter),
        Key::Paste(text) => line.paste(text),
        Key::Replace(range, text) => line.replace(range.clone(), text),
        Key::SetCursor(at) => {
            line.set_cursor(*at);
            None
        }
        Key::Undo => line.undo(),
        Key::Redo => line.redo(),
    }
}

fn boundaries(text: &str) -> Vec<usize> {
    text.grapheme_indices(true).map(|(offset, _)| offset).chain([text.len()]).collect()
}

/// A typing line that cannot be wrong: the whole text is cut into graphemes again after each key.
struct Naive {
    graphemes: Vec<String>,
    cursor: usize,
}

impl Naive {
    fn press(&mut self, key: &Key) {
        match key {
            Key::Insert(letter) => {
                let before = self.graphemes[..self.cursor].concat() + letter;
                let text = before.clone() + &self.graphemes[self.cursor..].concat();
                self.redraft(&text, before.len());
            }
            Key::Act(Action::Erase(Motion::Left)) if self.cursor > 0 => {
                self.cursor -= 1;
                self.graphemes.remove(self.cursor);
                self.redraft(&self.graphemes.concat(), self.offset());
            }
            Key::Act(Action::Move(Motion::Left)) => self.cursor = self.cursor.saturating_sub(1),
            Key::Act(Action::Move(Motion::Right)) => {
                self.cursor = (self.cursor + 1).min(self.graphemes.len());
            }
            _ => {}
        }
    }

    fn redraft(&mut self, text: &str, at: usize) {
        self.cursor = boundaries(text).iter().position(|&boundary| boundary >= at).unwrap();
        self.graphemes = text.graphemes(true).map(str::to_owned).collect();
    }

    fn offset(&self) -> usize {
        self.graphemes[..self.cursor].concat().len()
    }
}

fn check_rows_cover(text: &str, laid: &[Row], width: u16) {
    let boundaries = boundaries(text);
    assert_eq!((laid[0].start, laid[laid.len() - 1].end), (0, text.len()));
    for pair in laid.windows(2) {
        let between = text.get(pair[0].end..pair[1].start).expect("rows do not overlap");
        assert!(matches!(between, "" | "\n" | "\r\n"), "{between:?} is on no row");
    }
    for row in laid {
        assert!(boundaries.contains(&row.start) && boundaries.contains(&row.end), "{row:?} cuts a grapheme");
        let shown = text.get(row.start..row.end).unwrap();
        let taken: u16 = shown.graphemes(true).map(cells).sum();
        assert!(!shown.contains('\n'));
        assert_eq!(row.width, taken.min(width.max(1)));
    }
}

fn check_places(text: &str, laid: &[Row], width: u16) {
    let width = width.max(1);
    let boundaries = boundaries(text);
    for &at in &boundaries {
        let (row, column) = place(text, laid, at);
        assert!(
            column < width && (laid[row].start..=laid[row].end).contains(&at),
            "{at} is at {row}, {column}"
        );
    }
    for row in 0..laid.len() {
        for column in 0..=width + 1 {
            let at = offset_at(text, laid, row, column);
            assert!(boundaries.contains(&at));
            assert_eq!(place(text, laid, at).0, row, "{at}, found at column {column}, is on another row");
        }
    }
}

/// A letter appears where the cursor was, unless its row or the row before it now begins elsewhere.
fn check_next_letter(text: &str, laid: &[Row], width: u16) {
    let has_no_words = !text.contains(|char: char| char.is_whitespace() || char == '\u{200b}');
    for at in boundaries(text) {
        let mut typed = text.to_owned();
        typed.insert(at, 'x');
        let is_alone = typed.grapheme_indices(true).any(|found| found == (at, "x"));
        if !is_alone {
            continue;
        }
        let typed_rows = rows(&typed, width);
        let (was, is) = (place(text, laid, at), place(&typed, &typed_rows, at));
        let stayed = was.0 == is.0 && laid[was.0].start == typed_rows[was.0].start;
        if stayed || has_no_words && at == text.len() {
            assert_eq!(was, is, "the letter typed at {at} is elsewhere");
        }
    }
}

proptest! {
    #[test]
    fn rows_cover_the_text_and_every_place_is_inside_them(text in text(30), width in 0..24_u16) {
        let laid = rows(&text, width);
        check_rows_cover(&text, &laid, width);
        check_rows_cover(&text, &rows_to_read(&text, width), width);
        check_places(&text, &laid, width);
        check_next_letter(&text, &laid, width);
    }

    #[test]
    fn words_that_fit_are_whole_and_no_row_begins_with_closing_punctuation(
        words in prop::collection::vec("[a-z]{1,6}( ?[,.;:!?%)…]{1,2}| \"?|[”’»]| »)?", 1..30),
        width in 16..40_u16,
    ) {
        let text = words.join(" ");
        for row in rows_to_read(&text, width) {
            let shown = text.get(row.start..row.end).unwrap();
            prop_assert!(!shown.starts_with(|char| ",.;:!?%)…”’".contains(char)), "{shown:?}");
            prop_assert!(row.end == text.len() || shown.ends_with(' '), "{shown:?} cuts a word");
        }
    }

    #[test]
    fn every_change_is_an_edit_and_undoing_all_gives_the_start(
        start in text(12), keys in prop::collection::vec(key(), 0..60), width in 0..24_u16,
    ) {
        let mut line = Composer::with_text(start.as_str());
        let mut mirror = start.clone();
        for key in &keys {
            let before = mirror.clone();
            let could = (line.can_undo(), line.can_redo());
            let edit = press(&mut line, key, width);
            match (key, &edit) {
                (Key::Undo, _) => prop_assert_eq!(could.0, edit.is_some()),
                (Key::Redo, _) => prop_assert_eq!(could.1, edit.is_some()),
                (_, Some(_)) => prop_assert!(line.can_undo() && !line.can_redo()),
                (_, None) => {}
            }
            if let Some(edit) = edit {
                prop_assert!(edit.apply(&mut mirror));
                prop_assert_ne!(&before, &mirror, "an edit that changes nothing");
                let mut back = mirror.clone();
                prop_assert!(edit.inverse().apply(&mut back));
                prop_assert_eq!(&before, &back);
            }
            prop_assert_eq!(line.text(), &mirror);
            let boundaries = boundaries(line.text());
            prop_assert!(boundaries.contains(&line.cursor()), "{key:?} left the cursor inside a grapheme");
            if let Some(Range { start, end }) = line.selection() {
                prop_assert!(start < end && boundaries.contains(&start) && boundaries.contains(&end));
            }
            let laid = rows(line.text(), width);
            let (row, column) = place(line.text(), &laid, line.cursor());
            prop_assert!(row < laid.len() && column < width.max(1));
            prop_assert_eq!(line.is_on_first_row(width), row == 0);
            prop_assert_eq!(line.is_on_last_row(width), row + 1 == laid.len());
        }
        while line.redo().is_some() {}
        let end = line.text().to_owned();
        while line.undo().is_some() {}
        prop_assert_eq!(line.text(), start);
        while line.redo().is_some() {}
        prop_assert_eq!(line.take(), end);
        prop_assert!(line.is_empty() && !line.can_undo() && !line.can_redo());
    }

    #[test]
    fn typing_and_erasing_agree_with_a_naive_model(
        keys in prop::collection::vec(prop_oneof![
            3 => letter().prop_map(Key::Insert),
            1 => Just(Key::Act(Action::Erase(Motion::Left))),
            1 => Just(Key::Act(Action::Move(Motion::Left))),
            1 => Just(Key::Act(Action::Move(Motion::Right))),
        ], 0..80),
    ) {
        let mut line = Composer::default();
        let mut naive = Naive { graphemes: Vec::new(), cursor: 0 };
        for key in &keys {
            press(&mut line, key, 20);
            naive.press(key);
            prop_assert_eq!(line.text(), naive.graphemes.concat());
            prop_assert_eq!(line.cursor(), naive.offset());
        }
    }

    #[test]
    fn motions_lead_one_row_up_or_down_and_to_the_ends_of_a_row(
        text in text(20), width in 0..24_u16, at in 0..60_usize,
    ) {
        let row_of = |line: &Composer| place(&text, &rows(&text, width), line.cursor()).0;
        let mut line = Composer::with_text(text.as_str());
        let last = row_of(&line);
        line.set_cursor(at);
        let row = row_of(&line);
        for (motion, expected) in [
            (Motion::Up, row.saturating_sub(1)),
            (Motion::Down, (row + 1).min(last)),
            (Motion::RowStart, row),
            (Motion::RowEnd, row),
        ] {
            let mut line = line.clone();
            line.act(Action::Move(motion), width);
            prop_assert_eq!(row_of(&line), expected, "{:?}", motion);
        }
    }

    #[test]
    fn an_edit_that_does_not_fit_changes_nothing(text in text(6), at in 0..40_usize, removed in letter()) {
        let edit = Edit { at, removed, inserted: "x".to_owned() };
        let mut changed = text.clone();
        let fits = edit.apply(&mut changed);
        prop_assert_eq!(fits, text.get(at..).is_some_and(|rest| rest.starts_with(&edit.removed)));
        prop_assert!(fits || changed == text);
    }
}

#[test]
fn a_comma_stays_with_its_word() {
    let text = "We never asked, she said";
    let shown: Vec<_> = rows(text, 14).iter().filter_map(|row| text.get(row.start..row.end)).collect();
    assert_eq!(shown, ["We never ", "asked, she ", "said"]);
}

#[test]
fn the_cursor_at_the_end_of_a_full_row_is_where_the_next_letter_appears() {
    let mut line = Composer::with_text("abcdef");
    let place_of = |line: &Composer, at: usize| place(line.text(), &rows(line.text(), 6), at);
    assert_eq!(place_of(&line, line.cursor()), (1, 0));
    line.insert("g");
    assert_eq!(place_of(&line, 6), (1, 0));
}

#[test]
fn backspace_erases_a_whole_emoji_family() {
    let mut line = Composer::with_text("we 👩‍👩‍👧‍👦");
    let erased = line.act(Action::Erase(Motion::Left), 80).map(|edit| edit.removed);
    assert_eq!((line.text(), erased.as_deref()), ("we ", Some("👩‍👩‍👧‍👦")));
}

#[test]
fn ten_thousand_combining_marks_are_one_letter() {
    let mut line = Composer::with_text("a");
    line.insert(&"\u{301}".repeat(10_000));
    assert_eq!(line.cursor(), line.text().len());
    assert_eq!(rows(line.text(), 1).len(), 2);
    line.act(Action::Move(Motion::Left), 80);
    assert_eq!(line.cursor(), 0);
    line.act(Action::Erase(Motion::WordRight), 80);
    assert!(line.is_empty());
    line.undo();
    assert_eq!(line.text().chars().count(), 10_001);
}
