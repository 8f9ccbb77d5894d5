//! Questions and answers of one session, in printed order.

use super::Reader;
use crate::document::{Block, Level};
use crate::model::canonical::compact;
use crate::model::ids::SeatId;
use crate::model::instrument::Guide;
use crate::model::note::Response;
use crate::model::question::Question;
use crate::model::session::Session;
use crate::report::people::{Quotable, quotable};
use crate::report::shown;
use crate::routing::answer::{Answer, Given};

/// The answers, each under its question; answers to questions that the guide lacks come last. Empty without answers.
pub(super) fn blocks(session: &Session, reader: Reader) -> Vec<Block> {
    let mut responses: Vec<_> =
        shown::standing(&session.lists.responses).map(|(_, response)| response).collect();
    if responses.is_empty() {
        return Vec::new();
    }
    let nothing = Guide::default();
    let guide = session.guide().unwrap_or(&nothing);
    let place =
        |response: &Response| guide.questions.iter().position(|question| question.id == response.question);
    responses.sort_by_cached_key(|response| {
        (place(response).unwrap_or(usize::MAX), response.question.clone(), response.participant.clone())
    });
    let seats: std::collections::BTreeSet<&SeatId> =
        responses.iter().map(|response| &response.participant).collect();
    let says_seat = seats.len() > 1;
    let mut blocks = vec![Block::heading(Level::Section, "Answers")];
    let mut last = None;
    for response in &responses {
        let question = guide.question(response.question.as_str());
        if last != Some(&response.question) {
            blocks.push(asked(question, response));
            last = Some(&response.question);
        }
        let seat = if says_seat {
            format!("{}: ", session.seat_label(&response.participant))
        } else {
            String::new()
        };
        // Others who took part are not shown the words of somebody who refused that.
        let is_open = reader == Reader::Team || quotable(session, &response.participant) != Quotable::Refused;
        let words = response.words.as_deref().filter(|words| is_open && !words.trim().is_empty());
        let text = format!("{seat}{}", in_words(guide, question, response, words));
        blocks.push(Block::Labelled { label: String::new(), text });
    }
    blocks
}

fn asked(question: Option<&Question>, response: &Response) -> Block {
    let (label, text) = match question {
        Some(question) => (question.label().to_owned(), question.text.clone()),
        None => (
            response.question.to_string(),
            "A question that the instrument of this session does not have".to_owned(),
        ),
    };
    Block::Labelled { label, text }
}

/// An answer, the reason for none, and what was said with it.
fn in_words(guide: &Guide, question: Option<&Question>, response: &Response, words: Option<&str>) -> String {
    let answer = match question.map(|question| (question, Given::of(guide, question, response))) {
        Some((question, Ok(Given::Answer(answer)))) => told(guide, question, &answer),
        Some((_, Ok(Given::Empty(empty)))) => Some(empty.word().replace('_', " ")),
        Some((_, Ok(Given::Nothing))) => None,
        Some((_, Err(_))) | None => response.answer.as_ref().map(|answer| {
            let written = answer.as_text().map_or_else(|| compact(answer), str::to_owned);
            format!("{written} (no answer to this question)")
        }),
    };
    let parts: Vec<String> = answer.into_iter().chain(words.map(str::to_owned)).collect();
    if parts.is_empty() { "Nothing".to_owned() } else { parts.join(": ") }
}

fn told(guide: &Guide, question: &Question, answer: &Answer) -> Option<String> {
    let named = |id: &str| {
        let offered = guide.answers(question).iter().find(|category| category.id == id);
        offered.map_or_else(|| id.to_owned(), |category| category.text.clone())
    };
    let unit = question.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
    match answer {
        Answer::Category(id) => Some(named(id)),
        Answer::Categories(ids) => Some(ids.iter().map(|id| named(id)).collect::<Vec<_>>().join(", ")),
        Answer::Figure(figure) => Some(format!("{figure}{unit}")),
        Answer::Date(date) => Some(date.to_string()),
        Answer::Words => None,
        Answer::Items(rows) => {
            let row = |(id, answer): (&String, &Answer)| {
                let item = question.items.iter().find(|item| item.id == *id);
                let item = item.map_or(id.as_str(), |item| item.text.as_str());
                told(guide, question, answer).map(|answer| format!("{item}: {answer}"))
            };
            Some(rows.iter().filter_map(row).collect::<Vec<_>>().join("; "))
        }
    }
}
