//! Moves, erasing and undoing, seen as texts with a cursor drawn into them.

use super::Motion::{Down, Left, Right, RowEnd, RowStart, Up, WordLeft, WordRight};
use super::*;

/// Shows the text with `|` for the cursor and `[` for the other end of a selection.
fn drawn(composer: &Composer) -> String {
    let mut text = composer.text().to_owned();
    let mut marks = vec![(composer.cursor, '|')];
    marks.extend(composer.selection().and(composer.anchor).map(|anchor| (anchor, '[')));
    marks.sort_unstable();
    marks.into_iter().rev().for_each(|(at, mark)| text.insert(at, mark));
    text
}

fn composer(drawn: &str) -> Composer {
    let mut composer = Composer::with_text(drawn.replace('|', ""));
    composer.set_cursor(drawn.find('|').unwrap());
    composer
}

fn after(before: &str, width: u16, actions: &[Action]) -> String {
    let mut composer = composer(before);
    for &action in actions {
        composer.act(action, width);
    }
    drawn(&composer)
}

fn typed(letters: &str) -> Composer {
    let mut composer = Composer::default();
    letters.chars().for_each(|letter| assert!(composer.insert(letter.encode_utf8(&mut [0; 4])).is_some()));
    composer
}

#[test]
fn an_edit_that_does_not_fit_changes_nothing() {
    let mut text = "né".to_owned();
    for (at, removed) in [(0, "x"), (2, ""), (9, ""), (usize::MAX, "né")] {
        assert!(!Edit { at, removed: removed.into(), inserted: "y".into() }.apply(&mut text));
    }
    assert_eq!(text, "né");
}

#[test]
fn words_are_passed_with_their_marks_and_punctuation_by_itself() {
    assert_eq!(after("she didn’t... |", 80, &[Action::Move(WordLeft)]), "she didn’t|... ");
    assert_eq!(after("she didn’t|...", 80, &[Action::Erase(WordLeft)]), "she |...");
    assert_eq!(after("she| didn’t...", 80, &[Action::Erase(WordRight)]), "she|...");
    assert_eq!(after("e\u{301}te\u{301}|", 80, &[Action::Erase(WordLeft)]), "|");
}

#[test]
fn up_and_down_keep_the_column_they_began_in() {
    assert_eq!(after("long one\nab\nlong| two", 80, &[Action::Move(Up)]), "long one\nab|\nlong two");
    assert_eq!(after("long one\nab\nlong| two", 80, &[Action::Move(Up); 2]), "long| one\nab\nlong two");
    assert_eq!(after("we ne|ver asked", 6, &[Action::Move(Down)]), "we never as|ked");
    assert_eq!(after("we |never asked", 6, &[Action::Move(Up)]), "|we never asked");
    assert!(composer("we| never\nasked").is_on_first_row(6));
    assert!(composer("we never\r\nasked|").is_on_last_row(6));
    assert!(!composer("we never|\nasked").is_on_last_row(9));
}

#[test]
fn a_row_ends_before_the_letter_that_the_next_row_shows() {
    assert_eq!(after("we| never asked", 6, &[Action::Move(RowEnd)]), "we| never asked");
    assert_eq!(after("we n|ever asked", 6, &[Action::Move(RowEnd); 2]), "we never| asked");
    assert_eq!(after("we nev|er asked", 6, &[Action::Move(RowStart)]), "we |never asked");
    assert_eq!(after("we n|ever asked", 6, &[Action::Erase(RowEnd)]), "we n|asked");
    assert_eq!(after("we nev|er", 6, &[Action::Erase(RowStart)]), "we |er");
    assert_eq!(after("we nev|er", 6, &[Action::Erase(RowStart); 2]), "|er");
}

#[test]
fn typing_replaces_the_selection_and_a_plain_move_leaves_by_its_edge() {
    let select = [Action::Select(Left), Action::Select(Left)];
    assert_eq!(after("asked|", 80, &select), "ask|ed[");
    assert_eq!(after("asked|", 80, &[&select[..], &[Action::Move(Right)]].concat()), "asked|");
    let mut line = composer("asked|");
    line.act(Action::Select(Left), 80);
    line.act(Action::Select(Left), 80);
    assert_eq!(line.insert("s"), Some(Edit { at: 3, removed: "ed".into(), inserted: "s".into() }));
    assert_eq!(drawn(&line), "asks|");
    line.undo();
    assert_eq!(drawn(&line), "ask|ed");
}

#[test]
fn undo_takes_back_about_a_word() {
    let mut line = typed("they said no");
    let mut seen = Vec::new();
    while line.undo().is_some() {
        seen.push(line.text().to_owned());
    }
    assert_eq!(seen, ["they said ", "they ", ""]);
    while line.redo().is_some() {}
    assert_eq!(drawn(&line), "they said no|");
}

#[test]
fn erasing_a_paste_and_a_move_each_begin_a_new_step() {
    let mut line = typed("ab");
    line.act(Action::Erase(Left), 80);
    line.act(Action::Erase(Left), 80);
    assert_eq!(line.undo().map(|edit| edit.inserted), Some("ab".into()));
    line.paste("c\r\nd\re");
    line.insert("f");
    line.act(Action::Move(Left), 80);
    line.act(Action::Move(Right), 80);
    line.insert("g");
    assert_eq!((line.text(), line.can_redo()), ("abc\nd\nefg", false));
    let undone: Vec<String> = std::iter::from_fn(|| line.undo()).map(|edit| edit.removed).collect();
    assert_eq!(undone, ["g", "f", "c\nd\ne", "ab"]);
}

#[test]
fn replacing_moves_the_cursor_with_its_text() {
    let mut line = composer("the pt said| so");
    assert_eq!(line.replace(4..6, "participant").map(|edit| edit.removed), Some("pt".into()));
    assert_eq!(drawn(&line), "the participant said| so");
    assert_eq!(line.replace(4..99, ""), None);
    line.undo();
    assert_eq!(drawn(&line), "the pt said| so");
    assert_eq!(composer("é|").replace(1..2, ""), None);
}

#[test]
fn the_cursor_passes_a_letter_that_joins_what_was_typed() {
    let mut line = composer("|\u{301}t");
    line.insert("e");
    assert_eq!(drawn(&line), "e\u{301}|t");
}

#[test]
fn erasing_what_kept_two_letters_apart_is_undone_by_itself() {
    let mut line = composer("a\u{200b}|\u{301}");
    line.act(Action::Erase(Left), 80);
    assert_eq!(drawn(&line), "a\u{301}|");
    line.act(Action::Erase(Left), 80);
    line.undo();
    assert_eq!(line.text(), "a\u{301}");
    line.undo();
    assert_eq!(drawn(&line), "a\u{200b}|\u{301}");
}
