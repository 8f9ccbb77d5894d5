//! Answers into the session.

use chrono::NaiveDate;

use super::picks::Pick;
use super::{go, keys, rest};
use crate::app::draft::Target;
use crate::app::live::{Live, targets};
use crate::app::{App, Effect, Screen, Tone, hours_and_minutes};
use crate::exchange::cells::day;
use crate::format::journal::{Happened, Put};
use crate::model::figure::Figure;
use crate::model::ids::{EntryId, QuestionId, SeatId};
use crate::model::json::Json;
use crate::model::note::{Empty, Response};
use crate::model::people::Participant;
use crate::model::question::{Question, QuestionKind};
use crate::model::session::{PARTICIPANTS, RESPONSES};
use crate::model::stamp::NoStampLeft;
use crate::report::answers::respondent;
use crate::routing::answer;
use crate::routing::route::Standing;
use crate::study::Now;
use crate::study::undoing::Change;

/// Notes what a key answers for one seat, of a question that is not in the line.
pub(in crate::app) fn pick_of(app: &mut App, question: &Question, seat: &SeatId, pick: &Pick) -> Vec<Effect> {
    let kind = question.kind;
    write_of(app, &question.id, (seat, None), |response| answered(response, pick, kind, None))
}

/// What a key makes of a response.
fn answered(response: &mut Response, pick: &Pick, kind: QuestionKind, row: Option<&str>) {
    match (pick, kind) {
        (Pick::Empty(empty), _) => {
            response.empty = Some(*empty);
            response.answer = None;
        }
        (Pick::Category(id), QuestionKind::Choices) => {
            response.empty = None;
            toggle(response, id);
        }
        (Pick::Category(id), QuestionKind::Matrix) => set_row(response, row, Json::text(id).into_owned()),
        (Pick::Point(point), QuestionKind::Matrix) => set_row(response, row, number(point)),
        (Pick::Category(id), _) => {
            response.empty = None;
            response.answer = Some(Json::text(id).into_owned());
        }
        (Pick::Point(point), _) => {
            response.empty = None;
            response.answer = Some(number(point));
        }
        (Pick::Words, _) => {}
    }
}

/// Notes what a key answers.
pub(in crate::app) fn pick(app: &mut App, pick: &Pick) -> Vec<Effect> {
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let Some((_, question)) = live.asked() else { return Vec::new() };
    let (kind, is_other) = (question.kind, live.is_other(pick));
    let row = live.asking.as_ref().map_or(0, |asking| asking.row);
    let row = question.items.get(row).map(|item| item.id.clone());
    let is_quick = live.asking.as_ref().is_some_and(|asking| asking.is_quick);
    let mut effects = write(app, |response| answered(response, pick, kind, row.as_deref()));
    let is_matrix = kind == QuestionKind::Matrix && !matches!(pick, Pick::Empty(_));
    if is_matrix && let Screen::Live(live) = &mut app.screen {
        let last = live.asked().map_or(0, |(_, question)| question.items.len().saturating_sub(1));
        if let Some(asking) = &mut live.asking {
            asking.row = (asking.row + 1).min(last);
        }
        return effects;
    }
    if is_other {
        app.say(Tone::Done, "What is it? Type it, then Enter.");
        effects.extend(keys::begin_wording(app));
    } else if kind == QuestionKind::Choices && !matches!(pick, Pick::Empty(_)) {
        // There may be more of them: Enter goes on.
    } else if is_quick {
        effects.extend(go(app, true));
    } else {
        effects.extend(keys::begin_wording(app));
    }
    effects
}

fn toggle(response: &mut Response, id: &str) {
    let mut chosen = match response.answer.take() {
        Some(Json::List(items)) => items,
        _ => Vec::new(),
    };
    let many = chosen.len();
    chosen.retain(|item| item.as_text() != Some(id));
    if chosen.len() == many {
        chosen.push(Json::text(id).into_owned());
    }
    chosen.sort_by(|one, other| one.as_text().cmp(&other.as_text()));
    response.answer = (!chosen.is_empty()).then_some(Json::List(chosen));
}

fn set_row(response: &mut Response, row: Option<&str>, value: Json<'static>) {
    let Some(row) = row else { return };
    let mut rows = match response.answer.take() {
        Some(Json::Object(rows)) => rows,
        _ => Vec::new(),
    };
    rows.retain(|(id, _)| id != row);
    rows.push((row.to_owned().into(), value));
    response.empty = None;
    response.answer = Json::Object(rows).into_kept();
}

fn number(figure: &Figure) -> Json<'static> {
    Json::Number(figure.to_string().into())
}

