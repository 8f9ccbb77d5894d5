//! Makes a study of any size, for measuring: every word invented, every file canonical.
//!
//! ```sh
//! cargo run --release --example corpus -- --out /tmp/big --sessions 10000 --notes 100 --recorders 2 \
//!     --copies 2 --overlap 0.8 --conflicts 0.01 --seed 7
//! ```
//!
//! With `--copies 2` the folders `one` and `two` hold each session as two laptops hold it: `--overlap` is the share
//! of notes both have (the others are in one of the two, in turn), and `--conflicts` the share of those that each
//! changed in its own way; one in twenty of the others was changed in `one` alone. Without it, `--out` is the study.
//!
//! The same options give the same bytes. No two notes say the same. One session is held in memory at a time.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use hearken::model::ids::{EntryId, SeatId, SessionId, ThemeId, WriterId};
use hearken::model::instrument::Instrument;
use hearken::model::note::{Note, NoteKind, Origin};
use hearken::model::people::{Participant, RecorderRole, Writer};
use hearken::model::running::{Details, SessionKind};
use hearken::model::session::{DETAILS, NOTES, PARTICIPANTS, Session, WRITERS};
use hearken::model::stamp::Millis;
use hearken::model::when::When;
use hearken::study::Now;
use hearken::study::create::instrument;
use hearken::study::folder::StudyFolder;
use hearken::study::recorder::Recorder;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// What is asked for.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    pub(crate) out: PathBuf,
    pub(crate) sessions: u32,
    pub(crate) notes: u32,
    pub(crate) recorders: u32,
    pub(crate) overlap: f64,
    pub(crate) conflicts: f64,
    pub(crate) copies: u32,
    pub(crate) seed: u64,
}

impl Default for Wanted {
    fn default() -> Self {
        Self {
            out: PathBuf::new(),
            sessions: 10,
            notes: 100,
            recorders: 2,
            overlap: 0.8,
            conflicts: 0.01,
            copies: 1,
            seed: 1,
        }
    }
}

/// Sixteen ways to go on at each of six places: 2^24 different sentences.
const WORDS: [[&str; 16]; 6] = [
    [
        "The school",
        "A grandmother",
        "The nursery",
        "One father",
        "The visits desk",
        "A youth worker",
        "The family hub",
        "A health visitor",
        "The club",
        "An aunt",
        "The library",
        "A teaching assistant",
        "The church hall",
        "A volunteer",
        "The play room",
        "A foster carer",
    ],
    [
        "asked for",
        "waited for",
        "found",
        "set up",
        "lost",
        "shared",
        "wrote about",
        "paid for",
        "missed",
        "planned",
        "tried",
        "kept",
        "put off",
        "thought about",
        "looked for",
        "talked about",
    ],
    [
        "a quiet room",
        "more visits",
        "a longer call",
        "one leaflet",
        "a lift",
        "a better form",
        "two hours",
        "the same face",
        "a story book",
        "a warm meal",
        "some money",
        "a phone number",
        "new toys",
        "a clear answer",
        "a homework table",
        "a bus ticket",
    ],
    [
        "before the visit",
        "after the sentence",
        "during the holidays",
        "on Mondays",
        "in the first week",
        "at the gate",
        "before bedtime",
        "at short notice",
        "in the spring",
        "by letter",
        "on the train",
        "every month",
        "without help",
        "in the evenings",
        "over the summer",
        "in the waiting hall",
    ],
    [
        "because nobody had told them",
        "although it was hard",
        "and it helped",
        "and then it stopped",
        "so the child slept",
        "but it came late",
        "and others joined",
        "with no budget",
        "as a favour",
        "and they said so",
        "to be on the safe side",
        "and it cost little",
        "but few knew",
        "with a small grant",
        "and it took a year",
        "so they could plan",
    ],
    [
        "in town.",
        "in the village.",
        "near the prison.",
        "across the county.",
        "at home.",
        "by the coast.",
        "in two schools.",
        "on the estate.",
        "up north.",
        "at the centre.",
        "next door.",
        "in the market.",
        "with neighbours.",
        "for a while.",
        "once more.",
        "all year.",
    ],
];

const SITES: [&str; 8] =
    ["Ashford", "Birch Hill", "Coldwater", "Dunmere", "Eastfold", "Fernley", "Greyport", "Holmby"];
const KINDS: [NoteKind; 6] = [
    NoteKind::Point,
    NoteKind::Quote,
    NoteKind::Observation,
    NoteKind::Comment,
    NoteKind::Practice,
    NoteKind::Action,
];

/// A generator of its own (splitmix64), so that a corpus never depends on the version of a package.
struct Dice(u64);

