//! The questions that offer answers, each with its numbers in one line: for a report that is about something else.

use super::counting::Question;
use crate::model::ids::ThemeId;
use crate::report::anchor::Anchors;
use crate::report::corpus::Corpus;
use crate::report::counted::Counted;
use crate::report::returns::forms;
use crate::report::wordings::wordings;

/// A question in brief.
#[derive(Debug)]
pub(in crate::report) struct Brief {
    /// The theme of the topic guide that it is asked under.
    pub(in crate::report) theme: Option<ThemeId>,
    /// Its number and its words; of a row of a matrix, also that.
    pub(in crate::report) words: String,
    /// How often each answer was given, in words; answers nobody gave are left out.
    pub(in crate::report) answers: String,
    /// The numbers of the appendix.
    pub(in crate::report) counted: Counted,
}

/// Every question that offers answers, in printed order.
pub(in crate::report) fn brief(corpus: &Corpus) -> Vec<Brief> {
    let forms = forms(corpus.sessions());
    let wordings = wordings(&forms);
    let mut anchors = Anchors::default();
    let counted = wordings.iter().map(|wording| Question::of(corpus, &wordings, wording, &mut anchors));
    counted.flat_map(in_brief).collect()
}

fn in_brief(question: Question<'_, '_>) -> Vec<Brief> {
    let asked = question.wording.first.question;
    let offers = !question.wording.first.guide().answers(asked).is_empty() || asked.least.is_some();
    let tables = question.tables.into_iter().filter(|_| offers);
    let brief = |table: super::counting::Table| {
        let counts = table.counted.counts();
        let given = table.counted.kinds.iter().zip(counts).filter(|(_, count)| *count > 0);
        let given: Vec<String> = given.map(|(kind, count)| format!("{} {count}", kind.name)).collect();
        let row = table.row.as_ref().map(|row| format!(" – {row}")).unwrap_or_default();
        Brief {
            theme: asked.theme.clone(),
            words: format!("{}. {}{row}", asked.label(), asked.text),
            answers: if given.is_empty() { "nobody was asked".to_owned() } else { given.join(", ") },
            counted: table.counted,
        }
    };
    tables.map(brief).collect()
}
