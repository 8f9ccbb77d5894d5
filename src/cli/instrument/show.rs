//! `hearken instrument show`: one instrument to read.

use std::io::{self, IsTerminal as _};

use super::list::whose;
use crate::cli::answer::Answer;
use crate::cli::failure::Failure;
use crate::cli::paint::Paint;
use crate::cli::{Call, facts, places};
use crate::model::instrument::{Guide, Theme};
use crate::model::json::Json;
use crate::model::question::{Like, Question, QuestionKind};
use crate::model::visible::visible_line;
use crate::routing::answer::expected;
use crate::routing::keys::keys;
use crate::routing::route::Route;
use crate::routing::words::in_words;
use crate::study::instruments::{self, Known};

/// Shows an instrument to read: scripts, themes with their prompts, questions with their answers and conditions
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  hearken instrument show safeguarding-board | less")]
pub(super) struct Args {
    /// Its id, as `hearken instrument list` names it
    #[arg(value_name = "ID")]
    id: String,
    /// The language to show it in [default: its own]
    #[arg(long, value_name = "TAG")]
    lang: Option<String>,
}

pub(super) fn run(args: &Args, call: &Call<'_>) -> Result<Answer, Failure> {
    let study = places::study(call)?;
    let known =
        instruments::find(call.storage, &study.folder, &args.id).map_err(|error| Failure::of(&error))?;
    let guide = in_language(&known, args.lang.as_deref())?;
    if call.options.is_json {
        return Ok(Answer::of(facts::written(&facts::object([
            ("id", facts::text(&guide.id)),
            ("version", Json::whole(u64::from(guide.version))),
            ("digest", facts::text(known.instrument.digest())),
            ("built_in", Json::Bool(known.file.is_none())),
            ("file", known.file.as_deref().map_or(Json::Null, facts::path)),
            ("instrument", known.instrument.json().borrowed()),
        ]))));
    }
    let page = Page {
        guide,
        route: Route::of(guide),
        paint: Paint::new(call.options.color, io::stdout().is_terminal()),
    };
    Ok(Answer::of(page.written(&known)))
}

/// The guide in a language that was asked for, else in its own.
pub(super) fn in_language<'k>(known: &'k Known, lang: Option<&str>) -> Result<&'k Guide, Failure> {
    let Some(lang) = lang else { return Ok(known.instrument.guide()) };
    instruments::has_language(&known.instrument, lang).map_err(|error| Failure::of(&error))?;
    Ok(known.instrument.guide_in(lang))
}

struct Page<'g> {
    guide: &'g Guide,
    route: Route<'g>,
    paint: Paint,
}

impl Page<'_> {
    fn written(&self, known: &Known) -> String {
        let guide = self.guide;
        let mut lines = vec![
            self.paint.bold(&visible_line(&guide.title)),
            format!(
                "{}, version {}, {}, in {}",
                visible_line(&guide.id),
                guide.version,
                whose(known),
                visible_line(&known.instrument.languages().join(", "))
            ),
        ];
        lines.extend(guide.source.as_ref().map(|source| visible_line(source).into_owned()));
        for script in &guide.scripts {
            lines.extend([String::new(), self.paint.bold(&visible_line(&script.title))]);
            lines.extend(script.text.iter().map(|text| format!("  {}", visible_line(text))));
        }
        for theme in &guide.themes {
            self.theme(theme, &mut lines);
        }
        let has_theme = |question: &Question| {
            question.theme.as_ref().is_some_and(|theme| guide.theme(theme.as_str()).is_some())
        };
        let others = guide.questions.iter().filter(|question| !has_theme(question));
        for (place, question) in others.enumerate() {
            if place == 0 {
                lines.extend([String::new(), self.paint.bold("Questions")]);
            }
            self.question(question, &mut lines);
        }
        if !guide.codebook.is_empty() {
            lines.extend([String::new(), self.paint.bold("Tags")]);
            let codes = guide.codebook.iter();
            lines.extend(
                codes.map(|code| format!("  #{}  {}", visible_line(&code.id), visible_line(&code.text))),
            );
        }
        lines.into_iter().map(|line| line + "\n").collect()
    }

    fn theme(&self, theme: &Theme, lines: &mut Vec<String>) {
        let minutes = theme.planned_minutes.map(|minutes| format!(", {minutes} minutes")).unwrap_or_default();
        lines.extend([String::new(), self.paint.bold(&format!("{}{minutes}", visible_line(&theme.title)))]);
        for prompt in &theme.prompts {
            lines.push(format!("  {}", visible_line(&prompt.text)));
            lines.extend(prompt.probes.iter().map(|probe| format!("    - {}", visible_line(&probe.text))));
        }
        let here = self.guide.questions.iter().filter(|question| question.theme.as_ref() == Some(&theme.id));
        here.for_each(|question| self.question(question, lines));
    }

    fn question(&self, question: &Question, lines: &mut Vec<String>) {
        let label = visible_line(question.label());
        lines.push(format!("  {label}  {}", visible_line(&question.text)));
        let when = question.when.as_ref().map(|when| in_words(&self.route, when));
        lines.extend(when.map(|when| format!("      asked if {}", visible_line(&when))));
        let answers = self.route.answers(question);
        for (answer, key) in answers.iter().zip(keys(answers)) {
            let like = match answer.like {
                Some(Like::Yes) if answer.id != "yes" => ", like yes",
                Some(Like::No) if answer.id != "no" => ", like no",
                _ => "",
            };
            let other = if answer.other == Some(true) { ", with words" } else { "" };
            lines.push(format!("      {key}  {}{like}{other}", visible_line(&answer.text)));
        }
        lines.extend(question.items.iter().map(|item| format!("      - {}", visible_line(&item.text))));
        lines.push(format!("      {}", visible_line(&self.answered_by(question))));
    }

    /// How it is answered.
    fn answered_by(&self, question: &Question) -> String {
        let how = match question.kind {
            QuestionKind::Choice => "one of them".to_owned(),
            QuestionKind::Choices => "any of them".to_owned(),
            QuestionKind::Matrix if !self.route.answers(question).is_empty() => {
                "one of them a row".to_owned()
            }
            _ => expected(self.guide, question),
        };
        let unit = question.unit.as_ref().map(|unit| format!(", in {unit}"));
        let named = [(&question.least, &question.low), (&question.most, &question.high)];
        let ends = named
            .into_iter()
            .filter_map(|(end, name)| Some(format!(", {} is {}", end.as_ref()?, name.as_ref()?)));
        let required = question.is_required().then(|| "; left empty only with a reason".to_owned());
        std::iter::once(how).chain(unit).chain(ends).chain(required).collect()
    }
}
