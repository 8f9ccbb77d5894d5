//! What came in, or would: in words and as facts.

use std::path::Path;

use crate::capture::notes::MOST_NOTE_BYTES;
use crate::cli::answer::Answer;
use crate::cli::failure::{Failure, Kind};
use crate::cli::table::{Edge, lines};
use crate::cli::told::name;
use crate::cli::wording::{clock, counted, theme, who};
use crate::cli::{Call, facts};
use crate::exchange::contents::{BadLine, Remark, Wrong};
use crate::model::json::Json;
use crate::model::session::Session;
use crate::model::visible::visible_line;
use crate::report::answers::answer_in_words;
use crate::study::typed_up::{AnswerLine, Coming, Line, Plan, Source};

/// The most letters of a note that are shown in a table.
const MOST_SHOWN: usize = 40;

/// Everything that stands in the way.
pub(super) fn refused(sources: &[Source], plan: &Plan) -> Failure {
    let mut rows: Vec<String> = plan
        .bad
        .iter()
        .map(|(source, bad)| format!("  {}: {}", place(sources, *source, bad.line), wrong(bad)))
        .collect();
    let lines = counted(rows.len(), "line");
    let no_such = |(who, label): &(String, String)| {
        format!(
            "  the map says {} for {}, and the session has no such seat",
            visible_line(label),
            visible_line(who)
        )
    };
    rows.extend(plan.no_such_seats.iter().map(no_such));
    let what = if plan.bad.is_empty() {
        "the map does not fit this session".to_owned()
    } else {
        format!("{lines} cannot be taken")
    };
    Failure::new(Kind::Invalid, format!("{what}, and nothing was written:\n{}", rows.join("\n")))
        .hint("Put this right and bring it in again.")
}

fn wrong(bad: &BadLine) -> String {
    match &bad.wrong {
        Wrong::NoTheme(name) => format!("no theme goes by “{}”", visible_line(name)),
        Wrong::SeveralThemes(name, titles) => {
            format!("“{}” may mean {}", visible_line(name), visible_line(&titles.join(", ")))
        }
        Wrong::TooLong(bytes) => {
            format!("a note of {bytes} bytes, and {MOST_NOTE_BYTES} is the most: make two of it")
        }
        Wrong::NoAnswer(label, expected) => {
            format!("no answer to question {}: expected {}", visible_line(label), visible_line(expected))
        }
        Wrong::AnsweredTwice(label) => {
            format!("question {} is answered already, further up", visible_line(label))
        }
        Wrong::Whose(label) => {
            format!(
                "nobody knows whose answer to question {} it is: write the seat behind the name, like P2",
                visible_line(label)
            )
        }
    }
}

/// What would come: a table.
pub(super) fn rehearsed(session: &Session, sources: &[Source], plan: &Plan, call: &Call<'_>) -> Answer {
    let out = if call.options.is_json {
        let rows = plan.lines.iter().map(|line| in_facts(session, sources, line));
        let answers = plan.answers.iter().map(|answer| answer_in_facts(session, sources, answer));
        facts::written(&facts::object([
            ("lines", facts::list(rows)),
            ("answers", facts::list(answers)),
            ("counts", counts(plan)),
        ]))
    } else {
        let notes = plan.lines.iter().map(|line| row(session, sources, line));
        let answers = plan.answers.iter().map(|answer| answer_row(session, sources, answer));
        let edges = [Edge::Right, Edge::Left, Edge::Left, Edge::Left, Edge::Left, Edge::Left, Edge::Left];
        let headed: Vec<[String; 7]> = std::iter::once(
            ["line", "theme", "seat", "kind", "time", "comes in", "words"].map(str::to_owned),
        )
        .chain(notes)
        .chain(answers)
        .collect();
        lines(edges, &headed).join("\n") + "\n"
    };
    let mut answer = answer(sources, plan, out);
    answer.is_to_read = !call.options.is_json;
    answer.done.push(format!("{}. Nothing was written.", amount(plan)));
    answer
}