impl Dice {
    const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn happens(&mut self, share: f64) -> bool {
        let thrown = f64::from(u32::try_from(self.next() >> 32).unwrap_or(u32::MAX)) / f64::from(u32::MAX);
        thrown < share
    }

    fn one_of<T: Clone>(&mut self, from: &[T]) -> Option<T> {
        let at = self.next() % u64::try_from(from.len()).ok()?.max(1);
        from.get(usize::try_from(at).ok()?).cloned()
    }

    fn session(&mut self) -> SessionId {
        let [low, high] = [self.next().to_be_bytes(), self.next().to_be_bytes()];
        let mut bytes = [0; 10];
        for (place, byte) in bytes.iter_mut().zip(low.into_iter().chain(high)) {
            *place = byte;
        }
        SessionId::from_random(bytes)
    }

    fn writer(&mut self) -> WriterId {
        WriterId::from_random(u32::try_from(self.next() >> 32).unwrap_or_default().to_be_bytes())
    }
}

/// The sentence with this number; as many places as there are lists, so no two numbers below 2^24 give the same.
fn sentence(number: u64, seed: u64) -> String {
    // An odd factor goes through all of them before one comes again.
    let mut left = number.wrapping_mul(0x9e37_79b1).wrapping_add(seed) & 0xff_ffff;
    let parts = WORDS.iter().map(|list| {
        let part = usize::try_from(left & 15).ok().and_then(|at| list.get(at)).copied().unwrap_or_default();
        left >>= 4;
        part
    });
    let text = parts.collect::<Vec<_>>().join(" ");
    if number >> 24 == 0 { text } else { format!("{text} ({})", number >> 24) }
}

fn now(session: u32, second: u32) -> Now {
    let wall =
        format!("2026-03-01T{:02}:{:02}:{:02}+00:00", 10 + second / 3600, second / 60 % 60, second % 60);
    let millis = 1_772_359_200_000 + i64::from(session) * 10_000_000 + i64::from(second) * 1000;
    Now { millis: Millis::new(millis), wall: When::new(wall) }
}

/// One session on its way, as each copy has it.
struct Making<'a> {
    wanted: &'a Wanted,
    number: u32,
    dice: Dice,
    /// For each copy one recorder of its own.
    copies: Vec<Recorder>,
    others: Vec<WriterId>,
    seats: Vec<SeatId>,
    themes: Vec<ThemeId>,
}

impl<'a> Making<'a> {
    fn begin(wanted: &'a Wanted, number: u32, guide: &Arc<Instrument>) -> Outcome<Self> {
        let mut dice = Dice(wanted.seed ^ (u64::from(number) << 32));
        let mut session = Session::new(dice.session());
        session.instruments.insert(Arc::clone(guide));
        let writers: Vec<WriterId> = (0..wanted.recorders.max(1)).map(|_| dice.writer()).collect();
        let first = writers.first().copied().ok_or("no recorder")?;
        let mut recorder = Recorder::new(session, first);
        let start = now(number, 0);
        let details = Details {
            kind: SessionKind::FocusGroup,
            site: dice.one_of(&SITES).unwrap_or_default().to_owned(),
            held_on: When::new(format!("2026-{:02}-{:02}", number / 28 % 12 + 1, number % 28 + 1)),
            planned_minutes: Some(90),
            lang: None,
            source: None,
        };
        recorder.write(&DETAILS, &EntryId::new(""), &start, details, false)?;
        for (at, writer) in writers.iter().enumerate() {
            let role = if at == 0 { RecorderRole::NoteTaker } else { RecorderRole::Facilitator };
            let opened =
                Writer { laptop: *writer, initials: "NT".to_owned(), role, opened: start.wall.clone() };
            recorder.write(&WRITERS, &EntryId::new(writer.to_string()), &start, opened, false)?;
        }
        let seats: Vec<SeatId> = (1..=8).map(|seat| SeatId::of(seat, first)).collect();
        for (at, seat) in (1..).zip(&seats) {
            let person = Participant { label: format!("P{at}"), role: None, sector: None, consent: None };
            recorder.write(&PARTICIPANTS, &EntryId::new(seat.as_str()), &start, person, false)?;
        }
        let copies = vec![recorder; if wanted.copies == 2 { 2 } else { 1 }];
        let themes = guide.guide().themes.iter().map(|theme| theme.id.clone()).collect();
        Ok(Self { wanted, number, dice, copies, others: writers, seats, themes })
    }

