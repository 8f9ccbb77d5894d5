//! `hearken compare`: how lines of evidence stand to one another on a theme.

use std::collections::BTreeSet;

use super::answer::Answer;
use super::failure::{Failure, Kind};
use super::merge::unmerged;
use super::{Call, facts, input, places};
use crate::model::ids::ThemeId;
use crate::model::json::Json;
use crate::model::study::{Relation, Strand};
use crate::report::strands::themes;
use crate::run::{clock, random};
use crate::study::findings::{self, Said};
use crate::study::folder::StudyFolder;
use crate::study::report::corpus;

/// Says that lines of evidence agree or contradict each other on a theme
///
/// hearken report findings sets the lines of evidence beside each other, theme by theme, and draws no conclusion from them.
/// What you conclude stands there from then on. It is kept in the study's file, so the studies of two people merge. The
/// lines are questionnaire, practice-survey, prison-visits, literature and advisory-group.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  hearken compare funding prison-visits practice-survey --agree --words \"short-term everywhere\"\n  \
                        hearken compare training questionnaire practice-survey --contradict\n  \
                        hearken compare training questionnaire practice-survey --clear"
)]
#[command(group = clap::ArgGroup::new("how").required(true))]
pub(super) struct Args {
    /// The id of the theme
    #[arg(value_name = "THEME")]
    theme: String,
    /// The lines of evidence, two at least
    #[arg(value_name = "STRAND", required = true, num_args = 2.., value_parser = strand)]
    strands: Vec<Strand>,
    /// They say the same
    #[arg(long = "agree", group = "how")]
    do_agree: bool,
    /// They say what cannot both hold
    #[arg(long = "contradict", group = "how")]
    do_contradict: bool,
    /// Takes back what was said of them
    #[arg(long = "clear", group = "how")]
    is_cleared: bool,
    /// In which way, in a sentence or two
    #[arg(long, value_name = "TEXT", conflicts_with = "is_cleared")]
    words: Option<String>,
}

fn strand(typed: &str) -> Result<Strand, String> {
    let words = || Strand::ALL.iter().map(|strand| strand.word()).collect::<Vec<_>>().join(", ");
    Strand::ALL
        .iter()
        .copied()
        .find(|strand| strand.word() == typed)
        .ok_or_else(|| format!("the lines of evidence are {}", words()))
}

pub(super) fn run(args: &Args, call: &Call<'_>) -> Result<Answer, Failure> {
    let strands: BTreeSet<Strand> = args.strands.iter().copied().collect();
    if strands.len() < 2 {
        return Err(Failure::new(Kind::Usage, "a line of evidence is compared with another one"));
    }
    let study = places::study(call)?.folder;
    let theme = theme(&args.theme, &study, call)?;
    let relation = match (args.do_agree, args.do_contradict) {
        (true, _) => Some(Relation::Agree),
        (_, true) => Some(Relation::Contradict),
        _ => None,
    };
    let said = Said { theme, strands, relation, text: args.words.clone() };
    let is_changed = findings::say(call.storage, &study, said, random::writer_id()?, &clock::now())
        .map_err(|error| Failure::of_writing(&error))?;
    if call.options.is_json {
        let changed = ("changed", Json::Bool(is_changed));
        return Ok(Answer::of(facts::written(&facts::object([changed]))));
    }
    let told = match (is_changed, relation) {
        (true, Some(_)) => "Noted. hearken report findings shows it.",
        (true, None) => "Taken back.",
        (false, Some(_)) => "That was said already.",
        (false, None) => "Nothing was said of them.",
    };
    Ok(Answer { done: vec![told.to_owned()], ..Answer::default() })
}

/// The theme of this id, as the sessions of the study have it.
fn theme(typed: &str, study: &StudyFolder, call: &Call<'_>) -> Result<ThemeId, Failure> {
    let corpus = corpus(call.storage, vec![study.root().to_owned()], || input::stdin(call))
        .map_err(|error| unmerged(error, call))?;
    let known = themes(&corpus);
    if let Some(theme) = known.iter().find(|theme| theme.id.as_str() == typed) {
        return Ok(theme.id.clone());
    }
    let ids: Vec<&str> = known.iter().map(|theme| theme.id.as_str()).collect();
    Err(Failure::new(Kind::Usage, format!("no session of this study has a theme “{typed}”"))
        .hint(format!("There are {}.", ids.join(", "))))
}
