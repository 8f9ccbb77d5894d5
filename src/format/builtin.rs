//! Instruments that come with the program.

use std::sync::Arc;

use super::{FormatError, v1};
use crate::model::instrument::Instrument;

/// The texts of the instruments, as they are read.
const TEXTS: &[&str] = &[include_str!("builtin/practice-survey.json")];

/// Every built-in instrument, in the order they are offered.
///
/// # Errors
/// A [`FormatError`] if one of them does not read, which a test rules out.
pub fn instruments() -> Result<Vec<Arc<Instrument>>, FormatError> {
    TEXTS.iter().map(|text| v1::read_instrument(text)).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn practice_survey() -> Arc<Instrument> {
        instruments()
            .unwrap()
            .into_iter()
            .find(|instrument| instrument.guide().id == "practice-survey")
            .unwrap()
    }

    #[test]
    fn the_practice_survey_has_the_ten_themes_of_the_study_in_ninety_minutes() {
        let survey = practice_survey();
        let titles: Vec<_> = survey.guide().themes.iter().map(|theme| theme.title.as_str()).collect();
        assert_eq!(
            titles.join(" · "),
            "Strategy · Funding · Policies and procedures · Partnerships · Training · Practice · \
             Links with prisons · Outcomes · Challenges and obstacles · Lessons for practice"
        );
        let minutes: u32 = survey.guide().themes.iter().filter_map(|theme| theme.planned_minutes).sum();
        assert_eq!(minutes, 90);
        for theme in &survey.guide().themes {
            let probes: usize = theme.prompts.iter().map(|prompt| prompt.probes.len()).sum();
            assert!((2..=4).contains(&theme.prompts.len()), "{}: prompts", theme.title);
            assert!((3..=5).contains(&probes), "{}: {probes} probes", theme.title);
        }
    }

    #[test]
    fn no_prompt_asks_for_yes_or_no_or_is_longer_than_25_words() {
        let closed = [
            "do",
            "does",
            "did",
            "is",
            "are",
            "was",
            "were",
            "am",
            "have",
            "has",
            "had",
            "would",
            "will",
            "can",
            "could",
            "should",
            "shall",
            "may",
            "might",
            "must",
            "don't",
            "doesn't",
            "didn't",
            "isn't",
            "aren't",
            "wasn't",
            "weren't",
            "haven't",
            "hasn't",
            "hadn't",
            "wouldn't",
            "won't",
            "can't",
            "couldn't",
            "shouldn't",
        ];
        for theme in &practice_survey().guide().themes {
            for prompt in &theme.prompts {
                let words: Vec<_> = prompt.text.split_whitespace().collect();
                let first = words[0].to_lowercase().replace('’', "'");
                let first = first.trim_matches(|letter: char| !letter.is_alphabetic() && letter != '\'');
                assert!(!closed.contains(&first), "{}", prompt.text);
                assert!(words.len() <= 25, "{}", prompt.text);
            }
        }
    }

    #[test]
    fn ids_are_unique_and_both_scripts_and_the_codebook_are_there() {
        let survey = practice_survey();
        let guide = survey.guide();
        let mut ids: Vec<&str> = Vec::new();
        for theme in &guide.themes {
            ids.push(theme.id.as_str());
            for prompt in &theme.prompts {
                ids.push(prompt.id.as_str());
                ids.extend(prompt.probes.iter().map(|probe| probe.id.as_str()));
            }
        }
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
        assert!(guide.script("opening").is_some() && guide.script("closing").is_some());
        assert!((18..=22).contains(&guide.codebook.len()));
    }
}
