//! Everything that is wrong with an instrument, each with the way to it.
//!
//! The file has been read: members are of the right type. What is looked at here is what they mean together: ids,
//! conditions, answers, ranges. The method of a good compiler: all of it at once, and what may have been meant.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::reach::never_asked;
use super::route::Route;
use super::suggest::nearest;
use super::wrong::{Problem, Wrong};
use crate::model::condition::{Bound, Comparison, Condition};
use crate::model::ids::QuestionId;
use crate::model::instrument::Guide;
use crate::model::question::{Category, Like, Question, QuestionKind};
use crate::model::shape::{Step, path_in_words};

/// Finds everything that is wrong with an instrument, in the order of the file as far as it can be told.
#[must_use]
pub fn check(guide: &Guide) -> Vec<Problem> {
    let mut checker = Checker {
        guide,
        route: Route::of(guide),
        problems: Vec::new(),
        themes: guide.themes.iter().map(|theme| theme.id.as_str()).collect(),
        words_left: MOST_WORDS,
    };
    checker.ids();
    checker.texts();
    for (place, question) in guide.questions.iter().enumerate() {
        checker.question(place, question);
    }
    for (place, set) in guide.answer_sets.iter().enumerate() {
        let path = [member("answer_sets"), Step::Element(place), member("answers")];
        checker.categories(&path, &set.answers);
    }
    checker.circles();
    // Conditions that mean nothing cannot be gone through.
    if checker.problems.is_empty() {
        for place in never_asked(&checker.route) {
            checker.tell(&[member("questions"), Step::Element(place), member("when")], Wrong::NeverAsked);
        }
    }
    checker.problems
}

fn member(name: &str) -> Step {
    Step::Member(name.to_owned())
}

/// The way from a place to what lies below it.
fn below(path: &[Step], steps: impl IntoIterator<Item = Step>) -> Vec<Step> {
    path.iter().cloned().chain(steps).collect()
}

/// What answers a kind of question, in words.
const fn answered_by(kind: QuestionKind) -> &'static str {
    match kind {
        QuestionKind::Choice => "one of its answers",
        QuestionKind::Choices => "several of its answers",
        QuestionKind::Number | QuestionKind::Decimal => "a number",
        QuestionKind::Scale => "a point on a scale",
        QuestionKind::Date => "a date",
        QuestionKind::Text => "words",
        QuestionKind::Matrix => "an answer a row",
    }
}

struct Checker<'g> {
    guide: &'g Guide,
    route: Route<'g>,
    problems: Vec<Problem>,
    themes: HashSet<&'g str>,
    /// How many words may still be looked at for what was meant.
    words_left: usize,
}

