//! Skip logic, tested by filling in the form: answer this, expect that to be asked.

mod board;
mod check;
mod kinds;
mod lineage;
mod paper;
mod scenario;

use hearken::format::builtin;
use hearken::model::instrument::Guide;
use hearken::model::json::Json;
use hearken::model::note::Empty;
use hearken::routing::answer::{Given, read};
use hearken::routing::route::{Route, Standing};

/// A form that is being filled in.
pub(crate) struct Form<'g> {
    route: Route<'g>,
    given: Vec<Given>,
}

impl<'g> Form<'g> {
    pub(crate) fn of(guide: &'g Guide) -> Self {
        Self { route: Route::of(guide), given: vec![Given::Nothing; guide.questions.len()] }
    }

    fn place(&self, id: &str) -> usize {
        self.route.place(id).unwrap_or_else(|| panic!("no question {id}"))
    }

    fn note(&mut self, id: &str, given: Given) -> &mut Self {
        let place = self.place(id);
        self.given[place] = given;
        self
    }

    /// Answers a question with a category.
    pub(crate) fn answer(&mut self, id: &str, category: &str) -> &mut Self {
        self.json(id, &Json::text(category))
    }

    /// Answers a question with anything.
    pub(crate) fn json(&mut self, id: &str, answer: &Json<'_>) -> &mut Self {
        let guide = self.route.guide();
        let question = guide.question(id).unwrap();
        let given = read(guide, question, answer).unwrap_or_else(|misfit| panic!("{id}: {misfit}"));
        self.note(id, given.map_or(Given::Nothing, Given::Answer))
    }

    /// Answers a question in words.
    pub(crate) fn words(&mut self, id: &str) -> &mut Self {
        self.note(id, Given::Answer(hearken::routing::answer::Answer::Words))
    }

    /// Leaves a question empty.
    pub(crate) fn leave(&mut self, id: &str, empty: Empty) -> &mut Self {
        self.note(id, Given::Empty(empty))
    }

    /// Takes what was noted for a question away.
    pub(crate) fn clear(&mut self, id: &str) -> &mut Self {
        self.note(id, Given::Nothing)
    }

    pub(crate) fn standings(&self) -> Vec<Standing> {
        self.route.walk(&self.given)
    }

    pub(crate) fn standing(&self, id: &str) -> Standing {
        self.standings()[self.place(id)]
    }

    /// The ids of the questions that are asked, in order.
    pub(crate) fn asked(&self) -> Vec<String> {
        let questions = self.route.guide().questions.iter().zip(self.standings());
        questions
            .filter(|(_, standing)| standing.is_asked())
            .map(|(question, _)| question.id.to_string())
            .collect()
    }
}

/// The questionnaire to safeguarding boards.
pub(crate) fn board() -> Guide {
    let all = builtin::instruments().unwrap();
    all.iter().find(|found| found.guide().id == "safeguarding-board").unwrap().guide().clone()
}

/// A guide of these questions, as they stand in a file.
pub(crate) fn guide(questions: &str) -> Guide {
    let text = format!(
        r#"{{ "format": "hearken/instrument", "id": "form", "version": 1, "title": "A form",
            "questions": [{questions}] }}"#
    );
    hearken::format::v1::read_instrument(&text).unwrap_or_else(|error| panic!("{error}")).guide().clone()
}
