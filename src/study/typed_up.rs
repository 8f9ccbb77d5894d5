//! Typed-up notes and plain transcripts come into a session.
//!
//! Promises: the same page brought in twice changes nothing, on one laptop or on two that are merged later; what was
//! withdrawn or erased stays gone; a page is taken whole or not at all; names stay out of the session. Nothing is written
//! to a session that another hearken is recording.
//!
//! A line is known by its words with its theme, speaker, kind and time, and by how many such lines the pages have. The
//! writer inside its stamp is worked out from the session's id, the rest of the stamp from its place on the pages and a
//! digest of all that it says: so two laptops make one note of one line. A corrected line is another line.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, TimeDelta, Utc};
use sha2::{Digest as _, Sha256};

use super::create::{FreshIds, Setup, made, write_new};
use super::folder::{StudyFolder, read_session};
use super::inputs::BadInput;
use super::opened::look;
use super::{FILE_LIMIT, Now, StudyError};
use crate::capture::{Abbreviations, Room, SeatName, ThemeName};
use crate::exchange::page::{BadLine, Contents, Moment, Remark, Typed};
use crate::exchange::seats::SeatMap;
use crate::exchange::{transcript, typed_notes};
use crate::format::reader::decode;
use crate::format::{FormatError, Problem, v1};
use crate::merge::Join as _;
use crate::model::entry::{SINGLE, Version};
use crate::model::ids::{EntryId, SeatId, ThemeId, WriterId};
use crate::model::note::{Note, NoteKind, Origin};
use crate::model::people::{Participant, RecorderRole, Writer};
use crate::model::session::{Session, seat_number};
use crate::model::stamp::{Millis, Stamp};
use crate::model::when::When;
use crate::report::people::{Quotable, may_be_quoted};
use crate::report::plan::plan as planned;
use crate::storage::lock::WriterLock;
use crate::storage::{Storage, StorageError, atomic, folder, read};

/// A page that was read.
#[derive(Debug, Clone)]
pub struct Source {
    /// Where it came from; `-` for standard input.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
}

/// What a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Notes with signs, one a line.
    Notes,
    /// Turns that begin with who speaks.
    Transcript,
}

/// How pages are read.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// What they are; each is looked at where nobody says.
    pub form: Option<Form>,
    /// Whether a transcript has the very words.
    pub is_verbatim: bool,
    /// Short forms that are written out.
    pub abbreviations: Abbreviations,
    /// Who sits where.
    pub seats: SeatMap,
}

/// What becomes of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coming {
    /// A note that the session does not have.
    New,
    /// The session has it.
    There,
    /// The session had it, and it was erased or withdrawn.
    Gone,
}

/// A note of the pages.
#[derive(Debug, Clone)]
pub struct Line {
    /// Which page, from 0.
    pub source: usize,
    /// Which line, from 1.
    pub line: usize,
    /// The id of its note, when it is new.
    pub id: EntryId,
    /// What becomes of it.
    pub coming: Coming,
    /// The note.
    pub note: Note,
    /// Whether it would have been a quote, and its speaker does not want to be quoted.
    pub is_refused_quote: bool,
    /// Whether its words name somebody who speaks on the pages.
    pub has_name: bool,
}

/// What pages would bring into a session.
#[derive(Debug, Default)]
pub struct Plan {
    /// Every note, in the order of the pages.
    pub lines: Vec<Line>,
    /// Lines that cannot be taken, with their page.
    pub bad: Vec<(usize, BadLine)>,
    /// Who speaks and has no seat, and how often.
    pub unknown: BTreeMap<String, usize>,
    /// Names of the map, with labels of seats that the session does not have.
    pub no_such_seats: Vec<(String, String)>,
    /// What a person should look at, with page and line.
    pub remarks: Vec<(usize, usize, Remark)>,
    /// The session with all of it, when that is another than before.
    joined: Option<Session>,
}

impl Plan {
    /// How many lines come to this.
    #[must_use]
    pub fn count(&self, coming: Coming) -> usize {
        self.lines.iter().filter(|line| line.coming == coming).count()
    }

    /// Whether nothing stands in the way.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.bad.is_empty() && self.unknown.is_empty() && self.no_such_seats.is_empty()
    }
}

