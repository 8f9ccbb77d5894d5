//! The vectors of merging, damaged at random: every file is refused in words, or read and written in one form that is
//! read to the same again; and those that are sessions keep the laws of merging among each other.
//!
//! `HEARKEN_DAMAGED` says how many files are made (4,000 when it is not set). The targets in `fuzz/` do the same with
//! what a fuzzer finds.
#![cfg(test)]

use std::fs;
use std::path::Path;

use hearken::format::v1::{File, read, write_collection, write_session, write_study};
use hearken::merge::Join as _;
use hearken::model::session::Session;
use hearken::model::visible::must_be_escaped;

use crate::random::Random;

/// The texts of all inputs and outcomes.
fn vectors() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/merge");
    let folders = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = folders.filter(|path| path.is_dir()).flat_map(|path| fs::read_dir(path).unwrap());
    let files = files.map(|entry| entry.unwrap().path());
    let mut files: Vec<_> =
        files.filter(|path| path.extension().is_some_and(|extension| extension == "json")).collect();
    files.sort();
    files.iter().map(|path| fs::read_to_string(path).unwrap()).collect()
}

/// A text in pieces: strings, numbers and words, and what stands between them.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let (mut is_text, mut is_escaped) = (false, false);
    for letter in text.chars() {
        let is_word = letter.is_alphanumeric() || "+-.".contains(letter);
        let follows = pieces
            .last()
            .and_then(|piece| piece.chars().next_back())
            .is_some_and(|last| is_text || is_word && (last.is_alphanumeric() || "+-.".contains(last)));
        match pieces.last_mut().filter(|_| follows) {
            Some(piece) => piece.push(letter),
            None => pieces.push(letter.to_string()),
        }
        if letter == '"' && !is_escaped {
            is_text = !is_text;
        }
        is_escaped = is_text && letter == '\\' && !is_escaped;
    }
    pieces
}

/// Numbers, words and edges that no vector holds.
const ODD: [&str; 14] = [
    "null",
    "true",
    "-1",
    "1e400",
    "0.0",
    "99999999999999999999999",
    "[]",
    "{}",
    "\"\"",
    "\"P1\"",
    "\"9999-12-31T23:59:59.999Z-ffff-zzzzzz\"",
    "\"\\u0000\\u202e\"",
    "\"over\"",
    "\"deleted\"",
];

fn is_value(piece: &str) -> bool {
    piece.starts_with(|letter: char| letter == '"' || letter == '-' || letter.is_alphanumeric())
}

/// Damages a text in up to three ways, most of which leave it JSON.
fn damaged(random: &mut Random, text: &str, all: &[Vec<String>]) -> Vec<u8> {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for _ in 0..=random.below(3) {
        let line = random.below(lines.len());
        match random.below(10) {
            0 => _ = lines.remove(line),
            1 => lines.insert(line, lines[line].clone()),
            2 => {
                let other = random.below(lines.len());
                lines.swap(line, other);
            }
            _ => {
                let mut of_line = pieces(&lines[line]);
                let values: Vec<usize> =
                    (0..of_line.len()).filter(|place| is_value(&of_line[*place])).collect();
                // The last value of a line: what stands before it is most often a name.
                let Some(place) = values.last() else { continue };
                let from = &all[random.below(all.len())];
                let found = (0..8).find_map(|_| {
                    let piece = &from[random.below(from.len())];
                    let is_alike = piece.starts_with('"') == of_line[*place].starts_with('"');
                    (is_value(piece) && is_alike).then(|| piece.clone())
                });
                let odd = random.chance(15).then(|| random.pick(&ODD).to_owned());
                if let Some(new) = odd.or(found) {
                    of_line[*place] = new;
                }
                lines[line] = of_line.concat();
            }
        }
        if lines.is_empty() {
            break;
        }
    }
    let mut bytes = lines.join("\n").into_bytes();
    if random.chance(5) && !bytes.is_empty() {
        let place = random.below(bytes.len());
        bytes[place] ^= 1 << random.below(8);
    }
    bytes
}

fn written(file: &File) -> Option<String> {
    match file {
        File::Session(session) => Some(write_session(session)),
        File::Collection(collection) => Some(write_collection(collection)),
        File::Study(study) => Some(write_study(study)),
        File::Instrument(_) => None,
    }
}

/// States that a file that was read is written in a form that is read to the same.
fn assert_is_one_form(file: &File, seed: u64) {
    let Some(first) = written(file) else { return };
    match read(first.as_bytes()) {
        Ok(again) => assert_eq!(written(&again), Some(first), "seed {seed}"),
        Err(error) => panic!("seed {seed}: {error} in what was written:\n{first}"),
    }
}

fn join(one: &Session, other: &Session) -> Session {
    let mut joined = one.clone();
    joined.join(other.clone());
    joined
}

fn assert_laws([a, b, c]: [&Session; 3], seed: u64) {
    let (ab, bc) = (join(a, b), join(b, c));
    let bytes_of_ab = write_session(&ab);
    assert_eq!(bytes_of_ab, write_session(&join(b, a)), "commutative, seed {seed}");
    assert_eq!(bytes_of_ab, write_session(&join(a, &ab)), "absorbing, seed {seed}");
    assert_eq!(write_session(a), write_session(&join(a, a)), "idempotent, seed {seed}");
    let abc = write_session(&join(&ab, c));
    assert_eq!(abc, write_session(&join(a, &bc)), "associative, seed {seed}");
    match read(bytes_of_ab.as_bytes()) {
        Ok(File::Session(saved)) => {
            assert_eq!(abc, write_session(&join(&saved, c)), "through a file, seed {seed}");
        }
        Ok(_) => panic!("seed {seed}: a session was written"),
        Err(error) => panic!("seed {seed}: {error} in {bytes_of_ab}"),
    }
}

#[test]
fn damaged_files_are_refused_in_words_or_read_and_merged_by_the_laws() {
    let texts = vectors();
    let all: Vec<Vec<String>> = texts.iter().map(|text| pieces(text)).collect();
    let count = std::env::var("HEARKEN_DAMAGED").map_or(4_000, |text| text.parse().expect("a number"));
    let mut sessions: Vec<Session> = Vec::new();
    let (mut read_well, mut refused) = (0_u64, 0_u64);
    for seed in 0..count {
        let mut random = Random::new(seed);
        let text = &texts[random.below(texts.len())];
        match read(&damaged(&mut random, text, &all)) {
            Err(error) => {
                refused += 1;
                let told = error.to_string();
                assert!(!told.is_empty() && !told.chars().any(must_be_escaped), "seed {seed}: {told:?}");
            }
            Ok(file) => {
                read_well += 1;
                assert_is_one_form(&file, seed);
                if let File::Session(session) = file {
                    sessions.push(*session);
                }
                if let [.., a, b, c] = sessions.as_slice() {
                    assert_laws([a, b, c], seed);
                }
                if sessions.len() > 3 {
                    sessions.remove(0);
                }
            }
        }
    }
    tell(read_well, refused);
    assert!(read_well * 10 > count && refused * 10 > count, "{read_well} read, {refused} refused");
}

/// Seen under `--nocapture`.
#[expect(clippy::print_stderr, reason = "whoever makes many files wants to know what became of them")]
fn tell(read_well: u64, refused: u64) {
    eprintln!("{read_well} read and merged, {refused} refused");
}
