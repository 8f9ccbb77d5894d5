//! What happens often: a letter from key to screen bytes, merging two sessions, reading and writing a file, pairing the
//! notes of two recorders.
//!
//! Each beside the size it should not grow with, or beside the plain reading of the same text.

#![expect(
    clippy::unwrap_used,
    missing_docs,
    reason = "a bench that cannot set itself up has nothing to measure"
)]

use std::hint::black_box;
use std::sync::Arc;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};

use hearken::app::key::{Code, Key};
use hearken::app::layout::Size;
use hearken::app::{App, Message, OpenedSession, update};
use hearken::format::strict::read_instrument;
use hearken::format::v1::{File, read, write_session};
use hearken::merge::Join;
use hearken::model::ids::{SessionId, ThemeId};
use hearken::model::note::{Note, NoteKind, Origin};
use hearken::model::session::{NOTES, Session};
use hearken::model::stamp::Millis;
use hearken::model::when::When;
use hearken::report::corroboration::corroboration;
use hearken::study::Now;
use hearken::study::create::instrument;
use hearken::study::opened::Recovered;
use hearken::study::recorder::Recorder;
use hearken::ui::{Look, Painter};

fn now(seconds: i64) -> Now {
    Now {
        millis: Millis::new(1_795_430_527_000 + seconds * 1000),
        wall: When::new("2026-11-23T10:42:07+00:00"),
    }
}

fn session(notes: i64, writer: &str) -> Session {
    let mut session = Session::new(SessionId::from_random([1; 10]));
    session.instruments.insert(Arc::clone(&instrument("practice-survey").unwrap()));
    let mut recorder = Recorder::new(session, writer.parse().unwrap());
    for number in 0..notes {
        let mut note = Note::new(
            NoteKind::Point,
            format!("what was said, in a sentence, number {number}"),
            Origin::Live,
        );
        note.theme = Some(ThemeId::new("strategy"));
        recorder.add(&NOTES, &now(number), note).unwrap();
    }
    recorder.into_session()
}