/// What came into a session that was there.
pub(super) fn brought(
    session: &Session,
    path: &Path,
    sources: &[Source],
    plan: &Plan,
    call: &Call<'_>,
) -> Answer {
    let out = if call.options.is_json { in_short(session, path, plan) } else { String::new() };
    let mut answer = answer(sources, plan, out);
    answer.done.push(format!("{}: {}.", name(path), amount(plan)));
    // Where most of a page was there, the few that are new are those that were corrected.
    if plan.count(Coming::There) > 0 {
        let new = plan.lines.iter().filter(|line| line.coming == Coming::New).map(at);
        answer.done.extend(places_of(sources, new).map(|places| format!("New: {places}.")));
    }
    answer
}

/// What came into a session that was made for it.
pub(super) fn made(
    session: &Session,
    path: &Path,
    sources: &[Source],
    plan: &Plan,
    call: &Call<'_>,
) -> Answer {
    let out =
        if call.options.is_json { in_short(session, path, plan) } else { format!("{}\n", session.id()) };
    let mut answer = answer(sources, plan, out);
    answer.done.push(format!("Made {}: {}.", name(path), amount(plan)));
    answer
}

fn answer(sources: &[Source], plan: &Plan, out: String) -> Answer {
    let mut for_an_eye: Vec<String> = Vec::new();
    for (source, line, remark) in &plan.remarks {
        let said = match remark {
            Remark::Backwards => "is earlier than the line before; it was taken as it stands",
            Remark::Midnight => "is earlier than the line before; it was taken as the day after",
            Remark::NoWords => "has signs and no words; no note was made of it",
            Remark::NothingTicked => {
                "has words to a question with boxes, and nothing says which was ticked: add a line like “q5: yes”"
            }
            Remark::NotAsked => {
                "answers a question that the other answers lead past; it is kept and not counted"
            }
        };
        for_an_eye.push(format!("{} {said}.", place(sources, *source, *line)));
    }
    let refused = plan.lines.iter().filter(|line| line.is_refused_quote).map(at);
    for_an_eye.extend(
        places_of(sources, refused)
            .map(|places| format!("Words of people who do not want to be quoted: {places}.")),
    );
    let named = plan.lines.iter().filter(|line| line.has_name).map(at);
    for_an_eye.extend(places_of(sources, named).map(|places| {
        format!("These mention somebody who speaks, by name; check them, nothing was changed: {places}.")
    }));
    let gone = plan.lines.iter().filter(|line| line.coming == Coming::Gone);
    let gone = gone.map(at);
    let answers = plan.answers.iter().filter(|answer| answer.coming == Coming::Gone);
    let gone = gone.chain(answers.map(|answer| (answer.source, answer.line)));
    let in_conflict = plan.answers.iter().filter(|answer| answer.is_in_conflict);
    for_an_eye.extend(in_conflict.map(|answer| {
        format!(
            "{}: somebody changed the answer to question {} since; both stand beside each other now.",
            place(sources, answer.source, answer.line),
            visible_line(&answer.label)
        )
    }));
    for_an_eye.extend(
        places_of(sources, gone)
            .map(|places| format!("These were erased or withdrawn, and stay so: {places}.")),
    );
    Answer { for_an_eye, ..Answer::of(out) }
}

/// Where lines stand; nothing for none.
fn places_of(sources: &[Source], of: impl Iterator<Item = (usize, usize)>) -> Option<String> {
    let mut places: Vec<String> = of.map(|(source, line)| place(sources, source, line)).collect();
    places.dedup();
    (!places.is_empty()).then(|| places.join(", "))
}

/// The page of a note and its line there.
const fn at(line: &Line) -> (usize, usize) {
    (line.source, line.line)
}

fn place(sources: &[Source], source: usize, line: usize) -> String {
    match sources.get(source).filter(|_| sources.len() > 1) {
        Some(source) => format!("{} line {line}", name(&source.path)),
        None => format!("line {line}"),
    }
}

fn amount(plan: &Plan) -> String {
    let beside = |many: usize, how: &str| if many == 0 { String::new() } else { format!(", {many} {how}") };
    let notes = || {
        let there = beside(plan.count(Coming::There), "there already");
        format!("{}{there}", counted(plan.count(Coming::New), "new note"))
    };
    let answers = || {
        let corrected = beside(plan.count_answers(Coming::Corrected), "corrected");
        let there = beside(plan.count_answers(Coming::There), "there already");
        format!("{}{corrected}{there}", counted(plan.count_answers(Coming::New), "new answer"))
    };
    match (plan.lines.is_empty(), plan.answers.is_empty()) {
        (_, true) => notes(),
        (true, false) => answers(),
        (false, false) => format!("{}; {}", notes(), answers()),
    }
}

