//! Beginning an instrument of one's own: a starter that explains itself, or another one as a start.

use std::borrow::Cow;
use std::path::PathBuf;

use super::{find, is_id};
use crate::format::v1;
use crate::model::instrument::Instrument;
use crate::model::json::Json;
use crate::storage::{Storage, atomic, folder};
use crate::study::StudyError;
use crate::study::folder::StudyFolder;

/// A short questionnaire that shows what a questionnaire can hold.
const STARTER: &str = include_str!("starter.json");

/// Writes an instrument of the study's own: the starter, or another instrument under a new id, as version 1, with a
/// lineage that says that each question is the same as the one it was taken from. What stands there is left.
///
/// # Errors
/// [`StudyError::NoInstrumentId`]; as [`find`] for `from`; [`StudyError::Storage`], also when there is one of that id.
pub fn start(
    storage: &dyn Storage,
    study: &StudyFolder,
    id: &str,
    from: Option<&str>,
) -> Result<PathBuf, StudyError> {
    if !is_id(id) {
        return Err(StudyError::NoInstrumentId(id.to_owned()));
    }
    let path = study.instrument_file(id);
    let text = match from {
        Some(from) => v1::write_instrument(&copied(&find(storage, study, from)?.instrument, id)),
        None => STARTER.replacen("\"id\": \"starter\"", &format!("\"id\": \"{id}\""), 1),
    };
    folder::create(storage, &study.instruments())?;
    atomic::create(storage, &path, text.as_bytes())?;
    Ok(path)
}

/// An instrument under another id, with nothing of it lost but its own lineage.
fn copied(instrument: &Instrument, id: &str) -> Json<'static> {
    let guide = instrument.guide();
    let replaced = |name: &str| matches!(name, "id" | "version" | "lineage");
    let mut members: Vec<_> = match instrument.json().clone().into_owned() {
        Json::Object(members) => members.into_iter().filter(|(name, _)| !replaced(name)).collect(),
        _ => Vec::new(),
    };
    members.push((Cow::Borrowed("id"), text(id)));
    members.push((Cow::Borrowed("version"), Json::whole(1)));
    let same = |question: &crate::model::question::Question| {
        let question = question.id.as_str();
        Json::Object(vec![
            (Cow::Borrowed("question"), text(question)),
            (Cow::Borrowed("instrument"), text(&guide.id)),
            (Cow::Borrowed("version"), Json::whole(u64::from(guide.version))),
            (Cow::Borrowed("replaces"), text(question)),
            (Cow::Borrowed("same"), Json::Bool(true)),
        ])
    };
    if !guide.questions.is_empty() {
        let lineage = guide.questions.iter().map(same).collect();
        members.push((Cow::Borrowed("lineage"), Json::List(lineage)));
    }
    Json::Object(members)
}

fn text(text: &str) -> Json<'static> {
    Json::Text(Cow::Owned(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::strict;
    use crate::model::question::QuestionKind;

    #[test]
    fn the_starter_is_strict_and_shows_what_there_is() {
        let starter = strict::read_instrument(STARTER.as_bytes()).unwrap();
        let guide = starter.guide();
        for kind in [QuestionKind::Choice, QuestionKind::Scale, QuestionKind::Number, QuestionKind::Text] {
            assert!(guide.questions.iter().any(|question| question.kind == kind), "{}", kind.word());
        }
        assert!(guide.questions.iter().any(|question| question.when.is_some()));
        assert!(guide.questions.iter().any(|question| question.unit.is_some()));
        assert!(!guide.answer_sets.is_empty());
        assert_eq!(starter.languages(), ["en", "cy"]);
    }
}