/// Reads pages.
///
/// # Errors
/// All that cannot be read, each with its reason.
pub fn sources(
    storage: &dyn Storage,
    paths: &[PathBuf],
    stdin: impl Fn() -> Result<Vec<u8>, StudyError>,
) -> Result<Vec<Source>, Vec<BadInput>> {
    let (mut found, mut bad) = (Vec::new(), Vec::new());
    for path in paths {
        let bytes = if path.as_os_str() == "-" {
            stdin()
        } else {
            read(storage, path, FILE_LIMIT).map_err(Into::into)
        };
        let text = bytes.and_then(|bytes| {
            text_of(&bytes).map_err(|source| StudyError::Format { path: path.clone(), source })
        });
        match text {
            Ok(text) => found.push(Source { path: path.clone(), text }),
            Err(error) => bad.push(BadInput { path: path.clone(), error }),
        }
    }
    if bad.is_empty() { Ok(found) } else { Err(bad) }
}

fn text_of(bytes: &[u8]) -> Result<String, FormatError> {
    // UTF-16 without its mark would be read as letters with a zero between them.
    let zeroes = bytes.iter().take(4096).filter(|byte| **byte == 0).count();
    let text = decode(bytes)?;
    if zeroes * 4 > bytes.len().min(4096) {
        return Err(FormatError::whole(Problem::Encoding("UTF-16")));
    }
    Ok(text.to_owned())
}

/// The highest number of a seat that the pages name; 0 when they name none.
#[must_use]
pub fn highest_seat(sources: &[Source], reading: &Reading) -> u32 {
    let room = Room::default();
    let speakers = sources.iter().flat_map(|source| contents(&source.text, &room, reading).notes);
    speakers
        .filter_map(|typed| typed.who)
        .filter(|who| is_label(who))
        .map(|who| seat_number(&who))
        .max()
        .unwrap_or(0)
}

/// A new session for pages, written nowhere yet. Where the day is said, it was held then.
///
/// # Errors
/// As [`create`](super::create::create).
pub fn fresh(
    place: (&dyn Storage, &StudyFolder),
    setup: &Setup,
    ids: FreshIds,
    now: &Now,
    held_on: Option<NaiveDate>,
    held: Option<&BTreeSet<ThemeId>>,
) -> Result<Session, StudyError> {
    let mut session = made(place, setup, ids, now, held)?;
    if let (Some(date), Some(mut details)) = (held_on, session.details().cloned()) {
        let stamp = session.lists.details.get(SINGLE).and_then(|entry| entry.top()).map(|top| top.stamp);
        if let Some(stamp) = stamp {
            details.held_on = When::new(date.to_string());
            session.lists.details = crate::model::entry::Entries::default();
            session.lists.details.insert(EntryId::new(SINGLE), Version::first(stamp, details).into());
        }
    }
    Ok(session)
}

/// Says what pages would bring into a session.
#[must_use]
pub fn plan(session: &Session, sources: &[Source], reading: &Reading, now: &Now) -> Plan {
    let mut plan = Plan::default();
    let room = room(session);
    let seats = Seats::of(session, &reading.seats, &mut plan);
    let mut typist = Typist::of(session, now);
    let mut addition = Session::new(session.id());
    let mut names = BTreeSet::new();
    for (number, source) in sources.iter().enumerate() {
        let contents = contents(&source.text, &room, reading);
        plan.bad.extend(contents.bad.into_iter().map(|bad| (number, bad)));
        plan.remarks.extend(contents.remarks.into_iter().map(|(line, remark)| (number, line, remark)));
        for typed in contents.notes {
            names.extend(typed.who.iter().filter(|who| !is_label(who)).cloned());
            let seat = match seats.of_speaker(typed.who.as_deref()) {
                Whose::Of(seat) => Some(seat),
                Whose::Nobodys => None,
                Whose::Unknown => {
                    *plan.unknown.entry(typed.who.clone().unwrap_or_default()).or_default() += 1;
                    None
                }
            };
            let line = typed.line;
            let (note, is_refused_quote) = note(session, &typist, typed, seat);
            let (coming, stamp) = typist.coming(&note);
            let id = EntryId::of_stamp(stamp);
            if coming == Coming::New {
                addition.lists.notes.insert(id.clone(), Version::first(stamp, note.clone()).into());
            }
            plan.lines.push(Line {
                source: number,
                line,
                id,
                coming,
                note,
                is_refused_quote,
                has_name: false,
            });
        }
    }
    for line in &mut plan.lines {
        line.has_name = names.iter().any(|name| transcript::names(&line.note.text, name));
    }
    if plan.count(Coming::New) > 0 {
        typist.sign(&mut addition);
        let mut joined = session.clone();
        joined.join(addition);
        // What was withdrawn does not come in.
        for line in plan.lines.iter_mut().filter(|line| line.coming == Coming::New) {
            if joined.lists.notes.get(line.id.as_str()).is_none() {
                line.coming = Coming::Gone;
            }
        }
        plan.joined = (plan.count(Coming::New) > 0).then_some(joined);
    }
    plan
}

