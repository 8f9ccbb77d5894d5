//! Plain transcripts: turns that begin with `P3:` or with a name.
//!
//! What stands before the first turn is nobody's and becomes a comment. A line without a name goes on with the turn it
//! stands in.

use std::collections::BTreeSet;

use super::contents::{Contents, Moment, Typed};
use super::page::{Page, heading, is_indented, lines, time_in_front};
use crate::capture::{Captured, Room};
use crate::model::note::NoteKind;

/// The most letters and words a name has.
const MOST_LETTERS: usize = 40;
const MOST_WORDS: usize = 4;

/// Whether most turns of a text begin with who speaks: most of its lines, or of its paragraphs.
/// A line that `is_other` says is something else is no turn.
#[must_use]
pub fn is_one(text: &str, is_other: impl Fn(&str) -> bool) -> bool {
    let mut counts = [(0_usize, 0_usize); 2];
    let mut is_after_blank = true;
    for (_, line) in lines(text) {
        let is_blank = line.trim().is_empty();
        if !is_blank && !is_indented(line) && heading(line).is_none() {
            let named = usize::from(turn(line).is_some() && !is_other(line));
            let [all, first] = &mut counts;
            for count in [Some(all), is_after_blank.then_some(first)].into_iter().flatten() {
                *count = (count.0 + named, count.1 + 1);
            }
        }
        is_after_blank = is_blank;
    }
    counts.iter().any(|(named, of)| named * 2 > *of)
}

/// Reads a transcript: each turn is a point, or a quote where the words are what was said.
#[must_use]
pub fn read(text: &str, room: &Room, is_verbatim: bool) -> Contents {
    let mut page = Page::new(room);
    let mut open: Option<Turn> = None;
    for (number, line) in lines(text) {
        if line.trim().is_empty() {
            continue;
        }
        if !is_indented(line) && page.is_theme(line) {
            // The turn above stands under the theme before.
            finish(&mut page, open.take(), is_verbatim);
            page.takes_theme(number, line);
            continue;
        }
        let (time, rest) = time_in_front(line).map_or((None, line), |(time, rest)| (Some(time), rest));
        match (turn(line), &mut open) {
            (None, Some(turn)) => {
                turn.words.push('\n');
                turn.words.push_str(line.trim());
            }
            (found, _) => {
                finish(&mut page, open.take(), is_verbatim);
                let at = time.map(|time| page.moment(number, time));
                let (who, words) = found.map_or((None, rest), |(who, words)| (Some(who), words));
                open = Some(Turn { line: number, at, who, words: words.trim().to_owned() });
            }
        }
    }
    finish(&mut page, open, is_verbatim);
    page.contents
}

struct Turn {
    line: usize,
    at: Option<Moment>,
    who: Option<String>,
    words: String,
}

fn finish(page: &mut Page<'_>, turn: Option<Turn>, is_verbatim: bool) {
    let Some(Turn { line, at, who, words }) = turn.filter(|turn| !turn.words.trim().is_empty()) else {
        return;
    };
    let kind = match (&who, is_verbatim) {
        (None, _) => NoteKind::Comment,
        (Some(_), true) => NoteKind::Quote,
        (Some(_), false) => NoteKind::Point,
    };
    let text = words.trim().to_owned();
    let note =
        Captured { kind, speaker: None, hands: None, stage: None, theme: None, text, tags: BTreeSet::new() };
    page.add(Typed { line, at, who, prompt: None, note });
}

/// Who speaks in a line that begins a turn, and the words; a time may stand in front.
fn turn(line: &str) -> Option<(String, &str)> {
    let line = time_in_front(line).map_or(line, |(_, rest)| rest);
    let (name, words) = line.split_once(':')?;
    let is_spoken = words.is_empty() || words.starts_with(char::is_whitespace);
    (is_spoken && is_name(name)).then(|| (name.split_whitespace().collect::<Vec<_>>().join(" "), words))
}

/// Whether a text may be a name or the label of a seat.
fn is_name(text: &str) -> bool {
    let is_of_name = |letter: char| letter.is_alphanumeric() || " .-'’()&/".contains(letter);
    text.starts_with(|letter: char| letter.is_alphabetic() && !letter.is_lowercase())
        && text.chars().count() <= MOST_LETTERS
        && text.split_whitespace().count() <= MOST_WORDS
        && text.chars().all(is_of_name)
}

/// Whether words name somebody: the whole name, or a part of it that is longer than two letters and not a title.
#[must_use]
pub fn names(words: &str, name: &str) -> bool {
    const TITLES: [&str; 4] = ["Miss", "Mrs", "Prof", "Rev"];
    let is_word = |part: &&str| !part.is_empty();
    let split = |text: &str| -> Vec<String> {
        let parts = text.split(|letter: char| !letter.is_alphanumeric()).filter(is_word);
        parts.map(str::to_owned).collect()
    };
    let parts = split(name);
    let said = split(words);
    let is_part =
        |word: &String| word.chars().count() > 2 && !TITLES.contains(&word.as_str()) && parts.contains(word);
    said.windows(parts.len().max(1)).any(|some| some == parts) || said.iter().any(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turn_begins_with_a_label_or_a_name_and_not_with_a_sentence() {
        for (line, who, words) in [
            ("P3: we ask", "P3", " we ask"),
            ("Ms  Green: we ask", "Ms Green", " we ask"),
            ("[10:42] Éva:", "Éva", ""),
        ] {
            assert_eq!(turn(line), Some((who.to_owned(), words)), "{line}");
        }
        for line in
            ["3: we ask", "see: the plan", "https://example.org", "What he said to us was: no", "P3:we ask"]
        {
            assert_eq!(turn(line), None, "{line}");
        }
    }

    #[test]
    fn a_text_is_a_transcript_when_most_lines_or_paragraphs_begin_with_a_name() {
        let is_one = |text| is_one(text, |line| line.starts_with("Q5a:"));
        assert!(is_one("P3: we ask\nP1: we do not\nand nobody does"));
        assert!(is_one("# Funding\n\nGreen: we ask\nand ask\nand ask again\n\nBrown: yes\nwe do\nindeed"));
        for text in ["", "we ask\nP3: we ask", "3: we ask\n1: we do not", "# Funding"] {
            assert!(!is_one(text), "{text}");
        }
    }

    #[test]
    fn a_part_of_a_name_is_a_mention_and_a_part_of_a_word_is_none() {
        assert!(names("as Green said", "Ms Green"));
        assert!(names("ask Jo Li", "Jo Li"));
        assert!(!names("on the Greenway", "Ms Green"));
        assert!(!names("a green bag; Ms who?", "Ms Green"));
        assert!(!names("", "Jo"));
    }
}