const fn coming(coming: Coming) -> &'static str {
    match coming {
        Coming::New => "new",
        Coming::Corrected => "corrected",
        Coming::There => "there already",
        Coming::Gone => "stays erased",
    }
}

fn row(session: &Session, sources: &[Source], line: &Line) -> [String; 7] {
    let note = &line.note;
    let words: String = visible_line(&note.text).chars().take(MOST_SHOWN).collect();
    let time = clock(note.said_at.as_ref());
    [
        short_place(sources, line.source, line.line),
        theme(session, note),
        who(session, note),
        note.kind.word().to_owned(),
        time,
        coming(line.coming).to_owned(),
        words,
    ]
}

fn short_place(sources: &[Source], source: usize, line: usize) -> String {
    match sources.get(source).filter(|_| sources.len() > 1) {
        Some(source) => format!("{}:{line}", name(&source.path)),
        None => line.to_string(),
    }
}

fn answer_row(session: &Session, sources: &[Source], answer: &AnswerLine) -> [String; 7] {
    let response = &answer.response;
    let question = session.guide().and_then(|guide| {
        let question = guide.questions.iter().find(|one| one.id == response.question)?;
        answer_in_words(guide, question, response)
    });
    let said: Vec<String> = question.into_iter().chain(response.words.clone()).collect();
    let said: String = visible_line(&said.join("; ")).chars().take(MOST_SHOWN).collect();
    [
        short_place(sources, answer.source, answer.line),
        visible_line(&format!("question {}", answer.label)).into_owned(),
        visible_line(&session.seat_label(&response.participant)).into_owned(),
        "answer".to_owned(),
        clock(response.said_at.as_ref()),
        coming(answer.coming).to_owned(),
        said,
    ]
}

fn answer_in_facts(session: &Session, sources: &[Source], answer: &AnswerLine) -> Json<'static> {
    let response = &answer.response;
    let file = sources.get(answer.source).map_or(Json::Null, |source| facts::path(&source.path));
    facts::object([
        ("file", file),
        ("line", facts::count(answer.line)),
        ("question", facts::text(response.question.to_string())),
        ("seat", facts::text(session.seat_label(&response.participant))),
        ("comes_in", facts::text(coming(answer.coming))),
    ])
}

fn in_facts(session: &Session, sources: &[Source], line: &Line) -> Json<'static> {
    let note = &line.note;
    let file = sources.get(line.source).map_or(Json::Null, |source| facts::path(&source.path));
    facts::object([
        ("file", file),
        ("line", facts::count(line.line)),
        ("theme", facts::maybe(note.theme.as_ref().map(ToString::to_string))),
        ("seat", facts::maybe(note.participant.as_ref().map(|seat| session.seat_label(seat)))),
        ("kind", facts::text(note.kind.word())),
        ("said_at", facts::maybe(note.said_at.as_ref().map(ToString::to_string))),
        ("comes_in", facts::text(coming(line.coming))),
    ])
}

fn in_short(session: &Session, path: &Path, plan: &Plan) -> String {
    let id = facts::text(session.id().to_string());
    facts::written(&facts::object([("id", id), ("file", facts::path(path)), ("counts", counts(plan))]))
}

fn counts(plan: &Plan) -> Json<'static> {
    facts::object([
        ("new", facts::count(plan.count(Coming::New))),
        ("there_already", facts::count(plan.count(Coming::There))),
        ("erased", facts::count(plan.count(Coming::Gone))),
        ("new_answers", facts::count(plan.count_answers(Coming::New))),
        ("corrected_answers", facts::count(plan.count_answers(Coming::Corrected))),
        ("answers_there_already", facts::count(plan.count_answers(Coming::There))),
        ("erased_answers", facts::count(plan.count_answers(Coming::Gone))),
    ])
}