fn contents(text: &str, room: &Room, reading: &Reading) -> Contents {
    let form = reading.form.unwrap_or(if transcript::is_one(text) { Form::Transcript } else { Form::Notes });
    match form {
        Form::Notes => typed_notes::read(text, room, &reading.abbreviations),
        Form::Transcript => transcript::read(text, room, reading.is_verbatim),
    }
}

/// What signs can name in a session.
fn room(session: &Session) -> Room {
    let about = |seat: &Participant| {
        let parts: Vec<&str> = [seat.role.as_deref(), seat.sector.as_deref()].into_iter().flatten().collect();
        parts.join(", ")
    };
    let seats = session
        .seats()
        .into_iter()
        .map(|(_, seat)| SeatName { number: seat_number(&seat.label), about: about(seat) });
    let theme = |title: &str, id: &ThemeId| ThemeName { id: id.clone(), title: title.to_owned() };
    Room {
        seats: seats.filter(|seat| seat.number != u32::MAX).collect(),
        themes: planned(session).iter().map(|one| theme(&one.theme.title, &one.theme.id)).collect(),
    }
}

/// A note, and whether it was not let be a quote.
fn note(session: &Session, typist: &Typist, typed: Typed, seat: Option<SeatId>) -> (Note, bool) {
    let Typed { at, who, note: captured, .. } = typed;
    let is_nobodys = who.is_some() && seat.is_none();
    let is_of_transcript = who.is_some() && captured.speaker.is_none();
    let mut note = Note::new(captured.kind, captured.text, Origin::Paper);
    note.theme = captured.theme;
    note.participant = seat;
    note.hands_for = captured.hands.map(|hands| hands.hands_for);
    note.hands_against = captured.hands.and_then(|hands| hands.hands_against);
    note.hands_of = captured.hands.map(|hands| hands.hands_of);
    note.stage = captured.stage;
    note.tags = captured.tags;
    note.said_at = at.and_then(|at| typist.time(at)).map(When::of);
    if is_nobodys && is_of_transcript {
        note.kind = NoteKind::Comment;
    }
    let is_refused = note.kind == NoteKind::Quote && may_be_quoted(session, &note) == Quotable::Refused;
    if is_refused && is_of_transcript {
        note.kind = NoteKind::Point;
    }
    (note, is_refused)
}

