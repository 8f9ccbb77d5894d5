//! A key of a study in words and as facts, and what a merge changed among them.

use crate::cli::facts;
use crate::model::ids::WriterId;
use crate::model::json::Json;
use crate::model::study::KeyRole;
use crate::storage::OsStorage;
use crate::study::keys::{KeyChange, StudyKey};
use crate::study::laptop::{self, Settings};

/// The id of this laptop, where its settings say it.
pub(in crate::cli) fn this_laptop() -> Option<WriterId> {
    let places = laptop::places().ok()?;
    Settings::laptop_of(&OsStorage, &places.settings)
}

/// Whose a key is.
pub(super) fn whose(key: &StudyKey, this: Option<WriterId>) -> String {
    match (key.role, key.laptop) {
        (KeyRole::Study, _) => "the office".to_owned(),
        (KeyRole::Device, Some(laptop)) if Some(laptop) == this => format!("this laptop ({laptop})"),
        (KeyRole::Device, Some(laptop)) => format!("the laptop {laptop}"),
        (KeyRole::Device, None) => "a laptop".to_owned(),
    }
}

/// One key of a study.
pub(in crate::cli) fn key_facts(key: &StudyKey, this: Option<WriterId>) -> Json<'static> {
    facts::object([
        ("key", facts::text(key.recipient.to_string())),
        ("role", facts::text(key.role.word())),
        ("laptop", facts::maybe(key.laptop.map(|laptop| laptop.to_string()))),
        ("is_this_laptop", Json::Bool(key.laptop.is_some() && key.laptop == this)),
    ])
}

/// What a merge did to the keys of a study, or would do, each a sentence or two for a person's eye.
pub(in crate::cli) fn changed(change: &KeyChange, this: Option<WriterId>, is_dry_run: bool) -> Vec<String> {
    let (is_new, has_lost) =
        if is_dry_run { ("would be new to", "would lose") } else { ("is new to", "has lost") };
    let new = change.new.iter().map(|key| {
        format!(
            "A key of {} {is_new} this study: {}. {} If you do not know it, ask whose it is before anything more is written.",
            whose(key, this),
            key.recipient,
            match key.role {
                KeyRole::Study => "From then on sessions are sealed to it too, and whoever has it can read them.",
                KeyRole::Device => "What that laptop writes is sealed to it too.",
            },
        )
    });
    let lost = change.gone.iter().map(|key| {
        format!(
            "This study {has_lost} a key of {}: {}. What is written from then on is not sealed to it any more.{}",
            whose(key, this),
            key.recipient,
            if change.is_encrypted || key.role == KeyRole::Device { "" } else { " There is no key of the office left: the study is not encrypted any more." },
        )
    });
    new.chain(lost).collect()
}
