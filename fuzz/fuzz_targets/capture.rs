//! Any text is a typed line and a page typed up: signs mean the same letter by letter as all at once, every note has
//! words, and notes and lines that cannot be taken stand on lines that the page has.
#![no_main]

use std::sync::{Arc, OnceLock};

use hearken::capture::{Abbreviations, Room, SeatName, Signs, ThemeName, captured, sign_at};
use hearken::exchange::contents::Contents;
use hearken::exchange::{transcript, typed_notes};
use hearken::format::builtin;
use hearken::model::ids::ThemeId;
use hearken::model::instrument::Instrument;
use libfuzzer_sys::fuzz_target;

fn room() -> Room {
    let seat = |number, about: &str| SeatName { number, about: about.to_owned() };
    let theme = |id: &str, title: &str| ThemeName { id: ThemeId::new(id), title: title.to_owned() };
    Room {
        seats: vec![seat(1, "family worker, voluntary"), seat(2, ""), seat(12, "police officer")],
        themes: vec![theme("funding", "Funding"), theme("my theme", "Lessons for practice"), theme("f", "")],
    }
}

/// The letters and digits, in order.
fn letters(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).collect()
}

fn typed(line: &str, room: &Room, short_forms: &Abbreviations) {
    let (whole, rest) = Signs::read(line, room);
    let (mut signs, mut words) = (Signs::default(), String::new());
    for letter in line.chars() {
        words.push(letter);
        while let Some((sign, length)) = sign_at(&words, &signs, room) {
            signs.add(sign);
            words.drain(..length);
        }
    }
    let rest_of_typed = signs.read_on(&words, room).to_owned();
    assert_eq!((&signs, rest_of_typed.as_str()), (&whole, rest), "typed letter by letter");
    let notes = captured(&whole, rest);
    assert!(notes.iter().all(|note| !note.text.trim().is_empty()));
    if !rest.contains('#') {
        let kept: String = notes.iter().map(|note| letters(&note.text)).collect();
        assert!(kept.ends_with(&letters(rest)), "words are lost");
    }
    let mut growing = String::new();
    for letter in line.chars() {
        let at = growing.len();
        growing.push(letter);
        if let Some((word, words)) = short_forms.expansion_before(&growing, at) {
            growing.replace_range(word, &words);
        }
    }
    assert_eq!(growing, short_forms.expanded(line), "short forms");
}

fn page(contents: &Contents, lines: usize) {
    let of_notes = contents.notes.iter().map(|note| note.line);
    let of_answers = contents.answers.iter().map(|answer| answer.line);
    let others =
        contents.bad.iter().map(|bad| bad.line).chain(contents.remarks.iter().map(|(line, _)| *line));
    assert!(of_notes.chain(of_answers).chain(others).all(|line| (1..=lines).contains(&line)));
    assert!(contents.notes.iter().all(|note| !note.note.text.trim().is_empty()));
}

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let room = room();
    let short_forms: Abbreviations =
        [("cyp", "children and young people"), ("w/", "with"), ("LA", "local authority")]
            .into_iter()
            .collect();
    // Letter by letter is a square: lines are shorter than pages.
    if text.len() <= 1_000 {
        typed(text, &room, &short_forms);
    }
    let lines = 1 + text.matches(['\n', '\r']).count();
    static INSTRUMENTS: OnceLock<Vec<Arc<Instrument>>> = OnceLock::new();
    let instruments = INSTRUMENTS.get_or_init(|| builtin::instruments().expect("they come with the program"));
    let guides = instruments.iter().take(2).chain(instruments.last());
    for guide in guides.map(|instrument| Some(instrument.guide_in("en"))).chain([None]) {
        page(&typed_notes::read(text, &room, guide, &short_forms), lines);
    }
    page(&transcript::read(text, &room, true), lines);
    let _ = transcript::is_one(text, |line| line.starts_with('='));
});