/// Whether a speaker is named by the label of a seat, like `P3`.
fn is_label(who: &str) -> bool {
    who.strip_prefix('P')
        .is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Who sits where, by the labels of the session and by the map.
struct Seats {
    by_name: BTreeMap<String, Option<SeatId>>,
}

impl Seats {
    fn of(session: &Session, map: &SeatMap, plan: &mut Plan) -> Self {
        let mut by_name = BTreeMap::new();
        // Of two seats with one label the first is meant, as while typing.
        for (id, seat) in session.seats().into_iter().rev() {
            by_name.insert(folded(&seat.label), Some(id));
        }
        let labels = by_name.clone();
        for (name, label) in map {
            match label.as_ref().map(|label| (label, labels.get(&folded(label)))) {
                None => drop(by_name.insert(folded(name), None)),
                Some((_, Some(seat))) => drop(by_name.insert(folded(name), seat.clone())),
                Some((label, None)) => plan.no_such_seats.push((name.clone(), label.clone())),
            }
        }
        Self { by_name }
    }

    fn of_speaker(&self, who: Option<&str>) -> Whose {
        match who.map(|who| self.by_name.get(&folded(who))) {
            None | Some(Some(None)) => Whose::Nobodys,
            Some(Some(Some(seat))) => Whose::Of(seat.clone()),
            Some(None) => Whose::Unknown,
        }
    }
}

/// Whose words a note has.
enum Whose {
    /// Somebody's, by seat.
    Of(SeatId),
    /// Nobody's in the session.
    Nobodys,
    /// Somebody's who has no seat yet.
    Unknown,
}

fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The writer of typed-up notes: works out their stamps, and knows which of them the session has.
struct Typist {
    writer: WriterId,
    date: NaiveDate,
    offset: FixedOffset,
    /// How many lines there were so far: the place of the next one.
    place: i64,
    /// The last time that was said.
    last: i64,
    /// The notes that the session has, by all that they said at first.
    there: BTreeMap<String, usize>,
    taken: BTreeSet<EntryId>,
    /// What was erased, by what is left of the digest.
    erased: BTreeMap<u16, usize>,
    is_known: bool,
}

impl Typist {
    fn of(session: &Session, now: &Now) -> Self {
        let writer = writer_of(session);
        let known = session.lists.writers.get(&writer.to_string());
        let mut typist = Self {
            writer,
            date: date_of(session, now),
            offset: offset_of(session, now),
            place: 0,
            last: 0,
            there: BTreeMap::new(),
            taken: BTreeSet::new(),
            erased: BTreeMap::new(),
            is_known: known.is_some(),
        };
        typist.last =
            typist.time(Moment { days: 0, time: NaiveTime::MIN }).map_or(0, |time| time.timestamp_millis());
        let own = |id: &EntryId| id.as_str().parse::<Stamp>().ok().filter(|stamp| stamp.writer() == writer);
        for (id, entry) in session.lists.notes.all() {
            let Some(stamp) = own(id) else { continue };
            typist.taken.insert(id.clone());
            if let Some(first) = entry.versions().find(|version| version.stamp == stamp) {
                *typist.there.entry(first.canonical_body()).or_default() += 1;
            }
        }
        for (list, id, _) in session.ledger.erased.entries() {
            if let Some(stamp) = own(id).filter(|_| list == "notes") {
                let is_here = session.lists.notes.get(id.as_str()).is_some();
                *typist.erased.entry(stamp.tick()).or_default() += usize::from(!is_here);
            }
        }
        typist
    }

    /// A time of the pages, on the day of the session.
    fn time(&self, at: Moment) -> Option<DateTime<FixedOffset>> {
        let day = self.date.checked_add_signed(TimeDelta::days(i64::from(at.days)))?;
        day.and_time(at.time).and_local_timezone(self.offset).single()
    }

    /// What becomes of a note, and the stamp it has when it is new.
    fn coming(&mut self, note: &Note) -> (Coming, Stamp) {
        self.place += 1;
        if let Some(time) = note.said_at.as_ref().and_then(When::time) {
            self.last = time.timestamp_millis();
        }
        let said = Version::first(Stamp::of(Millis::new(0), 0, self.writer), note.clone()).canonical_body();
        let tick = match <[u8; 32]>::from(Sha256::digest(said.as_bytes())) {
            [one, two, ..] => u16::from_be_bytes([one, two]),
        };
        let mut millis = self.last.saturating_add(self.place);
        let mut stamp = Stamp::of(Millis::new(millis), tick, self.writer);
        let takes = |counts: Option<&mut usize>| match counts {
            Some(count) if *count > 0 => {
                *count -= 1;
                true
            }
            _ => false,
        };
        if takes(self.there.get_mut(&said)) {
            return (Coming::There, stamp);
        }
        if takes(self.erased.get_mut(&tick)) {
            return (Coming::Gone, stamp);
        }
        // Another line of the same place and digest: no word is lost for that.
        while !self.taken.insert(EntryId::of_stamp(stamp)) {
            millis = millis.saturating_add(1);
            stamp = Stamp::of(Millis::new(millis), tick, self.writer);
        }
        (Coming::New, stamp)
    }

    /// Says in a session that typed-up notes have this writer. It says the same on every laptop.
    fn sign(&self, session: &mut Session) {
        if self.is_known {
            return;
        }
        let Some(opened) = self.time(Moment { days: 0, time: NaiveTime::MIN }) else { return };
        let stamp = Stamp::of(Millis::new(opened.timestamp_millis()), 0, self.writer);
        let writer = Writer {
            laptop: self.writer,
            initials: String::new(),
            role: RecorderRole::NoteTaker,
            opened: When::of(opened),
        };
        session
            .lists
            .writers
            .insert(EntryId::new(self.writer.to_string()), Version::first(stamp, writer).into());
    }
}

/// The writer of a session's typed-up notes: the same on every laptop.
fn writer_of(session: &Session) -> WriterId {
    let named = format!("typed-up notes of {}", session.id());
    let [one, two, three, four, ..] = <[u8; 32]>::from(Sha256::digest(named.as_bytes()));
    WriterId::from_random([one, two, three, four])
}

fn date_of(session: &Session, now: &Now) -> NaiveDate {
    let held = session.details().and_then(|details| details.held_on.date());
    held.or_else(|| now.wall.date()).unwrap_or_default()
}

/// The offset of the clock on the wall where the session was held: that of its first opening.
fn offset_of(session: &Session, now: &Now) -> FixedOffset {
    let openings = session.lists.writers.standing().map(|(_, version)| version);
    let first = openings.min_by_key(|version| version.stamp).and_then(|version| version.body.opened.time());
    let time = first.or_else(|| now.wall.time());
    time.map_or_else(|| DateTime::<Utc>::default().fixed_offset().offset().to_owned(), |time| *time.offset())
}

/// A session of a study, held so that nobody begins to record it meanwhile.
#[derive(Debug)]
pub struct Held {
    /// The session with what its journals hold.
    pub session: Session,
    path: PathBuf,
    _lock: WriterLock,
}

impl Held {
    /// Takes hold of a session.
    ///
    /// # Errors
    /// [`StudyError::Held`] when another hearken records it; otherwise as [`look`].
    pub fn take(storage: &dyn Storage, path: &Path) -> Result<Self, StudyError> {
        let study = StudyFolder::around(path);
        let id = read_session(storage, path)?.id();
        folder::create(storage, &study.keeping())?;
        let lock =
            WriterLock::try_take(&study.lock(id), 1).map_err(|error| StudyError::of_lock(error, id))?;
        Ok(Self { session: look(storage, path)?.session, path: path.to_owned(), _lock: lock })
    }

    /// Joins what was planned for this session into its file. Says whether that changed anything.
    ///
    /// # Errors
    /// [`StudyError::Storage`]; nothing was written then.
    pub fn bring(&self, storage: &dyn Storage, plan: &Plan) -> Result<bool, StudyError> {
        let Some(joined) = &plan.joined else { return Ok(false) };
        let text = within_limit(&self.path, v1::write_session(joined))?;
        let backup = StudyFolder::around(&self.path).backup(self.session.id());
        atomic::replace(storage, &self.path, text.as_bytes(), Some(&backup))?;
        Ok(true)
    }
}

/// Writes a new session into a study, with what was planned for it. Gives its file.
///
/// # Errors
/// [`StudyError::Storage`]; nothing was written then.
pub fn begin(
    storage: &dyn Storage,
    study: &StudyFolder,
    session: &Session,
    plan: &Plan,
) -> Result<PathBuf, StudyError> {
    let session = plan.joined.as_ref().unwrap_or(session);
    within_limit(&study.session_file(session), v1::write_session(session))?;
    write_new(storage, study, session)
}

/// A session that grew larger than what is read would be written once and never read again.
fn within_limit(path: &Path, text: String) -> Result<String, StudyError> {
    let (limit, found) = (FILE_LIMIT.as_bytes(), u64::try_from(text.len()).unwrap_or(u64::MAX));
    if found > limit {
        return Err(StorageError::TooLarge { path: path.to_owned(), limit, found }.into());
    }
    Ok(text)
}
