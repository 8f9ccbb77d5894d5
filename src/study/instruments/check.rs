//! Looking an instrument over: what is wrong with it, and what a person should know before it is used.
//!
//! Wrong is what the strict reading tells, and for an instrument of the study's own whatever would keep a session from
//! beginning with it. A lineage that joins questions which cannot be added up is told, and no fault.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Embedded, LONGEST_ID, changed_since, is_called, is_id, is_like_built_in};
use crate::format::strict::{self, Slip, slip};
use crate::model::instrument::{Guide, Instrument};
use crate::model::question::Replaced;
use crate::model::shape::Step;
use crate::routing::lineage::{Asked, difference, is_of};
use crate::study::folder::StudyFolder;

/// What a look at one instrument found.
#[derive(Debug)]
pub struct Looked {
    /// Where it came from: its file, or the id of one that comes with the program.
    pub from: PathBuf,
    /// Its text; what is no UTF-8 in it is replaced.
    pub text: String,
    /// The instrument, if it reads.
    pub instrument: Option<Arc<Instrument>>,
    /// What is wrong, in the order of the text.
    pub slips: Vec<Slip>,
    /// What a person should know.
    pub warnings: Vec<Slip>,
}

/// Looks one over. `embedded` is what the sessions of the study were held with.
#[must_use]
pub fn look(study: &StudyFolder, embedded: &Embedded, from: &Path, bytes: &[u8]) -> Looked {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let looked = |slips, warnings, instrument| Looked {
        from: from.to_owned(),
        text: text.clone(),
        instrument,
        slips,
        warnings,
    };
    let instrument = match strict::read_instrument(bytes) {
        Ok(instrument) => instrument,
        Err(slips) => return looked(slips, Vec::new(), None),
    };
    let plain = |path: &Path| path.strip_prefix(".").unwrap_or(path).to_owned();
    let is_own = from.parent().is_some_and(|folder| plain(folder) == plain(&study.instruments()));
    let slips = if is_own { refusals(embedded, from, &text, &instrument) } else { Vec::new() };
    let warnings = lineages(embedded, &text, &instrument);
    looked(slips, warnings, Some(instrument))
}

/// What would keep a session from beginning with one of the study's own.
fn refusals(embedded: &Embedded, file: &Path, text: &str, instrument: &Instrument) -> Vec<Slip> {
    let guide = instrument.guide();
    let mut slips = Vec::new();
    let mut tell = |name: &str, told: &str, meant| {
        slips.push(slip(text, &[Step::Member(name.to_owned())], told, meant));
    };
    if !is_id(&guide.id) {
        let told = format!("an id is of small letters a to z, digits and hyphens, up to {LONGEST_ID}");
        tell("id", &told, None);
    } else if !is_called(file, &guide.id) {
        let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned());
        tell("id", "the id and the name of the file have to be the same", stem.filter(|stem| is_id(stem)));
    }
    let higher = || Some(guide.version.saturating_add(1).to_string());
    if is_like_built_in(instrument) {
        tell("version", "an instrument that comes with the program has this id and this version", higher());
    }
    if let Some(session) = changed_since(embedded, instrument) {
        let told = format!(
            "the wording changed since the session in {}, which was held with version {}: raise “version”, and say \
             in “lineage” which question stands in the place of which earlier one",
            session.display(),
            guide.version
        );
        tell("version", &told, higher());
    }
    slips
}

/// Lineages that join what cannot be added up, as far as the earlier version is known.
fn lineages(embedded: &Embedded, text: &str, instrument: &Instrument) -> Vec<Slip> {
    let guide = instrument.guide();
    let mut warnings = Vec::new();
    for (place, replaced) in guide.lineage.iter().enumerate() {
        if replaced.same != Some(true) {
            continue;
        }
        let earlier = embedded.values().map(|(_, earlier)| earlier.guide());
        let told = earlier
            .filter(|earlier| is_of(guide, replaced, earlier))
            .find_map(|earlier| wrong(guide, replaced, earlier));
        if let Some(told) = told {
            let way = [Step::Member("lineage".to_owned()), Step::Element(place)];
            warnings.push(slip(text, &way, &told, None));
        }
    }
    warnings
}

fn wrong(guide: &Guide, replaced: &Replaced, earlier: &Guide) -> Option<String> {
    let version = earlier.version;
    let Some(before) = earlier.question(replaced.replaces.as_str()) else {
        return Some(format!("version {version} has no question “{}”", replaced.replaces));
    };
    let question = guide.question(replaced.question.as_str())?;
    let now = Asked { guide, question };
    let difference = difference(now, Asked { guide: earlier, question: before })?;
    Some(format!(
        "question {} is said to be the same as {} of version {version}, but {difference}: their answers do not add up",
        question.label(),
        before.label()
    ))
}
