//! Instruments that come with the program.

use std::sync::Arc;

use super::{FormatError, v1};
use crate::model::instrument::Instrument;

/// The texts of the instruments, as they are read.
const TEXTS: &[&str] = &[
    include_str!("builtin/practice-survey.json"),
    include_str!("builtin/prison-visit.json"),
    include_str!("builtin/meeting.json"),
    include_str!("builtin/reading.json"),
    include_str!("builtin/safeguarding-board.json"),
];

/// Every built-in instrument, in the order they are offered.
///
/// # Errors
/// A [`FormatError`] if one of them does not read, which a test rules out.
pub fn instruments() -> Result<Vec<Arc<Instrument>>, FormatError> {
    TEXTS.iter().map(|text| v1::read_instrument(text)).collect()
}

/// The text of a built-in instrument.
#[must_use]
pub fn text(id: &str) -> Option<&'static str> {
    let all = instruments().unwrap_or_default();
    let place = all.iter().position(|instrument| instrument.guide().id == id)?;
    TEXTS.get(place).copied()
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::capture::tags::without_tags;
    use crate::model::instrument::{Guide, Probe, Prompt, Theme};

    /// First words of questions that yes or no would answer.
    const CLOSED: &str = "do does did is are was were am have has had would will can could should shall may might \
        must don't doesn't didn't isn't aren't wasn't weren't haven't hasn't hadn't wouldn't won't can't couldn't \
        shouldn't";

    /// Words that label people, and things that a prison lets nobody bring in.
    const KEPT_OUT: &str = "inmate inmates offender offenders convict convicts criminal criminals kid kids \
        camera cameras recorder recorders";

    fn guides() -> Vec<Guide> {
        instruments().unwrap().iter().map(|found| found.guide().clone()).collect()
    }

    /// Those of themes and prompts.
    fn topic_guides() -> Vec<Guide> {
        guides().into_iter().filter(|guide| !guide.themes.is_empty()).collect()
    }

    fn prompts(guide: &Guide) -> impl Iterator<Item = &Prompt> {
        guide.themes.iter().flat_map(|theme| &theme.prompts)
    }

    fn probes(theme: &Theme) -> impl Iterator<Item = &Probe> {
        theme.prompts.iter().flat_map(|prompt| &prompt.probes)
    }

    /// The words of a text, in lower case and without the punctuation around them.
    fn words(text: &str) -> Vec<String> {
        let text = text.to_lowercase().replace('’', "'");
        let is_around = |letter: char| !letter.is_alphanumeric();
        text.split_whitespace().map(|word| word.trim_matches(is_around).to_owned()).collect()
    }

    /// What an instrument is called, its minutes and its themes, in one text.
    fn told(id: &str) -> String {
        let guide = guides().into_iter().find(|guide| guide.id == id).unwrap();
        let titles: Vec<_> = guide.themes.iter().map(|theme| theme.title.as_str()).collect();
        let minutes: u32 = guide.themes.iter().map(|theme| theme.planned_minutes.unwrap()).sum();
        format!("{}, {minutes} minutes: {}", guide.title, titles.join(" · "))
    }

    #[test]
    fn the_practice_survey_comes_first_and_no_id_comes_twice() {
        let ids: Vec<_> = guides().into_iter().map(|guide| guide.id).collect();
        assert_eq!(ids, ["practice-survey", "prison-visit", "meeting", "reading", "safeguarding-board"]);
    }

    #[test]
    fn the_practice_survey_has_the_ten_themes_of_the_study_in_ninety_minutes() {
        assert_eq!(
            told("practice-survey"),
            "Practice survey, 90 minutes: Strategy · Funding · Policies and procedures · Partnerships · \
             Training · Practice · Links with prisons · Outcomes · Challenges and obstacles · Lessons for practice"
        );
    }

    #[test]
    fn the_prison_visit_goes_from_the_way_there_to_what_was_not_seen_in_two_hours() {
        assert_eq!(
            told("prison-visit"),
            "Prison visit, 120 minutes: Getting here · Arrival and search · Visits hall · Children's facilities · \
             Staff · Information for families · Family days, special visits · Leaving and afterwards · \
             Between visits · What was not seen"
        );
    }

    #[test]
    fn the_meeting_goes_from_a_welcome_to_the_next_meeting_in_two_hours() {
        assert_eq!(
            told("meeting"),
            "Advisory group meeting, 120 minutes: Welcome and purpose · Progress since last time · \
             Methods and access · Early findings · Language and sensitivity · Products and guidance · \
             Spreading the word · Actions and next meeting"
        );
    }

    #[test]
    fn reading_goes_from_the_source_to_what_to_read_next_in_an_hour() {
        assert_eq!(
            told("reading"),
            "Reading, 60 minutes: The source and its readers · Question and method · Who was studied · \
             Findings: children · Findings: families, carers · Findings: services, prisons · Quality and limits · \
             What it means for this study · Gaps and what to read next"
        );
    }

    #[test]
    fn every_theme_has_a_short_title_a_few_prompts_and_a_few_probes() {
        for guide in guides() {
            for theme in &guide.themes {
                assert!(theme.title.chars().count() <= 28, "{}", theme.title);
                assert!((2..=4).contains(&theme.prompts.len()), "{}: {}: prompts", guide.id, theme.title);
                assert!((3..=5).contains(&probes(theme).count()), "{}: {}: probes", guide.id, theme.title);
            }
        }
    }

    #[test]
    fn no_prompt_asks_for_yes_or_no_or_is_longer_than_25_words() {
        let closed = words(CLOSED);
        for guide in guides() {
            for Prompt { text, probes, .. } in prompts(&guide) {
                let words = words(text);
                assert!(!closed.contains(&words[0]), "{text}");
                assert!(words.len() <= 25, "{text}");
                assert!(text.ends_with('?') && text.matches('?').count() == 1, "one question: {text}");
                assert!(!probes.is_empty(), "nothing to follow up: {text}");
            }
        }
    }

    #[test]
    fn a_probe_is_a_cue_of_five_words_at_most() {
        // One probe of the practice survey is a word over; mending it makes a new version of that guide.
        let mut longer = Vec::new();
        for guide in guides() {
            for probe in guide.themes.iter().flat_map(probes) {
                assert!(!probe.text.ends_with(['?', '.']), "a cue, not a sentence: {}", probe.text);
                if words(&probe.text).len() > 5 {
                    longer.push(probe.id.as_str().to_owned());
                }
            }
        }
        assert_eq!(longer, ["partnerships.sharing.moves"]);
    }

    #[test]
    fn ids_are_unique_and_begin_with_the_id_of_what_they_belong_to() {
        let is_under =
            |id: &str, above: &str| id.strip_prefix(above).is_some_and(|rest| rest.starts_with('.'));
        for guide in guides() {
            let mut ids: Vec<&str> = Vec::new();
            for theme in &guide.themes {
                ids.push(theme.id.as_str());
                for prompt in &theme.prompts {
                    assert!(is_under(prompt.id.as_str(), theme.id.as_str()), "{}", prompt.id);
                    ids.push(prompt.id.as_str());
                    for probe in &prompt.probes {
                        assert!(is_under(probe.id.as_str(), prompt.id.as_str()), "{}", probe.id);
                        ids.push(probe.id.as_str());
                    }
                }
            }
            assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{}", guide.id);
        }
    }

    #[test]
    fn every_topic_guide_says_that_its_wording_is_its_own() {
        for guide in topic_guides() {
            let source = guide.source.as_deref().unwrap();
            assert!(source.starts_with("Own wording, drawn from "), "{}", guide.id);
            assert_eq!(guide.lang.as_deref(), Some("en"), "{}", guide.id);
        }
    }

    #[test]
    fn what_is_held_with_people_has_both_scripts_and_names_the_limit_of_silence() {
        for guide in guides() {
            if guide.id == "reading" {
                assert!(guide.scripts.is_empty(), "there is nobody to read them to");
                continue;
            }
            assert_eq!(guide.scripts.len(), 2, "{}", guide.id);
            let opening = guide.script("opening").unwrap().text.join(" ");
            let closing = guide.script("closing").unwrap().text.join(" ");
            for said in ["at risk of serious harm, ", "Do you agree to take part? ", "We will tell you first"]
            {
                assert!(opening.contains(said), "{}: {said}", guide.id);
            }
            assert!(closing.contains("taken out"), "{}: how to have words taken out", guide.id);
        }
    }

    #[test]
    fn a_codebook_is_of_tags_that_can_be_typed_and_mean_the_same_in_every_guide() {
        let mut meanings = BTreeMap::new();
        for guide in topic_guides() {
            assert!((14..=22).contains(&guide.codebook.len()), "{}", guide.id);
            let tags: BTreeSet<_> = guide.codebook.iter().map(|code| code.id.as_str()).collect();
            assert_eq!(tags.len(), guide.codebook.len(), "{}", guide.id);
            for code in &guide.codebook {
                let (_, typed) = without_tags(&format!("said #{}", code.id));
                assert_eq!(typed, BTreeSet::from([code.id.clone()]));
                let meaning = meanings.entry(code.id.clone()).or_insert_with(|| code.text.clone());
                assert_eq!(code.text, *meaning, "{}", code.id);
            }
        }
    }

    #[test]
    fn no_guide_labels_people_or_counts_on_what_a_prison_forbids() {
        let kept_out = words(KEPT_OUT);
        for text in TEXTS {
            let said = words(&text.replace(|letter: char| !letter.is_alphanumeric(), " "));
            assert_eq!(said.iter().find(|word| kept_out.contains(word)), None);
        }
    }
}