/// A questionnaire of so many questions, each asked when the one before is answered with yes.
fn long_questionnaire(questions: usize) -> String {
    let yes_no = r#""answers": [{"id": "yes", "text": "Yes", "like": "yes"}, {"id": "no", "text": "No", "like": "no"}]"#;
    let question = |number: usize| {
        let when = match number.checked_sub(1) {
            Some(before) => format!(r#", "when": {{"like": {{"question": "q{before}", "answer": "yes"}}}}"#),
            None => String::new(),
        };
        format!(r#"{{"id": "q{number}", "text": "Question {number}?", "kind": "choice", {yes_no}{when}}}"#)
    };
    let all: Vec<String> = (0..questions).map(question).collect();
    let head = r#""format": "hearken/instrument", "id": "long", "version": 1, "title": "Long""#;
    format!("{{{head}, \"questions\": [{}]}}", all.join(","))
}

fn asking(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("a questionnaire of so many questions");
    group.sample_size(20);
    for questions in [16, 1000, 10_000] {
        let text = long_questionnaire(questions);
        group.bench_function(BenchmarkId::new("checked", questions), |bencher| {
            bencher.iter(|| read_instrument(black_box(text.as_bytes())).unwrap());
        });
        let mut session = Session::new(SessionId::from_random([1; 10]));
        session.instruments.insert(read_instrument(text.as_bytes()).unwrap());
        let recorder = Recorder::new(session, "kj4x9q".parse().unwrap());
        let recovered = Recovered::default();
        let mut app = App::new(Size { width: 100, height: 30 }, now(0));
        let opened = OpenedSession { recorder, recovered, is_read_only: false };
        update(&mut app, Message::Opened(Box::new(opened)), &now(0));
        let mut painter = Painter::new(Look { is_ascii: false, has_colour: true });
        let mut seconds = 0;
        // The answer, and Enter: the next question is on the screen.
        group.bench_function(BenchmarkId::new("answer and next question", questions), |bencher| {
            bencher.iter(|| {
                for code in [Code::Char('y'), Code::Enter] {
                    seconds += 1;
                    update(&mut app, Message::Key(Key::plain(code)), &now(seconds));
                    painter.draw(&app, &mut Vec::new());
                }
            });
        });
    }
}

fn typing(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("a letter typed and drawn, in a session of so many notes");
    for notes in [0, 100, 10_000] {
        group.bench_function(BenchmarkId::from_parameter(notes), |bencher| {
            let mut app = App::new(Size { width: 100, height: 30 }, now(0));
            let recorder = Recorder::new(session(notes, "kj4x9q"), "w5n2te".parse().unwrap());
            let opened = OpenedSession { recorder, recovered: Recovered::default(), is_read_only: false };
            update(&mut app, Message::Opened(Box::new(opened)), &now(0));
            let mut painter = Painter::new(Look { is_ascii: false, has_colour: true });
            let mut out = Vec::new();
            let mut is_back = false;
            bencher.iter(|| {
                let code = if is_back { Code::Backspace } else { Code::Char('e') };
                is_back = !is_back;
                black_box(update(&mut app, Message::Key(Key::plain(code)), &now(1)));
                out.clear();
                painter.draw(&app, &mut out);
            });
        });
    }
    group.finish();
}

fn merging(criterion: &mut Criterion) {
    let (one, other) = (session(1000, "kj4x9q"), session(1000, "w5n2te"));
    criterion.bench_function("two sessions of 1,000 notes joined", |bencher| {
        bencher.iter(|| {
            let mut joined = one.clone();
            joined.join(other.clone());
            black_box(joined)
        });
    });
    let text = write_session(&one);
    let mut group = criterion.benchmark_group("a session of 1,000 notes");
    group.throughput(criterion::Throughput::Bytes(text.len() as u64));
    group.bench_function("only parsed, by serde_json", |bencher| {
        bencher.iter(|| black_box(serde_json::from_str::<serde_json::Value>(&text).unwrap()));
    });
    group.bench_function("read", |bencher| {
        bencher.iter(|| match read(text.as_bytes()).unwrap() {
            File::Session(session) => black_box(session),
            _ => unreachable!("it was written as a session"),
        });
    });
    group.bench_function("written", |bencher| bencher.iter(|| black_box(write_session(&one))));
    group.finish();
}

/// A session as two laptops wrote it in turns, a note a second, all under one theme.
fn recorded_by_two(notes: i64) -> Session {
    const WORDS: [&str; 12] = [
        "grant", "school", "visits", "nobody", "children", "letters", "March", "trust", "worker", "prison",
        "asks", "first",
    ];
    let words = |number: i64| -> String {
        let places = (0..12).map(|place| usize::try_from((number * (place + 3) + place) % 12).unwrap());
        places.filter_map(|place| WORDS.get(place).copied()).collect::<Vec<_>>().join(" ")
    };
    let mut session = Session::new(SessionId::from_random([1; 10]));
    for (first, writer) in [(0, "kj4x9q"), (1, "w5n2te")] {
        let mut recorder = Recorder::new(session, writer.parse().unwrap());
        for number in (first..notes).step_by(2) {
            let mut note = Note::new(NoteKind::Point, words(number), Origin::Live);
            note.theme = Some(ThemeId::new("strategy"));
            recorder.add(&NOTES, &now(number), note).unwrap();
        }
        session = recorder.into_session();
    }
    session
}

fn pairing(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("notes of two recorders paired, so many notes at one a second");
    group.sample_size(10);
    for notes in [500, 5000] {
        let session = recorded_by_two(notes);
        group.bench_function(BenchmarkId::from_parameter(notes), |bencher| {
            bencher.iter(|| black_box(corroboration(&session)));
        });
    }
    group.finish();
}

criterion_group!(everyday, typing, asking, merging, pairing);
criterion_main!(everyday);