/// Saves what is in the line and goes on; what has to be asked first is asked.
pub(in crate::app::live) fn enter(app: &mut App) -> Vec<Effect> {
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let Some((_, question)) = live.asked() else { return Vec::new() };
    let typed = live.draft.words.text().trim().to_owned();
    let is_wording = live.asking.as_ref().is_some_and(|asking| asking.is_wording);
    let standing = live.asking.as_ref().and_then(|asking| asking.standings().get(asking.at)).copied();
    if !typed.is_empty()
        && !is_wording
        && question.kind != QuestionKind::Text
        && parsed(live, &typed).is_none()
    {
        let guide = live.recorder.session().guide();
        let expected = guide.map(|guide| answer::expected(guide, question)).unwrap_or_default();
        app.say(
            Tone::Attention,
            format!("“{typed}” is no answer to this: it wants {expected}. Tab keeps it as words."),
        );
        return Vec::new();
    }
    if typed.is_empty() && live.wants_other_words() {
        app.say(
            Tone::Attention,
            "“Other” needs a word or two. Type what it is; Backspace takes the answer back.",
        );
        return Vec::new();
    }
    let is_left = typed.is_empty() && standing == Some(Standing::Open) && question.is_required();
    if is_left && !is_wording {
        let told = "This question is not to be left. Type why it has no answer, then Enter; or press an answer's key.";
        app.say(Tone::Attention, told);
        return keys::begin_wording(app);
    }
    if is_left {
        app.say(
            Tone::Attention,
            "Why has it no answer? Type it, then Enter. Backspace goes back to the answers.",
        );
        return Vec::new();
    }
    go(app, true)
}

/// Saves what is typed for the question in the line.
pub(in crate::app::live) fn keep(app: &mut App) -> Vec<Effect> {
    let Screen::Live(live) = &app.screen else { return Vec::new() };
    let typed = live.draft.words.text().trim().to_owned();
    let is_wording = live.asking.as_ref().is_some_and(|asking| asking.is_wording);
    let Some((_, question)) = live.asked() else { return Vec::new() };
    let (kind, is_required) = (question.kind, question.is_required());
    let parsed = if is_wording || kind == QuestionKind::Text { None } else { parsed(live, &typed) };
    write(app, |response| match parsed {
        Some(answer) => {
            response.answer = Some(answer);
            response.empty = None;
        }
        None => {
            response.words = (!typed.is_empty()).then(|| typed.clone());
            if kind == QuestionKind::Text && !typed.is_empty() {
                response.empty = None;
            }
            // A reason to leave a question that is not to be left.
            if is_wording && is_required && response.answer.is_none() && response.empty.is_none() {
                response.empty = Some(Empty::NotAnswered);
            }
        }
    })
}

/// What is typed as the answer to a number or a date; nothing when it is none.
fn parsed(live: &Live, typed: &str) -> Option<Json<'static>> {
    let (guide, question) = live.asked()?;
    let json = match question.kind {
        QuestionKind::Date => Json::Text(date(typed)?.format("%Y-%m-%d").to_string().into()),
        QuestionKind::Number | QuestionKind::Decimal | QuestionKind::Scale => {
            let digits: String = typed.chars().filter(|letter| !letter.is_whitespace()).collect();
            number(&Figure::parse(&digits)?)
        }
        _ => return None,
    };
    answer::read(guide, question, &json).ok().flatten().map(|_| json)
}

/// A date as people write it: as in a sheet, and with points or hyphens too.
fn date(typed: &str) -> Option<NaiveDate> {
    day(typed).or_else(|| day(&typed.replace(['.', '-'], "/")))
}

/// Takes the answer of the question shown away.
pub(super) fn take_away(app: &mut App) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let Some((_, question)) = live.asked() else { return Vec::new() };
    let id = question.id.clone();
    let Some(response) = live.response(&id).cloned() else { return Vec::new() };
    let entry = EntryId::of_response(&id, &response.participant);
    let put = live.recorder.write(&RESPONSES, &entry, &now, response, true);
    let effects = written(app, put.map(|put| vec![put]), &now);
    app.say(Tone::Done, "The answer is taken away. Ctrl+Z brings it back.");
    effects.into_iter().chain(rest(app)).collect()
}

/// Writes the response to the question in the line, as it is changed; nothing when that changes nothing.
fn write(app: &mut App, change: impl FnOnce(&mut Response)) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let Target::Answer(question) = live.draft.target.clone() else { return Vec::new() };
    match live.seat_of_respondent(&now) {
        Ok((seat, seated)) => write_of(app, &question, (&seat, seated), change),
        Err(error) => written(app, Err(error), &now),
    }
}

/// Writes one seat's response as it is changed, with the seat if it was made for it.
fn write_of(
    app: &mut App,
    question: &QuestionId,
    (seat, seated): (&SeatId, Option<Put>),
    change: impl FnOnce(&mut Response),
) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let id = EntryId::of_response(question, seat);
    let before = live.recorder.session().lists.responses.current(id.as_str()).cloned();
    let before = before.unwrap_or_else(|| unanswered(question, seat));
    let mut response = before.clone();
    change(&mut response);
    if before == response {
        return Vec::new();
    }
    // When an answer from paper was given nobody knows here.
    let is_from_paper = live.asking.as_ref().is_some_and(|asking| asking.is_quick);
    response.said_at = (!is_from_paper).then(|| now.wall.clone());
    let put = live.recorder.write(&RESPONSES, &id, &now, response, false);
    written(app, put.map(|put| seated.into_iter().chain([put]).collect()), &now)
}

