//! How well notes of two recorders are paired in the example study, by the measure the program uses and by others; the
//! page `docs/evidence/pairs.md` shows what is counted here.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use hearken::format::v1::{File, read};
use hearken::merge::alignment::Alignment;
use hearken::model::entry::{Entries, Version};
use hearken::model::ids::{EntryId, WriterId};
use hearken::model::session::Session;
use hearken::model::stamp::Stamp;
use hearken::report::corroboration::{SIMILAR, WINDOW_MILLIS, corroboration};
use hearken::report::likeness::{Trigrams, words};
use hearken::report::order::said_at;
use hearken::report::recorders::Recorder;
use textdistance::{Algorithm, Jaccard, JaroWinkler, LCSSeq, Levenshtein, Overlap, SorensenDice};

const PAGE: &str = include_str!("../../docs/evidence/pairs.md");

/// The sessions of the example that two people recorded.
fn sessions() -> Vec<Session> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sessions");
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        if let Ok(File::Session(session)) = read(&bytes) {
            found.push(*session);
        }
    }
    found.retain(|session| session.lists.writers.standing().count() > 1);
    found.sort_by_key(Session::id);
    found
}

type Pairs = BTreeSet<(EntryId, EntryId)>;

/// The pairs that are meant to be found, the smaller id first.
fn wanted() -> Pairs {
    let pairs: Vec<[String; 3]> =
        serde_json::from_str(include_str!("../vectors/example-pairs.json")).unwrap();
    pairs.into_iter().map(|[_, one, other]| ordered(EntryId::new(one), EntryId::new(other))).collect()
}

fn ordered(one: EntryId, other: EntryId) -> (EntryId, EntryId) {
    if one < other { (one, other) } else { (other, one) }
}

/// How many pairs are found, and how many are proposed that are none.
type Score = (usize, usize);

fn score(proposed: &Pairs) -> Score {
    let right = proposed.intersection(&wanted()).count();
    (right, proposed.len() - right)
}

/// What the program proposes.
fn proposed(sessions: &[Session]) -> Pairs {
    let found = sessions.iter().flat_map(|session| corroboration(session).proposed);
    found.map(|pair| ordered(pair.first, pair.second)).collect()
}

#[test]
fn most_pairs_of_the_example_are_found_and_most_proposals_are_pairs() {
    let sessions = sessions();
    let (found, false_ones) = score(&proposed(&sessions));
    assert!(found * 4 >= wanted().len() * 3, "three quarters: {found} of {}", wanted().len());
    assert!(false_ones * 2 <= found, "two of three proposals: {found} and {false_ones} others");
}

/// Two notes that may be paired by time, theme and recorders, with their words.
struct Candidate {
    ids: (EntryId, EntryId),
    texts: [String; 2],
}

fn candidates(sessions: &[Session]) -> Vec<Candidate> {
    let mut found = Vec::new();
    for session in sessions {
        let alignment = Alignment::of(session);
        let notes: Vec<_> = session.lists.notes.standing().map(|(id, version)| (id, &version.body)).collect();
        for (place, (one, first)) in notes.iter().enumerate() {
            for (other, second) in &notes[place + 1..] {
                let gap = said_at(&alignment, one, first) - said_at(&alignment, other, second);
                let whose = |id| Recorder::of(session, id).unwrap();
                let are_two = whose(one).is_another(&whose(other));
                if gap.abs() <= WINDOW_MILLIS && first.theme == second.theme && are_two {
                    let texts = [first.text.to_lowercase(), second.text.to_lowercase()];
                    found.push(Candidate { ids: ordered((*one).clone(), (*other).clone()), texts });
                }
            }
        }
    }
    found
}

