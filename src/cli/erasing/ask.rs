//! What is asked on a terminal: one line each, and no answer means that nothing is done.

use std::io::{BufRead, Write};

use crate::cli::failure::{Failure, Kind};
use crate::model::visible::visible_line;
use crate::report::reach::Remark;
use crate::study::copies::Copies;
use crate::study::withdraw::{Choice, Plan};

use super::preview::remark_in_words;

/// Somebody who can be asked.
pub(in crate::cli) struct Ask<'a> {
    from: &'a mut dyn BufRead,
    to: &'a mut dyn Write,
}

impl<'a> Ask<'a> {
    /// Asks over these two streams.
    pub(in crate::cli) fn new(from: &'a mut dyn BufRead, to: &'a mut dyn Write) -> Self {
        Self { from, to }
    }

    /// Asks one question; gives the answer without blanks around it.
    ///
    /// # Errors
    /// [`Kind::CouldNot`] when no answer comes.
    pub(in crate::cli) fn line(&mut self, question: &str) -> Result<String, Failure> {
        let mut said = String::new();
        let asked = write!(self.to, "{question}").and_then(|()| self.to.flush());
        match asked.and_then(|()| self.from.read_line(&mut said)) {
            Ok(read) if read > 0 => Ok(said.trim().to_owned()),
            _ => Err(nothing_done()),
        }
    }

    /// Asks until somebody says yes, or something else.
    ///
    /// # Errors
    /// [`Kind::CouldNot`] for anything but yes.
    pub(in crate::cli) fn for_a_yes(&mut self, question: &str) -> Result<(), Failure> {
        let said = self.line(&format!("{question} Type yes: "))?;
        if said.eq_ignore_ascii_case("yes") { Ok(()) } else { Err(nothing_done()) }
    }

    /// Asks which of several is meant.
    ///
    /// # Errors
    /// As [`line`](Self::line).
    pub(in crate::cli) fn which(&mut self, name: &str, several: &[String]) -> Result<String, Failure> {
        let row = |(number, one): (usize, &String)| format!("  {number}  {}", visible_line(one));
        let listed = (1..).zip(several).map(row).collect::<Vec<_>>().join("\n");
        loop {
            let question = format!("“{}” may mean\n{listed}\nWhich? ", visible_line(name));
            let said = self.line(&question)?;
            let place = said.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
            let found =
                place.and_then(|place| several.get(place)).or(several.iter().find(|one| **one == said));
            if let Some(found) = found {
                return Ok(found.clone());
            }
        }
    }
}

fn nothing_done() -> Failure {
    Failure::new(Kind::CouldNot, "nothing was written").hint("All of it stands as it was.")
}

/// Asks about everything that only a person can judge, one by one, and then for a yes to all of it.
///
/// # Errors
/// [`Kind::CouldNot`] when somebody thinks better of it.
pub(super) fn about(ask: &mut Ask<'_>, copies: &Copies, plan: &mut Plan) -> Result<(), Failure> {
    let open: Vec<Remark> = plan.undecided().cloned().collect();
    for remark in open {
        let choice = choice(ask, &remark)?;
        plan.choose(copies, (remark.list, remark.id), choice);
    }
    ask.for_a_yes("This is not undone. Erase it for good?")
}

fn choice(ask: &mut Ask<'_>, remark: &Remark) -> Result<Choice, Failure> {
    // Only these have words that others can be put in the place of.
    let can_paraphrase = ["notes", "summaries"].contains(&remark.list.as_str());
    let choices = if can_paraphrase { "l leave, p paraphrase, r remove" } else { "l leave, r remove" };
    loop {
        let said = ask.line(&format!("{}\n  {choices} [l]: ", remark_in_words(remark)))?;
        match said.as_str() {
            "" | "l" => return Ok(Choice::Leave),
            "r" => return Ok(Choice::Remove),
            "p" if can_paraphrase => {
                let text = ask.line("  In other words: ")?;
                if !text.is_empty() {
                    return Ok(Choice::Paraphrase(text));
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ids::EntryId;
    use crate::report::reach::Why;

    fn asked<T>(typed: &str, ask: impl FnOnce(&mut Ask<'_>) -> T) -> (T, String) {
        let (mut from, mut to) = (typed.as_bytes(), Vec::new());
        let answer = ask(&mut Ask::new(&mut from, &mut to));
        (answer, String::from_utf8(to).unwrap())
    }

    fn remark(list: &str) -> Remark {
        Remark {
            list: list.to_owned(),
            id: EntryId::new("funding"),
            why: Why::Mention,
            words: "P3 nods".to_owned(),
            is_earlier: false,
            versions: std::collections::BTreeSet::new(),
        }
    }

    #[test]
    fn only_yes_is_a_yes() {
        for (typed, is_yes) in
            [("yes\n", true), (" YES \n", true), ("y\n", false), ("\n", false), ("", false)]
        {
            assert_eq!(asked(typed, |ask| ask.for_a_yes("Sure?")).0.is_ok(), is_yes, "{typed:?}");
        }
    }

    #[test]
    fn one_of_several_is_taken_by_its_number_or_id_and_asked_for_until_it_is_one() {
        let ids = ["P3-aaaaaa".to_owned(), "P3-bbbbbb".to_owned()];
        let (which, said) = asked("x\n3\n0\n2\n", |ask| ask.which("P3", &ids));
        assert_eq!(which.unwrap(), "P3-bbbbbb");
        assert_eq!(said.matches("Which?").count(), 4);
        assert_eq!(asked("P3-aaaaaa\n", |ask| ask.which("P3", &ids)).0.unwrap(), "P3-aaaaaa");
        assert!(asked("", |ask| ask.which("P3", &ids)).0.is_err());
    }

    #[test]
    fn the_three_choices_and_none_of_them_by_accident() {
        let notes = remark("notes");
        let chosen = |typed: &str| asked(typed, |ask| choice(ask, &notes)).0;
        assert_eq!(chosen("\n"), Ok(Choice::Leave));
        assert_eq!(chosen("r\n"), Ok(Choice::Remove));
        assert_eq!(
            chosen("what?\np\n\np\nsomebody nods\n"),
            Ok(Choice::Paraphrase("somebody nods".to_owned()))
        );
        assert!(chosen("p\n").is_err());
        let answers = remark("responses");
        assert_eq!(asked("p\nr\n", |ask| choice(ask, &answers)).0, Ok(Choice::Remove));
    }
}