fn unanswered(question: &QuestionId, seat: &SeatId) -> Response {
    Response {
        question: question.clone(),
        participant: seat.clone(),
        answer: None,
        empty: None,
        words: None,
        said_at: None,
    }
}

/// Takes note of what was written; says which questions it has opened or hidden.
fn written(app: &mut App, puts: Result<Vec<Put>, NoStampLeft>, now: &Now) -> Vec<Effect> {
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let puts = match puts {
        Ok(puts) => puts,
        Err(error) => {
            app.say(Tone::Attention, format!("That cannot be changed: {error}."));
            return Vec::new();
        }
    };
    let before: Vec<Standing> =
        live.asking.as_ref().map(|asking| asking.standings().to_vec()).unwrap_or_default();
    // Beside a note that is half typed nothing ends.
    let ends = matches!(live.draft.target, Target::Answer(_)).then(|| live.ends());
    live.history.record(Change::of(&puts));
    live.refresh();
    live.saved_at = Some(now.wall.clone());
    let changed = live.what_changed(&before);
    let told = format!("Saved at {}.{changed}", hours_and_minutes(&now.wall));
    app.say(Tone::Done, told);
    vec![Effect::Journal(Happened::Put { puts, ends })]
}

impl Live {
    /// The seat that answers are of; where there is none yet, it is made.
    fn seat_of_respondent(&mut self, now: &Now) -> Result<(SeatId, Option<Put>), NoStampLeft> {
        if let Some(seat) = respondent(self.recorder.session()) {
            return Ok((seat, None));
        }
        let seat = SeatId::of(1, self.recorder.writer());
        let participant = Participant { label: "P1".to_owned(), role: None, sector: None, consent: None };
        let put =
            self.recorder.write(&PARTICIPANTS, &EntryId::new(seat.as_str()), now, participant, false)?;
        Ok((seat, Some(put)))
    }

    /// Which questions are asked now that were not, and which are not asked any more, in a sentence each.
    fn what_changed(&self, before: &[Standing]) -> String {
        let (Some(guide), Some(asking)) = (self.recorder.session().guide(), &self.asking) else {
            return String::new();
        };
        let labels = |is_wanted: &dyn Fn(Standing, Standing) -> bool| {
            let both = before.iter().zip(asking.standings()).zip(&guide.questions);
            let found = both.filter(|((before, after), _)| is_wanted(**before, **after));
            found.map(|(_, question)| question.label()).collect::<Vec<&str>>().join(", ")
        };
        let opened = labels(&|before, after| !before.is_asked() && after.is_asked());
        let kept = labels(&|before, after| before.is_asked() && after == Standing::Kept);
        let mut told = String::new();
        if !opened.is_empty() {
            told.push_str(&format!(" Now asked: {opened}."));
        }
        if !kept.is_empty() {
            told.push_str(&format!(" Not asked any more, kept and not counted: {kept}."));
        }
        told
    }

    /// Whether a pick stands for what is not offered.
    fn is_other(&self, pick: &Pick) -> bool {
        let (Pick::Category(id), Some((guide, question))) = (pick, self.asked()) else { return false };
        let offered = guide.answers(question).iter().find(|category| category.id == *id);
        offered.is_some_and(|category| category.other == Some(true))
    }

    /// Whether “other” was answered and nothing says what it is.
    fn wants_other_words(&self) -> bool {
        let Some((guide, question)) = self.asked() else { return false };
        let others = || guide.answers(question).iter().filter(|category| category.other == Some(true));
        let is_other =
            |json: &Json<'_>| json.as_text().is_some_and(|id| others().any(|other| other.id == id));
        let chosen = self.response(&question.id).and_then(|response| response.answer.as_ref());
        match chosen {
            Some(Json::List(items)) => items.iter().any(is_other),
            Some(one) => is_other(one),
            None => false,
        }
    }
}

/// Whether what is typed differs from what is noted.
pub(in crate::app::live) fn is_changed(live: &Live, question: &QuestionId) -> bool {
    let typed = live.draft.words.text().trim();
    let noted = live.response(question).and_then(|response| response.words.as_deref()).unwrap_or_default();
    let rests_on_words = live.resting_target().is_some_and(|(target, _)| target == live.draft.target);
    let is_of_words = live.is_of_words(question);
    rests_on_words && if is_of_words { typed != noted.trim() } else { !typed.is_empty() }
}

impl Live {
    /// Whether the line holds the words noted for the question, and not an answer that is being typed.
    fn is_of_words(&self, id: &QuestionId) -> bool {
        let kind = self
            .asked()
            .filter(|(_, question)| question.id == *id)
            .map(|(_, question): (_, &Question)| question.kind);
        let is_wording = self.asking.as_ref().is_some_and(|asking| asking.is_wording);
        kind == Some(QuestionKind::Text) || is_wording
    }
}

/// Gives a reason to leave the question shown empty.
pub(in crate::app) fn leave_empty(app: &mut App, empty: Empty) -> Vec<Effect> {
    let mut effects = targets::leave(app);
    effects.extend(rest(app));
    effects.extend(write(app, |response| {
        response.empty = Some(empty);
        response.answer = None;
    }));
    effects.extend(go(app, true));
    effects
}