type Measure = (&'static str, fn(&str, &str) -> f64);

const MEASURES: [Measure; 9] = [
    ("letters, Levenshtein (strsim, rapidfuzz)", |one, other| {
        Levenshtein::default().for_str(one, other).nsim()
    }),
    ("letters, Jaro-Winkler (strsim, rapidfuzz)", |one, other| {
        JaroWinkler::default().for_str(one, other).nsim()
    }),
    ("letters in order, words sorted (rapidfuzz `ratio`)", |one, other| {
        let sorted = |text: &str| {
            let mut words: Vec<String> = words(text).collect();
            words.sort();
            words.join(" ")
        };
        let (one, other) = (sorted(one), sorted(other));
        let common = LCSSeq::default().for_str(&one, &other).val();
        share(2 * common, one.chars().count() + other.chars().count())
    }),
    ("pairs of letters, Sørensen-Dice (strsim)", |one, other| {
        let letters = |text: &str| text.split_whitespace().collect::<String>();
        SorensenDice::default().for_bigrams(&letters(one), &letters(other)).nsim()
    }),
    ("words, Sørensen-Dice", |one, other| {
        let set = |text: &str| words(text).collect::<BTreeSet<_>>().into_iter();
        SorensenDice::default().for_iter(set(one), set(other)).nsim()
    }),
    ("words of four letters and more, Sørensen-Dice", |one, other| {
        let set = |text: &str| {
            words(text).filter(|word| word.chars().count() > 3).collect::<BTreeSet<_>>().into_iter()
        };
        let is_there = set(one).len() > 0 && set(other).len() > 0;
        if is_there { SorensenDice::default().for_iter(set(one), set(other)).nsim() } else { 0.0 }
    }),
    ("trigrams of words, Jaccard (trigram)", |one, other| {
        let (one, other) = (trigrams(one), trigrams(other));
        Jaccard::default().for_iter(one.iter(), other.iter()).nsim()
    }),
    ("trigrams of words, overlap", |one, other| {
        let (one, other) = (trigrams(one), trigrams(other));
        Overlap::default().for_iter(one.iter(), other.iter()).nsim()
    }),
    ("**trigrams of words, Sørensen-Dice**", |one, other| Trigrams::of(one).likeness(&Trigrams::of(other))),
];

/// The same trigrams, made another way.
fn trigrams(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for word in words(text) {
        let letters: Vec<char> = format!("  {word} ").chars().collect();
        found.extend(letters.windows(3).map(|three| three.iter().collect::<String>()));
    }
    found
}

fn share(part: usize, of: usize) -> f64 {
    let number = |number: usize| f64::from(u32::try_from(number).unwrap());
    if of == 0 { 0.0 } else { number(part) / number(of) }
}

/// The scores as the threshold falls, the most alike first, each note in one pair.
fn falling(candidates: &[Candidate], measure: fn(&str, &str) -> f64) -> Vec<(f64, Score)> {
    let mut scored: Vec<(f64, &Candidate)> =
        candidates.iter().map(|it| (measure(&it.texts[0], &it.texts[1]), it)).collect();
    scored.sort_by(|one, other| other.0.total_cmp(&one.0).then_with(|| one.1.ids.cmp(&other.1.ids)));
    let wanted = wanted();
    let (mut taken, mut scores, mut now) = (BTreeSet::new(), Vec::new(), (0, 0));
    for (likeness, candidate) in scored {
        let (one, other) = &candidate.ids;
        if taken.contains(one) || taken.contains(other) {
            continue;
        }
        taken.extend([one, other]);
        if wanted.contains(&candidate.ids) {
            now.0 += 1;
        } else {
            now.1 += 1;
        }
        scores.push((likeness, now));
    }
    scores
}

/// The most pairs that are found while at most so many proposals are false.
fn most(scores: &[(f64, Score)], false_ones: usize) -> usize {
    let allowed = scores.iter().filter(|(_, score)| score.1 <= false_ones);
    allowed.map(|(_, score)| score.0).max().unwrap_or(0)
}

#[test]
fn the_page_shows_what_each_measure_finds() {
    let candidates = candidates(&sessions());
    let mut table = String::new();
    for (name, measure) in MEASURES {
        let scores = falling(&candidates, measure);
        let found = [0, 3, 6, 12].map(|false_ones| most(&scores, false_ones).to_string());
        writeln!(table, "| {name} | {} |", found.join(" | ")).unwrap();
    }
    stands_on_the_page(&table);
    let told = format!("{} pairs of notes are near enough", candidates.len());
    assert!(PAGE.contains(&told), "{told}");
}

#[test]
fn the_page_shows_what_each_threshold_finds() {
    let sessions = sessions();
    let scores = falling(&candidates(&sessions), MEASURES[8].1);
    let mut table = String::new();
    for hundredths in [15, 20, 25, 30, 35] {
        let at_least = f64::from(hundredths) / 100.0;
        let last = scores.iter().take_while(|(likeness, _)| *likeness >= at_least).last();
        let (found, false_ones) = last.map_or((0, 0), |(_, score)| *score);
        let tenths = (false_ones * 20 + sessions.len()) / (2 * sessions.len());
        let bold = if (at_least - SIMILAR).abs() < 1e-9 { "**" } else { "" };
        writeln!(
            table,
            "| {bold}0.{hundredths}{bold} | {found} of {} | {false_ones} | {}.{} |",
            wanted().len(),
            tenths / 10,
            tenths % 10
        )
        .unwrap();
    }
    stands_on_the_page(&table);
    let at_least = scores.iter().take_while(|(likeness, _)| *likeness >= SIMILAR).last().unwrap().1;
    assert_eq!(score(&proposed(&sessions)), at_least, "the program proposes the same");
}

/// What somebody else might have typed instead.
type Change = (&'static str, fn(&str) -> String);

const CHANGES: [Change; 8] = [
    ("nothing", str::to_owned),
    ("words in reverse order", |text| text.split(' ').rev().collect::<Vec<_>>().join(" ")),
    ("all in capitals, no punctuation", |text| words(text).map(|word| word.to_uppercase() + " ").collect()),
    ("contractions written out", |text| {
        let written_out = [
            ("n't", " not"),
            ("'ve", " have"),
            ("'s", " is"),
            ("'re", " are"),
            ("'ll", " will"),
            ("'d", " would"),
            ("'m", " am"),
        ];
        written_out.iter().fold(text.replace('’', "'"), |text, (short, long)| text.replace(short, long))
    }),
    ("apostrophes left out", |text| text.replace(['\'', '’'], "")),
    ("every third word lacks a letter", |text| {
        let lacking = |(place, word): (usize, &str)| {
            let letters: Vec<char> = word.chars().collect();
            let lacks = |at: usize| place % 3 == 2 && letters.len() > 3 && at == letters.len() / 2;
            let kept = letters.iter().enumerate().filter(|(at, _)| !lacks(*at));
            kept.map(|(_, letter)| letter).collect::<String>()
        };
        text.split(' ').enumerate().map(lacking).collect::<Vec<_>>().join(" ")
    }),
    ("an s at every longer word", |text| {
        let ending = |word: &str| {
            let is_long = word.chars().count() > 4 && word.chars().all(char::is_alphabetic);
            if is_long { format!("{word}s") } else { word.to_owned() }
        };
        text.split(' ').map(ending).collect::<Vec<_>>().join(" ")
    }),
    ("only words of four letters and more", |text| {
        text.split(' ').filter(|word| word.chars().count() > 3).collect::<Vec<_>>().join(" ")
    }),
];

/// A session in which one of the recorders wrote all notes in another way.
fn changed(session: &Session, change: fn(&str) -> String) -> Session {
    let first =
        session.lists.writers.standing().filter_map(|(id, _)| id.as_str().parse::<WriterId>().ok()).min();
    let mut changed = session.clone();
    changed.lists.notes = Entries::default();
    for (id, version) in session.lists.notes.standing() {
        let mut note = version.body.clone();
        if id.as_str().parse::<Stamp>().ok().map(Stamp::writer) == first {
            note.text = change(&note.text);
        }
        changed.lists.notes.insert(id.clone(), Arc::new(Version::first(version.stamp, note)));
    }
    changed
}

#[test]
fn the_page_shows_what_is_found_of_text_that_was_changed() {
    let sessions = sessions();
    let mut table = String::new();
    for (name, change) in CHANGES {
        let changed: Vec<Session> = sessions.iter().map(|session| changed(session, change)).collect();
        let (found, false_ones) = score(&proposed(&changed));
        writeln!(table, "| {name} | {found} of {} | {false_ones} |", wanted().len()).unwrap();
    }
    stands_on_the_page(&table);
}

fn stands_on_the_page(table: &str) {
    assert!(PAGE.contains(table), "this should stand in docs/evidence/pairs.md:\n{table}");
}