impl<'g> Checker<'g> {
    /// What may have been meant, as long as looking for it is quick: in a file where thousands are misspelt, the first
    /// few are enough to see what happened.
    fn nearest<'w>(
        &mut self,
        meant: &str,
        many: usize,
        words: impl Iterator<Item = &'w str>,
    ) -> Option<String> {
        self.words_left = self.words_left.checked_sub(many)?;
        nearest(meant, words)
    }

    fn tell(&mut self, path: &[Step], wrong: Wrong) {
        self.problems.push(Problem { path: path.to_vec(), wrong, meant: None });
    }

    fn tell_meant(&mut self, path: Vec<Step>, wrong: Wrong, meant: Option<String>) {
        self.problems.push(Problem { path, wrong, meant });
    }

    /// Every id stands once among its like.
    fn ids(&mut self) {
        let guide = self.guide;
        if guide.themes.is_empty() && guide.questions.is_empty() {
            self.tell(&[], Wrong::Nothing);
        }
        let at = |list: &str, place: usize| vec![member(list), Step::Element(place)];
        let themes =
            guide.themes.iter().enumerate().map(|(place, theme)| (theme.id.as_str(), at("themes", place)));
        self.once(themes.collect());
        let scripts =
            guide.scripts.iter().enumerate().map(|(place, script)| (&*script.id, at("scripts", place)));
        self.once(scripts.collect());
        let sets =
            guide.answer_sets.iter().enumerate().map(|(place, set)| (&*set.id, at("answer_sets", place)));
        self.once(sets.collect());
        let codes = guide.codebook.iter().enumerate().map(|(place, code)| (&*code.id, at("codebook", place)));
        self.once(codes.collect());
        // A note names a prompt and a question alike, so their ids are of one kind.
        let mut asked = Vec::new();
        let mut probes = Vec::new();
        for (theme_at, theme) in guide.themes.iter().enumerate() {
            for (prompt_at, prompt) in theme.prompts.iter().enumerate() {
                let path = below(&at("themes", theme_at), [member("prompts"), Step::Element(prompt_at)]);
                for (probe_at, probe) in prompt.probes.iter().enumerate() {
                    probes
                        .push((probe.id.as_str(), below(&path, [member("probes"), Step::Element(probe_at)])));
                }
                asked.push((prompt.id.as_str(), path));
            }
        }
        let questions = guide.questions.iter().enumerate();
        asked.extend(questions.map(|(place, question)| (question.id.as_str(), at("questions", place))));
        self.once(asked);
        self.once(probes);
    }

    fn once(&mut self, ids: Vec<(&str, Vec<Step>)>) {
        let mut first: HashMap<&str, Vec<Step>> = HashMap::new();
        for (id, path) in ids {
            if id.trim().is_empty() {
                self.tell(&below(&path, [member("id")]), Wrong::NoWords);
            } else if let Some(earlier) = first.get(id) {
                let wrong = Wrong::Twice(id.to_owned(), told(earlier));
                self.tell(&below(&path, [member("id")]), wrong);
            } else {
                first.insert(id, path);
            }
        }
    }

    fn texts(&mut self) {
        let guide = self.guide;
        if guide.title.trim().is_empty() {
            self.tell(&[member("title")], Wrong::NoWords);
        }
        for (place, theme) in guide.themes.iter().enumerate() {
            if theme.title.trim().is_empty() {
                self.tell(&[member("themes"), Step::Element(place), member("title")], Wrong::NoWords);
            }
        }
        for (place, replaced) in guide.lineage.iter().enumerate() {
            let path = vec![member("lineage"), Step::Element(place), member("question")];
            self.known(path, &replaced.question);
        }
    }

    /// The question of this id; tells if there is none.
    fn known(&mut self, path: Vec<Step>, id: &QuestionId) -> Option<(usize, &'g Question)> {
        let found = self.route.place(id.as_str());
        if let Some(place) = found {
            return self.guide.questions.get(place).map(|question| (place, question));
        }
        let guide = self.guide;
        let ids = guide.questions.iter().map(|question| question.id.as_str());
        let meant = self.nearest(id.as_str(), guide.questions.len(), ids);
        self.tell_meant(path, Wrong::NoQuestion(id.to_string()), meant);
        None
    }

    fn question(&mut self, place: usize, question: &'g Question) {
        let path = [member("questions"), Step::Element(place)];
        if question.text.trim().is_empty() {
            self.tell(&below(&path, [member("text")]), Wrong::NoWords);
        }
        if let Some(theme) = &question.theme
            && !self.themes.contains(theme.as_str())
        {
            let guide = self.guide;
            let ids = guide.themes.iter().map(|theme| theme.id.as_str());
            let meant = self.nearest(theme.as_str(), guide.themes.len(), ids);
            self.tell_meant(below(&path, [member("theme")]), Wrong::NoTheme(theme.to_string()), meant);
        }
        self.members(&path, question);
        self.categories(&below(&path, [member("answers")]), &question.answers);
        if let Some(when) = &question.when {
            self.condition(&below(&path, [member("when")]), when, place);
        }
    }

    /// What a question of its kind needs is there, and nothing that it has no use for.
    fn members(&mut self, path: &[Step], question: &Question) {
        use QuestionKind::{Choice, Choices, Decimal, Matrix, Number, Scale};
        let kind = question.kind;
        if let Some(id) = &question.answer_set
            && self.route.set(id).is_none()
        {
            let guide = self.guide;
            let ids = guide.answer_sets.iter().map(|set| &*set.id);
            let meant = self.nearest(id, guide.answer_sets.len(), ids);
            self.tell_meant(below(path, [member("answer_set")]), Wrong::NoSet(id.clone()), meant);
        }
        let has_answers = !question.answers.is_empty() || question.answer_set.is_some();
        let has_ends = question.least.is_some() && question.most.is_some();
        let has = [
            ("answers", !question.answers.is_empty(), matches!(kind, Choice | Choices | Matrix)),
            ("answer_set", question.answer_set.is_some(), matches!(kind, Choice | Choices | Matrix)),
            ("items", !question.items.is_empty(), kind == Matrix),
            ("unit", question.unit.is_some(), matches!(kind, Number | Decimal)),
            ("least", question.least.is_some(), matches!(kind, Number | Decimal | Scale | Matrix)),
            ("most", question.most.is_some(), matches!(kind, Number | Decimal | Scale | Matrix)),
            ("low", question.low.is_some(), matches!(kind, Scale | Matrix)),
            ("high", question.high.is_some(), matches!(kind, Scale | Matrix)),
        ];
        for (name, is_there, is_of_use) in has {
            if is_there && !is_of_use {
                self.tell(&below(path, [member(name)]), Wrong::NoUse { kind: kind.word(), member: name });
            }
        }
        let needs = [
            (
                "answers",
                matches!(kind, Choice | Choices) && !has_answers
                    || kind == Matrix && !has_answers && !has_ends,
            ),
            ("items", kind == Matrix && question.items.is_empty()),
            ("least", kind == Scale && question.least.is_none()),
            ("most", kind == Scale && question.most.is_none()),
        ];
        for (name, is_needed) in needs {
            if is_needed {
                self.tell(path, Wrong::Needs { kind: kind.word(), member: name });
            }
        }
        if question.least > question.most && question.most.is_some() {
            self.tell(&below(path, [member("least")]), Wrong::Reversed);
        }
        for (name, end) in [("least", &question.least), ("most", &question.most)] {
            if kind != Decimal && end.as_ref().is_some_and(|end| !end.is_whole()) {
                self.tell(&below(path, [member(name)]), Wrong::NotWhole);
            }
        }
        let items = question.items.iter().enumerate();
        let items = items.map(|(at, item)| (&*item.id, below(path, [member("items"), Step::Element(at)])));
        self.once(items.collect());
    }

    fn categories(&mut self, path: &[Step], categories: &[Category]) {
        let at = |place: usize| below(path, [Step::Element(place)]);
        self.once(
            categories.iter().enumerate().map(|(place, category)| (&*category.id, at(place))).collect(),
        );
        let mut keys: BTreeMap<&str, &str> = BTreeMap::new();
        for (place, category) in categories.iter().enumerate() {
            if category.text.trim().is_empty() {
                self.tell(&below(&at(place), [member("text")]), Wrong::NoWords);
            }
            let Some(key) = &category.key else { continue };
            let path = below(&at(place), [member("key")]);
            let mut letters = key.chars();
            let is_one = letters.next().is_some_and(char::is_alphanumeric) && letters.next().is_none();
            if !is_one {
                self.tell(&path, Wrong::NotAKey(key.clone()));
            } else if let Some(other) = keys.insert(key, &category.text) {
                self.tell(&path, Wrong::KeyTwice(key.clone(), other.to_owned()));
            }
        }
    }

    /// A condition at the question of this place.
    fn condition(&mut self, path: &[Step], condition: &'g Condition, place: usize) {
        let under = |name: &str| below(path, [member(name)]);
        match condition {
            Condition::All(inner) => self.each(&under("all"), "all", inner, place),
            Condition::Any(inner) => self.each(&under("any"), "any", inner, place),
            Condition::Not(inner) => self.condition(&under("not"), inner, place),
            Condition::Answered(id) => {
                self.earlier(&under("answered"), id, place);
            }
            Condition::Is(test) => {
                let path = under("is");
                if let Some(question) =
                    self.tested(&path, "is", &test.question, place, &[QuestionKind::Choice])
                {
                    self.offers(&path, question, &test.answer);
                }
            }
            Condition::Includes(test) => {
                let path = under("includes");
                let kinds = [QuestionKind::Choices];
                if let Some(question) = self.tested(&path, "includes", &test.question, place, &kinds) {
                    self.offers(&path, question, &test.answer);
                }
            }
            Condition::Like(test) => {
                let path = under("like");
                if let Some(question) =
                    self.tested(&path, "like", &test.question, place, &[QuestionKind::Choice])
                {
                    self.likens(&path, question, test.answer);
                }
            }
            Condition::Compare(comparison) => self.comparison(&under("compare"), comparison, place),
        }
    }

    fn each(&mut self, path: &[Step], name: &'static str, inner: &'g [Condition], place: usize) {
        if inner.is_empty() {
            self.tell(path, Wrong::Empty(name));
        }
        for (at, condition) in inner.iter().enumerate() {
            self.condition(&below(path, [Step::Element(at)]), condition, place);
        }
    }

    /// The question that a condition is about, if it is known and comes earlier.
    fn earlier(&mut self, path: &[Step], id: &QuestionId, place: usize) -> Option<&'g Question> {
        let (found, question) = self.known(path.to_vec(), id)?;
        match found.cmp(&place) {
            std::cmp::Ordering::Less => return Some(question),
            std::cmp::Ordering::Equal => self.tell(path, Wrong::Itself),
            std::cmp::Ordering::Greater => self.tell(path, Wrong::Later(question.label().to_owned())),
        }
        None
    }

    /// The question that is tested, if it is answered in one of these ways.
    fn tested(
        &mut self,
        path: &[Step],
        test: &'static str,
        id: &QuestionId,
        place: usize,
        kinds: &[QuestionKind],
    ) -> Option<&'g Question> {
        let at = below(path, [member("question")]);
        let question = self.earlier(&at, id, place)?;
        if kinds.contains(&question.kind) {
            return Some(question);
        }
        let kind = answered_by(question.kind);
        self.tell(&at, Wrong::WrongTest { test, question: question.label().to_owned(), kind });
        None
    }

    fn offers(&mut self, path: &[Step], question: &Question, answer: &str) {
        let offered = self.route.answers(question);
        if offered.is_empty() || offered.iter().any(|category| category.id == answer) {
            return;
        }
        let ids: Vec<&str> = offered.iter().map(|category| &*category.id).collect();
        let wrong = Wrong::NoAnswer {
            question: question.label().to_owned(),
            answer: answer.to_owned(),
            offered: ids.join(", "),
        };
        let meant = self.nearest(answer, ids.len(), ids.iter().copied());
        self.tell_meant(below(path, [member("answer")]), wrong, meant);
    }

    fn likens(&mut self, path: &[Step], question: &Question, like: Like) {
        let offered = self.route.answers(question);
        if offered.is_empty() || offered.iter().any(|category| category.like == Some(like)) {
            return;
        }
        let wrong = Wrong::NothingLike { question: question.label().to_owned(), like: like.word() };
        self.tell(&below(path, [member("answer")]), wrong);
    }

    fn comparison(&mut self, path: &[Step], comparison: &Comparison, place: usize) {
        use QuestionKind::{Date, Decimal, Number, Scale};
        let kinds = [Number, Decimal, Scale, Date];
        let Some(question) = self.tested(path, "compare", &comparison.question, place, &kinds) else {
            return;
        };
        let value = match &comparison.value {
            Bound::Figure(_) if question.kind != Date => return,
            Bound::Date(_) if question.kind == Date => return,
            Bound::Figure(_) => "a number",
            Bound::Date(_) => "a date",
        };
        let kind = answered_by(question.kind);
        let wrong = Wrong::WrongValue { question: question.label().to_owned(), kind, value };
        self.tell(&below(path, [member("value")]), wrong);
    }

    /// Questions whose conditions go round in a circle. Some of it is told already, as a look at a later question;
    /// that it is a circle is what has to be mended.
    fn circles(&mut self) {
        let many = self.guide.questions.len();
        let depends: Vec<BTreeSet<usize>> =
            self.guide.questions.iter().map(|question| self.depends(question)).collect();
        let mut ahead: Vec<usize> = (0..many)
            .filter(|place| depends.get(*place).is_some_and(|on| on.iter().any(|other| other > place)))
            .collect();
        // One circle that is long may be told from many of its questions: the first few are enough to mend it.
        ahead.truncate(MOST_CIRCLES);
        while let Some(start) = ahead.pop() {
            if let Some(circle) = circle_from(start, &depends) {
                ahead.retain(|place| !circle.contains(place));
                let labels =
                    circle.iter().filter_map(|place| self.guide.questions.get(*place)).map(Question::label);
                let labels = labels.collect::<Vec<_>>().join(", ");
                let path = [member("questions"), Step::Element(start), member("when")];
                self.tell(&path, Wrong::Circle(labels));
            }
        }
    }

    fn depends(&self, question: &Question) -> BTreeSet<usize> {
        let mut on = BTreeSet::new();
        if let Some(when) = &question.when {
            super::condition::questions(when, &mut |id| on.extend(self.route.place(id.as_str())));
        }
        on
    }
}

/// The places on a way from a question back to itself, smallest first; nothing when there is none but itself.
fn circle_from(start: usize, depends: &[BTreeSet<usize>]) -> Option<BTreeSet<usize>> {
    // Breadth first, so that the shortest way is found; no recursion, for a circle may be long.
    let mut from: BTreeMap<usize, usize> = BTreeMap::new();
    let mut waiting = std::collections::VecDeque::from([start]);
    while let Some(place) = waiting.pop_front() {
        for next in depends.get(place).into_iter().flatten() {
            if *next == start && place != start {
                let back = std::iter::successors(Some(place), |place| from.get(place).copied());
                return Some(back.chain([start]).collect());
            }
            if *next != start && !from.contains_key(next) {
                from.insert(*next, place);
                waiting.push_back(*next);
            }
        }
    }
    None
}

/// No more words than this are looked at for what was meant by others.
const MOST_WORDS: usize = 300_000;

/// No more circles than this are looked for.
const MOST_CIRCLES: usize = 20;

/// A path in words: `questions[2]`.
fn told(path: &[Step]) -> String {
    path_in_words(path)
}