    fn note(&mut self, at: u32) -> Note {
        let number = u64::from(self.number) * u64::from(self.wanted.notes) + u64::from(at);
        let kind = self.dice.one_of(&KINDS).unwrap_or(NoteKind::Point);
        let mut note = Note::new(kind, sentence(number, self.wanted.seed), Origin::Live);
        note.theme = self.dice.one_of(&self.themes);
        if matches!(kind, NoteKind::Point | NoteKind::Quote | NoteKind::Practice) {
            note.participant = self.dice.one_of(&self.seats);
        }
        note.said_at = Some(now(self.number, at * 20).wall);
        note
    }

    /// Adds a note where it belongs: in both copies, or in one of them in turn.
    fn add(&mut self, at: u32) -> Outcome<()> {
        let note = self.note(at);
        let writer = self.dice.one_of(&self.others).ok_or("no recorder")?;
        let is_shared = self.copies.len() == 1 || self.dice.happens(self.wanted.overlap);
        let is_conflict = is_shared && self.dice.happens(self.wanted.conflicts);
        let is_changed = is_shared && self.dice.happens(0.05);
        let when = now(self.number, at * 20);
        let chosen = usize::try_from(at % 2)?;
        for (which, copy) in self.copies.iter_mut().enumerate() {
            if !is_shared && which != chosen {
                continue;
            }
            let id = as_writer(copy, writer, |recorder| recorder.add(&NOTES, &when, note.clone()))?.id;
            // With one copy there is nobody to be in conflict with, so both changes are earlier versions.
            let says = ["as read back", "as heard again"].get(which).copied().unwrap_or_default();
            if is_conflict || (is_changed && which == 0) {
                let later = now(self.number, at * 20 + 5 + u32::try_from(which)?);
                let mut changed = note.clone();
                changed.text = format!("{} ({says})", note.text);
                as_writer(copy, writer, |recorder| recorder.write(&NOTES, &id, &later, changed, false))?;
            }
        }
        Ok(())
    }
}

/// Does something under another recorder's id.
fn as_writer<T, E>(
    copy: &mut Recorder,
    writer: WriterId,
    does: impl FnOnce(&mut Recorder) -> Result<T, E>,
) -> Result<T, E> {
    if copy.writer() == writer {
        return does(copy);
    }
    let empty = Recorder::new(Session::new(copy.session().id()), writer);
    let session = std::mem::replace(copy, empty).into_session();
    let mut recorder = Recorder::new(session, writer);
    let done = does(&mut recorder);
    *copy = recorder;
    done
}

/// Makes all of it.
///
/// # Errors
/// A folder that cannot be written to.
pub(crate) fn make(wanted: &Wanted) -> Outcome<()> {
    let guide = instrument("practice-survey")?;
    let folders: Vec<PathBuf> = match wanted.copies {
        2 => ["one", "two"].map(|name| wanted.out.join(name)).to_vec(),
        _ => vec![wanted.out.clone()],
    };
    for folder in &folders {
        std::fs::create_dir_all(folder)?;
    }
    for number in 0..wanted.sessions {
        let mut making = Making::begin(wanted, number, &guide)?;
        for at in 0..wanted.notes {
            making.add(at)?;
        }
        for (folder, copy) in folders.iter().zip(making.copies) {
            write(folder, &copy.into_session())?;
        }
    }
    Ok(())
}

/// Plain and without a sync: a corpus that is lost is made again.
fn write(folder: &Path, session: &Session) -> Outcome<()> {
    let path = StudyFolder::at(folder).session_file(session);
    Ok(std::fs::write(path, hearken::format::v1::write_session(session))?)
}

fn parse(mut typed: impl Iterator<Item = String>) -> Outcome<Wanted> {
    let mut wanted = Wanted::default();
    while let Some(name) = typed.next() {
        let value = typed.next().ok_or_else(|| format!("{name} wants a value"))?;
        match name.as_str() {
            "--out" => wanted.out = PathBuf::from(value),
            "--sessions" => wanted.sessions = value.parse()?,
            "--notes" => wanted.notes = value.parse()?,
            "--recorders" => wanted.recorders = value.parse()?,
            "--overlap" => wanted.overlap = value.parse()?,
            "--conflicts" => wanted.conflicts = value.parse()?,
            "--copies" => wanted.copies = value.parse()?,
            "--seed" => wanted.seed = value.parse()?,
            _ => return Err(format!("there is no option {name}").into()),
        }
    }
    if wanted.out.as_os_str().is_empty() { Err("--out DIR is wanted".into()) } else { Ok(wanted) }
}

#[allow(
    clippy::print_stderr,
    dead_code,
    reason = "says what went wrong; the tests take the rest of this file without it"
)]
fn main() -> ExitCode {
    match parse(std::env::args().skip(1)).and_then(|wanted| make(&wanted)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("corpus: {error}");
            ExitCode::FAILURE
        }
    }
}
